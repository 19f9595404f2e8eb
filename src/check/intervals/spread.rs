//! From flow to flow: how long ago the contact wrote at the least when a run of each begins.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::elapsed::Elapsed;
use super::walk::Start;
use crate::syntax::ast;

/// An entry per flow. Flows that begin by themselves, and those that nothing starts, begin with no time at all; the
/// others with the least that any start of them has come to. `starts` are in the order of their flows.
pub(super) fn entries(
    flows: &[&ast::Flow],
    starts: &[Start<'_>],
    begins: impl Fn(&ast::Flow) -> bool,
) -> Vec<Elapsed> {
    let mut waiting: BTreeMap<&str, usize> = BTreeMap::new();
    if !starts.is_empty() {
        for (index, flow) in flows.iter().enumerate().filter(|(_, flow)| !begins(flow)) {
            waiting.entry(&flow.name.text).or_insert(index);
        }
    }
    let mut spread = Spread { starts, waiting, entries: vec![None; flows.len()], open: BinaryHeap::new() };
    // What comes behind an answer does not depend on where the flow was started.
    starts
        .iter()
        .filter_map(|start| Some((start.to, start.answered?)))
        .for_each(|(to, at)| spread.reach(to, at));
    for (index, flow) in flows.iter().enumerate() {
        if begins(flow) {
            spread.enter(index, Elapsed::ZERO);
        }
    }
    spread.settle();
    for index in 0..flows.len() {
        if spread.entries[index].is_none() {
            spread.enter(index, Elapsed::ZERO);
            spread.settle();
        }
    }
    spread.entries.into_iter().map(Option::unwrap_or_default).collect()
}

/// The search: the least first, so that hardly a flow is looked at twice.
struct Spread<'s, 'a> {
    starts: &'s [Start<'a>],
    /// The flows that only begin when another one starts them.
    waiting: BTreeMap<&'s str, usize>,
    entries: Vec<Option<Elapsed>>,
    open: BinaryHeap<Reverse<(u64, usize)>>,
}

impl Spread<'_, '_> {
    fn reach(&mut self, name: &str, at: Elapsed) {
        if let Some(index) = self.waiting.get(name) {
            self.enter(*index, at);
        }
    }

    fn enter(&mut self, index: usize, at: Elapsed) {
        let known = self.entries[index];
        let least = known.map_or(at, |known| known.or(at));
        if known != Some(least) {
            self.entries[index] = Some(least);
            self.open.push(Reverse((least.usual_millis(), index)));
        }
    }

    fn settle(&mut self) {
        while let Some(Reverse((_, index))) = self.open.pop() {
            let Some(entry) = self.entries[index] else { continue };
            let first = self.starts.partition_point(|start| start.from < index);
            let own = self.starts[first..].iter().take_while(|start| start.from == index);
            for start in own {
                if let Some(since) = start.since_start {
                    self.reach(start.to, entry.plus(since));
                }
            }
        }
    }
}
