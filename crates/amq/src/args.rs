//! The command line.

use std::{
    ffi::{OsStr, OsString},
    path::PathBuf,
    time::Duration,
};

use amq_answer::Format as Answers;
use amq_schema::{REGIONS, Region};
use clap::{
    Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use jiff::civil::Date;

use crate::setting::Setting;

/// Reads the command line; where that is wrong or asks for help, the program ends here.
pub(crate) fn parse() -> Amq {
    let mut command = asked_for(Amq::command());
    let read = command
        .try_get_matches_from_mut(without_dash(std::env::args_os()))
        .and_then(|found| Amq::from_arg_matches(&found).map_err(|it| it.format(&mut command)));
    // To take clap's tables apart again costs as much as half of the reading; the end of the program
    // does it for nothing.
    std::mem::forget(command);
    read.unwrap_or_else(|error| error.exit())
}

/// The command line with the one command that its first argument names: what all commands take is
/// copied into each of them otherwise, which costs more than a check of a small file.
fn asked_for(whole: clap::Command) -> clap::Command {
    let first = std::env::args_os().nth(1);
    match first.as_deref().and_then(OsStr::to_str).and_then(|name| whole.find_subcommand(name)) {
        Some(command) => Common::augment_args(clap::Command::new("amq"))
            .subcommand_required(true)
            .max_term_width(100)
            .subcommand(command.clone()),
        None => whole,
    }
}

/// The arguments with each `-:label`, a query of standard input, behind a `--`: an argument that
/// begins with `-` is taken for an option before it.
fn without_dash(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let arguments: Vec<OsString> = arguments.collect();
    let end = arguments.iter().position(|it| it == "--").unwrap_or(arguments.len());
    let (before, behind) = arguments.split_at(end);
    let is_query = |it: &OsString| it.as_encoded_bytes().starts_with(b"-:");
    let (queries, mut all): (Vec<OsString>, Vec<OsString>) =
        before.iter().cloned().partition(is_query);
    if queries.is_empty() {
        return arguments;
    }
    all.push("--".into());
    all.extend(queries);
    all.extend(behind.iter().skip(1).cloned());
    all
}

/// Checks, costs and compiles queries for Amplitude's Dashboard REST API
#[derive(Debug, Parser)]
#[command(name = "amq", version, max_term_width = 100, subcommand_required = true)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
#[command(
    after_help = "Ends with 0 if all is fine, 1 if queries have errors, and 2 if the command \
                        line, a file or the\nconfiguration is unusable."
)]
pub(crate) struct Amq {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// The day to call today, instead of the project's own
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) today: Option<Date>,
    /// Where the project's data lives, instead of what amq.toml says
    #[arg(long, global = true, value_parser = region_names())]
    region: Option<String>,
    /// Sets a `let` of values, for this run
    #[arg(long, global = true, value_name = "NAME=VALUE[,VALUE…]")]
    pub(crate) set: Vec<Setting>,
    /// The settings to use, instead of the nearest amq.toml
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Whether to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Say diagnostics and results only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say which settings count, and for which day
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

impl Common {
    pub(crate) fn region(&self) -> Option<Region> {
        self.region.as_deref().and_then(Region::from_name)
    }
}

/// The options of a command are only put together once it is asked for.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// Reports every mistake in files of queries
    Check(Check),
    /// Prints the requests of queries
    Compile(Compile),
    /// Shows what queries cost, and what that means for the limits
    Cost(Cost),
    /// Formats files of queries in place
    Fmt(Fmt),
    /// Asks the API, and shows or saves its answers
    Run(Run),
    /// Asks the API which events and values the project has, for checks and completion
    Pull(Pull),
    #[cfg(feature = "keyring")]
    /// Keeps a key and its secret in the system's keyring
    Login(Profile),
    #[cfg(feature = "keyring")]
    /// Takes them out of the keyring
    Logout(Profile),
    /// Explains a diagnostic, with a wrong and a right example
    Explain(Explain),
    /// Writes a commented amq.toml and a first file of queries
    Init(Init),
    /// Runs the language server, on standard input and output
    Lsp(Lsp),
    /// Runs a local server that speaks the Dashboard API, to try queries without an account
    Sandbox(Sandbox),
    /// Prints completions for a shell
    Completions(Completions),
    /// Prints the table of endpoints, clauses, limits and diagnostics
    Schema(Schema),
}

