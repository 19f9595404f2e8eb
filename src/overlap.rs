//! Which two flows one message starts. Every finding was played: a contact wrote the message, and both flows started.
//!
//! In the order of the files: `takers` lists what flows look for in messages; `words` pairs keywords and texts of which
//! one lies in the other, `anchored` pairs texts that say how a message begins or what all of it is; `witness` makes a
//! message, a contact and an instant of each pair, and `play` sees what comes of it. `scenario` writes that down.

mod anchored;
mod play;
mod scenario;
mod takers;
mod witness;
mod words;

use std::collections::BTreeSet;

use crate::check::Checked;
use crate::check::rules::keywords::{Clash, Side, k001, k002, k008};
use crate::diagnostics::Diagnostic;

pub use self::play::contact;
pub use self::scenario::scenarios;
pub use self::witness::Witness;

use self::takers::{Form, Taker, Takers};
use self::witness::Stage;

/// Two flows that one message starts.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// The flows' names, the later one first.
    pub flows: [String; 2],
    /// What shows it.
    pub witness: Witness,
    /// One of them that does not start yet: a draft, or paused.
    pub dormant: Option<String>,
    /// How it is told.
    pub diagnostic: Diagnostic,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Flows that overlap, in the order of places.
    pub overlaps: Vec<Overlap>,
    /// What was too large to be compared.
    pub not_analysed: Vec<Diagnostic>,
    /// Pairs that seemed to overlap, and of which one flow did not start when they were played.
    pub unproven: usize,
}

/// How many overlaps one trigger is told with: the author sees by then what is the matter.
const TOLD_MAX: usize = 5;

/// Finds the flows that one message starts. Drafts and paused flows are played as if they were live, since they are
/// meant to be one day.
pub fn find(checked: &Checked) -> Found {
    let takers = &Takers::of(checked);
    if takers.flows.len() < 2 {
        return Found::default();
    }
    let mut pairs = Pairs {
        stage: Stage::of(checked),
        takers,
        told: BTreeSet::new(),
        told_of: vec![0; takers.all.len()],
        found: Found::default(),
    };
    words::pair(takers, &mut pairs);
    anchored::pair(takers, &mut pairs);
    let mut found = pairs.found;
    found.overlaps.sort_by_key(|overlap| overlap.diagnostic.span());
    found
}

/// Pairs that were looked at, and what came of them.
struct Pairs<'c> {
    stage: Stage<'c>,
    takers: &'c Takers<'c>,
    /// Pairs of flows that are told of already.
    told: BTreeSet<(usize, usize)>,
    /// How many overlaps each taker is told with.
    told_of: Vec<usize>,
    found: Found,
}

/// What came of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It is told of.
    Told,
    /// Nothing is the matter with it.
    Apart,
}

impl Pairs<'_> {
    /// Whether two takers may clash at all: in two flows, on one channel, and not told of yet.
    fn may_clash(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.takers.all[one], &self.takers.all[other]);
        one.flow != other.flow
            && (one.from.is_none() || other.from.is_none() || one.from == other.from)
            && !self.told.contains(&ordered(one.flow, other.flow))
    }

    /// Whether a taker has been told with as many others as is good for its author.
    fn is_enough(&self, taker: usize) -> bool {
        self.told_of[taker] >= TOLD_MAX
    }

    /// Plays the messages until one starts both flows; tells of it then.
    fn try_messages(&mut self, one: usize, other: usize, messages: &[&str]) -> Verdict {
        let (later, earlier) = if one > other { (one, other) } else { (other, one) };
        let (first, second) = (&self.takers.all[later], &self.takers.all[earlier]);
        let proof = self.stage.prove(self.takers, first, second, messages);
        self.found.unproven += usize::from(proof.unproven);
        let Some(witness) = proof.witness else { return Verdict::Apart };
        self.told.insert(ordered(first.flow, second.flow));
        self.told_of[one] += 1;
        self.told_of[other] += 1;
        let name = |taker: &Taker<'_>| self.takers.flows[taker.flow].name.text.clone();
        let side = |taker: &Taker<'_>| Side { flow: name(taker), place: taker.place };
        let clash = Clash {
            sides: [side(first), side(second)],
            message: witness.message.to_string(),
            circumstances: witness.circumstances.clone(),
        };
        let same = first.form == Form::Keyword && second.form == Form::Keyword && first.is_same(second);
        let diagnostic = if same { k001::told(&clash) } else { k002::told(&clash) };
        let is_dormant = |taker: &&Taker<'_>| !self.takers.flows[taker.flow].header.lifecycle.is_empty();
        let dormant = [first, second].into_iter().find(is_dormant).map(name);
        let flows = [name(first), name(second)];
        self.found.overlaps.push(Overlap { flows, dormant, witness, diagnostic });
        Verdict::Told
    }

    /// Notes that a taker was not compared.
    fn not_analysed(&mut self, taker: usize) {
        let place = self.takers.all[taker].place;
        if self.found.not_analysed.iter().all(|told| told.span() != place) {
            self.found.not_analysed.push(k008::told(place));
        }
    }
}

fn ordered(one: usize, other: usize) -> (usize, usize) {
    (one.min(other), one.max(other))
}
