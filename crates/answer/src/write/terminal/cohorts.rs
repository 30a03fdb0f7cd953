//! Cohorts: a line for each, a column for each interval since it began.

use std::collections::{BTreeMap, HashMap};

use smol_str::SmolStr;

use crate::{
    Answer, Cell, PartName, Role, Style, Table,
    columns::{BRACKET, COHORT, INCOMPLETE, RETAINED, VALUE},
    human, text,
};

/// The days that say most of how a cohort goes on, where not all of them fit.
const LANDMARKS: [i64; 16] = [0, 1, 7, 14, 30, 3, 2, 21, 60, 90, 180, 28, 5, 4, 6, 10];
/// What the first line is called that counts all cohorts.
const ALL: &str = "all";

/// A triangle of cohorts below the line of all of them; of several groups, the lines of the groups.
/// Shares stand on stronger ground the more they are.
pub(super) fn retention(answer: &Answer, style: Style) -> Option<String> {
    let total = answer.part(PartName::Total);
    let is_grouped = !answer.table.of_role(Role::Key).is_empty();
    let mut lines = Lines::new(&answer.table, &["users"])?;
    if is_grouped {
        let total = total?;
        lines.title = titles(total).join(", ");
        lines.read_shares(total, &total.of_role(Role::Key), "");
        if style.whole {
            lines.title = format!("{}, {COHORT}", lines.title);
            let keys = answer.table.of_role(Role::Key).into_iter();
            let keys: Vec<usize> = keys.chain(answer.table.find(COHORT)).collect();
            lines.read_shares(&answer.table, &keys, "");
        } else {
            lines.more = Some("cohorts of each: see `--format csv`".to_owned());
        }
    } else {
        if let Some(total) = total {
            lines.read_shares(total, &[], ALL);
        }
        lines.read_shares(&answer.table, &[answer.table.find(COHORT)?], "");
    }
    lines.drawn(style)
}

/// What each cohort is worth after so many days, beside how many it has and what they paid.
pub(super) fn lifetime(answer: &Answer, style: Style) -> Option<String> {
    let cohorts = answer.part(PartName::Cohorts)?;
    let of: Vec<&str> = cohorts
        .of_role(Role::Measure)
        .into_iter()
        .filter_map(|at| cohorts.columns().get(at).map(|it| it.title.as_str()))
        .collect();
    let mut lines = Lines::new(&answer.table, &of)?;
    let keys = |table: &Table| -> Vec<usize> {
        table.find(COHORT).into_iter().chain(table.of_role(Role::Key)).collect()
    };
    lines.title =
        std::iter::once(COHORT.to_owned()).chain(titles(cohorts)).collect::<Vec<_>>().join(", ");
    let measures = cohorts.of_role(Role::Measure);
    for row in cohorts.rows() {
        let about = measures.iter().filter_map(|at| row.get(*at)).map(shown);
        lines.line(name(row, &keys(cohorts)), about.collect());
    }
    let (value, keys) = (answer.table.find(VALUE)?, keys(&answer.table));
    for row in answer.table.rows() {
        let Some(day) = row.get(lines.axis).cloned() else { continue };
        let day = lines.interval(&day);
        let cell = row.get(value).filter(|it| it.number().is_some());
        if let (Some(line), Some(cell)) = (lines.line(name(row, &keys), Vec::new()), cell) {
            line.cells.insert(day, Shown { text: shown(cell), share: None });
        }
    }
    lines.drawn(style)
}

fn titles(table: &Table) -> Vec<String> {
    let keys = table.of_role(Role::Key);
    keys.iter().filter_map(|at| table.columns().get(*at)).map(|it| it.title.to_string()).collect()
}

fn name(row: &[Cell], keys: &[usize]) -> String {
    let texts: Vec<_> = keys.iter().filter_map(|at| row.get(*at)).map(human::cell).collect();
    texts.join(", ")
}

fn shown(cell: &Cell) -> String {
    human::cell(cell).into_owned()
}

