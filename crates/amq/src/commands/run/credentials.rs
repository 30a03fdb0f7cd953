//! Whose key is used: the environment's, or one of the keyring.

use amq_client::Credentials;
use amq_project::Problem;
use amq_request::CREDENTIALS;
use serde::Serialize;

use crate::args::Profile;

/// The variable that names a profile.
const VARIABLE: &str = "AMQ_PROFILE";
/// The profile that counts if none is named.
const DEFAULT: &str = "default";

/// The name of a profile, and whether somebody asked for it.
pub(crate) fn profile(profile: &Profile) -> (String, bool) {
    let named = profile.profile.clone().or_else(|| std::env::var(VARIABLE).ok());
    match named.filter(|it| !it.is_empty()) {
        Some(name) => (name, true),
        None => (DEFAULT.to_owned(), false),
    }
}

/// Where credentials come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub(crate) enum Owner {
    /// The environment.
    Environment,
    /// A profile of the keyring.
    Keyring { profile: String },
    /// A sandbox that is started for the run.
    Sandbox,
}

/// The credentials of a run, and where they come from. A profile that is named counts before the
/// environment.
pub(crate) fn credentials(wanted: &Profile) -> Result<(Credentials, Owner), Problem> {
    let (name, is_named) = profile(wanted);
    if !is_named && let Some(found) = environment()? {
        return Ok((found, Owner::Environment));
    }
    // Where no keyring was asked for, one that cannot be used holds nothing.
    let (found, keyring) = match stored(&name) {
        Err(why) if is_named => return Err(Problem::new(why)),
        Err(why) => (None, why),
        Ok(found) => (found, "the keyring has none".to_owned()),
    };
    let [key, secret] = CREDENTIALS;
    let found = found.map(|it| (it, Owner::Keyring { profile: name.clone() }));
    found.ok_or_else(|| {
        let message = if is_named {
            format!("the keyring has no key for the profile `{name}`")
        } else {
            format!("there is no key: `{key}` and `{secret}` are not set, and {keyring}")
        };
        Problem::new(message)
            .help("`amq login` stores a key in the keyring; `--sandbox` works without an account")
    })
}

fn environment() -> Result<Option<Credentials>, Problem> {
    let [key, secret] =
        CREDENTIALS.map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
    let [key_name, secret_name] = CREDENTIALS;
    match (key, secret) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(half(key_name, secret_name)),
        (None, Some(_)) => Err(half(secret_name, key_name)),
        (Some(key), Some(secret)) => {
            let pair = Credentials::new(key, secret).ok_or_else(|| {
                let message = format!("`{key_name}` or `{secret_name}` is not an Amplitude key");
                Problem::new(message)
                    .help("copy both again from the settings of the Amplitude project")
            });
            pair.map(Some)
        }
    }
}

fn half(set: &str, missing: &str) -> Problem {
    Problem::new(format!("`{set}` is set and `{missing}` is not")).help("set both, or none of them")
}

#[cfg(feature = "keyring")]
fn stored(name: &str) -> Result<Option<Credentials>, String> {
    amq_client::keyring::stored(name)
}

#[cfg(not(feature = "keyring"))]
fn stored(_: &str) -> Result<Option<Credentials>, String> {
    Err("this `amq` was built without a keyring".to_owned())
}
