//! What is wrong inside a string: an escape or a placeholder.

use crate::diagnostics::Diagnostic;
use crate::source::Span;
use crate::syntax::grammar::{self, Rule};

/// The error of a string with that inside, which begins and ends at `place`, the closing quotes included.
pub fn text(inside: &str, place: Span) -> Diagnostic {
    let at = grammar::expected(Rule::string_inside, inside).map_or(0, |expected| expected.at);
    let before = &inside[..at];
    let span = |start: usize, end: usize| Span {
        start: place.start + start as u32,
        end: place.start + end as u32,
        ..place
    };
    if let Some(start) = open_escape(before) {
        let escape = &inside[start + 1..];
        let length = escape.chars().next().map_or(0, char::len_utf8);
        let shown = &inside[start..start + 1 + length];
        let span = span(start, start + 1 + length);
        return Diagnostic::error("S009", span, format!("there is no escape `{shown}`"), "")
            .help("escapes are `\\n`, `\\t`, `\\\"`, `\\\\`, `\\{`, `\\}` and `\\u{1F44B}`");
    }
    let start = before.rfind('{').unwrap_or(0);
    let line = inside[start..].lines().next().unwrap_or("");
    let length = line.find('}').map_or(line.len(), |end| end + 1);
    let span = span(start, start + length);
    Diagnostic::error("S009", span, "this placeholder cannot be read", "")
        .help("write it as `{contact.first_name}` or `{contact.first_name | vous}`, and `\\{` for a brace in the text")
}

/// Where the escape begins that is not complete at the end of a text.
fn open_escape(before: &str) -> Option<usize> {
    let start = before.rfind('\\')?;
    let backslashes = before[..=start].bytes().rev().take_while(|byte| *byte == b'\\').count();
    let behind = &before[start + 1..];
    let is_open = behind.is_empty() || (behind.starts_with('u') && !behind.contains('}'));
    (backslashes % 2 == 1 && is_open).then_some(start)
}
