//! From a checked workspace to the program that the engine runs: total, since what is checked has no errors.
//!
//! Names become ids, the tree of steps becomes a list of nodes that name their followers, words become values
//! of the field's type. Scenarios are no part of a program.

mod compare;
mod condition;
mod content;
mod flow;
mod hours;
mod items;
mod names;
mod steps;
mod tables;
mod trigger;
mod value;
mod words;

use crate::check::Checked;
use crate::program::{Index, Program};

use self::items::Items;
use self::names::Names;

/// Compiles a workspace. The same workspace always gives the same program.
pub fn compile(checked: &Checked) -> Program {
    let items = Items::of(checked);
    let names = &mut Names::of(&items);
    let workspace = tables::workspace(names.zone, items.workspace);
    let channels = tables::channels(&items);
    let schedules = items.schedules.iter().map(|item| hours::schedule(names.zone, item)).collect();
    let templates = items.templates.iter().map(|item| tables::template(names, item)).collect();
    let texts = items.texts.iter().map(|item| tables::text(names, item)).collect();
    let fields = items.fields.iter().map(|item| tables::field(names, item)).collect();
    let flows: Vec<_> = items.flows.iter().map(|item| flow::flow(names, item)).collect();
    if !flows.is_empty() {
        // Opting out ends runs, whether or not a flow asks for it.
        names.intent("opt_out");
    }
    let (intents, recogniser) = tables::intents(names, &items);
    let index = Index::of(&flows);
    Program { workspace, channels, schedules, templates, texts, intents, recogniser, fields, flows, index }
}
