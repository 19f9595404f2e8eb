//! An event taken apart: which transition each kind makes.

pub(super) mod clock;
pub(super) mod message;

mod business;
mod failure;
mod visit;

use super::turn::Turn;
use super::{EventKind, outbound};

/// Takes the turn's event.
pub(super) fn take(turn: &mut Turn<'_>) {
    let event = turn.event;
    match &event.kind {
        EventKind::ContactUpdated { fields, tags, groups } => business::updated(turn, fields, tags, groups),
        EventKind::MessageReceived { channel, text, intents } => {
            message::received(turn, channel, text, intents)
        }
        EventKind::PageViewed { url, title, referrer, device } => {
            visit::page_viewed(turn, url, title.as_ref(), referrer.as_ref(), device);
        }
        EventKind::VisitEnded => visit::ended(turn),
        EventKind::ProactiveOpened { flow } => visit::opened(turn, flow),
        EventKind::ProactiveDismissed { flow } => visit::dismissed(turn, flow),
        EventKind::BrowserCleared => visit::browser_cleared(turn),
        EventKind::Booked { time } => business::booked(turn, *time),
        EventKind::Purchased => business::purchased(turn),
        EventKind::Reported { event, fields } => business::reported(turn, event, fields),
        EventKind::OptedOut { channel } => {
            super::opt_out::opt_out(turn, channel.as_ref(), "the contact opted out");
        }
        EventKind::BotWrote { channel, text } => outbound::bot_writes(turn, channel.as_ref(), text),
        EventKind::AgentWrote { agent, channel, content } => {
            outbound::agent_writes(turn, agent, channel.as_ref(), content);
        }
        EventKind::AgentTookOver { agent } => business::took_over(turn, agent),
        EventKind::AgentHandedBack { agent: _ } => turn.contact.conversation.bot_inactive = false,
        EventKind::ConversationAssigned { agent: _, to } => business::assigned(turn, to),
        EventKind::ConversationClosed { agent: _ } => business::closed(turn),
        EventKind::FlowStarted { flow } => business::flow_started(turn, flow),
        EventKind::DeliveryFailed { channel, message } => {
            failure::delivery_failed(turn, channel.as_ref(), *message);
        }
        EventKind::ProgramApplied { version: _ } => {}
        EventKind::Woke => clock::woke(turn),
    }
}
