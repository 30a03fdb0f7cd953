//! The functions of formulas.

/// A function that a formula may call.
#[derive(Debug)]
pub struct Function {
    /// Its name, in upper case.
    pub name: &'static str,
    /// What it computes, one sentence.
    pub doc: &'static str,
}

/// The function of a name.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

const fn row(name: &'static str, doc: &'static str) -> Function {
    Function { name, doc }
}

/// Every function that the documentation of custom formulas lists.
pub static FUNCTIONS: &[Function] = &[
    row("UNIQUES", "Users who did the event."),
    row("TOTALS", "Times the event was done."),
    row("AVG", "Times the event was done, for each user who did it."),
    row("ACTIVE", "Share of active users who did the event."),
    row("ARPAU", "Revenue for each active user."),
    row("HIST", "Distribution of how often users did the event."),
    row("FREQPERCENTILE", "Percentile of how often users did the event."),
    row("PERCENTILE", "Percentile of an event property."),
    row("PROPSUM", "Sum of the property the event is grouped by."),
    row("PROPAVG", "Average of the property the event is grouped by."),
    row("PROPCOUNT", "Distinct values of the property the event is grouped by."),
    row("PROPCOUNTAVG", "Distinct values of the property, for each user."),
    row("PROPHIST", "Distribution of the property the event is grouped by."),
    row("PROPMAX", "Largest value of the property the event is grouped by."),
    row("PROPMIN", "Smallest value of the property the event is grouped by."),
    row("REVENUETOTAL", "Sum of revenue."),
    row("EVENTTOTALS", "Times the event was done within sessions."),
    row("SESSIONTOTALS", "Sessions in which the event was done."),
    row("SEMANTICTOTALS", "Totals of a metric that the project defines."),
    row("CUMSUM", "Running sum over the range."),
    row("ROLLAVG", "Average over the last N intervals."),
    row("ROLLWIN", "Total over the last N intervals."),
    row("ROLLWINBEFORE", "Total over N intervals, the present one excluded."),
    row("EXP", "e to the power of the value."),
    row("LN", "Natural logarithm."),
    row("LOG", "Logarithm to a base."),
    row("LOG10", "Logarithm to base 10."),
    row("POWER", "The value to a power."),
    row("SQRT", "Square root."),
    row("TRENDLINE", "The straight line nearest to the series."),
];
