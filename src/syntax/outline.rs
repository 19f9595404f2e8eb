//! The cut of a file's tokens into items, by words and braces alone.

use std::ops::Range;

use super::token::{Token, TokenKind};
use super::words;

/// A stretch of tokens at the top of a file; the first and the last are neither blanks nor comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Whether it begins with the word of an item.
    pub is_item: bool,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// The items of a file, and what stands between them that is none.
pub fn pieces(text: &str, tokens: &[Token]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut depth = 0_usize;
    let mut previous = TokenKind::CloseBrace;
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Blank | TokenKind::Comment => continue,
            TokenKind::OpenBrace => depth += 1,
            TokenKind::CloseBrace => depth = depth.saturating_sub(1),
            TokenKind::Word if depth == 0 && previous != TokenKind::Colon => {
                let word = &text[token.span.range()];
                if words::ITEMS.contains(&word) {
                    pieces.push(Piece { is_item: true, tokens: index..index });
                }
            }
            _ => {}
        }
        previous = token.kind;
        if pieces.is_empty() {
            pieces.push(Piece { is_item: false, tokens: index..index });
        }
        if let Some(piece) = pieces.last_mut() {
            piece.tokens.end = index + 1;
        }
    }
    pieces
}
