//! Messages against the time that has passed since the contact wrote last: which channels are closed by then.

use std::collections::BTreeSet;

use super::{d001, d002, d009};
use crate::check::intervals::{self, Channel, Elapsed, Hidden, Message};
use crate::check::rules::channels::Rules;
use crate::check::rules::flows::flows;
use crate::check::rules::{Reading, Workspace};
use crate::diagnostics::Diagnostic;
use crate::policy::ChannelKind;
use crate::policy::channels::{ChannelRow, Outside, Sending, Standing, Verdict};
use crate::source::Span;
use crate::syntax::ast;
use crate::time::Delay;

/// Finds messages that are due when channels have closed (D001, D002), and too many of them without an answer (D009).
pub(in crate::check::rules) fn late_messages(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let rules = Rules::of(workspace);
    let flows: Vec<_> = flows(workspace).collect();
    // Most flows name no channel that ever closes.
    let closes =
        |name: &ast::Name| rules.row(&name.text).is_some_and(|row: &ChannelRow| row.window_millis.is_some());
    let asked_for = |flow: &ast::Flow| {
        let mut named = flow.header.via.iter().flat_map(|(candidates, _)| candidates).peekable();
        match named.peek() {
            Some(_) => named.any(|candidate| candidate.within.is_some() || closes(&candidate.channel)),
            None => flow.header.on.iter().filter_map(|trigger| trigger.from.as_ref()).any(closes),
        }
    };
    let hidden = match workspace.reading {
        Reading::Whole => Hidden::Nothing,
        Reading::Partial => Hidden::Perhaps,
    };
    let messages = intervals::messages(&flows, &started(workspace), hidden, asked_for);
    let limited = workspace.settings().is_some_and(|settings| !settings.limit.is_empty());
    for group in messages.chunk_by(|(one, _), (other, _)| one == other) {
        let flow = flows[group[0].0];
        let candidates = Candidate::all(flow, &rules);
        let mut late =
            Late { flow, candidates: &candidates, never: Vec::new(), hardly: Vec::new(), some: Vec::new() };
        for (_, message) in group {
            if candidates.is_empty() || (flow.header.via.is_empty() && message.channel == Channel::Unsure) {
                continue;
            }
            late.judge(message, if limited { Counted::Perhaps } else { Counted::Certainly });
        }
        diagnostics.extend(d001::told(&late));
        diagnostics.append(&mut d002::told(&late));
        diagnostics.extend(d009::too_many(workspace, flow, &candidates, group));
    }
}

/// The flows that scenarios start.
fn started<'a>(workspace: &Workspace<'a>) -> BTreeSet<&'a str> {
    let scenarios = workspace.items().filter_map(|item| match item {
        ast::Item::Scenario(scenario) => Some(scenario),
        _ => None,
    });
    let acts = scenarios.flat_map(|scenario| &scenario.acts);
    acts.filter_map(|act| match &act.kind {
        ast::ActKind::Start { flow, .. } => Some(flow.text.as_str()),
        _ => None,
    })
    .collect()
}

/// A channel that a message may go through, with its rules.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub name: &'a ast::Name,
    pub span: Span,
    pub within: Option<Delay>,
    pub row: &'a ChannelRow,
}

impl<'a> Candidate<'a> {
    /// The candidates of a flow, without `via` those that its messages come from; none when they are not known.
    fn all(flow: &'a ast::Flow, rules: &'a Rules<'_>) -> Vec<Self> {
        let named = flow.header.via.iter().flat_map(|(candidates, _)| candidates);
        let named = named.map(|candidate| (&candidate.channel, candidate.span, candidate.within));
        let mut all: Vec<_> = named.collect();
        if all.is_empty() {
            let from: Option<Vec<_>> = flow.header.on.iter().map(|trigger| trigger.from.as_ref()).collect();
            all = from.into_iter().flatten().map(|name| (name, name.span, None)).collect();
        }
        let known = all.into_iter().map(|(name, span, within)| {
            let row = rules.row(&name.text)?;
            Some(Candidate { name, span, within: within.map(|(delay, _)| delay), row })
        });
        known.collect::<Option<_>>().unwrap_or_default()
    }

