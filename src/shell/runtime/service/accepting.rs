//! The way in: events are let through, their meaning is asked for where an AI listens, and the writer gets them.

use std::sync::mpsc::channel;

use tokio::sync::oneshot;

use super::answers::{Acceptance, Accepted, Refusal, fit};
use super::hearing::Hearing;
use super::job::Job;
use super::{Room, Service};
use crate::engine::{Event, EventKind};
use crate::program::Name;

impl Service {
    /// Hands events over, all to be committed together or none; they are answered after the commit. Each is for the
    /// contact beside it, who need not be known yet. An event that happens later than now counts as happening now.
    ///
    /// # Errors
    ///
    /// When too much is waiting, when the store cannot be written, and when an event can never be taken.
    pub fn accept(&self, events: Vec<(Name, Event)>) -> Result<Acceptance, Refusal> {
        self.admit(&events).inspect_err(|_| self.shared.metrics.refused_total.add(events.len() as u64))?;
        let (reply, answer) = oneshot::channel();
        self.shared.wait_for(events.len());
        match (&self.hearing, events.first().map(|(contact, _)| contact.clone())) {
            (Some(hearing), Some(order)) => self.hear_and_accept(hearing, &order, events, reply),
            (None, _) | (_, None) => {
                self.jobs.send(Job::Accept { events, reply }).map_err(|_| Refusal::Stopped)?;
            }
        }
        Ok(Acceptance { reply: answer, shared: self.shared.clone() })
    }

    /// What a message means beyond what the built-in recogniser finds, when `[ai]` is asked for that; `order` is whose
    /// message it is. It waits for the answer, as long as the settings say.
    pub fn hear(&self, order: &str, text: &Name) -> Vec<Name> {
        let known = &self.version().program.intents;
        let Some(hearing) = self.hearing.as_ref().filter(|_| !known.is_empty()) else { return Vec::new() };
        let (tell, told) = channel();
        let then = move |heard: Vec<Vec<Name>>| tell.send(heard).unwrap_or(());
        hearing.hear(order, vec![text.clone()], known.clone(), Box::new(then));
        told.recv().ok().and_then(|heard| heard.into_iter().next()).unwrap_or_default()
    }

    /// Everything of a contact goes this way, so that nothing overtakes a message whose meaning is asked for.
    fn hear_and_accept(
        &self,
        hearing: &Hearing,
        order: &str,
        mut events: Vec<(Name, Event)>,
        reply: oneshot::Sender<Vec<Accepted>>,
    ) {
        let known = self.version().program.intents.clone();
        let texts = events.iter().filter(|_| !known.is_empty()).filter_map(|(_, event)| unheard(event));
        let texts: Vec<Name> = texts.cloned().collect();
        let jobs = self.jobs.clone();
        let then = move |heard: Vec<Vec<Name>>| {
            let unheard = events.iter_mut().filter(|(_, event)| unheard(event).is_some());
            for ((_, event), heard) in unheard.zip(heard) {
                if let EventKind::MessageReceived { intents, .. } = &mut event.kind {
                    *intents = heard;
                }
            }
            // When nobody takes it any more, its channel ends, and whoever waits is told.
            drop(jobs.send(Job::Accept { events, reply }));
        };
        hearing.hear(order, texts, known, Box::new(then));
    }

    fn admit(&self, events: &[(Name, Event)]) -> Result<(), Refusal> {
        events.iter().try_for_each(|(contact, event)| fit(contact, event))?;
        self.room(Room::InQueueAndOutbox)
    }
}

/// The text of a message whose intents nobody has told.
fn unheard(event: &Event) -> Option<&Name> {
    match &event.kind {
        EventKind::MessageReceived { text, intents, .. } if intents.is_empty() => Some(text),
        _ => None,
    }
}
