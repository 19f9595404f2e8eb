//! A delivery as JSON, for the log and for systems of the business.

use serde_json::{Map, Value, json};

use crate::engine::Sender;
use crate::shell::runtime::connector::{Content, Delivery, DeliveryKind};

/// What is delivered: `type`, the key, the contact, and what the type has beside them.
pub fn of(delivery: &Delivery) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| {
        let quiet = value.is_null() || value == Value::Bool(false);
        (!quiet).then(|| fields.insert(name.to_owned(), value));
    };
    set("type", json!(kind(delivery)));
    set("key", json!(delivery.key));
    set("attempt", json!(delivery.attempt));
    set("perhaps_sent", json!(delivery.perhaps_sent));
    set("contact", json!(delivery.contact));
    set("flow", json!(delivery.flow));
    match &delivery.kind {
        DeliveryKind::Message(message) => {
            set("channel", json!(message.channel));
            set("channel_kind", json!(message.channel_kind));
            set("address", json!(message.address));
            set("sender", sender(&message.sender));
            content(&message.content, &mut set);
            set("content_type", json!(message.content_type));
            set("human_agent", json!(message.human_agent));
            set("notification", json!(message.notification));
            set("proactive", json!(message.proactive));
        }
        DeliveryKind::Notify { to, content: what } => {
            set("to", json!(to));
            content(what, &mut set);
        }
        DeliveryKind::Forward { to, text } => {
            set("to", json!(to));
            set("text", json!(text));
        }
        DeliveryKind::Call { url, body } => {
            set("url", json!(url));
            set("body", body.clone());
        }
        DeliveryKind::Other { body, .. } => set("effect", body.clone()),
    }
    fields
}

/// The word for what is delivered: `message`, `notify`, `forward`, `call`, or the effect's type.
pub fn kind(delivery: &Delivery) -> &str {
    match &delivery.kind {
        DeliveryKind::Message(_) => "message",
        DeliveryKind::Notify { .. } => "notify",
        DeliveryKind::Forward { .. } => "forward",
        DeliveryKind::Call { .. } => "call",
        DeliveryKind::Other { name, .. } => name,
    }
}

fn sender(sender: &Sender) -> Value {
    match sender {
        Sender::Flow => json!("flow"),
        Sender::Bot => json!("bot"),
        Sender::Agent(name) => json!({ "agent": name }),
    }
}

fn content(content: &Content, set: &mut impl FnMut(&str, Value)) {
    match content {
        Content::Text(text) => set("text", json!(text)),
        Content::Template { name, arguments, text, language } => {
            set("text", json!(text));
            set("template", json!({ "name": name, "arguments": arguments, "language": language }));
        }
        Content::Ai { instruction } => set("ai", json!({ "instruction": instruction })),
    }
}
