//! The last line of a report.

use std::sync::Arc;

use amq_project::{Project, shown};
use amq_schema::Severity;

use super::{File, Said};

/// "3 errors, 1 warning in 2 files", and what can be done about them.
pub(crate) fn closing(files: &[File<'_>], checked: usize, said: Said<'_>) -> String {
    let found = numbers(files);
    if found.is_empty() {
        if !said.praise || checked == 0 {
            return String::new();
        }
        return format!("no mistakes in {}\n", count(checked, "file", "files"));
    }
    let mut line = format!("{found} in {}", count(files.len(), "file", "files"));
    let all = files.iter().filter(|it| it.is_fixed).flat_map(|file| file.diagnostics.iter());
    let best = || all.clone().filter_map(|it| it.fixes.first());
    let (safe, unsure) =
        (best().filter(|it| it.safe).count(), best().filter(|it| !it.safe).count());
    let offer = said.fixes.map(|command| match (safe, unsure) {
        (0, 0) => String::new(),
        (safe, 0) => format!("; `{command}--fix` fixes {safe}"),
        (0, unsure) => format!("; `{command}--unsafe-fixes` changes {unsure}, for you to look at"),
        (safe, unsure) => {
            format!("; `{command}--fix` fixes {safe}, `--unsafe-fixes` {unsure} more")
        }
    });
    line.push_str(&offer.unwrap_or_default());
    line.push('\n');
    line
}

/// "1 error, 1 warning left in 1 file": what a report ends with after fixes.
pub(crate) fn left(files: &[File<'_>]) -> String {
    match numbers(files) {
        none if none.is_empty() => "none left".to_owned(),
        found => format!("{found} left in {}", count(files.len(), "file", "files")),
    }
}

/// "3 errors, 1 warning"; empty where there are none.
fn numbers(files: &[File<'_>]) -> String {
    let all = || files.iter().flat_map(|file| file.diagnostics.iter());
    let of = |severity| all().filter(|it| it.severity == severity).count();
    let kinds = [
        (of(Severity::Error), "error", "errors"),
        (of(Severity::Warning), "warning", "warnings"),
        (of(Severity::Info), "note", "notes"),
    ];
    let found = kinds.iter().filter(|it| it.0 > 0).map(|it| count(it.0, it.1, it.2));
    found.collect::<Vec<_>>().join(", ")
}

/// Which settings count, and for which day: what one asks when a request surprises.
pub(crate) fn projects(projects: &[Arc<Project>]) -> String {
    let line = |project: &Arc<Project>| {
        let settings = match &project.config {
            Some(config) => format!("settings from {}", config.name),
            None => "no settings".to_owned(),
        };
        let root = shown(&project.root);
        let (today, region) = (project.context.today, project.region.name());
        let days = project.context.default_days;
        format!(
            "{settings}; project {root}; today is {today}; region {region}; a query without a \
             range takes {} to {}\n",
            days.start, days.end
        )
    };
    projects.iter().map(line).collect()
}

/// A number and its noun.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
