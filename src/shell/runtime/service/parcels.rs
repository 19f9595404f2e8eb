//! From an effect to what a connector is given.

use serde_json::{Map, Value as Json, json};

use crate::engine::{Contact, Effect, EffectKind, Message};
use crate::policy::ChannelKind;
use crate::program::{Name, Program, Value};
use crate::shell::runtime::connector::{Content, Delivery, DeliveryKind, Outgoing};
use crate::shell::runtime::store::addresses;
use crate::shell::runtime::store::outbox::{Attempt, Label, Parcel};

/// What is to be kept of an effect that somebody outside performs, and its lane; none for what is only a decision.
pub(super) fn parcel(program: &Program, contact: &Contact, effect: &Effect) -> Option<(Name, Parcel)> {
    let lane: Name = match &effect.kind {
        EffectKind::SendMessage { channel, .. } => channel.clone(),
        EffectKind::Notify { .. } => "notify".into(),
        EffectKind::Forward { .. } => "forward".into(),
        EffectKind::Call { .. } => "call".into(),
        EffectKind::AddTag { .. }
        | EffectKind::RemoveTag { .. }
        | EffectKind::JoinGroup { .. }
        | EffectKind::LeaveGroup { .. }
        | EffectKind::SetField { .. }
        | EffectKind::Assign { .. }
        | EffectKind::HandOver { .. }
        | EffectKind::TagTicket { .. }
        | EffectKind::OpenConversation
        | EffectKind::CloseConversation
        | EffectKind::SwitchChannel { .. }
        | EffectKind::OptOut { .. }
        | EffectKind::OptIn { .. } => "other".into(),
        EffectKind::Hold { .. }
        | EffectKind::Suppress { .. }
        | EffectKind::StartRun { .. }
        | EffectKind::EndRun { .. } => return None,
    };
    let address = match &effect.kind {
        EffectKind::SendMessage { channel, .. } => {
            channel_kind(program, channel).map_or_else(String::new, |kind| addresses::of(contact, kind))
        }
        _ => String::new(),
    };
    let language = contact.field("language").and_then(Value::text).map(Name::from);
    let fields = match &effect.kind {
        EffectKind::Call { .. } => contact.fields.clone(),
        _ => Vec::new(),
    };
    Some((lane, Parcel { effect: effect.clone(), label: Label { address, language, fields } }))
}

/// What the connector is given. `written` is what the AI wrote, where it was asked.
pub(super) fn delivery(program: &Program, attempt: &Attempt, written: Option<&Name>) -> Delivery {
    let Parcel { effect, label: Label { address, language, fields } } = &attempt.parcel;
    let content = |message: &Message| content(message, language.as_ref(), written);
    let kind = match &effect.kind {
        EffectKind::SendMessage {
            sender,
            channel,
            message,
            content_type,
            human_agent,
            notification,
            proactive,
            ..
        } => DeliveryKind::Message(Outgoing {
            channel: channel.clone(),
            channel_kind: channel_kind(program, channel).unwrap_or(ChannelKind::Webchat),
            address: address.clone(),
            sender: sender.clone(),
            content: content(message),
            content_type: *content_type,
            human_agent: *human_agent,
            notification: *notification,
            proactive: *proactive,
        }),
        EffectKind::Notify { to, message } => {
            DeliveryKind::Notify { to: to.clone(), content: content(message) }
        }
        EffectKind::Forward { to, text } => {
            DeliveryKind::Forward { to: to.clone(), text: text.clone().unwrap_or_else(|| "".into()) }
        }
        EffectKind::Call { url } => {
            let fields: Map<String, Json> =
                fields.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
            DeliveryKind::Call {
                url: url.clone(),
                body: json!({ "contact": attempt.name, "fields": fields }),
            }
        }
        EffectKind::AddTag { .. }
        | EffectKind::RemoveTag { .. }
        | EffectKind::JoinGroup { .. }
        | EffectKind::LeaveGroup { .. }
        | EffectKind::SetField { .. }
        | EffectKind::Assign { .. }
        | EffectKind::HandOver { .. }
        | EffectKind::TagTicket { .. }
        | EffectKind::OpenConversation
        | EffectKind::CloseConversation
        | EffectKind::SwitchChannel { .. }
        | EffectKind::OptOut { .. }
        | EffectKind::OptIn { .. }
        | EffectKind::Hold { .. }
        | EffectKind::Suppress { .. }
        | EffectKind::StartRun { .. }
        | EffectKind::EndRun { .. } => {
            let body = json!(effect);
            let name = body.get("type").and_then(Json::as_str).unwrap_or("other").into();
            DeliveryKind::Other { name, body }
        }
    };
    Delivery {
        key: format!("{}/{}", attempt.name, effect.key),
        attempt: attempt.number,
        perhaps_sent: attempt.perhaps_sent,
        contact: attempt.name.clone(),
        flow: effect.flow.clone(),
        kind,
    }
}

/// What the AI is asked to write in an effect: the author's words, when there is something to write.
pub(super) fn asks_ai(effect: &Effect) -> Option<Option<&Name>> {
    match &effect.kind {
        EffectKind::SendMessage { message: Message::Ai { instruction }, .. }
        | EffectKind::Notify { message: Message::Ai { instruction }, .. } => Some(instruction.as_ref()),
        _ => None,
    }
}

fn channel_kind(program: &Program, channel: &str) -> Option<ChannelKind> {
    Some(program.channels[program.channel(channel)?.index()].kind)
}

fn content(message: &Message, language: Option<&Name>, written: Option<&Name>) -> Content {
    match (message, written) {
        (Message::Text(text), _) => Content::Text(text.clone()),
        (Message::Template { name, arguments, text }, _) => Content::Template {
            name: name.clone(),
            arguments: arguments.clone(),
            text: text.clone(),
            language: language.cloned(),
        },
        (Message::Ai { .. }, Some(text)) => Content::Text(text.clone()),
        (Message::Ai { instruction }, None) => Content::Ai { instruction: instruction.clone() },
    }
}
