//! From text to tree: tokens, then items, then nodes of the grammar, then the tree. It never fails.

pub mod ast;
mod blame;
mod grammar;
mod lower;
mod outline;
mod repair;
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
///
/// ```
/// use flowc::source::{Source, SourceId};
/// let source = Source::new(SourceId(0), "coupon.flow", "flow coupon { send \"-10 %\" }");
/// let parsed = flowc::syntax::parse(&source);
/// assert!(parsed.diagnostics.is_empty());
/// assert_eq!(parsed.file.items.len(), 1);
/// ```
pub fn parse(source: &Source) -> Parsed {
    read(source, Way::Fast)
}

/// Reads a source, every item statement by statement: what `parse` does with broken items alone. For tests.
#[doc(hidden)]
pub fn parse_piecewise(source: &Source) -> Parsed {
    read(source, Way::Piecewise)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Fast,
    Piecewise,
}

fn read(source: &Source, way: Way) -> Parsed {
    let tokens = token::tokens(source);
    let mut file = ast::File { source: source.id(), items: Vec::new() };
    let mut diagnostics = Vec::new();
    for piece in outline::pieces(source.text(), &tokens) {
        let stretch = &tokens[piece.tokens.clone()];
        if way == Way::Fast && piece.is_item && piece.is_sound {
            if let Some(item) = whole_item(source, stretch, &mut diagnostics) {
                file.items.push(item);
                continue;
            }
        }
        let significant: Vec<Token> =
            stretch.iter().copied().filter(|token| !token.kind.is_trivia()).collect();
        if !piece.is_item {
            diagnostics.push(blame::stray(source.text(), &significant));
            continue;
        }
        let unclosed = piece.unclosed.map(|brace| tokens[brace]);
        let (item, mut found) = repair::item(source, &significant, unclosed);
        file.items.extend(item);
        diagnostics.append(&mut found);
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span().start);
    Parsed { file, tokens, diagnostics }
}

/// The item of a stretch of tokens when the grammar reads it as a whole.
fn whole_item(source: &Source, tokens: &[Token], diagnostics: &mut Vec<Diagnostic>) -> Option<ast::Item> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    let mut nodes = grammar::read(Rule::one_item, source.slice(first.span.to(last.span))).ok()?;
    let mut lower = Lower::new(source, tokens, first.span.start);
    let item = lower.item(nodes.must());
    diagnostics.append(&mut lower.diagnostics);
    Some(item)
}
