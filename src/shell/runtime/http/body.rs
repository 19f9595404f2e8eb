//! Bodies and parameters of requests: read whole, within limits, before anything is done.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use futures_util::StreamExt;
use serde_json::Value as Json;
use tokio::time::timeout;

use super::events::cloud::is_json;
use super::problem::{Fault, Kind, Problem};
use super::settings::Limits;
use crate::diagnostics::suggest::{listed, nearest};

/// The body's bytes.
///
/// # Errors
///
/// When it is too large, breaks off, or takes too long.
pub async fn bytes(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<Vec<u8>, Problem> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > limits.body_bytes_max as u64) {
        return Err(too_large(limits));
    }
    let read = async {
        let mut stream = body.into_data_stream();
        let mut bytes = Vec::with_capacity(announced.map_or(0, |bytes| bytes as usize));
        while let Some(piece) = stream.next().await {
            let piece = piece.map_err(|_| Problem::new(Kind::BadRequest, "the body broke off"))?;
            if bytes.len() + piece.len() > limits.body_bytes_max {
                return Err(too_large(limits));
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    };
    timeout(limits.body_within, read).await.unwrap_or_else(|_| {
        let seconds = limits.body_within.as_secs();
        let detail = format!("the body did not arrive within {seconds} s");
        Err(Problem::new(Kind::TimedOut, detail).remedy("send it at once, or in smaller batches"))
    })
}

/// The body as JSON.
///
/// # Errors
///
/// When it is announced as something else, or is none.
pub async fn json(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<Json, Problem> {
    let announced = media_type(headers);
    if !is_json(&announced) {
        return Err(not_taken(&announced, "application/json"));
    }
    parse(&bytes(headers, body, limits).await?)
}

/// The bytes as JSON.
///
/// # Errors
///
/// When they are none.
pub fn parse(bytes: &[u8]) -> Result<Json, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let fault = Fault::new(place, error.to_string(), "send UTF-8 text that is JSON");
        Problem::new(Kind::BadRequest, "the body is no JSON").faults(vec![fault])
    })
}

/// What the body is announced as; empty when it is not.
pub fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The answer to a body that is announced as something that is not taken.
pub fn not_taken(announced: &str, taken: &str) -> Problem {
    let detail = match announced {
        "" => "there is no `Content-Type`".to_owned(),
        other => format!("`{other}` is not taken here"),
    };
    Problem::new(Kind::MediaType, detail).remedy(format!("send `Content-Type: {taken}`"))
}

/// The parameters behind `?`, each of them known and there once.
///
/// # Errors
///
/// When one is unknown, or there twice.
pub fn parameters(
    query: Option<&str>,
    known: &[&'static str],
) -> Result<BTreeMap<&'static str, String>, Problem> {
    let mut parameters = BTreeMap::new();
    let mut faults = Vec::new();
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match known.iter().find(|known| **known == name) {
            Some(known) => {
                if parameters.insert(*known, value.into_owned()).is_some() {
                    faults.push(Fault::new(*known, format!("`{name}` stands there twice"), "give it once"));
                }
            }
            None => {
                let remedy = match nearest(&name, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if known.is_empty() => "leave it out".to_owned(),
                    None => format!("there are {}", listed(known.iter().copied(), 16)),
                };
                faults.push(Fault::new(&*name, format!("there is no parameter `{name}`"), remedy));
            }
        }
    }
    if faults.is_empty() { Ok(parameters) } else { Err(Problem::invalid(faults)) }
}

/// A parameter that is a whole number within bounds.
///
/// # Errors
///
/// When it is none.
pub fn number(
    parameters: &BTreeMap<&'static str, String>,
    name: &'static str,
    default: u64,
    bounds: std::ops::RangeInclusive<u64>,
) -> Result<u64, Problem> {
    let Some(text) = parameters.get(name) else { return Ok(default) };
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| digits && bounds.contains(number));
    number.ok_or_else(|| {
        let remedy = format!("write a whole number from {} to {}", bounds.start(), bounds.end());
        Problem::invalid(vec![Fault::new(name, format!("`{text}` cannot be a `{name}`"), remedy)])
    })
}

fn too_large(limits: &Limits) -> Problem {
    let detail = format!("the body has more than {} bytes", limits.body_bytes_max);
    Problem::new(Kind::TooLarge, detail).remedy("send less at a time, or raise `body_bytes_max` in `[run]`")
}
