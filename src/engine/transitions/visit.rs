//! The contact as a web visitor: pages, visits, and the proactive messages that wait on them.

use super::super::contact::{Origin, RunState, Visit, Watch};
use super::super::eval::{Circumstances, holds};
use super::super::matching::Happening;
use super::super::start::{Start, lifecycle, refuse, start, stop_on};
use super::super::turn::{Scope, Turn};
use super::super::{Cause, Reason, RunEnd, outbound, run};
use crate::program::{FlowId, Name, TriggerKind, Value};
use crate::time::{Delay, Instant};

/// After so long without a page the next one begins another visit: half an hour, as web analytics count.
const VISIT_IDLE_MILLIS: i64 = 30 * 60 * 1000;

/// A page was opened.
pub(super) fn page_viewed(
    turn: &mut Turn<'_>,
    url: &Name,
    title: Option<&Name>,
    referrer: Option<&Name>,
    device: &[(Name, Value)],
) {
    let now = turn.now;
    let idle = turn.contact.visitor.last_view.is_none_or(|at| now.millis_since(at) >= VISIT_IDLE_MILLIS);
    if idle && turn.contact.visitor.visit.is_some() {
        ended(turn);
    }
    turn.contact.visitor.last_view = Some(now);
    let began = turn.contact.visitor.visit.is_none();
    if began {
        turn.contact.visitor.visits = turn.contact.visitor.visits.saturating_add(1);
        turn.contact.starts.iter_mut().for_each(|started| started.in_visit = 0);
    }
    let visit = turn.contact.visitor.visit.get_or_insert_with(|| Visit { began: now, ..Visit::default() });
    visit.url = url.clone();
    visit.title = title.cloned();
    if referrer.is_some() || began {
        visit.referrer = referrer.cloned();
    }
    for (name, value) in device {
        match visit.device.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value.clone(),
            None => visit.device.push((name.clone(), value.clone())),
        }
    }
    visit.watches.retain(|watch| !watch.page);
    watch(turn, began);
    if began {
        stop_on(turn, Happening::Visit);
    }
    stop_on(turn, Happening::PageView);
    fire_watches(turn);
}

/// Notes when each proactive flow is due.
fn watch(turn: &mut Turn<'_>, began: bool) {
    let program = turn.program;
    let cause = Cause::Event(turn.event.id.clone());
    for id in &program.index.proactive {
        let flow = turn.flow(*id);
        for trigger in &flow.triggers {
            let (delay, page): (Delay, bool) = match trigger.kind {
                TriggerKind::PageView(delay) => (delay, true),
                TriggerKind::Visit(delay) if began => (delay, false),
                _ => continue,
            };
            let due = turn.zone().add(turn.now, delay);
            let watch = Watch { flow: flow.name.clone(), due, page, cause: cause.clone() };
            if let Some(visit) = &mut turn.contact.visitor.visit {
                visit.watches.push(watch);
            }
        }
    }
}

/// When the next proactive flow is due.
pub(super) fn next_watch(turn: &Turn<'_>) -> Option<Instant> {
    turn.contact.visitor.visit.as_ref()?.watches.iter().map(|watch| watch.due).min()
}

/// Starts the first of the proactive flows that are due: only one message comes up at a time.
pub(super) fn fire_watches(turn: &mut Turn<'_>) {
    let now = turn.now;
    while let Some(due) = next_watch(turn).filter(|due| *due <= now) {
        let Some(visit) = &mut turn.contact.visitor.visit else { return };
        let (together, later) =
            std::mem::take(&mut visit.watches).into_iter().partition(|watch| watch.due == due);
        visit.watches = later;
        let together: Vec<Watch> = together;
        let mut flows: Vec<(FlowId, Cause)> = together
            .into_iter()
            .filter_map(|watch| Some((turn.program.flow(&watch.flow)?, watch.cause)))
            .collect();
        flows.sort_by_key(|(id, _)| *id);
        flows.dedup_by_key(|(id, _)| *id);
        let mut first = None;
        for (id, cause) in flows {
            let flow = turn.flow(id);
            if turn.run_of(&flow.name).is_some() && flow.again != Some(crate::program::Again::Restart) {
                continue;
            }
            if !flow.when.as_ref().is_none_or(|when| holds(turn, when, Circumstances::default())) {
                continue;
            }
            if let Some((reason, why)) = lifecycle(flow) {
                refuse(turn, flow, Some(cause), reason, why);
            } else if turn.contact.conversation.open {
                refuse(
                    turn,
                    flow,
                    Some(cause),
                    Reason::ConversationActive,
                    "the visitor is in a conversation",
                );
            } else if let Some(first) = &first {
                refuse(turn, flow, Some(cause), Reason::Outranked, format!("{first} came first"));
            } else if begin(turn, id, cause) {
                first = Some(flow.name.clone());
            }
        }
    }
}

