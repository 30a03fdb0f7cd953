//! The one table that everything in amq derives from: the endpoints of Amplitude's Dashboard REST
//! API, the clauses that fill their parameters, the words those take, the limits, and the
//! diagnostics. Plain statics, checked while compiling; nothing here has behaviour beyond look-up.
//!
//! ```
//! let funnel = amq_schema::endpoint("funnel", &[]).unwrap();
//! assert_eq!(funnel.path, "/api/2/funnels");
//! assert!(funnel.takes(amq_schema::Clause::Window));
//! ```

mod assert;
mod bucket;
mod clause;
pub mod codes;
mod cost;
mod endpoint;
mod endpoints;
mod event;
mod formula;
mod keyword;
mod operator;
mod parts;
mod property;
mod region;
mod shape;
mod word;

pub use bucket::Bucket;
pub use clause::{CLAUSES, Clause, ClauseRow};
pub use codes::{CODES, Code, Severity, code};
pub use cost::{Cost, LIMITS, Limit, Pool, Reading};
pub use endpoint::{Endpoint, Param, Role, Rule, Subject, Ty};
pub use endpoints::{ENDPOINTS, endpoint, endpoints_of_verb, verbs};
pub use event::{EventPlace, SPECIAL_EVENTS, SpecialEvent, special_event};
pub use formula::{FUNCTIONS, Function, Takes, function};
pub use keyword::{KEYWORDS, Keyword, KeywordRow};
pub use operator::{OPERATORS, Operator};
pub use parts::Parts;
pub use property::{BUILT_IN, BuiltIn, built_in};
pub use region::{REGIONS, Region};
pub use shape::{Shape, Unit};
pub use word::{Effect, Word};
