//! What stands before every address: the host, the token, its role, and how many requests it has left.

use std::sync::Arc;
use std::time::Instant as Tick;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, HOST};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Api;
use super::access::{Caller, Role};
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
    let address = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    let (caller, response) = match admit(&api, door, request.headers()) {
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

fn admit(api: &Api, door: Door, headers: &HeaderMap) -> Result<Caller, Problem> {
    if api.access.is_open() {
        is_here(headers)?;
    }
    let authorization = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let caller = match door {
        Door::Open => return Ok(Caller::unknown("anybody")),
        Door::Signed => Caller::unknown("providers"),
        Door::Token(role) => api.access.admit(authorization, role)?,
    };
    api.rate.take(&caller.name, api.service.now()).map_err(|millis| {
        let detail = format!("`{}` asks more often than it may", caller.name);
        let remedy = "send several events in one request, or raise `requests_per_second` in `[run]`";
        Problem::new(Kind::TooManyRequests, detail).remedy(remedy).retry_after(millis.div_ceil(1000))
    })?;
    Ok(caller)
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
