//! What `[run]` of `flowc.toml` says of the service's outside.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use super::access::{self, Access};
use super::client::{Network, Proxies};
use crate::shell::failure::Failure;
use crate::shell::runtime::secrets::Secrets;

/// The outside of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The address under which the world knows it; some providers sign the address that they call.
    pub public_url: Option<String>,
    /// The proxies that are believed when they tell who called them.
    pub trusted_proxies: Vec<Network>,
    /// The header in which they tell it.
    pub client_address_header: Option<String>,
    /// The tokens, by name.
    pub tokens: BTreeMap<String, access::Settings>,
    /// How much it takes.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        let listen = SocketAddr::from(([127, 0, 0, 1], 8787));
        Self {
            listen,
            public_url: None,
            trusted_proxies: Vec::new(),
            client_address_header: None,
            tokens: BTreeMap::new(),
            limits: Limits::default(),
        }
    }
}

impl Settings {
    /// The tokens, looked up.
    ///
    /// # Errors
    ///
    /// When one is missing or cannot be, and when there are none although others than this machine could call.
    pub fn access(&self, secrets: &Secrets) -> Result<Access, Failure> {
        let tokens = self.tokens.iter().map(|(name, settings)| (name.as_str(), settings));
        let access = Access::new(tokens, secrets)?;
        if access.is_open() && !self.listen.ip().is_loopback() {
            let fact = format!("without tokens the service does not listen on `{}`", self.listen.ip());
            return Err(Failure::new(fact)
                .because("anybody who reaches it could read and write everything")
                .help("set up `[run.tokens.NAME]` in `flowc.toml`, or listen on 127.0.0.1"));
        }
        Ok(access)
    }

    /// The proxies in front, and how they tell who called them.
    ///
    /// # Errors
    ///
    /// When the header cannot be.
    pub fn proxies(&self) -> Result<Proxies, Failure> {
        Proxies::new(&self.trusted_proxies, self.client_address_header.as_deref())
    }
}

/// How much the service takes of whoever calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest body.
    pub body_bytes_max: usize,
    /// The most headers; twice as many lines would be somebody's mistake, or an attack.
    pub headers_max: usize,
    /// The most requests of one token in a second; twice as many may come at once.
    pub requests_per_second: u32,
    /// How often an address may come without a good token or signature in a minute, and as often at once.
    pub wrong_tokens_per_minute: u32,
    /// How long the headers of a request may take, and a connection may rest between two requests.
    pub headers_within: Duration,
    /// How long a body may take.
    pub body_within: Duration,
    /// How long a client may take nothing of an answer.
    pub answer_within: Duration,
    /// How many connections there may be at once; the next ones wait.
    pub connections_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes_max: 1 << 20,
            headers_max: 64,
            requests_per_second: 500,
            wrong_tokens_per_minute: 30,
            headers_within: Duration::from_secs(15),
            body_within: Duration::from_secs(20),
            answer_within: Duration::from_secs(20),
            connections_max: 1024,
        }
    }
}
