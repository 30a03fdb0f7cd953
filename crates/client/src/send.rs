//! One request, once.

use std::{error::Error as _, sync::Arc, time::Duration};

use reqwest::{Client, Response, StatusCode, Url, header};
use serde::Deserialize;

use crate::{Credentials, Target, clock::Millis};

/// The largest answer that is read.
const MOST_BYTES: usize = 512 << 20;
/// How much of an error page is shown.
const SHOWN: usize = 300;

/// What became of one attempt.
#[derive(Debug)]
pub(crate) enum Reply {
    /// An answer.
    Answer(Vec<u8>),
    /// The API refuses the request, and would do so again.
    Refused(Refusal),
    /// Too much at a time, or within the hour.
    TooMany { hour: bool, pause: Option<Millis>, said: String },
    /// No answer this time.
    Trouble { why: String, slow: bool, fate: Fate, pause: Option<Millis> },
}

/// What the API made of a request that got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It was not sent.
    Unsent,
    /// The API is done with it.
    Done,
    /// The API may still work on it.
    Open,
}

/// Why the API refuses a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The status of HTTP; none where there was no answer of the API, but something in its place.
    pub status: Option<u16>,
    /// What the API said, its `metadata.details` if there are any.
    pub details: String,
}

/// Sends requests to one host, with one pair of credentials.
#[derive(Debug, Clone)]
pub(crate) struct Sender {
    client: Client,
    target: Target,
    credentials: Arc<Credentials>,
}

impl Sender {
    pub(crate) fn new(
        target: Target,
        credentials: Credentials,
        timeout: Duration,
    ) -> Result<Self, String> {
        // A second call changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .user_agent(concat!("amq/", env!("CARGO_PKG_VERSION")))
            .redirect(target.redirects())
            .connect_timeout(timeout.min(Duration::from_secs(15)))
            .timeout(timeout);
        builder = if target.is_loopback() { builder.no_proxy() } else { builder.https_only(true) };
        let client =
            builder.build().map_err(|error| format!("cannot prepare for requests: {error}"))?;
        Ok(Self { client, target, credentials: Arc::new(credentials) })
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn send(&self, url: &str) -> Reply {
        let hidden = |said| self.credentials.hide_in_error(said);
        match self.answered(url).await {
            Reply::Answer(body) => Reply::Answer(body),
            Reply::Refused(Refusal { status, details }) => {
                Reply::Refused(Refusal { status, details: hidden(details) })
            }
            Reply::TooMany { hour, pause, said } => {
                Reply::TooMany { hour, pause, said: hidden(said) }
            }
            Reply::Trouble { why, slow, fate, pause } => {
                Reply::Trouble { why: hidden(why), slow, fate, pause }
            }
        }
    }

    async fn answered(&self, url: &str) -> Reply {
        let Some(url) = Url::parse(url).ok().filter(|it| self.target.holds(it)) else {
            let details = "the request is not for the host that is sent your key".to_owned();
            return Reply::Refused(Refusal { status: None, details });
        };
        let response = match self.credentials.sign(self.client.get(url)).send().await {
            Ok(response) => response,
            Err(error) => return trouble(&error),
        };
        let (status, pause) = (response.status(), pause(&response));
        let body = match whole(response).await {
            Ok(body) => self.credentials.hide(body),
            Err(reply) => return reply,
        };
        judge(status, pause, body)
    }
}

async fn whole(mut response: Response) -> Result<Vec<u8>, Reply> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > MOST_BYTES => {
                let details = format!("the answer is larger than {} MB", MOST_BYTES >> 20);
                return Err(Reply::Refused(Refusal { status: None, details }));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => return Err(trouble(&error)),
        }
    }
}

fn judge(status: StatusCode, pause: Option<Millis>, body: Vec<u8>) -> Reply {
    if status.is_success() {
        // An answer that ends too early is no answer.
        let whole = body.trim_ascii_end().last();
        return if matches!(whole, Some(b'}' | b']')) {
            Reply::Answer(body)
        } else {
            let why = "the answer is not JSON, or was cut off".to_owned();
            Reply::Trouble { why, slow: false, fate: Fate::Done, pause }
        };
    }
    let details = details(&body);
    let code = status.as_u16();
    if status == StatusCode::TOO_MANY_REQUESTS {
        let said = details.unwrap_or_default();
        let hour = !said.to_ascii_lowercase().contains("concurrent");
        return Reply::TooMany { hour, pause, said };
    }
    if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT {
        let slow = matches!(code, 408 | 503 | 504);
        let why = match details {
            Some(details) => format!("status {code}: {details}"),
            None => format!("status {code}"),
        };
        // What stands before the API gave up waiting for it.
        let fate = if code == 504 { Fate::Open } else { Fate::Done };
        return Reply::Trouble { why, slow, fate, pause };
    }
    let details = details.unwrap_or_else(|| "it says nothing more".to_owned());
    Reply::Refused(Refusal { status: Some(code), details })
}

