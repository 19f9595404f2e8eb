//! K008: a text or an expression that is too large to be compared with those of other flows.

use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;

/// Tells of a trigger that was not compared, or not with all others.
pub fn told(place: Span) -> Diagnostic {
    let message = "this was not compared with every other flow";
    Diagnostic::new("K008", Severity::Advice, place, message, "too large, or too many flows beside it")
        .help("write a shorter expression, or look for messages that start two flows by `flowc simulate`")
}
