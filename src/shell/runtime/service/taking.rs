//! What comes in: events, and wakes of contacts that are due.

use std::time::Duration;

use super::aside::believing;
use super::commit::Commit;
use super::{Accepted, Taken};
use crate::engine::{self, Contact, Event, EventKind};
use crate::program::Name;
use crate::shell::runtime::store::contacts::{self, Before, ContactRow, Stored};
use crate::shell::runtime::store::wakes::{self, Due, Wake};
use crate::shell::runtime::store::{StoreError, forgotten, history};
use crate::time::Instant;

/// How often in a row a contact may be due again at once before it is pushed back: flows that wait for no time at
/// all are due again a few times, and a mistake of ours would be for ever.
const PUSHES_AT_ONCE: u32 = 100;
/// The longest time that a contact is pushed back for.
const PUSH_MAX: Duration = Duration::from_secs(3600);

impl Commit<'_> {
    /// Takes an event, unless it was taken before.
    ///
    /// # Errors
    ///
    /// When the store cannot be read or written.
    pub fn take(&mut self, name: &Name, event: Event) -> Result<Accepted, StoreError> {
        if let Some((stored, contact)) = self.load(name)? {
            if self.is_set_aside(name)? {
                return self.keep(stored.row, &event);
            }
            return self.advance(Some(stored), contact, event);
        }
        // What happened to somebody before they were forgotten, and arrives late, is no news.
        if forgotten::at(self.connection, name)?.is_some_and(|at| event.at <= at) {
            return Ok(Accepted { taken: Taken::Before, sequence: 0, effects: Vec::new() });
        }
        self.advance(None, Box::new(Contact::new(name.clone())), event)
    }

    /// Wakes a contact that is due.
    pub(super) fn wake(&mut self, due: &Due) -> Result<(), StoreError> {
        let Some((stored, contact)) = self.load(&due.name)? else { return Ok(()) };
        if self.is_set_aside(&due.name)? {
            // On its way to another program.
            return Ok(());
        }
        let early = due.pushes == 0 && contact.next_wake().is_none_or(|next| next > self.now);
        if early {
            // The state was put off since the row was written.
            let wake = Wake { at: contact.next_wake(), pushes: 0 };
            wakes::set_wake(self.connection, stored.row, wake)?;
            self.known.cache.put(Stored { wake, ..stored }, contact);
            return Ok(());
        }
        let lateness = self.now.millis_since(contact.next_wake().unwrap_or(due.at).max(due.at));
        let event = Event::new(wake_id(contact.sequence + 1), self.now, EventKind::Woke);
        self.happen(Some(stored), contact, event, due.pushes + 1)?;
        self.metrics.wakes_total.add(1);
        self.metrics.wake_lateness.observe(lateness.max(0).unsigned_abs());
        Ok(())
    }

    fn advance(
        &mut self,
        stored: Option<Stored>,
        contact: Box<Contact>,
        event: Event,
    ) -> Result<Accepted, StoreError> {
        let id = event.id.clone();
        if let Some(accepted) = self.happen(stored, contact, event, 0)? {
            return Ok(accepted);
        }
        // What came of it then is told again.
        let row = stored.map_or(ContactRow(0), |stored| stored.row);
        let sequence = history::find(self.connection, row, &id)?.unwrap_or_default();
        let happened = history::since(self.connection, row, sequence, 1)?.into_iter();
        let effects = happened.filter(|happened| happened.sequence == sequence).flat_map(|it| it.effects);
        Ok(Accepted { taken: Taken::Before, sequence, effects: effects.collect() })
    }

    /// Tells the engine what happens to a contact, and writes down what came of it. None when it had happened before.
    fn happen(
        &mut self,
        stored: Option<Stored>,
        mut contact: Box<Contact>,
        mut event: Event,
        woken: u32,
    ) -> Result<Option<Accepted>, StoreError> {
        // What is told to happen in the future would keep the contact's clock there.
        event.at = event.at.min(self.now);
        event.quotas_used = self.known.quotas.at(self.connection, self.now)?.to_vec();
        let (before, known_to) = (Before::of(&contact), contact.sequence);
        let advanced = believing(|| {
            self.settings.tripwire.in_engine(&contact.id, &event.kind);
            engine::advance(&self.known.version.program, &mut contact, &event)
        });
        let effects = match advanced {
            Ok(effects) => effects,
            // An old event once more: nothing of it is kept, whatever it does.
            Err(_) if self.is_in_history(stored, &event.id)? => return Ok(None),
            Err(why) => return self.wrong_about(stored, &contact.id, &event, &why).map(Some),
        };
        let (program, sequence) = (self.known.program_row, contact.sequence);
        if sequence == known_to {
            // One of the latest events once more, of a state that still knows them.
            if let Some(stored) = stored {
                self.known.cache.put(stored, contact);
            }
            return Ok(None);
        }
        // The history knows which events there were, all of them: the state need not carry the latest with it.
        contact.seen.clear();
        let next = next_wake(contact.next_wake(), woken, self.now);
        let (row, wake) = match stored {
            Some(stored) => (stored.row, next.behind(stored.wake, self.now)),
            None => (contacts::add(self.connection, &contact, next, program)?, next),
        };
        let entry = history::Entry { contact: row, program, sequence, event: &event, effects: &effects };
        if !self.write_down(&entry)? {
            // An old event once more: the state that it led to now is not kept.
            return Ok(None);
        }
        if let Some(stored) = stored {
            let changed = (wake != stored.wake).then_some(wake);
            contacts::put(self.connection, row, &before, &contact, changed)?;
        }
        if next.at != contact.next_wake() {
            self.metrics.wakes_pushed_back_total.add(1);
        }
        for effect in &effects {
            self.known.quotas.count(self.connection, self.now, effect)?;
            self.post(row, &contact, effect)?;
        }
        self.metrics.effects_total.add(effects.len() as u64);
        self.metrics.decisions.count(&effects);
        self.known.cache.put(Stored { row, wake }, contact);
        Ok(Some(Accepted { taken: Taken::Now, sequence, effects }))
    }
}

