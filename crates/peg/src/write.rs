//! The code of a parser.
//!
//! Each rule, and each part of one that is more than a text, a sign or a rule, becomes a function from
//! a place to the place behind what was read. A part that is read where nodes are made and where none
//! are becomes two.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

use crate::{
    expr::{Expr, Kind},
    set::{Bytes, Set, Wide},
    starts::Grammar,
};

/// The functions written so far.
struct Writer<'g> {
    grammar: &'g Grammar,
    /// The names of functions, by what they read and whether they are quiet: make no nodes.
    names: HashMap<(Expr, bool), String>,
    /// The sets that have a table.
    sets: Vec<Set>,
    code: String,
}

/// The code of a parser of the grammar, for its first rule.
pub(crate) fn parser(grammar: &Grammar) -> String {
    let mut writer =
        Writer { grammar, names: HashMap::new(), sets: Vec::new(), code: String::new() };
    writer.call(&Expr::Rule(0), false);
    let rules = grammar.rules.iter().map(|rule| format!("    r#{},\n", rule.name));
    let tables = writer.sets.iter().enumerate().map(|(number, set)| {
        // Signs outside ASCII that have to be looked at one by one are in no table.
        let high = set.wide == Wide::All;
        let byte = |byte| if byte < Bytes::HIGH { set.bytes().has(byte) } else { high };
        let bytes: Vec<_> = (0..=u8::MAX).map(|it| byte(it).to_string()).collect();
        format!("static S{number}: [bool; 256] = [{}];\n", bytes.join(", "))
    });
    format!(
        "#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub(crate) enum Rule {{\n{}}}\n\n{}\n{}",
        rules.collect::<String>(),
        writer.code,
        tables.collect::<String>(),
    )
}

