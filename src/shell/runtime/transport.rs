//! HTTP to providers: a plain request out, a plain answer back, and what is known when there is none.
//!
//! Certificates are always verified, redirects are never followed (a request with a secret goes where the operator
//! said and nowhere else), every stage has a time limit, and no more of an answer is read than an answer of a
//! provider needs.

mod reaching;

use std::fmt;
use std::io::Read;
use std::time::Duration;

use ureq::config::Config;
use ureq::http;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::{Agent, Error, Timeout};

use self::reaching::{Reaching, Unreached};

/// How much of an answer is read; the rest is left where it is.
pub const ANSWER_BYTES_MAX: u64 = 256 * 1024;

/// How long a connection may rest before it is no longer used: a provider that closes it just then would leave in
/// the dark whether it got the request.
const REST: Duration = Duration::from_secs(5);

/// A request, whole. Its `Debug` shows neither headers, path nor body: all of them may hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Where to.
    pub url: String,
    /// Headers by their names.
    pub headers: Vec<(&'static str, String)>,
    /// What.
    pub body: Vec<u8>,
}

impl Request {
    /// A `POST` of JSON.
    pub fn json(url: String, body: &serde_json::Value) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self { method: "POST", url, headers, body: body.to_string().into_bytes() }
    }

    /// With that header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}, {} bytes", self.method, host(&self.url), self.body.len())
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body; cut after [`ANSWER_BYTES_MAX`], or where the line broke.
    pub body: Vec<u8>,
}

impl Response {
    /// A header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; nothing when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or(serde_json::Value::Null)
    }
}

/// There is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    /// The request cannot have arrived: no connection came about.
    Unsent(String),
    /// It may have arrived: the line broke, or the answer took too long, once it was on its way.
    Lost(String),
    /// It can never be sent: the address or a header is none.
    Unfit(String),
}

/// A way to providers; cheap to clone, and the clones share their connections.
#[derive(Debug, Clone)]
pub struct Transport {
    agent: Agent,
}

impl Transport {
    /// A way on which every stage (finding the host, connecting, sending, waiting, reading) takes no longer than that.
    pub fn new(timeout: Duration) -> Self {
        let stage = Some(timeout);
        let config: Config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_resolve(stage)
            .timeout_connect(stage)
            .timeout_send_request(stage)
            .timeout_send_body(stage)
            .timeout_recv_response(stage)
            .timeout_recv_body(stage)
            .max_idle_age(REST)
            .user_agent(concat!("flowc/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: Agent::with_parts(config, Reaching::default(), DefaultResolver::default()) }
    }

    /// Sends a request and reads the answer, whatever its status.
    ///
    /// # Errors
    ///
    /// When there is no answer; the error says whether the request may have arrived.
    pub fn send(&self, request: &Request) -> Result<Response, Silence> {
        let mut builder = http::Request::builder().method(request.method).uri(&request.url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let built = builder.body(request.body.as_slice());
        let built = built.map_err(|_| Silence::Unfit(format!("`{}` is no address", host(&request.url))))?;
        let answer = match is_this_machine(&request.url) {
            // A proxy of the environment does not lead back here.
            true => self.agent.run(self.agent.configure_request(built).proxy(None).build()),
            false => self.agent.run(built),
        };
        let answer = answer.map_err(|error| silence(&error, host(&request.url)))?;
        let (parts, body) = answer.into_parts();
        let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value)));
        let headers = headers.collect();
        let mut read = Vec::new();
        // The status is the provider's word; a body that breaks off is read as far as it came.
        let _ = body.into_reader().take(ANSWER_BYTES_MAX).read_to_end(&mut read);
        Ok(Response { status: parts.status.as_u16(), headers, body: read })
    }
}

/// Whether an address is one of this machine's own.
pub fn is_this_machine(url: &str) -> bool {
    let host = host(url);
    let name = host.strip_prefix('[').map_or_else(
        || host.rsplit_once(':').map_or(host, |(name, _)| name),
        |rest| rest.split(']').next().unwrap_or(rest),
    );
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Host and port of an address: as much of it as may be shown.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = &rest[..end];
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

fn silence(error: &Error, host: &str) -> Silence {
    match error {
        Error::Other(inner) if inner.is::<Unreached>() => {
            Silence::Unsent(format!("no connection to {host}: {inner}"))
        }
        Error::Timeout(Timeout::Resolve) => Silence::Unsent(format!("{host} could not be found in time")),
        Error::HostNotFound => Silence::Unsent(format!("there is no host {host}")),
        Error::BadUri(_) | Error::Http(_) | Error::InvalidProxyUrl | Error::TlsRequired => {
            Silence::Unfit(format!("`{host}` cannot be called"))
        }
        Error::Timeout(_) => Silence::Lost(format!("{host} did not answer in time")),
        Error::Io(error) => Silence::Lost(format!("the line to {host} broke: {}", error.kind())),
        _ => Silence::Lost(format!("{host} gave no answer that can be read")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_secret_is_not_shown() {
        let request = Request::json(
            "https://user:pass@api.example/botTOKEN/send?key=KEY".into(),
            &serde_json::json!({"text": "BODY"}),
        )
        .with("authorization", "Bearer HEADER");
        assert_eq!(format!("{request:?}"), "POST api.example, 15 bytes");
    }

    #[test]
    fn this_machine_is_known_by_its_addresses() {
        for url in ["http://127.0.0.1:80/a", "http://localhost", "http://[::1]:8080/", "https://u@127.0.0.2/"]
        {
            assert!(is_this_machine(url), "{url}");
        }
        for url in [
            "https://example.com/127.0.0.1",
            "http://localhost.example",
            "http://10.0.0.1",
            "",
            "http://[::2]/",
        ] {
            assert!(!is_this_machine(url), "{url}");
        }
    }
}
