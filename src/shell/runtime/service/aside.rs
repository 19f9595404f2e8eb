//! When flowc is wrong about a contact: it alone is set aside, and the others go on.
//!
//! The engine and the way to another program are the code that every contact's state passes through. A panic there is
//! caught in one place, [`believing`]; the state stays what the store has, the event is kept, and nothing more happens to
//! the contact until it is tried again.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};

use super::commit::Commit;
use super::{Accepted, Taken};
use crate::engine::{Event, EventKind};
use crate::program::Name;
use crate::shell::runtime::store::contacts::{self, ContactRow, Stored};
use crate::shell::runtime::store::wakes::{self, Due, Wake};
use crate::shell::runtime::store::{StoreError, history, set_aside};

/// How many are tried again in one transaction, beside what else it holds.
const TRIED_AT_ONCE: usize = 20;
/// How often a contact may be due again at once while it is tried; what is due after that happens in its turn.
const WAKES_AT_ONCE: usize = 100;

/// Does what may panic when flowc is wrong about something; why it was, then.
pub(super) fn believing<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| said(&*payload))
}

fn said(payload: &dyn Any) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("it does not say what").to_owned()
}

impl Commit<'_> {
    /// Whether a contact is set aside.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn is_set_aside(&mut self, name: &str) -> Result<bool, StoreError> {
        Ok(self.aside()?.contains(name))
    }

    /// Who is set aside.
    pub(super) fn aside(&mut self) -> Result<&mut BTreeSet<Name>, StoreError> {
        let names = match self.known.aside.take() {
            Some(names) => names,
            None => set_aside::names(self.connection)?,
        };
        Ok(self.known.aside.insert(names))
    }

    /// Sets a contact aside, whose state is what the store has.
    pub(super) fn set_aside(&mut self, row: ContactRow, name: &Name, why: &str) -> Result<(), StoreError> {
        tracing::error!(contact = %name, why, "flowc is wrong about something: the contact is set aside");
        set_aside::add(self.connection, row, self.known.program_row, why, self.now)?;
        self.aside()?.insert(name.clone());
        self.changed_outside(name);
        self.metrics.panics_total.add(1);
        Ok(())
    }

    /// Keeps an event of a contact that is set aside, unless it was taken before.
    pub(super) fn keep(&mut self, row: ContactRow, event: &Event) -> Result<Accepted, StoreError> {
        let sequence = history::find(self.connection, row, &event.id)?;
        if sequence.is_none() && event.kind != EventKind::Woke {
            set_aside::keep(self.connection, row, event)?;
        }
        let taken = if sequence.is_some() { Taken::Before } else { Taken::Kept };
        Ok(Accepted { taken, sequence: sequence.unwrap_or_default(), effects: Vec::new() })
    }

    /// Tries those again whom another flowc or another program set aside, or of whom somebody asked it; says whether any
    /// are left.
    pub(super) fn try_those_again(&mut self) -> Result<bool, StoreError> {
        // Whoever asks how many there are is told so from the beginning.
        self.aside()?;
        let names = set_aside::to_try(self.connection, self.known.program_row, TRIED_AT_ONCE)?;
        for name in &names {
            self.try_again(name)?;
        }
        Ok(names.len() == TRIED_AT_ONCE)
    }

    /// Takes a contact back, and lets what was kept happen to it, each event at its own time; what flowc is wrong about
    /// again sets it aside again, with the rest of the events.
    fn try_again(&mut self, name: &Name) -> Result<(), StoreError> {
        let Some((stored, _, _)) = contacts::load(self.connection, name)? else { return Ok(()) };
        let kept = set_aside::take_back(self.connection, stored.row)?;
        self.aside()?.remove(name);
        self.changed_outside(name);
        if let Some((stored, contact)) = self.load(name)?
            && !self.is_set_aside(name)?
        {
            let wake = Wake { at: contact.next_wake(), pushes: 0 };
            wakes::set_wake(self.connection, stored.row, wake)?;
            self.known.cache.put(Stored { wake, ..stored }, contact);
        }
        for event in kept {
            self.take(name, event)?;
        }
        self.wake_now(name)?;
        if !self.is_set_aside(name)? {
            tracing::info!(contact = %name, "a contact that was set aside goes on");
        }
        Ok(())
    }

    /// Wakes a contact that is due, at once: whoever tries it knows whether it goes on.
    fn wake_now(&mut self, name: &Name) -> Result<(), StoreError> {
        for _ in 0..WAKES_AT_ONCE {
            let Some((stored, contact)) = self.load(name)? else { return Ok(()) };
            let due = contact.next_wake().filter(|due| *due <= self.now);
            self.known.cache.put(stored, contact);
            let Some(at) = due else { return Ok(()) };
            if self.is_set_aside(name)? {
                return Ok(());
            }
            self.wake(&Due { name: name.clone(), at, pushes: 0 })?;
        }
        Ok(())
    }
}
