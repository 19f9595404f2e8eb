//! Questions that a contact's state answers by itself.

use super::{ChannelState, Contact, Pending, RunState};
use crate::program::{Name, NodeId, Program, Value};
use crate::time::Instant;

impl Contact {
    /// A contact of whom nothing is known yet.
    pub fn new(id: impl Into<Name>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    /// A field's value, by the name behind `contact.` or a kind of channel.
    pub fn field(&self, name: &str) -> Option<&Value> {
        let at = self.fields.binary_search_by(|(field, _)| field.as_ref().cmp(name)).ok()?;
        Some(&self.fields[at].1)
    }

    /// Sets a field, or makes it unknown.
    pub fn set_field(&mut self, name: &Name, value: Option<Value>) {
        match (self.fields.binary_search_by(|(field, _)| field.cmp(name)), value) {
            (Ok(at), Some(value)) => self.fields[at].1 = value,
            (Ok(at), None) => drop(self.fields.remove(at)),
            (Err(at), Some(value)) => self.fields.insert(at, (name.clone(), value)),
            (Err(_), None) => {}
        }
    }

    /// What is known of a channel.
    pub fn channel(&self, name: &str) -> Option<&ChannelState> {
        self.channels.iter().find(|state| state.channel.as_ref() == name)
    }

    /// Whether automatic messages are blocked on that channel.
    pub fn opted_out_of(&self, channel: &str) -> bool {
        self.opted_out || self.channel(channel).is_some_and(|state| state.opted_out)
    }

    /// When the engine wants to be woken next: the shell sends `Woke` then, or later.
    pub fn next_wake(&self) -> Option<Instant> {
        let runs = self.runs.iter().filter_map(|run| run.state.due());
        let watches = self.visitor.visit.iter().flat_map(|visit| visit.watches.iter().map(|watch| watch.due));
        runs.chain(watches).chain(self.next_clock).min()
    }

    /// What is going to come, soonest first: when it is due, and what brought it about.
    pub fn pending(&self, program: &Program) -> Vec<Pending> {
        let mut pending: Vec<Pending> = self
            .runs
            .iter()
            .filter_map(|run| {
                let (node, held) = match &run.state {
                    RunState::Waiting { node, .. } => (*node, false),
                    RunState::Held { node, .. } => (*node, true),
                    RunState::Asking { node, silence: Some(_), .. } => (*node, false),
                    RunState::Asking { .. }
                    | RunState::Showing { .. }
                    | RunState::Moving
                    | RunState::Ended => {
                        return None;
                    }
                };
                let step = label(program, &run.flow, node);
                let (flow, cause) = (run.flow.clone(), run.cause.clone());
                Some(Pending { flow, step, due: run.state.due()?, held, cause })
            })
            .collect();
        pending.sort_by(|a, b| a.due.cmp(&b.due).then_with(|| a.flow.cmp(&b.flow)));
        pending
    }
}

fn label(program: &Program, flow: &str, node: NodeId) -> Name {
    let found = program.flow(flow).and_then(|id| program.flows[id.index()].node(node));
    found.map(|node| node.label.clone()).unwrap_or_else(|| "?".into())
}

impl RunState {
    /// When it goes on by itself.
    pub fn due(&self) -> Option<Instant> {
        match self {
            Self::Waiting { due, .. } => Some(*due),
            Self::Held { until, .. } => Some(*until),
            Self::Asking { silence, .. } => *silence,
            Self::Showing { .. } | Self::Moving | Self::Ended => None,
        }
    }
}
