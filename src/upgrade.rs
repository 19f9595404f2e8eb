//! From one version of a program to the next: which steps are the same, and what that does to contacts in flight.
//!
//! [`Upgrade::between`] compares two programs, flow by flow and block by block, as a diff compares texts. What it
//! finds are [`Routes`], by which the engine takes a contact over, and the changes that a person wants to read.
//! [`Plan`] holds them to contacts, by letting the engine take a copy of each over: what it tells is what happens.

mod json;
mod likeness;
mod matching;
mod outline;
pub mod plan;
mod report;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use plan::{Plan, Tally};

use self::matching::PairPlace;
use self::outline::{Outline, Step};
use crate::engine::{FlowRoute, Routes};
use crate::program::{Flow, Name, NodeId, Program};

/// What two versions of a program have in common, and what not.
#[derive(Debug, Clone)]
pub struct Upgrade {
    routes: Routes,
    changes: Changes,
    /// For each step of the new program whose text changed: its flow and node there, and its place in `changes`.
    texts: BTreeMap<(Name, NodeId), (usize, usize)>,
    /// For each step that is gone, by its flow and node in the old program, likewise.
    gone: BTreeMap<(Name, NodeId), (usize, usize)>,
}

/// What changed, for a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// Settings, channels, schedules, texts, templates and fields that are no longer as they were.
    pub settings_gone: Vec<String>,
    /// As they are now.
    pub settings_new: Vec<String>,
    /// Channels that the program has no more.
    pub channels_gone: Vec<Name>,
    /// Flows that are not as they were: those of the old version by name, then new ones.
    pub flows: Vec<FlowChange>,
}

/// A flow that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlowChange {
    /// Its name; the old one, when it was renamed.
    pub flow: Name,
    /// What became of it.
    pub fate: Fate,
    /// Clauses of its head that it has no more.
    pub clauses_gone: Vec<String>,
    /// Clauses that it has now.
    pub clauses_new: Vec<String>,
    /// Its steps that are not as they were, in the old order; then new ones.
    pub steps: Vec<StepChange>,
}

/// What became of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name, and nothing else changed.
    Renamed(Name),
    /// It has the same name, and something changed.
    Changed,
}

/// A step that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepChange {
    /// What became of it.
    pub fate: StepFate,
    /// Its number in the old version, or the new one for a new step.
    pub step: Name,
    /// How it read, or reads when it is new.
    pub words: Name,
    /// How it reads now, or where it stands, when that is something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Name>,
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepFate {
    /// It is gone: runs that stand on it end.
    Gone,
    /// It is new.
    New,
    /// It stands elsewhere in its flow, and runs that stand on it with it.
    Moved,
    /// The contact reads something else.
    Text,
    /// Something else of it changed: how long it waits, its hours, the answers that it takes.
    Changed,
}

impl Upgrade {
    /// Compares two programs.
    pub fn between(old: &Program, new: &Program) -> Self {
        let mut upgrade = Self {
            routes: Routes::default(),
            changes: Changes::default(),
            texts: BTreeMap::new(),
            gone: BTreeMap::new(),
        };
        let changes = &mut upgrade.changes;
        (changes.settings_gone, changes.settings_new) = apart(&old.dump_settings(), &new.dump_settings());
        let gone = old.channels.iter().filter(|channel| new.channel(&channel.name).is_none());
        changes.channels_gone = gone.map(|channel| channel.name.clone()).collect();
        let renamed = renamed(old, new);
        let mut routes = BTreeMap::new();
        for flow in by_name(old) {
            let to = renamed.get(&flow.name).unwrap_or(&flow.name);
            let now = new.flow(to).map(|id| &new.flows[id.index()]);
            routes.insert(flow.name.clone(), upgrade.flow(old, flow, new, now));
        }
        let taken: BTreeSet<&Name> = renamed.values().collect();
        for flow in by_name(new).into_iter().filter(|flow| !taken.contains(&flow.name)) {
            if old.flow(&flow.name).is_none() {
                upgrade.changes.flows.push(added(new, flow));
            }
        }
        upgrade.routes = Routes::new(routes);
        upgrade
    }

    /// By which the engine takes a contact over.
    pub const fn routes(&self) -> &Routes {
        &self.routes
    }

    /// What changed.
    pub const fn changes(&self) -> &Changes {
        &self.changes
    }

    /// Compares a flow with what it is now.
    fn flow(&mut self, old: &Program, flow: &Flow, new: &Program, now: Option<&Flow>) -> FlowRoute {
        let before = Outline::of(old, flow);
        let told = told(flow, &before);
        let place = self.changes.flows.len();
        let mut change = FlowChange {
            flow: flow.name.clone(),
            fate: Fate::Changed,
            clauses_gone: Vec::new(),
            clauses_new: Vec::new(),
            steps: Vec::new(),
        };
        let Some(now) = now else {
            for step in before.steps.iter().filter(|step| step.blocks.is_empty() || step.writes) {
                let told = gone(flow, &before, step);
                self.step_gone(place, flow, told, step.node, &mut change.steps);
            }
            change.fate = Fate::Removed;
            self.changes.flows.push(change);
            return FlowRoute { to: None, steps: vec![None; flow.nodes.len()], told };
        };
        if now.name != flow.name {
            change.fate = Fate::Renamed(now.name.clone());
        }
        (change.clauses_gone, change.clauses_new) = apart(&old.dump_head(flow), &new.dump_head(now));
        let after = Outline::of(new, now);
        let steps = self.steps((flow, &before), (now, &after), place, &mut change.steps);
        if change.fate != Fate::Changed || change.is_something() {
            self.changes.flows.push(change);
        }
        FlowRoute { to: Some(now.name.clone()), steps, told }
    }

