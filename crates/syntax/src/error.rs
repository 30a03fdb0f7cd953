//! Syntax errors: what is wrong and where. What is said of it is decided in `check`.

use text_size::TextRange;

use crate::ast::Unit;

/// A mistake in the text of a statement.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// The smallest part of the text that is wrong, from the statement's start.
    pub range: TextRange,
}

/// What can be wrong with the text of a statement.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum SyntaxErrorKind {
    /// Something that has to stand here is missing.
    Missing(Missing),
    /// Text that nothing takes, up to the next clause; `first` is where it begins.
    Stray {
        /// What stands before it.
        after: After,
        /// Its first word or sign.
        first: TextRange,
        /// Whether a `by` clause follows at once.
        before_by: bool,
    },
    /// Blanks that are not the language's, such as no-break spaces.
    OddBlank,
    /// A word in the place of one of these.
    Misspelt(&'static [&'static str]),
    /// A string without its closing quote.
    OpenString,
    /// A bracket that is never closed.
    OpenBracket(char),
    /// An escape that JSON does not have.
    BadEscape,
    /// A string in single quotes.
    SingleQuotes,
    /// A value without quotes.
    Unquoted,
    /// A word or sign of another language between conditions.
    BadJoint,
    /// Something other than `,` between two values.
    BadComma,
    /// `price between 1 and 10`: the two values.
    Between {
        /// The property before it.
        property: TextRange,
        /// The smaller value.
        low: TextRange,
        /// The larger value.
        high: TextRange,
    },
    /// A list inside a list.
    NestedList,
    /// A second `by` in an event's braces.
    SecondBy,
    /// A word in quotes where one without is taken.
    QuotedWord,
    /// A sign of another language between a name and what it stands for.
    BadEquals,
    /// Something that is no operator.
    BadOperator,
    /// Something that is no date.
    BadDay,
    /// Something that is no duration.
    BadLength(LengthOf),
    /// Something that is no number.
    BadNumber,
    /// Something that is no bracket of days.
    BadBracket,
    /// Something other than `..` between two numbers.
    BadDots,
    /// A name without its `$`.
    BareName,
    /// A path without quotes.
    BarePath,
    /// Something that is no `$name`.
    BadDollar,
    /// A name that has to be quoted.
    NeedsQuotes,
    /// Braces with nothing in them.
    EmptyBraces,
    /// An indented first line.
    Indented,
    /// Brackets nested too deeply.
    TooDeep,
}

/// What can be missing.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
#[expect(missing_docs, reason = "each is the noun itself")]
pub enum Missing {
    Verb,
    Name,
    Dollar,
    Equals,
    Definition,
    Path,
    Event,
    Property,
    Condition,
    Operator,
    Value,
    Operand,
    Word,
    Number,
    Duration,
    Day,
    To,
    Dots,
    Bracket,
    Times,
    Comma,
    Cohort,
    In,
}

/// What a duration is the length of; each takes other units.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum LengthOf {
    /// `last 30d`
    Range,
    /// `window 3d`
    Window,
    /// `within 30d`
    Within,
    /// `every 14d`
    Interval,
}

impl LengthOf {
    /// The units that it takes.
    pub const fn units(self) -> &'static [Unit] {
        match self {
            Self::Range => &[Unit::Day, Unit::Week, Unit::Month],
            Self::Window => &[Unit::Second, Unit::Minute, Unit::Hour, Unit::Day, Unit::Week],
            Self::Within => &[Unit::Day, Unit::Week],
            Self::Interval => &[Unit::Day, Unit::Minute],
        }
    }
}

/// What stands before text that nothing takes; it decides which words could have been meant.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum After {
    /// A `use` or a definition.
    Statement,
    /// A segment of conditions.
    Segment,
    /// A `performed` condition.
    Performed,
    /// The body of an event.
    Body,
    /// `bins`.
    Bins,
    /// `for` and a word.
    Users,
    /// A range that could go on with `to`.
    Range,
    /// A formula.
    Formula,
    /// Anything that is complete.
    Clause,
}
