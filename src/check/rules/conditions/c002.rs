//! C002: a condition that is always true.

use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;

/// Tells of a condition that is always true.
pub fn told(condition: Span) -> Diagnostic {
    Diagnostic::new("C002", Severity::Warning, condition, "this condition is always true", "holds for everybody")
        .help("leave it out, or ask for what is meant; an unknown field passes no comparison, so `is not` may be too wide")
}
