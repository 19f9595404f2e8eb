//! O001: marketing by SMS that does not say how to stop, or goes out when the country does not allow it.

use crate::diagnostics::{Diagnostic, Severity};
use crate::policy::keywords::FRANCE;
use crate::policy::marketing::MarketingRow;
use crate::source::Span;

/// Tells of a flow that writes to many contacts by itself and never says how to stop.
pub fn without_a_way_out(send: Span, trigger: Span) -> Diagnostic {
    let message = "this SMS does not say how to stop further ones";
    Diagnostic::new("O001", Severity::Warning, send, message, "names no word that opts out")
        .and(trigger, "nobody asked for it")
        .help(format!("end it with `STOP` and what that does (France: {})", FRANCE.title))
}

/// Tells of a message that goes out, for example at that local time, when the country does not allow it.
pub fn at_the_wrong_time(send: Span, trigger: Span, moment: &str, row: &MarketingRow) -> Diagnostic {
    let message = format!("this SMS would go out when marketing is not allowed in {}", row.name);
    Diagnostic::new("O001", Severity::Warning, send, message, format!("for example on {moment}"))
        .and(trigger, "nobody asked for it")
        .help(format!("keep it within {} ({})", row.words(), row.source.title))
}
