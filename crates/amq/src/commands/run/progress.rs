//! What is seen of a run while it goes: on a terminal a line that changes, elsewhere nothing but
//! what somebody should know.

use std::{io::IsTerminal, time::Duration};

use amq_client::{Event, From, Outcome, Reading, Why};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::ask::Taker;
use crate::{args::Common, output};

/// Shorter waits are not worth words.
const WORTH_SAYING: u64 = 2000;
/// Shorter ones are not worth a line that stays.
const WORTH_A_LINE: u64 = 60_000;

pub(crate) struct Progress {
    bar: ProgressBar,
    /// Whether there is nothing but lines to say something with.
    is_plain: bool,
    quiet: bool,
    in_flight: usize,
    /// What a line was said of.
    said: Vec<Why>,
}

impl Progress {
    pub(crate) fn new(common: &Common, queries: usize) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        let shown = is_terminal && !common.quiet;
        let target =
            if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(queries as u64), target);
        let template = "{bar:10} {pos}/{len} answered  {elapsed}  {wide_msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        let is_plain = !is_terminal && !output::to_a_program();
        Self { bar, is_plain, quiet: common.quiet, in_flight: 0, said: Vec::new() }
    }

    /// Shows what happened, and hands on what is finished.
    pub(crate) fn event(&mut self, event: &Event<'_>, taker: &mut impl Taker) {
        match event {
            Event::Sent(job) => {
                taker.goes(*job);
                self.in_flight += 1;
                self.say_in_flight();
            }
            Event::Waiting(why, pause) => self.waiting(*why, *pause),
            Event::Again(job, why, pause) => {
                self.in_flight = self.in_flight.saturating_sub(1);
                let name = taker.name(*job);
                self.say(&format!("again in {}: {name}: {why}", time(*pause)));
            }
            Event::Learned(reading) => self.note(learned(*reading)),
            Event::Note(note) => self.note(note),
            Event::Done(job, outcome) => {
                let sent = !matches!(
                    outcome,
                    Outcome::Answered { from: From::Cache(_) | From::Resumed, .. }
                );
                self.in_flight = self.in_flight.saturating_sub(usize::from(sent));
                self.bar.suspend(|| taker.take(*job, outcome));
                self.bar.inc(1);
                self.say_in_flight();
            }
        }
    }

    pub(crate) fn notes(&self, notes: &[String]) {
        for note in notes {
            self.note(note);
        }
    }

    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn note(&self, note: &str) {
        if !self.quiet {
            self.bar.suspend(|| output::note(&format!("note: {note}\n")));
        }
    }

    fn say_in_flight(&self) {
        self.say(&format!("{} in flight", self.in_flight));
    }

    fn say(&self, what: &str) {
        if output::to_a_program() {
            output::message("progress", &output::Said { message: what, help: None });
        }
        self.bar.set_message(what.to_owned());
    }

    fn waiting(&mut self, why: Why, pause: Option<u64>) {
        let Some(pause) = pause.filter(|it| *it >= WORTH_SAYING) else { return };
        let what = match why {
            Why::Requests | Why::CostInFlight | Why::Probe => return,
            Why::FiveMinutes => "cost of five minutes spent",
            Why::Hour => "hour's budget spent",
            Why::Blocked => "the API asks for it",
            Why::Unanswered => "the API may still work on requests that got no answer",
        };
        self.say(&format!("waits {}: {what}", time(pause)));
        if pause >= WORTH_A_LINE && self.is_plain && !self.said.contains(&why) {
            self.said.push(why);
            self.note_of_wait(why, pause);
        }
    }

    /// Says until when; days are those of UTC everywhere else too.
    fn note_of_wait(&self, why: Why, pause: u64) {
        let what = match why {
            Why::Hour => "for the hour's budget",
            Why::FiveMinutes => "for the budget of five minutes",
            _ => "because the API takes nothing more for now",
        };
        // A minute that has begun is not over.
        let wait = Duration::from_millis(pause) + Duration::from_secs(59);
        if let Ok(end) = jiff::Timestamp::now().checked_add(wait) {
            let end = end.strftime("%H:%M");
            self.note(&format!("waiting until {end} UTC {what}"));
        }
    }
}

fn learned(reading: Reading) -> &'static str {
    match reading {
        Reading::InFlight => "the API counts the cost of what is in flight",
        Reading::FiveMinutes => {
            "the API counts the cost of the last five minutes: it refused what would have fitted \
             otherwise, so requests wait longer from here on"
        }
    }
}

/// A time in milliseconds for people.
pub(crate) fn time(millis: u64) -> String {
    let seconds = millis.div_ceil(1000);
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, 0) => format!("{minutes} min"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, 0, _) => format!("{hours} h"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}
