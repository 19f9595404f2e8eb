//! A world: contacts that things happen to, and a clock that jumps from one wake to the next.

use std::collections::{BTreeMap, VecDeque};

use super::error::SimulationError;
use super::quotas::Quotas;
use super::trace::{Entry, EntryKind, Trace};
use super::wakes::Wakes;
use crate::engine::{self, Contact, Effect, EffectKind, Event, EventKind, Message, Pending, Watch};
use crate::program::{Name, Program};
use crate::time::Instant;

/// How often one contact is woken at one instant before that counts as an endless loop.
const WAKES_AT_ONE_INSTANT_MAX: u32 = 10_000;

/// Contacts, a clock, and everything that happened.
#[derive(Debug, Clone)]
pub struct World<'p> {
    program: &'p Program,
    watch: Option<&'p dyn Watch>,
    now: Instant,
    contacts: BTreeMap<Name, Inhabitant>,
    wakes: Wakes,
    quotas: Quotas,
    answers: VecDeque<Name>,
    trace: Trace,
    events: u64,
    woken: u64,
}

/// A contact, and how often it was woken at one instant.
#[derive(Debug, Clone)]
struct Inhabitant {
    contact: Contact,
    woken_at: Instant,
    woken_times: u32,
}

impl<'p> World<'p> {
    /// A world without contacts, at that instant.
    pub fn new(program: &'p Program, start: Instant) -> Self {
        Self {
            program,
            watch: None,
            now: start,
            contacts: BTreeMap::new(),
            wakes: Wakes::default(),
            quotas: Quotas::default(),
            answers: VecDeque::new(),
            trace: Trace::new(program.workspace.zone, start),
            events: 0,
            woken: 0,
        }
    }

    /// The same, with somebody who looks on.
    #[must_use]
    pub fn watched(self, watch: &'p dyn Watch) -> Self {
        Self { watch: Some(watch), ..self }
    }