/// Lines by name, in the order they were met.
struct Lines {
    /// What the names are names of.
    title: String,
    /// What an interval is: a day, a week, a bracket.
    unit: String,
    /// The column of the interval.
    axis: usize,
    /// What is said of each line before its intervals.
    about: Vec<String>,
    order: Vec<Line>,
    places: HashMap<String, usize>,
    intervals: Vec<Cell>,
    interval_places: HashMap<SmolStr, usize>,
    /// What there is beside the lines.
    more: Option<String>,
}

#[derive(Default)]
struct Line {
    name: String,
    about: Vec<String>,
    /// By the place of the interval.
    cells: BTreeMap<usize, Shown>,
}

/// A cell as it is drawn; a share has a ground, and a star while it can still grow.
struct Shown {
    text: String,
    share: Option<f64>,
}

impl Lines {
    fn new(table: &Table, about: &[&str]) -> Option<Self> {
        let axis = *table.of_role(Role::Axis).last()?;
        let unit = table.columns().get(axis)?.title.to_string();
        Some(Self {
            title: COHORT.to_owned(),
            unit,
            axis,
            about: about.iter().map(|&it| it.to_owned()).collect(),
            order: Vec::new(),
            places: HashMap::new(),
            intervals: Vec::new(),
            interval_places: HashMap::new(),
            more: None,
        })
    }

    /// The place of an interval.
    fn interval(&mut self, interval: &Cell) -> usize {
        let next = self.intervals.len();
        let place = *self.interval_places.entry(interval.plain()).or_insert(next);
        if place == next {
            self.intervals.push(interval.clone());
        }
        place
    }

    /// The line of a name, which is new with `about`.
    fn line(&mut self, name: String, about: Vec<String>) -> Option<&mut Line> {
        let next = self.order.len();
        let place = *self.places.entry(name.clone()).or_insert(next);
        if place == next {
            self.order.push(Line { name, about, cells: BTreeMap::new() });
        }
        self.order.get_mut(place)
    }

