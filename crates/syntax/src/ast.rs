//! The tree of a statement. Every range counts from the statement's start; what a piece says is
//! read from the text. A required piece that is missing is `None`, and stands among the errors.

use text_size::{TextRange, TextSize};

use crate::SyntaxError;

/// One statement.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Statement {
    /// How long its text is.
    pub len: TextSize,
    /// What it is.
    pub kind: Kind,
    /// The comments inside it.
    pub comments: Vec<TextRange>,
    /// What is wrong with its text.
    pub errors: Vec<SyntaxError>,
}

/// The kinds of statement.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Kind {
    /// `use "path"`
    Use(Use),
    /// `let $name = …`
    Let(Let),
    /// `label: verb …`
    Query(Query),
    /// Text that is nested too deeply to be read.
    Unread,
}

/// `use "path"`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Use {
    /// The path, with its quotes.
    pub path: Option<TextRange>,
}

/// `let $name = definition`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Let {
    /// `$name`
    pub name: Option<TextRange>,
    /// What it stands for.
    pub definition: Option<Definition>,
}

/// What a name can stand for.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Definition {
    /// `where …`
    Segments(Clause),
    /// `event …`
    Event(Event),
    /// `from …`, `last …`, …
    Range(Clause),
    /// One value, or several in parentheses.
    Values(Values),
}

/// A query.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Query {
    /// The label, without its colon.
    pub label: Option<TextRange>,
    /// The first word.
    pub verb: Option<TextRange>,
    /// What stands before the first clause.
    pub subject: Vec<Part>,
    /// The clauses, as written.
    pub clauses: Vec<Clause>,
}

/// A part of a query's subject.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Part {
    /// An event, a word, a property or an identifier.
    Event(Event),
    /// `->`
    Arrow(TextRange),
    /// `,`
    Comma(TextRange),
    /// Anything else.
    Stray(TextRange),
}

impl Part {
    /// Where it stands.
    pub fn range(&self) -> TextRange {
        match self {
            Self::Event(event) => event.range,
            Self::Arrow(range) | Self::Comma(range) | Self::Stray(range) => *range,
        }
    }
}

/// An event, with its braces.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Event {
    /// All of it.
    pub range: TextRange,
    /// What it is called.
    pub head: Head,
    /// What stands in its braces.
    pub body: Option<Body>,
}

/// What an event is called.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Head {
    /// `$name`
    Dollar(TextRange),
    /// Its own name.
    Name(Name),
}

/// A name of an event, a property, a user or a chart.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Name {
    /// All of it.
    pub range: TextRange,
    /// `user.` or `event.`
    pub scope: Option<Scope>,
    /// `gp:` or `ce:`, as written.
    pub prefix: Option<TextRange>,
    /// What follows, with its quotes.
    pub text: TextRange,
    /// How that is written.
    pub form: Form,
}

/// Whose property a name means.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Scope {
    /// `user.`
    User,
    /// `event.`
    Event,
}

/// How a name is written.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Form {
    /// As a run of letters, digits, `_` and `-`.
    Bare,
    /// In quotes.
    Quoted,
    /// In quotes that are never closed.
    Open,
    /// Not at all, after a prefix.
    Missing,
}

/// What stands in an event's braces.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Body {
    /// From brace to brace.
    pub range: TextRange,
    /// The filters.
    pub filters: Vec<Filter>,
    /// The properties after `by`.
    pub groups: Vec<Name>,
}

/// A filter in an event's braces.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Filter {
    /// A name that cannot stand there.
    Dollar(TextRange),
    /// A comparison.
    Comparison(Comparison),
}

/// One segment: conditions joined by `and`.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Segment {
    /// All of it.
    pub range: TextRange,
    /// Its conditions.
    pub conditions: Vec<Condition>,
}

/// One condition of a segment.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Condition {
    /// `$name`
    Dollar(TextRange),
    /// `everyone`
    Everyone(TextRange),
    /// `performed EVENT …`
    Performed(Performed),
    /// `in cohort …`
    Cohort(Cohort),
    /// `property operator values`
    Comparison(Comparison),
}

impl Condition {
    /// Where it stands.
    pub fn range(&self) -> TextRange {
        match self {
            Self::Dollar(range) | Self::Everyone(range) => *range,
            Self::Performed(performed) => performed.range,
            Self::Cohort(cohort) => cohort.range,
            Self::Comparison(comparison) => comparison.range,
        }
    }
}

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

/// `performed EVENT >= 2 times within 30d`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Performed {
    /// All of it.
    pub range: TextRange,
    /// `not`
    pub not: Option<TextRange>,
    /// The event.
    pub event: Option<Event>,
    /// `>= 2 times`
    pub times: Option<Times>,
    /// `within 30d`
    pub within: Option<Within>,
}

