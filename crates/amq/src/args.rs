//! The command line.

use std::{ffi::OsStr, path::PathBuf, time::Duration};

use amq_answer::Format as Answers;
use amq_schema::{CODES, REGIONS, Region};
use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser},
};
use jiff::civil::Date;

use crate::setting::Setting;

/// Checks, costs and compiles queries for Amplitude's Dashboard REST API
#[derive(Debug, Parser)]
#[command(name = "amq", version, max_term_width = 100, subcommand_required = true)]
#[command(arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 if all is fine, 1 if queries have errors, 2 if the command line, \
                  a file or the configuration is unusable."
)]
pub(crate) struct Amq {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

// What every command takes. A comment that clap does not see: it would stand above the help of the
// commands.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// Use this day as today
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) today: Option<Date>,
    /// Where the project's data is stored, instead of what amq.toml says
    #[arg(long, global = true, value_parser = region_names())]
    region: Option<String>,
    /// Set a `let` of values, for this run
    #[arg(long, global = true, value_name = "NAME=VALUE[,VALUE…]")]
    pub(crate) set: Vec<Setting>,
    /// Settings file to use instead of the nearest amq.toml
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Print only diagnostics and results
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Also print which settings and which day are used
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
    /// Shows what queries cost, and how that fits the API's limits
    Cost(Cost),
    /// Formats files of queries in place
    Fmt(Fmt),
    /// Sends queries to the API, and shows or saves the answers
    Run(Run),
    /// Downloads the project's event names and property values, for checks and completion
    Pull(Pull),
    #[cfg(feature = "keyring")]
    /// Stores a key and its secret in the system's keyring
    Login(Profile),
    #[cfg(feature = "keyring")]
    /// Removes a key and its secret from the keyring
    Logout(Profile),
    /// Explains a diagnostic, or lists them all
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

// Which files.
#[derive(Debug, Args)]
pub(crate) struct Paths {
    /// Files, folders or `-` for standard input; default: the current folder
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// File name to assume for standard input; `use` and amq.toml are looked up from there
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_name: Option<PathBuf>,
}

impl Paths {
    /// Whether nothing but standard input is read.
    pub(crate) fn only_stdin(&self) -> bool {
        !self.paths.is_empty() && self.paths.iter().all(|path| path.as_os_str() == "-")
    }
}

// Which queries, single ones among them.
#[derive(Debug, Args)]
pub(crate) struct Queries {
    /// Files, folders, `-` for standard input, `file.amq:label` or `file.amq:LINE`; default: the
    /// current folder
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// File name to assume for standard input; `use` and amq.toml are looked up from there
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_name: Option<PathBuf>,
    /// Treat warnings as errors: exit with 1
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) paths: Paths,
    /// Output format; `human` is written to standard error, the others to standard output
    #[arg(long, default_value = "human")]
    pub(crate) format: Format,
    /// Apply safe fixes: those that keep the meaning, or correct an unmistakable typo
    #[arg(long)]
    pub(crate) fix: bool,
    /// Apply the other fixes as well
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what the fixes would change, without changing anything, and exit with 1 if one of the
    /// mistakes is an error
    #[arg(long)]
    pub(crate) diff: bool,
    /// Report a query that costs more as an error
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) max_cost: Option<u64>,
    /// Exit with 1 for warnings as well
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
    /// Shell that curl commands are written for; those for PowerShell and cmd are untried
    #[arg(long)]
    pub(crate) shell: Option<Shell>,
    /// If some queries have errors, or with `--deny-warnings` warnings, print the others
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
    /// Output format
    #[arg(long, default_value = "human")]
    pub(crate) format: TableFormat,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Run {
    #[command(flatten)]
    pub(crate) queries: Queries,
    /// Format of answers
    #[arg(long, default_value = "table", value_parser = answer_format())]
    pub(crate) format: Answers,
    /// Save each answer as a file in this folder
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) output_dir: Option<PathBuf>,
    /// Show tables without charts
    #[arg(long)]
    pub(crate) no_plot: bool,
    /// Show what would be sent, its cost and how long it takes, without sending anything
    #[arg(long = "dry-run")]
    pub(crate) plan: bool,
    /// Continue the same run where it stopped, with the day it started on
    #[arg(long, conflicts_with = "sandbox")]
    pub(crate) resume: bool,
    /// Split queries that cost over 1,000 by date, if the metric can be summed
    #[arg(long)]
    pub(crate) split: bool,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

