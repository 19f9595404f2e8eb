//! The contact wrote.

use std::borrow::Cow;

use super::super::contact::{Origin, RunState};
use super::super::matching::{Happening, Incoming};
use super::super::run::Answer;
use super::super::start::{Start, start_all, stop_on};
use super::super::turn::{Scope, Turn};
use super::super::{Cause, RunEnd, opt_out, outbound, run, silence};
use crate::intents::requested::Requested;
use crate::policy::keywords::{self, Consent};
use crate::program::{FlowId, IntentId, Name};

/// Takes a message: the channel first, then opting out and in, then what waits for an answer, then what the
/// message starts.
pub(super) fn received(turn: &mut Turn<'_>, channel: &Name, text: &Name, recognised: &[Name]) {
    match listen(turn, channel, text, recognised) {
        Heard::Consent => return,
        Heard::OptedOut(incoming) => {
            start_flows(turn, &incoming, Flows::OnMessage);
            return;
        }
        Heard::Answer(incoming, answer) => run::answered(turn, answer, &incoming),
        Heard::Open(incoming) => drop(start_flows(turn, &incoming, Flows::All)),
        Heard::Otherwise(incoming, answer) => {
            if !start_flows(turn, &incoming, Flows::OnMessage) {
                run::answered(turn, answer, &incoming);
            }
        }
    }
    run::heard(turn);
}

/// What a message is, before any flow starts.
pub(in crate::engine) enum Heard<'m> {
    /// It says nothing but an opt-out or opt-in word, and is taken by that.
    Consent,
    /// It means that the contact does not want to be written to.
    OptedOut(Incoming<'m>),
    /// An open question takes it.
    Answer(Incoming<'m>, Answer),
    /// Flows may start.
    Open(Incoming<'m>),
    /// Flows may start; if none does, the `otherwise` arm of a question takes it.
    Otherwise(Incoming<'m>, Answer),
}

/// Takes a message up to the point where it starts flows.
pub(in crate::engine) fn listen<'m>(
    turn: &mut Turn<'_>,
    channel: &'m Name,
    text: &'m Name,
    recognised: &[Name],
) -> Heard<'m> {
    arrived(turn, channel);
    let wrote = || format!("the contact wrote `{}`", text.trim());
    match keywords::consent_in(text) {
        Some(Consent::OptOut) => {
            opt_out::opt_out(turn, Some(channel), wrote());
            return Heard::Consent;
        }
        Some(Consent::OptIn) if opt_out::opt_in(turn, channel, wrote()) => {
            replied(turn);
            return Heard::Consent;
        }
        Some(Consent::OptIn) | None => {}
    }
    let mut incoming = Incoming::new(channel, text);
    let opts_out = recognise(turn, &mut incoming, recognised);
    replied(turn);
    stop_on(turn, Happening::Message(&incoming));
    if opts_out {
        opt_out::opt_out(turn, Some(channel), "the contact asked not to be written to any more");
        return Heard::OptedOut(incoming);
    }
    // While a person has the conversation, the contact answers that person and no flow's question.
    let bot_active = !turn.contact.conversation.bot_inactive;
    if let Some(answer) = run::open_question(turn, &incoming).filter(|_| bot_active) {
        return Heard::Answer(incoming, answer);
    }
    answer_shown(turn, &incoming);
    match run::otherwise(turn).filter(|_| bot_active) {
        None => Heard::Open(incoming),
        Some(answer) => Heard::Otherwise(incoming, answer),
    }
}

/// The contact is not silent: what follows a silence ends. An opt-out ends every run by itself.
fn replied(turn: &mut Turn<'_>) {
    turn.contact.quieted.clear();
    silence::end(turn, RunEnd::Replied, "the contact answered");
}

/// What any message changes: the window opens, the conversation is open, the channel works.
fn arrived(turn: &mut Turn<'_>, channel: &Name) {
    let now = turn.now;
    turn.contact.sent.retain(|sent| !sent.follow_up);
    let state = turn.channel_state(channel);
    state.last_inbound = Some(now);
    state.sent_since = 0;
    state.failed = false;
    if turn.contact.last_channel.as_ref() != Some(channel) {
        turn.contact.last_channel = Some(channel.clone());
    }
    outbound::open_conversation(turn, Scope::default(), "the contact wrote");
}

/// Finds the intents and the moment that is asked for; says whether the message opts out.
fn recognise(turn: &mut Turn<'_>, incoming: &mut Incoming<'_>, recognised: &[Name]) -> bool {
    let program = turn.program;
    if let Some(recogniser) = &program.recogniser {
        let language = turn.contact.field("language").and_then(|value| value.text());
        let zone = turn.zone();
        let reading = recogniser.read(incoming.text, zone.to_local(turn.now), language);
        incoming.intents.extend(reading.intents.into_iter().map(|at| IntentId(at as u32)));
        if let Some(moment) = reading.requested {
            turn.contact.callback_time = Some(match moment {
                Requested::In(delay) => zone.add(turn.now, delay),
                Requested::At(local) => zone.to_instant(local),
            });
        }
    }
    for name in recognised {
        let known = program.intents.iter().position(|intent| intent == name);
        if let Some(id) = known.map(|at| IntentId(at as u32))
            && !incoming.intents.contains(&id)
        {
            incoming.intents.push(id);
        }
    }
    incoming.intents.iter().any(|id| &*program.intents[id.index()] == "opt_out")
}

/// A visitor who answers a proactive message has opened it.
fn answer_shown(turn: &mut Turn<'_>, incoming: &Incoming<'_>) {
    let shown: Vec<u64> = turn
        .contact
        .runs
        .iter()
        .filter(|run| run.origin == Origin::Proactive && matches!(run.state, RunState::Showing { .. }))
        .map(|run| run.id)
        .collect();
    for run_id in shown {
        super::visit::open_run(turn, run_id, Some(incoming.text));
    }
}

/// Which flows a message may start.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Flows {
    /// Those with a trigger that says which message.
    OnMessage,
    /// Those on `any message` as well.
    All,
}

fn start_flows(turn: &mut Turn<'_>, incoming: &Incoming<'_>, which: Flows) -> bool {
    let flows = candidates(turn, incoming, which);
    let with = starts(turn, incoming);
    start_all(turn, flows.iter().copied(), Happening::Message(incoming), with)
}

/// The flows that a message may start, in the order in which they do.
pub(in crate::engine) fn candidates<'a>(
    turn: &Turn<'a>,
    incoming: &Incoming<'_>,
    which: Flows,
) -> Cow<'a, [FlowId]> {
    let index = &turn.program.index;
    let any_message = which == Flows::All && !index.any_message.is_empty();
    if index.keywords.is_none() && !any_message {
        return Cow::Borrowed(&index.unindexed);
    }
    let mut flows = Vec::new();
    let folded = if index.keywords.is_some() { incoming.folded() } else { "" };
    index.on_message(incoming.text, folded, &mut flows);
    if any_message {
        flows.extend(&index.any_message);
        flows.sort_unstable();
        flows.dedup();
    }
    Cow::Owned(flows)
}

/// What runs begin with that a message starts by a trigger of those words.
pub(in crate::engine) fn starts<'a>(
    turn: &Turn<'a>,
    incoming: &Incoming<'a>,
) -> impl FnMut(Name) -> Start + use<'a> {
    let (event, channel, text) = (turn.event, incoming.channel, incoming.text);
    move |words| Start {
        origin: Origin::Message,
        answering: true,
        channel: Some(channel.clone()),
        cause: Some(Cause::Event(event.id.clone())),
        message: Some(text.clone()),
        ..Start::by_event(words)
    }
}
