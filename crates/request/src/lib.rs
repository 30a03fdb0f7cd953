//! A checked query to the exact request: its parameters, its URL, a curl command, an HTTP request.
//!
//! ```
//! use jiff::civil::date;
//! let text = "users new on 2021-07-01";
//! let context = amq_check::Context::new(date(2021, 9, 30));
//! let analysis = amq_check::check(text, &amq_syntax::parse(text), &context, &[]);
//! let query = analysis.queries[0].query.as_ref().unwrap();
//! let base = amq_schema::Region::Us.base_url();
//! assert_eq!(
//!     amq_request::url(query, base),
//!     "https://amplitude.com/api/2/users?start=20210701&end=20210701&m=new"
//! );
//! ```

mod curl;
mod encode;
mod http;
mod params;
mod url;
mod value;

pub use curl::{Shell, curl};
pub use http::http;
pub use params::params;
pub use url::{path, url};

/// The environment variables that credentials come from, as key and secret.
pub const CREDENTIALS: [&str; 2] = ["AMPLITUDE_API_KEY", "AMPLITUDE_SECRET_KEY"];
