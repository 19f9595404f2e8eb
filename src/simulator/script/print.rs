//! Acts and expectations as an author writes them: for saving a scenario and for telling what was expected.

use std::fmt::Write;

use super::{
    Act, ConversationStatus, Day, Deed, Expectation, ExpectedContent, ExpectedSend, Moment, Presence,
};
use crate::calendar::Zone;
use crate::engine::{EventKind, Written};
use crate::program::{Assignee, Name, Receiver, Value};
use crate::time::Instant;

/// A text as a string of the language, on one line.
pub(in crate::simulator) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '"' | '\\' | '{' | '}' => out.extend(['\\', letter]),
            _ if letter.is_control() => {
                write!(out, "\\u{{{:X}}}", u32::from(letter)).expect("writing to a string does not fail");
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// An act as a line of a scenario. An act that no line can say is told as nearly as one can.
pub(in crate::simulator) fn act_text(act: &Act, zone: Zone) -> String {
    let who = &act.contact;
    match &act.deed {
        Deed::Declare(EventKind::ContactUpdated { fields, tags, groups }) => {
            let fields = fields.iter().map(|(name, value)| format!("{name} {}", value_text(value, zone)));
            let groups = groups.iter().map(|group| format!("group {group}"));
            let tags = tags.iter().map(|tag| format!("tag {}", quoted(tag)));
            let entries: Vec<String> = fields.chain(groups).chain(tags).collect();
            if entries.is_empty() {
                return format!("contact {who} {{}}");
            }
            format!("contact {who} {{ {} }}", entries.join("  "))
        }
        Deed::Say { text, channel } => format!("{who} says {}{}", quoted(text), on(channel.as_ref())),
        Deed::Declare(event) | Deed::Other(event) => event_text(who, event, zone),
    }
}

fn event_text(who: &Name, event: &EventKind, zone: Zone) -> String {
    match event {
        EventKind::ContactUpdated { .. } => {
            act_text(&Act { contact: who.clone(), deed: Deed::Declare(event.clone()) }, zone)
        }
        EventKind::MessageReceived { channel, text, .. } => {
            format!("{who} says {} on {channel}", quoted(text))
        }
        EventKind::PageViewed { url, title, device, .. } => {
            let title = title.as_ref().map_or(String::new(), |title| format!(" titled {}", quoted(title)));
            let device = match entries(device, zone) {
                entries if entries.is_empty() => entries,
                entries => format!(" with device{entries}"),
            };
            format!("{who} views {}{title}{device}", quoted(url))
        }
        EventKind::VisitEnded => format!("{who} leaves"),
        EventKind::ProactiveOpened { flow } => format!("{who} opens {flow}"),
        EventKind::ProactiveDismissed { flow } => format!("{who} dismisses {flow}"),
        EventKind::BrowserCleared => format!("{who} clears browser"),
        EventKind::Booked { time } => format!("{who} books at {}", date_time(*time, zone)),
        EventKind::Purchased => format!("{who} buys"),
        EventKind::Reported { event, fields } => {
            format!("{who} does {}{}", quoted(event), entries(fields, zone))
        }
        EventKind::OptedOut { channel } => {
            format!("{who} opts out{}", channel.as_ref().map_or(String::new(), |name| format!(" of {name}")))
        }
        EventKind::BotWrote { channel, text } => {
            format!("bot says {} to {who}{}", quoted(text), on(channel.as_ref()))
        }
        EventKind::AgentWrote { agent, channel, content: Written::Text(text) } => {
            format!("agent {agent} says {} to {who}{}", quoted(text), on(channel.as_ref()))
        }
        EventKind::AgentWrote { agent, channel, content: Written::Template(name, arguments) } => {
            let arguments: Vec<String> = arguments.iter().map(|argument| quoted(argument)).collect();
            let on = on(channel.as_ref());
            format!("agent {agent} sends template {name}({}) to {who}{on}", arguments.join(", "))
        }
        EventKind::AgentTookOver { agent } => format!("agent {agent} takes over {who}"),
        EventKind::AgentHandedBack { agent } => format!("agent {agent} hands back {who}"),
        // Scenarios have no such act: what follows from it can be played with `takes over`.
        EventKind::ConversationAssigned { agent, to } => {
            let agent = agent.as_deref().unwrap_or("somebody");
            format!("# agent {agent} assigns {who} to {}", assignee_text(to))
        }
        EventKind::ConversationClosed { agent } => {
            format!("agent {} closes {who}", agent.as_deref().unwrap_or("somebody"))
        }
        EventKind::FlowStarted { flow } => format!("start {flow} for {who}"),
        EventKind::DeliveryFailed { channel, .. } => {
            format!("delivery to {who} fails{}", on(channel.as_ref()))
        }
        EventKind::ProgramApplied { version } => format!("# version {version} of the program was applied"),
        EventKind::Woke => format!("# the clock wakes {who}"),
    }
}

/// An expectation, without the word `expect`.
pub(in crate::simulator) fn expectation_text(expectation: &Expectation, zone: Zone) -> String {
    match expectation {
        Expectation::Send(send) => send_text(send, zone),
        Expectation::Nothing => "nothing".to_owned(),
        Expectation::NoSend { to, flow } => {
            format!("no send{}{}", clause("to", to.as_ref()), clause("from", flow.as_ref()))
        }
        Expectation::HeldUntil(moment) => format!("held until {}", moment_text(*moment, zone)),
        Expectation::Suppressed(None) => "suppressed".to_owned(),
        Expectation::Suppressed(Some(reason)) => format!("suppressed because {reason}"),
        Expectation::Pending { flow, at } => {
            format!("pending{}{}", clause("from", flow.as_ref()), at_text(*at, zone))
        }
        Expectation::NoPending { flow } => format!("no pending{}", clause("from", flow.as_ref())),
        Expectation::Tag(tag, Presence::Present) => format!("tag {}", quoted(tag)),
        Expectation::Tag(tag, Presence::Absent) => format!("no tag {}", quoted(tag)),
        Expectation::InGroup { contact, group, presence: Presence::Present } => {
            format!("{contact} in group {group}")
        }
        Expectation::InGroup { contact, group, presence: Presence::Absent } => {
            format!("{contact} not in group {group}")
        }
        Expectation::Assigned(to) => format!("assigned to {}", assignee_text(to)),
        Expectation::Notify { to, content } => {
            let to = to.as_ref().map_or(String::new(), |to| format!(" {}", quoted(to)));
            format!("notify{to}{}", content_text(content))
        }
        Expectation::Forward { to } => format!("forward to {}", quoted(to)),
        Expectation::HandOver { to, asking } => {
            let asking =
                if asking.is_empty() { String::new() } else { format!(" asking {}", asking.join(", ")) };
            format!("hand over to {}{asking}", receiver_text(to))
        }
        Expectation::Ticket(tags) => format!("ticket tags {}", quoted_list(tags)),
        Expectation::Call(url) => format!("call {}", quoted(url)),
        Expectation::Conversation(ConversationStatus::Open) => "conversation open".to_owned(),
        Expectation::Conversation(ConversationStatus::Closed) => "conversation closed".to_owned(),
        Expectation::Field { contact, field, value: None } => format!("{contact}.{field} is unknown"),
        Expectation::Field { contact, field, value: Some(value) } => {
            format!("{contact}.{field} is {}", value_text(value, zone))
        }
    }
}

fn send_text(send: &ExpectedSend, zone: Zone) -> String {
    format!(
        "send{}{}{}{}{}",
        content_text(&send.content),
        clause("to", send.to.as_ref()),
        on(send.channel.as_ref()),
        clause("from", send.flow.as_ref()),
        at_text(send.at, zone),
    )
}

fn content_text(content: &ExpectedContent) -> String {
    match content {
        ExpectedContent::Anything => String::new(),
        ExpectedContent::Text(text) => format!(" {}", quoted(text)),
        ExpectedContent::Containing(text) => format!(" containing {}", quoted(text)),
        ExpectedContent::Ai(None) => " ai".to_owned(),
        ExpectedContent::Ai(Some(instruction)) => format!(" ai {}", quoted(instruction)),
        ExpectedContent::Template(name) => format!(" template {name}"),
    }
}

/// `tomorrow 09:00`, with the zone when it is not the workspace's.
pub(in crate::simulator) fn moment_text(moment: Moment, zone: Zone) -> String {
    let day = match moment.day {
        None => String::new(),
        Some(Day::Today) => "today ".to_owned(),
        Some(Day::Tomorrow) => "tomorrow ".to_owned(),
        Some(Day::Weekday(day)) => format!("{} ", day.to_string().to_lowercase()),
        Some(Day::Date(date)) => format!("{date} "),
    };
    let foreign =
        if moment.zone == zone { String::new() } else { format!(" {}", quoted(moment.zone.name())) };
    format!("{day}{}{foreign}", moment.time)
}

/// `2026-03-02 09:00`, to the minute.
pub(in crate::simulator) fn date_time(at: Instant, zone: Zone) -> String {
    zone.to_local(at).format("%Y-%m-%d %H:%M").to_string()
}

/// A value as an author writes it.
pub(in crate::simulator) fn value_text(value: &Value, zone: Zone) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Number(number) => number.to_string(),
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Instant(at) => date_time(*at, zone),
    }
}

