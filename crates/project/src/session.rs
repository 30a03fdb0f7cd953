//! What the files of one run share.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use amq_check::{Analysis, check};
use amq_schema::Region;
use amq_syntax::Parse;
use jiff::civil::Date;
use smol_str::SmolStr;

use crate::{
    Problem, Project, Source, link::leads_out, projects::Projects, used::Usage, uses::Uses,
};

/// What is asked for beside the files; it goes before what `amq.toml` says.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The day to call today.
    pub today: Option<Date>,
    /// Where the project's data lives.
    pub region: Option<Region>,
    /// The cost above which a query is an error.
    pub max_cost: Option<u64>,
    /// Values definitions set from outside, without their `$`.
    pub overrides: HashMap<SmolStr, Vec<SmolStr>>,
    /// The settings file to read instead of the nearest one.
    pub config: Option<PathBuf>,
}

/// A source, options, and what was read so far; shared by threads.
pub struct Session<'a> {
    source: Box<dyn Source + 'a>,
    pub(crate) options: Options,
    pub(crate) projects: Arc<Projects>,
    pub(crate) uses: Uses,
}

impl<'a> Session<'a> {
    /// Nothing read yet.
    pub fn new(source: impl Source + 'a, options: Options) -> Self {
        let projects = Arc::new(Projects::default());
        Self { source: Box::new(source), options, projects, uses: Uses::default() }
    }

    /// The same settings, and no used file read yet.
    #[must_use]
    pub fn with_files_unread(&self, source: impl Source + 'a) -> Self {
        let (options, projects) = (self.options.clone(), Arc::clone(&self.projects));
        Self { source: Box::new(source), options, projects, uses: Uses::default() }
    }

    /// Where files are read.
    /// The folder, without symbolic links, that the files of a project may not reach out of.
    pub fn root<'p>(&self, project: &'p Project) -> &'p Path {
        project.resolved_root(self.source())
    }

    pub(crate) fn source(&self) -> &dyn Source {
        &*self.source
    }

    /// Whether some file that was asked for uses the one with a resolved path, or needs it, be it
    /// there or not.
    pub fn has_read(&self, resolved: &Path) -> bool {
        self.uses.has(resolved)
    }

    /// The files that the `use` statements of a text name, and what they bring in.
    pub fn uses(&self, project: &Project, file: &Path, text: &str, parse: &Parse) -> Usage {
        self.uses.of(self, project, file, text, parse)
    }

    /// The project of a file.
    pub fn project(&self, file: &Path) -> Result<Arc<Project>, Problem> {
        self.projects.of(file, self.source(), &self.options)
    }

    /// Whether a file may be written, or what keeps it from being: a link that leads out of its
    /// project.
    pub fn may_write(&self, path: &Path) -> Result<(), Problem> {
        match leads_out(&self.project(path)?.root, path) {
            Some(problem) => Err(problem),
            None => Ok(()),
        }
    }

    /// Checks a text as if it stood in a file.
    pub fn analyze(&self, project: &Project, file: &Path, text: &str, parse: &Parse) -> Analysis {
        let usage = self.uses(project, file, text, parse);
        check(text, parse, &project.context, &usage.imports())
    }
}