/// `>= 2 times`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Times {
    /// All of it.
    pub range: TextRange,
    /// `>=`
    pub compare: TextRange,
    /// `2`
    pub count: Option<TextRange>,
}

/// `within rolling 30d`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Within {
    /// All of it.
    pub range: TextRange,
    /// Whether `rolling` is said.
    pub rolling: bool,
    /// `30d`
    pub length: Option<Duration>,
}

/// `in cohort …`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Cohort {
    /// All of it.
    pub range: TextRange,
    /// Whether `not` is said.
    pub not: bool,
    /// The cohorts.
    pub values: Option<Values>,
}

/// A clause of a query.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Clause {
    /// All of it.
    pub range: TextRange,
    /// What it says.
    pub kind: ClauseKind,
}

/// What a clause says.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum ClauseKind {
    /// `where …`
    Where(Vec<Segment>),
    /// `by …`
    By(Vec<Name>),
    /// `from …`, `last …`, …
    Range(Range),
    /// `every …`
    Every(Option<Every>),
    /// `window 3d`
    Window(Option<Duration>),
    /// `metric M`
    Metric(Option<TextRange>),
    /// `for new users`
    For(Option<TextRange>),
    /// `formula …`
    Formula(Formula),
    /// `rolling window 7`: the word and the number
    Rolling(Option<TextRange>, Option<TextRange>),
    /// `limit 10`
    Limit(Option<TextRange>),
    /// `offset 10`
    Offset(Option<TextRange>),
    /// `latest 10`: the word and the number
    Direction(TextRange, Option<TextRange>),
    /// `mode …`
    Mode(Mode),
    /// `bins …`
    Bins(Bins),
    /// `with …`
    With(Vec<Parameter>),
}

/// The days that a query covers.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Range {
    /// `from D to D`
    From(Option<Day>, Option<Day>),
    /// `on D`, `today`, `yesterday`
    On(Option<Day>),
    /// `last 30d to D`
    Last(Option<Duration>, Option<Day>),
    /// `this week`
    This(Option<TextRange>),
    /// `previous week`
    Previous(Option<TextRange>),
    /// `during $name`
    During(Option<TextRange>),
}

/// A day.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Day {
    /// `2021-08-01`
    Date(TextRange),
    /// `today`
    Today(TextRange),
    /// `yesterday`
    Yesterday(TextRange),
}

impl Day {
    /// Where it stands.
    pub fn range(self) -> TextRange {
        match self {
            Self::Date(range) | Self::Today(range) | Self::Yesterday(range) => range,
        }
    }
}

/// `30d`
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub struct Duration {
    /// All of it.
    pub range: TextRange,
    /// Its digits.
    pub number: TextRange,
    /// Its unit.
    pub unit: Unit,
}

/// A unit of durations.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
#[expect(missing_docs, reason = "each is the unit itself")]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
}

impl Unit {
    /// As written.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Second => "s",
            Self::Minute => "min",
            Self::Hour => "h",
            Self::Day => "d",
            Self::Week => "w",
            Self::Month => "mo",
        }
    }

    /// How many seconds it has; a month has no fixed number.
    pub const fn seconds(self) -> Option<u64> {
        match self {
            Self::Second => Some(1),
            Self::Minute => Some(60),
            Self::Hour => Some(3_600),
            Self::Day => Some(86_400),
            Self::Week => Some(604_800),
            Self::Month => None,
        }
    }
}

/// What follows `every`.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Every {
    /// `week`
    Word(TextRange),
    /// `14d`, and `5min` too
    Duration(Duration),
}

/// `formula $:UNIQUES(A)/UNIQUES(B)`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Formula {
    /// From the format to the end of the expression.
    pub range: TextRange,
    /// The functions it calls.
    pub functions: Vec<TextRange>,
    /// The events it names.
    pub events: Vec<TextRange>,
}

/// `mode bracket 0-4, 5-9`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Mode {
    /// `bracket`
    pub word: Option<TextRange>,
    /// The brackets.
    pub brackets: Vec<Bracket>,
}

/// `0-4`
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub struct Bracket {
    /// All of it.
    pub range: TextRange,
    /// Its first day.
    pub first: TextRange,
    /// Its last day.
    pub last: TextRange,
}

/// `bins 0..10 minutes step 1`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Bins {
    /// `0`
    pub min: Option<TextRange>,
    /// `10`
    pub max: Option<TextRange>,
    /// `minutes`
    pub unit: Option<TextRange>,
    /// `1`
    pub step: Option<TextRange>,
}

/// One parameter of `with`.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub struct Parameter {
    /// All of it.
    pub range: TextRange,
    /// Its name, with its quotes if it has any.
    pub name: Option<TextRange>,
    /// Its value.
    pub value: Option<Value>,
}
