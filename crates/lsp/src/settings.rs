//! What a client's user switches on and off.

use amq_ide::InlayHints;
use serde_json::Value;

use crate::requests::command::{PULL, RUN};

/// What is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Switches {
    pub(crate) hints: InlayHints,
    pub(crate) lenses: bool,
    /// Whether the client runs queries, and so has a lens for it.
    pub(crate) runs: bool,
    /// Whether the client asks the API for what the taxonomy may lack.
    pub(crate) pulls: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self { hints: InlayHints::default(), lenses: true, runs: false, pulls: false }
    }
}

impl Switches {
    /// Follows settings, as `{"amq": {"inlayHints": {"cost": false}}}` or without `amq`.
    pub(crate) fn follow(&mut self, settings: &Value) {
        let own = settings.get("amq").unwrap_or(settings);
        let set = |switch: &mut bool, path: [&str; 2]| {
            let value = own.get(path[0]).and_then(|it| it.get(path[1])).and_then(Value::as_bool);
            *switch = value.unwrap_or(*switch);
        };
        set(&mut self.hints.cost, ["inlayHints", "cost"]);
        set(&mut self.hints.dates, ["inlayHints", "dates"]);
        set(&mut self.lenses, ["codeLens", "enable"]);
        // Which commands the client sees to itself.
        if let Some(commands) = own.get("commands").and_then(Value::as_array) {
            let has = |command: &str| commands.iter().any(|it| it == command);
            (self.runs, self.pulls) = (has(RUN), has(PULL));
        }
    }
}