    /// What is simulated.
    pub const fn program(&self) -> &'p Program {
        self.program
    }

    /// Where the clock stands.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Everything that happened, in order.
    pub const fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Everything that happened; the world ends.
    pub fn into_trace(self) -> Trace {
        self.trace
    }

    /// A contact.
    pub fn contact(&self, name: &str) -> Option<&Contact> {
        self.contacts.get(name).map(|inhabitant| &inhabitant.contact)
    }

    /// The contacts, by name.
    pub fn contacts(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.values().map(|inhabitant| &inhabitant.contact)
    }

    /// What is going to come: by contact, then as each contact tells it.
    pub fn pending(&self) -> Vec<(Name, Pending)> {
        let of = |contact: &Contact| {
            let name = contact.id.clone();
            contact.pending(self.program).into_iter().map(move |pending| (name.clone(), pending))
        };
        self.contacts().flat_map(of).collect()
    }

    /// From now on there is a contact of that name; nothing changes when there is one already.
    pub fn declare(&mut self, name: &Name) {
        let now = self.now;
        let new = || Inhabitant { contact: Contact::new(name.clone()), woken_at: now, woken_times: 0 };
        self.contacts.entry(name.clone()).or_insert_with(new);
    }

    /// What the AI writes when it is asked next; several answers are given in order, each once.
    pub fn answer_next(&mut self, text: Name) {
        self.answers.push_back(text);
    }

    /// Something happens to a contact, and whatever is due at once with it.
    ///
    /// # Errors
    ///
    /// When nobody declared the contact, or when the contact is woken without end.
    pub fn happen(&mut self, contact: &str, kind: EventKind) -> Result<(), SimulationError> {
        let Some((name, _)) = self.contacts.get_key_value(contact) else {
            return Err(SimulationError::UnknownContact { contact: contact.into() });
        };
        let name = name.clone();
        self.events += 1;
        let event = self.event(format!("e{}", self.events), kind);
        self.take(&name, event);
        self.wake_until(self.now)
    }

    /// Lets time pass. What is due at `target` has happened then.
    ///
    /// # Errors
    ///
    /// When `target` lies in the past, or when a contact is woken without end.
    pub fn advance_to(&mut self, target: Instant) -> Result<(), SimulationError> {
        if target < self.now {
            return Err(SimulationError::Backwards { now: self.now, target });
        }
        self.wake_until(target)?;
        self.now = target;
        Ok(())
    }

    fn wake_until(&mut self, end: Instant) -> Result<(), SimulationError> {
        while let Some((due, name)) = self.wakes.next_until(end) {
            self.now = self.now.max(due);
            self.count_wake(&name)?;
            self.woken += 1;
            let event = self.event(format!("w{}", self.woken), EventKind::Woke);
            self.take(&name, event);
        }
        Ok(())
    }

    fn count_wake(&mut self, name: &Name) -> Result<(), SimulationError> {
        let now = self.now;
        let inhabitant = self.contacts.get_mut(name).expect("only contacts of this world have wakes");
        if inhabitant.woken_at != now {
            (inhabitant.woken_at, inhabitant.woken_times) = (now, 0);
        }
        inhabitant.woken_times += 1;
        if inhabitant.woken_times > WAKES_AT_ONE_INSTANT_MAX {
            return Err(SimulationError::EndlessLoop { contact: name.clone(), at: now });
        }
        Ok(())
    }

    fn event(&mut self, id: String, kind: EventKind) -> Event {
        let quotas_used = self.quotas.at(self.now).to_vec();
        Event { quotas_used, ..Event::new(id, self.now, kind) }
    }

    fn take(&mut self, name: &Name, event: Event) {
        let inhabitant = self.contacts.get_mut(name).expect("the contact was looked up before");
        let effects = match self.watch {
            None => engine::advance(self.program, &mut inhabitant.contact, &event),
            Some(watch) => engine::advance_watched(self.program, &mut inhabitant.contact, &event, watch),
        };
        self.wakes.set(name, inhabitant.contact.next_wake());
        let Event { id, at, kind, .. } = event;
        // A wake that nothing came of is nothing that happened.
        if kind == EventKind::Woke && effects.is_empty() {
            return;
        }
        self.trace.push(Entry { contact: name.clone(), at, kind: EntryKind::Event { id, kind } });
        for effect in effects {
            self.quotas.count(&effect);
            let written = self.written(&effect);
            let (contact, at) = (name.clone(), effect.at);
            self.trace.push(Entry { contact, at, kind: EntryKind::Effect { effect, written } });
        }
    }

    /// What the AI writes for an effect that asks for it.
    fn written(&mut self, effect: &Effect) -> Option<Name> {
        match &effect.kind {
            EffectKind::SendMessage { message: Message::Ai { .. }, .. }
            | EffectKind::Notify { message: Message::Ai { .. }, .. } => self.answers.pop_front(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SimulationError, WAKES_AT_ONE_INSTANT_MAX, World};
    use crate::engine::EventKind;
    use crate::program::{Name, Program};
    use crate::time::Instant;

    #[test]
    fn nothing_happens_to_a_contact_that_nobody_declared() {
        let program = Program::default();
        let mut world = World::new(&program, Instant::from_millis(0));
        let error = world.happen("marie", EventKind::Purchased).unwrap_err();
        assert_eq!(error.to_string(), "no contact `marie` is declared");
    }

    #[test]
    fn the_clock_never_goes_back() {
        let program = Program::default();
        let mut world = World::new(&program, Instant::from_millis(60_000));
        world.advance_to(Instant::from_millis(60_000)).unwrap();
        let error = world.advance_to(Instant::from_millis(0)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the clock stands at 1970-01-01 00:01 and cannot go back to 1970-01-01 00:00"
        );
    }

    #[test]
    fn a_contact_that_is_woken_without_end_is_named() {
        let program = Program::default();
        let mut world = World::new(&program, Instant::from_millis(0));
        let marie = Name::from("marie");
        world.declare(&marie);
        let wakes = std::iter::repeat_with(|| world.count_wake(&marie));
        let error = wakes.take(WAKES_AT_ONE_INSTANT_MAX as usize + 1).find_map(Result::err);
        assert_eq!(error, Some(SimulationError::EndlessLoop { contact: marie.clone(), at: world.now() }));
        world.advance_to(Instant::from_millis(1)).unwrap();
        assert_eq!(world.count_wake(&marie), Ok(()));
    }
}
