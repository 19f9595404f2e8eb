//! What people of the business do with a conversation, held against the channels' rules before anything is written.
//!
//! The engine itself decides: it is asked with a copy of the contact. A message that it would not let through is refused,
//! with the reason and with what would go through instead.

use serde::Serialize;

use crate::engine::{Contact, Effect, EffectKind, Event, EventKind, Reason, Sender, Written, advance};
use crate::policy::channels::{Sending, Standing, Verdict};
use crate::policy::messages::ContentType;
use crate::program::{Name, Program};
use crate::time::Instant;

/// Why a message is not let through, and what would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The reason's stable name.
    pub reason: Reason,
    /// The reason, with the facts.
    pub why: String,
    /// The channel that it was meant for.
    pub channel: Option<Name>,
    /// What would go through.
    pub instead: Instead,
}

/// What would go through instead.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Instead {
    /// Approved templates on that channel.
    pub templates: Vec<Template>,
    /// Content types with which a flow's message would go through on that channel.
    pub content_types: Vec<&'static str>,
    /// Other channels on which the contact is known and the same message would go through.
    pub channels: Vec<Name>,
}

/// A template, with the names of its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Template {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub parameters: Vec<Name>,
}

/// Whether a person's message would go out now.
///
/// # Errors
///
/// Why it would not, and what would.
pub fn allowed(program: &Program, contact: &Contact, event: &Event) -> Result<(), Refused> {
    let EventKind::AgentWrote { agent, channel: _, content } = &event.kind else { return Ok(()) };
    let Some((reason, why, channel)) = refusal(&try_out(program, contact, event)) else { return Ok(()) };
    let mut instead = Instead::default();
    let write = |channel: &Name, content: Written| {
        let kind = EventKind::AgentWrote { agent: agent.clone(), channel: Some(channel.clone()), content };
        let event = Event { kind, ..event.clone() };
        refusal(&try_out(program, contact, &event)).is_none()
    };
    if let Some(meant) = &channel {
        for template in &program.templates {
            let arguments = vec![Name::default(); template.parameters.len()];
            if write(meant, Written::Template(template.name.clone(), arguments)) {
                let (name, parameters) = (template.name.clone(), template.parameters.clone());
                instead.templates.push(Template { name, parameters });
            }
        }
        instead.content_types = content_types(program, contact, meant, event.at);
    }
    let others = contact.channels.iter().map(|state| &state.channel);
    let others = others.filter(|other| Some(*other) != channel.as_ref() && !contact.opted_out_of(other));
    instead.channels = others.filter(|other| write(other, content.clone())).cloned().collect();
    Err(Refused { reason, why, channel, instead })
}

/// Why the message of an agent among these effects did not go out; none when it did.
pub fn refusal(effects: &[Effect]) -> Option<(Reason, String, Option<Name>)> {
    effects.iter().find_map(|effect| {
        let EffectKind::Suppress { reason, channel, sender: Sender::Agent(_), .. } = &effect.kind else {
            return None;
        };
        Some((*reason, effect.why.to_string(), channel.clone()))
    })
}

fn try_out(program: &Program, contact: &Contact, event: &Event) -> Vec<Effect> {
    let mut copy = contact.clone();
    // An id that the contact has had would be passed over, and say nothing of the rules.
    copy.seen.clear();
    advance(program, &mut copy, event)
}

fn content_types(program: &Program, contact: &Contact, channel: &Name, now: Instant) -> Vec<&'static str> {
    let Some(id) = program.channel(channel) else { return Vec::new() };
    let row = program.channels[id.index()].rules(now);
    let state = contact.channel(channel);
    let since = state.and_then(|state| state.last_inbound).map(|at| now.millis_since(at));
    let standing = Standing {
        since_inbound_millis: since.map(|millis| u64::try_from(millis).unwrap_or(0)),
        sent_since: state.map_or(0, |state| state.sent_since),
    };
    let goes = |content: &ContentType| {
        matches!(row.allows(standing, Sending::Content(*content)), Verdict::Allowed | Verdict::Quota)
    };
    row.content_types.iter().filter(|content| goes(content)).map(|content| content.name()).collect()
}

/// The refusal in words: what to do instead.
pub fn remedy(refused: &Refused) -> String {
    let Instead { templates, content_types, channels } = &refused.instead;
    let mut ways = Vec::new();
    let listed =
        |names: Vec<&str>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if !templates.is_empty() {
        ways.push(format!("send a template: {}", listed(templates.iter().map(|t| &*t.name).collect())));
    }
    if !channels.is_empty() {
        ways.push(format!("write on {}", listed(channels.iter().map(AsRef::as_ref).collect())));
    }
    if !content_types.is_empty() {
        ways.push(format!(
            "start a flow whose message has the content type {}",
            listed(content_types.clone())
        ));
    }
    match ways.is_empty() {
        true => "wait until the contact writes".to_owned(),
        false => ways.join("; "),
    }
}
