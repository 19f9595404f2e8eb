//! What the parts of a search did, told in the takers of now.

use std::collections::BTreeMap;

use crate::overlap::takers::Form;
use crate::overlap::{Reach, Verdict};

/// What the parts did.
#[derive(Debug, Default)]
pub(in crate::overlap) struct Records {
    /// Of each taker its form, and a number for all that is known of it but its place.
    pub takers: Vec<(Form, u64)>,
    /// A number for the phrases of intents.
    pub intents: u64,
    pub(super) words: Option<Record>,
    pub(super) among: Option<Record>,
    pub(super) against: BTreeMap<usize, Record>,
}

/// What one part did.
#[derive(Debug)]
pub(super) struct Record {
    /// What was told before, as far as it matters.
    pub before: Vec<u64>,
    pub tries: Vec<Try>,
    pub not_analysed: Vec<usize>,
    pub reach: Reach,
}

/// A pair that was tried.
#[derive(Debug)]
pub(super) struct Try {
    pub one: usize,
    pub other: usize,
    pub messages: Vec<String>,
    pub verdict: Verdict,
}

/// Which takers are as they were: some at the beginning, and some at the end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Same {
    pub head: usize,
    pub tail: usize,
    pub old: usize,
    pub new: usize,
}

impl Same {
    pub fn of(new: &[(Form, u64)], old: &[(Form, u64)]) -> Self {
        let head = new.iter().zip(old).take_while(|(new, old)| new == old).count();
        let rest = new.len().min(old.len()) - head;
        let ends = new.iter().rev().zip(old.iter().rev()).take(rest);
        let tail = ends.take_while(|(new, old)| new == old).count();
        Self { head, tail, old: old.len(), new: new.len() }
    }

    pub const fn is_all(self) -> bool {
        self.old == self.new && self.head == self.new
    }

    /// The old takers that are no longer there.
    pub const fn gone(self) -> std::ops::Range<usize> {
        self.head..self.old - self.tail
    }

    /// The takers that are new.
    pub const fn come(self) -> std::ops::Range<usize> {
        self.head..self.new - self.tail
    }

    /// Where an old taker is now.
    pub fn place(self, old: usize) -> Option<usize> {
        match old {
            _ if old < self.head => Some(old),
            _ if old >= self.old - self.tail => Some(old + self.new - self.old),
            _ => None,
        }
    }

    /// Where the takers end now that were before an old one.
    pub fn bound(self, old: usize) -> usize {
        if old <= self.head || old == usize::MAX {
            old
        } else {
            old.max(self.old - self.tail) + self.new - self.old
        }
    }
}

/// Tells a record in the takers of now; false when one of its takers is gone.
pub(super) fn moved(record: &mut Record, same: Same) -> bool {
    let place = |taker: &mut usize| same.place(*taker).map(|now| *taker = now).is_some();
    let mut all = true;
    for tried in &mut record.tries {
        all &= place(&mut tried.one) && place(&mut tried.other);
    }
    all &= record.not_analysed.iter_mut().all(place);
    record.reach.until = same.bound(record.reach.until);
    record.reach.partners.retain_mut(|partner| place(partner));
    all
}