    /// Whether the channel's own rules let nothing through by then.
    fn is_closed(&self, since_millis: u64, sent: u32) -> bool {
        let standing = Standing { since_inbound_millis: Some(since_millis), sent_since: sent };
        self.row.allows(standing, Sending::Automatic) == Verdict::WindowClosed
    }

    /// Whether its `for` has certainly passed. A page that is looked at counts on the web, so that there it may not.
    fn has_passed(&self, since_millis: u64, length: impl Fn(Elapsed) -> u64) -> bool {
        let within = self.within.filter(|_| self.row.kind != ChannelKind::Webchat);
        within.is_some_and(|within| since_millis >= length(Elapsed::of(within)))
    }

    /// What closes it, for a label.
    pub fn why(&self, message: &Message<'_>) -> String {
        let usual = message.since.usual_millis();
        if self.has_passed(usual, Elapsed::usual_millis) {
            return "has passed by then".to_owned();
        }
        let window = self.row.window_millis.unwrap_or(0);
        if usual < window {
            let most = self.row.messages_max.unwrap_or(0);
            return format!("takes {most} messages after each of the contact's");
        }
        let window = Delay { days: 0, millis: window };
        match self.row.outside {
            Outside::TemplateOnly => format!("takes only templates {window} after the contact wrote there"),
            Outside::ContentTypesOnly => {
                format!("takes only content types {window} after the contact wrote there")
            }
            _ => format!("takes nothing {window} after the contact wrote there"),
        }
    }
}

/// Whether the messages before have certainly been sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    Certainly,
    Perhaps,
}

/// The messages of a flow that come too late.
#[derive(Debug)]
pub(super) struct Late<'l, 'a> {
    pub flow: &'a ast::Flow,
    pub candidates: &'l [Candidate<'a>],
    /// For every candidate, whatever happens.
    pub never: Vec<&'l Message<'a>>,
    /// For every candidate, unless the clocks go forward on the way.
    pub hardly: Vec<&'l Message<'a>>,
    /// For that candidate, which its author counts on.
    pub some: Vec<(usize, &'l Message<'a>)>,
}

impl<'l, 'a> Late<'l, 'a> {
    fn judge(&mut self, message: &'l Message<'a>, counted: Counted) {
        // A template or a content type is another way in, and whether the channel has it is another matter (D003).
        let special =
            matches!(message.content, ast::SendContent::Template { .. }) || message.content_type.is_some();
        if special {
            return;
        }
        let (least, usual) = (message.since.least_millis(), message.since.usual_millis());
        // Only the first candidate has certainly had all the messages.
        let sent = |index| if index == 0 && counted == Counted::Certainly { message.sent } else { 0 };
        let candidates = || self.candidates.iter().enumerate();
        let closed_at_least = |(index, candidate): (usize, &Candidate<'_>)| {
            candidate.is_closed(least, sent(index)) || candidate.has_passed(least, Elapsed::most_millis)
        };
        let is_closed = |index: usize| self.candidates[index].is_closed(usual, sent(index));
        let has_passed = |index: usize| self.candidates[index].has_passed(usual, Elapsed::usual_millis);
        if candidates().all(closed_at_least) {
            self.never.push(message);
        } else if candidates().all(|(index, _)| is_closed(index) || has_passed(index)) {
            self.hardly.push(message);
        } else {
            let late: Vec<usize> =
                (0..self.candidates.len()).filter(|index| is_closed(*index) && !has_passed(*index)).collect();
            self.some.extend(late.into_iter().map(|index| (index, message)));
        }
    }
}

/// When a message is due, for its label.
pub(super) fn due(message: &Message<'_>) -> String {
    match message.since.usual_millis() {
        0 => format!("behind {} messages without an answer", message.sent),
        _ => format!("due {} after the contact wrote last, or later", message.since.delay()),
    }
}

/// With the messages behind the first labelled as well.
pub(super) fn and_others<'m>(
    found: Diagnostic,
    others: impl IntoIterator<Item = &'m Message<'m>>,
) -> Diagnostic {
    /// How many more messages are shown.
    const SHOWN_MAX: usize = 5;
    others.into_iter().take(SHOWN_MAX).fold(found, |found, other| found.and(other.span, "nor can this one"))
}
