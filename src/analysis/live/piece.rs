//! A piece of a file: an item, or what stands between items and is none.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Source;
use crate::syntax::pieces::Shape;
use crate::syntax::token::TokenKind;
use crate::syntax::{Parsed, ast};

/// A piece without its text and its tree.
#[derive(Debug)]
pub(super) struct Piece {
    /// Where it begins in its file.
    pub start: u32,
    pub shape: Shape,
    /// What the parser said; places count from the beginning of the piece.
    pub found: Vec<Diagnostic>,
    /// Stands for all that it says: another number, another meaning. Blanks and comments say nothing.
    pub meaning: u64,
    /// Stands for what it says besides its strings, when it is a flow or a scenario that could be read.
    pub outline: u64,
}

impl Piece {
    /// Of a text that was read.
    pub fn new(shape: Shape, text: &Source, parsed: &Parsed) -> Self {
        let (mut meaning, mut outline) = (DefaultHasher::new(), DefaultHasher::new());
        for token in parsed.tokens.iter().filter(|token| !token.kind.is_trivia()) {
            let word = text.slice(token.span);
            word.hash(&mut meaning);
            match token.kind {
                TokenKind::String | TokenKind::LongString => token.kind.hash(&mut outline),
                _ => word.hash(&mut outline),
            }
        }
        let meaning = meaning.finish();
        // What a string says may only be left out where it could be read: otherwise its statement is broken.
        let item = parsed.file.items.first().filter(|_| parsed.diagnostics.is_empty());
        let outline = match item {
            Some(ast::Item::Flow(_) | ast::Item::Scenario(_)) => outline.finish(),
            _ => meaning,
        };
        Self { start: 0, shape, found: parsed.diagnostics.clone(), meaning, outline }
    }

    /// Whether the parser found no error in it.
    pub fn is_read(&self) -> bool {
        self.found.iter().all(|found| found.severity != Severity::Error)
    }
}
