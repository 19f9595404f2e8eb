//! From one version of a program to the next: which steps are the same, and what that does to contacts in flight.
//!
//! [`Upgrade::between`] compares two programs, flow by flow and block by block, as a diff compares texts. What it
//! finds are [`Routes`], by which the engine takes a contact over, and the changes that a person wants to read.
//! [`Plan`] holds them to contacts, by letting the engine take a copy of each over: what it tells is what happens.

mod changes;
mod flows;
mod json;
mod likeness;
mod matching;
mod outline;
pub mod plan;
mod report;

use std::collections::{BTreeMap, BTreeSet};

pub use changes::{Changes, Fate, FlowChange, StepChange, StepFate};
pub use plan::{Plan, Tally};

use self::flows::added;
use self::outline::Outline;
use crate::engine::Routes;
use crate::program::{Flow, Name, NodeId, Program};

/// What two versions of a program have in common, and what not.
#[derive(Debug, Clone)]
pub struct Upgrade {
    routes: Routes,
    changes: Changes,
    /// For each step of the new program whose text changed: its flow and node there, and its place in `changes`.
    texts: BTreeMap<(Name, NodeId), (usize, usize)>,
    /// For each step that is gone, by its flow and node in the old program, likewise.
    gone: BTreeMap<(Name, NodeId), (usize, usize)>,
}

impl Upgrade {
    /// Compares two programs.
    pub fn between(old: &Program, new: &Program) -> Self {
        let mut upgrade = Self {
            routes: Routes::default(),
            changes: Changes::default(),
            texts: BTreeMap::new(),
            gone: BTreeMap::new(),
        };
        let changes = &mut upgrade.changes;
        (changes.settings_gone, changes.settings_new) = apart(&old.dump_settings(), &new.dump_settings());
        let gone = old.channels.iter().filter(|channel| new.channel(&channel.name).is_none());
        changes.channels_gone = gone.map(|channel| channel.name.clone()).collect();
        let renamed = renamed(old, new);
        let mut routes = BTreeMap::new();
        for flow in by_name(old) {
            let to = renamed.get(&flow.name).unwrap_or(&flow.name);
            let now = new.flow(to).map(|id| &new.flows[id.index()]);
            routes.insert(flow.name.clone(), upgrade.flow(old, flow, new, now));
        }
        let taken: BTreeSet<&Name> = renamed.values().collect();
        for flow in by_name(new).into_iter().filter(|flow| !taken.contains(&flow.name)) {
            if old.flow(&flow.name).is_none() {
                upgrade.changes.flows.push(added(new, flow));
            }
        }
        upgrade.routes = Routes::new(routes);
        upgrade
    }

    /// By which the engine takes a contact over.
    pub const fn routes(&self) -> &Routes {
        &self.routes
    }

    /// What changed.
    pub const fn changes(&self) -> &Changes {
        &self.changes
    }
}

fn by_name(program: &Program) -> Vec<&Flow> {
    program.index.by_name.iter().map(|id| &program.flows[id.index()]).collect()
}

/// Flows that are gone, and the only new flow that is the same but for its name.
fn renamed(old: &Program, new: &Program) -> BTreeMap<Name, Name> {
    let gone: Vec<&Flow> = by_name(old).into_iter().filter(|flow| new.flow(&flow.name).is_none()).collect();
    let came: Vec<&Flow> = by_name(new).into_iter().filter(|flow| old.flow(&flow.name).is_none()).collect();
    let same = |before: &Flow, after: &Flow| {
        !before.nodes.is_empty()
            && old.dump_head(before) == new.dump_head(after)
            && matching::are_equal(&Outline::of(old, before), &Outline::of(new, after))
    };
    let mut renamed = BTreeMap::new();
    for before in &gone {
        let found: Vec<&&Flow> = came.iter().filter(|after| same(before, after)).collect();
        let [after] = found.as_slice() else { continue };
        if gone.iter().filter(|other| same(other, after)).count() == 1 {
            renamed.insert(before.name.clone(), after.name.clone());
        }
    }
    renamed
}

/// The lines of each list that the other one does not have.
fn apart(old: &[String], new: &[String]) -> (Vec<String>, Vec<String>) {
    let without = |lines: &[String], others: &[String]| -> Vec<String> {
        lines.iter().filter(|line| !others.contains(line)).cloned().collect()
    };
    (without(old, new), without(new, old))
}
