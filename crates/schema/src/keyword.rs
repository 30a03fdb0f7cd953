//! The words and signs of the language that no other table holds: what joins its parts, and what
//! conditions are made of.

/// A word or a sign of the language, in one of its meanings.
#[derive(Debug, PartialEq, Eq, Clone, Copy, Hash)]
pub enum Keyword {
    /// `use "path"`
    Use,
    /// `let $name = …`
    Let,
    /// `event`, in a definition
    Event,
    /// `->`
    Arrow,
    /// `,` between events
    Comma,
    /// `and`, in a segment
    And,
    /// `vs`
    Vs,
    /// `everyone`
    Everyone,
    /// `in cohort`
    Cohort,
    /// `not in cohort`
    NotCohort,
    /// `performed`
    Performed,
    /// `not performed`
    NotPerformed,
    /// `>= 2 times`
    Times,
    /// `within 30d`
    Within,
    /// `within rolling 30d`
    Rolling,
    /// `and`, in braces
    Filter,
    /// `by`, in braces
    Group,
    /// `true`
    True,
    /// `false`
    False,
    /// `none`
    None,
    /// `to`, in a range
    To,
    /// `step`, of bins
    Step,
    /// `14d`, after `every`
    Days,
    /// `users`, after `for new`
    Users,
    /// `$:`, before a formula
    Money,
    /// `%:`, before a formula
    Percent,
}

/// What is known of such a word.
#[derive(Debug)]
pub struct KeywordRow {
    /// Which one.
    pub keyword: Keyword,
    /// As people write it, with what belongs to it.
    pub form: &'static str,
    /// What it says, one sentence.
    pub doc: &'static str,
    /// What the request has of it, where it shows there by itself.
    pub sent: Option<&'static str>,
    /// What it adds to the cost, one sentence.
    pub cost: Option<&'static str>,
    /// A file with it that checks clean.
    pub example: &'static str,
}

impl Keyword {
    /// The row of this word.
    pub fn row(self) -> &'static KeywordRow {
        &KEYWORDS[self as usize]
    }
}

impl KeywordRow {
    const fn new(keyword: Keyword, form: &'static str, doc: &'static str) -> Self {
        Self { keyword, form, doc, sent: None, cost: None, example: "" }
    }

    const fn sent(mut self, sent: &'static str) -> Self {
        self.sent = Some(sent);
        self
    }

    const fn cost(mut self, cost: &'static str) -> Self {
        self.cost = Some(cost);
        self
    }

    const fn example(mut self, example: &'static str) -> Self {
        self.example = example;
        self
    }
}

const EACH_CONDITION: &str = "each condition counts as one";

