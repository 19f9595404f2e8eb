//! `GET /v1/events`: all that happened, in the order of commits, page by page or as it comes.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::response::sse::{self, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Value as Json, json};

use super::body::{number, parameters};
use super::events::values::instant;
use super::problem::{Fault, Problem};
use super::{Answer, Api, told};
use crate::program::Name;
use crate::shell::runtime::service::State as ServiceState;
use crate::shell::runtime::store::feed::{self, Entry};

/// How many events a page has, unless somebody asks for fewer or more.
const PAGE: u64 = 100;
const PAGE_MAX: u64 = 1000;
/// The largest number that everybody's JSON reads exactly.
const NUMBER_MAX: u64 = (1 << 53) - 1;
/// How often a follower looks whether something was committed; the store is only read when something was.
const LOOK: Duration = Duration::from_millis(50);

/// Whose events, behind which number.
#[derive(Debug, Clone)]
struct From {
    contact: Option<Name>,
    number: u64,
    limit: usize,
}

/// A page of events, or for `text/event-stream` all that come.
pub async fn follow(
    State(api): State<Arc<Api>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let given = parameters(query.as_deref(), &["contact", "after", "since", "limit"])?;
    let limit = number(&given, "limit", PAGE, 1..=PAGE_MAX)? as usize;
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let stream = header(ACCEPT.as_str()).is_some_and(|accept| accept.contains("text/event-stream"));
    // Who comes back after a broken line says what it had last.
    let last = header("last-event-id").filter(|_| stream).and_then(|id| id.parse().ok());
    let after = match (last, given.contains_key("after")) {
        (Some(last), _) => Some(last),
        (None, true) => Some(number(&given, "after", 0, 0..=NUMBER_MAX)?),
        (None, false) => None,
    };
    let since = given.get("since").map(|text| {
        instant(text).ok_or_else(|| {
            let remedy = "write it as RFC 3339 does: `2026-03-02T09:00:00Z`";
            Problem::invalid(vec![Fault::new("since", format!("`{text}` is no instant"), remedy)])
        })
    });
    let number = match (after, since.transpose()?) {
        (Some(after), _) => after,
        (None, Some(since)) => api.read(move |connection| feed::before(connection, since)).await?,
        (None, None) if stream => api.read(feed::latest).await?,
        (None, None) => 0,
    };
    let contact = given.get("contact").map(|name| name.as_str().into());
    let from = From { contact, number, limit };
    if stream {
        return Ok(as_it_comes(api, from));
    }
    let entries = read(&api, &from).await?;
    let next = entries.last().map_or(from.number, |entry| entry.number);
    let rows: Vec<Json> = entries.iter().map(told::entry).collect();
    Ok(Answer::json(200, &json!({ "events": rows, "next": next.to_string() })).into_response())
}

async fn read(api: &Api, from: &From) -> Result<Vec<Entry>, Problem> {
    let From { contact, number, limit } = from.clone();
    api.read(move |connection| match &contact {
        Some(contact) => feed::of_contact(connection, contact, number, limit),
        None => feed::after(connection, number, limit),
    })
    .await
}

fn as_it_comes(api: Arc<Api>, from: From) -> Response {
    let following = Following { api, from, entries: Vec::new().into_iter(), commits: None };
    let events = stream::unfold(following, |mut following| async move {
        let event = following.next().await?;
        Some((Ok::<_, Infallible>(event), following))
    });
    Sse::new(events).keep_alive(sse::KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}

struct Following {
    api: Arc<Api>,
    from: From,
    entries: std::vec::IntoIter<Entry>,
    /// How many commits there were when nothing new was found.
    commits: Option<u64>,
}

impl Following {
    async fn next(&mut self) -> Option<sse::Event> {
        loop {
            if let Some(entry) = self.entries.next() {
                self.from.number = entry.number;
                let event = sse::Event::default().id(entry.number.to_string());
                return Some(event.data(told::entry(&entry).to_string()));
            }
            match self.api.service.state() {
                ServiceState::Running | ServiceState::Unwritable(_) => {}
                ServiceState::Stopped | ServiceState::Broken(_) => return None,
            }
            if self.api.is_stopping() {
                return None;
            }
            let commits = self.api.service.metrics().commits_total.get();
            if self.commits == Some(commits) {
                tokio::time::sleep(LOOK).await;
                continue;
            }
            // What cannot be read ends the stream; whoever follows comes back with the last number.
            let entries = read(&self.api, &self.from).await.ok()?;
            if entries.is_empty() {
                self.commits = Some(commits);
            }
            self.entries = entries.into_iter();
        }
    }
}
