//! One flow, held to what it is in the new program: where each of its steps goes, and what changed.

use super::changes::{Fate, FlowChange, StepChange, StepFate};
use super::matching::{self, PairPlace};
use super::outline::{Outline, Step};
use super::{Upgrade, apart};
use crate::engine::FlowRoute;
use crate::program::{Flow, Name, NodeId, Program};

impl Upgrade {
    /// Compares a flow with what it is now.
    pub(super) fn flow(
        &mut self,
        old: &Program,
        flow: &Flow,
        new: &Program,
        now: Option<&Flow>,
    ) -> FlowRoute {
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

fn gone(flow: &Flow, outline: &Outline, step: &Step) -> StepChange {
    let words = outline.words(step).into();
    StepChange { fate: StepFate::Gone, step: label(flow, step.node), words, now: None }
}

/// A flow that is new.
pub(super) fn added(program: &Program, flow: &Flow) -> FlowChange {
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
