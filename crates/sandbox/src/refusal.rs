//! What the API answers when it does not answer.

use serde_json::{Value, json};

/// A request that gets no data: its status, and the body that says why.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The body, in the API's form.
    pub body: Value,
}

impl Refusal {
    /// What `metadata.details` says, the one useful field of the body.
    pub fn details(&self) -> &str {
        self.body.pointer("/error/metadata/details").and_then(Value::as_str).unwrap_or_default()
    }

    /// 400: something is wrong with the parameters.
    pub(crate) fn invalid(details: impl Into<String>) -> Self {
        let details: String = details.into();
        let body = json!({"error": {
            "http_code": 400,
            "type": "invalid",
            "message": "Invalid chart definition",
            "metadata": {"details": details},
        }});
        Self { status: 400, body }
    }

    /// 403: the keys are of no project here. A missing header gets the same, which is an inference.
    pub(crate) fn keys() -> Self {
        let body = json!({"error": {
            "http_code": 403,
            "type": "unspecified",
            "metadata": {"details": "Invalid API/Secret Key combination"},
        }});
        Self { status: 403, body }
    }

    /// 404: no endpoint has this path.
    pub(crate) fn unknown_path() -> Self {
        Self { status: 404, body: json!({"error": {"http_code": 404}}) }
    }

    /// 405: the endpoints are only read. The documentation says nothing of other methods.
    pub(crate) fn method() -> Self {
        Self { status: 405, body: json!({"error": {"http_code": 405}}) }
    }

    /// 429: more than may run at a time.
    pub(crate) fn concurrent(cost: u64) -> Self {
        Self::too_many(&format!("Exceeded concurrent limit with query of cost {cost}"))
    }

    /// 429: more than may run in an hour.
    pub(crate) fn rate(cost: u64) -> Self {
        Self::too_many(&format!("Exceeded rate limit with query of cost {cost}"))
    }

    fn too_many(what: &str) -> Self {
        let body = json!({"error": {
            "http_code": 429,
            "type": "unspecified",
            "message": "Unspecified Error",
            "metadata": {"details": format!("Too Many Requests: {what}")},
        }});
        Self { status: 429, body }
    }
}
