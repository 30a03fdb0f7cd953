//! A grammar in pest's notation to the Rust code of its parser.
//!
//! pest reads a grammar's rules one sign at a time and keeps what it tried, for messages that we never
//! show. The code written here looks at the next byte first, and tries only what can begin with it; it
//! reads what pest would, a few times faster. `crates/syntax` has it written while it is built, and
//! its tests hold the two against each other.
//!
//! Of pest's notation it knows what the grammar needs, and refuses the rest, such as implicit whitespace
//! and the stack.

mod expr;
mod set;
mod starts;
mod write;

#[cfg(test)]
mod tests;

/// The code of a parser for a grammar: `enum Rule`, and a function for the first rule and each that it
/// leads to. It calls `Reader`, which stands where the code is included.
///
/// # Errors
/// What pest says of the grammar, or what of its notation is not known here.
///
/// ```
/// let code = amq_peg::parser("greeting = { \"hello\" ~ name }\nname = @{ 'a'..'z'+ }").unwrap();
/// assert!(code.contains("fn r#greeting(read: &mut Reader<'_>, at: usize) -> Option<usize>"));
/// assert!(amq_peg::parser("greeting = { name }").is_err());
/// ```
pub fn parser(grammar: &str) -> Result<String, String> {
    expr::rules(grammar).map(|rules| write::parser(&starts::Grammar::new(rules)))
}
