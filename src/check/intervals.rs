//! How long ago, at the least, the contact wrote last when a message of a flow is due.
//!
//! Every way to a message is looked at, and of all the shortest counts: what is closed by then is closed whichever way
//! is taken. A run counts from its start, since nothing that came before it is later; an answer to one of its questions
//! begins the count anew. A flow that others start goes on with the least that any of them has come to.
//!
//! Each flow is walked once; what depends on where it was started from stays open until all starts are known
//! (`spread`). Going round a circle only takes longer, so that the least is found without it.

mod elapsed;
mod spread;
mod walk;

use std::collections::BTreeSet;

pub use elapsed::Elapsed;

use crate::source::Span;
use crate::syntax::ast;

/// A message of a flow, with what is certain of the moment at which it is due.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// What it says.
    pub content: &'a ast::SendContent,
    /// `as confirmed_event_update`
    pub content_type: Option<&'a ast::Name>,
    /// The step.
    pub span: Span,
    /// The contact wrote last at least that long ago, unless there was a message that the flow did not ask for.
    pub since: Elapsed,
    /// How many messages the flow has sent since then, at the least.
    pub sent: u32,
    /// Whether an answer may have moved the run to another channel.
    pub channel: Channel,
}

/// Whether a run is still where it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// It is.
    Kept,
    /// The contact may have answered elsewhere, or another flow started it.
    Unsure,
}

/// The messages of the flows that are asked for: each with its place among `flows`, in their order.
///
/// `started` are the flows that scenarios start by name; `hidden` says whether a start may stand in what was not read.
pub fn messages<'a>(
    flows: &[&'a ast::Flow],
    started: &BTreeSet<&str>,
    hidden: Hidden,
    asked_for: impl Fn(&ast::Flow) -> bool,
) -> Vec<(usize, Message<'a>)> {
    let mut points = Vec::new();
    let mut starts = Vec::new();
    for (index, flow) in flows.iter().enumerate() {
        walk::flow(index, flow, asked_for(flow), &mut points, &mut starts);
    }
    let by_others: BTreeSet<&str> = starts.iter().map(|start| start.to).collect();
    let begins = |flow: &ast::Flow| {
        hidden == Hidden::Perhaps || !flow.header.on.is_empty() || started.contains(flow.name.text.as_str())
    };
    let entries = spread::entries(flows, &starts, begins);
    let message = |(index, point): (usize, walk::Point<'a>)| {
        let flow = flows[index];
        let name = flow.name.text.as_str();
        // With `via` it does not matter where the run is.
        let elsewhere = flow.header.via.is_empty()
            && (by_others.contains(name) || started.contains(name) || hidden == Hidden::Perhaps);
        let channel = if elsewhere { Channel::Unsure } else { point.channel };
        let since = point.since(entries[index]);
        let walk::Point { content, content_type, span, sent, .. } = point;
        (index, Message { content, content_type, span, since, sent, channel })
    };
    points.into_iter().map(message).collect()
}

/// Whether a part of the text that could not be read may start flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// All was read.
    Nothing,
    /// It may.
    Perhaps,
}
