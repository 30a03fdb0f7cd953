//! A project: what holds for every file below one `amq.toml`.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use amq_check::{Context, Diagnostic};
use amq_schema::{Region, Severity, codes};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    Options, Source,
    path::{absolute, from_here},
    settings,
    settings::Settings,
    shown, taxonomy,
    text::text as read_text,
};

/// What holds for every file of a project.
#[derive(Debug)]
pub struct Project {
    /// The folder that files may not reach out of.
    pub root: PathBuf,
    /// What its files are checked against.
    pub context: Context,
    /// Where its data lives.
    pub region: Region,
    /// Its time zone, where its settings name one and no day was given for today.
    pub timezone: Option<TimeZone>,
    /// Its settings file, if it has one.
    pub config: Option<Config>,
    /// The file of its taxonomy, if it has one.
    pub taxonomy: Option<Config>,
    resolved_root: OnceLock<PathBuf>,
}

/// A settings file, or that of a taxonomy, and what is wrong with it.
#[derive(Debug)]
pub struct Config {
    /// Where it is.
    pub path: PathBuf,
    /// Its path as it is shown.
    pub name: String,
    /// What it says.
    pub text: String,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    pub(crate) read: fn(&str) -> Vec<Diagnostic>,
}

impl Config {
    /// What would be wrong with it if it said this.
    pub fn mistakes(&self, text: &str) -> Vec<Diagnostic> {
        (self.read)(text)
    }
}

impl Project {
    /// Its files beside those of queries.
    pub fn configs(&self) -> impl Iterator<Item = &Config> {
        self.config.iter().chain(&self.taxonomy)
    }

    /// Whether its settings can be used.
    pub fn is_usable(&self) -> bool {
        let mut diagnostics = self.configs().flat_map(|config| &config.diagnostics);
        // A warning that `[lints]` made an error does not make the settings unusable.
        !diagnostics.any(|it| it.code.severity == Severity::Error)
    }

    /// Its root without symbolic links.
    pub(crate) fn resolved_root(&self, source: &dyn Source) -> &Path {
        self.resolved_root
            .get_or_init(|| source.resolved(&self.root).unwrap_or_else(|_| absolute(&self.root)))
    }
}

/// Where a file is, and its bytes.
pub(crate) type File = (PathBuf, Vec<u8>);

/// A project with a root, and perhaps a settings file and a taxonomy.
pub(crate) fn project(
    root: PathBuf,
    config: Option<File>,
    taxonomy: Option<File>,
    options: &Options,
) -> Arc<Project> {
    let mut settings = Settings::default();
    let mut config = config.map(|(path, bytes)| {
        let (text, not_utf8) = read_text(bytes);
        settings =
            not_utf8.as_ref().map_or_else(|| settings::settings(&text), |_| Settings::default());
        settings.diagnostics.extend(not_utf8);
        let read = settings::settings_mistakes;
        Config { name: shown(&from_here(&path)), path, text, diagnostics: Vec::new(), read }
    });
    let today = options.today.unwrap_or_else(|| {
        let zone = settings.timezone.clone().unwrap_or(TimeZone::UTC);
        Timestamp::now().to_zoned(zone).date()
    });
    let timezone = settings.timezone.clone().filter(|_| options.today.is_none());
    let mut context = Context::new(today);
    if let Some((range, place)) = &settings.range {
        match settings::default_range(range, *place, today) {
            Ok((days, said)) => {
                context.default_days = days;
                settings.diagnostics.extend(said);
            }
            Err(diagnostic) => settings.diagnostics.push(*diagnostic),
        }
    }
    settings::levels(&mut settings.diagnostics, &settings.severities);
    if let Some(config) = &mut config {
        config.diagnostics = settings.diagnostics;
    }
    let taxonomy = taxonomy.map(|file| taxonomy::read(file, &settings.severities));
    let taxonomy = taxonomy.map(|(taxonomy, config)| {
        context.taxonomy = taxonomy;
        config
    });
    context.user_properties = settings.user_properties;
    context.max_cost = options.max_cost.or(settings.max_cost);
    context.firm = options.max_cost.map(|_| &codes::COST_ABOVE_MAXIMUM);
    context.severities = settings.severities;
    context.overrides.clone_from(&options.overrides);
    let region = options.region.or(settings.region).unwrap_or_default();
    let resolved_root = OnceLock::new();
    Arc::new(Project { root, context, region, timezone, config, taxonomy, resolved_root })
}
