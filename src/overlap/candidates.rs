//! What a search for pairs does with them, its parts, and what is told of already.

use std::collections::BTreeSet;

use super::takers::Takers;
use crate::text::automaton::Automata;

/// How many overlaps one trigger is told with: the author sees by then what is the matter.
const TOLD_MAX: usize = 5;

/// What is done with the pairs that a search comes by.
pub(super) trait Candidates {
    /// What is told of already.
    fn ledger(&self) -> &Ledger<'_>;
    /// Plays the messages until one starts both flows; tells of it then.
    fn try_messages(&mut self, one: usize, other: usize, messages: &[&str]) -> Verdict;
    /// Notes that a taker was not compared.
    fn not_analysed(&mut self, taker: usize);
    /// Runs a part of the search, which says how far it reached.
    fn run(&mut self, part: Part, look: impl FnOnce(&mut Self) -> Reach);

    /// Whether two takers may clash at all: in two flows, on one channel, and not told of yet.
    fn may_clash(&self, one: usize, other: usize) -> bool {
        self.ledger().may_clash(one, other)
    }

    /// Whether a taker has been told with as many others as is good for its author.
    fn is_enough(&self, taker: usize) -> bool {
        self.ledger().told_of[taker] >= TOLD_MAX
    }
}

/// A part of the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Texts of which one lies in the other.
    Words,
    /// Texts that say how a message begins or what all of it is, with each other.
    Among,
    /// One of these with all others.
    Against(usize),
}

/// How far a part looked at the keywords and texts that it compared with one that says how a message begins.
#[derive(Debug)]
pub(super) struct Reach {
    /// It looked at the takers before this one; at those behind it only to see whether they plainly match.
    pub until: usize,
    /// What they are held against; none when those behind were not looked at at all.
    pub own: Option<Automata>,
    /// The takers that may have a message in common with it.
    pub partners: Vec<usize>,
}

impl Reach {
    /// It looked at all of them.
    pub const ALL: Self = Self { until: usize::MAX, own: None, partners: Vec::new() };

    /// It looked at those before that one, and at no others.
    pub const fn before(taker: usize) -> Self {
        Self { until: taker, own: None, partners: Vec::new() }
    }
}

/// What came of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is told of.
    Told,
    /// Nothing is the matter with it.
    Apart,
}

/// Which pairs are told of.
pub(super) struct Ledger<'c> {
    pub takers: &'c Takers<'c>,
    /// Pairs of flows.
    pub known: BTreeSet<(usize, usize)>,
    /// How many overlaps each taker is told with.
    pub told_of: Vec<usize>,
    /// With which flows each flow is told, in the order of telling.
    pub partners: Vec<Vec<usize>>,
}

impl<'c> Ledger<'c> {
    pub fn of(takers: &'c Takers<'c>) -> Self {
        let (told_of, partners) = (vec![0; takers.all.len()], vec![Vec::new(); takers.flows.len()]);
        Self { takers, known: BTreeSet::new(), told_of, partners }
    }

    pub fn may_clash(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.takers.all[one], &self.takers.all[other]);
        one.flow != other.flow
            && (one.from.is_none() || other.from.is_none() || one.from == other.from)
            && !self.known.contains(&ordered(one.flow, other.flow))
    }

    pub fn note(&mut self, one: usize, other: usize) {
        self.told_of[one] += 1;
        self.told_of[other] += 1;
        let (one, other) = (self.takers.all[one].flow, self.takers.all[other].flow);
        self.known.insert(ordered(one, other));
        self.partners[one].push(other);
        self.partners[other].push(one);
    }
}

fn ordered(one: usize, other: usize) -> (usize, usize) {
    (one.min(other), one.max(other))
}
