//! Which counters belong to a part of the program, which is known by its address.

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::program::{Condition, Hours, Name, Node, Trigger};

/// A table that is only asked, and never gone through: its order differs.
type Table<V> = HashMap<usize, V, FxBuildHasher>;

/// Which counters belong to a part of the program.
#[derive(Debug, Default)]
pub(in crate::coverage) struct Places {
    nodes: Table<NodeCounters>,
    conditions: Table<usize>,
    hours: Table<usize>,
    stops_on: Table<usize>,
    stops_when: Table<usize>,
    pub quiet: Option<usize>,
}

/// The counters of a node.
#[derive(Debug, Default)]
pub(in crate::coverage) struct NodeCounters {
    /// Of the step; none when another node of it has it.
    pub step: Option<usize>,
    /// Of its ways.
    pub ways: Vec<Option<usize>>,
}

/// What the effects of a flow tell.
#[derive(Debug, Default)]
pub(in crate::coverage) struct ByEffect {
    pub runs: Option<usize>,
    /// By the words that a run's start gives as its reason.
    pub triggers: Vec<(Name, usize)>,
    /// `on start`, which a step of another flow fires as well.
    pub start: Option<usize>,
    /// From the first candidate on.
    pub fallbacks: Vec<usize>,
}

impl Places {
    pub fn put_node(&mut self, node: &Node, counters: NodeCounters) {
        self.nodes.insert(address(node), counters);
    }

    pub fn put_condition(&mut self, condition: &Condition, counter: usize) {
        self.conditions.insert(address(condition), counter);
    }

    pub fn put_hours(&mut self, hours: &Hours, counter: usize) {
        self.hours.insert(address(hours), counter);
    }

    pub fn put_stop_on(&mut self, rule: &Trigger, counter: usize) {
        self.stops_on.insert(address(rule), counter);
    }

    pub fn put_stop_when(&mut self, rule: &Condition, counter: usize) {
        self.stops_when.insert(address(rule), counter);
    }

    pub fn node(&self, node: &Node) -> Option<&NodeCounters> {
        self.nodes.get(&address(node))
    }

    pub fn condition(&self, condition: &Condition) -> Option<usize> {
        self.conditions.get(&address(condition)).copied()
    }

    pub fn hours(&self, hours: &Hours) -> Option<usize> {
        self.hours.get(&address(hours)).copied()
    }

    pub fn stop_on(&self, rule: &Trigger) -> Option<usize> {
        self.stops_on.get(&address(rule)).copied()
    }

    pub fn stop_when(&self, rule: &Condition) -> Option<usize> {
        self.stops_when.get(&address(rule)).copied()
    }
}

fn address<T>(part: &T) -> usize {
    std::ptr::from_ref(part).addr()
}
