//! `/v1/hooks/{connector}`: what providers report, each in its own form and with its own signature.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{OriginalUri, Path, Request, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use tokio::task::spawn_blocking;

use super::body::bytes;
use super::client::Client;
use super::problem::{Kind, Problem};
use super::{Answer, Api};
use crate::program::Name;
use crate::shell::runtime::arrivals::{self, Arrival};
use crate::shell::runtime::connector::{Incoming, IncomingKind, WebhookRequest};
use crate::shell::runtime::service::{Refusal, Room, Service};

/// A provider's request: answered once what it reports is committed.
pub async fn receive(
    State(api): State<Arc<Api>>,
    Extension(client): Extension<Client>,
    Path(name): Path<String>,
    OriginalUri(uri): OriginalUri,
    request: Request,
) -> Result<Response, Problem> {
    let Some(webhook) = api.service.connectors().webhooks.get(name.as_str()).cloned() else {
        let detail = format!("no connector `{name}` takes webhooks");
        let remedy = "name it in `[connectors.NAME]`, with the secret that signs what comes in";
        api.failed(&client)?;
        return Err(Problem::new(Kind::NotFound, detail).remedy(remedy));
    };
    let caller = format!("hooks/{name}");
    api.may_try(&client, &caller)?;
    let (Parts { method, headers, .. }, body) = request.into_parts();
    let body = bytes(&headers, body, &api.limits).await?;
    let url = api.public_address(&headers, &uri);
    let headers: Vec<(String, String)> = headers
        .iter()
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    let answer = webhook.receive(&WebhookRequest {
        method: method.as_str(),
        query: uri.query().unwrap_or_default(),
        url: &url,
        headers: &headers,
        body: &body,
        now: api.service.now(),
    });
    if answer.status == 403 || answer.status == 401 {
        api.failed(&client)?;
        tracing::warn!(connector = %name, "a request with a wrong signature was refused");
        return Ok(Answer::text(answer.status, answer.content_type, answer.body).into_response());
    }
    api.let_in(&client, &caller)?;
    api.keep_pace(&caller)?;
    if (200..300).contains(&answer.status) && !answer.incoming.is_empty() {
        let incoming = answer.incoming;
        let arrivals = api.take_in(incoming).await?;
        let new = arrivals.iter().filter(|arrival| **arrival == Arrival::Taken).count();
        tracing::debug!(connector = %name, reports = arrivals.len(), new, "a provider reported");
    }
    Ok(Answer::text(answer.status, answer.content_type, answer.body).into_response())
}

impl Api {
    /// Takes what a provider reported.
    async fn take_in(&self, incoming: Vec<Incoming>) -> Result<Vec<Arrival>, Problem> {
        // Of what becomes of messages nothing new goes out, the next channel of `via` excepted.
        let report = |incoming: &Incoming| {
            matches!(incoming.kind, IncomingKind::Delivered { .. } | IncomingKind::Failed { .. })
        };
        let room = if incoming.iter().all(report) { Room::InQueue } else { Room::InQueueAndOutbox };
        // Whoever is to be asked what a message means is only asked when it will be taken.
        let refused = |_: &Refusal| self.service.metrics().refused_total.add(incoming.len() as u64);
        self.service.room(room).inspect_err(refused).map_err(super::refused)?;
        let (service, told) = (self.service.clone(), incoming.clone());
        let heard = spawn_blocking(move || hear(&service, &told)).await.expect("api: hearing does not panic");
        let arrivals =
            self.write(room, incoming.len(), move |commit| arrivals::take(commit, &incoming, &heard)).await?;
        let new = arrivals.iter().filter(|arrival| **arrival == Arrival::Taken).count();
        self.service.metrics().events_total.add(new as u64);
        Ok(arrivals)
    }
}

/// The intents of each message, and none for everything else.
fn hear(service: &Service, incoming: &[Incoming]) -> Vec<Vec<Name>> {
    let hear = |incoming: &Incoming| match &incoming.kind {
        IncomingKind::Message { text } => service.hear(&incoming.address, text),
        IncomingKind::Failed { .. }
        | IncomingKind::Delivered { .. }
        | IncomingKind::Opened { .. }
        | IncomingKind::Dismissed { .. }
        | IncomingKind::Event(_) => Vec::new(),
    };
    incoming.iter().map(hear).collect()
}
