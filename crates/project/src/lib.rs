//! Settings, files, and what files use of each other: from paths to checked files.
//!
//! Everything is read through a [`Source`]: the [`Disk`], or [`Documents`] that lie over it.
//!
//! ```
//! use amq_project::{Disk, Documents, Input, Options, Session, run};
//! let mut documents = Documents::over(&Disk);
//! documents.insert("queries.amq", "users new last 30d");
//! let session = Session::new(&documents, Options::default());
//! let outcome = run(&session, &[Input::new("queries.amq")], |seen| {
//!     Some(seen.analysis.queries.len())
//! });
//! assert_eq!(outcome.files[0].value, Some(1));
//! ```

mod documents;
mod elsewhere;
mod input;
mod keys;
mod link;
mod merge;
mod named;
mod parallel;
mod path;
mod problem;
mod project;
mod projects;
mod run;
mod session;
mod settings;
mod source;
mod target;
mod taxonomy;
mod text;
mod unused;
mod used;
mod uses;

pub use documents::Documents;
pub use input::{EXTENSION, Input, files};
pub use keys::{KEYS, Key, LANGUAGE, REGION};
pub use merge::{Found, Merged, merged};
pub use parallel::each;
pub use path::{from_repository, relative, shown};
pub use problem::Problem;
pub use project::{Config, Project};
pub use projects::SETTINGS_FILE;
pub use run::{Outcome, Reported, Seen, run, run_regardless, run_silent};
pub use session::{Options, Session};
pub use settings::settings_mistakes;
pub use source::{Disk, Source};
pub use taxonomy::taxonomy_mistakes;
pub use used::Usage;
