//! A contact's conversation, from its history: what the AI is told.

use std::collections::BTreeMap;

use super::Happened;
use crate::engine::{EffectKey, EffectKind, EventKind, Message};
use crate::program::Name;

/// Who wrote and what, oldest first. What the AI wrote is in `written`.
pub(super) fn turns(happened: &[Happened], written: &BTreeMap<EffectKey, Name>) -> Vec<(&'static str, Name)> {
    let mut turns = Vec::new();
    for Happened { event, effects, .. } in happened {
        if let EventKind::MessageReceived { text, .. } = &event.kind {
            turns.push(("contact", text.clone()));
        }
        for effect in effects {
            let EffectKind::SendMessage { message, .. } = &effect.kind else { continue };
            let text = match message {
                Message::Text(text) | Message::Template { text, .. } => Some(text),
                Message::Ai { .. } => written.get(&effect.key),
            };
            turns.extend(text.map(|text| ("business", text.clone())));
        }
    }
    turns
}
