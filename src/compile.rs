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
use crate::program::{Condition, Hours, Index, Program, Trigger};
use crate::syntax::ast;

use self::items::Items;
use self::names::Names;

/// What conditions mean in a workspace: they are compiled one by one, without any flow.
pub struct Frame<'c> {
    names: Names<'c>,
    program: Program,
}

impl<'c> Frame<'c> {
    /// The frame of a workspace.
    pub fn of(checked: &'c Checked) -> Self {
        let items = Items::of(checked);
        let names = Names::of(&items);
        let schedules = items.schedules.iter().map(|item| hours::schedule(names.zone, item)).collect();
        let fields = items.fields.iter().map(|item| tables::field(&names, item)).collect();
        let (workspace, channels) =
            (tables::workspace(names.zone, items.workspace), tables::channels(&items));
        Self { names, program: Program { workspace, channels, schedules, fields, ..Program::default() } }
    }

    /// The settings, channels, schedules and fields, without flows.
    pub const fn program(&self) -> &Program {
        &self.program
    }

    /// A condition of the workspace.
    pub fn condition(&mut self, tree: &ast::Condition) -> Condition {
        condition::condition(&mut self.names, tree)
    }

    /// Hours of the workspace.
    pub fn hours(&self, tree: &ast::Hours) -> Hours {
        hours::hours(&self.names, tree)
    }

    /// A trigger of the workspace.
    pub fn trigger(&mut self, tree: &ast::Trigger) -> Trigger {
        trigger::trigger(&mut self.names, tree)
    }
}

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