    /// Adds the rows of a table; each belongs to the line that the columns at `keys` name.
    fn read_shares(&mut self, table: &Table, keys: &[usize], all: &str) {
        let axis = table.of_role(Role::Axis).last().copied();
        let (of, retained, open) = (table.find("of"), table.find(RETAINED), table.find(INCOMPLETE));
        for row in table.rows() {
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at));
            let Some(interval) = cell(axis) else { continue };
            let interval = self.interval(interval);
            let name = if keys.is_empty() { all.to_owned() } else { name(row, keys) };
            let line = self.line(name, vec![cell(of).map(shown).unwrap_or_default()]);
            let star = if cell(open) == Some(&Cell::Flag(true)) { "*" } else { " " };
            let share = cell(retained).and_then(Cell::number);
            if let (Some(line), Some(share)) = (line, share) {
                let text = format!("{:.0}%{star}", share * 100.0);
                line.cells.insert(interval, Shown { text, share: Some(share) });
            }
        }
    }

    fn drawn(&self, style: Style) -> Option<String> {
        if self.order.is_empty() {
            return None;
        }
        let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(text::width).max();
        let title = text::width(&self.title);
        let names = widest(&mut self.order.iter().map(|it| it.name.as_str()))?;
        let names = names.max(title).min(style.width / 3);
        let about: Vec<usize> = (0..self.about.len())
            .map(|at| {
                let head = self.about.get(at).map(String::as_str);
                let texts = self.order.iter().filter_map(|it| it.about.get(at));
                widest(&mut texts.map(String::as_str).chain(head)).unwrap_or(0)
            })
            .collect();
        let cells = self.order.iter().flat_map(|it| it.cells.values().map(|it| it.text.as_str()));
        let heads: Vec<String> = self.intervals.iter().map(shown).collect();
        let cell = widest(&mut cells.chain(heads.iter().map(String::as_str)))?.max(5);
        let unit = self.heading();
        let used = names + about.iter().map(|it| it + 2).sum::<usize>() + 2 + text::width(unit);
        let room = style.width.checked_sub(used)? / (cell + 1);
        if room == 0 {
            return None;
        }
        let columns = self.chosen(room);
        let mut lines = style.bold(&self.head(names, &about, &heads, &columns, cell)) + "\n";
        for line in &self.order {
            lines.push_str(&line.drawn(names, &about, text::width(unit), (&columns, cell), style));
            lines.push('\n');
        }
        lines.push_str(&self.below(&columns));
        Some(lines)
    }

    /// The intervals that are drawn: the first ones, or of many days those that say most.
    fn chosen(&self, room: usize) -> Vec<usize> {
        let all = 0..self.intervals.len();
        let number = |at: &usize| match self.intervals.get(*at) {
            Some(Cell::Int(number)) => *number,
            _ => i64::MAX,
        };
        let mut places: Vec<usize> = all.collect();
        if places.len() > room && self.unit == "day" {
            let rank = |at: &usize| {
                let landmark = LANDMARKS.iter().position(|it| *it == number(at));
                (landmark.unwrap_or(LANDMARKS.len()), number(at))
            };
            places.sort_by_key(rank);
        }
        places.truncate(room);
        places.sort_by_key(|at| (number(at), *at));
        places
    }

    fn head(
        &self,
        names: usize,
        about: &[usize],
        heads: &[String],
        columns: &[usize],
        cell: usize,
    ) -> String {
        let mut line = text::padded(&text::shortened(&self.title, names), names, false);
        for (title, width) in self.about.iter().zip(about) {
            line = line + "  " + &text::padded(title, *width, true);
        }
        line = line + "  " + self.heading();
        for head in columns.iter().filter_map(|at| heads.get(*at)) {
            // Shares have room for a star, which a head has not.
            let head = if self.about.len() == 1 { format!("{head} ") } else { head.clone() };
            line = line + " " + &text::padded(&text::shortened(&head, cell), cell, true);
        }
        line.trim_end().to_owned()
    }

    /// What stands before the intervals, so that they are not numbers of nothing.
    fn heading(&self) -> &str {
        if self.unit == BRACKET { "days" } else { &self.unit }
    }

    /// What has to be said of the lines.
    fn below(&self, columns: &[usize]) -> String {
        let mut said: Vec<String> = Vec::new();
        if columns.len() < self.intervals.len() {
            said.push(format!("other {}s: see `--format csv`", self.unit));
        }
        said.extend(self.more.clone());
        let mut cells = self.order.iter().flat_map(|line| line.cells.values());
        if cells.any(|it| it.text.ends_with('*')) {
            said.push("* users still have time to return".to_owned());
        }
        said.iter().flat_map(|it| [it.as_str(), "\n"]).collect()
    }
}

impl Line {
    fn drawn(
        &self,
        names: usize,
        about: &[usize],
        unit: usize,
        (columns, cell): (&[usize], usize),
        style: Style,
    ) -> String {
        let mut line = text::padded(&text::shortened(&self.name, names), names, false);
        for (at, width) in about.iter().enumerate() {
            let text = self.about.get(at).map_or("-", String::as_str);
            line = line + "  " + &text::padded(text, *width, true);
        }
        line += &" ".repeat(unit + 2);
        for at in columns {
            let blank = " ".repeat(cell + 1);
            line += &self.cells.get(at).map_or(blank, |it| format!(" {}", it.drawn(cell, style)));
        }
        line.trim_end().to_owned()
    }
}

impl Shown {
    /// A share stands on stronger ground the more it is.
    fn drawn(&self, width: usize, style: Style) -> String {
        /// Backgrounds from none to all, by the numbers of 256 colours, that black text is read on.
        const SHADES: [u8; 6] = [255, 195, 159, 123, 87, 51];
        let text = text::padded(&text::shortened(&self.text, width), width, true);
        match self.share {
            Some(share) if style.color => {
                #[expect(clippy::cast_sign_loss, reason = "a share between 0 and 5")]
                let level = (share.clamp(0.0, 1.0) * 5.0).round() as usize;
                let ground = SHADES.get(level).copied().unwrap_or(255);
                style.painted(&text, &format!("30;48;5;{ground}"))
            }
            _ => text,
        }
    }
}
