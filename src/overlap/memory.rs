//! What came of pairs that were played before, for who looks again after an edit.
//!
//! A verdict holds for as long as its two flows stay as they are, and what is declared, and as long as no other flow can
//! have to do with it: one that changed neither started when the pair was played, nor can it start now; or all that it
//! does at once is to wait.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Diagnostic;
use crate::engine::{Effect, EffectKind, STARTS_MAX};
use crate::program::Name;
use crate::source::{SourceId, Span};
use crate::syntax::ast;

use super::bystander::Bystander;
use super::replay::Records;

/// What is remembered from one look to the next. Flows are told apart by the sources of their places: a flow whose tree
/// has changed must be of another source than before.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    surroundings: u64,
    flows: BTreeMap<String, (SourceId, Bystander)>,
    outcomes: BTreeMap<Question, Remembered>,
    /// The intents that all flows together ask for.
    asked: BTreeSet<String>,
    /// How the pairs were looked for.
    records: Records,
}

/// Which pair was played with which messages.
pub(super) type Question = ([Span; 2], Vec<String>);

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// How it is told, when a message starts both.
    pub told: Option<Diagnostic>,
    /// The cases that were played.
    pub plays: Vec<Play>,
}

/// What happened when a message was played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Play {
    pub message: Name,
    pub channel: Name,
    /// The flows that started, by whatever.
    pub started: Vec<Name>,
    /// How often any flow may have been started: once by the message, and once by whatever was done.
    pub occasions: usize,
}

impl Play {
    /// Of a message, and what came of it.
    pub fn of(message: &Name, channel: &Name, effects: &[Effect]) -> Self {
        let starts = effects.iter().filter(|effect| matches!(effect.kind, EffectKind::StartRun { .. }));
        let started = starts.filter_map(|effect| effect.flow.clone()).collect();
        let occasions = 1 + effects.len();
        Self { message: message.clone(), channel: channel.clone(), started, occasions }
    }
}

#[derive(Debug)]
struct Remembered {
    outcome: Outcome,
    used: bool,
}

impl Memory {
    /// Forgets what may no longer hold. `surroundings` stands for all that is declared besides flows and scenarios.
    pub(super) fn look_at<'c>(&mut self, surroundings: u64, flows: impl Iterator<Item = &'c ast::Flow>) {
        let mut before = std::mem::take(&mut self.flows);
        let mut changed: Vec<(String, Option<Bystander>, Option<Bystander>)> = Vec::new();
        for flow in flows {
            let name = &flow.name.text;
            let old = before.remove_entry(name.as_str());
            if let Some((name, (source, bystander))) = old {
                if source == flow.span.source {
                    self.flows.insert(name, (source, bystander));
                    continue;
                }
                let new = Bystander::of(flow);
                changed.push((name.clone(), Some(bystander), Some(new.clone())));
                self.flows.insert(name, (flow.span.source, new));
                continue;
            }
            let new = Bystander::of(flow);
            changed.push((name.clone(), None, Some(new.clone())));
            self.flows.insert(name.clone(), (flow.span.source, new));
        }
        changed.extend(before.into_iter().map(|(name, (_, old))| (name, Some(old), None)));
        let asked: BTreeSet<String> =
            self.flows.values().flat_map(|(_, flow)| flow.asks_for()).map(str::to_owned).collect();
        if surroundings != self.surroundings || asked != self.asked {
            (self.surroundings, self.asked) = (surroundings, asked);
            self.outcomes.clear();
            return;
        }
        if changed.is_empty() {
            return;
        }
        let flows = &self.flows;
        self.outcomes.retain(|_, remembered| {
            remembered.outcome.plays.iter().all(|play| {
                // Beyond a number of starts the engine refuses one, and every flow counts.
                play.started.len() + changed.len() * play.occasions < STARTS_MAX as usize
                    && changed.iter().all(|(name, old, new)| {
                        let took_part = play.started.iter().any(|started| **started == **name);
                        let was_idle = !took_part || old.as_ref().is_none_or(Bystander::waits_first);
                        let is_idle = new
                            .as_ref()
                            .is_none_or(|new| new.waits_first() || !may_start(flows, name, new, play));
                        was_idle && is_idle
                    })
            })
        });
    }

    /// How the pairs were looked for the last time.
    pub(super) fn take_records(&mut self) -> Records {
        std::mem::take(&mut self.records)
    }

    /// Keeps how the pairs were looked for, and forgets the pairs that nobody asked for.
    pub(super) fn keep(&mut self, records: Records) {
        self.records = records;
        self.outcomes.retain(|_, remembered| std::mem::take(&mut remembered.used));
    }

    /// What is remembered of a pair.
    pub(super) fn outcome(&mut self, question: &Question) -> Option<&Outcome> {
        let remembered = self.outcomes.get_mut(question)?;
        remembered.used = true;
        Some(&remembered.outcome)
    }

    /// Notes what came of a pair.
    pub(super) fn note(&mut self, question: Question, outcome: Outcome) {
        self.outcomes.insert(question, Remembered { outcome, used: true });
    }
}

/// Whether a flow may start when the message is played: by it, by what happens then, or by a flow that started.
fn may_start(
    flows: &BTreeMap<String, (SourceId, Bystander)>,
    name: &str,
    flow: &Bystander,
    play: &Play,
) -> bool {
    let by_others = || {
        let started = play.started.iter().map(|started| flows.get(&**started));
        // A flow that is gone took part: then the verdict does not hold anyway.
        started.into_iter().any(|flow| flow.is_none_or(|(_, flow)| flow.starts(name)))
    };
    flow.may_follow() || flow.may_take(&play.message, &play.channel) || by_others()
}
