//! Meta's Graph API, as far as WhatsApp, Messenger and Instagram share it: how it tells of errors and limits.
//!
//! Sources: Meta, *Graph API: handling errors*; *Graph API: rate limits* (`X-Business-Use-Case-Usage`).

use std::time::Duration;

use serde_json::Value;

use super::answers::{by_status, number, retry_after, text, wait};
use crate::shell::runtime::connector::Outcome;
use crate::shell::runtime::transport::{Request, Response};

/// Where the Graph API is.
pub const API: &str = "https://graph.facebook.com";
/// Its version, unless the operator says otherwise.
pub const VERSION: &str = "v25.0";

/// Codes of every product that pass: unknown trouble (1, 2), limits (4, 17, 32, 341, 613), and what the operator has
/// to mend: the token (0, 102, 190, 463, 467) and permissions (3, 200 to 299).
fn passes(code: i64) -> bool {
    matches!(code, 0 | 1 | 2 | 3 | 4 | 17 | 32 | 102 | 190 | 200..=299 | 341 | 463 | 467 | 613)
}

/// Codes of one product that decide for themselves.
pub struct Codes {
    /// These pass.
    pub passing: &'static [i64],
    /// These are for good.
    pub lasting: &'static [i64],
    /// These subcodes are for good, whatever the code.
    pub lasting_subcodes: &'static [i64],
}

/// A request with a token.
pub fn request(url: String, token: &str, body: &Value) -> Request {
    Request::json(url, body).with("authorization", format!("Bearer {token}"))
}

/// What an answer means; `id` is the path of the message's id in a good one.
pub fn outcome(response: &Response, id: &str, codes: &Codes) -> Outcome {
    let body = response.json();
    let code = number(&body, "/error/code");
    let subcode = number(&body, "/error/error_subcode");
    let Some(code) = code else {
        let found = text(&body, id);
        return by_status(response, "").unwrap_or_else(|| match found {
            "" => Outcome::Unknown { why: "Meta's answer names no message".to_owned() },
            found => Outcome::Sent { provider_id: Some(found.to_owned()) },
        });
    };
    let subcode_shown = subcode.map(|subcode| format!("/{subcode}")).unwrap_or_default();
    let details = text(&body, "/error/error_data/details");
    let words = format!("{code}{subcode_shown} {} {details}", text(&body, "/error/message"));
    let why = super::answers::cut(words.trim()).to_owned();
    let lasting = codes.lasting.contains(&code)
        || subcode.is_some_and(|subcode| codes.lasting_subcodes.contains(&subcode));
    let passing = codes.passing.contains(&code) || passes(code);
    match (lasting, passing, by_status(response, &words)) {
        (true, ..) => Outcome::Failed { why },
        (false, true, _) => Outcome::Retry { after: retry_after(response).or_else(|| regain(response)), why },
        (false, false, Some(outcome)) => outcome,
        // An error is an error, whatever status stands on it.
        (false, false, None) => Outcome::Failed { why },
    }
}

/// When the account may send again: the longest of the times in `X-Business-Use-Case-Usage`, in minutes.
fn regain(response: &Response) -> Option<Duration> {
    let usage: Value = serde_json::from_str(response.header("x-business-use-case-usage")?).ok()?;
    let accounts = usage.as_object()?.values().filter_map(Value::as_array).flatten();
    let minutes =
        accounts.filter_map(|usage| usage.get("estimated_time_to_regain_access")?.as_u64()).max()?;
    (minutes > 0).then(|| wait(minutes.saturating_mul(60)))
}
