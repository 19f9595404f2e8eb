//! Whether two texts say the same: the same words, the same comments, the same tree.

use crate::source::Source;
use crate::syntax::ast::dump::dump;
use crate::syntax::parts::Parts;
use crate::syntax::token::{Token, TokenKind};
use crate::syntax::{Parsed, parse_with_parts};

/// Compares a text with what was made of it; says what differs.
pub(super) fn compare(before: (&Source, &Parsed, &Parts), after: &Source) -> Result<(), &'static str> {
    let (source, parsed, parts) = before;
    let (again, parts_again) = parse_with_parts(after);
    let (left, right) = (said(source, &parsed.tokens), said(after, &again.tokens));
    if !left.eq(right) {
        return Err("the words or the comments");
    }
    if !unread(source, parsed, parts).eq(unread(after, &again, &parts_again)) {
        return Err("what cannot be read");
    }
    if dump(&parsed.file) != dump(&again.file) {
        return Err("what the text means");
    }
    Ok(())
}

/// What is written, without blanks; comments without those at their ends.
fn said<'a>(source: &'a Source, tokens: &'a [Token]) -> impl Iterator<Item = (TokenKind, &'a str)> {
    tokens.iter().filter(|token| token.kind != TokenKind::Blank).map(|token| {
        let text = source.slice(token.span);
        (token.kind, if token.kind == TokenKind::Comment { text.trim_end() } else { text })
    })
}

/// The texts that cannot be read.
fn unread<'a>(source: &'a Source, parsed: &'a Parsed, parts: &'a Parts) -> impl Iterator<Item = &'a str> {
    parts.stretches.iter().filter(|stretch| !stretch.is_read).map(|stretch| {
        let tokens = &parsed.tokens[stretch.tokens.clone()];
        source.slice(tokens[0].span.to(tokens[tokens.len() - 1].span))
    })
}
