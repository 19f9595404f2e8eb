//! Why a message starts some flows and not the others: the engine's own decisions, told for every flow.

mod parts;
mod verdict;

pub use self::verdict::{Explained, Part, Taker, Verdict};

use self::parts::{part, unmet};
use super::eval::{Circumstances, holds};
use super::matching::{Happening, Incoming, fires};
use super::start::{Obstacle, by_trigger, obstacle, start};
use super::transitions::message::{Flows, Heard, candidates, listen, starts};
use super::turn::Turn;
use super::{Contact, Event, EventKind, Reason};
use crate::program::{FlowId, Pattern, Program, Trigger, TriggerKind};
use crate::text::fold_case;

/// What a message does with every flow of the program, in the program's order.
///
/// The contact and the event are those that [`advance`](super::advance) would be given, and the decisions are the
/// same, flow by flow; the contact is left as it is. Events that are no message start nothing here.
pub fn explain(program: &Program, contact: &Contact, event: &Event) -> Vec<Explained> {
    let EventKind::MessageReceived { channel, text, intents } = &event.kind else { return Vec::new() };
    let mut contact = contact.clone();
    contact.now = contact.now.max(event.at);
    let mut turn = Turn::new(program, &mut contact, event);
    let heard = listen(&mut turn, channel, text, intents);
    let (incoming, which, taker) = match heard {
        Heard::Consent => (Incoming::new(channel, text), None, Taker::Consent),
        Heard::Answer(incoming, _) => (incoming, None, Taker::Question),
        Heard::OptedOut(incoming) => (incoming, Some(Flows::OnMessage), Taker::OptOut),
        Heard::Otherwise(incoming, _) => (incoming, Some(Flows::OnMessage), Taker::Question),
        Heard::Open(incoming) => (incoming, Some(Flows::All), Taker::Question),
    };
    let asked = which.map(|which| candidates(&turn, &incoming, which)).unwrap_or_default();
    let mut verdicts: Vec<Option<Verdict>> = vec![None; program.flows.len()];
    // Flows are asked in the order in which they start: what one does, the next one sees.
    let mut with = starts(&turn, &incoming);
    for id in asked.iter().copied() {
        let flow = turn.flow(id);
        let trigger =
            flow.triggers.iter().find(|trigger| fires(&turn, trigger, Happening::Message(&incoming)));
        let Some(trigger) = trigger else { continue };
        let begin = by_trigger(trigger, &mut with);
        let stopped = obstacle(&turn, flow, &begin).map(|obstacle| {
            let around = begin.circumstances();
            stopped(&turn, id, trigger, obstacle, around)
        });
        verdicts[id.index()] = Some(stopped.unwrap_or_else(|| {
            start(&mut turn, id, begin);
            Verdict::Starts { trigger: trigger.words.clone() }
        }));
    }
    let told = program.flows.iter().zip(verdicts).map(|(flow, verdict)| {
        let verdict = verdict.unwrap_or_else(|| not_fired(&turn, &flow.triggers, &incoming, taker));
        Explained { flow: flow.name.clone(), verdict }
    });
    told.collect()
}

/// What stands against a start, for people.
fn stopped(
    turn: &Turn<'_>,
    id: FlowId,
    trigger: &Trigger,
    obstacle: Obstacle,
    around: Circumstances<'_>,
) -> Verdict {
    let (flow, trigger) = (turn.flow(id), trigger.words.clone());
    match obstacle {
        Obstacle::When => {
            let parts = flow.when.iter().flat_map(|when| unmet(turn, when, around)).collect();
            Verdict::ConditionFails { trigger, parts }
        }
        Obstacle::StopWhen => {
            let holding = flow.stop_when.iter().filter(|condition| holds(turn, condition, around));
            Verdict::StopWhen { trigger, parts: holding.map(|holding| part(turn, holding, around)).collect() }
        }
        Obstacle::Lifecycle(reason, why) => Verdict::Refused { trigger, reason, why: why.into() },
        Obstacle::Limit(rule) => Verdict::Refused { trigger, reason: Reason::Limit, why: rule },
        Obstacle::Running => Verdict::Running { trigger },
    }
}

/// Why none of a flow's triggers fired, or none was asked.
fn not_fired(turn: &Turn<'_>, triggers: &[Trigger], incoming: &Incoming<'_>, taker: Taker) -> Verdict {
    let about_messages: Vec<&Trigger> =
        triggers.iter().filter(|trigger| is_about_messages(trigger)).collect();
    if about_messages.is_empty() {
        return Verdict::NoMessageFlow;
    }
    let fires_as =
        |trigger: &Trigger, incoming: &Incoming<'_>| fires(turn, trigger, Happening::Message(incoming));
    if about_messages.iter().any(|trigger| fires_as(trigger, incoming)) {
        return Verdict::Taken { by: taker };
    }
    for trigger in &about_messages {
        let Some(channel) = trigger.from.map(|id| &turn.channel(id).name) else { continue };
        let mut elsewhere = Incoming::new(channel, incoming.text);
        elsewhere.intents.clone_from(&incoming.intents);
        if fires_as(trigger, &elsewhere) {
            return Verdict::OtherChannel { trigger: trigger.words.clone(), channel: channel.clone() };
        }
    }
    let otherwise = about_messages.iter().find(|trigger| fires_as(&ignoring_case(trigger), incoming));
    match otherwise {
        Some(trigger) => Verdict::OtherCase { trigger: trigger.words.clone() },
        None => Verdict::OtherMessage {
            triggers: about_messages.iter().map(|trigger| trigger.words.clone()).collect(),
        },
    }
}

const fn is_about_messages(trigger: &Trigger) -> bool {
    matches!(
        trigger.kind,
        TriggerKind::Keyword(_)
            | TriggerKind::MessageIs(_)
            | TriggerKind::MessageContains(_)
            | TriggerKind::MessageStartsWith(_)
            | TriggerKind::MessageMatches(_)
            | TriggerKind::AnyMessage
            | TriggerKind::Intent(_)
    )
}

/// The trigger with `ignoring case` behind its texts.
fn ignoring_case(trigger: &Trigger) -> Trigger {
    let folded = |patterns: &[Pattern]| {
        let fold = |pattern: &Pattern| Pattern { text: fold_case(&pattern.text).into(), ignore_case: true };
        patterns.iter().map(fold).collect()
    };
    let kind = match &trigger.kind {
        TriggerKind::Keyword(patterns) => TriggerKind::Keyword(folded(patterns)),
        TriggerKind::MessageIs(patterns) => TriggerKind::MessageIs(folded(patterns)),
        TriggerKind::MessageContains(patterns) => TriggerKind::MessageContains(folded(patterns)),
        TriggerKind::MessageStartsWith(patterns) => TriggerKind::MessageStartsWith(folded(patterns)),
        other => other.clone(),
    };
    Trigger { kind, ..trigger.clone() }
}
