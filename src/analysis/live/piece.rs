//! A piece of a file: an item, or what stands between items and is none.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Source;
use crate::syntax::Parsed;
use crate::syntax::pieces::Shape;

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
}

impl Piece {
    /// Of a text that was read.
    pub fn new(shape: Shape, text: &Source, parsed: &Parsed) -> Self {
        let mut meaning = DefaultHasher::new();
        for token in parsed.tokens.iter().filter(|token| !token.kind.is_trivia()) {
            text.slice(token.span).hash(&mut meaning);
        }
        Self { start: 0, shape, found: parsed.diagnostics.clone(), meaning: meaning.finish() }
    }

    /// Whether the parser found no error in it.
    pub fn is_read(&self) -> bool {
        self.found.iter().all(|found| found.severity != Severity::Error)
    }
}
