//! Contacts and what happened to them, as the API tells it.

use serde_json::{Map, Value as Json, json};

use crate::engine::contact::{ChannelState, Run, RunState};
use crate::engine::{Contact, Effect, EffectKind, Event, EventKind, Message, Pending, Sender, Written};
use crate::policy::channels::Standing;
use crate::program::{Assignee, Name, Program, Value};
use crate::shell::runtime::store::Happened;
use crate::shell::runtime::store::feed::Entry;
use crate::shell::runtime::store::set_aside::SetAside;
use crate::time::Instant;

/// A contact in a list.
pub fn summary(contact: &Contact) -> Json {
    let text = |field: &str| contact.field(field).and_then(Value::text);
    json!({
        "id": contact.id,
        "first_name": text("first_name"),
        "last_name": text("last_name"),
        "email": text("email"),
        "phone": text("phone"),
        "status": if contact.conversation.open { "open" } else { "closed" },
        "assignee": assignee(contact.conversation.assignee.as_ref()),
        "bot": if contact.conversation.bot_inactive { "inactive" } else { "active" },
        "last_channel": contact.last_channel,
        "active_at": contact.now,
        "tags": contact.tags,
        "groups": contact.groups,
    })
}

/// All of a contact: what is known, the conversation, the runs, what is pending and what was decided lately.
pub fn page(
    program: &Program,
    contact: &Contact,
    pending: Vec<Json>,
    history: &[Happened],
    now: Instant,
) -> Json {
    let Json::Object(mut page) = summary(contact) else { unreachable!("a summary is an object") };
    let fields: Map<String, Json> =
        contact.fields.iter().map(|(name, known)| (name.to_string(), value(known))).collect();
    page.insert("fields".into(), fields.into());
    page.insert("opted_out".into(), contact.opted_out.into());
    page.insert("callback_time".into(), json!(contact.callback_time));
    page.insert("booking_time".into(), json!(contact.booking_time));
    let channels = contact.channels.iter().map(|state| channel(program, state, now));
    page.insert("channels".into(), channels.collect());
    page.insert("runs".into(), contact.runs.iter().map(|it| run(program, it)).collect());
    page.insert("pending".into(), pending.into());
    page.insert("conversation".into(), history.iter().flat_map(turns).collect());
    let decisions = history.iter().flat_map(|happened| &happened.effects).map(decision);
    page.insert("decisions".into(), decisions.collect());
    Json::Object(page)
}

/// What is going to come, with what brought it about in words.
pub fn pending(pending: &Pending, because: &str) -> Json {
    json!({
        "flow": pending.flow,
        "step": pending.step,
        "due": pending.due,
        "held": pending.held,
        "cause": pending.cause,
        "because": because,
    })
}

/// Since when and why a contact is set aside, and how many events wait; nothing for one who is not.
pub fn set_aside(aside: Option<&SetAside>) -> Json {
    aside
        .map_or(Json::Null, |aside| json!({ "since": aside.since, "why": aside.why, "events": aside.events }))
}

/// An entry of the feed.
pub fn entry(entry: &Entry) -> Json {
    let Entry { number, contact, happened } = entry;
    json!({
        "cursor": number.to_string(),
        "contact": contact,
        "sequence": happened.sequence,
        "program": happened.program,
        "event": happened.event,
        "effects": happened.effects,
    })
}

/// What an event says, in a line for people.
pub fn event_in_words(event: &Event) -> String {
    let at = event.at;
    match &event.kind {
        EventKind::MessageReceived { channel, text, .. } => {
            format!("the contact wrote `{text}` on {channel} at {at}")
        }
        EventKind::BotWrote { text, .. } => format!("the bot wrote `{text}` at {at}"),
        EventKind::AgentWrote { agent, .. } => format!("{agent} wrote at {at}"),
        EventKind::PageViewed { url, .. } => format!("the contact looked at `{url}` at {at}"),
        EventKind::Reported { event, .. } => format!("`{event}` was reported at {at}"),
        EventKind::FlowStarted { flow } => format!("somebody started `{flow}` at {at}"),
        EventKind::ContactUpdated { .. }
        | EventKind::VisitEnded
        | EventKind::ProactiveOpened { .. }
        | EventKind::ProactiveDismissed { .. }
        | EventKind::BrowserCleared
        | EventKind::Booked { .. }
        | EventKind::Purchased
        | EventKind::OptedOut { .. }
        | EventKind::AgentTookOver { .. }
        | EventKind::AgentHandedBack { .. }
        | EventKind::ConversationAssigned { .. }
        | EventKind::ConversationClosed { .. }
        | EventKind::DeliveryFailed { .. }
        | EventKind::ProgramApplied { .. }
        | EventKind::Woke => format!("`{}` happened at {at}", type_of(&event.kind)),
    }
}

/// An effect that brought something about, in a line for people.
pub fn effect_in_words(effect: &Effect) -> String {
    format!("{} at {}: {}", type_of(&effect.kind), effect.at, effect.why)
}

