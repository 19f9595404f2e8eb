//! Viber's callbacks.
//!
//! Source: Viber, *REST Bot API*: callbacks (`X-Viber-Content-Signature`), receive message, failed, unsubscribed.

use serde_json::Value as Json;

use super::{at_millis, id, message, opted_out, profile, taken, text, unreadable, unsigned};
use crate::program::Name;
use crate::shell::runtime::connector::{Incoming, IncomingKind, Webhook, WebhookAnswer, WebhookRequest};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::signature::{hex, hmac_sha256, same};

/// Takes Viber's requests apart.
pub struct Viber {
    channel: Name,
    token: Secret,
}

impl Viber {
    /// For messages on that channel, signed with the bot's token.
    pub fn new(channel: Name, token: Secret) -> Self {
        Self { channel, token }
    }
}

impl Webhook for Viber {
    fn receive(&self, request: &WebhookRequest<'_>) -> WebhookAnswer {
        let given = request.header("x-viber-content-signature").unwrap_or_default();
        if !same(given, &signature(self.token.expose(), request.body)) {
            return unsigned();
        }
        let body: Option<Json> = serde_json::from_slice(request.body).ok();
        let event = body.and_then(|body| Some((text(&body, "/event")?.to_owned(), body)));
        event.map_or_else(unreadable, |(event, body)| {
            taken(read(&self.channel, &event, &body).into_iter().collect())
        })
    }
}

/// The signature of a body: HMAC-SHA256 in hexadecimal digits.
pub fn signature(token: &str, body: &[u8]) -> String {
    hex(&hmac_sha256(token.as_bytes(), &[body]))
}

fn read(channel: &Name, event: &str, body: &Json) -> Option<Incoming> {
    let token = id(body, "/message_token")?;
    let (address, kind) = match event {
        "message" => {
            let words = text(body, "/message/text").or(text(body, "/message/media")).map(str::to_owned);
            let kind = || text(body, "/message/type").map(|kind| format!("[{kind}]"));
            (text(body, "/sender/id")?, message(words.or_else(kind)?))
        }
        "unsubscribed" => (text(body, "/user_id")?, opted_out(channel)),
        "failed" => {
            let why = text(body, "/desc").unwrap_or("not delivered").to_owned();
            ("", IncomingKind::Failed { message: token.clone(), why })
        }
        "delivered" => ("", IncomingKind::Delivered { message: token.clone() }),
        _ => return None,
    };
    Some(Incoming {
        id: format!("viber:{event}:{token}"),
        at: at_millis(body, "/timestamp"),
        channel: channel.clone(),
        address: address.to_owned(),
        kind,
        profile: profile([
            ("language", text(body, "/sender/language")),
            ("country", text(body, "/sender/country")),
        ]),
    })
}