    /// Notes a step that is gone. What a wait without braces waits for is one step with it.
    fn step_gone(
        &mut self,
        place: usize,
        flow: &Flow,
        told: StepChange,
        node: NodeId,
        changes: &mut Vec<StepChange>,
    ) {
        let one = changes.last().is_some_and(|last| last.fate == StepFate::Gone && last.step == told.step);
        if !one {
            changes.push(told);
        }
        self.gone.insert((flow.name.clone(), node), (place, changes.len() - 1));
    }

    fn steps(
        &mut self,
        (flow, before): (&Flow, &Outline),
        (now, after): (&Flow, &Outline),
        place: usize,
        changes: &mut Vec<StepChange>,
    ) -> Vec<Option<NodeId>> {
        let pairs = matching::pairs(before, after);
        let mut steps = vec![None; flow.nodes.len()];
        for pair in &pairs {
            let (old, new) = (&before.steps[pair.old], &after.steps[pair.new]);
            steps[old.node.0 as usize] = Some(new.node);
        }
        for (at, old) in before.steps.iter().enumerate() {
            let Some(pair) = pairs.iter().find(|pair| pair.old == at) else {
                self.step_gone(place, flow, gone(flow, before, old), old.node, changes);
                continue;
            };
            let new = &after.steps[pair.new];
            let change = |fate, words: String, reads: String| StepChange {
                fate,
                step: label(flow, old.node),
                words: words.into(),
                now: Some(reads.into()),
            };
            if pair.place == PairPlace::Moved {
                let stands = format!("step {}", label(now, new.node));
                changes.push(change(StepFate::Moved, before.words(old), stands));
            } else if let (Some(said), Some(says)) = (&old.says, &new.says)
                && said != says
            {
                self.texts.insert((now.name.clone(), new.node), (place, changes.len()));
                changes.push(change(StepFate::Text, said.clone(), says.clone()));
            } else if (&old.head, &old.rest) != (&new.head, &new.rest) {
                let whole = |step: &Step| format!("{}{}", step.head, step.rest);
                changes.push(change(StepFate::Changed, whole(old), whole(new)));
            }
        }
        let new = after.steps.iter().enumerate().filter(|(at, _)| !pairs.iter().any(|pair| pair.new == *at));
        for (_, step) in new {
            let label = label(now, step.node);
            if changes.last().is_none_or(|last| last.fate != StepFate::New || last.step != label) {
                let words = after.words(step).into();
                changes.push(StepChange { fate: StepFate::New, step: label, words, now: None });
            }
        }
        steps
    }
}

impl Changes {
    /// Whether the two programs are the same.
    pub const fn is_empty(&self) -> bool {
        self.settings_gone.is_empty()
            && self.settings_new.is_empty()
            && self.channels_gone.is_empty()
            && self.flows.is_empty()
    }
}

impl FlowChange {
    const fn is_something(&self) -> bool {
        !self.clauses_gone.is_empty() || !self.clauses_new.is_empty() || !self.steps.is_empty()
    }
}

fn gone(flow: &Flow, outline: &Outline, step: &Step) -> StepChange {
    let words = outline.words(step).into();
    StepChange { fate: StepFate::Gone, step: label(flow, step.node), words, now: None }
}

fn added(program: &Program, flow: &Flow) -> FlowChange {
    FlowChange {
        flow: flow.name.clone(),
        fate: Fate::Added,
        clauses_gone: Vec::new(),
        clauses_new: program.dump_head(flow),
        steps: Vec::new(),
    }
}

fn label(flow: &Flow, node: NodeId) -> Name {
    flow.node(node).map_or_else(|| "?".into(), |node| node.label.clone())
}

/// The steps as reasons name them.
fn told(flow: &Flow, outline: &Outline) -> Vec<Name> {
    let nodes = (0..).map(NodeId).zip(&flow.nodes);
    nodes
        .map(|(id, node)| match outline.at(id) {
            Some(step) => format!("{} `{}`", node.label, outline.words(step)).into(),
            None => node.label.clone(),
        })
        .collect()
}

fn by_name(program: &Program) -> Vec<&Flow> {
    program.index.by_name.iter().map(|id| &program.flows[id.index()]).collect()
}

/// Flows that are gone, and the only new flow that is the same but for its name.
fn renamed(old: &Program, new: &Program) -> BTreeMap<Name, Name> {
    let gone: Vec<&Flow> = by_name(old).into_iter().filter(|flow| new.flow(&flow.name).is_none()).collect();
    let came: Vec<&Flow> = by_name(new).into_iter().filter(|flow| old.flow(&flow.name).is_none()).collect();
    let same = |before: &Flow, after: &Flow| {
        !before.nodes.is_empty()
            && old.dump_head(before) == new.dump_head(after)
            && matching::are_equal(&Outline::of(old, before), &Outline::of(new, after))
    };
    let mut renamed = BTreeMap::new();
    for before in &gone {
        let found: Vec<&&Flow> = came.iter().filter(|after| same(before, after)).collect();
        let [after] = found.as_slice() else { continue };
        if gone.iter().filter(|other| same(other, after)).count() == 1 {
            renamed.insert(before.name.clone(), after.name.clone());
        }
    }
    renamed
}

/// The lines of each list that the other one does not have.
fn apart(old: &[String], new: &[String]) -> (Vec<String>, Vec<String>) {
    let without = |lines: &[String], others: &[String]| -> Vec<String> {
        lines.iter().filter(|line| !others.contains(line)).cloned().collect()
    };
    (without(old, new), without(new, old))
}