/// The stable name of a kind of event or effect.
pub fn type_of(kind: &impl serde::Serialize) -> String {
    let json = serde_json::to_value(kind).expect("json: kinds are plain data");
    json.get("type").and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// A field's value as JSON has it.
pub fn value(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::YesNo(yes) => json!(yes),
        Value::Number(number) => number.to_string().parse::<f64>().map_or(Json::Null, |number| json!(number)),
        Value::Date(day) => json!(day),
        Value::Instant(at) => json!(at),
    }
}

fn assignee(to: Option<&Assignee>) -> Json {
    match to {
        None | Some(Assignee::Nobody) => Json::Null,
        Some(to) => json!(to),
    }
}

/// A channel with its messaging window: whether it is open, and until when.
fn channel(program: &Program, state: &ChannelState, now: Instant) -> Json {
    let known = program.channel(&state.channel).map(|id| &program.channels[id.index()]);
    let window = known.map(|channel| {
        let row = channel.rules(now);
        let since = state.last_inbound.map(|at| u64::try_from(now.millis_since(at)).unwrap_or(0));
        let standing = Standing { since_inbound_millis: since, sent_since: state.sent_since };
        let ends = |millis: u64| state.last_inbound.map(|at| at.plus_millis(millis as i64));
        json!({
            "open": row.is_inside(standing),
            "until": row.window_millis.and_then(ends),
            "agents_until": row.human_agent_millis.and_then(ends),
            "messages_left": row.messages_max.map(|most| most.saturating_sub(state.sent_since)),
        })
    });
    json!({
        "channel": state.channel,
        "kind": known.map(|channel| channel.kind.name()),
        "last_inbound": state.last_inbound,
        "sent_since": state.sent_since,
        "opted_out": state.opted_out,
        "failed": state.failed,
        "window": window,
    })
}

fn run(program: &Program, run: &Run) -> Json {
    let (state, node) = match &run.state {
        RunState::Moving => ("moving", None),
        RunState::Waiting { node, .. } => ("waiting", Some(*node)),
        RunState::Held { node, .. } => ("held", Some(*node)),
        RunState::Asking { node, .. } => ("asking", Some(*node)),
        RunState::Showing { .. } => ("showing", None),
        RunState::Ended => ("ended", None),
    };
    let flow = program.flow(&run.flow).map(|id| &program.flows[id.index()]);
    let step = node.and_then(|node| flow?.node(node)).map(|node| node.label.clone());
    json!({
        "run": run.id,
        "flow": run.flow,
        "state": state,
        "step": step,
        "due": run.state.due(),
        "channel": run.channel,
        "cause": run.cause,
    })
}

/// What was said, of an event and of what came of it.
fn turns(happened: &Happened) -> Vec<Json> {
    let said = |at: Instant, from: Json, channel: Option<&Name>, text: &str, delivered: bool| json!({ "at": at, "from": from, "channel": channel, "text": text, "sent": delivered });
    let mut turns = Vec::new();
    let at = happened.event.at;
    let not_sent = happened.effects.iter().any(|effect| {
        matches!(&effect.kind, EffectKind::Suppress { sender: Sender::Bot | Sender::Agent(_), .. })
    });
    let kind = &happened.event.kind;
    if let EventKind::MessageReceived { channel, text, .. } = kind {
        turns.push(said(at, json!("contact"), Some(channel), text, true));
    }
    // What was written and not sent has no effect that shows it.
    if let (EventKind::BotWrote { channel, text }, true) = (kind, not_sent) {
        turns.push(said(at, json!("bot"), channel.as_ref(), text, false));
    }
    if let (EventKind::AgentWrote { agent, channel, content }, true) = (kind, not_sent) {
        let (Written::Text(text) | Written::Template(text, _)) = content;
        turns.push(said(at, json!({ "agent": agent }), channel.as_ref(), text, false));
    }
    turns.extend(happened.effects.iter().filter_map(|effect| {
        let EffectKind::SendMessage { sender, channel, message, .. } = &effect.kind else { return None };
        let text = match message {
            Message::Text(text) | Message::Template { text, .. } => text.to_string(),
            Message::Ai { instruction } => {
                format!("[written by the AI: {}]", instruction.as_deref().unwrap_or("from the conversation"))
            }
        };
        Some(said(effect.at, json!(sender), Some(channel), &text, true))
    }));
    turns
}

/// A decision, with its reason.
fn decision(effect: &Effect) -> Json {
    let mut reason = None;
    let mut until = None;
    if let EffectKind::Suppress { reason: why, .. } = &effect.kind {
        reason = Some(why.name());
    }
    if let EffectKind::EndRun { end, .. } = &effect.kind {
        reason = Some(end.name());
    }
    if let EffectKind::Hold { until: begin } = &effect.kind {
        until = Some(*begin);
    }
    json!({
        "key": effect.key,
        "at": effect.at,
        "type": type_of(&effect.kind),
        "flow": effect.flow,
        "step": effect.step,
        "reason": reason,
        "until": until,
        "why": &*effect.why,
        "cause": effect.cause,
    })
}
