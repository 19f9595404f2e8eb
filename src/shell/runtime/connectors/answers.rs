//! What all providers' answers have in common: statuses, limits, and silence.

use std::time::Duration;

use chrono::DateTime;
use serde_json::Value;

use crate::shell::runtime::connector::Outcome;
use crate::shell::runtime::transport::{Response, Silence};

/// No provider is waited for longer than that: what it asked for may be a slip.
const WAIT_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// How much of a provider's words is passed on.
const WORDS_MAX: usize = 300;

/// What becomes of a request without an answer.
pub fn without_answer(silence: Silence) -> Outcome {
    match silence {
        Silence::Unsent(why) => Outcome::Retry { after: None, why },
        Silence::Lost(why) => Outcome::Unknown { why },
        Silence::Unfit(why) => Outcome::Failed { why },
    }
}

/// What a status that means the same with every provider says; none when the provider's own words decide.
///
/// 2xx is the provider's to read. A gateway that gave up (502, 504) does not know whether the provider has the
/// message. A refused token (401) is the operator's to mend, so the message waits. The rest of 4xx is for good.
pub fn by_status(response: &Response, words: &str) -> Option<Outcome> {
    let status = response.status;
    let why = match words.is_empty() {
        true => format!("HTTP {status}"),
        false => format!("HTTP {status}: {}", cut(words)),
    };
    match status {
        200..=299 => None,
        401 | 407 | 408 | 421 | 425 | 429 => Some(Outcome::Retry { after: retry_after(response), why }),
        502 | 504 => Some(Outcome::Unknown { why }),
        500..=599 => Some(Outcome::Retry { after: retry_after(response), why }),
        300..=399 => Some(Outcome::Failed {
            why: format!("{why}: it answers with another address, which is not followed"),
        }),
        _ => Some(Outcome::Failed { why }),
    }
}

/// How long the provider asks to wait (RFC 9110, `Retry-After`): seconds, or a date beside its own `Date`.
pub fn retry_after(response: &Response) -> Option<Duration> {
    let value = response.header("retry-after")?.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(wait(seconds));
    }
    let until = DateTime::parse_from_rfc2822(value).ok()?;
    let now = DateTime::parse_from_rfc2822(response.header("date")?.trim()).ok()?;
    Some(wait((until - now).num_seconds().max(0).unsigned_abs()))
}

/// That many seconds, within reason.
pub fn wait(seconds: u64) -> Duration {
    Duration::from_secs(seconds).min(WAIT_MAX)
}

/// The text at a path of a JSON value; empty when there is none.
pub fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// The number at a path of a JSON value.
pub fn number(value: &Value, path: &str) -> Option<i64> {
    value.pointer(path).and_then(Value::as_i64)
}

/// The provider's id of what it took: a text or a number at that path.
pub fn id(value: &Value, path: &str) -> Option<String> {
    match value.pointer(path)? {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// A provider's words, cut where they get long.
pub fn cut(words: &str) -> &str {
    let end = words.char_indices().nth(WORDS_MAX).map_or(words.len(), |(at, _)| at);
    &words[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, headers: &[(&str, &str)]) -> Response {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Response { status, headers, body: Vec::new() }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        assert_eq!(retry_after(&response(429, &[("retry-after", "7")])), Some(Duration::from_secs(7)));
        let dates =
            [("retry-after", "Wed, 21 Oct 2026 07:28:30 GMT"), ("date", "Wed, 21 Oct 2026 07:28:00 GMT")];
        assert_eq!(retry_after(&response(429, &dates)), Some(Duration::from_secs(30)));
        assert_eq!(retry_after(&response(429, &[("retry-after", "soon")])), None);
        assert_eq!(retry_after(&response(429, &[("retry-after", "18446744073709551615")])), Some(WAIT_MAX));
    }

    #[test]
    fn statuses_are_told_apart() {
        let of = |status| by_status(&response(status, &[]), "");
        assert_eq!(of(204), None);
        assert!(matches!(of(301), Some(Outcome::Failed { .. })));
        assert!(matches!(of(400), Some(Outcome::Failed { .. })));
        assert!(matches!(of(401), Some(Outcome::Retry { .. })));
        assert!(matches!(of(503), Some(Outcome::Retry { .. })));
        assert!(matches!(of(504), Some(Outcome::Unknown { .. })));
    }
}
