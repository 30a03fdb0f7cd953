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
    /// sent must not bring them into files and onto screens. Short ones, as those of a sandbox, are
    /// words that stand in any answer.
    pub(crate) fn hide(&self, body: Vec<u8>) -> Vec<u8> {
        self.all().iter().map(ExposeSecret::expose_secret).fold(body, |body, hidden| {
            if is_word(hidden) { body } else { replace(body, hidden.as_bytes(), |_, _| true) }
        })
    }

    /// The same for what is said of an error; there short ones are hidden, too, where they stand
    /// by themselves.
    pub(crate) fn hide_in_error(&self, text: String) -> String {
        let bytes = self.all().iter().map(ExposeSecret::expose_secret).fold(
            text.into_bytes(),
            |text, hidden| {
                let is_in_word = |it: Option<&u8>| it.is_some_and(u8::is_ascii_alphanumeric);
                let alone = |before: Option<&u8>, behind: Option<&u8>| {
                    !is_word(hidden) || !is_in_word(before) && !is_in_word(behind)
                };
                replace(text, hidden.as_bytes(), alone)
            },
        );
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// What is hidden: both as they are sent, the secret, the key.
    fn all(&self) -> [SecretString; 3] {
        let pair = format!("{}:{}", self.key.expose_secret(), self.secret.expose_secret());
        [STANDARD.encode(pair).into(), self.secret.clone(), self.key.clone()]
    }
}

/// Whether a credential is so short that it may be a word.
fn is_word(credential: &str) -> bool {
    credential.len() < 16
}

/// Hides a text wherever it stands between bytes that are as they should be.
fn replace(
    body: Vec<u8>,
    hidden: &[u8],
    counts: impl Fn(Option<&u8>, Option<&u8>) -> bool,
) -> Vec<u8> {
    let found = |from: usize| {
        let rest = body.get(from..).unwrap_or_default();
        let places = rest.windows(hidden.len()).enumerate().filter(|it| it.1 == hidden);
        let mut places = places.map(|(at, _)| from + at);
        places.find(|at| {
            let before = at.checked_sub(1).and_then(|at| body.get(at));
            counts(before, body.get(at + hidden.len()))
        })
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
    fn an_error_that_repeats_short_ones_is_cleaned() {
        let credentials = Credentials::new("abc".to_owned(), "s3".to_owned()).expect("fine ones");
        let said = "Unknown key abc (secret \"s3\"), abcd, s3x, YWJjOnMz, abc";
        let clean = credentials.hide_in_error(said.to_owned());
        assert_eq!(
            clean,
            "Unknown key (hidden) (secret \"(hidden)\"), abcd, s3x, (hidden), (hidden)"
        );
        let body = br#"{"data": ["abc"]}"#.to_vec();
        assert_eq!(credentials.hide(body.clone()), body);
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
