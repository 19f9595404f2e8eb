//! What is wrong inside a string: an escape or a placeholder.

use crate::diagnostics::Diagnostic;
use crate::source::Span;
use crate::syntax::token::Token;

/// The error of a string that cannot be read past the byte `at`.
pub fn text(text: &str, token: Token, at: u32) -> Diagnostic {
    let before = &text[token.span.start as usize..at as usize];
    let place = |start: usize, end: usize| Span {
        start: token.span.start + start as u32,
        end: token.span.start + end as u32,
        ..token.span
    };
    let whole = &text[token.span.range()];
    if let Some(start) = open_escape(before) {
        let escape = &whole[start + 1..];
        let length = escape.chars().next().map_or(0, char::len_utf8);
        let span = place(start, start + 1 + length);
        let shown = &whole[start..start + 1 + length];
        return Diagnostic::error("S009", span, format!("there is no escape `{shown}`"), "")
            .help("escapes are `\\n`, `\\t`, `\\\"`, `\\\\`, `\\{`, `\\}` and `\\u{1F44B}`");
    }
    let start = before.rfind('{').unwrap_or(0);
    let length = whole[start..].find(['}', '"', '\n']).unwrap_or(0);
    let closes = whole[start + length..].starts_with('}');
    let span = place(start, start + length.max(1) + usize::from(closes));
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
