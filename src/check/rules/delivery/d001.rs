//! D001: a message that can never be delivered: by then every channel is closed for it.

use super::over_time::{Late, and_others, due};
use crate::diagnostics::Diagnostic;
use crate::syntax::ast;

/// Tells of the messages of a flow that no candidate takes any more when they are due, on any way through the flow.
pub(super) fn told(late: &Late<'_, '_>) -> Option<Diagnostic> {
    let (first, others) = late.never.split_first()?;
    // A follow-up has ended when the contact writes.
    let ends = |trigger: &ast::Trigger| matches!(trigger.kind, ast::TriggerKind::Silence);
    let on = &late.flow.header.on;
    let message = match !on.is_empty() && on.iter().all(ends) {
        true => "this message can never be delivered",
        false => "this message can never be delivered, unless the contact writes again before",
    };
    let mut found = Diagnostic::error("D001", first.span, message, due(first));
    for candidate in late.candidates {
        found = found.and(candidate.span, candidate.why(first));
    }
    let takes_templates = late.candidates.iter().any(|candidate| candidate.row.templates);
    let help = match takes_templates {
        true => {
            "send an approved `template`, send it earlier, or add a channel that does not close, such as `else sms`"
        }
        false => "send it earlier, or add a channel that does not close, such as `else sms`",
    };
    Some(and_others(found, others.iter().copied()).help(help))
}
