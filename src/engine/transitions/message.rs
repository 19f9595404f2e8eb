//! The contact wrote.

use super::super::contact::{Origin, RunState};
use super::super::matching::{Happening, Incoming};
use super::super::start::{Start, start_all, stop_on};
use super::super::turn::{Scope, Turn};
use super::super::{Cause, RunEnd, opt_out, outbound, run, silence};
use crate::intents::requested::Requested;
use crate::policy::keywords::{self, Consent};
use crate::program::{IntentId, Name};

/// Takes a message: the channel first, then opting out and in, then what waits for an answer, then what the
/// message starts.
pub(super) fn received(turn: &mut Turn<'_>, channel: &Name, text: &Name, recognised: &[Name]) {
    arrived(turn, channel);
    let wrote = || format!("the contact wrote `{}`", text.trim());
    match keywords::consent_in(text) {
        Some(Consent::OptOut) => return opt_out::opt_out(turn, Some(channel), wrote()),
        Some(Consent::OptIn) if opt_out::opt_in(turn, channel, wrote()) => return,
        Some(Consent::OptIn) | None => {}
    }
    let mut incoming = Incoming::new(channel, text);
    let opts_out = recognise(turn, &mut incoming, recognised);
    turn.contact.quieted.clear();
    silence::end(turn, RunEnd::Replied, "the contact answered");
    stop_on(turn, Happening::Message(&incoming));
    if opts_out {
        opt_out::opt_out(turn, Some(channel), "the contact asked not to be written to any more");
        start_flows(turn, &incoming, Flows::OnMessage);
        return;
    }
    // While a person has the conversation, the contact answers that person and no flow's question.
    let bot_active = !turn.contact.conversation.bot_inactive;
    if let Some(answer) = run::open_question(turn, &incoming).filter(|_| bot_active) {
        run::answered(turn, answer, &incoming);
        return run::heard(turn);
    }
    answer_shown(turn, &incoming);
    match run::otherwise(turn).filter(|_| bot_active) {
        None => drop(start_flows(turn, &incoming, Flows::All)),
        Some(answer) => {
            if !start_flows(turn, &incoming, Flows::OnMessage) {
                run::answered(turn, answer, &incoming);
            }
        }
    }
    run::heard(turn);
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
enum Flows {
    /// Those with a trigger that says which message.
    OnMessage,
    /// Those on `any message` as well.
    All,
}

fn start_flows(turn: &mut Turn<'_>, incoming: &Incoming<'_>, which: Flows) -> bool {
    let index = &turn.program.index;
    let mut flows = Vec::new();
    let folded = if index.keywords.is_some() { incoming.folded() } else { "" };
    index.on_message(incoming.text, folded, &mut flows);
    if which == Flows::All && !index.any_message.is_empty() {
        flows.extend(&index.any_message);
        flows.sort_unstable();
        flows.dedup();
    }
    let event = Cause::Event(turn.event.id.clone());
    let (channel, text) = (incoming.channel.clone(), incoming.text.clone());
    start_all(turn, flows, Happening::Message(incoming), |words| Start {
        origin: Origin::Message,
        answering: true,
        channel: Some(channel.clone()),
        cause: Some(event.clone()),
        message: Some(text.clone()),
        ..Start::by_event(words)
    })
}