fn begin(turn: &mut Turn<'_>, id: FlowId, cause: Cause) -> bool {
    let flow = turn.flow(id);
    let is_proactive = |kind: &TriggerKind| matches!(kind, TriggerKind::PageView(_) | TriggerKind::Visit(_));
    let trigger = flow.triggers.iter().find(|trigger| is_proactive(&trigger.kind));
    let words = trigger.map_or_else(|| "page_view".into(), |trigger| trigger.words.clone());
    let with = Start {
        origin: Origin::Proactive,
        channel: Some("webchat".into()),
        cause: Some(cause),
        ..Start::by_event(words)
    };
    start(turn, id, with)
}

/// The visitor left: what waits on the page is gone.
pub(super) fn ended(turn: &mut Turn<'_>) {
    turn.contact.visitor.visit = None;
    turn.contact.visitor.last_view = None;
    end_unopened(turn, None, RunEnd::Left, "the visit ended");
}

/// The visitor opened a proactive message: the conversation begins, and the steps behind it run.
pub(super) fn opened(turn: &mut Turn<'_>, flow: &Name) {
    if let Some(run_id) = turn.run_of(flow).map(|run| run.id) {
        open_run(turn, run_id, None);
    }
}

/// Opens the proactive message of a run, by a click or by an answer.
pub(super) fn open_run(turn: &mut Turn<'_>, run_id: u64, answer: Option<&Name>) {
    let event = Cause::Event(turn.event.id.clone());
    let now = turn.now;
    let Some(run) = turn.run_mut(run_id) else { return };
    let waiting = match run.state {
        RunState::Showing { next } => Some(next),
        RunState::Asking { .. } if run.origin == Origin::Proactive => None,
        _ => return,
    };
    run.cause = event;
    run.answering = true;
    run.anchor = now;
    run.message = answer.cloned().or_else(|| run.message.take());
    let flow = run.flow.clone();
    let sent = turn.contact.sent.iter().rev().find(|sent| sent.flow == flow).map(|sent| sent.channel.clone());
    if let Some(channel) = sent {
        turn.channel_state(&channel).known = true;
        turn.contact.last_channel = Some(channel.clone());
        if let Some(run) = turn.run_mut(run_id) {
            run.channel = Some(channel);
        }
    }
    outbound::open_conversation(turn, Scope::default(), "the visitor opened a proactive message");
    if let Some(next) = waiting {
        run::go(turn, run_id, next, now);
    }
}

/// The visitor dismissed a proactive message.
pub(super) fn dismissed(turn: &mut Turn<'_>, flow: &Name) {
    end_unopened(turn, Some(flow), RunEnd::Dismissed, "the visitor dismissed the message");
}

/// Ends the proactive runs whose message nobody has opened.
fn end_unopened(turn: &mut Turn<'_>, only: Option<&Name>, end: RunEnd, why: &'static str) {
    let open = turn.contact.conversation.open;
    for at in 0..turn.contact.runs.len() {
        let run = &turn.contact.runs[at];
        let unopened = match run.state {
            RunState::Showing { .. } => true,
            RunState::Asking { .. } => run.origin == Origin::Proactive && !open,
            RunState::Held { .. } => run.origin == Origin::Proactive && !run.shown,
            RunState::Moving | RunState::Waiting { .. } | RunState::Ended => false,
        };
        if unopened && only.is_none_or(|flow| run.flow == *flow) {
            let run_id = run.id;
            turn.end_run(run_id, end, None, why);
        }
    }
}

/// The browser was cleared: the next page is a new visitor's first.
pub(super) fn browser_cleared(turn: &mut Turn<'_>) {
    ended(turn);
    turn.contact.visitor.visits = 0;
    let program = turn.program;
    let forget = |flow: &Name| program.flow(flow).is_some_and(|id| program.flows[id.index()].proactive);
    turn.contact.starts.retain(|started| !forget(&started.flow));
}