/// Every such word, in the order of [`Keyword`].
pub static KEYWORDS: &[KeywordRow] = &[
    KeywordRow::new(Keyword::Use, "use", "Brings in the names of another file, not its queries.")
        .example("use \"shared/segments.amq\""),
    KeywordRow::new(
        Keyword::Let,
        "let $name =",
        "Gives a name to a segment, an event, a range or values.",
    )
    .example("let $dutch = where country is \"Netherlands\""),
    KeywordRow::new(
        Keyword::Event,
        "event",
        "An event, with its filters and groups, that a name stands for.",
    )
    .example("let $paid = event Purchase{price > 0}"),
    KeywordRow::new(Keyword::Arrow, "->", "The next event follows, done after the one before it.")
        .example("funnel Signup -> Purchase"),
    KeywordRow::new(Keyword::Comma, ",", "A second event follows, counted beside the first.")
        .example("segmentation Purchase, Refund"),
    KeywordRow::new(Keyword::And, "and", "One more condition, which has to hold too.")
        .cost(EACH_CONDITION)
        .example("users where country is \"Netherlands\" and paying is true"),
    KeywordRow::new(
        Keyword::Vs,
        "vs",
        "Another segment to compare with; each is a parameter of its own.",
    )
    .cost("each segment, and each condition in it, counts as one")
    .example("users where country is \"Netherlands\" vs country is \"Belgium\""),
    KeywordRow::new(
        Keyword::Everyone,
        "everyone",
        "All users: the segment without conditions. It stands alone, never with `and`.",
    )
    .sent("[]")
    .cost("the segment counts as one")
    .example("users where country is \"Netherlands\" vs everyone"),
    KeywordRow::new(
        Keyword::Cohort,
        "in cohort",
        "Users of a cohort, which its identifier names; several stand in parentheses.",
    )
    .sent("\"userdata_cohort\"")
    .cost(EACH_CONDITION)
    .example("users where in cohort \"5mjbq8w\""),
    KeywordRow::new(
        Keyword::NotCohort,
        "not in cohort",
        "Users outside a cohort, which its identifier names; several stand in parentheses.",
    )
    .sent("\"userdata_cohort\",\"op\":\"is not\"")
    .cost(EACH_CONDITION)
    .example("users where not in cohort \"5mjbq8w\""),
    KeywordRow::new(
        Keyword::Performed,
        "performed EVENT",
        "Users who did an event, at least once if nothing else is said. The event takes no `by`.",
    )
    .sent("\"type\":\"event\"")
    .cost(EACH_CONDITION)
    .example("users where performed Purchase >= 2 times within 30d"),
    KeywordRow::new(
        Keyword::NotPerformed,
        "not performed EVENT",
        "Users who did not do an event; it takes no count of its own.",
    )
    .sent("\"op\":\"=\",\"value\":0")
    .cost(EACH_CONDITION)
    .example("users where not performed Purchase within 30d"),
    KeywordRow::new(
        Keyword::Times,
        ">= 2 times",
        "How often users did the event: `>=`, `>`, `<`, `<=` or `=`, and a whole number.",
    )
    .sent("\"op\":\">=\",\"value\":2")
    .example("users where performed Purchase >= 2 times"),
    KeywordRow::new(
        Keyword::Within,
        "within 30d",
        "In how many days, in `d` or `w`, up to the end of each interval; left out: ever.",
    )
    .sent("\"time_type\":\"forEachInterval\",\"time_value\":30")
    .example("users where performed Purchase >= 2 times within 30d"),
    KeywordRow::new(
        Keyword::Rolling,
        "within rolling 30d",
        "In any span of so many days, in `d` or `w`.",
    )
    .sent("\"time_type\":\"rolling\",\"time_value\":30")
    .example("users where performed Purchase >= 2 times within rolling 30d"),
    KeywordRow::new(
        Keyword::Filter,
        "and",
        "One more filter of the event, which has to hold too. It does not count in the cost.",
    )
    .example("segmentation Purchase{price > 10 and currency is \"EUR\"}"),
    KeywordRow::new(Keyword::Group, "by", "Groups the event by a property of it, or by two.")
        .sent("\"group_by\"")
        .example("segmentation Purchase{by category} metric sums"),
    KeywordRow::new(Keyword::True, "true", "The value true; the API takes strings.")
        .sent("\"true\"")
        .example("users where paying is true"),
    KeywordRow::new(Keyword::False, "false", "The value false; the API takes strings.")
        .sent("\"false\"")
        .example("users where paying is false"),
    KeywordRow::new(Keyword::None, "none", "No value: users, or events, without the property.")
        .sent("\"(none)\"")
        .example("users where country is none"),
    KeywordRow::new(Keyword::To, "to", "The last day follows, itself included.")
        .example("users from 2021-07-01 to 2021-09-30"),
    KeywordRow::new(Keyword::Step, "step 1", "How wide a bin is.")
        .example("sessions length bins 0..10 minutes step 1"),
    KeywordRow::new(
        Keyword::Days,
        "14d",
        "Buckets of so many days, in `d` only; this works, but is not documented.",
    )
    .example("users every 14d last 8w"),
    KeywordRow::new(Keyword::Users, "users", "Ends `for`, and sends nothing by itself.")
        .example("funnel Signup -> Purchase for new users"),
    KeywordRow::new(Keyword::Money, "$:", "The formula's figures are sums of money.")
        .sent("$:")
        .example("segmentation Purchase formula $:REVENUETOTAL(A)/UNIQUES(A)"),
    KeywordRow::new(Keyword::Percent, "%:", "The formula's figures are percentages.")
        .sent("%:")
        .example("segmentation Signup, Purchase formula %:UNIQUES(B)/UNIQUES(A)"),
];

const _: () = {
    let mut at = 0;
    while at < KEYWORDS.len() {
        assert!(KEYWORDS[at].keyword as usize == at, "a keyword out of order");
        assert!(!KEYWORDS[at].doc.is_empty(), "a keyword without a doc");
        assert!(!KEYWORDS[at].example.is_empty(), "a keyword without an example");
        at += 1;
    }
};
