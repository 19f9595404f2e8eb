//! Looks on while scenarios are played, and counts what they come to.

use std::cell::Cell;

use super::points::Points;
use crate::engine::{EffectKind, Seen, Watch};
use crate::program::TriggerKind;
use crate::simulator::Trace;

/// Counts what is come to. Several of them can count at the same time, and their [`Counts`] be added.
#[derive(Debug)]
pub struct Recorder<'c> {
    points: &'c Points<'c>,
    counts: Vec<Cell<u64>>,
}

/// How often each thing was come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    counts: Vec<u64>,
}

impl Counts {
    pub(super) const fn of(counts: Vec<u64>) -> Self {
        Self { counts }
    }

    /// Adds what was counted elsewhere, for the same points.
    pub fn add(&mut self, other: &Self) {
        assert_eq!(self.counts.len(), other.counts.len(), "counts of the same points are added");
        self.counts.iter_mut().zip(&other.counts).for_each(|(count, more)| *count += more);
    }

    pub(super) fn get(&self, counter: usize) -> u64 {
        self.counts[counter]
    }
}

impl<'c> Recorder<'c> {
    pub(super) fn new(points: &'c Points<'c>) -> Self {
        Self { points, counts: vec![Cell::new(0); points.counters] }
    }

    /// What the effects of a scenario tell on top of what was seen while it was played: what started its runs, and
    /// which channels its messages were passed on from.
    pub fn take(&self, trace: &Trace) {
        for effect in trace.entries().iter().filter_map(|entry| entry.effect()) {
            match &effect.kind {
                EffectKind::StartRun { .. } => self.started(effect.flow.as_deref(), &effect.why),
                EffectKind::SendMessage { refused, .. } if !refused.is_empty() => {
                    self.fell_back(effect.flow.as_deref(), refused.len());
                }
                _ => {}
            }
        }
    }

    /// What has been seen so far.
    pub fn into_counts(self) -> Counts {
        Counts::of(self.counts.into_iter().map(Cell::into_inner).collect())
    }

    fn count(&self, counter: usize) {
        let count = &self.counts[counter];
        count.set(count.get() + 1);
    }

    /// The two counters of a point stand beside each other.
    fn count_either(&self, counter: usize, first: bool) {
        self.count(if first { counter } else { counter + 1 });
    }

    fn started(&self, flow: Option<&str>, why: &str) {
        let Some(id) = flow.and_then(|name| self.points.program.flow(name)) else { return };
        let counters = &self.points.by_effect[id.index()];
        counters.runs.into_iter().for_each(|counter| self.count(counter));
        let named = counters.triggers.iter().find(|(words, _)| **words == *why).map(|(_, counter)| *counter);
        // No trigger is called like the reason of a start by hand, or by another flow's step.
        named.or(counters.start).into_iter().for_each(|counter| self.count(counter));
    }

    fn fell_back(&self, flow: Option<&str>, refused: usize) {
        let Some(id) = flow.and_then(|name| self.points.program.flow(name)) else { return };
        let fallbacks = &self.points.by_effect[id.index()].fallbacks;
        fallbacks.iter().take(refused).for_each(|counter| self.count(*counter));
    }
}

impl Watch for Recorder<'_> {
    fn see(&self, seen: Seen<'_>) {
        let places = &self.points.places;
        match seen {
            Seen::Step(node) => {
                let step = places.node(node).and_then(|counters| counters.step);
                step.into_iter().for_each(|counter| self.count(counter));
            }
            Seen::Way(node, way) => {
                let counter = places.node(node).and_then(|counters| *counters.ways.get(way)?);
                counter.into_iter().for_each(|counter| self.count(counter));
            }
            Seen::Condition { condition, holds } => {
                let counter = places.condition(condition);
                counter.into_iter().for_each(|counter| self.count_either(counter, holds));
            }
            Seen::Hours { hours, open } => {
                let counter = places.hours(hours);
                counter.into_iter().for_each(|counter| self.count_either(counter, open));
            }
            Seen::Quiet { quiet } => {
                places.quiet.into_iter().for_each(|counter| self.count_either(counter, !quiet));
            }
            Seen::StopOn(rule) => {
                places.stop_on(rule).into_iter().for_each(|counter| self.count(counter));
            }
            Seen::StopWhen(rule) => {
                places.stop_when(rule).into_iter().for_each(|counter| self.count(counter));
            }
        }
    }
}

/// Whether a trigger is fired by hand, or by a step of another flow.
pub(super) const fn is_start(kind: &TriggerKind) -> bool {
    matches!(kind, TriggerKind::Start)
}
