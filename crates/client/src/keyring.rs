//! Credentials in the system's keyring, a pair for each profile.

use keyring::{Entry, Error};
use secrecy::{ExposeSecret, SecretString};

use crate::Credentials;

/// The service that entries belong to.
const SERVICE: &str = "amq";

/// The credentials of a profile; `None` where there are none.
pub fn stored(profile: &str) -> Result<Option<Credentials>, String> {
    let kept = match entry(profile)?.get_password() {
        Ok(kept) => SecretString::from(kept),
        Err(Error::NoEntry) => return Ok(None),
        Err(error) => return Err(said(&error)),
    };
    let pair = kept.expose_secret().split_once(':');
    let pair = pair.and_then(|(key, secret)| Credentials::new(key.to_owned(), secret.to_owned()));
    match pair {
        Some(pair) => Ok(Some(pair)),
        None => Err(format!("the keyring's entry of `{profile}` is not a key and a secret")),
    }
}

/// Keeps the credentials of a profile, in the place of earlier ones.
pub fn store(profile: &str, credentials: &Credentials) -> Result<(), String> {
    let pair = credentials.pair();
    entry(profile)?.set_password(pair.expose_secret()).map_err(|error| said(&error))
}

/// Forgets the credentials of a profile; whether there were any.
pub fn forget(profile: &str) -> Result<bool, String> {
    match entry(profile)?.delete_credential() {
        Ok(()) => Ok(true),
        Err(Error::NoEntry) => Ok(false),
        Err(error) => Err(said(&error)),
    }
}

fn entry(profile: &str) -> Result<Entry, String> {
    if let Err(error) = Entry::store_status() {
        return Err(said(error));
    }
    Entry::new(SERVICE, profile).map_err(|error| said(&error))
}

/// The error, without what the keyring holds.
fn said(error: &Error) -> String {
    let why = match error {
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "what it holds is not text".to_owned(),
        Error::Ambiguous(_) => "it has several entries of that name".to_owned(),
        other => other.to_string(),
    };
    format!("the system's keyring cannot be used: {why}")
}
