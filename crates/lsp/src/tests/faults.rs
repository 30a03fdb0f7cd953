//! Faults on purpose; compiled into the tests of this crate and nowhere else.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{document::Document, shared::Shared};

/// When a test that waits for something slow has failed long ago.
const PATIENCE: Duration = Duration::from_secs(90);

/// Panics for a document whose name asks for that.
pub(crate) fn may_panic(job: &str, document: &Document) {
    assert!(!document.uri.as_str().ends_with(&format!("panic-{job}.amq")), "on purpose");
}

/// What happens to a feature in the handler of its request.
pub(crate) fn in_handler(feature: &str, shared: &Shared) {
    happen("handler", feature, shared);
}

/// The same in the turn of its document.
pub(crate) fn in_turn(feature: &str, shared: &Shared) {
    happen("turn", feature, shared);
}

/// The same on the side.
pub(crate) fn aside(feature: &str, shared: &Shared) {
    happen("aside", feature, shared);
}

/// The document that, while it is open, makes a feature `slow`, or has it `panic`.
pub(crate) fn cause(fault: &str, stage: &str, feature: &str) -> String {
    format!("untitled:{fault}-{stage}-{}", feature.replace(' ', "-"))
}

fn happen(stage: &str, feature: &str, shared: &Shared) {
    let is_open = |fault| shared.documents().contains_key(&cause(fault, stage, feature));
    let start = Instant::now();
    while is_open("slow") && start.elapsed() < PATIENCE {
        sleep(Duration::from_millis(1));
    }
    assert!(!is_open("panic"), "on purpose");
}
