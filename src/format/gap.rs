//! How many blanks stand between two words of a line.

use super::words::Word;
use crate::syntax::parts::Part;
use crate::syntax::token::TokenKind;

/// The blanks before a word on the line of the ones before it, of which the last is the nearest.
pub(super) fn before(word: &Word<'_>, earlier: &[Word<'_>]) -> u32 {
    use TokenKind::{CloseParen, Colon, Comma, Dot, DotDot, Minus, Number, OpenParen, Percent, Plus};
    let Some(last) = earlier.last() else { return 0 };
    if matches!(word.part, Some(Part::Statement | Part::Arm)) {
        return if last.kind == TokenKind::OpenBrace { 1 } else { 2 };
    }
    let names_template = || earlier.len() > 1 && earlier[earlier.len() - 2].text == "template";
    match (last.kind, word.kind) {
        (_, Comma | CloseParen | Colon | Dot | DotDot) | (OpenParen | Dot | DotDot, _) => 0,
        (_, OpenParen) if last.kind == TokenKind::Word && names_template() => 0,
        (Number, Percent) => 0,
        // A sign has blanks on both sides; the others belong to a number or to a word such as `pt-BR`.
        (_, Plus | Minus) if word.part == Some(Part::Sign) => 1,
        (Plus | Minus, _) if last.part == Some(Part::Sign) => 1,
        (_, Minus) => u32::from(!word.is_adjacent),
        (Minus, _) => 0,
        _ => 1,
    }
}
