//! Findings in one line each: `orders.flow:3:9: error[N001]: no flow is named `cuopon``.

use super::{Diagnostic, Severity};
use crate::source::{self, Source};

/// One line, without a line end. Columns are counted in characters.
pub fn line(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    let severity = severity(diagnostic.severity);
    let (code, message) = (diagnostic.code, &diagnostic.message);
    match source::find(sources, diagnostic.span().source) {
        Some(source) => {
            let place = source.position(diagnostic.span().start);
            format!("{}:{}:{}: {severity}[{code}]: {message}", source.name(), place.line, place.column)
        }
        None => format!("{severity}[{code}]: {message}"),
    }
}

/// The word for a severity.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "advice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
