//! The items of a workspace by kind, in the order of their ids.

use std::cmp::Reverse;

use crate::check::Checked;
use crate::syntax::ast;

/// The items by kind; flows in start order, all others as they stand in the files.
#[derive(Default)]
pub(super) struct Items<'c> {
    pub workspace: Option<&'c ast::Workspace>,
    pub schedules: Vec<&'c ast::Schedule>,
    pub channels: Vec<&'c ast::Channel>,
    pub templates: Vec<&'c ast::Template>,
    pub texts: Vec<&'c ast::Text>,
    pub intents: Vec<&'c ast::Intent>,
    pub fields: Vec<&'c ast::Field>,
    pub flows: Vec<&'c ast::Flow>,
}

impl<'c> Items<'c> {
    pub fn of(checked: &'c Checked) -> Self {
        let mut items = Self::default();
        for item in checked.files().iter().flat_map(|file| &file.items) {
            match item {
                ast::Item::Workspace(item) => items.workspace = Some(item),
                ast::Item::Schedule(item) => items.schedules.push(item),
                ast::Item::Channel(item) => items.channels.push(item),
                ast::Item::Template(item) => items.templates.push(item),
                ast::Item::Text(item) => items.texts.push(item),
                ast::Item::Intent(item) => items.intents.push(item),
                ast::Item::Field(item) => items.fields.push(item),
                ast::Item::Flow(item) => items.flows.push(item),
                // Bots and groups are names to the engine; scenarios are played, not run.
                ast::Item::Bot(_) | ast::Item::Group(_) | ast::Item::Scenario(_) => {}
            }
        }
        items.flows.sort_by_key(|flow| (Reverse(priority(flow)), flow.name.text.as_str()));
        items
    }
}

/// The order among flows that one event starts.
pub(super) fn priority(flow: &ast::Flow) -> i32 {
    flow.header.priority.first().map_or(0, |(priority, _)| *priority)
}
