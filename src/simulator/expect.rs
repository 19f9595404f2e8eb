//! Judges an expectation: what happened since the previous act or wait, in order, or how things stand now.

mod effects;
mod state;

use std::collections::BTreeMap;

pub(super) use self::effects::is_performed;
use super::outcome::Miss;
use super::script::Expectation;
use super::world::World;
use crate::program::Name;
use crate::time::Instant;

/// What an expectation looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    /// The world.
    pub world: &'a World<'a>,
    /// When the previous act or wait began.
    pub since: Instant,
    /// Where in the trace that was.
    pub from: usize,
    /// Behind what the expectations before this one have found, by contact: what happens to one contact has no
    /// order beside what happens to another.
    pub cursors: &'a BTreeMap<Name, usize>,
    /// The contact of the last act: states that name no contact are this one's.
    pub contact: Option<&'a Name>,
}

impl View<'_> {
    /// From where on expectations look at what happened to a contact.
    pub fn cursor(&self, contact: &Name) -> usize {
        self.cursors.get(contact).copied().unwrap_or(self.from)
    }
}

/// Whether an expectation was met.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It was, by the entry at that place in the trace if it takes one.
    Met(Option<usize>),
    /// It was not.
    Unmet {
        /// What came nearest.
        nearest: Option<Miss>,
        /// The state that was found instead.
        found: Option<String>,
    },
}

/// Judges.
pub(super) fn judge(view: View<'_>, expectation: &Expectation) -> Verdict {
    match expectation {
        Expectation::Send(_)
        | Expectation::HeldUntil(_)
        | Expectation::Suppressed(_)
        | Expectation::Notify { .. }
        | Expectation::Forward { .. }
        | Expectation::HandOver { .. }
        | Expectation::Ticket(_)
        | Expectation::Call(_) => effects::find(view, expectation),
        Expectation::Nothing => effects::find_none(view, |entry| effects::is_unexpected(view, entry)),
        Expectation::NoSend { to, flow } => {
            effects::find_none(view, |entry| effects::is_send_of(entry, to.as_ref(), flow.as_ref()))
        }
        Expectation::Pending { .. }
        | Expectation::NoPending { .. }
        | Expectation::Tag(..)
        | Expectation::InGroup { .. }
        | Expectation::Assigned(_)
        | Expectation::Conversation(_)
        | Expectation::Field { .. } => match state::found_instead(view, expectation) {
            None => Verdict::Met(None),
            found @ Some(_) => Verdict::Unmet { nearest: None, found },
        },
    }
}
