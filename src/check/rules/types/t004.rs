//! T004: a regular expression that cannot be read.

use regex_syntax::ast::ErrorKind;

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
            _ => explained(regex),
        };
        let message = format!("`/{}/` is not a regular expression", regex.pattern);
        diagnostics.push(Diagnostic::error("T004", regex.span, message, label).help(help));
    }
}

/// Why the pattern cannot be read and where, in one line, and the remedy.
fn explained(regex: &ast::Regex) -> (String, &'static str) {
    let (reason, span, help) = match regex_syntax::Parser::new().parse(&regex.pattern) {
        Err(regex_syntax::Error::Parse(error)) => {
            (error.kind().to_string(), *error.span(), remedy(error.kind()))
        }
        Err(regex_syntax::Error::Translate(error)) => (error.kind().to_string(), *error.span(), ESCAPE),
        _ => return ("the pattern cannot be read".to_owned(), ESCAPE),
    };
    let place = match regex.pattern.get(span.start.offset..span.end.offset) {
        Some(piece) if !piece.is_empty() => format!("at `{piece}`"),
        _ => format!("behind {} characters", span.start.column - 1),
    };
    (format!("{place}: {reason}"), help)
}

const ESCAPE: &str = "write `\\` in front of a character that stands for itself";

fn remedy(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::UnsupportedLookAround | ErrorKind::UnsupportedBackreference => {
            "say what the text is, not what stands around it: there are no look-arounds and back-references"
        }
        ErrorKind::ClassRangeInvalid => "write the character that comes first in front: `[a-z]`",
        ErrorKind::RepetitionCountInvalid => "write the smaller count first: `{2,5}`",
        _ => ESCAPE,
    }
}
