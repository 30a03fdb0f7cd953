//! `amq cost`

use std::fmt::Write as _;

use amq_answer::{Factors, Grid, Style, grouped};
use amq_schema::{Limit, Pool};
use serde::Serialize;

use crate::{
    args::{Common, Cost, TableFormat},
    exit::Exit,
    limits::{self, Asked, Bound},
    made::{Named, made},
    output,
    render::count,
};

pub(crate) fn run(args: &Cost, common: &Common) -> Exit {
    let made = made(&args.queries, common, |_, query| Row::new(query));
    let sum = Sum::new(&made.items, made.missing);
    let text = match args.format {
        TableFormat::Human => people(&made.items, &sum),
        TableFormat::Json => json(&made.items, &sum),
    };
    made.exit.max(output::result(&text))
}

/// A query and its cost.
#[derive(Serialize)]
struct Row {
    file: String,
    line: usize,
    label: Option<String>,
    endpoint: String,
    pool: &'static str,
    cost: Option<Factors>,
    #[serde(skip)]
    address: String,
    #[serde(skip)]
    of: Pool,
}

impl Row {
    fn new(named: &Named<'_>) -> Self {
        let pool = named.query.endpoint.pool;
        Self {
            file: named.file.to_owned(),
            line: named.line,
            label: named.label.map(ToOwned::to_owned),
            endpoint: amq_request::path(named.query),
            pool: pool.name(),
            cost: named.query.cost.map(Factors::from),
            address: named.address(),
            of: pool,
        }
    }
}

/// All queries together.
struct Sum {
    cost: u64,
    requests: u64,
    lookups: u64,
    unknown: usize,
    missing: usize,
    highest: u64,
}

impl Sum {
    fn new(rows: &[Row], missing: usize) -> Self {
        let in_pool = |pool| rows.iter().filter(move |row| row.of == pool);
        let costs = || in_pool(Pool::Cost).filter_map(|row| row.cost).map(Factors::total);
        Self {
            cost: costs().fold(0, u64::saturating_add),
            requests: in_pool(Pool::Cost).count() as u64,
            lookups: in_pool(Pool::Lookup).count() as u64,
            unknown: rows.iter().filter(|row| row.cost.is_none()).count(),
            missing,
            highest: costs().max().unwrap_or(0),
        }
    }

    const fn asked(&self) -> Asked {
        Asked { cost: self.cost, requests: self.requests, lookups: self.lookups }
    }
}

fn json(rows: &[Row], sum: &Sum) -> String {
    #[derive(Serialize)]
    struct Report<'a> {
        queries: &'a [Row],
        total: u64,
        unknown: usize,
        with_errors: usize,
        limits: Vec<Bound>,
    }
    let report = Report {
        queries: rows,
        total: sum.cost,
        unknown: sum.unknown,
        with_errors: sum.missing,
        limits: limits::bounds(sum.asked()),
    };
    serde_json::to_string(&report).unwrap_or_default() + "\n"
}

fn people(rows: &[Row], sum: &Sum) -> String {
    let mut text = String::new();
    if !rows.is_empty() {
        let head = [("query", false), ("days", true), ("conditions", true), ("type", true)];
        let mut grid = Grid::new(head.into_iter().chain([("cost", true)]));
        for row in rows {
            grid.row(row.cells());
        }
        if rows.len() > 1 {
            grid.row(["sum", "", "", "", &grouped(sum.cost)]);
        }
        // Addresses are for pasting: they are not shortened.
        text.push_str(&grid.drawn(Style { width: usize::MAX, ..Style::default() }));
        text.push('\n');
    }
    text.push_str(&limits::said(sum.asked()));
    for note in notes(sum) {
        let _ = writeln!(text, "note: {note}");
    }
    text
}

fn notes(sum: &Sum) -> Vec<String> {
    let mut notes = Vec::new();
    let most = u64::from(Limit::cost_at_a_time());
    if sum.highest > most {
        let (highest, most) = (grouped(sum.highest), grouped(most));
        notes.push(format!(
            "the most expensive query costs {highest}, above the API's limit of {most}"
        ));
    }
    if sum.unknown > 0 {
        let queries = count(sum.unknown, "query is", "queries are");
        notes.push(format!("{queries} not in the sum: the cost depends on the saved chart"));
    }
    if sum.missing > 0 {
        let queries = count(sum.missing, "query", "queries");
        notes.push(format!("{queries} with errors left out"));
    }
    notes
}

impl Row {
    fn cells(&self) -> [String; 5] {
        let dash = || "-".to_owned();
        let name = self.address.clone();
        match self.cost {
            _ if self.of == Pool::Lookup => [name, dash(), dash(), dash(), "1 query".to_owned()],
            None => [name, dash(), dash(), dash(), "not known".to_owned()],
            Some(cost) => {
                let [days, conditions, query_type] = cost.factors().map(grouped);
                [name, days, conditions, query_type, grouped(cost.total())]
            }
        }
    }
}
