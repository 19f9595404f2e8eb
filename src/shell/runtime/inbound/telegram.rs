//! Telegram's updates.
//!
//! Source: *Telegram Bot API*: `setWebhook` (`secret_token`), `Update`. Updates are not signed: each bears the secret
//! that was given to `setWebhook`.

use serde_json::Value as Json;

use super::{at_seconds, id, message, opted_out, profile, taken, text, unreadable, unsigned};
use crate::program::Name;
use crate::shell::runtime::connector::{Incoming, Webhook, WebhookAnswer, WebhookRequest};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::signature::same;

/// Takes Telegram's requests apart.
pub struct Telegram {
    channel: Name,
    secret: Secret,
}

impl Telegram {
    /// For messages on that channel, each with that secret.
    pub fn new(channel: Name, secret: Secret) -> Self {
        Self { channel, secret }
    }
}

impl Webhook for Telegram {
    fn receive(&self, request: &WebhookRequest<'_>) -> WebhookAnswer {
        let given = request.header("x-telegram-bot-api-secret-token").unwrap_or_default();
        if !same(given, self.secret.expose()) {
            return unsigned();
        }
        let update: Option<Json> = serde_json::from_slice(request.body).ok();
        let update = update.and_then(|update| Some((id(&update, "/update_id")?, update)));
        update.map_or_else(unreadable, |(number, update)| {
            taken(read(&self.channel, &number, &update).into_iter().collect())
        })
    }
}

/// Messages and pressed buttons of private chats, and contacts who block the bot.
fn read(channel: &Name, number: &str, update: &Json) -> Option<Incoming> {
    let of = |what: &str| update.get(what);
    let (chat, person, said, at) = match (of("message"), of("callback_query"), of("my_chat_member")) {
        (Some(sent), ..) => {
            let words = text(sent, "/text").or(text(sent, "/caption")).map(str::to_owned);
            let kinds = ["photo", "voice", "video", "document", "sticker", "audio", "location", "contact"];
            let kind =
                || kinds.iter().find(|kind| sent.get(**kind).is_some()).map(|kind| format!("[{kind}]"));
            (sent.get("chat")?, sent.get("from"), Some(words.or_else(kind)?), at_seconds(sent, "/date"))
        }
        (None, Some(query), _) => {
            let data = text(query, "/data")?.to_owned();
            (query.pointer("/message/chat")?, query.get("from"), Some(data), None)
        }
        (None, None, Some(member)) => {
            (text(member, "/new_chat_member/status")? == "kicked").then_some(())?;
            (member.get("chat")?, member.get("from"), None, at_seconds(member, "/date"))
        }
        (None, None, None) => return None,
    };
    (text(chat, "/type")? == "private").then_some(())?;
    let of_person = |path: &str| person.and_then(|person| text(person, path));
    Some(Incoming {
        id: format!("telegram:{number}"),
        at,
        channel: channel.clone(),
        address: id(chat, "/id")?,
        kind: said.map_or_else(|| opted_out(channel), message),
        profile: profile([
            ("first_name", of_person("/first_name")),
            ("last_name", of_person("/last_name")),
            ("language", of_person("/language_code")),
        ]),
    })
}
