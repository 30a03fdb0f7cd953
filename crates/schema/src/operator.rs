//! The operators of conditions and filters.

/// An operator: how it is written, and the API's word for it.
#[derive(Debug, PartialEq, Eq)]
pub struct Operator {
    /// The canonical spelling.
    pub text: &'static str,
    /// The API's word.
    pub wire: &'static str,
    /// Other spellings that the formatter rewrites.
    pub aliases: &'static [&'static str],
    /// Whether it compares by order, and so takes a single value.
    pub order: bool,
}

const fn row(
    text: &'static str,
    wire: &'static str,
    aliases: &'static [&'static str],
    order: bool,
) -> Operator {
    Operator { text, wire, aliases, order }
}

/// Every operator, in the order of the language's own enumeration of them (which a test holds).
pub static OPERATORS: &[Operator] = &[
    row("is", "is", &["="], false),
    row("is not", "is not", &["!="], false),
    row("contains", "contains", &[], false),
    row("does not contain", "does not contain", &[], false),
    row("<", "less", &["less"], true),
    row("<=", "less or equal", &["less or equal"], true),
    row(">", "greater", &["greater"], true),
    row(">=", "greater or equal", &["greater or equal"], true),
    row("set is", "set is", &[], false),
    row("set is not", "set is not", &[], false),
];
