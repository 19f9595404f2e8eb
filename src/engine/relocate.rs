//! A contact goes over to another version of its program: every run goes on at its own step, or ends with a reason.
//!
//! Where a run stands is the place of a step in its flow's table, which means nothing in another program. So no
//! program may be put in another's place without [`Routes`], which say of each step where it stands now.

use std::collections::BTreeMap;

use super::contact::{Run, RunState};
use super::turn::Turn;
use super::{Cause, Contact, Effect, Event, RunEnd};
use crate::program::{ArmKind, Flow, Name, NodeId, NodeKind, Program};
use crate::time::Instant;

/// Where the steps of one program stand in another, by the names of the first one's flows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Routes {
    flows: BTreeMap<Name, FlowRoute>,
}

/// Where the steps of one flow stand now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowRoute {
    /// The flow's name now; none when it is gone.
    pub to: Option<Name>,
    /// For each step its place now, if it still exists.
    pub steps: Vec<Option<NodeId>>,
    /// For each step how its author would name it: ``2 `send "Hello"` ``.
    pub told: Vec<Name>,
}

impl Routes {
    /// The routes of these flows. A flow without one is gone.
    pub fn new(flows: BTreeMap<Name, FlowRoute>) -> Self {
        Self { flows }
    }

    /// Where the steps of a flow stand now.
    pub fn flow(&self, name: &str) -> Option<&FlowRoute> {
        self.flows.get(name)
    }
}

impl FlowRoute {
    /// Where a step stands now; the flow's end is always its end.
    pub fn step(&self, node: NodeId) -> Option<NodeId> {
        if node == NodeId::END { Some(node) } else { *self.steps.get(node.0 as usize)? }
    }
}

/// Takes the contact over to `program`, by the routes from the program that its state was made with.
///
/// Runs whose step is gone end as [`RunEnd::Gone`]; the others go on where they stand, with the instants that they
/// wait for. Then the new program's stop conditions are asked, and its clock's triggers planned: one that passed
/// before the event does not fire. A contact for whom nothing happens keeps its time and its sequence.
///
/// INVARIANT: the same program, state, routes and event always give the same state and effects.
pub fn relocate(program: &Program, contact: &mut Contact, routes: &Routes, event: &Event) -> Vec<Effect> {
    let (now, sequence) = (contact.now, contact.sequence);
    contact.now = now.max(event.at);
    contact.sequence += 1;
    rename(program, contact, routes);
    let missed = contact.next_clock.is_some_and(|due| due <= contact.now);
    if !missed {
        contact.next_clock = None;
        contact.clock_checked = contact.clock_checked.map(|_| contact.now);
    }
    let mut turn = Turn::new(program, contact, event);
    for at in 0..turn.contact.runs.len() {
        move_run(&mut turn, routes, at);
    }
    move_sent(turn.contact, routes);
    let effects = turn.settle();
    if effects.is_empty() {
        (contact.now, contact.sequence) = (now, sequence);
    }
    effects
}

/// What names a flow names it as it is called now. What is due on a page goes with its flow.
fn rename(program: &Program, contact: &mut Contact, routes: &Routes) {
    let now = |flow: &Name| routes.flow(flow).and_then(|route| route.to.clone());
    let renamed = |flow: &mut Name| {
        if let Some(to) = now(flow) {
            *flow = to;
        }
    };
    contact.starts.iter_mut().for_each(|started| renamed(&mut started.flow));
    contact.quieted.iter_mut().for_each(renamed);
    if let Some(visit) = &mut contact.visitor.visit {
        visit.watches.iter_mut().for_each(|watch| renamed(&mut watch.flow));
        let proactive = |flow: &str| program.flow(flow).is_some_and(|id| program.flows[id.index()].proactive);
        visit.watches.retain(|watch| proactive(&watch.flow));
    }
}

/// Moves one run to where its step stands now, or ends it.
fn move_run(turn: &mut Turn<'_>, routes: &Routes, at: usize) {
    let run = &turn.contact.runs[at];
    let run_id = run.id;
    let cause = Some(Cause::Event(turn.event.id.clone()));
    let found = routes.flow(&run.flow).and_then(|route| Some((route, turn.flow_named(route.to.as_ref()?)?)));
    let Some((route, (id, flow))) = found else {
        let why = format!("the program was changed: the flow `{}` is gone", run.flow);
        return turn.end_run(run_id, RunEnd::Gone, cause, why);
    };
    match moved(turn, route, flow, run) {
        Ok(state) => {
            let run = &mut turn.contact.runs[at];
            run.state = state;
            run.flow = flow.name.clone();
            run.flow_hint = Some(id.0);
        }
        Err(node) => {
            let step = route.told.get(node.0 as usize).map_or("?", |told| told);
            let why = format!("the program was changed: step {step} is gone");
            turn.end_run(run_id, RunEnd::Gone, cause, why);
        }
    }
}

/// Where the run stands now, or the step that is gone.
fn moved(turn: &Turn<'_>, route: &FlowRoute, flow: &Flow, run: &Run) -> Result<RunState, NodeId> {
    let step = |node: NodeId| route.step(node).ok_or(node);
    Ok(match run.state {
        RunState::Waiting { node, due } => RunState::Waiting { node: step(node)?, due },
        RunState::Held { node, due, until } => RunState::Held { node: step(node)?, due, until },
        RunState::Asking { node, silence, asked } => {
            let node = step(node)?;
            RunState::Asking { node, silence: silence_of(turn, flow, node, silence, asked), asked }
        }
        RunState::Showing { next } => RunState::Showing { next: behind_shown(turn, route, flow, run, next)? },
        RunState::Moving => unreachable!("a run moves within one event only"),
        RunState::Ended => RunState::Ended,
    })
}

/// A question without a `silence` arm waits for no instant; one that has it now counts from when it was asked.
fn silence_of(
    turn: &Turn<'_>,
    flow: &Flow,
    question: NodeId,
    silence: Option<Instant>,
    asked: Instant,
) -> Option<Instant> {
    let Some(NodeKind::Ask { arms, .. }) = flow.node(question).map(|node| &node.kind) else { return None };
    let delay = arms.iter().find_map(|arm| match arm.kind {
        ArmKind::Silence(delay) => Some(delay),
        ArmKind::Answers(_) | ArmKind::Intent(_) | ArmKind::Otherwise => None,
    })?;
    silence.or_else(|| Some(turn.zone().add(asked, delay).max(turn.now)))
}

/// A run whose message is on a page stands behind that message: what follows it now is what the run goes on with.
fn behind_shown(
    turn: &Turn<'_>,
    route: &FlowRoute,
    flow: &Flow,
    run: &Run,
    next: NodeId,
) -> Result<NodeId, NodeId> {
    let shown = turn.contact.sent.iter().rev().find(|sent| sent.flow == run.flow).map(|sent| sent.node);
    let behind = shown.and_then(|shown| flow.node(route.step(shown)?)).map(|message| message.next);
    behind.or_else(|| route.step(next)).ok_or(next)
}

/// Messages whose step is gone cannot go elsewhere any more.
fn move_sent(contact: &mut Contact, routes: &Routes) {
    contact.sent.retain_mut(|sent| {
        let Some(route) = routes.flow(&sent.flow) else { return false };
        let (Some(to), Some(node)) = (&route.to, route.step(sent.node)) else { return false };
        sent.flow = to.clone();
        sent.node = node;
        true
    });
}
