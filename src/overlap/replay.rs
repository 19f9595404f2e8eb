//! The search for pairs, run again after an edit: parts of it that cannot come to anything else are not run, and what
//! they tried is tried again at once.
//!
//! A part is certain to do the same when what it reads is the same: the texts that it compares, and what was told before
//! it. Texts that changed behind the last one that it compared closely make no difference, unless they plainly match.

mod record;

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::diagnostics::Diagnostic;

pub(super) use self::record::Records;
use self::record::{Record, Same, Try, moved};
use super::anchored::{PARTNERS_MAX, can_spell};
use super::memory::{Memory, Outcome, Question};
use super::takers::{Form, Taker, Takers};
use super::witness::Stage;
use super::{Again, Candidates, Ledger, Part, Reach, Verdict, add_not_analysed, told};

/// The search with what is known of the last one.
pub(super) struct Replay<'c, 'm> {
    stage: Stage<'c>,
    takers: &'c Takers<'c>,
    ledger: Ledger<'c>,
    memory: &'m mut Memory,
    /// A number for the name of each flow.
    names: Vec<u64>,
    before: Records,
    now: Records,
    same: Same,
    tries: Vec<Try>,
    not_analysed: Vec<usize>,
    again: Again,
}

impl<'c, 'm> Replay<'c, 'm> {
    pub fn of(stage: Stage<'c>, takers: &'c Takers<'c>, memory: &'m mut Memory) -> Self {
        let before = memory.take_records();
        let names: Vec<u64> = takers.flows.iter().map(|flow| number(&flow.name.text)).collect();
        let taker = |taker: &Taker<'_>| {
            let all = (names[taker.flow], taker.form, taker.text, taker.compare, taker.from);
            (taker.form, number(all))
        };
        let numbers: Vec<(Form, u64)> = takers.all.iter().map(taker).collect();
        let same = Same::of(&numbers, &before.takers);
        let now = Records { takers: numbers, intents: number(&takers.intents), ..Records::default() };
        let ledger = Ledger::of(takers);
        let (tries, not_analysed) = (Vec::new(), Vec::new());
        Self {
            stage,
            takers,
            ledger,
            memory,
            names,
            before,
            now,
            same,
            tries,
            not_analysed,
            again: Again::default(),
        }
    }

    pub fn finish(self) -> Again {
        self.memory.keep(self.now);
        self.again
    }

    /// What was told before a part, as far as the part asks.
    fn told_before(&self, part: Part) -> Vec<u64> {
        match part {
            Part::Words => Vec::new(),
            Part::Among => {
                let known = self.ledger.known.iter().flat_map(|(one, other)| [*one, *other]);
                let counts =
                    self.ledger.told_of.iter().zip(&self.now.takers).filter(|(count, _)| **count > 0);
                let counts = counts.flat_map(|(count, (_, taker))| [*count as u64, *taker]);
                known.map(|flow| self.names[flow]).chain(counts).collect()
            }
            Part::Against(taker) => {
                let partners = self.ledger.partners[self.takers.all[taker].flow].iter();
                let count = self.ledger.told_of[taker] as u64;
                partners.map(|flow| self.names[*flow]).chain([count]).collect()
            }
        }
    }

    /// The record of a part that would do the same again, told in the takers of now.
    fn known(&mut self, part: Part, before: &[u64]) -> Option<Record> {
        let same = self.same;
        let mut record = match part {
            Part::Words => self.before.words.take(),
            Part::Among => self.before.among.take(),
            Part::Against(taker) => {
                let old = match taker {
                    _ if taker < same.head => taker,
                    _ if taker >= same.new - same.tail => taker + same.old - same.new,
                    _ => return None,
                };
                self.before.against.remove(&old)
            }
        }?;
        if record.before != before || self.before.intents != self.now.intents {
            return None;
        }
        if same.is_all() {
            return Some(record);
        }
        let changed = || {
            let gone = self.before.takers[same.gone()].iter();
            gone.chain(&self.now.takers[same.come()]).map(|(form, _)| *form)
        };
        let anchored = |form: Form| matches!(form, Form::StartsWith | Form::Matches);
        let holds = match part {
            Part::Words => changed().all(|form| form == Form::Matches),
            Part::Among => !changed().any(anchored),
            Part::Against(_) => {
                !changed().any(|form| form == Form::Intent) && self.reaches_none(&record.reach)
            }
        };
        (holds && moved(&mut record, same)).then_some(record)
    }

    /// Whether a search that reached so far looked at nothing that has gone, and would look at nothing that has come.
    fn reaches_none(&self, reach: &Reach) -> bool {
        let same = self.same;
        if reach.until <= same.head && reach.own.is_none() {
            return true;
        }
        let Some(own) = &reach.own else { return false };
        if reach.partners.len() + same.come().len() >= PARTNERS_MAX {
            return false;
        }
        let behind = reach.until <= same.head;
        let gone = same.gone();
        if !behind && reach.partners.iter().any(|partner| gone.contains(partner)) {
            return false;
        }
        let letters = own.letters_of(0);
        self.takers.all[same.come()].iter().all(|taker| match taker.form {
            Form::StartsWith | Form::Matches | Form::Intent => true,
            Form::Keyword | Form::Contains | Form::Is if behind => {
                own.meets(0, taker.text.trim()) == Some(false)
            }
            Form::Keyword | Form::Contains | Form::Is => !can_spell(&letters, taker.text, taker.compare),
        })
    }

    /// Does what a part did; nothing when something comes out that did not then.
    fn repeat(&mut self, record: &Record) -> Option<()> {
        let mut found = Vec::with_capacity(record.tries.len());
        for tried in &record.tries {
            let told = self.outcome(tried.one, tried.other, tried.messages.clone());
            if told.is_some() != (tried.verdict == Verdict::Told) {
                return None;
            }
            found.push(told);
        }
        for (tried, told) in record.tries.iter().zip(found) {
            if let Some(told) = told {
                self.ledger.note(tried.one, tried.other);
                self.again.overlaps.push(told);
            }
        }
        for taker in &record.not_analysed {
            add_not_analysed(&mut self.again.not_analysed, &self.takers.all[*taker]);
        }
        Some(())
    }

    /// What comes of a pair, as it is remembered or when it is played.
    fn outcome(&mut self, one: usize, other: usize, messages: Vec<String>) -> Option<Diagnostic> {
        let (first, second) = (&self.takers.all[one.max(other)], &self.takers.all[one.min(other)]);
        let question: Question = ([first.place, second.place], messages);
        if let Some(known) = self.memory.outcome(&question) {
            return known.told.clone();
        }
        let messages: Vec<&str> = question.1.iter().map(String::as_str).collect();
        let proof = self.stage.prove(self.takers, first, second, &messages);
        let told = proof.witness.map(|witness| told(self.takers, [first, second], &witness));
        self.memory.note(question, Outcome { told: told.clone(), plays: proof.plays });
        told
    }
}

