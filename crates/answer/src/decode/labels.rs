//! Which series is which: its segment, event and group.

use smol_str::{SmolStr, ToSmolStr};

use crate::{
    Cell, Column, Note, Unreadable,
    asked::Asked,
    columns::{EVENT, SEGMENT, group, key},
    json::Json,
};

/// The key columns of the series of an answer, and the cells of each.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    pub(crate) columns: Vec<Column>,
    cells: Vec<Vec<Cell>>,
    /// How many of the columns, the last ones, are of groups.
    groups: usize,
    pub(crate) notes: Vec<Note>,
}

impl Keys {
    /// The cells of a series.
    pub(crate) fn of(&self, series: usize) -> impl Iterator<Item = Cell> {
        self.cells.get(series).into_iter().flatten().cloned()
    }

    /// The group of a series.
    pub(crate) fn group(&self, series: usize) -> Vec<SmolStr> {
        let others = self.columns.len().saturating_sub(self.groups);
        self.of(series).skip(others).map(|cell| cell.plain()).collect()
    }

    /// A series in one text.
    pub(crate) fn name(&self, series: usize) -> SmolStr {
        let cells: Vec<_> = self.of(series).map(|cell| cell.plain()).collect();
        cells.join(", ").into()
    }
}

/// What is known of one series.
#[derive(Debug, Default, Clone)]
pub(crate) struct Label {
    pub(crate) segment: Option<usize>,
    pub(crate) event: Option<usize>,
    pub(crate) group: Option<Values>,
    /// A number that may be the one or the other.
    index: Option<usize>,
}

/// A group: the values of its properties, in one text or each by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Values {
    Together(SmolStr),
    Apart(Vec<SmolStr>),
}

impl Values {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Together(text) if text.is_empty())
    }

    /// The value of each of so many properties; where that cannot be told, all in the first place.
    ///
    /// Labels of several properties have semicolons in Amplitude's own tables [I], and were seen
    /// with commas.
    fn values(self, properties: usize) -> (Vec<Option<SmolStr>>, bool) {
        let parts = match &self {
            Self::Together(text) => ["; ", ", "].iter().find_map(|between| {
                let parts = || text.split(between).map(SmolStr::from);
                (parts().count() == properties).then(|| parts().collect())
            }),
            Self::Apart(values) => (values.len() == properties).then(|| values.clone()),
        };
        let is_told = parts.is_some() || properties <= 1;
        let whole = || match self {
            Self::Together(text) => vec![text],
            Self::Apart(values) => vec![values.join(", ").into()],
        };
        let parts: Vec<SmolStr> =
            if properties <= 1 { whole() } else { parts.unwrap_or_else(whole) };
        let cells = parts.into_iter().map(Some).chain(std::iter::repeat(None));
        (cells.take(properties.max(1)).collect(), is_told)
    }
}

/// The labels of an answer's series.
///
/// `seriesLabels` is a list of numbers where nothing is grouped, and of strings or `[i, "label"]`
/// where something is; `seriesMeta` is a list of strings or of objects with indices [L], which may
/// hold the group as `value` [I]. That `i` is
/// the event's place, or the segment's where there is one event, is inferred [I]: with several
/// segments the API takes no `g`.
pub(crate) fn keys(data: &Json<'_>, count: usize, asked: &Asked) -> Result<Keys, Unreadable> {
    const LABELS: &str = "seriesLabels";
    const META: &str = "seriesMeta";
    let labels = data.list_or_none(LABELS)?;
    let meta = data.list_or_none(META)?;
    let mut all = Vec::with_capacity(count);
    for at in 0..count {
        let mut label = Label::default();
        if let Some(value) = meta.get(at) {
            label.read_meta(value).map_err(|error| error.item(at).under(META))?;
        }
        if let Some(value) = labels.get(at) {
            label.read(value, asked).map_err(|error| error.item(at).under(LABELS))?;
        }
        all.push(label);
    }
    let mut keys = named(all, asked);
    for (path, list) in [(LABELS, labels), (META, meta)] {
        if !list.is_empty() && list.len() != count {
            let (path, found) = (path.into(), list.len());
            keys.notes.push(Note::Lengths { path, found, to: "`series`", expected: count });
        }
    }
    Ok(keys)
}

impl Label {
    fn read(&mut self, label: &Json<'_>, asked: &Asked) -> Result<(), Unreadable> {
        match label {
            Json::Null => {}
            // A property that is measured is no group: its one series has no name.
            Json::Int(_) if !asked.is_grouped() || asked.is_measured => self.index = label.index(),
            Json::Int(_) if self.group.is_some() => {}
            Json::Text(_) if asked.is_measured && label.text()?.is_empty() => {}
            Json::List(items) => {
                let rest = match items.split_first() {
                    Some((first, rest)) if !rest.is_empty() => {
                        self.index = first.index();
                        rest
                    }
                    _ => items,
                };
                let group = Values::Apart(texts(rest)?);
                let is_nothing = group == Values::Apart(vec![SmolStr::default()]);
                self.group = Some(group).filter(|_| !asked.is_measured || !is_nothing);
            }
            Json::Object(_) => self.read_meta(label)?,
            _ => self.group = Some(Values::Together(label.text()?)).filter(|it| !it.is_empty()),
        }
        Ok(())
    }

