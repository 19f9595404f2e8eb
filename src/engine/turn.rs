//! One call of `advance` at work: what everybody in the engine reads, and how an effect is written down.

use std::cell::OnceCell;

use super::contact::{ChannelState, Run, RunState};
use super::{Cause, Contact, Effect, EffectKey, EffectKind, Event, RunEnd, Seen, Watch, Why};
use crate::calendar::Zone;
use crate::program::{Channel, ChannelId, Flow, FlowId, Name, NodeId, Program};
use crate::time::Instant;

/// How many runs one event may start: more can only be flows that start each other in a circle.
pub const STARTS_MAX: u32 = 64;

/// One event being taken.
pub(super) struct Turn<'a> {
    /// The program.
    pub program: &'a Program,
    /// The contact, changed as we go.
    pub contact: &'a mut Contact,
    /// The event.
    pub event: &'a Event,
    /// The contact's time: the event's, never earlier than the event before.
    pub now: Instant,
    /// How many more runs may start.
    pub starts_left: u32,
    watch: Option<&'a dyn Watch>,
    effects: Vec<Effect>,
    zone: OnceCell<Zone>,
}

/// On whose behalf an effect is written down.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    /// What brought it about; the event itself when there is none.
    pub cause: Option<Cause>,
    /// The flow.
    pub flow: Option<Name>,
    /// The step.
    pub step: Option<Name>,
}

impl<'a> Turn<'a> {
    /// The contact's time has been set already.
    pub fn new(program: &'a Program, contact: &'a mut Contact, event: &'a Event) -> Self {
        Self::watched(program, contact, event, None)
    }

    /// The same, with somebody who looks on.
    pub fn watched(
        program: &'a Program,
        contact: &'a mut Contact,
        event: &'a Event,
        watch: Option<&'a dyn Watch>,
    ) -> Self {
        let now = contact.now;
        let zone = OnceCell::new();
        Self { program, contact, event, now, starts_left: STARTS_MAX, watch, effects: Vec::new(), zone }
    }

    /// Tells whoever looks on.
    #[inline]
    pub fn see(&self, seen: Seen<'_>) {
        if let Some(watch) = self.watch {
            watch.see(seen);
        }
    }

    /// Whether anybody looks on: what is only looked up for them can be left.
    #[inline]
    pub const fn is_watched(&self) -> bool {
        self.watch.is_some()
    }

    /// The contact's zone, or the workspace's.
    pub fn zone(&self) -> Zone {
        *self.zone.get_or_init(|| {
            let own = self.contact.field("timezone").and_then(|value| Zone::parse(value.text()?));
            own.unwrap_or(self.program.workspace.zone)
        })
    }

    /// Call it when the contact's zone may have changed.
    pub fn forget_zone(&mut self) {
        self.zone = OnceCell::new();
    }

    /// The flow with that id; it outlives the turn.
    pub fn flow(&self, id: FlowId) -> &'a Flow {
        &self.program.flows[id.index()]
    }

    /// The flow of that name, if the program has it.
    pub fn flow_named(&self, name: &str) -> Option<(FlowId, &'a Flow)> {
        let id = self.program.flow(name)?;
        Some((id, &self.program.flows[id.index()]))
    }

    /// The flow of a run, if the program has it.
    pub fn flow_of(&self, run: &Run) -> Option<(FlowId, &'a Flow)> {
        let hinted = run.flow_hint.map(FlowId).and_then(|id| Some((id, self.program.flows.get(id.index())?)));
        hinted.filter(|(_, flow)| flow.name == run.flow).or_else(|| self.flow_named(&run.flow))
    }

    /// The channel with that id.
    pub fn channel(&self, id: ChannelId) -> &'a Channel {
        &self.program.channels[id.index()]
    }

    /// What is known of a channel, made when it is not there yet.
    pub fn channel_state(&mut self, name: &Name) -> &mut ChannelState {
        let channels = &mut self.contact.channels;
        let at = channels.iter().position(|state| state.channel == *name).unwrap_or_else(|| {
            channels.push(ChannelState { channel: name.clone(), ..ChannelState::default() });
            channels.len() - 1
        });
        &mut channels[at]
    }

    /// The run with that number, while it is active.
    pub fn run(&self, id: u64) -> Option<&Run> {
        self.contact.runs.iter().find(|run| run.id == id && run.state != RunState::Ended)
    }

    /// The same, to be changed.
    pub fn run_mut(&mut self, id: u64) -> Option<&mut Run> {
        self.contact.runs.iter_mut().find(|run| run.id == id && run.state != RunState::Ended)
    }

    /// The active run of a flow.
    pub fn run_of(&self, flow: &Name) -> Option<&Run> {
        self.contact.runs.iter().find(|run| run.flow == *flow && run.state != RunState::Ended)
    }

    /// Writes an effect down.
    pub fn effect(&mut self, scope: Scope, kind: EffectKind, why: impl Into<Why>) -> EffectKey {
        let key = EffectKey { sequence: self.contact.sequence, index: self.effects.len() as u32 };
        let cause = scope.cause.unwrap_or_else(|| Cause::Event(self.event.id.clone()));
        let Scope { flow, step, .. } = scope;
        self.effects.push(Effect { key, at: self.now, cause, flow, step, kind, why: why.into() });
        key
    }

    /// Writes an effect of a run down; it becomes the cause of what the run does next.
    pub fn run_effect(
        &mut self,
        run_id: u64,
        node: Option<NodeId>,
        kind: EffectKind,
        why: impl Into<Why>,
    ) -> EffectKey {
        let scope = self.scope_of(run_id, node);
        let key = self.effect(scope, kind, why);
        if let Some(run) = self.run_mut(run_id) {
            run.cause = Cause::Effect(key);
        }
        key
    }

    /// Whom an effect of that run belongs to, and what caused it.
    pub fn scope_of(&self, run_id: u64, node: Option<NodeId>) -> Scope {
        let Some(run) = self.run(run_id) else { return Scope::default() };
        let label = || self.flow_of(run)?.1.node(node?).map(|node| node.label.clone());
        Scope { cause: Some(run.cause.clone()), flow: Some(run.flow.clone()), step: label() }
    }

    /// The latest effect, or the event when there is none yet.
    pub fn last_cause(&self) -> Option<Cause> {
        self.effects.last().map(|effect| Cause::Effect(effect.key))
    }

    /// The effects so far.
    pub fn effects(&self) -> &[Effect] {
        &self.effects
    }

    /// Ends a run: what is pending of it is gone. The cause is `cause`, or the event.
    pub fn end_run(&mut self, run_id: u64, end: RunEnd, cause: Option<Cause>, why: impl Into<Why>) {
        let Some(run) = self.run_mut(run_id) else { return };
        run.state = RunState::Ended;
        let flow = Some(run.flow.clone());
        self.effect(Scope { cause, flow, step: None }, EffectKind::EndRun { run: run_id, end }, why);
    }

    /// Applies the rules that look at the state, drops what has ended, and gives the effects away.
    pub fn settle(mut self) -> Vec<Effect> {
        super::start::stop_where_conditions_hold(&mut self);
        self.contact.runs.retain(|run| run.state != RunState::Ended);
        super::transitions::clock::plan_next(&mut self);
        self.effects
    }
}