/// Which queries.
#[derive(Debug, Args)]
pub(crate) struct Paths {
    /// Files, folders or `-` for standard input; the current folder if there is none
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// What standard input is called; `use` and amq.toml are looked for beside it
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_name: Option<PathBuf>,
}

impl Paths {
    /// Whether nothing but standard input is read.
    pub(crate) fn only_stdin(&self) -> bool {
        !self.paths.is_empty() && self.paths.iter().all(|path| path.as_os_str() == "-")
    }
}

/// Which queries, single ones among them.
#[derive(Debug, Args)]
pub(crate) struct Queries {
    /// Files, folders, `-` for standard input, `file.amq:label` or `file.amq:LINE`; the current
    /// folder if there is none
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// What standard input is called; `use` and amq.toml are looked for beside it
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_name: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) paths: Paths,
    /// How to say them
    #[arg(long, default_value = "human")]
    pub(crate) format: Format,
    /// Apply the fixes that keep the meaning, or repair a name that can only have been meant so
    #[arg(long)]
    pub(crate) fix: bool,
    /// Apply the other fixes, too
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what the fixes would change, and change nothing
    #[arg(long)]
    pub(crate) diff: bool,
    /// Make a query that costs more an error
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) max_cost: Option<u64>,
    /// End with 1 where there are warnings, too
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Compile {
    #[command(flatten)]
    pub(crate) queries: Queries,
    /// What to print
    #[arg(long, default_value = "url")]
    pub(crate) emit: Emit,
    /// The shell that a curl command is for
    #[arg(long)]
    pub(crate) shell: Option<Shell>,
    /// Print the other queries where some have errors
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Scheme and host of the requests, instead of the region's; also `AMQ_BASE_URL`
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Cost {
    #[command(flatten)]
    pub(crate) queries: Queries,
    /// How to show it
    #[arg(long, default_value = "human")]
    pub(crate) format: TableFormat,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Run {
    #[command(flatten)]
    pub(crate) queries: Queries,
    /// How to write answers
    #[arg(long, default_value = "table", value_parser = answer_format())]
    pub(crate) format: Answers,
    /// Write a file for each query into this folder
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) output_dir: Option<PathBuf>,
    /// Draw no pictures above the tables
    #[arg(long)]
    pub(crate) no_plot: bool,
    /// Show what would be sent, what it costs and how long it takes, and send nothing
    #[arg(long = "dry-run")]
    pub(crate) plan: bool,
    /// Go on with the same run where it was stopped, on the day it was started
    #[arg(long, conflicts_with = "sandbox")]
    pub(crate) resume: bool,
    /// Ask what costs more than runs at a time in parts by date, where what it counts adds up
    #[arg(long)]
    pub(crate) split: bool,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Who is asked, and how.
#[derive(Debug, Args)]
pub(crate) struct Asking {
    /// How to say on standard error what is no answer
    #[arg(long, default_value = "human", value_name = "FORMAT")]
    pub(crate) messages: Messages,
    /// How long answers are used again whose days are over; others for two minutes
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = duration)]
    pub(crate) cache_for: Duration,
    /// Ask everything anew
    #[arg(long, conflicts_with = "cache_for")]
    pub(crate) no_cache: bool,
    /// How the API counts the 1,000 of cost, instead of finding it out
    #[arg(long)]
    pub(crate) limits: Option<Counted>,
    /// How long one answer may take
    #[arg(long, value_name = "TIME", default_value = "3m", value_parser = duration)]
    pub(crate) timeout: Duration,
    /// Ask a sandbox that is started for this run: no account, made-up numbers
    #[arg(long, conflicts_with_all = ["base_url", "profile"])]
    pub(crate) sandbox: bool,
    /// Scheme and host to ask, instead of the region's; also `AMQ_BASE_URL`
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    #[command(flatten)]
    pub(crate) profile: Profile,
}

