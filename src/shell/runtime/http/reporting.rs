//! `POST /v1/events`: what happened is taken, durably, before it is answered.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use serde_json::{Value as Json, json};

use super::access::Caller;
use super::body::{bytes, media_type, not_taken, parameters, parse};
use super::events::Given;
use super::events::cloud::{self, is_json};
use super::events::reading::Reading;
use super::problem::{Fault, Problem};
use super::{Answer, Api};
use crate::program::Name;
use crate::shell::runtime::service::Taken;

/// One event or many, all of which are taken or none.
pub async fn report(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Answer, Problem> {
    parameters(query.as_deref(), &[])?;
    let announced = media_type(&headers);
    if !is_json(&announced) {
        return Err(not_taken(&announced, "application/json"));
    }
    let bytes = bytes(&headers, body, &api.limits).await?;
    let body: Json = parse(&bytes)?;
    let given = read(&api, &caller, &announced, &headers, &body).map_err(Problem::invalid)?;
    let told: Vec<(Name, Name)> =
        given.iter().map(|given| (given.contact.clone(), given.event.id.clone())).collect();
    let events = given.into_iter().map(|given| (given.contact, given.event)).collect();
    let accepted = api.service.accept(events).map_err(super::refused)?.await.map_err(super::refused)?;
    let any_new = accepted.iter().any(|accepted| accepted.taken != Taken::Before);
    let rows = told.iter().zip(&accepted).map(|((contact, id), accepted)| {
        json!({
            "contact": contact,
            "id": id,
            "status": status(accepted.taken),
            "sequence": accepted.sequence,
        })
    });
    let rows: Vec<Json> = rows.collect();
    Ok(Answer::json(if any_new { 202 } else { 200 }, &json!({ "events": rows })))
}

/// The events of a body, in the form that it is announced in.
fn read(
    api: &Api,
    caller: &Caller,
    announced: &str,
    headers: &HeaderMap,
    body: &Json,
) -> Result<Vec<Given>, Vec<Fault>> {
    let version = api.service.version();
    let new_id = || api.ids.next();
    let reading = Reading { program: &version.program, caller, now: api.service.now(), new_id: &new_id };
    match announced {
        cloud::EVENT => reading.cloud_event(body),
        cloud::BATCH => reading.cloud_batch(body),
        _ => {
            let headers: Vec<(String, String)> = headers
                .iter()
                .map(|(name, value)| {
                    (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
                })
                .collect();
            reading.binary(&headers, body).unwrap_or_else(|| reading.events(body))
        }
    }
}

/// The word for what became of an event.
pub fn status(taken: Taken) -> &'static str {
    match taken {
        Taken::Now => "accepted",
        Taken::Before => "duplicate",
        Taken::Kept => "kept",
    }
}
