//! The service's outside: the HTTP API, who may use it and how much.
//!
//! [`routes`] is the list of addresses, each with its door. A request passes [`guard`] first; what it says is read whole
//! and checked before anything is done; what it changes is committed before it is answered.

pub mod access;
pub mod body;
pub mod client;
pub mod events;
pub mod guard;
pub mod guesses;
pub mod openapi;
pub mod problem;
pub mod rate;
pub mod routes;
pub mod server;
pub mod settings;

mod acting;
mod contacts;
mod follow;
mod health;
mod hooks;
mod ids;
mod path;
mod reporting;
mod told;

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::{Router, middleware};
use rusqlite::Connection;
use serde_json::Value as Json;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

pub use self::contacts::{because, pending_of};
pub use self::told::{entry, event_in_words, page, pending as pending_row, set_aside, type_of};

use self::access::Access;
use self::client::Proxies;
use self::guesses::Guesses;
use self::ids::Ids;
use self::problem::{Kind, Problem};
use self::rate::Rate;
use self::settings::{Limits, Settings};
use super::secrets::Secrets;
use super::service::{Commit, Refusal, Room, Service};
use super::store::StoreError;
use crate::shell::failure::Failure;

/// What the API works with.
pub struct Api {
    service: Service,
    access: Access,
    rate: Rate,
    proxies: Proxies,
    guesses: Guesses,
    limits: Limits,
    public_url: Option<String>,
    ids: Ids,
    probe: health::Probe,
    stopping: watch::Receiver<bool>,
}

impl Api {
    /// The outside of a running service. `stopping` says when nothing new is to be begun.
    ///
    /// # Errors
    ///
    /// When a token is missing, or there is none although others than this machine could call, and when the header
    /// of the proxies cannot be.
    pub fn new(
        service: Service,
        settings: &Settings,
        secrets: &Secrets,
        stopping: watch::Receiver<bool>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            service,
            access: settings.access(secrets)?,
            rate: Rate::new(settings.limits.requests_per_second),
            proxies: settings.proxies()?,
            guesses: Guesses::new(settings.limits.wrong_tokens_per_minute),
            limits: settings.limits,
            public_url: settings.public_url.clone(),
            ids: Ids::default(),
            probe: health::Probe::default(),
            stopping,
        })
    }

    /// Asks the store, beside the writer.
    async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Problem> {
        let reader = self.service.reader();
        let answer = spawn_blocking(move || reader.ask(question)).await;
        answer.expect("api: questions do not panic").map_err(|error| {
            tracing::error!(%error, "the store could not be read");
            Problem::new(Kind::Unavailable, error.to_string()).retry_after(1)
        })
    }

    /// Does something in a transaction of the writer, when there is room for what counts as so many events.
    async fn write<T: Send + 'static>(
        &self,
        room: Room,
        events: usize,
        act: impl FnOnce(&mut Commit<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Problem> {
        self.service.submit(room, events, act).map_err(refused)?.await.map_err(refused)
    }

    fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// The address that was called, as the world knows it.
    fn public_address(&self, headers: &HeaderMap, uri: &Uri) -> String {
        let path = uri.path_and_query().map_or(uri.path(), |path| path.as_str());
        match &self.public_url {
            Some(url) => format!("{}{path}", url.trim_end_matches('/')),
            None => {
                let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
                format!("http://{host}{path}")
            }
        }
    }
}

/// All addresses of the API, for a server that puts a [`client::Peer`] into each request.
pub fn router(api: Api) -> Router {
    let api = Arc::new(api);
    let mut router = Router::new();
    for route in routes::all() {
        let guarded = from_fn_with_state((api.clone(), route.door), guard::guard);
        router = router.route(route.path, route.handler.layer(guarded));
    }
    router
        .fallback(|| async { Problem::new(Kind::NotFound, "there is nothing at this address") })
        .method_not_allowed_fallback(|| async {
            let detail = "the address does not take this method";
            Problem::new(Kind::MethodNotAllowed, detail).remedy("`/v1/openapi.json` lists what it takes")
        })
        .layer(middleware::map_response(unsniffed))
        .with_state(api)
}

/// What browsers are to make of answers: nothing but what they are announced as, and nothing to keep.
async fn unsniffed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("cache-control", HeaderValue::from_static("no-store"));
    response
}

/// The answer to what the service did not take.
fn refused(refusal: Refusal) -> Problem {
    let told = refusal.to_string();
    match refusal {
        Refusal::Busy => {
            Problem::new(Kind::Busy, told).remedy("send the same again in a while").retry_after(1)
        }
        Refusal::Unwritable { .. } | Refusal::Stopped => {
            Problem::new(Kind::Unavailable, told).remedy("send the same again in a while").retry_after(1)
        }
        Refusal::Unfit { .. } => Problem::new(Kind::Invalid, told),
    }
}

/// An answer that says what was asked for.
#[derive(Debug)]
pub struct Answer {
    status: u16,
    media_type: &'static str,
    body: String,
}

impl Answer {
    /// A document.
    pub fn json(status: u16, document: &Json) -> Self {
        Self { status, media_type: "application/json", body: document.to_string() }
    }

    /// A text of that media type.
    pub const fn text(status: u16, media_type: &'static str, body: String) -> Self {
        Self { status, media_type, body }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        response
    }
}
