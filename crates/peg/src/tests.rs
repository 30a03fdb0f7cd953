//! What is refused, and what the next byte says. That the code reads what pest reads is tested where it
//! is compiled, in `crates/syntax`.

use crate::{
    expr::{Expr, rules},
    parser,
    set::{Bytes, Set, Wide},
    starts::Grammar,
};

#[test]
fn what_would_be_read_otherwise_is_refused() {
    for (grammar, said) in [
        ("a = { b }", "rule b is undefined"),
        ("a = { a ~ \"x\" }", "left-recursive"),
        ("a = { \"x\" ~ \"y\" }\nWHITESPACE = _{ \" \" }", "`WHITESPACE` would stand between"),
        ("a = !{ \"x\" }", "`a` is a rule of `!{`"),
        ("a = @{ b }\nb = _{ c }\nc = ${ \"x\" }", "`a` is a rule of `@{` that holds one of `${`"),
        ("a = { PUSH(\"x\") }", "`a`: nothing is known of"),
        ("a = { ASCII_DIGIT }", "`a`: `ASCII_DIGIT` is not known"),
        ("a = { 'à'..'ü' }", "`a`: a range from"),
    ] {
        let error = parser(grammar).unwrap_err();
        assert!(error.contains(said), "{grammar}\n{error}");
    }
}

#[test]
fn the_next_byte_says_what_can_be_read() {
    let starts = |grammar: &str| {
        let grammar = Grammar::new(rules(grammar).unwrap());
        let starts = grammar.starts(&Expr::Rule(0));
        let of = |bytes: Bytes| -> String {
            (b' '..0x7F).filter(|it| bytes.has(*it)).map(char::from).collect()
        };
        (of(starts.eats), of(starts.sure))
    };
    let is = |eats: &str, sure: &str| (eats.to_owned(), sure.to_owned());
    assert_eq!(starts("a = { \"by\" | 'x'..'z' }"), is("bxyz", "xyz"));
    assert_eq!(starts("a = { ^\"or\" }"), is("Oo", ""));
    // What may be left out lets what follows begin.
    assert_eq!(starts("a = { \"-\"? ~ '0'..'2'+ }"), is("-012", "012"));
    assert_eq!(starts("a = { !\"x\" ~ 'w'..'z' }"), is("wyz", "wyz"));
    assert_eq!(starts("a = { &\"x\" ~ 'w'..'z' }"), is("x", "x"));
    // Behind what is always read nothing is tried.
    assert_eq!(starts("a = { 'a'..'c' | b }\nb = { 'b'..'d' ~ \"x\" }"), is("abcd", "abc"));
}

#[test]
fn a_choice_of_signs_is_a_set() {
    let grammar = "a = _{ b | \"-\" }\nb = _{ !(\"x\" | \"y\") ~ 'x'..'z' }\nc = { \"c\" }\nd = _{ c | \"d\" }";
    let grammar = Grammar::new(rules(grammar).unwrap());
    let set = |rule, quiet| grammar.set(&Expr::Rule(rule), quiet);
    let ascii = |signs: &str| {
        let ascii = signs.bytes().fold(0, |bits, byte| bits | 1 << byte);
        Some(Set { ascii, wide: Wide::None })
    };
    assert_eq!(set(0, false), ascii("z-"));
    // A rule that makes a node is more than a sign, but where no nodes are made.
    assert_eq!((set(3, false), set(3, true)), (None, ascii("cd")));
}

#[test]
fn signs_outside_ascii_are_told_apart() {
    let any = Set::range('\u{1}', char::MAX).unwrap();
    assert_eq!(any.wide, Wide::All);
    assert_eq!(Set::xid(Wide::XidStart).union(Set::xid(Wide::XidContinue)).wide, Wide::XidContinue);
    assert_eq!(any.without(Set::xid(Wide::XidStart)), None);
    assert_eq!(Set::xid(Wide::XidStart).without(any).unwrap().wide, Wide::None);
    assert_eq!(Set::range('é', 'ü'), None);
}
