//! What stands before every address: the host, the token, its role, and how many requests it has left.

use std::sync::Arc;
use std::time::Instant as Tick;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, HOST};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Api;
use super::access::{Caller, Role, lacks, unauthorized};
use super::client::{Client, Peer};
use super::guesses::Failed;
use super::problem::{Kind, Problem};

/// Who may pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Everybody: there is nothing to see but that the service is there.
    Open,
    /// Whoever signs what they send; the address itself looks at that.
    Signed,
    /// Who has a token with that role.
    Token(Role),
}

/// Lets a request through, or answers it.
///
/// The log names the address as the document writes it, since paths hold ids of contacts.
pub async fn guard(
    State((api, door)): State<(Arc<Api>, Door)>,
    mut request: Request,
    next: Next,
) -> Response {
    let begun = Tick::now();
    let client = api.client(&request);
    request.extensions_mut().insert(client);
    let address = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    let (caller, response) = match admit(&api, door, &client, request.headers()) {
        Ok(caller) => {
            let name = caller.name.clone();
            request.extensions_mut().insert(caller);
            (name, next.run(request).await)
        }
        Err(problem) => (String::new(), problem.into_response()),
    };
    let (status, micros) = (response.status().as_u16(), begun.elapsed().as_micros() as u64);
    let address = address.unwrap_or_default();
    tracing::debug!(%method, address, status, micros, caller, "answered");
    response
}

fn admit(api: &Api, door: Door, client: &Client, headers: &HeaderMap) -> Result<Caller, Problem> {
    if api.access.is_open() {
        is_here(headers)?;
    }
    let role = match door {
        Door::Open => return Ok(Caller::unknown("anybody")),
        Door::Signed => return Ok(Caller::unknown("providers")),
        Door::Token(role) => role,
    };
    let authorization = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some(caller) = api.access.caller(authorization) else {
        api.failed(client)?;
        return Err(unauthorized());
    };
    if !api.access.is_open() {
        api.let_in(client, &caller.name)?;
    }
    api.keep_pace(&caller.name)?;
    if caller.has(role) { Ok(caller) } else { Err(lacks(&caller, role)) }
}

impl Api {
    /// Who sent a request, as far as addresses tell.
    fn client(&self, request: &Request) -> Client {
        let Peer(peer) = *request.extensions().get().expect("guard: the server says who is connected");
        self.proxies.client(peer, request.headers())
    }

    /// Somebody shows nothing good.
    ///
    /// # Errors
    ///
    /// When that came too often from there to be answered as what it is.
    pub(super) fn failed(&self, client: &Client) -> Result<(), Problem> {
        match self.guesses.failed(client, self.service.now()) {
            Failed::Told => {
                self.service.metrics().unauthorized_total.add(1);
                Ok(())
            }
            Failed::TurnedAway { millis, first } => {
                if first {
                    let address = client.network;
                    tracing::warn!(%address, "too much comes from there without a good token or signature");
                }
                Err(self.turned_away(millis))
            }
        }
    }

    /// Lets somebody in who shows what is good.
    ///
    /// # Errors
    ///
    /// When so much came from there that this may be a guess.
    pub(super) fn let_in(&self, client: &Client, name: &str) -> Result<(), Problem> {
        let let_in = self.guesses.let_in(client, name, self.service.now());
        let_in.map_err(|millis| self.turned_away(millis))
    }

    /// Whether it is worth to look at what somebody shows.
    ///
    /// # Errors
    ///
    /// When it would count for nothing.
    pub(super) fn may_try(&self, client: &Client, name: &str) -> Result<(), Problem> {
        let may_try = self.guesses.may_try(client, name, self.service.now());
        may_try.map_err(|millis| self.turned_away(millis))
    }

    fn turned_away(&self, millis: u64) -> Problem {
        self.service.metrics().turned_away_total.add(1);
        let detail = "too many requests without a good token or signature came from this address";
        let remedy = "come again with a good one; behind a proxy, name it in `trusted_proxies` in `[run]`";
        Problem::new(Kind::TooManyFailures, detail).remedy(remedy).retry_after(millis.div_ceil(1000))
    }

    /// Takes one of the requests that the caller has.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub(super) fn keep_pace(&self, caller: &str) -> Result<(), Problem> {
        self.rate.take(caller, self.service.now()).map_err(|millis| {
            let detail = format!("`{caller}` asks more often than it may");
            let remedy = "send several events in one request, or raise `requests_per_second` in `[run]`";
            Problem::new(Kind::TooManyRequests, detail).remedy(remedy).retry_after(millis.div_ceil(1000))
        })
    }
}

/// Without tokens, pages of other hosts must not reach the service by a name that leads to this machine.
fn is_here(headers: &HeaderMap) -> Result<(), Problem> {
    let host = headers.get(HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let loopback = name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    if loopback || name.eq_ignore_ascii_case("localhost") {
        return Ok(());
    }
    let detail = format!("without tokens the service answers to this machine's own names, not to `{name}`");
    Err(Problem::new(Kind::Misdirected, detail).remedy("set up `[run.tokens.NAME]` in `flowc.toml`"))
}
