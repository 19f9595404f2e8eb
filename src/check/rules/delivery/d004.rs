//! D004: a candidate that can never be reached, since one before it takes all that it would.

use crate::check::rules::Workspace;
use crate::check::rules::flows::flows;
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::ast;

/// Finds candidates behind the same channel without `for`, or with one that is as long. Any other channel may refuse a
/// contact that this one would reach: they opt out of each, and deliveries fail.
pub(in crate::check::rules) fn never_reached(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for (candidates, _) in flows(workspace).flat_map(|flow| &flow.header.via) {
        for (index, candidate) in candidates.iter().enumerate().skip(1) {
            let Some(first) = candidates[..index].iter().find(|first| serves(first, candidate)) else {
                continue;
            };
            let before = candidates[index - 1].span.end;
            let rest = Span { start: before, ..candidate.span };
            let message = format!("candidate `{}` can never be reached", candidate.channel.text);
            diagnostics.push(
                Diagnostic::new("D004", Severity::Warning, candidate.span, message, "never tried")
                    .and(first.span, "takes all that it would")
                    .help("leave it out, or give the first one a shorter `for`")
                    .fix("leave it out", vec![(rest, String::new())]),
            );
        }
    }
}

/// Whether the first takes whatever the other one would.
fn serves(first: &ast::Candidate, other: &ast::Candidate) -> bool {
    // Days and hours are compared apart: a day may be shorter than 24 hours.
    let as_long = match (first.within, other.within) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((first, _)), Some((other, _))) => first.days >= other.days && first.millis >= other.millis,
    };
    first.channel.text == other.channel.text && as_long
}
