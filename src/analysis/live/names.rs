//! What is defined in a workspace that may be broken, and what refers to it.

use crate::check::{References, SymbolId, Symbols};
use crate::source::Span;
use crate::syntax::ast;

/// What is defined, and which name means which definition; items with errors are looked at as far as they could be read.
#[derive(Debug)]
pub struct Names {
    symbols: Symbols,
    references: References,
}

impl Names {
    /// Those of some trees, in the order of their sources.
    pub(super) fn of(files: &[ast::File]) -> Self {
        let (symbols, references) = References::between(files);
        Self { symbols, references }
    }

    /// What is defined.
    pub const fn symbols(&self) -> &Symbols {
        &self.symbols
    }

    /// Which name means which definition.
    pub const fn references(&self) -> &References {
        &self.references
    }

    /// What is defined at a place, or what the name at a place means.
    pub fn at(&self, place: Span) -> Option<SymbolId> {
        let holds =
            |span: Span| span.source == place.source && span.start <= place.start && place.end <= span.end;
        let defined = || {
            let symbols = self.symbols.all().iter().zip(0..);
            let own = symbols.filter(|(symbol, _)| symbol.span.is_some_and(holds));
            own.map(|(_, id)| SymbolId(id)).next()
        };
        self.references.at(place).map(|reference| reference.symbol).or_else(defined)
    }

    /// Where the name stands: where it is defined, if it is, and then where it is referred to, in order.
    pub fn places(&self, symbol: SymbolId) -> Vec<Span> {
        let references = self.references.all().iter().filter(|reference| reference.symbol == symbol);
        let definition = self.symbols.get(symbol).span;
        definition.into_iter().chain(references.map(|reference| reference.span)).collect()
    }
}
