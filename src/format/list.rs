//! Lists that are too long for a line: what stands behind `via` and triggers have a line for each, others are filled.

use super::words::Words;
use super::{CONTINUED, WIDTH};
use crate::syntax::token::TokenKind;

/// Plans the words of a head without a condition; the first stands at `column`, and `tail` characters follow the last.
pub(super) fn plan(words: &mut Words<'_>, range: (usize, usize), indent: u32, column: u32, tail: u32) {
    let (start, end) = range;
    let room = WIDTH.saturating_sub(column + tail);
    if words.fits(start, end, room) {
        return;
    }
    let text = |at: usize| words.list.get(at).map_or("", |word| word.text);
    let is_clause = words.list[start].part.is_some();
    let has_elements = match text(start) {
        "via" => is_clause,
        "on" => is_clause && text(start + 1) != "close",
        "stop" => is_clause && text(start + 1) == "on",
        _ => false,
    };
    if !has_elements {
        return fill(words, range, column, indent + CONTINUED, tail);
    }
    let is_via = text(start) == "via";
    let mut element = (start, column);
    for index in start + 1..end {
        let begins = words.list[index - 1].kind == TokenKind::Comma && {
            let word = &words.list[index];
            let is_day = matches!(word.text, "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun");
            is_via || word.kind == TokenKind::Word && !is_day
        };
        if begins {
            words.list[index].line = Some(indent + CONTINUED);
            fill(words, (element.0, index), element.1, indent + 2 * CONTINUED, 0);
            element = (index, indent + CONTINUED);
        }
    }
    fill(words, (element.0, end), element.1, indent + 2 * CONTINUED, tail);
}

/// Breaks the line before each element of a list that would not fit on it.
pub(super) fn fill(words: &mut Words<'_>, range: (usize, usize), column: u32, further: u32, tail: u32) {
    let (start, end) = range;
    let mut column = column;
    let mut at = start;
    while at < end {
        // Up to the comma behind it, or to the end of the list.
        let ends = |index: &usize| {
            let closes = words.list.get(index + 1).is_some_and(|word| word.kind == TokenKind::CloseParen);
            words.list[*index].kind == TokenKind::Comma || closes
        };
        let behind = (at..end).find(ends).map_or(end, |last| last + 1);
        let width = words.width(at, behind) + if behind == end { tail } else { 0 };
        if at > start {
            let word = &words.list[at];
            let follows_comma = words.list[at - 1].kind == TokenKind::Comma;
            if let Some(line) = word.line {
                column = line;
            } else if follows_comma && column + word.gap + width > WIDTH {
                column = further;
                words.list[at].line = Some(further);
            } else {
                column += word.gap;
            }
        }
        column += words.width(at, behind);
        at = behind;
    }
}
