//! The functions of formulas.

/// A function that a formula may call.
#[derive(Debug)]
pub struct Function {
    /// Its name, in upper case.
    pub name: &'static str,
    /// What it computes, one sentence.
    pub doc: &'static str,
    /// What it computes with.
    pub takes: Takes,
    /// What it is called elsewhere, in upper case.
    pub also: &'static [&'static str],
}

impl Function {
    /// The same function with names that it has elsewhere.
    const fn also(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }
}

/// What a function of a formula computes with.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Takes {
    /// An event, by its letter.
    Event,
    /// An event that is grouped by a property in its braces.
    GroupedEvent,
    /// Any expression.
    Value,
}

/// The function of a name.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

const fn row(name: &'static str, doc: &'static str) -> Function {
    Function { name, doc, takes: Takes::Event, also: &[] }
}

const fn of_property(name: &'static str, doc: &'static str) -> Function {
    Function { name, doc, takes: Takes::GroupedEvent, also: &[] }
}

const fn of_value(name: &'static str, doc: &'static str) -> Function {
    Function { name, doc, takes: Takes::Value, also: &[] }
}

/// Every function that the documentation of custom formulas lists.
pub static FUNCTIONS: &[Function] = &[
    row("UNIQUES", "Users who did the event.").also(&["USERS", "DISTINCT", "COUNTDISTINCT", "DAU"]),
    row("TOTALS", "Times the event was done.").also(&["COUNT", "SUM"]),
    row("AVG", "Times the event was done, for each user who did it.").also(&["MEAN", "AVERAGE"]),
    row("ACTIVE", "Share of active users who did the event."),
    of_property("ARPAU", "Sum of the property the event is grouped by, for each active user."),
    row("HIST", "Distribution of how often users did the event."),
    row("FREQPERCENTILE", "Percentile of how often users did the event."),
    of_property("PERCENTILE", "Percentile of an event property.").also(&["MEDIAN", "QUANTILE"]),
    of_property("PROPSUM", "Sum of the property the event is grouped by.").also(&["SUM", "SUMS"]),
    of_property("PROPAVG", "Average of the property the event is grouped by.")
        .also(&["MEAN", "AVERAGE"]),
    of_property("PROPCOUNT", "Distinct values of the property the event is grouped by.").also(&[
        "COUNT",
        "DISTINCT",
        "COUNTDISTINCT",
    ]),
    of_property("PROPCOUNTAVG", "Distinct values of the property, for each user."),
    of_property("PROPHIST", "Distribution of the property the event is grouped by."),
    of_property("PROPMAX", "Largest value of the property the event is grouped by.").also(&["MAX"]),
    of_property("PROPMIN", "Smallest value of the property the event is grouped by.")
        .also(&["MIN"]),
    row("REVENUETOTAL", "Sum of revenue."),
    row("EVENTTOTALS", "Times the event was done within sessions."),
    row("SESSIONTOTALS", "Sessions in which the event was done."),
    row("SEMANTICTOTALS", "Totals of a metric that the project defines."),
    of_value("CUMSUM", "Running sum over the range."),
    of_value("ROLLAVG", "Average over the last N intervals."),
    of_value("ROLLWIN", "Total over the last N intervals."),
    of_value("ROLLWINBEFORE", "Total over N intervals, the present one excluded."),
    of_value("EXP", "e to the power of the value."),
    of_value("LN", "Natural logarithm."),
    of_value("LOG", "Logarithm to a base."),
    of_value("LOG10", "Logarithm to base 10."),
    of_value("POWER", "The value to a power."),
    of_value("SQRT", "Square root."),
    of_value("TRENDLINE", "The straight line nearest to the series."),
];
