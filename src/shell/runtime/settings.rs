//! `[run]` of `flowc.toml`: how the service runs.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use toml::de::DeTable;

use super::{http, service};
use crate::shell::failure::Failure;
use crate::shell::runtime::connectors::settings::Page;

/// `[run]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Run {
    /// The file of the store; a relative one is below the workspace's folder.
    pub store: Option<PathBuf>,
    /// How many events may wait before more are refused.
    pub events_waiting_max: Option<u32>,
    /// How many deliveries may wait before events are refused.
    pub deliveries_waiting_max: Option<u32>,
    /// How many attempts to deliver run at the same time.
    pub attempts_at_once: Option<u16>,
    /// How many of them on one channel.
    pub attempts_at_once_per_channel: Option<u16>,
    /// How many hours a delivery is tried again before it counts as failed.
    pub retry_hours: Option<u16>,
    /// How many days events stay in the history; without it, for ever.
    pub history_days: Option<NonZeroU16>,
    /// How many seconds a stop waits for attempts that are on their way.
    pub stop_seconds: Option<u16>,
    /// How many contacts are kept in memory.
    pub contacts_in_memory: Option<u32>,
    /// Where the API listens.
    pub listen: Option<SocketAddr>,
    /// The address under which the world knows the API.
    pub public_url: Option<String>,
    /// The largest body of a request.
    pub body_bytes_max: Option<u32>,
    /// How many requests a token has in a second.
    pub requests_per_second: Option<u32>,
    /// How often an address may come without a good token or signature in a minute.
    pub wrong_tokens_per_minute: Option<u32>,
    /// The proxies that are believed when they tell who called them.
    pub trusted_proxies: Vec<http::client::Network>,
    /// The header in which they tell it.
    pub client_address_header: Option<String>,
    /// Who may use the API.
    pub tokens: BTreeMap<String, http::access::Settings>,
}

impl Run {
    /// Reads `[run]` from the text of a `flowc.toml`, and leaves its other tables alone.
    ///
    /// # Errors
    ///
    /// When the text is no TOML, or the table has an unknown key or a value that cannot be.
    ///
    /// ```
    /// use flowc::shell::runtime::settings::Run;
    /// assert_eq!(Run::read("flowc.toml", "[run]\nretry_hours = 2\n").unwrap().retry_hours, Some(2));
    /// let days = Run::read("flowc.toml", "[run]\nhistory_days = 2\n").unwrap().service().keep_for;
    /// assert_eq!(days, Some(std::time::Duration::from_secs(2 * 86_400)));
    /// assert_eq!(Run::default().service().keep_for, None);
    /// assert!(Run::read("flowc.toml", "[run]\nhistory_days = 0\n").is_err());
    /// let told = Run::read("flowc.toml", "[run]\nretry_hour = 2\n").unwrap_err().to_string();
    /// assert_eq!(told, "flowc.toml:2:1: unknown key `retry_hour`");
    /// ```
    pub fn read(file: &str, text: &str) -> Result<Self, Failure> {
        let page = Page::new(file, text);
        let mut root = DeTable::parse(text).map_err(|error| page.told(&error, ""))?.into_inner();
        match root.remove("run") {
            Some(value) => page.typed(value, ""),
            None => Ok(Self::default()),
        }
    }

    /// The settings of the service's outside.
    pub fn http(&self) -> http::settings::Settings {
        let usual = http::settings::Settings::default();
        let limits = http::settings::Limits {
            body_bytes_max: self.body_bytes_max.map_or(usual.limits.body_bytes_max, |max| max as usize),
            requests_per_second: self.requests_per_second.unwrap_or(usual.limits.requests_per_second),
            wrong_tokens_per_minute: self
                .wrong_tokens_per_minute
                .unwrap_or(usual.limits.wrong_tokens_per_minute),
            ..usual.limits
        };
        http::settings::Settings {
            listen: self.listen.unwrap_or(usual.listen),
            public_url: self.public_url.clone(),
            trusted_proxies: self.trusted_proxies.clone(),
            client_address_header: self.client_address_header.clone(),
            tokens: self.tokens.clone(),
            limits,
        }
    }

    /// The service's own settings.
    pub fn service(&self) -> service::Settings {
        let usual = service::Settings::default();
        let hours = |hours: u16| Duration::from_secs(u64::from(hours) * 3600);
        service::Settings {
            queue_max: self.events_waiting_max.map_or(usual.queue_max, |max| max as usize),
            outbox_max: self.deliveries_waiting_max.map_or(usual.outbox_max, u64::from),
            attempts_at_once: self.attempts_at_once.map_or(usual.attempts_at_once, |max| max.max(1).into()),
            attempts_at_once_per_lane: self
                .attempts_at_once_per_channel
                .map_or(usual.attempts_at_once_per_lane, |max| max.max(1).into()),
            retry_for: self.retry_hours.map_or(usual.retry_for, hours),
            keep_for: self.history_days.map(|days| Duration::from_secs(u64::from(days.get()) * 86_400)),
            stop_within: self
                .stop_seconds
                .map_or(usual.stop_within, |seconds| Duration::from_secs(seconds.into())),
            contacts_cached: self.contacts_in_memory.map_or(usual.contacts_cached, |max| max as usize),
            ..usual
        }
    }
}
