//! Names that other files define: which file to use.

use amq_schema::codes;
use amq_syntax::{Parse, TextSize, ast::Kind, quote, slice};

use crate::{Diagnostic, Edit, Fix, limits::MOST_DEFINING, near::one_of};

impl Diagnostic {
    /// The name, without its `$`, where it is said that one is not known.
    pub fn unknown_name<'t>(&self, text: &'t str) -> Option<&'t str> {
        let is_unknown = *self.code == codes::UNKNOWN_NAME;
        is_unknown.then(|| slice(text, self.range).trim_start_matches('$'))
    }

    /// The same of a name that is not known, where other files define it: what helps is to use one.
    /// Their paths are as the file would write them.
    #[must_use]
    pub fn defined_in(self, text: &str, parse: &Parse, paths: &[String]) -> Self {
        let paths = paths.get(..MOST_DEFINING).unwrap_or(paths);
        let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
        let Some(names) = one_of(&names) else { return self };
        // A name that is like it was hardly meant.
        let fixes = paths.iter().map(|path| {
            let title = format!("add `use {}`", quote(path));
            Fix::uncertain(title, vec![use_of(text, parse, path)])
        });
        Self { fixes: fixes.collect(), ..self }.help(format!("it is defined in {names}"))
    }
}

/// What brings a file in: behind the last `use`, or at the top.
///
/// ```
/// let text = "users where $dutch";
/// let edit = amq_check::use_of(text, &amq_syntax::parse(text), "shared.amq");
/// assert_eq!(edit.text, "use \"shared.amq\"\n\n");
/// ```
pub fn use_of(text: &str, parse: &Parse, path: &str) -> Edit {
    let is_use = |it: &&amq_syntax::Placed| matches!(it.statement.kind, Kind::Use(_));
    if let Some(last) = parse.statements.iter().take_while(is_use).last() {
        Edit::insert(last.range().end(), format!("\nuse {}", quote(path)))
    } else {
        let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Edit::insert(TextSize::new(mark), format!("use {}\n\n", quote(path)))
    }
}