    pub(crate) fn read_meta(&mut self, meta: &Json<'_>) -> Result<(), Unreadable> {
        match meta {
            Json::Object(_) => {
                self.segment = meta.get("segmentIndex").and_then(Json::index);
                self.event = meta.get("eventIndex").and_then(Json::index);
                if let Some(value) = meta.get("value") {
                    let text = value.text().map_err(|error| error.under("value"))?;
                    self.group = Some(Values::Together(text));
                }
            }
            Json::Int(_) => self.index = meta.index(),
            Json::List(items) => self.group = Some(Values::Apart(texts(items)?)),
            _ => self.group = Some(Values::Together(meta.text()?)).filter(|it| !it.is_empty()),
        }
        Ok(())
    }

    /// Fills in what follows from the query: with one event, several series are segments.
    fn complete(&mut self, at: usize, count: usize, asked: &Asked) {
        let (events, segments) = (asked.series_of_events(), asked.segments.len());
        let by_place = |of: usize| (count == of && !asked.is_grouped()).then_some(at);
        if events > 1 && segments <= 1 {
            self.event = self.event.or(self.index).or(by_place(events));
        }
        if segments > 1 && events <= 1 {
            self.segment = self.segment.or(self.index).or(by_place(segments));
        }
    }
}

fn texts(items: &[Json<'_>]) -> Result<Vec<SmolStr>, Unreadable> {
    items.iter().enumerate().map(|(at, it)| it.text().map_err(|e| e.item(at))).collect()
}

/// The key columns of series with these labels: only those that tell something apart.
pub(crate) fn named(mut labels: Vec<Label>, asked: &Asked) -> Keys {
    let count = labels.len();
    for (at, label) in labels.iter_mut().enumerate() {
        label.complete(at, count, asked);
    }
    let several = |of: fn(&Label) -> Option<usize>| labels.iter().any(|label| of(label) > Some(0));
    let segments = asked.segments.len() > 1 || several(|label| label.segment);
    let events = asked.series_of_events() > 1 || (!asked.merged && several(|label| label.event));
    let is_named = |label: &Label| {
        (!segments || label.segment.is_some()) && (!events || label.event.is_some())
    };
    let unnamed = !labels.iter().all(is_named)
        || (count > 1 && !segments && !events && labels.iter().any(|it| it.group.is_none()));
    let unnamed = unnamed && !asked.is_grouped();
    let is_grouped = asked.is_grouped() && !(asked.is_measured && count > 0);
    let groups = is_grouped || unnamed || labels.iter().any(|it| it.group.is_some());
    let count_of_groups = if groups { asked.groups.len().max(1) } else { 0 };
    let mut keys = Keys { groups: count_of_groups, ..Keys::default() };
    let columns = [(segments, key(SEGMENT)), (events, key(EVENT))];
    keys.columns = columns.into_iter().filter_map(|(has, column)| has.then_some(column)).collect();
    keys.columns.extend((0..keys.groups).map(|at| match asked.groups.get(at) {
        Some(title) => group(at).titled(title.clone()),
        None => group(at),
    }));
    for (at, label) in labels.into_iter().enumerate() {
        let number = || unnamed.then(|| Values::Together((at + 1).to_smolstr()));
        let (values, is_told) = match label.group.or_else(number) {
            Some(group) => group.values(keys.groups),
            None => (vec![None; keys.groups], true),
        };
        let cells = [
            (segments, label.segment.map(|at| name(&asked.segments, at))),
            (events, label.event.map(|at| name(&asked.events, at))),
        ];
        let cells = cells.into_iter().filter(|(has, _)| *has).map(|(_, cell)| cell);
        keys.cells.push(cells.chain(values).map(text).collect());
        if !is_told && !keys.notes.contains(&Note::Joined) {
            keys.notes.push(Note::Joined);
        }
    }
    if unnamed && count > 0 {
        keys.notes.push(Note::Unnamed);
    }
    keys
}

fn text(text: Option<SmolStr>) -> Cell {
    text.map_or(Cell::Null, Cell::Text)
}

/// The name at a place; what the query does not have goes by its number.
fn name(names: &[SmolStr], at: usize) -> SmolStr {
    names.get(at).cloned().unwrap_or_else(|| (at.saturating_add(1)).to_smolstr())
}