impl Writer<'_> {
    /// What reads an expression from `at` on: an expression of Rust, and an `Option` of the place behind
    /// it. Where nothing can be read, no node is left.
    fn call(&mut self, expr: &Expr, quiet: bool) -> String {
        let quiet = quiet || !self.grammar.makes_nodes(expr);
        if let Some(set) = self.grammar.set(expr, quiet) {
            return self.one(set);
        }
        match expr {
            Expr::Text(text) if text.is_empty() => "Some(at)".to_owned(),
            Expr::Text(text) => format!("read.text(at, {text:?})"),
            Expr::AnyCase(text) => format!("read.any_case(at, {text:?})"),
            Expr::Ahead(inner) => {
                let inner_call = self.call(inner, true);
                self.guarded(inner, &format!("{inner_call}.map(|_| at)"), "None")
            }
            Expr::Not(inner) => {
                let inner_call = self.call(inner, true);
                let not = format!("if {inner_call}.is_some() {{ None }} else {{ Some(at) }}");
                self.guarded(inner, &not, "Some(at)")
            }
            Expr::Optional(inner) => {
                let inner_call = self.call(inner, quiet);
                self.guarded(inner, &format!("{inner_call}.or(Some(at))"), "Some(at)")
            }
            Expr::Repeat(inner) => {
                if let Some(set) = self.grammar.set(inner, quiet) {
                    return self.all(set);
                }
                let repeat = self.function(expr, quiet);
                self.guarded(inner, &format!("{repeat}(read, at)"), "Some(at)")
            }
            Expr::Once(inner) => {
                let repeat = self.call(&Expr::Repeat(inner.clone()), quiet);
                self.guarded(inner, &format!("{repeat}.filter(|end| *end > at)"), "None")
            }
            _ => format!("{}(read, at)", self.function(expr, quiet)),
        }
    }

    fn one(&mut self, set: Set) -> String {
        let table = self.table(set);
        match set.wide {
            Wide::None => format!("read.one(at, &{table})"),
            Wide::All => format!("read.one_of_all(at, &{table})"),
            wide => format!("read.one_wide(at, &{table}, {})", predicate(wide)),
        }
    }

    fn table(&mut self, set: Set) -> String {
        let number = self.sets.iter().position(|it| *it == set).unwrap_or_else(|| {
            self.sets.push(set);
            self.sets.len() - 1
        });
        format!("S{number}")
    }

    /// The name of the function that reads an expression; writes it where there is none.
    fn function(&mut self, expr: &Expr, quiet: bool) -> String {
        let key = (expr.clone(), quiet);
        if let Some(name) = self.names.get(&key) {
            return name.clone();
        }
        let name = match expr {
            Expr::Rule(number) if quiet => format!("{}_quiet", self.grammar.rules[*number].name),
            Expr::Rule(number) => format!("r#{}", self.grammar.rules[*number].name),
            _ => format!("part_{}", self.names.len()),
        };
        self.names.insert(key, name.clone());
        let body = self.body(expr, quiet);
        let _ = writeln!(
            self.code,
            "#[inline]\nfn {name}(read: &mut Reader<'_>, at: usize) -> Option<usize> {{\n{body}}}\n"
        );
        name
    }

    fn body(&mut self, expr: &Expr, quiet: bool) -> String {
        match expr {
            Expr::Rule(number) => self.rule(*number, quiet),
            Expr::Seq(all) => self.sequence(all, quiet),
            Expr::Choice(all) => self.choice(all, quiet),
            Expr::Repeat(inner) => self.repeat(inner, quiet),
            other => format!("    {}\n", self.call(other, quiet)),
        }
    }

    fn rule(&mut self, number: usize, quiet: bool) -> String {
        let rule = &self.grammar.rules[number];
        let inner = self.call(&rule.expr, quiet || rule.kind == Kind::Leaf);
        if quiet || rule.kind == Kind::Silent {
            return format!("    {inner}\n");
        }
        let open = format!("let node = read.open(Rule::r#{}, at)", rule.name);
        let node = format!("{{ {open}; let end = {inner}; read.close(node, end) }}");
        format!("    {}\n", self.guarded(&rule.expr, &node, "None"))
    }

    fn sequence(&mut self, all: &[Expr], quiet: bool) -> String {
        let Some((last, first)) = all.split_last() else { return "    Some(at)\n".to_owned() };
        let mut body = String::new();
        for one in first {
            let _ = writeln!(body, "    let at = {}?;", self.call(one, quiet));
        }
        let _ = writeln!(body, "    {}", self.call(last, quiet));
        if quiet || !first.iter().any(|it| self.grammar.makes_nodes(it)) {
            return body;
        }
        // Where a later part cannot be read, the nodes of the ones before it go.
        format!(
            "    let nodes = read.mark();
    let end = (|| {{
{body}    }})();
    read.keep(nodes, end)
"
        )
    }

    /// Goes by the next byte: what cannot begin with it is not tried.
    fn choice(&mut self, all: &[Expr], quiet: bool) -> String {
        let all = &self.grammar.alternatives(all, quiet);
        let starts: Vec<_> = all.iter().map(|it| self.grammar.starts(it)).collect();
        let mut arms: BTreeMap<Vec<usize>, Vec<u8>> = BTreeMap::new();
        for byte in 0..=Bytes::HIGH {
            let mut tried = Vec::new();
            for (number, starts) in starts.iter().enumerate() {
                if starts.any().has(byte) {
                    tried.push(number);
                }
                if starts.sure.has(byte) {
                    break;
                }
            }
            arms.entry(tried).or_default().push(byte);
        }
        // What most bytes lead to stands for the others.
        let common = arms.iter().max_by_key(|(_, bytes)| bytes.len());
        let common = common.map(|(tried, _)| tried.clone()).unwrap_or_default();
        let bytes = arms.remove(&common).map(|_| "_".to_owned());
        let arms = arms.into_iter().map(|(tried, bytes)| (tried, pattern(bytes)));
        let mut body = "    match read.next(at) {\n".to_owned();
        for (tried, pattern) in arms.chain(bytes.map(|any| (common, any))) {
            let tried: Vec<_> = tried.iter().map(|it| &all[*it]).collect();
            let _ = writeln!(body, "        {pattern} => {},", self.alternatives(&tried, quiet));
        }
        body + "    }\n"
    }

    fn alternatives(&mut self, all: &[&Expr], quiet: bool) -> String {
        let Some((last, first)) = all.split_last() else { return "None".to_owned() };
        let mut code = String::new();
        for one in first {
            let call = self.call(one, quiet);
            let _ = write!(code, "if let Some(end) = {call} {{ Some(end) }} else ");
        }
        let last = self.call(last, quiet);
        if first.is_empty() { last } else { format!("{code}{{ {last} }}") }
    }

    /// What is done where the next byte lets an expression be read, and otherwise.
    fn guarded(&self, expr: &Expr, then: &str, otherwise: &str) -> String {
        let bytes = self.grammar.starts(expr).any();
        if bytes == Bytes::ALL {
            return format!("({then})");
        }
        if bytes == Bytes::NONE {
            return otherwise.to_owned();
        }
        let pattern = pattern((0..=Bytes::HIGH).filter(|it| bytes.has(*it)));
        format!("(match read.next(at) {{ {pattern} => {then}, _ => {otherwise} }})")
    }

    fn all(&mut self, set: Set) -> String {
        let table = self.table(set);
        match set.wide {
            Wide::None | Wide::All => format!("Some(read.all(at, &{table}))"),
            wide => format!("Some(read.all_wide(at, &{table}, {}))", predicate(wide)),
        }
    }

    fn repeat(&mut self, inner: &Expr, quiet: bool) -> String {
        let mut rest = inner.clone();
        let mut first = "Some(at)".to_owned();
        if let Expr::Choice(all) = self.grammar.plain(inner, quiet)
            && let Some((one, others)) = all.split_first()
            && let Some(set) = self.grammar.set(one, quiet)
        {
            // The signs that most of it is made of, and behind them anything else.
            rest = Expr::Choice(others.to_vec());
            first = self.all(set);
        }
        let call = self.call(&rest, quiet);
        let next = self.guarded(&rest, &call, "None");
        format!(
            "    let mut end = at;
    loop {{
        let at = end;
        let at = {first}?;
        match {next} {{
            Some(next) => end = next,
            None => return Some(at),
        }}
    }}
"
        )
    }
}

fn predicate(wide: Wide) -> &'static str {
    match wide {
        Wide::XidStart => "unicode_ident::is_xid_start",
        _ => "unicode_ident::is_xid_continue",
    }
}

/// A pattern that these bytes match; they are in order.
fn pattern(bytes: impl IntoIterator<Item = u8>) -> String {
    let mut ranges: Vec<(u8, u8)> = Vec::new();
    for byte in bytes {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == byte => *last = byte,
            _ => ranges.push((byte, byte)),
        }
    }
    let range = |(first, last): &(u8, u8)| match (*first, *last) {
        (first, Bytes::HIGH) => format!("{first}.."),
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first}..={last}"),
    };
    ranges.iter().map(range).collect::<Vec<_>>().join(" | ")
}
