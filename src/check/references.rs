//! Which name means which definition.

use super::sites::{Sites, Target};
use super::symbols::{ItemId, SymbolId, SymbolKind, Symbols};
use crate::fields::Builtin;
use crate::source::Span;
use crate::syntax::ast;

/// A name that means a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// Where the name stands.
    pub span: Span,
    /// The item in which it stands.
    pub item: ItemId,
    /// What it means.
    pub symbol: SymbolId,
}

/// Every name that means a definition.
#[derive(Debug, Clone, Default)]
pub struct References {
    by_place: Vec<Reference>,
    used: Vec<bool>,
}

impl References {
    pub(super) fn of(sites: &Sites<'_>, symbols: &Symbols) -> Self {
        let mut by_place: Vec<Reference> = Vec::new();
        each_name(sites, &mut |kind, name, span, item| {
            let found = symbols.find(kind, name);
            by_place.extend(found.map(|symbol| Reference { span, item, symbol }));
        });
        by_place.sort_by_key(|reference| reference.span);
        Self::used(by_place, symbols)
    }

    /// The names that mean something when a definition has them.
    pub(super) fn names(sites: &Sites<'_>) -> Vec<(SymbolKind, String)> {
        let mut names = Vec::new();
        each_name(sites, &mut |kind, name, _, _| names.push((kind, name.to_owned())));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Those of items with these names, an item in each tree; where the names stand is not told.
    pub(super) fn without_places<'n>(
        names: impl Iterator<Item = &'n [(SymbolKind, String)]>,
        symbols: &Symbols,
    ) -> Self {
        let mut all = Vec::new();
        for (names, file) in names.zip(0..) {
            let (span, item) = (Span::default(), ItemId { file, item: 0 });
            let meant = names.iter().filter_map(|(kind, name)| symbols.find(*kind, name));
            all.extend(meant.map(|symbol| Reference { span, item, symbol }));
        }
        Self::used(all, symbols)
    }

    fn used(by_place: Vec<Reference>, symbols: &Symbols) -> Self {
        let mut used = vec![false; symbols.all().len()];
        by_place.iter().for_each(|reference| used[reference.symbol.0 as usize] = true);
        Self { by_place, used }
    }

    /// Those of trees that may be broken, with what is defined in them. Trees are expected in the order of their
    /// sources' ids.
    pub fn between(files: &[ast::File]) -> (Symbols, Self) {
        let symbols = Symbols::of(files);
        let references = Self::of(&Sites::of(files), &symbols);
        (symbols, references)
    }

    /// All of them, in the order of files and places.
    pub fn all(&self) -> &[Reference] {
        &self.by_place
    }

    /// What the name at a place means: the reference whose span holds `byte` of the span's source.
    pub fn at(&self, place: Span) -> Option<&Reference> {
        let behind = self.by_place.partition_point(|reference| {
            (reference.span.source, reference.span.start) <= (place.source, place.start)
        });
        let reference = self.by_place.get(behind.checked_sub(1)?)?;
        let inside = reference.span.source == place.source && place.end <= reference.span.end;
        inside.then_some(reference)
    }

    /// Whether anything refers to it.
    pub fn is_used(&self, symbol: SymbolId) -> bool {
        self.used[symbol.0 as usize]
    }
}

/// Visits every name that may mean a definition.
fn each_name(sites: &Sites<'_>, visit: &mut impl FnMut(SymbolKind, &str, Span, ItemId)) {
    for usage in &sites.uses {
        match usage.target {
            Target::Symbol(kind) => visit(kind, &usage.name.text, usage.name.span, usage.item),
            Target::ChannelKind
            | Target::ContentType
            | Target::Reason
            | Target::Contact(_)
            | Target::Answer(_) => {}
        }
    }
    let mut field = |scope: &str, name: &str, span, item| {
        // Only fields of the contact are declared.
        if scope == "contact" && Builtin::of(scope, name).is_none() {
            visit(SymbolKind::Field, &format!("{scope}.{name}"), span, item);
        }
    };
    for usage in &sites.fields {
        if let [scope, name] = usage.path.names.as_slice() {
            field(&scope.text, &name.text, usage.path.span, usage.item);
        }
    }
    for site in &sites.placeholders {
        if let [scope, name] = site.placeholder.path.as_slice() {
            field(&scope.text, &name.text, site.placeholder.span, site.item);
        }
    }
    for assignment in &sites.assignments {
        if let Some((name, span)) = super::types::contact_entry(&assignment.field) {
            field("contact", name, span, assignment.item);
        }
    }
}
