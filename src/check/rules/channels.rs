//! Which channels a flow's messages may go out on, and of what kind they are.

use super::Workspace;
use crate::check::SymbolKind;
use crate::policy::ChannelKind;
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
