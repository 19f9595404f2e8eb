//! Messenger's and Instagram's webhooks: messages, buttons, and what was delivered.
//!
//! Sources: Meta, *Messenger Platform: webhooks* (`messages`, `messaging_postbacks`, `message_deliveries`);
//! *Instagram: webhooks*.

use std::sync::Arc;

use serde_json::Value as Json;

use super::meta::Meta;
use super::{at_millis, list, message, text};
use crate::program::Name;
use crate::shell::runtime::connector::{Incoming, IncomingKind, Webhook};
use crate::shell::runtime::secrets::Secret;

/// Takes Messenger's and Instagram's requests apart.
pub fn webhook(channel: Name, secret: Secret, verify: Secret) -> Arc<dyn Webhook> {
    Arc::new(Meta::new(channel, secret, verify, read))
}

fn read(channel: &Name, body: &Json) -> Option<Vec<Incoming>> {
    matches!(text(body, "/object")?, "page" | "instagram").then_some(())?;
    // `standby` beside `messaging` is what another app has the conversation for: not ours to answer.
    let events = list(body, "/entry").flat_map(|entry| list(entry, "/messaging"));
    Some(events.flat_map(|event| happened(channel, event)).collect())
}

fn happened(channel: &Name, event: &Json) -> Vec<Incoming> {
    let delivered = list(event, "/delivery/mids").filter_map(Json::as_str).map(|mid| Incoming {
        id: format!("messenger:{mid}:delivered"),
        at: at_millis(event, "/timestamp"),
        channel: channel.clone(),
        address: String::new(),
        kind: IncomingKind::Delivered { message: mid.to_owned() },
        profile: Vec::new(),
    });
    delivered.chain(wrote(channel, event)).collect()
}

fn wrote(channel: &Name, event: &Json) -> Option<Incoming> {
    let is = |path: &str| event.pointer(path).and_then(Json::as_bool) == Some(true);
    // An echo is the page's own message.
    if is("/message/is_echo") || is("/message/is_deleted") || is("/message/is_unsupported") {
        return None;
    }
    let (mid, said) = match text(event, "/message/mid") {
        Some(mid) => {
            let said = text(event, "/message/text").or(text(event, "/message/attachments/0/payload/url"));
            let kind = || text(event, "/message/attachments/0/type").map(|kind| format!("[{kind}]"));
            (mid, said.map(str::to_owned).or_else(kind)?)
        }
        None => {
            let said = text(event, "/postback/title").or(text(event, "/postback/payload"))?;
            (text(event, "/postback/mid")?, said.to_owned())
        }
    };
    Some(Incoming {
        id: format!("messenger:{mid}"),
        at: at_millis(event, "/timestamp"),
        channel: channel.clone(),
        address: text(event, "/sender/id")?.to_owned(),
        kind: message(said),
        profile: Vec::new(),
    })
}
