//! The types of events, and what each may say: the table that requests are held against.

use super::super::access::Role;

/// What a member of an event holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// Fields with their values, of the contact's declared types.
    Fields,
    /// Fields with their values, of no declared type.
    Values,
    /// An instant, RFC 3339.
    Moment,
    /// The name of a channel of the program.
    Channel,
    /// The name of a flow of the program.
    Flow,
    /// `{"text": …}` or `{"template": [NAME, [ARGUMENT, …]]}`.
    Written,
    /// The name of a person of the business: what an id may be.
    Agent,
    /// `{"agent": …}`, `{"team": …}` or `"nobody"`.
    Assignee,
    /// The key of an effect, `sequence/index`.
    Key,
}

/// Whether a member must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It must.
    Required,
    /// It may be left out.
    Optional,
}

/// A member of an event: its name, what it holds, and whether it must be there.
pub type Member = (&'static str, Shape, Presence);

/// A type of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventType {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub members: &'static [Member],
    /// The role of who reports it.
    pub role: Role,
}

const fn event(name: &'static str, members: &'static [Member]) -> EventType {
    EventType { name, members, role: Role::Write }
}

const fn act(name: &'static str, members: &'static [Member]) -> EventType {
    EventType { name, members, role: Role::Agent }
}

use Presence::{Optional, Required};

/// All types that may come from the outside. The clock and the programs are the service's own.
pub const TYPES: [EventType; 19] = [
    event(
        "contact_updated",
        &[
            ("fields", Shape::Fields, Optional),
            ("tags", Shape::Texts, Optional),
            ("groups", Shape::Texts, Optional),
        ],
    ),
    event(
        "message_received",
        &[
            ("channel", Shape::Channel, Required),
            ("text", Shape::Text, Required),
            ("intents", Shape::Texts, Optional),
        ],
    ),
    event(
        "page_viewed",
        &[
            ("url", Shape::Text, Required),
            ("title", Shape::Text, Optional),
            ("referrer", Shape::Text, Optional),
            ("device", Shape::Values, Optional),
        ],
    ),
    event("visit_ended", &[]),
    event("proactive_opened", &[("flow", Shape::Flow, Required)]),
    event("proactive_dismissed", &[("flow", Shape::Flow, Required)]),
    event("browser_cleared", &[]),
    event("booked", &[("time", Shape::Moment, Required)]),
    event("purchased", &[]),
    event("reported", &[("event", Shape::Text, Required), ("fields", Shape::Values, Optional)]),
    event("opted_out", &[("channel", Shape::Channel, Optional)]),
    event("bot_wrote", &[("channel", Shape::Channel, Optional), ("text", Shape::Text, Required)]),
    act(
        "agent_wrote",
        &[
            ("agent", Shape::Agent, Required),
            ("channel", Shape::Channel, Optional),
            ("content", Shape::Written, Required),
        ],
    ),
    act("agent_took_over", &[("agent", Shape::Agent, Required)]),
    act("agent_handed_back", &[("agent", Shape::Agent, Required)]),
    act("conversation_assigned", &[("agent", Shape::Agent, Optional), ("to", Shape::Assignee, Required)]),
    act("conversation_closed", &[("agent", Shape::Agent, Optional)]),
    event("flow_started", &[("flow", Shape::Flow, Required)]),
    event("delivery_failed", &[("channel", Shape::Channel, Optional), ("message", Shape::Key, Optional)]),
];

/// The type of that name.
pub fn event_type(name: &str) -> Option<&'static EventType> {
    TYPES.iter().find(|event| event.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value as Json, json};

    use super::*;
    use crate::engine::EventKind;

    fn sample(shape: Shape) -> Json {
        match shape {
            Shape::Text | Shape::Agent | Shape::Channel | Shape::Flow => json!("x"),
            Shape::Texts => json!(["x"]),
            Shape::Fields | Shape::Values => json!([["x", { "text": "x" }]]),
            Shape::Moment => json!("2026-03-02T09:00:00Z"),
            Shape::Written => json!({ "text": "x" }),
            Shape::Assignee => json!({ "team": "x" }),
            Shape::Key => json!("3/0"),
        }
    }

    /// serde names what it does not know, so that a variant or member that is new to the engine fails here.
    #[test]
    fn the_table_says_what_the_engines_events_say() {
        for event in TYPES {
            let mut object: BTreeMap<&str, Json> =
                event.members.iter().map(|(name, shape, _)| (*name, sample(*shape))).collect();
            object.insert("type", json!(event.name));
            let object = json!(object);
            let kind: EventKind = serde_json::from_value(object.clone()).unwrap();
            assert_eq!(serde_json::to_value(&kind).unwrap(), object, "{}", event.name);
            let least = event.members.iter().filter(|(_, _, presence)| *presence == Required);
            let mut least: BTreeMap<&str, Json> =
                least.map(|(name, shape, _)| (*name, sample(*shape))).collect();
            least.insert("type", json!(event.name));
            assert!(serde_json::from_value::<EventKind>(json!(least)).is_ok(), "{}", event.name);
        }
        let unknown = serde_json::from_value::<EventKind>(json!({ "type": "?" })).unwrap_err().to_string();
        let known: Vec<&str> = unknown.split('`').skip(3).step_by(2).collect();
        let ours: Vec<&str> =
            TYPES.iter().map(|event| event.name).chain(["program_applied", "woke"]).collect();
        assert_eq!(known, ours);
    }
}