/// `team sales`, `"leo@example.com"`, `nobody`.
pub(in crate::simulator) fn assignee_text(to: &Assignee) -> String {
    match to {
        Assignee::Team(team) => format!("team {team}"),
        Assignee::Agent(agent) if agent.chars().all(|letter| letter.is_alphanumeric() || letter == '_') => {
            agent.to_string()
        }
        Assignee::Agent(agent) => quoted(agent),
        Assignee::Nobody => "nobody".to_owned(),
    }
}

/// `agent`, `team sales`, `bot faq answer pricing`.
pub(in crate::simulator) fn receiver_text(to: &Receiver) -> String {
    match to {
        Receiver::Agent => "agent".to_owned(),
        Receiver::Team(team) => format!("team {team}"),
        Receiver::Bot(bot, None) => format!("bot {bot}"),
        Receiver::Bot(bot, Some(answer)) => format!("bot {bot} answer {answer}"),
    }
}

/// `"a", "b"`.
pub(in crate::simulator) fn quoted_list(texts: &[Name]) -> String {
    texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")
}

fn entries(pairs: &[(Name, Value)], zone: Zone) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{name} {}", value_text(value, zone))).collect();
    format!(" {{ {} }}", pairs.join("  "))
}

fn on(channel: Option<&Name>) -> String {
    clause("on", channel)
}

fn clause(word: &str, name: Option<&Name>) -> String {
    name.map_or(String::new(), |name| format!(" {word} {name}"))
}

fn at_text(at: Option<Moment>, zone: Zone) -> String {
    at.map_or(String::new(), |moment| format!(" at {}", moment_text(moment, zone)))
}
