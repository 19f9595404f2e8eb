//! T004: a regular expression that cannot be read.

use crate::check::rules::Workspace;
use crate::diagnostics::Diagnostic;
use crate::syntax::ast;

/// Finds regular expressions that do not compile.
pub(in crate::check::rules) fn broken_pattern(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for regex in &workspace.sites.regexes {
        let Err(error) = regex::Regex::new(&regex.pattern) else { continue };
        let (label, help) = match error {
            regex::Error::CompiledTooBig(_) => {
                ("the pattern becomes too large".to_owned(), "use smaller counts in braces")
            }
            _ => (explained(regex), "write `\\` in front of a character that stands for itself"),
        };
        let message = format!("`/{}/` is not a regular expression", regex.pattern);
        diagnostics.push(Diagnostic::error("T004", regex.span, message, label).help(help));
    }
}

/// Why the pattern cannot be read, and where, in one line.
fn explained(regex: &ast::Regex) -> String {
    let (kind, span) = match regex_syntax::Parser::new().parse(&regex.pattern) {
        Err(regex_syntax::Error::Parse(error)) => (error.kind().to_string(), *error.span()),
        Err(regex_syntax::Error::Translate(error)) => (error.kind().to_string(), *error.span()),
        _ => return "the pattern cannot be read".to_owned(),
    };
    match regex.pattern.get(span.start.offset..span.end.offset) {
        Some(piece) if !piece.is_empty() => format!("at `{piece}`: {kind}"),
        _ => format!("behind {} characters: {kind}", span.start.column - 1),
    }
}
