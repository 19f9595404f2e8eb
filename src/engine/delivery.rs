//! Whether a message goes, where and when: the order of decisions.
//!
//! Flow live, run not stopped, bot active, opted out, limit, hours, candidates in order (each refusal noted),
//! messaging window and content type, quota, send. After a hold everything is decided again.

mod channel;
mod refused;

pub(super) use channel::{Passage, Speaker, Subject, passage};
use refused::{Fact, Refused};

use super::contact::Run;
use super::hours::{self, Verdict};
use super::start::lifecycle;
use super::turn::Turn;
use super::{Reason, Refusal, Why, frequency};
use crate::program::{Candidate, Content, Flow, Name, Send};
use crate::time::Instant;

/// What becomes of a message.
#[derive(Debug, Clone)]
pub(super) enum Decision {
    /// It goes out.
    Go(Route),
    /// It waits until then.
    Hold(Instant, Why),
    /// It is not sent.
    Drop { reason: Reason, refused: Vec<Refusal>, why: Why },
}

/// Where a message goes, and how.
#[derive(Debug, Clone)]
pub(super) struct Route {
    /// The channel.
    pub channel: Name,
    /// With which tag, and at whose expense.
    pub passage: Passage,
    /// The candidates before it.
    pub refused: Vec<Refusal>,
}

/// Decides over a message of a flow that was first due at `first_due`.
pub(super) fn decide(turn: &Turn<'_>, flow: &Flow, run: &Run, send: &Send, first_due: Instant) -> Decision {
    let drop = |reason: Reason, why: Why| Decision::Drop { reason, refused: Vec::new(), why };
    if let Some((reason, why)) = lifecycle(flow) {
        return drop(reason, why.into());
    }
    if turn.contact.conversation.bot_inactive {
        return drop(Reason::BotInactive, "a person has the conversation".into());
    }
    let candidates = candidates(turn, flow, run);
    let all_opted_out = || candidates.iter().all(|candidate| turn.contact.opted_out_of(candidate.name));
    if turn.contact.opted_out || (!candidates.is_empty() && all_opted_out()) {
        return drop(Reason::OptedOut, "the contact opted out".into());
    }
    if !run.answering
        && let Some(why) = frequency::limit_reached(turn)
    {
        return drop(Reason::Limit, why.into());
    }
    match hours::decide(turn, [&flow.hours, &send.hours], !run.answering, first_due) {
        Verdict::Open => {}
        Verdict::Wait(until, why) => return Decision::Hold(until, why),
        Verdict::Skip(why) => return drop(Reason::Skipped, why),
        Verdict::Expired(why) => return drop(Reason::Expired, why),
    }
    route(turn, &candidates, &send.content, send, &[])
}

/// A channel that may be tried, by name.
#[derive(Debug, Clone)]
pub(super) struct Choice<'a> {
    name: &'a Name,
    candidate: Candidate,
}

/// The channels that a message of the run may go through, in order.
pub(super) fn candidates<'a>(turn: &Turn<'a>, flow: &Flow, run: &Run) -> Vec<Choice<'a>> {
    if flow.via.is_empty() {
        let name = run.channel.as_ref().or(turn.contact.last_channel.as_ref());
        let found = name.and_then(|name| turn.program.channel(name));
        let only = found.map(|channel| choice(turn, &Candidate { channel, within: None }));
        return only.into_iter().collect();
    }
    named(turn, flow)
}

/// The channels that the flow names, in order.
pub(super) fn named<'a>(turn: &Turn<'a>, flow: &Flow) -> Vec<Choice<'a>> {
    flow.via.iter().map(|candidate| choice(turn, candidate)).collect()
}

fn choice<'a>(turn: &Turn<'a>, candidate: &Candidate) -> Choice<'a> {
    Choice { name: &turn.channel(candidate.channel).name, candidate: candidate.clone() }
}

/// The first candidate that takes the message, `failed` ones aside.
pub(super) fn route(
    turn: &Turn<'_>,
    candidates: &[Choice<'_>],
    content: &Content,
    send: &Send,
    failed: &[Name],
) -> Decision {
    let subject = Subject {
        speaker: Speaker::Machine,
        template: match content {
            Content::Template(id, _) => Some(*id),
            Content::Text(_) | Content::Named(_) | Content::Ai(_) => None,
        },
        content_type: send.content_type,
    };
    let mut refused: Vec<Refused<'_>> = Vec::new();
    let refusals = |refused: &[Refused<'_>]| {
        let refusal =
            |refused: &Refused<'_>| Refusal { channel: refused.channel.clone(), reason: refused.reason() };
        refused.iter().map(refusal).collect()
    };
    for choice in candidates {
        let verdict = match failed.contains(choice.name) {
            true => Err(Refused { channel: choice.name, fact: Fact::Failed }),
            false => channel::reachable(turn, &choice.candidate)
                .and_then(|()| passage(turn, choice.candidate.channel, subject)),
        };
        match verdict {
            Ok(passage) => {
                let refused = refusals(&refused);
                return Decision::Go(Route { channel: choice.name.clone(), passage, refused });
            }
            Err(why) => refused.push(why),
        }
    }
    let (reason, why) = most_telling(turn, &refused).unwrap_or_else(|| {
        (Reason::NoAddress, "the contact has no channel yet, and the flow names none".into())
    });
    Decision::Drop { reason, refused: refusals(&refused), why }
}

/// Of several refusals the one that says most: a rule of the channel before a missing address.
fn most_telling(turn: &Turn<'_>, refused: &[Refused<'_>]) -> Option<(Reason, Why)> {
    let telling = refused.iter().find(|refused| refused.reason() != Reason::NoAddress);
    let reason = telling.or(refused.first())?.reason();
    let why = refused.iter().map(|refused| refused.told(turn).to_string()).collect::<Vec<_>>().join("; ");
    Some((reason, why.into()))
}
