//! From text to tree: tokens, then items, then nodes of the grammar, then the tree. It never fails.

pub mod ast;
mod blame;
pub mod expected;
mod grammar;
mod lower;
mod outline;
pub mod parts;
pub mod pieces;
mod repair;
pub mod token;
pub mod words;

use std::ops::Range;

use crate::diagnostics::Diagnostic;
use crate::source::Source;

use self::grammar::{Node, Rule};
use self::lower::Lower;
use self::outline::Piece;
use self::parts::{Parts, Stretch};
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
    read(source, Way::Fast, None)
}

/// Reads a source, and says where its parts begin.
///
/// ```
/// use flowc::source::{Source, SourceId};
/// use flowc::syntax::parts::Part;
/// let source = Source::new(SourceId(0), "coupon.flow", "flow coupon { send \"-10 %\" }");
/// let (_, parts) = flowc::syntax::parse_with_parts(&source);
/// assert_eq!(parts.starts, [(0, Part::Item), (14, Part::Statement)]);
/// ```
pub fn parse_with_parts(source: &Source) -> (Parsed, Parts) {
    let mut parts = Parts::default();
    let parsed = read(source, Way::Fast, Some(&mut parts));
    (parsed, parts)
}

/// Reads a source, every item statement by statement: what `parse` does with broken items alone. For tests.
#[doc(hidden)]
pub fn parse_piecewise(source: &Source) -> Parsed {
    read(source, Way::Piecewise, None)
}

/// Reads a right source as the grammar's `file`, without any cut; nothing when it is not right. For tests.
#[doc(hidden)]
pub fn parse_as_one(source: &Source) -> Option<ast::File> {
    let tokens = token::tokens(source);
    let nodes = grammar::read(Rule::file, source.text()).ok()?.must().nodes();
    let mut lower = Lower::new(source, &tokens, 0);
    let items = nodes.filter(|node| node.rule() == Rule::item).map(|node| lower.item(node)).collect();
    lower.diagnostics.is_empty().then_some(ast::File { source: source.id(), items })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Fast,
    Piecewise,
}

fn read(source: &Source, way: Way, parts: Option<&mut Parts>) -> Parsed {
    let tokens = token::tokens(source);
    let pieces = outline::pieces(source.text(), &tokens);
    let mut reading = Reading { source, tokens: &tokens, items: Vec::new(), diagnostics: Vec::new(), parts };
    let mut left = pieces.as_slice();
    while !left.is_empty() {
        let (batch, others) = left.split_at(batch_length(left, &tokens));
        left = others;
        if way == Way::Fast && reading.whole(batch) {
            continue;
        }
        for piece in batch {
            if way == Way::Piecewise || batch.len() == 1 || !reading.whole(std::slice::from_ref(piece)) {
                reading.broken(piece);
            }
        }
    }
    let Reading { items, mut diagnostics, .. } = reading;
    diagnostics.sort_by_key(|diagnostic| diagnostic.span().start);
    Parsed { file: ast::File { source: source.id(), items }, tokens, diagnostics }
}

/// How many bytes the grammar is given at once: enough to make light of what one reading costs by itself.
const BATCH_BYTES: u32 = 2 * 1024;

/// How many pieces at the beginning are sound items of a batch's size together; one, when the first is not.
fn batch_length(pieces: &[Piece], tokens: &[Token]) -> usize {
    let start = tokens[pieces[0].tokens.start].span.start;
    let fits = |piece: &&Piece| {
        piece.is_item && piece.is_sound && tokens[piece.tokens.end - 1].span.end - start <= BATCH_BYTES
    };
    pieces.iter().take_while(fits).count().max(1)
}

/// A file that is being read.
struct Reading<'a> {
    source: &'a Source,
    tokens: &'a [Token],
    items: Vec<ast::Item>,
    diagnostics: Vec<Diagnostic>,
    /// Where the parts begin, when somebody asks.
    parts: Option<&'a mut Parts>,
}

impl Reading<'_> {
    /// Adds the items of some pieces when the grammar reads them as they are.
    fn whole(&mut self, pieces: &[Piece]) -> bool {
        let [first, .., last] = pieces else {
            return pieces.first().is_some_and(|only| self.whole_stretch(only.tokens.clone(), pieces));
        };
        self.whole_stretch(first.tokens.start..last.tokens.end, pieces)
    }

    fn whole_stretch(&mut self, range: Range<usize>, pieces: &[Piece]) -> bool {
        let tokens = &self.tokens[range];
        let base = tokens[0].span.start;
        let place = tokens[0].span.to(tokens[tokens.len() - 1].span);
        if !pieces.iter().all(|piece| piece.is_item && piece.is_sound) {
            return false;
        }
        let Ok(nodes) = grammar::read(Rule::some_items, self.source.slice(place)) else { return false };
        let nodes: Vec<Node<'_>> = nodes.filter(|node| node.rule() == Rule::item).collect();
        let begins = |(node, piece): (&Node<'_>, &Piece)| {
            base + node.start() == self.tokens[piece.tokens.start].span.start
        };
        if nodes.len() != pieces.len() || !nodes.iter().zip(pieces).all(begins) {
            return false;
        }
        let mut lower = Lower::new(self.source, tokens, base);
        lower.parts = self.parts.as_mut().map(|parts| std::mem::take(&mut parts.starts));
        self.items.extend(nodes.into_iter().map(|node| lower.item(node)));
        if let (Some(parts), Some(starts)) = (&mut self.parts, lower.parts) {
            parts.starts = starts;
            let read = |piece: &Piece| Stretch { tokens: piece.tokens.clone(), is_read: true };
            parts.stretches.extend(pieces.iter().map(read));
        }
        self.diagnostics.append(&mut lower.diagnostics);
        true
    }

    /// Adds what can be read of a piece that the grammar refuses, and says what is wrong with it.
    fn broken(&mut self, piece: &Piece) {
        if let Some(parts) = &mut self.parts {
            parts.stretches.push(Stretch { tokens: piece.tokens.clone(), is_read: false });
        }
        let significant = self.tokens[piece.tokens.clone()].iter().filter(|token| !token.kind.is_trivia());
        let significant: Vec<Token> = significant.copied().collect();
        if !piece.is_item {
            self.diagnostics.push(blame::stray(self.source.text(), &significant));
            return;
        }
        let unclosed = piece.unclosed.map(|brace| self.tokens[brace]);
        let (item, mut found) = repair::item(self.source, &significant, unclosed);
        self.items.extend(item);
        self.diagnostics.append(&mut found);
    }
}