impl Commit<'_> {
    fn is_in_history(&self, stored: Option<Stored>, event: &str) -> Result<bool, StoreError> {
        let Some(stored) = stored else { return Ok(false) };
        Ok(history::find(self.connection, stored.row, event)?.is_some())
    }

    /// The engine was wrong about a contact: it is set aside as the store has it, and the event is kept.
    fn wrong_about(
        &mut self,
        stored: Option<Stored>,
        name: &Name,
        event: &Event,
        why: &str,
    ) -> Result<Accepted, StoreError> {
        let row = match stored {
            Some(stored) => stored.row,
            None => {
                let (new, never) = (Contact::new(name.clone()), Wake { at: None, pushes: 0 });
                contacts::add(self.connection, &new, never, self.known.program_row)?
            }
        };
        self.set_aside(row, name, why)?;
        self.keep(row, event)
    }
}

fn wake_id(sequence: u64) -> String {
    format!("~wake/{sequence}")
}

/// When a contact is to be woken that has been woken so often in a row: at its own time, or later when it is due again
/// at once for too long.
fn next_wake(at: Option<Instant>, woken: u32, now: Instant) -> Wake {
    if woken == 0 || at.is_none_or(|at| at > now) {
        return Wake { at, pushes: 0 };
    }
    let over = woken.saturating_sub(PUSHES_AT_ONCE);
    if over == 0 {
        return Wake { at, pushes: woken };
    }
    let push = Duration::from_secs(1 << (over - 1).min(20)).min(PUSH_MAX);
    Wake { at: Some(now.plus_millis(push.as_millis() as i64)), pushes: woken }
}

#[cfg(test)]
mod tests {
    use super::{PUSHES_AT_ONCE, next_wake};
    use crate::time::Instant;

    #[test]
    fn a_contact_that_is_due_without_end_is_pushed_back_further_and_further() {
        let now = Instant::from_millis(1_000_000);
        let due = Some(Instant::from_millis(999_000));
        let seconds = |woken: u32| next_wake(due, woken, now).at.map(|at| at.millis_since(now) / 1000);
        assert_eq!(next_wake(due, PUSHES_AT_ONCE, now).at, due);
        assert_eq!([1, 2, 3].map(|over| seconds(PUSHES_AT_ONCE + over)), [Some(1), Some(2), Some(4)]);
        assert_eq!(seconds(u32::MAX), Some(3600));
        let later = Some(Instant::from_millis(1_000_001));
        assert_eq!((next_wake(later, 500, now).at, next_wake(later, 500, now).pushes), (later, 0));
    }
}
