//! Starting and stopping runs.

use super::contact::{Origin, Run, RunState};
use super::eval::{Circumstances, holds};
use super::matching::{Happening, fires};
use super::turn::{Scope, Turn};
use super::{Cause, EffectKind, Reason, RunEnd, Seen, Sender, Why, frequency, run};
use crate::program::{Again, Flow, FlowId, Lifecycle, Name, Trigger, TriggerKind, Value};

/// What a run begins with.
#[derive(Debug, Clone)]
pub(super) struct Start {
    /// What kind of event starts it.
    pub origin: Origin,
    /// Its messages begin no silence.
    pub follow_up: bool,
    /// What it sends at once answers the contact's own message.
    pub answering: bool,
    /// The channel that the trigger came from.
    pub channel: Option<Name>,
    /// What starts it, when it is not the event itself.
    pub cause: Option<Cause>,
    /// The contact's message.
    pub message: Option<Name>,
    /// `event.field`
    pub event_fields: Vec<(Name, Value)>,
    /// In words: the trigger as its author wrote it.
    pub why: Why,
    /// What happens while a run is active, when the flow does not say.
    pub again: Again,
}

impl Start {
    /// A start by the event, of no special kind.
    pub fn by_event(why: impl Into<Why>) -> Self {
        Self {
            origin: Origin::Other,
            follow_up: false,
            answering: false,
            channel: None,
            cause: None,
            message: None,
            event_fields: Vec::new(),
            why: why.into(),
            again: Again::Ignore,
        }
    }

    pub(super) fn circumstances(&self) -> Circumstances<'_> {
        Circumstances {
            message: self.message.as_ref(),
            channel: self.channel.as_ref(),
            event_fields: &self.event_fields,
        }
    }
}

/// Starts a run of the flow, unless something stands against it; says whether it did.
pub(super) fn start(turn: &mut Turn<'_>, id: FlowId, start: Start) -> bool {
    let flow = turn.flow(id);
    if let Some(obstacle) = obstacle(turn, flow, &start) {
        if let Some((reason, why)) = obstacle.told() {
            refuse(turn, flow, start.cause, reason, why);
        }
        return false;
    }
    if let Some(active) = turn.run_of(&flow.name).map(|run| run.id) {
        turn.end_run(active, RunEnd::Restarted, start.cause.clone(), start.why.clone());
    }
    if turn.starts_left == 0 {
        refuse(turn, flow, start.cause, Reason::Stopped, "flows start each other in a circle");
        return false;
    }
    turn.starts_left -= 1;
    frequency::count_start(turn, flow);
    begin(turn, id, start);
    true
}

/// What stands against the start of a flow that an event fires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// Its `when` does not hold.
    When,
    /// Its `stop when` holds.
    StopWhen,
    /// It is a draft, or paused.
    Lifecycle(Reason, &'static str),
    /// A run of it is active, and goes on.
    Running,
    /// It started often enough already: the rule in words.
    Limit(Name),
}

impl Obstacle {
    /// The reason that is written down; flows that do not begin because of a condition or a run are no news.
    fn told(self) -> Option<(Reason, Why)> {
        match self {
            Self::When | Self::StopWhen | Self::Running => None,
            Self::Lifecycle(reason, why) => Some((reason, why.into())),
            Self::Limit(rule) => Some((Reason::Limit, rule.into())),
        }
    }
}

/// The first thing that stands against a start.
pub(super) fn obstacle(turn: &Turn<'_>, flow: &Flow, start: &Start) -> Option<Obstacle> {
    let around = start.circumstances();
    if !flow.when.as_ref().is_none_or(|when| holds(turn, when, around)) {
        return Some(Obstacle::When);
    }
    if let Some(rule) = flow.stop_when.iter().find(|condition| holds(turn, condition, around)) {
        turn.see(Seen::StopWhen(rule));
        return Some(Obstacle::StopWhen);
    }
    if let Some((reason, why)) = lifecycle(flow) {
        return Some(Obstacle::Lifecycle(reason, why));
    }
    let again = flow.again.unwrap_or(start.again);
    if again == Again::Ignore && turn.run_of(&flow.name).is_some() {
        return Some(Obstacle::Running);
    }
    frequency::forbids(turn, flow).map(Obstacle::Limit)
}

