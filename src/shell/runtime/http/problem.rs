//! Answers that say what is wrong, with the place and the remedy: problem details (RFC 9457).

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// One thing that is wrong with what came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Where: a JSON pointer into the body, or the name of a header or parameter.
    pub place: String,
    /// What is wrong there.
    pub detail: String,
    /// What would be right.
    pub remedy: String,
}

impl Fault {
    /// A fault at a place.
    pub fn new(place: impl Into<String>, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place: place.into(), detail: detail.into(), remedy: remedy.into() }
    }
}

/// What kind of trouble it is: a status, a stable name and a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the stable name in `Kind::facts`")]
pub enum Kind {
    BadRequest,
    Unauthorized,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    NotAcceptable,
    TimedOut,
    Refused,
    TooLarge,
    MediaType,
    Misdirected,
    Invalid,
    TooManyRequests,
    TooManyFailures,
    Busy,
    Internal,
    Unavailable,
}

impl Kind {
    /// The status, the name in `type`, and the title.
    const fn facts(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::BadRequest => (400, "bad-request", "the request cannot be read"),
            Self::Unauthorized => (401, "unauthorized", "the request bears no token that is known here"),
            Self::Forbidden => (403, "forbidden", "the token may not do that"),
            Self::NotFound => (404, "not-found", "there is no such thing"),
            Self::MethodNotAllowed => (405, "method-not-allowed", "the address does not take this method"),
            Self::NotAcceptable => (406, "not-acceptable", "the answer cannot be had in that form"),
            Self::TimedOut => (408, "timed-out", "the request did not arrive in time"),
            Self::Refused => (409, "refused", "the rules do not let it through"),
            Self::TooLarge => (413, "too-large", "the request is too large"),
            Self::MediaType => (415, "media-type", "the body is in a form that is not taken here"),
            Self::Misdirected => (421, "misdirected", "the request was meant for another host"),
            Self::Invalid => (422, "invalid", "what the request says cannot be"),
            Self::TooManyRequests => (429, "too-many-requests", "too many requests came with this token"),
            Self::TooManyFailures => {
                (429, "too-many-failures", "too much came from the address without a good token or signature")
            }
            Self::Busy => (429, "busy", "the service has more to do than it can keep up with"),
            Self::Internal => (500, "internal", "the service failed"),
            Self::Unavailable => (503, "unavailable", "the service cannot take anything now"),
        }
    }
}

/// An answer that says what is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    kind: Kind,
    detail: String,
    remedy: Option<String>,
    faults: Vec<Fault>,
    retry_after_seconds: Option<u64>,
    more: Map<String, Json>,
}

impl Problem {
    /// A problem of that kind, with its facts.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            remedy: None,
            faults: Vec::new(),
            retry_after_seconds: None,
            more: Map::new(),
        }
    }

    /// What the body says cannot be, for these reasons.
    pub fn invalid(faults: Vec<Fault>) -> Self {
        let detail = match faults.as_slice() {
            [only] => only.detail.clone(),
            several => format!("{} things are wrong", several.len()),
        };
        Self { faults, ..Self::new(Kind::Invalid, detail) }
    }

    /// With things that are wrong, each with its place.
    #[must_use]
    pub fn faults(mut self, faults: Vec<Fault>) -> Self {
        self.faults = faults;
        self
    }

    /// With what would be right.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// With when to come again; at least a second.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds.max(1));
        self
    }

    /// With a fact of its own.
    #[must_use]
    pub fn with(mut self, name: &str, fact: Json) -> Self {
        self.more.insert(name.to_owned(), fact);
        self
    }

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        self.kind.facts().0
    }

    /// The document.
    pub fn document(&self) -> Json {
        let (status, name, title) = self.kind.facts();
        let mut document = self.more.clone();
        document.insert("type".to_owned(), format!("urn:flowc:problem:{name}").into());
        document.insert("title".to_owned(), title.into());
        document.insert("status".to_owned(), status.into());
        document.insert("detail".to_owned(), self.detail.clone().into());
        if let Some(remedy) = &self.remedy {
            document.insert("remedy".to_owned(), remedy.clone().into());
        }
        if !self.faults.is_empty() {
            let faults = serde_json::to_value(&self.faults).expect("json: texts can be written");
            document.insert("errors".to_owned(), faults);
        }
        Json::Object(document)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).expect("problem: the table has statuses of HTTP");
        let mut response = Response::new(Body::from(self.document().to_string()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.kind == Kind::Unauthorized {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
