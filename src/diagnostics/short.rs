//! Findings in one line each: `orders.flow:3:9: error[N001]: no flow is named `cuopon``.

use super::{Diagnostic, Severity};
use crate::source::{self, Source, Span};

/// One line, without a line end. Columns are counted in characters.
pub fn line(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    let severity = severity(diagnostic.severity);
    let (code, message) = (diagnostic.code, &diagnostic.message);
    match place(diagnostic.span(), sources).as_str() {
        "" => format!("{severity}[{code}]: {message}"),
        place => format!("{place}: {severity}[{code}]: {message}"),
    }
}

/// `orders.flow:3:9`; empty for a place in no source.
pub fn place(span: Span, sources: &[Source]) -> String {
    let Some(source) = source::find(sources, span.source) else { return String::new() };
    let place = source.position(span.start);
    format!("{}:{}:{}", source.name(), place.line, place.column)
}

/// The word for a severity.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "advice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