impl Candidates for Replay<'_, '_> {
    fn ledger(&self) -> &Ledger<'_> {
        &self.ledger
    }

    fn try_messages(&mut self, one: usize, other: usize, messages: &[&str]) -> Verdict {
        let messages: Vec<String> = messages.iter().map(|message| (*message).to_owned()).collect();
        let told = self.outcome(one, other, messages.clone());
        let verdict = if told.is_some() { Verdict::Told } else { Verdict::Apart };
        if let Some(told) = told {
            self.ledger.note(one, other);
            self.again.overlaps.push(told);
        }
        self.tries.push(Try { one, other, messages, verdict });
        verdict
    }

    fn not_analysed(&mut self, taker: usize) {
        self.not_analysed.push(taker);
        add_not_analysed(&mut self.again.not_analysed, &self.takers.all[taker]);
    }

    fn run(&mut self, part: Part, look: impl FnOnce(&mut Self) -> Reach) {
        let before = self.told_before(part);
        let known = self.known(part, &before);
        let record = match known.filter(|known| self.repeat(known).is_some()) {
            Some(known) => known,
            None => {
                let reach = look(self);
                let (tries, not_analysed) =
                    (std::mem::take(&mut self.tries), std::mem::take(&mut self.not_analysed));
                Record { before, tries, not_analysed, reach }
            }
        };
        match part {
            Part::Words => self.now.words = Some(record),
            Part::Among => self.now.among = Some(record),
            Part::Against(taker) => drop(self.now.against.insert(taker, record)),
        }
    }
}

fn number(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
