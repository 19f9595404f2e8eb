//! What happened: inbound events and their effects, each with its id and its cause.

pub mod html;
pub mod json;
pub mod pending;
pub mod timeline;
pub mod why;

use crate::calendar::Zone;
use crate::engine::{Cause, Effect, EventKind};
use crate::program::Name;
use crate::time::Instant;

/// Everything that happened in a world, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// What it is called: a scenario's title.
    pub title: String,
    /// The zone that times are told in.
    pub zone: Zone,
    /// Where the clock began.
    pub start: Instant,
    entries: Vec<Entry>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// To whom.
    pub contact: Name,
    /// When.
    pub at: Instant,
    /// What.
    pub kind: EntryKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum EntryKind {
    /// Something from outside, or the clock.
    Event {
        /// `e1`, `e2`, … from outside, `w1`, `w2`, … when the clock woke the contact.
        id: Name,
        /// What.
        kind: EventKind,
    },
    /// What the engine did or decided.
    Effect {
        /// What, with its cause and reason.
        effect: Effect,
        /// What the AI wrote, if it was to write and the scenario says what.
        written: Option<Name>,
    },
}

impl Entry {
    /// Its id in the trace: `e3`, or `marie/3/0` for the contact's third event's first effect.
    pub fn id(&self) -> String {
        match &self.kind {
            EntryKind::Event { id, .. } => id.to_string(),
            EntryKind::Effect { effect, .. } => format!("{}/{}", self.contact, effect.key),
        }
    }

    /// The id of what caused it; none for an event.
    pub fn cause(&self) -> Option<String> {
        match &self.effect()?.cause {
            Cause::Event(id) => Some(id.to_string()),
            Cause::Effect(key) => Some(format!("{}/{key}", self.contact)),
        }
    }

    /// The effect, when it is one.
    pub const fn effect(&self) -> Option<&Effect> {
        match &self.kind {
            EntryKind::Effect { effect, .. } => Some(effect),
            EntryKind::Event { .. } => None,
        }
    }

    /// The event, when it is one.
    pub const fn event(&self) -> Option<&EventKind> {
        match &self.kind {
            EntryKind::Event { kind, .. } => Some(kind),
            EntryKind::Effect { .. } => None,
        }
    }
}

impl Trace {
    /// A trace in which nothing has happened.
    pub const fn new(zone: Zone, start: Instant) -> Self {
        Self { title: String::new(), zone, start, entries: Vec::new() }
    }

    /// What happened, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }
}