// Who is asked, and how.
#[derive(Debug, Args)]
pub(crate) struct Asking {
    /// Format of messages on standard error
    #[arg(long, default_value = "human", value_name = "FORMAT")]
    pub(crate) messages: Messages,
    /// How long answers are cached; at most two minutes if the range includes today
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = duration)]
    pub(crate) cache_for: Duration,
    /// Use no cached answers
    #[arg(long, conflicts_with = "cache_for")]
    pub(crate) no_cache: bool,
    /// How the API applies its 1,000 limit (default: detect)
    #[arg(long)]
    pub(crate) limits: Option<Counted>,
    /// How long one answer may take
    #[arg(long, value_name = "TIME", default_value = "3m", value_parser = duration)]
    pub(crate) timeout: Duration,
    /// Start a sandbox for this run and ask it: no account, made-up numbers
    #[arg(long, conflicts_with_all = ["base_url", "profile"])]
    pub(crate) sandbox: bool,
    /// Scheme and host to send to, instead of the region's; also `AMQ_BASE_URL`
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    #[command(flatten)]
    pub(crate) profile: Profile,
}

#[derive(Debug, Args)]
pub(crate) struct Pull {
    /// A folder of the project; default: the current folder
    #[arg(value_name = "FOLDER", default_value = ".", hide_default_value = true)]
    pub(crate) folder: PathBuf,
    /// Also download the values of a user property, such as platform or gp:plan
    #[arg(long, value_name = "PROPERTY")]
    pub(crate) values: Vec<String>,
    /// Show what would be sent, its cost and how long it takes, without sending anything
    #[arg(long = "dry-run")]
    pub(crate) plan: bool,
    /// Output format
    #[arg(long, default_value = "human")]
    pub(crate) format: TableFormat,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

// Whose key.
#[derive(Debug, Args)]
pub(crate) struct Profile {
    /// Which key in the keyring; also `AMQ_PROFILE`
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Fmt {
    #[command(flatten)]
    pub(crate) paths: Paths,
    /// Change nothing, and exit with 1 if something would change
    #[arg(long)]
    pub(crate) check: bool,
    /// Show what would change, without changing anything, and exit with 1 if something would
    #[arg(long)]
    pub(crate) diff: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Code or name, such as AMQ203, 203 or unknown-clause; lists all if left out
    #[arg(value_name = "CODE", value_parser = Explained, hide_possible_values = true)]
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Folder to write to; default: the current folder
    #[arg(value_name = "FOLDER", default_value = ".", hide_default_value = true)]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Lsp {
    /// Use standard input and output; always the case, but some editors pass this
    #[arg(long)]
    stdio: bool,
    /// Process id of the editor; the server ends when it does
    #[arg(long = "clientProcessId", value_name = "ID")]
    pub(crate) client: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct Sandbox {
    /// Port on this machine; 0 takes any free one
    #[arg(long, default_value_t = 8765, value_name = "PORT")]
    pub(crate) port: u16,
    /// Seed for the made-up events and charts
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) seed: u64,
    /// Approximate number of made-up users
    #[arg(long, default_value_t = 10_000, value_name = "N", conflicts_with = "events")]
    pub(crate) users: u32,
    /// File from Amplitude's Export API, plain or gzip, instead of made-up events
    #[arg(long, value_name = "FILE")]
    pub(crate) events: Option<PathBuf>,
    /// The API key and the secret key that it accepts, with a colon between them
    #[arg(long, default_value = "sandbox:sandbox", value_name = "KEYS", value_parser = keys)]
    pub(crate) keys: amq_sandbox::Keys,
    /// What the 1,000 limit counts
    #[arg(long, default_value = "in-flight", value_name = "READING")]
    pub(crate) limits: Limits,
    /// Share of requests that fail on purpose, from 0 to 1
    #[arg(long, default_value_t = 0.0, value_name = "RATE")]
    pub(crate) chaos: f64,
    /// Minimum time for every answer, such as 200ms
    #[arg(long, default_value = "0ms", value_name = "TIME", value_parser = duration)]
    pub(crate) delay: Duration,
    /// Additional time for each unit of cost
    #[arg(long, default_value = "0ms", value_name = "TIME", value_parser = duration)]
    pub(crate) delay_per_cost: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Limits {
    /// Cost of the requests in flight
    InFlight,
    /// Cost of the last five minutes
    #[value(name = "5min")]
    FiveMinutes,
    /// Nothing: no limits
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
    /// For people, with the source text
    Human,
    /// One array
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations in GitHub workflows
    Github,
    /// One line for each diagnostic
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
    /// One JSON object a line
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Counted {
    /// Cost of the requests in flight
    InFlight,
    /// Cost of the last five minutes
    #[value(name = "5min")]
    FiveMinutes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Emit {
    /// One URL a line
    Url,
    /// Commands to paste into a shell; credentials come from the environment
    Curl,
    /// Request file for REST clients in editors
    Http,
    /// One array
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// Any POSIX shell
    Posix,
    #[value(help = "PowerShell, untried")]
    Powershell,
    /// The command prompt of Windows, untried
    Cmd,
}

fn date(text: &str) -> Result<Date, String> {
    let form = |(at, letter): (usize, u8)| match at {
        4 | 7 => letter == b'-',
        _ => letter.is_ascii_digit(),
    };
    if text.len() != 10 || !text.bytes().enumerate().all(form) {
        return Err("a day is written like 2021-09-30".to_owned());
    }
    text.parse().map_err(|_| "there is no such day".to_owned())
}

fn duration(text: &str) -> Result<Duration, String> {
    let parsed = text.parse::<jiff::SignedDuration>().ok();
    let parsed = parsed.and_then(|it| Duration::try_from(it).ok());
    parsed.ok_or_else(|| "a time is written like 200ms, 90s, 10m or 1h".to_owned())
}

fn keys(text: &str) -> Result<amq_sandbox::Keys, String> {
    let both = text.split_once(':').filter(|it| !it.0.is_empty() && !it.1.is_empty());
    let (api, secret) = both.ok_or("keys are written like KEY:SECRET")?;
    Ok(amq_sandbox::Keys { api: api.to_owned(), secret: secret.to_owned() })
}

/// Parquet is shown where this program has it, and what to do where it has not.
fn answer_format() -> impl TypedValueParser<Value = Answers> {
    const PARQUET: &str = "parquet";
    let names = Answers::ALL.iter().map(|it| it.name());
    let has_parquet = names.clone().any(|name| name == PARQUET);
    let names = names.map(PossibleValue::new);
    let hidden = PossibleValue::new(PARQUET).hide(true);
    let names = names.chain((!has_parquet).then_some(hidden));
    PossibleValuesParser::new(names).try_map(|name| {
        Answers::ALL.iter().copied().find(|it| it.name() == name).ok_or(
            "this amq is built without Parquet; \
             `cargo install --locked --path crates/amq --features parquet` builds one with it",
        )
    })
}

/// Any text, with the codes of diagnostics for completion.
#[derive(Debug, Clone)]
struct Explained;

impl TypedValueParser for Explained {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(CODES.iter().map(|code| PossibleValue::new(code.id).help(code.title))))
    }
}

fn region_names() -> PossibleValuesParser {
    PossibleValuesParser::new(REGIONS.iter().map(|region| region.name()))
}
