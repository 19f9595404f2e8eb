//! What an upgrade does to contacts: counted by taking a copy of each over.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{StepFate, Upgrade};
use crate::engine::contact::{Run, RunState};
use crate::engine::{Contact, EffectKind, Event, EventKind, RunEnd, relocate};
use crate::program::{Name, NodeId, Program};
use crate::time::Instant;

/// How many contacts are named.
pub const NAMED_MAX: usize = 10;

/// An upgrade, and what it does to the contacts that were counted.
#[derive(Debug)]
pub struct Plan<'u> {
    upgrade: &'u Upgrade,
    program: &'u Program,
    event: Event,
    counts: Counts,
    /// Which texts a run has ahead, by flow and step in the new program.
    ahead: BTreeMap<(Name, NodeId), BTreeSet<(usize, usize)>>,
}

/// What happens to contacts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// All that were counted.
    pub contacts: u64,
    /// Those that have a run.
    pub contacts_in_flight: u64,
    /// Those for whom something changes: a run ends, or a text that they will still get is another one.
    pub concerned: Tally,
    /// Runs that go on.
    pub runs_going_on: u64,
    /// Instants that runs wait for, and still do.
    pub timers_staying: u64,
    /// Runs that end: because their step or flow is gone.
    pub ending: Tally,
    /// Runs that end because a stop condition of the new version holds.
    pub stopped: Tally,
    /// Contacts who know a channel that is gone.
    pub on_channels_gone: Tally,
    /// By flow, and step of it, in `Changes`: runs that end there, or will still send the text.
    #[serde(skip)]
    pub by_step: BTreeMap<(usize, usize), Tally>,
    /// Runs that end with their flow, by its place in `Changes`.
    #[serde(skip)]
    pub by_flow: BTreeMap<usize, Tally>,
}

/// How many, and the first of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// How many runs, or contacts where there are no runs.
    pub count: u64,
    /// The first contacts, at most [`NAMED_MAX`].
    pub contacts: Vec<Name>,
}

impl<'u> Plan<'u> {
    /// A plan for the upgrade to `program`, as if it were applied at `at`.
    pub fn new(upgrade: &'u Upgrade, program: &'u Program, at: Instant) -> Self {
        let event = Event::new("plan", at, EventKind::ProgramApplied { version: 0 });
        Self { upgrade, program, event, counts: Counts::default(), ahead: BTreeMap::new() }
    }

    /// Counts a contact whose state was made with the old program.
    pub fn count(&mut self, contact: &Contact) {
        self.counts.contacts += 1;
        let gone = &self.upgrade.changes().channels_gone;
        if contact.channels.iter().any(|state| gone.contains(&state.channel)) {
            self.counts.on_channels_gone.add(&contact.id);
        }
        if contact.runs.is_empty() {
            return;
        }
        self.counts.contacts_in_flight += 1;
        let mut after = contact.clone();
        let effects = relocate(self.program, &mut after, self.upgrade.routes(), &self.event);
        let mut concerned = false;
        for (run, end) in effects.iter().filter_map(|effect| match effect.kind {
            EffectKind::EndRun { run, end } => Some((run, end)),
            _ => None,
        }) {
            concerned = true;
            let ended = contact.runs.iter().find(|known| known.id == run);
            self.end(contact, ended.expect("only the contact's runs end"), end);
        }
        for run in &after.runs {
            self.counts.runs_going_on += 1;
            self.counts.timers_staying += u64::from(run.state.due().is_some());
            let texts = self.texts_ahead(run);
            concerned |= !texts.is_empty();
            for text in texts {
                self.counts.by_step.entry(text).or_default().add(&contact.id);
            }
        }
        if concerned {
            self.counts.concerned.add(&contact.id);
        }
    }

    /// What was counted.
    pub const fn counts(&self) -> &Counts {
        &self.counts
    }

    /// The upgrade.
    pub const fn upgrade(&self) -> &'u Upgrade {
        self.upgrade
    }

    fn end(&mut self, contact: &Contact, run: &Run, end: RunEnd) {
        if end != RunEnd::Gone {
            return self.counts.stopped.add(&contact.id);
        }
        self.counts.ending.add(&contact.id);
        let changes = &self.upgrade.changes().flows;
        let place = standing(run).and_then(|node| self.upgrade.gone.get(&(run.flow.clone(), node)));
        match place {
            Some(place) => self.counts.by_step.entry(*place).or_default().add(&contact.id),
            None => {
                if let Some(flow) = changes.iter().position(|change| change.flow == run.flow) {
                    self.counts.by_flow.entry(flow).or_default().add(&contact.id);
                }
            }
        }
    }

    /// The changed texts that the run may still send, as places in `Changes`.
    fn texts_ahead(&mut self, run: &Run) -> BTreeSet<(usize, usize)> {
        let (node, own) = match run.state {
            RunState::Waiting { node, .. } | RunState::Held { node, .. } => (node, true),
            RunState::Showing { next } => (next, true),
            RunState::Asking { node, .. } => (node, false),
            RunState::Moving | RunState::Ended => return BTreeSet::new(),
        };
        let mut ahead = self.ahead_of(&run.flow, node);
        // The question is out already.
        if !own && let Some(asked) = self.upgrade.texts.get(&(run.flow.clone(), node)) {
            ahead.remove(asked);
        }
        ahead
    }

    fn ahead_of(&mut self, flow: &Name, node: NodeId) -> BTreeSet<(usize, usize)> {
        if let Some(known) = self.ahead.get(&(flow.clone(), node)) {
            return known.clone();
        }
        let steps = self.program.flow(flow).map(|id| &self.program.flows[id.index()]);
        let mut found = BTreeSet::new();
        let (mut seen, mut open) = (BTreeSet::new(), vec![node]);
        while let Some(at) = open.pop() {
            let Some(step) = steps.and_then(|flow| flow.node(at)).filter(|_| seen.insert(at)) else {
                continue;
            };
            found.extend(self.upgrade.texts.get(&(flow.clone(), at)));
            open.extend(step.targets());
        }
        self.ahead.insert((flow.clone(), node), found.clone());
        found
    }
}

impl Tally {
    pub(super) fn add(&mut self, contact: &Name) {
        self.count += 1;
        if self.contacts.len() < NAMED_MAX && self.contacts.last() != Some(contact) {
            self.contacts.push(contact.clone());
        }
    }
}

impl StepFate {
    /// Whether runs are counted for it: those that end, or that will still send the text.
    pub(super) const fn is_counted(self) -> bool {
        matches!(self, Self::Gone | Self::Text)
    }
}

fn standing(run: &Run) -> Option<NodeId> {
    match run.state {
        RunState::Waiting { node, .. } | RunState::Held { node, .. } | RunState::Asking { node, .. } => {
            Some(node)
        }
        RunState::Showing { next } => Some(next),
        RunState::Moving | RunState::Ended => None,
    }
}
