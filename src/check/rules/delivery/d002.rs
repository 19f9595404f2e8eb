//! D002: a message that some channel of its flow will not take: by then it is closed for it.

use super::over_time::{Candidate, Late, and_others, due};
use crate::check::intervals::Message;
use crate::diagnostics::{Diagnostic, Severity};
use crate::syntax::ast;
use crate::time::Delay;

/// Tells, for each candidate, of the messages that it does not take any more when they are due, and of those that none
/// takes but when the clocks go forward. A candidate that its own `for` has closed by then is meant like that.
pub(super) fn told(late: &Late<'_, '_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some((first, others)) = late.hardly.split_first() {
        let message = "this message will only be delivered if the clocks go forward on the way";
        let mut told = Diagnostic::new("D002", Severity::Warning, first.span, message, due(first));
        for candidate in late.candidates {
            told = told.and(candidate.span, candidate.why(first));
        }
        let help = "send it earlier, send an approved `template`, or add a channel that does not close";
        found.push(and_others(told, others.iter().copied()).help(help));
    }
    for (index, candidate) in late.candidates.iter().enumerate() {
        let messages = late.some.iter().filter(|(of, _)| *of == index).map(|(_, message)| *message);
        let messages: Vec<&Message<'_>> = messages.collect();
        if let Some((first, others)) = messages.split_first() {
            found.push(on_candidate(late.flow, candidate, first, others));
        }
    }
    found
}

fn on_candidate(
    flow: &ast::Flow,
    candidate: &Candidate<'_>,
    first: &Message<'_>,
    others: &[&Message<'_>],
) -> Diagnostic {
    let name = &candidate.name.text;
    let message = format!("this message will not be delivered on `{name}`");
    let found = Diagnostic::new("D002", Severity::Warning, first.span, message, due(first))
        .and(candidate.span, candidate.why(first));
    let found = and_others(found, others.iter().copied());
    let by_time = candidate.row.window_millis.filter(|window| first.since.usual_millis() >= *window);
    let Some(window) = by_time else {
        return found.help(format!("wait for an answer before, or leave `{name}` out"));
    };
    let limit = Delay { days: 0, millis: window };
    let otherwise = if candidate.row.templates { ", or send an approved `template`" } else { "" };
    // A template passes later as well: then `for` would keep it off the channel.
    if sends_templates(flow) {
        return found.help(format!("send it before the {limit} are over{otherwise}"));
    }
    let found = found.help(format!("write `{name} for {limit}` if that is meant{otherwise}"));
    match candidate.within.is_none() && !flow.header.via.is_empty() {
        true => {
            let edits = vec![(candidate.span, format!("{name} for {limit}"))];
            found.fix(format!("write `{name} for {limit}`"), edits)
        }
        false => found,
    }
}

fn sends_templates(flow: &ast::Flow) -> bool {
    let mut sends = false;
    crate::check::rules::flows::each_step(&flow.steps, &mut |step| {
        sends |= match &step.kind {
            ast::StepKind::Send(send) => {
                send.content_type.is_some() || matches!(send.content, ast::SendContent::Template { .. })
            }
            ast::StepKind::Ask(ask) => matches!(ask.content, ast::SendContent::Template { .. }),
            ast::StepKind::HandOver(hand_over) => {
                matches!(hand_over.saying, Some(ast::SendContent::Template { .. }))
            }
            _ => false,
        };
    });
    sends
}
