//! A contact writes a message, and the engine says what comes of it.

use crate::engine::contact::Visit;
use crate::engine::{Cause, Contact, Effect, EffectKind, Event, EventKind, advance};
use crate::program::{Name, Program};
use crate::satisfy::Model;
use crate::time::Instant;

/// The contact of a case, of whom nothing else is known.
pub fn contact(model: &Model) -> Contact {
    let mut contact = Contact::new("contact");
    contact.now = model.at;
    contact.fields.clone_from(&model.fields);
    contact.tags.clone_from(&model.tags);
    contact.groups.clone_from(&model.groups);
    contact.conversation.open = model.open;
    contact.conversation.bot_inactive = model.bot_inactive;
    contact.conversation.assignee.clone_from(&model.assignee);
    contact.callback_time = model.callback_time;
    contact.booking_time = model.booking_time;
    contact.visitor.visits = model.visits;
    contact.visitor.visit = model.visit.as_ref().map(|visit| Visit {
        url: visit.url.clone(),
        title: visit.title.clone(),
        referrer: visit.referrer.clone(),
        device: visit.device.clone(),
        began: model.at,
        watches: Vec::new(),
    });
    contact
}

/// What comes of a message.
pub(super) fn message(
    program: &Program,
    mut contact: Contact,
    at: Instant,
    channel: &Name,
    text: &Name,
) -> Vec<Effect> {
    let wrote =
        EventKind::MessageReceived { channel: channel.clone(), text: text.clone(), intents: Vec::new() };
    advance(program, &mut contact, &Event::new(EVENT, at, wrote))
}

/// Whether the message itself started the flow.
pub(super) fn starts(effects: &[Effect], flow: &Name) -> bool {
    effects.iter().any(|effect| {
        effect.flow.as_ref() == Some(flow)
            && matches!(effect.kind, EffectKind::StartRun { .. })
            && matches!(&effect.cause, Cause::Event(id) if &**id == EVENT)
    })
}

const EVENT: &str = "message";
