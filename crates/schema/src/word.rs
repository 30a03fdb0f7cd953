//! Words that a clause takes, and what each is sent as.

/// A word of the language in a clause's place, such as `uniques` after `metric`.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// As written in a query.
    pub text: &'static str,
    /// As sent to the API; `None` is sent as nothing at all.
    pub wire: Option<&'static str>,
    /// What it means, one sentence.
    pub doc: &'static str,
    /// What choosing it does to the rest of the query.
    pub effect: Effect,
    /// Whether its figures of several spans of days add up to that of all of them, as counts do
    /// and counts of different users do not.
    pub additive: bool,
    /// Whether it counts users, each once, so that its figure of several spans is less than their
    /// sum.
    pub distinct: bool,
    /// What it is called elsewhere, in lower case. Nobody is understood who writes that, but it is
    /// what they may have meant.
    pub also: &'static [&'static str],
}

/// What a [`Word`] asks of the rest of its query, or does to it.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Effect {
    /// Nothing.
    None,
    /// Every event needs a `by` in its braces.
    NeedsEventGroup,
    /// The conversion window is rounded down to whole days.
    WholeDayWindow,
    /// Day brackets have to follow.
    NeedsBrackets,
    /// The API shows at most this many days of data.
    ShownDays(u32),
    /// Stands for this many seconds, for bins.
    Seconds(u32),
}

impl Word {
    /// A word sent as `wire`.
    pub const fn new(text: &'static str, wire: &'static str, doc: &'static str) -> Self {
        Self { wire: Some(wire), ..Self::silent(text, doc) }
    }

    /// A word that sends nothing.
    pub const fn silent(text: &'static str, doc: &'static str) -> Self {
        let effect = Effect::None;
        Self { text, wire: None, doc, effect, additive: false, distinct: false, also: &[] }
    }

    /// The same word for something that adds up.
    #[must_use]
    pub const fn additive(mut self) -> Self {
        self.additive = true;
        self
    }

    /// The same word for users that are counted once each.
    #[must_use]
    pub const fn distinct(mut self) -> Self {
        self.distinct = true;
        self
    }

    /// The same word with names that it has elsewhere.
    #[must_use]
    pub const fn also(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }

    /// The same word with an effect.
    #[must_use]
    pub const fn with(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }
}
