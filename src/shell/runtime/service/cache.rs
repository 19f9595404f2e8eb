//! Contacts that were busy lately, so that the next event need not read them.

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::engine::Contact;
use crate::program::Name;
use crate::shell::runtime::store::contacts::Stored;

/// A bounded cache in two generations: what is asked for moves to the young one; when that is full, the old one goes.
#[derive(Debug)]
pub(super) struct Cache {
    young: Generation,
    old: Generation,
    half: usize,
}

type Generation = HashMap<Name, (Stored, Box<Contact>), FxBuildHasher>;

impl Cache {
    /// Keeps at most so many contacts.
    pub(super) fn new(contacts_max: usize) -> Self {
        Self { young: Generation::default(), old: Generation::default(), half: contacts_max / 2 }
    }

    /// Takes a contact out.
    pub(super) fn take(&mut self, name: &str) -> Option<(Stored, Box<Contact>)> {
        self.young.remove(name).or_else(|| self.old.remove(name))
    }

    /// Puts a contact in.
    pub(super) fn put(&mut self, stored: Stored, contact: Box<Contact>) {
        if self.half == 0 {
            return;
        }
        if self.young.len() >= self.half {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(contact.id.clone(), (stored, contact));
    }

    /// Forgets all, since what is here may not be what the store has.
    pub(super) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}
