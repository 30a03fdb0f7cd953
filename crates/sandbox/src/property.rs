//! Which user properties there are.

use crate::refusal::Refusal;

/// The built-in ones of the documentation.
const BUILT_IN: &[&str] = &[
    "version",
    "country",
    "city",
    "region",
    "DMA",
    "language",
    "platform",
    "os",
    "device",
    "device_type",
    "start_version",
    "paying",
];

/// Built-in ones that the documentation's list leaves out: `library` stands in one of its own
/// examples, the others in requests of public code and among the fields of an exported event.
const UNLISTED: &[&str] = &[
    "library",
    "device_id",
    "user_id",
    "server_upload_time",
    "carrier",
    "ip_address",
    "device_family",
];

/// Refuses the name of a user property that is neither built in nor marked as the project's own.
///
/// The live API answers such a name with these details.
pub(crate) fn user_property(key: &str) -> Result<String, Refusal> {
    let own = key.strip_prefix("gp:").is_some_and(|name| !name.is_empty());
    if own || BUILT_IN.contains(&key) || UNLISTED.contains(&key) {
        Ok(key.to_owned())
    } else {
        Err(Refusal::invalid(format!("Invalid user property {key}")))
    }
}
