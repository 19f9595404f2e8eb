//! What happened, in words: the same for the timeline, for reports of failures and for chains of causes.

use super::paint::Role;
use super::script::{assignee_text, date_time, quoted, quoted_list, receiver_text, value_text};
use super::trace::{Entry, EntryKind};
use crate::calendar::Zone;
use crate::engine::{Effect, EffectKind, EventKind, Message, Pending, Refusal, Sender, Written};
use crate::program::{Name, Notification};

/// An entry in words.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// One character that shows at a glance what it is.
    pub mark: &'static str,
    /// How it is painted.
    pub role: Role,
    /// Where.
    pub channel: Option<Name>,
    /// What.
    pub text: String,
    /// Flow, step and reason; empty for events.
    pub note: String,
}

/// Tells an entry; instants in the words are told in `zone`.
pub(super) fn tell(entry: &Entry, zone: Zone) -> Told {
    match &entry.kind {
        EntryKind::Event { kind, .. } => tell_event(kind, zone),
        EntryKind::Effect { effect, written } => {
            let (mark, role, channel, text) = tell_effect(effect, written.as_ref(), zone);
            Told { mark, role, channel, text, note: note(effect) }
        }
    }
}

/// What a contact reads, as far as it is known.
pub(super) fn readable<'a>(message: &'a Message, written: Option<&'a Name>) -> Option<&'a str> {
    match message {
        Message::Text(text) | Message::Template { text, .. } => Some(text),
        Message::Ai { .. } => written.map(AsRef::as_ref),
    }
}

/// A message, with how it came about when that is not plain.
pub(super) fn message_text(message: &Message, written: Option<&Name>) -> String {
    match (message, written) {
        (Message::Text(text), _) => quoted(text),
        (Message::Template { name, text, .. }, _) => format!("{} (template {name})", quoted(text)),
        (Message::Ai { .. }, Some(written)) => format!("{} (ai)", quoted(written)),
        (Message::Ai { instruction: Some(instruction) }, None) => format!("(ai: {instruction})"),
        (Message::Ai { instruction: None }, None) => "(ai)".to_owned(),
    }
}

/// What is going to come, without its time: `silent_contact 2 for marie, held`.
pub(super) fn pending_text(contact: &Name, pending: &Pending) -> String {
    let held = if pending.held { ", held" } else { "" };
    format!("{} {} for {contact}{held}", pending.flow, pending.step)
}

fn tell_event(event: &EventKind, zone: Zone) -> Told {
    let inbound = |channel: Option<&Name>, text: String| Told {
        mark: "←",
        role: Role::Inbound,
        channel: channel.cloned(),
        text,
        note: String::new(),
    };
    let inside = |text: String| Told { mark: "•", role: Role::Decision, ..inbound(None, text) };
    match event {
        EventKind::ContactUpdated { fields, tags, groups } => {
            let fields = fields.iter().map(|(name, value)| format!("{name} {}", value_text(value, zone)));
            let tags = tags.iter().map(|tag| format!("tag {}", quoted(tag)));
            let groups = groups.iter().map(|group| format!("group {group}"));
            let known = fields.chain(tags).chain(groups).collect::<Vec<_>>().join(", ");
            inside(if known.is_empty() { "known".to_owned() } else { format!("known: {known}") })
        }
        EventKind::MessageReceived { channel, text, .. } => inbound(Some(channel), quoted(text)),
        EventKind::PageViewed { url, title, .. } => {
            let title = title.as_ref().map_or(String::new(), |title| format!(" {}", quoted(title)));
            inbound(None, format!("views {url}{title}"))
        }
        EventKind::VisitEnded => inbound(None, "leaves".to_owned()),
        EventKind::ProactiveOpened { flow } => inbound(None, format!("opens {flow}")),
        EventKind::ProactiveDismissed { flow } => inbound(None, format!("dismisses {flow}")),
        EventKind::BrowserCleared => inbound(None, "clears the browser".to_owned()),
        EventKind::Booked { time } => inbound(None, format!("books {}", date_time(*time, zone))),
        EventKind::Purchased => inbound(None, "buys".to_owned()),
        EventKind::Reported { event, fields } => {
            let fields = fields.iter().map(|(name, value)| format!("  {name} {}", value_text(value, zone)));
            inbound(None, format!("{}{}", quoted(event), fields.collect::<String>()))
        }
        EventKind::OptedOut { channel: Some(channel) } => inbound(None, format!("opts out of {channel}")),
        EventKind::OptedOut { channel: None } => inbound(None, "opts out".to_owned()),
        EventKind::BotWrote { channel, text } => {
            Told { channel: channel.clone(), ..inside(format!("bot says {}", quoted(text))) }
        }
        EventKind::AgentWrote { agent, channel, content } => {
            let said = match content {
                Written::Text(text) => format!("says {}", quoted(text)),
                Written::Template(name, arguments) => {
                    format!("sends template {name}({})", quoted_list(arguments))
                }
            };
            Told { channel: channel.clone(), ..inside(format!("{agent} {said}")) }
        }
        EventKind::AgentTookOver { agent } => inside(format!("{agent} takes over")),
        EventKind::AgentHandedBack { agent } => inside(format!("{agent} hands back")),
        EventKind::ConversationAssigned { agent, to } => {
            let agent = agent.as_deref().unwrap_or("somebody");
            inside(format!("{agent} assigns to {}", assignee_text(to)))
        }
        EventKind::ConversationClosed { agent: Some(agent) } => inside(format!("{agent} closes")),
        EventKind::ConversationClosed { agent: None } => inside("closes".to_owned()),
        EventKind::FlowStarted { flow } => inside(format!("somebody starts {flow}")),
        EventKind::DeliveryFailed { channel, .. } => {
            Told { channel: channel.clone(), ..inside("delivery fails".to_owned()) }
        }
        EventKind::ProgramApplied { version } => {
            inside(format!("version {version} of the program is applied"))
        }
        EventKind::Woke => inside("the clock comes round".to_owned()),
    }
}

