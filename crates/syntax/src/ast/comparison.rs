//! A property compared with values.

use text_size::TextRange;

use super::Name;

/// `property operator values`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Comparison {
    /// All of it.
    pub range: TextRange,
    /// What is compared.
    pub property: Name,
    /// Where the operator stands.
    pub operator_range: TextRange,
    /// How it is compared.
    pub operator: Option<Operator>,
    /// With what.
    pub values: Option<Values>,
}

/// The operators, in the order of the schema's table.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
#[expect(missing_docs, reason = "each is the operator itself")]
pub enum Operator {
    Is,
    IsNot,
    Contains,
    DoesNotContain,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    SetIs,
    SetIsNot,
}

impl Operator {
    /// Every operator.
    pub const ALL: [Self; 10] = [
        Self::Is,
        Self::IsNot,
        Self::Contains,
        Self::DoesNotContain,
        Self::Less,
        Self::LessOrEqual,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::SetIs,
        Self::SetIsNot,
    ];

    /// The canonical spelling.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "is not",
            Self::Contains => "contains",
            Self::DoesNotContain => "does not contain",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::SetIs => "set is",
            Self::SetIsNot => "set is not",
        }
    }
}

/// One value, or several in parentheses.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Values {
    /// All of it.
    pub range: TextRange,
    /// Whether it stands in parentheses.
    pub list: bool,
    /// The values.
    pub items: Vec<Value>,
}

/// One value.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub struct Value {
    /// Where it stands, with its quotes.
    pub range: TextRange,
    /// How it is written.
    pub kind: ValueKind,
}

/// How a value is written.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum ValueKind {
    /// `"text"`
    Quoted,
    /// `2021-08-01`
    Date,
    /// `9.99`
    Number,
    /// `true`, `false`, `none`
    Constant,
    /// `$name`
    Dollar,
    /// An identifier without quotes, where one is taken.
    Identifier,
    /// Something that stands among the errors.
    Wrong,
}
