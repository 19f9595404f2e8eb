//! From a name to where it is defined and used: names of the workspace, and the contacts of a scenario.

use crate::analysis::live::{FileId, Live, Names};
use crate::check::SymbolId;
use crate::check::sites::{Sites, Target};
use crate::source::Span;
use crate::syntax::{Parsed, ast};

/// What a name in a text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Something that is defined, or exists without being defined.
    Symbol(SymbolId),
    /// A contact of a scenario: where its name stands, in order.
    Contact(Vec<Span>),
}

/// A name at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Where the name stands: of a field its last name alone.
    pub span: Span,
    /// What it means.
    pub meaning: Meaning,
}

/// The name at a byte of a file, or that ends there.
pub fn at(live: &Live, file: FileId, byte: u32) -> Option<Named> {
    let source = live.source(file);
    let parsed = live.parsed(file)?;
    let names = live.names();
    // Behind the last letter of a name the cursor is still at it.
    let places = [Some(byte), byte.checked_sub(1)].into_iter().flatten();
    let places =
        places.map(|start| Span::new(source.id(), start, start)).filter(|place| is_word(&parsed, *place));
    for place in places {
        if let Some(found) = contact(&parsed, place) {
            return Some(found);
        }
        let holds =
            |span: Span| span.source == place.source && span.start <= place.start && place.start < span.end;
        let used = names.references().at(place).map(|reference| (reference.symbol, reference.span));
        let used = used.filter(|(_, span)| holds(*span));
        let found = used.or_else(|| definition_at(&names, holds));
        if let Some((symbol, span)) = found {
            return Some(Named { span: last_name(live, span), meaning: Meaning::Symbol(symbol) });
        }
    }
    None
}

/// Where a name is defined; for a contact, where its scenario first names it.
pub fn definitions(live: &Live, named: &Named) -> Vec<Span> {
    match &named.meaning {
        Meaning::Symbol(symbol) => own(live, *symbol),
        Meaning::Contact(places) => places.first().copied().into_iter().collect(),
    }
}

/// Where a name stands: the definitions first, then where it is used, in order.
pub fn references(live: &Live, named: &Named) -> Vec<Span> {
    match &named.meaning {
        Meaning::Symbol(symbol) => spans(live, *symbol),
        Meaning::Contact(places) => places.clone(),
    }
}

/// What is defined there, for the first time or again.
fn definition_at(names: &Names, holds: impl Fn(Span) -> bool) -> Option<(SymbolId, Span)> {
    let symbols = names.symbols();
    let first = symbols.all().iter().zip(0..).filter_map(|(symbol, id)| Some((SymbolId(id), symbol.span?)));
    let again = symbols.duplicates().iter().map(|duplicate| (duplicate.first, duplicate.span));
    first.chain(again).find(|(_, span)| holds(*span))
}

/// Where a symbol's name stands in all files, second definitions included; of a field its last name alone.
fn spans(live: &Live, symbol: SymbolId) -> Vec<Span> {
    let names = live.names();
    let mut all = own(live, symbol);
    let used = names.references().all().iter().filter(|reference| reference.symbol == symbol);
    all.extend(used.map(|reference| last_name(live, reference.span)));
    all
}

fn own(live: &Live, symbol: SymbolId) -> Vec<Span> {
    let names = live.names();
    let symbols = names.symbols();
    let again = symbols.duplicates().iter().filter(|duplicate| duplicate.first == symbol).map(|it| it.span);
    symbols.get(symbol).span.into_iter().chain(again).map(|span| last_name(live, span)).collect()
}

/// `plan` of `contact.plan` and of `{contact.plan | free}`; other names are whole.
fn last_name(live: &Live, span: Span) -> Span {
    let Some(file) = live.file_of(span.source) else { return span };
    let source = live.source(file);
    let text = source.slice(span);
    let path = match text.strip_prefix('{') {
        Some(inside) => inside.split(['|', '}']).next().unwrap_or_default().trim_end(),
        None => text,
    };
    let end = span.start + (path.as_ptr() as usize - text.as_ptr() as usize + path.len()) as u32;
    let name = path.rsplit(['.', ' ', '\t']).next().unwrap_or_default();
    Span { start: end - name.len() as u32, end, ..span }
}

/// The contact of a scenario whose name stands at a place.
fn contact(parsed: &Parsed, place: Span) -> Option<Named> {
    let item = parsed.file.items.iter().find(|item| {
        matches!(item, ast::Item::Scenario(_))
            && item.span().start <= place.start
            && place.start <= item.span().end
    })?;
    let alone = ast::File { source: parsed.file.source, items: vec![item.clone()] };
    let sites = Sites::of(std::slice::from_ref(&alone));
    let used =
        sites.uses.iter().filter(|used| matches!(used.target, Target::Contact(_))).map(|used| used.name);
    let mut names: Vec<&ast::Name> = sites.casts.iter().flatten().copied().chain(used).collect();
    names.sort_by_key(|name| name.span);
    let at = names.iter().find(|name| name.span.start <= place.start && place.start < name.span.end)?;
    let places = names.iter().filter(|name| name.text == at.text).map(|name| name.span).collect();
    Some(Named { span: at.span, meaning: Meaning::Contact(places) })
}

/// Whether a token that is no blank and no comment stands there.
fn is_word(parsed: &Parsed, place: Span) -> bool {
    let behind = parsed.tokens.partition_point(|token| token.span.end <= place.start);
    parsed.tokens.get(behind).is_some_and(|token| !token.kind.is_trivia())
}
