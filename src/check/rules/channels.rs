//! Which channels a flow's messages may go out on, of what kind they are, and which rules they have.

use std::collections::BTreeMap;

use super::Workspace;
use crate::check::SymbolKind;
use crate::policy::ChannelKind;
use crate::policy::channels::ChannelRow;
use crate::syntax::ast;

/// The channels of a flow: its candidates; without `via`, those of its triggers; none when they are not known.
pub(super) fn of_flow(flow: &ast::Flow) -> Option<Vec<&ast::Name>> {
    let candidates = flow.header.via.iter().flat_map(|(candidates, _)| candidates);
    let mut channels: Vec<_> = candidates.map(|candidate| &candidate.channel).collect();
    if channels.is_empty() {
        // A flow that another one starts goes on where that one was.
        let from: Option<Vec<_>> = flow.header.on.iter().map(|trigger| trigger.from.as_ref()).collect();
        channels = from?;
    }
    (!channels.is_empty()).then_some(channels)
}

impl<'a> Workspace<'a> {
    /// The kind of a channel; none when there is no such channel or kind.
    pub(super) fn channel_kind(&self, name: &str) -> Option<ChannelKind> {
        match self.channel_item(name) {
            Some(channel) => ChannelKind::parse(&channel.kind.text),
            None => ChannelKind::parse(name),
        }
    }

    /// The item that declares a channel or changes it.
    pub(super) fn channel_item(&self, name: &str) -> Option<&'a ast::Channel> {
        match self.definition(SymbolKind::Channel, name) {
            Some(ast::Item::Channel(channel)) => Some(channel),
            _ => None,
        }
    }
}

/// The rules of every channel on the day as of which the workspace is checked.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    rows: BTreeMap<&'a str, ChannelRow>,
}

impl<'a> Rules<'a> {
    /// Those of the kinds, and what declarations change of them.
    pub fn of(workspace: &Workspace<'a>) -> Self {
        let row = |kind| *ChannelRow::as_of(kind, workspace.as_of);
        let mut rows: BTreeMap<&str, _> =
            ChannelKind::ALL.into_iter().map(|kind| (kind.name(), row(kind))).collect();
        for item in workspace.items() {
            let ast::Item::Channel(channel) = item else { continue };
            let Some(kind) = ChannelKind::parse(&channel.kind.text) else {
                rows.remove(channel.name.text.as_str());
                continue;
            };
            let (mut window, mut limit, mut quota) = (None, None, None);
            for clause in &channel.clauses {
                match clause {
                    ast::ChannelClause::Window(delay, _) => window = Some(*delay),
                    ast::ChannelClause::Limit(most, _) => limit = Some(*most),
                    ast::ChannelClause::Quota(most, _) => quota = Some(*most),
                    ast::ChannelClause::Brand(_)
                    | ast::ChannelClause::Bot(_)
                    | ast::ChannelClause::Beyond(..) => {}
                }
            }
            rows.insert(&channel.name.text, row(kind).changed(window, limit, quota));
        }
        Self { rows }
    }

    /// The rules of a channel; none when there is no such channel or kind.
    pub fn row(&self, name: &str) -> Option<&ChannelRow> {
        self.rows.get(name)
    }
}
