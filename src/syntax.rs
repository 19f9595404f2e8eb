//! From text to tree: tokens, then items, then nodes of the grammar, then the tree. It never fails.

pub mod ast;
mod grammar;
mod lower;
mod outline;
pub mod token;
pub mod words;

use crate::diagnostics::Diagnostic;
use crate::source::Source;

use self::grammar::Rule;
use self::lower::Lower;
use self::token::Token;

/// A file as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The tree; what could not be read is left out or stands there as broken.
    pub file: ast::File,
    /// All tokens, blanks and comments included.
    pub tokens: Vec<Token>,
    /// What is wrong with the text, in order of place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a source.
pub fn parse(source: &Source) -> Parsed {
    let tokens = token::tokens(source);
    let text = source.text();
    let mut file = ast::File { source: source.id(), items: Vec::new() };
    let mut diagnostics = Vec::new();
    for piece in outline::pieces(text, &tokens) {
        let stretch = &tokens[piece.tokens];
        let whole = stretch[0].span.to(stretch[stretch.len() - 1].span);
        let mut lower = Lower::new(source.id(), text, stretch, whole.start);
        match grammar::read(Rule::one_item, source.slice(whole)) {
            Ok(mut nodes) => file.items.push(lower.item(nodes.must())),
            Err(at) => {
                let place = crate::source::Span::new(source.id(), whole.start + at as u32, whole.end);
                diagnostics.push(Diagnostic::error("S001", place, "cannot read this", ""));
            }
        }
        diagnostics.append(&mut lower.diagnostics);
    }
    Parsed { file, tokens, diagnostics }
}