fn begin(turn: &mut Turn<'_>, id: FlowId, start: Start) {
    let flow = turn.flow(id);
    turn.contact.runs_started += 1;
    let run_id = turn.contact.runs_started;
    let cause = start.cause.unwrap_or_else(|| Cause::Event(turn.event.id.clone()));
    turn.contact.runs.push(Run {
        id: run_id,
        flow: flow.name.clone(),
        flow_hint: Some(id.0),
        origin: start.origin,
        follow_up: start.follow_up,
        channel: start.channel,
        anchor: turn.now,
        answering: start.answering,
        state: RunState::Moving,
        cause,
        message: start.message,
        shown: false,
        event_fields: start.event_fields,
    });
    turn.run_effect(run_id, None, EffectKind::StartRun { run: run_id }, start.why);
    run::go(turn, run_id, flow.entry, turn.now);
}

/// Why the flow may not start, or say anything, by its own header.
pub(super) fn lifecycle(flow: &Flow) -> Option<(Reason, &'static str)> {
    match flow.lifecycle {
        Lifecycle::Live => None,
        Lifecycle::Draft => Some((Reason::Draft, "the flow is a draft")),
        Lifecycle::Paused => Some((Reason::Paused, "the flow is paused")),
    }
}

/// Writes down that the flow did not start.
pub(super) fn refuse(
    turn: &mut Turn<'_>,
    flow: &Flow,
    cause: Option<Cause>,
    reason: Reason,
    why: impl Into<Why>,
) {
    let scope = Scope { cause, flow: Some(flow.name.clone()), step: None };
    let kind = EffectKind::Suppress {
        reason,
        channel: None,
        refused: Vec::new(),
        sender: Sender::Flow,
        undelivered: false,
    };
    turn.effect(scope, kind, why);
}

/// Ends the runs whose stop rules name the event, and keeps such flows on `silence` quiet until the contact
/// writes again.
pub(super) fn stop_on(turn: &mut Turn<'_>, happening: Happening<'_>) {
    let program = turn.program;
    for at in 0..turn.contact.runs.len() {
        let run = &turn.contact.runs[at];
        if run.state == RunState::Ended {
            continue;
        }
        let run_id = run.id;
        let Some((_, flow)) = turn.flow_of(run) else { continue };
        if let Some(rule) = flow.stop_on.iter().find(|rule| fires(turn, rule, happening)) {
            turn.see(Seen::StopOn(rule));
            let why = format!("stop on {}", rule.words);
            turn.end_run(run_id, RunEnd::Stopped, None, why);
        }
    }
    for id in &program.index.silence {
        let flow = turn.flow(*id);
        let Some(rule) = flow.stop_on.iter().find(|rule| fires(turn, rule, happening)) else { continue };
        turn.see(Seen::StopOn(rule));
        if !turn.contact.quieted.contains(&flow.name) {
            turn.contact.quieted.push(flow.name.clone());
        }
    }
}

/// Ends the runs whose `stop when` holds by now.
pub(super) fn stop_where_conditions_hold(turn: &mut Turn<'_>) {
    for at in 0..turn.contact.runs.len() {
        let run = &turn.contact.runs[at];
        if run.state == RunState::Ended {
            continue;
        }
        let Some((_, flow)) = turn.flow_of(run) else { continue };
        let around = Circumstances::of(run);
        if let Some(rule) = flow.stop_when.iter().find(|condition| holds(turn, condition, around)) {
            turn.see(Seen::StopWhen(rule));
            let run_id = run.id;
            turn.end_run(run_id, RunEnd::Stopped, None, "its `stop when` holds");
        }
    }
}

/// Starts every flow of the list that the event fires, in start order; says whether any did.
pub(super) fn start_all(
    turn: &mut Turn<'_>,
    flows: impl IntoIterator<Item = FlowId>,
    happening: Happening<'_>,
    mut with: impl FnMut(Name) -> Start,
) -> bool {
    let mut any = false;
    for id in flows {
        let flow = turn.flow(id);
        let Some(trigger) = flow.triggers.iter().find(|trigger| fires(turn, trigger, happening)) else {
            continue;
        };
        let begin = by_trigger(trigger, &mut with);
        any |= start(turn, id, begin);
    }
    any
}

/// The start by a trigger.
pub(super) fn by_trigger(trigger: &Trigger, with: &mut impl FnMut(Name) -> Start) -> Start {
    let mut begin = with(trigger.words.clone());
    if matches!(trigger.kind, TriggerKind::Intent(_)) {
        begin.again = Again::Restart;
    }
    begin
}
