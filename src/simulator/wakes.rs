//! Who is to be woken when: the earliest first, of several at one instant by name.

use std::collections::{BTreeMap, BTreeSet};

use crate::program::Name;
use crate::time::Instant;

/// The wakes of all contacts, at most one each.
#[derive(Debug, Clone, Default)]
pub(super) struct Wakes {
    by_time: BTreeSet<(Instant, Name)>,
    by_contact: BTreeMap<Name, Instant>,
}

impl Wakes {
    /// From now on the contact is to be woken then, and not at the time said before.
    pub fn set(&mut self, contact: &Name, wake: Option<Instant>) {
        let before = self.by_contact.get(contact).copied();
        if before == wake {
            return;
        }
        if let Some(before) = before {
            self.by_time.remove(&(before, contact.clone()));
        }
        match wake {
            Some(at) => {
                self.by_contact.insert(contact.clone(), at);
                self.by_time.insert((at, contact.clone()));
            }
            None => {
                self.by_contact.remove(contact);
            }
        }
    }

    /// The next one until `end`, that instant included.
    pub fn next_until(&self, end: Instant) -> Option<(Instant, Name)> {
        self.by_time.first().filter(|(at, _)| *at <= end).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::Wakes;
    use crate::time::Instant;

    #[test]
    fn the_earliest_comes_first_and_names_break_ties() {
        let at = Instant::from_millis;
        let mut wakes = Wakes::default();
        wakes.set(&"paul".into(), Some(at(5)));
        wakes.set(&"marie".into(), Some(at(5)));
        wakes.set(&"zoe".into(), Some(at(2)));
        assert_eq!(wakes.next_until(at(1)), None);
        assert_eq!(wakes.next_until(at(5)), Some((at(2), "zoe".into())));
        wakes.set(&"zoe".into(), None);
        assert_eq!(wakes.next_until(at(5)), Some((at(5), "marie".into())));
        wakes.set(&"marie".into(), Some(at(9)));
        assert_eq!(wakes.next_until(at(5)), Some((at(5), "paul".into())));
    }
}