/// An effect in words, with where it goes.
pub(super) fn effect_text(effect: &Effect, written: Option<&Name>, zone: Zone) -> String {
    let (_, _, channel, text) = tell_effect(effect, written, zone);
    match channel {
        Some(channel) => format!("{text} on {channel}"),
        None => text,
    }
}

fn tell_effect(
    effect: &Effect,
    written: Option<&Name>,
    zone: Zone,
) -> (&'static str, Role, Option<Name>, String) {
    let done = |text: String| ("•", Role::Decision, None, text);
    match &effect.kind {
        EffectKind::SendMessage { sender, channel, message, .. } => {
            let by = match sender {
                Sender::Flow => String::new(),
                Sender::Bot => " by the bot".to_owned(),
                Sender::Agent(agent) => format!(" by {agent}"),
            };
            let text = format!("{}{by}{}", message_text(message, written), manner(&effect.kind));
            ("→", Role::Outbound, Some(channel.clone()), text)
        }
        EffectKind::Hold { until } => {
            let until = zone.to_local(*until).format("%a %Y-%m-%d %H:%M");
            ("‖", Role::Refusal, None, format!("held until {until}"))
        }
        EffectKind::Suppress { reason, channel, refused, undelivered, .. } => {
            let what = if *undelivered { "not delivered" } else { "not sent" };
            ("×", Role::Refusal, channel.clone(), format!("{what}: {reason}{}", refusals(refused)))
        }
        EffectKind::StartRun { .. } => ("▸", Role::Decision, None, format!("{} starts", flow(effect))),
        EffectKind::EndRun { end, .. } => {
            ("▪", Role::Decision, None, format!("{} ends: {end}", flow(effect)))
        }
        EffectKind::SwitchChannel { from, to } => {
            ("⇄", Role::Decision, None, format!("goes on from {from} to {to}"))
        }
        EffectKind::AddTag { tag } => done(format!("tag {}", quoted(tag))),
        EffectKind::RemoveTag { tag } => done(format!("untag {}", quoted(tag))),
        EffectKind::JoinGroup { group } => done(format!("add to group {group}")),
        EffectKind::LeaveGroup { group } => done(format!("remove from group {group}")),
        EffectKind::SetField { field, value: Some(value) } => {
            done(format!("set contact.{field} to {}", value_text(value, zone)))
        }
        EffectKind::SetField { field, value: None } => done(format!("contact.{field} is unknown")),
        EffectKind::Assign { to } => done(format!("assign to {}", assignee_text(to))),
        EffectKind::Notify { to, message } => {
            done(format!("notify {} {}", quoted(to), message_text(message, written)))
        }
        EffectKind::Forward { to, text } => {
            let text = text.as_ref().map_or(String::new(), |text| format!(" {}", quoted(text)));
            done(format!("forward to {}{text}", quoted(to)))
        }
        EffectKind::HandOver { to, asking } => {
            let asking =
                if asking.is_empty() { String::new() } else { format!(" asking {}", asking.join(", ")) };
            done(format!("hand over to {}{asking}", receiver_text(to)))
        }
        EffectKind::TagTicket { tags } => done(format!("ticket tags {}", quoted_list(tags))),
        EffectKind::OpenConversation => done("conversation open".to_owned()),
        EffectKind::CloseConversation => done("conversation closed".to_owned()),
        EffectKind::OptOut { channel: Some(channel) } => done(format!("opted out of {channel}")),
        EffectKind::OptOut { channel: None } => done("opted out".to_owned()),
        EffectKind::OptIn { channel } => done(format!("opted in on {channel}")),
        EffectKind::Call { url } => done(format!("call {}", quoted(url))),
    }
}

/// What is special about how a message is sent.
pub(super) fn manner(kind: &EffectKind) -> String {
    let EffectKind::SendMessage { content_type, human_agent, notification, proactive, refused, .. } = kind
    else {
        return String::new();
    };
    let mut manner = String::new();
    if let Some(content_type) = content_type {
        manner.push_str(" as ");
        manner.push_str(content_type.name());
    }
    if *human_agent {
        manner.push_str(" with the human-agent tag");
    }
    manner.push_str(match notification {
        Notification::Regular => "",
        Notification::Silent => " silently",
        Notification::Off => " without notification",
    });
    if *proactive {
        manner.push_str(" shown to the visitor");
    }
    manner + &refusals(refused)
}

fn refusals(refused: &[Refusal]) -> String {
    if refused.is_empty() {
        return String::new();
    }
    let refused: Vec<String> =
        refused.iter().map(|refusal| format!("{}: {}", refusal.channel, refusal.reason)).collect();
    format!(" (not {})", refused.join(", "))
}

fn flow(effect: &Effect) -> &str {
    effect.flow.as_deref().unwrap_or("a flow")
}

/// `silent_contact 1: after 5m`.
fn note(effect: &Effect) -> String {
    let names_flow = matches!(effect.kind, EffectKind::StartRun { .. } | EffectKind::EndRun { .. });
    let place = match (&effect.flow, &effect.step) {
        (Some(flow), Some(step)) => format!("{flow} {step}"),
        (Some(flow), None) if !names_flow => flow.to_string(),
        (Some(_) | None, _) => String::new(),
    };
    match (place.is_empty(), effect.why.is_empty()) {
        (true, _) => effect.why.to_string(),
        (false, true) => place,
        (false, false) => format!("{place}: {}", effect.why),
    }
}
