//! Findings as the workflow commands with which GitHub annotates the lines of a change.

use super::{Diagnostic, Severity, artifact, code};
use crate::source::{self, Source};

/// A command for each finding, a line each; files are told as seen from `folder`.
///
/// Columns count characters. A finding over several lines has none, since GitHub takes columns within one line alone.
pub fn commands(diagnostics: &[Diagnostic], sources: &[Source], folder: &str) -> String {
    diagnostics.iter().map(|found| command(found, sources, folder) + "\n").collect()
}

fn command(found: &Diagnostic, sources: &[Source], folder: &str) -> String {
    let mut properties = Vec::new();
    let mut property = |key: &str, value: &str| properties.push(format!("{key}={}", escaped_property(value)));
    let span = found.span();
    if let Some(source) = source::find(sources, span.source) {
        let (start, end) = (source.position(span.start), source.position(span.end));
        property("file", &artifact::path(source.name(), folder));
        property("line", &start.line.to_string());
        property("endLine", &end.line.to_string());
        if start.line == end.line {
            property("col", &start.column.to_string());
            property("endColumn", &end.column.to_string());
        }
    }
    let name = code::find(found.code).map(|row| format!(" {}", row.name)).unwrap_or_default();
    property("title", &format!("{}{name}", found.code));
    format!("::{} {}::{}", word(found.severity), properties.join(","), escaped(&told(found)))
}

const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "notice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// An annotation shows one place and one text: the fact, the cause and the remedy stand below each other.
fn told(found: &Diagnostic) -> String {
    let cause = found.labels.first().map(|label| label.text.as_str()).filter(|text| !text.is_empty());
    let help = found.help.as_ref().map(|help| format!("help: {help}"));
    let lines = [Some(found.message.as_str()), cause, help.as_deref()];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escaped_property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::commands;
    use crate::diagnostics::Diagnostic;
    use crate::source::{Source, SourceId, Span};

    #[test]
    fn what_separates_is_escaped() {
        let source = Source::new(SourceId(0), "a,b:c/100%.flow", "👋 oops\nthere");
        let found =
            Diagnostic::error("N001", Span::new(SourceId(0), 5, 9), "100 % wrong\nhere: a, b", "cause");
        let long = Diagnostic::error("N001", Span::new(SourceId(0), 5, 11), "long", "").help("do: it");
        assert_eq!(
            commands(&[found, long], &[source], "/"),
            "::error file=a%2Cb%3Ac/100%25.flow,line=1,endLine=1,col=3,endColumn=7,title=N001 unknown-name\
             ::100 %25 wrong%0Ahere: a, b%0Acause\n\
             ::error file=a%2Cb%3Ac/100%25.flow,line=1,endLine=2,title=N001 unknown-name::long%0Ahelp: do: it\n"
        );
    }
}
