//! Which two flows one message starts. Every finding was played: a contact wrote the message, and both flows started.
//!
//! In the order of the files: `takers` lists what flows look for in messages; `words` pairs keywords and texts of which
//! one lies in the other, `anchored` pairs texts that say how a message begins or what all of it is; `witness` makes a
//! message, a contact and an instant of each pair, and `play` sees what comes of it. `scenario` writes that down.

mod anchored;
mod bystander;
mod candidates;
mod memory;
mod play;
mod replay;
mod scenario;
mod takers;
mod witness;
mod words;

use crate::check::Checked;
use crate::check::rules::keywords::{Clash, Side, k001, k002, k008};
use crate::diagnostics::Diagnostic;
use crate::syntax::ast;

pub(crate) use self::memory::Memory;
pub use self::play::contact;
pub use self::scenario::scenarios;
pub use self::witness::Witness;

use self::candidates::{Candidates, Ledger, Part, Reach, Verdict};
use self::replay::Replay;
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

/// Finds the flows that one message starts. Drafts and paused flows are played as if they were live, since they are
/// meant to be one day.
pub fn find(checked: &Checked) -> Found {
    let takers = &Takers::of(checked);
    if takers.flows.len() < 2 {
        return Found::default();
    }
    let (stage, ledger) = (Stage::of(checked), Ledger::of(takers));
    let mut pairs = Pairs { stage, takers, ledger, found: Found::default() };
    look(takers, &mut pairs);
    let mut found = pairs.found;
    found.overlaps.sort_by_key(|overlap| overlap.diagnostic.span());
    found
}

/// The same, for who looks again after an edit: the findings alone. What was played before, and came to an end that
/// cannot have changed, is not played again; `surroundings` stands for all that is declared besides flows and scenarios.
pub(crate) fn find_again(checked: &Checked, surroundings: u64, memory: &mut Memory) -> Again {
    let takers = &Takers::of(checked);
    let flows = checked.items().filter_map(|item| match item {
        ast::Item::Flow(flow) => Some(&**flow),
        _ => None,
    });
    memory.look_at(surroundings, flows);
    if takers.flows.len() < 2 {
        return Again::default();
    }
    let mut replay = Replay::of(Stage::of(checked), takers, memory);
    look(takers, &mut replay);
    replay.finish()
}

fn look(takers: &Takers<'_>, pairs: &mut impl Candidates) {
    pairs.run(Part::Words, |pairs| {
        words::pair(takers, pairs);
        Reach::ALL
    });
    anchored::pair(takers, pairs);
}

/// What was found when somebody looked again.
#[derive(Debug, Default)]
pub(crate) struct Again {
    /// Flows that overlap.
    pub overlaps: Vec<Diagnostic>,
    /// What was too large to be compared.
    pub not_analysed: Vec<Diagnostic>,
}

/// Pairs that are looked at for the first time, and what came of them.
struct Pairs<'c> {
    stage: Stage<'c>,
    takers: &'c Takers<'c>,
    ledger: Ledger<'c>,
    found: Found,
}

impl Candidates for Pairs<'_> {
    fn ledger(&self) -> &Ledger<'_> {
        &self.ledger
    }

    fn try_messages(&mut self, one: usize, other: usize, messages: &[&str]) -> Verdict {
        let (later, earlier) = (one.max(other), one.min(other));
        let (first, second) = (&self.takers.all[later], &self.takers.all[earlier]);
        let proof = self.stage.prove(self.takers, first, second, messages);
        self.found.unproven += usize::from(proof.unproven);
        let Some(witness) = proof.witness else { return Verdict::Apart };
        self.ledger.note(one, other);
        let diagnostic = told(self.takers, [first, second], &witness);
        let name = |taker: &Taker<'_>| self.takers.flows[taker.flow].name.text.clone();
        let is_dormant = |taker: &&Taker<'_>| !self.takers.flows[taker.flow].header.lifecycle.is_empty();
        let dormant = [first, second].into_iter().find(is_dormant).map(name);
        let flows = [name(first), name(second)];
        self.found.overlaps.push(Overlap { flows, dormant, witness, diagnostic });
        Verdict::Told
    }

    fn not_analysed(&mut self, taker: usize) {
        add_not_analysed(&mut self.found.not_analysed, &self.takers.all[taker]);
    }

    fn run(&mut self, _: Part, look: impl FnOnce(&mut Self) -> Reach) {
        look(self);
    }
}

/// The finding of a pair, the later taker first.
fn told(takers: &Takers<'_>, [first, second]: [&Taker<'_>; 2], witness: &Witness) -> Diagnostic {
    let name = |taker: &Taker<'_>| takers.flows[taker.flow].name.text.clone();
    let side = |taker: &Taker<'_>| Side { flow: name(taker), place: taker.place };
    let clash = Clash {
        sides: [side(first), side(second)],
        message: witness.message.to_string(),
        circumstances: witness.circumstances.clone(),
    };
    let same = first.form == Form::Keyword && second.form == Form::Keyword && first.is_same(second);
    if same { k001::told(&clash) } else { k002::told(&clash) }
}

/// A taker is told of once.
fn add_not_analysed(found: &mut Vec<Diagnostic>, taker: &Taker<'_>) {
    if found.iter().all(|told| told.span() != taker.place) {
        found.push(k008::told(taker.place));
    }
}
