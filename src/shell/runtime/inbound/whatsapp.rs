//! WhatsApp's webhooks: messages, what became of messages, and who no longer wants marketing.
//!
//! Sources: Meta, *WhatsApp Cloud API: webhooks*, the fields `messages` and `user_preferences`.

use std::sync::Arc;

use serde_json::Value as Json;

use super::meta::Meta;
use super::{at_seconds, id, list, message, opted_out, profile, text};
use crate::program::Name;
use crate::shell::runtime::connector::{Incoming, IncomingKind, Webhook};
use crate::shell::runtime::secrets::Secret;

/// Takes WhatsApp's requests apart.
pub fn webhook(channel: Name, secret: Secret, verify: Secret) -> Arc<dyn Webhook> {
    Arc::new(Meta::new(channel, secret, verify, read))
}

fn read(channel: &Name, body: &Json) -> Option<Vec<Incoming>> {
    (text(body, "/object") == Some("whatsapp_business_account")).then_some(())?;
    let changes = list(body, "/entry").flat_map(|entry| list(entry, "/changes"));
    let found = changes.flat_map(|change| {
        let value = change.get("value").unwrap_or(&Json::Null);
        let messages = list(value, "/messages").filter_map(|json| wrote(channel, json));
        let statuses = list(value, "/statuses").filter_map(|json| status(channel, json));
        let preferences = list(value, "/user_preferences").filter_map(|json| preference(channel, json));
        messages.chain(statuses).chain(preferences)
    });
    Some(found.collect())
}

fn wrote(channel: &Name, json: &Json) -> Option<Incoming> {
    let from = phone(text(json, "/from")?);
    let said = match text(json, "/type")? {
        "text" => text(json, "/text/body")?.to_owned(),
        "button" => text(json, "/button/text")?.to_owned(),
        "interactive" => text(json, "/interactive/button_reply/title")
            .or(text(json, "/interactive/list_reply/title"))?
            .to_owned(),
        "location" => {
            let of = |name: &str| json.pointer(&format!("/location/{name}")).and_then(Json::as_f64);
            format!("{}, {}", of("latitude")?, of("longitude")?)
        }
        kind @ ("image" | "video" | "document" | "audio" | "sticker") => {
            let caption = text(json, &format!("/{kind}/caption"));
            caption.map_or_else(|| format!("[{kind}]"), str::to_owned)
        }
        // Reactions, system notices and what Meta does not support say nothing.
        _ => return None,
    };
    Some(Incoming {
        id: format!("whatsapp:{}", text(json, "/id")?),
        at: at_seconds(json, "/timestamp"),
        channel: channel.clone(),
        kind: message(said),
        profile: profile([("phone", Some(&*from))]),
        address: from,
    })
}

fn status(channel: &Name, json: &Json) -> Option<Incoming> {
    let sent = text(json, "/id")?;
    let status = text(json, "/status")?;
    let kind = match status {
        "failed" => {
            let words = text(json, "/errors/0/error_data/details").or(text(json, "/errors/0/title"));
            let code = id(json, "/errors/0/code").unwrap_or_else(|| "error".to_owned());
            IncomingKind::Failed {
                message: sent.to_owned(),
                why: format!("{code} {}", words.unwrap_or_default()),
            }
        }
        "delivered" => IncomingKind::Delivered { message: sent.to_owned() },
        _ => return None,
    };
    Some(Incoming {
        id: format!("whatsapp:{sent}:{status}"),
        at: at_seconds(json, "/timestamp"),
        channel: channel.clone(),
        address: String::new(),
        kind,
        profile: Vec::new(),
    })
}

fn preference(channel: &Name, json: &Json) -> Option<Incoming> {
    (text(json, "/value")? == "stop").then_some(())?;
    let from = text(json, "/wa_id")?;
    let when = id(json, "/timestamp")?;
    Some(Incoming {
        id: format!("whatsapp:stop:{from}:{when}"),
        at: at_seconds(json, "/timestamp"),
        channel: channel.clone(),
        address: phone(from),
        kind: opted_out(channel),
        profile: Vec::new(),
    })
}

/// WhatsApp's id of a person is the phone number without its plus.
fn phone(id: &str) -> String {
    match id.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("+{id}"),
        false => id.to_owned(),
    }
}
