//! Overlaps written down as scenarios.

use crate::engine::{EffectKind, Message};

use super::witness::shown;
use super::{Overlap, Witness};

/// Overlaps as scenarios that pass: each shows its message, and what the two flows send.
pub fn scenarios(found: &[Overlap]) -> String {
    let mut text = String::new();
    for overlap in found {
        if !text.is_empty() {
            text.push('\n');
        }
        one(overlap, &mut text);
    }
    text
}

fn one(overlap: &Overlap, text: &mut String) {
    let witness = &overlap.witness;
    let zone = witness.zone;
    let [later, earlier] = &overlap.flows;
    if let Some(dormant) = &overlap.dormant {
        text.push_str(&format!(
            "# Once `{dormant}` is live, {} {} starts {earlier} and {later}.\n",
            quoted(&witness.message),
            witness.circumstances
        ));
        return;
    }
    if let Some(what) = unsayable(witness) {
        text.push_str(&format!(
            "# A message starts {earlier} and {later}, but a scenario cannot say {what}.\n"
        ));
        return;
    }
    text.push_str(&format!("scenario \"one message starts {earlier} and {later}\" {{\n"));
    text.push_str(&format!("  at {}\n", zone.to_local(witness.at).format("%Y-%m-%d %H:%M")));
    let mut known: Vec<String> = Vec::new();
    for (name, value) in &witness.contact.fields {
        known.push(format!("{name} {}", literal(&shown(value, zone))));
    }
    known.extend(witness.contact.tags.iter().map(|tag| format!("tag {}", quoted(tag))));
    known.extend(witness.contact.groups.iter().map(|group| format!("group {group}")));
    text.push_str(&format!("  contact someone {{ {} }}\n", known.join("  ")).replace("{  }", "{ }"));
    for _ in usize::from(witness.contact.visitor.visit.is_some())..witness.contact.visitor.visits as usize {
        text.push_str("  someone views \"https://example.com/\"\n  someone leaves\n");
    }
    if let Some(at) = witness.contact.booking_time {
        let local = zone.to_local(at).format("%Y-%m-%d %H:%M");
        text.push_str(&format!("  someone books at {local}\n"));
    }
    if let Some(visit) = &witness.contact.visitor.visit {
        let title = visit.title.as_ref().map(|title| format!(" titled {}", quoted(title)));
        text.push_str(&format!("  someone views {}{}", quoted(&visit.url), title.unwrap_or_default()));
        if !visit.device.is_empty() {
            let device =
                visit.device.iter().map(|(name, value)| format!("{name} {}", literal(&shown(value, zone))));
            text.push_str(&format!(" with device {{ {} }}", device.collect::<Vec<_>>().join("  ")));
        }
        text.push('\n');
    }
    text.push_str(&format!("  someone says {} on {}\n", quoted(&witness.message), witness.channel));
    for effect in &witness.effects {
        let Some(flow) =
            effect.flow.as_ref().filter(|flow| [later, earlier].iter().any(|one| ***flow == **one))
        else {
            continue;
        };
        if let EffectKind::SendMessage { channel, message, .. } = &effect.kind {
            let said = match message {
                Message::Text(text) => quoted(text),
                Message::Template { name, .. } => format!("template {name}"),
                Message::Ai { .. } => "ai".to_owned(),
            };
            text.push_str(&format!("  expect send {said} to someone on {channel} from {flow}\n"));
        }
    }
    text.push_str("}\n");
}

/// How many visits a scenario lists.
const VISITS_MAX: u32 = 20;

/// What belongs to the case and cannot be written in a scenario.
fn unsayable(witness: &Witness) -> Option<&'static str> {
    let contact = &witness.contact;
    if contact.callback_time.is_some() {
        return Some("when the contact asked to be called");
    }
    if contact.conversation.assignee.is_some() || contact.conversation.bot_inactive {
        return Some("who has the conversation");
    }
    (contact.visitor.visits > VISITS_MAX).then_some("how often the visitor came")
}

/// A shown value is a literal of the language, but for what its texts need escaped.
fn literal(shown: &str) -> String {
    match shown.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(text) => quoted(text),
        None => shown.to_owned(),
    }
}

/// A text as a string of the language.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' | '{' | '}' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{{{:X}}}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
