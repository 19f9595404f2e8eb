//! D009: a content type or a number of messages that the platform has retired.

use super::over_time::Candidate;
use crate::check::intervals::Message;
use crate::check::rules::{Workspace, channels};
use crate::diagnostics::{Diagnostic, Severity};
use crate::policy::messages::ContentType;
use crate::syntax::ast;

/// Finds content types that no platform honours any more on the day whose rules hold.
pub(in crate::check::rules) fn retired(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for message in &workspace.sites.messages {
        let Some(name) = message.content_type else { continue };
        let Some(row) = ContentType::parse(&name.text).map(ContentType::row) else { continue };
        let Some(until) = row.until.filter(|until| *until <= workspace.as_of) else { continue };
        // On a channel that never had it, it means nothing anyway (D003).
        let had = channels::of_flow(message.flow).is_none_or(|channels| {
            channels.into_iter().any(|name| workspace.channel_kind(&name.text) == Some(row.channel))
        });
        if !had {
            continue;
        }
        let text = format!("{} has retired the content type `{}` on {until}", row.channel, row.content);
        let found = Diagnostic::new("D009", Severity::Warning, name.span, text, "opens no window any more");
        diagnostics.push(found.help(format!(
            "leave it out, or send an approved `template`; {}: {}",
            row.source.title, row.source.url
        )));
    }
}

/// Finds the first message of a flow that exceeds a number which the platform is reported to apply, though its
/// documentation had a larger one. A channel whose `limit` is declared counts as its author knows.
pub(super) fn too_many(
    workspace: &Workspace<'_>,
    flow: &ast::Flow,
    candidates: &[Candidate<'_>],
    messages: &[(usize, Message<'_>)],
) -> Option<Diagnostic> {
    let first = candidates.first()?;
    let reported = first.row.messages_reported.filter(|reported| reported.since <= workspace.as_of)?;
    let most = reported.messages_max;
    let limits = |channel: &ast::Channel| {
        channel.clauses.iter().any(|clause| matches!(clause, ast::ChannelClause::Limit(..)))
    };
    if workspace.channel_item(&first.name.text).is_some_and(limits) {
        return None;
    }
    let window = first.row.window_millis.unwrap_or(u64::MAX);
    let over = |message: &Message<'_>| message.sent >= most && message.since.least_millis() < window;
    let (_, message) = messages.iter().find(|(_, message)| over(message))?;
    let text = format!(
        "flow `{}` sends more than {most} messages on `{}` without an answer",
        flow.name.text, first.name.text
    );
    Some(
        Diagnostic::new(
            "D009",
            Severity::Warning,
            message.span,
            text,
            format!("number {}", message.sent + 1),
        )
        .and(first.span, format!("lets {most} through since {}", reported.since))
        .help(format!(
            "say it in fewer messages, or ask in between; {}: {}",
            reported.source.title, reported.source.url
        )),
    )
}
