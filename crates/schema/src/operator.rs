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
    /// Whether it compares whole values, and not parts of them or their order.
    pub whole: bool,
}

const fn row(
    text: &'static str,
    wire: &'static str,
    aliases: &'static [&'static str],
    compares: Compares,
) -> Operator {
    let order = matches!(compares, Order);
    Operator { text, wire, aliases, order, whole: matches!(compares, Whole) }
}

#[derive(Clone, Copy)]
enum Compares {
    Whole,
    Part,
    Order,
}
use Compares::{Order, Part, Whole};

/// Every operator, in the order of the language's own enumeration of them (which a test holds).
pub static OPERATORS: &[Operator] = &[
    row("is", "is", &["="], Whole),
    row("is not", "is not", &["!="], Whole),
    row("contains", "contains", &[], Part),
    row("does not contain", "does not contain", &[], Part),
    row("<", "less", &["less"], Order),
    row("<=", "less or equal", &["less or equal"], Order),
    row(">", "greater", &["greater"], Order),
    row(">=", "greater or equal", &["greater or equal"], Order),
    row("set is", "set is", &[], Whole),
    row("set is not", "set is not", &[], Whole),
];