#[derive(Debug, Args)]
pub(crate) struct Pull {
    /// A folder of the project; the current one if it is left out
    #[arg(value_name = "FOLDER", default_value = ".", hide_default_value = true)]
    pub(crate) folder: PathBuf,
    /// Ask for the values of a user property, too, such as platform or gp:plan
    #[arg(long, value_name = "PROPERTY")]
    pub(crate) values: Vec<String>,
    /// Show what would be asked, what it costs and how long it takes, and send nothing
    #[arg(long = "dry-run")]
    pub(crate) plan: bool,
    /// How to show it
    #[arg(long, default_value = "human", requires = "plan")]
    pub(crate) format: TableFormat,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Whose key.
#[derive(Debug, Args)]
pub(crate) struct Profile {
    /// Which key of the keyring; also `AMQ_PROFILE`
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Fmt {
    #[command(flatten)]
    pub(crate) paths: Paths,
    /// Change nothing, and end with 1 where something would change
    #[arg(long)]
    pub(crate) check: bool,
    /// Show what would change, and change nothing
    #[arg(long)]
    pub(crate) diff: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Its code or its name, such as AMQ203 or unknown-clause
    #[arg(value_name = "CODE")]
    pub(crate) code: String,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Where; the current folder if it is left out
    #[arg(value_name = "FOLDER", default_value = ".", hide_default_value = true)]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Lsp {
    /// Speak on standard input and output, which it does anyhow; editors ask for it
    #[arg(long)]
    stdio: bool,
    /// The process of the editor: the server ends with it
    #[arg(long = "clientProcessId", value_name = "ID")]
    pub(crate) client: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct Sandbox {
    /// The port on loopback; 0 takes any that is free
    #[arg(long, default_value_t = 8765, value_name = "PORT")]
    pub(crate) port: u16,
    /// What the made-up events and saved charts hang on
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) seed: u64,
    /// About how many users are made up
    #[arg(long, default_value_t = 10_000, value_name = "N", conflicts_with = "events")]
    pub(crate) users: u32,
    /// Events of Amplitude's Export API, plain or gzip, instead of made-up ones
    #[arg(long, value_name = "FILE")]
    pub(crate) events: Option<PathBuf>,
    /// What the limits count: cost in flight, or cost within five minutes
    #[arg(long, default_value = "in-flight", value_name = "READING")]
    pub(crate) limits: Limits,
    /// How many of all requests go wrong on purpose, from 0 to 1
    #[arg(long, default_value_t = 0.0, value_name = "RATE")]
    pub(crate) chaos: f64,
    /// How long every answer takes at least, such as 200ms
    #[arg(long, default_value = "0ms", value_name = "TIME", value_parser = duration)]
    pub(crate) delay: Duration,
    /// How much longer it takes for each unit of cost
    #[arg(long, default_value = "0ms", value_name = "TIME", value_parser = duration)]
    pub(crate) delay_per_cost: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Limits {
    /// 1,000 cost at the same time
    InFlight,
    /// 1,000 cost within five minutes
    #[value(name = "5min")]
    FiveMinutes,
    /// None
    Off,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// As JSON
    #[arg(long, required = true)]
    json: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the source, for people
    Human,
    /// One array
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub workflows
    Github,
    /// One line each
    Short,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// A table
    Human,
    /// One object
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Messages {
    /// For people
    Human,
    /// A line with an object for each message
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Counted {
    /// The cost of the requests in flight
    InFlight,
    /// The cost of the last five minutes
    #[value(name = "5min")]
    FiveMinutes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Emit {
    /// One URL a line
    Url,
    /// Commands to paste into a shell; credentials come from the environment
    Curl,
    /// The format of REST clients in editors
    Http,
    /// One array
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// Any POSIX shell
    Posix,
    #[value(help = "PowerShell")]
    Powershell,
    /// The command prompt of Windows
    Cmd,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a day is written like 2021-09-30".to_owned())
}

fn duration(text: &str) -> Result<Duration, String> {
    let parsed = text.parse::<jiff::SignedDuration>().ok();
    let parsed = parsed.and_then(|it| Duration::try_from(it).ok());
    parsed.ok_or_else(|| "a time is written like 200ms, 90s, 10m or 1h".to_owned())
}

/// Parquet is shown where this program has it, and what to do where it has not.
fn answer_format() -> impl TypedValueParser<Value = Answers> {
    const PARQUET: &str = "parquet";
    let names = Answers::ALL.iter().map(|it| it.name());
    let has_parquet = names.clone().any(|name| name == PARQUET);
    let names = names.map(clap::builder::PossibleValue::new);
    let hidden = clap::builder::PossibleValue::new(PARQUET).hide(true);
    let names = names.chain((!has_parquet).then_some(hidden));
    PossibleValuesParser::new(names).try_map(|name| {
        Answers::ALL.iter().copied().find(|it| it.name() == name).ok_or(
            "this amq is built without Parquet; \
             `cargo install --path crates/amq --features parquet` builds one with it",
        )
    })
}

fn region_names() -> PossibleValuesParser {
    PossibleValuesParser::new(REGIONS.iter().map(|region| region.name()))
}
