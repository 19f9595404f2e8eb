//! What comes in: a file for each provider, which checks a request's signature and reads what it says.
//!
//! Kinds of events that are not known are passed over with 200, since a provider would send them again for ever. A
//! request whose signature does not fit is answered with 403, one that is signed and cannot be read with 400.

pub mod line;
pub mod messenger;
pub mod meta;
pub mod telegram;
pub mod twilio;
pub mod viber;
pub mod whatsapp;

use serde_json::Value as Json;

use super::connector::{Incoming, IncomingKind, WebhookAnswer};
use crate::engine::EventKind;
use crate::program::{Name, Value};
use crate::time::Instant;

/// What came in is good.
pub fn taken(incoming: Vec<Incoming>) -> WebhookAnswer {
    WebhookAnswer { status: 200, content_type: "application/json", body: "{}".to_owned(), incoming }
}

/// Nothing comes in.
pub fn refused(status: u16, why: &str) -> WebhookAnswer {
    let body = serde_json::json!({ "error": why }).to_string();
    WebhookAnswer { status, content_type: "application/json", body, incoming: Vec::new() }
}

/// The signature is missing or does not fit.
pub fn unsigned() -> WebhookAnswer {
    refused(403, "the signature does not fit")
}

/// The body is signed and is not what the provider's documentation says.
pub fn unreadable() -> WebhookAnswer {
    refused(400, "the body cannot be read")
}

/// A message of the contact.
fn message(text: impl Into<Name>) -> IncomingKind {
    IncomingKind::Message { text: text.into() }
}

/// The contact will have no more of the channel.
fn opted_out(channel: &Name) -> IncomingKind {
    IncomingKind::Event(EventKind::OptedOut { channel: Some(channel.clone()) })
}

/// A text of a provider's JSON; empty texts are none.
fn text<'a>(json: &'a Json, path: &str) -> Option<&'a str> {
    json.pointer(path).and_then(Json::as_str).filter(|text| !text.is_empty())
}

/// A number or a text of a provider's JSON, as text: ids are either.
fn id(json: &Json, path: &str) -> Option<String> {
    match json.pointer(path)? {
        Json::String(id) if !id.is_empty() => Some(id.clone()),
        Json::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// A list of a provider's JSON; what is none is empty.
fn list<'a>(json: &'a Json, path: &str) -> impl Iterator<Item = &'a Json> {
    json.pointer(path).and_then(Json::as_array).into_iter().flatten()
}

/// Milliseconds since 1970 as an instant.
fn at_millis(json: &Json, path: &str) -> Option<Instant> {
    json.pointer(path).and_then(Json::as_i64).map(Instant::from_millis)
}

/// Seconds since 1970, a number or a text of digits, as an instant.
fn at_seconds(json: &Json, path: &str) -> Option<Instant> {
    let seconds: i64 = id(json, path)?.parse().ok()?;
    seconds.checked_mul(1000).map(Instant::from_millis)
}

/// Fields of a contact, of those that the provider told.
fn profile<const N: usize>(fields: [(&str, Option<&str>); N]) -> Vec<(Name, Value)> {
    let known = fields.into_iter().filter_map(|(field, value)| Some((field, value?)));
    known.map(|(field, value)| (field.into(), Value::Text(value.into()))).collect()
}