/// What an error's body says, in one line without what a terminal would obey.
fn details(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Body {
        error: Error,
    }
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Error {
        message: Option<String>,
        metadata: Option<Metadata>,
    }
    #[derive(Deserialize)]
    struct Metadata {
        details: Option<String>,
    }
    let said = if let Ok(Body { error }) = serde_json::from_slice(body) {
        error.metadata.and_then(|it| it.details).or(error.message)
    } else {
        let text = String::from_utf8_lossy(body.get(..SHOWN).unwrap_or(body)).into_owned();
        Some(text).filter(|it| !it.trim_start().starts_with(['<', '{']))
    };
    let said = said?;
    let clean: String =
        said.chars().map(|it| if it.is_control() { ' ' } else { it }).take(SHOWN).collect();
    Some(clean.trim().to_owned()).filter(|it| !it.is_empty())
}

/// How long the server wants to be left alone.
fn pause(response: &Response) -> Option<Millis> {
    const MOST: Duration = Duration::from_hours(1);
    let said = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let pause = if let Ok(seconds) = said.parse() {
        Duration::from_secs(seconds)
    } else {
        let at = httpdate::parse_http_date(said).ok()?;
        at.duration_since(std::time::SystemTime::now()).unwrap_or_default()
    };
    Millis::try_from(pause.min(MOST).as_millis()).ok()
}

fn trouble(error: &reqwest::Error) -> Reply {
    if error.is_redirect() {
        let details = innermost(error);
        return Reply::Refused(Refusal { status: None, details });
    }
    let why = if error.is_timeout() {
        "no answer in time".to_owned()
    } else if error.is_connect() {
        format!("no connection: {}", innermost(error))
    } else {
        format!("the connection broke: {}", innermost(error))
    };
    let fate = if error.is_connect() { Fate::Unsent } else { Fate::Open };
    Reply::Trouble { why, slow: error.is_timeout(), fate, pause: None }
}

/// What was the matter at last, without the address.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut said = None;
    while let Some(error) = cause {
        said = Some(error.to_string());
        cause = error.source();
    }
    said.unwrap_or_else(|| "it does not say why".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, body: &str) -> Reply {
        let status = StatusCode::from_u16(status).expect("a status");
        judge(status, None, body.as_bytes().to_vec())
    }

    #[test]
    fn the_details_are_what_is_said() {
        let body = r#"{"error":{"http_code":400,"type":"invalid","message":"Invalid chart definition",
            "metadata":{"details":"Invalid user property country"}}}"#;
        let Reply::Refused(refusal) = judged(400, body) else { panic!("a refusal") };
        assert_eq!(refusal.status, Some(400));
        assert_eq!(refusal.details, "Invalid user property country");
    }

    #[test]
    fn the_two_kinds_of_429_are_told_apart() {
        let body = |details: &str| {
            format!(r#"{{"error":{{"http_code":429,"metadata":{{"details":"{details}"}}}}}}"#)
        };
        let hour = body("Too Many Requests: Exceeded rate limit with query of cost 1800");
        assert!(matches!(judged(429, &hour), Reply::TooMany { hour: true, .. }));
        let at_a_time = body("Too Many Requests: Exceeded concurrent limit with query of cost 415");
        assert!(matches!(judged(429, &at_a_time), Reply::TooMany { hour: false, .. }));
    }

    #[test]
    fn pages_for_browsers_and_half_answers_are_no_details() {
        assert_eq!(details(b"<html>\n<h1>Bad gateway</h1>"), None);
        assert_eq!(details(b"{\"error\":"), None);
        assert_eq!(details(b"no \x1b[31mroute"), Some("no  [31mroute".to_owned()));
        assert!(matches!(judged(200, "{\"data\":"), Reply::Trouble { .. }));
        assert!(matches!(judged(404, r#"{"error":{"http_code":404}}"#), Reply::Refused(_)));
    }
}
