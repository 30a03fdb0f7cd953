//! The format that REST-client plugins of editors read.

use amq_check::Query;

use crate::{CREDENTIALS, url};

/// One request; the plugin fills in the credentials from the environment.
pub fn http(query: &Query, base: &str, label: &str) -> String {
    let [key, secret] = CREDENTIALS;
    format!(
        "### {label}\nGET {}\nAuthorization: Basic {{{{$processEnv {key}}}}} {{{{$processEnv {secret}}}}}\n",
        url(query, base)
    )
}
