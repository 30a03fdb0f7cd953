//! An API key and its secret. They are shown to nobody but the API.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::RequestBuilder;
use secrecy::{ExposeSecret, SecretString};

use crate::{
    digest::{Digest, digest},
    no_core,
};

/// What stands where a credential stood.
const HIDDEN: &str = "(hidden)";

/// The key and the secret of a project.
#[derive(Clone)]
pub struct Credentials {
    key: SecretString,
    secret: SecretString,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(hidden)")
    }
}

impl Credentials {
    /// A pair of the two; `None` where one of them is no text that a header can hold, or empty.
    pub fn new(key: String, secret: String) -> Option<Self> {
        no_core();
        let fine = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_graphic());
        let (key, secret) = (SecretString::from(key), SecretString::from(secret));
        let both = fine(key.expose_secret()) && fine(secret.expose_secret());
        // A name may not hold the `:` that ends it.
        (both && !key.expose_secret().contains(':')).then_some(Self { key, secret })
    }

    /// Both, with a `:` between them.
    #[cfg(feature = "keyring")]
    pub(crate) fn pair(&self) -> SecretString {
        format!("{}:{}", self.key.expose_secret(), self.secret.expose_secret()).into()
    }

    /// Tells projects apart without telling which they are.
    pub(crate) fn project(&self, host: &str) -> Digest {
        digest(&["project", host, self.key.expose_secret()])
    }

    /// Tells apart who may see an answer: whoever has the key alone does not.
    pub(crate) fn owner(&self, host: &str) -> Digest {
        digest(&["owner", host, self.key.expose_secret(), self.secret.expose_secret()])
    }

    pub(crate) fn sign(&self, request: RequestBuilder) -> RequestBuilder {
        request.basic_auth(self.key.expose_secret(), Some(self.secret.expose_secret()))
    }

    /// Takes the key and the secret out of what a server answered: one that repeats what it was
    /// sent must not bring them into files and onto screens.
    pub(crate) fn hide(&self, body: Vec<u8>) -> Vec<u8> {
        let pair = format!("{}:{}", self.key.expose_secret(), self.secret.expose_secret());
        let pair = SecretString::from(STANDARD.encode(pair));
        [&pair, &self.secret, &self.key].iter().fold(body, |body, hidden| {
            let hidden = hidden.expose_secret();
            // Short ones, as those of a sandbox, are words that stand anywhere.
            if hidden.len() < 16 { body } else { replace(body, hidden.as_bytes()) }
        })
    }
}

fn replace(body: Vec<u8>, hidden: &[u8]) -> Vec<u8> {
    let found = |from: usize| {
        let rest = body.get(from..).unwrap_or_default();
        rest.windows(hidden.len()).position(|it| it == hidden).map(|at| from + at)
    };
    let Some(mut at) = found(0) else { return body };
    let (mut clean, mut from) = (Vec::with_capacity(body.len()), 0);
    loop {
        clean.extend_from_slice(body.get(from..at).unwrap_or_default());
        clean.extend_from_slice(HIDDEN.as_bytes());
        from = at + hidden.len();
        match found(from) {
            Some(next) => at = next,
            None => break,
        }
    }
    clean.extend_from_slice(body.get(from..).unwrap_or_default());
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credentials() -> Credentials {
        let (key, secret) = ("0123456789abcdef0123456789abcdef", "fedcba9876543210");
        Credentials::new(key.to_owned(), secret.to_owned()).expect("fine credentials")
    }

    #[test]
    fn an_answer_that_repeats_them_is_cleaned() {
        let credentials = credentials();
        let pair = STANDARD.encode("0123456789abcdef0123456789abcdef:fedcba9876543210");
        let body =
            format!("key 0123456789abcdef0123456789abcdef, fedcba9876543210 and {pair}, {pair}!");
        let clean = String::from_utf8(credentials.hide(body.into_bytes())).expect("text");
        assert_eq!(clean, "key (hidden), (hidden) and (hidden), (hidden)!");
    }

    #[test]
    fn nothing_shows_them() {
        let shown = format!("{:?}", credentials());
        assert_eq!(shown, "Credentials(hidden)");
    }

    #[test]
    fn what_no_header_can_hold_is_refused() {
        let new = |key: &str, secret: &str| Credentials::new(key.to_owned(), secret.to_owned());
        assert!(new("", "b").is_none() && new("a", "").is_none() && new("a:b", "c").is_none());
        assert!(new("a\n", "c").is_none() && new("é", "c").is_none());
    }
}
