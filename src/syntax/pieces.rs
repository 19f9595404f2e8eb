//! A file in pieces that are read one by one: for who reads it again after each edit.

use super::ast;
use super::outline::{self, Piece};
use super::token::{self, Token};
use super::{Parsed, Reading};
use crate::source::{Source, Span};

/// The cut of a text: its items, and what stands between them that is none.
#[derive(Debug)]
pub struct Pieces {
    tokens: Vec<Token>,
    pieces: Vec<Piece>,
}

/// What the cut knows of a piece besides its text. With the same shape and the same text, it is read alike wherever it
/// stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    is_item: bool,
    is_sound: bool,
    /// The brace that is to blame, counted from the piece's first token.
    unclosed: Option<usize>,
}

impl Pieces {
    /// Cuts a text.
    pub fn of(source: &Source) -> Self {
        let tokens = token::tokens(source);
        let pieces = outline::pieces(source.text(), &tokens);
        Self { tokens, pieces }
    }

    /// All tokens of the text.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.pieces.len()
    }

    /// Where a piece stands: from its first token to its last, blanks and comments around it left out.
    pub fn place(&self, piece: usize) -> Span {
        let tokens = self.tokens_of(piece);
        tokens[0].span.to(tokens[tokens.len() - 1].span)
    }

    /// The shape of a piece.
    pub fn shape(&self, piece: usize) -> Shape {
        let Piece { is_item, is_sound, unclosed, tokens } = &self.pieces[piece];
        let unclosed = unclosed.map(|brace| brace - tokens.start);
        Shape { is_item: *is_item, is_sound: *is_sound, unclosed }
    }

    /// The tokens of a piece.
    pub fn tokens_of(&self, piece: usize) -> &[Token] {
        &self.tokens[self.pieces[piece].tokens.clone()]
    }

    /// Reads a piece; `text` holds what stands there and nothing else. Places count from its beginning.
    pub fn read(&self, piece: usize, text: &Source) -> Parsed {
        let Shape { is_item, is_sound, unclosed } = self.shape(piece);
        let start = self.place(piece).start;
        let moved = |token: &Token| Token {
            kind: token.kind,
            span: Span::new(text.id(), token.span.start - start, token.span.end - start),
        };
        let tokens: Vec<Token> = self.tokens_of(piece).iter().map(moved).collect();
        let piece = Piece { is_item, is_sound, unclosed, tokens: 0..tokens.len() };
        let mut reading = Reading {
            source: text,
            tokens: &tokens,
            items: Vec::new(),
            diagnostics: Vec::new(),
            parts: None,
        };
        if !reading.whole(std::slice::from_ref(&piece)) {
            reading.broken(&piece);
        }
        let Reading { items, mut diagnostics, .. } = reading;
        diagnostics.sort_by_key(|diagnostic| diagnostic.span().start);
        Parsed { file: ast::File { source: text.id(), items }, tokens, diagnostics }
    }
}
