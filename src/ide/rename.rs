//! Another name for something, in all files: a change that means the same, or the reason why there is none.

use unicode_normalization::UnicodeNormalization;

use super::navigate::{self, Meaning, Named};
use crate::analysis::live::{FileId, Live};
use crate::check::sites::{Sites, Target};
use crate::check::symbols::Origin;
use crate::check::{References, SymbolId, SymbolKind};
use crate::source::{Source, SourceId, Span};
use crate::syntax::token::{TokenKind, tokens};
use crate::syntax::{Parsed, ast, parse, words};

/// The name at a byte that can get another one.
///
/// # Errors
///
/// Why it cannot, in one sentence.
pub fn prepare(live: &Live, file: FileId, byte: u32) -> Result<Named, String> {
    let named = navigate::at(live, file, byte).ok_or("there is no name here that a file defines")?;
    if let Meaning::Symbol(symbol) = named.meaning {
        let names = live.names();
        let symbol = names.symbols().get(symbol);
        if symbol.origin == Origin::Builtin {
            return Err(format!("the {} `{}` is a word of the language", symbol.kind.word(), symbol.name));
        }
    }
    Ok(named)
}

/// The edits that give it another name everywhere.
///
/// # Errors
///
/// Why there are none: the name is taken, or none, or what it stands in would mean something else.
pub fn edits(live: &Live, named: &Named, name: &str) -> Result<Vec<(Span, String)>, String> {
    let kind = match named.meaning {
        Meaning::Symbol(symbol) => Some(live.names().symbols().get(symbol).kind),
        Meaning::Contact(_) => None,
    };
    let name = match kind {
        // Its scope is always the same.
        Some(SymbolKind::Field) => name.trim().strip_prefix("contact.").unwrap_or(name.trim()),
        _ => name.trim(),
    };
    let name: String = name.nfc().collect();
    is_name(kind, &name)?;
    is_free(live, named, &name)?;
    let places = navigate::references(live, named);
    let edits: Vec<(Span, String)> = places.into_iter().map(|place| (place, name.clone())).collect();
    means_the_same(live, named, &edits, &name)?;
    Ok(edits)
}

/// Whether a text is a name at all.
fn is_name(kind: Option<SymbolKind>, name: &str) -> Result<(), String> {
    let source = Source::new(SourceId(0), "name", name);
    if !matches!(tokens(&source).as_slice(), [only] if only.kind == TokenKind::Word) {
        return Err(format!(
            "`{name}` is no name: names are letters, digits and `_`, and begin with no digit"
        ));
    }
    if kind != Some(SymbolKind::Field) && words::is_reserved(name) {
        return Err(format!("`{name}` is a word of the language and cannot name anything"));
    }
    Ok(())
}

/// Whether nothing has that name yet.
fn is_free(live: &Live, named: &Named, name: &str) -> Result<(), String> {
    let taken = |what: &str| Err(format!("there is {what} `{name}` already"));
    match &named.meaning {
        Meaning::Symbol(symbol) => {
            let names = live.names();
            let symbols = names.symbols();
            let kind = symbols.get(*symbol).kind;
            let full = if kind == SymbolKind::Field { format!("contact.{name}") } else { name.to_owned() };
            let is_builtin = kind == SymbolKind::Field && crate::fields::Builtin::at(&full).is_some();
            match symbols.find(kind, &full) {
                Some(other) if other != *symbol => taken(&format!("the {}", kind.word())),
                _ if is_builtin => taken("the field"),
                _ => Ok(()),
            }
        }
        Meaning::Contact(places) => {
            let Some(file) = live.file_of(named.span.source) else { return Ok(()) };
            let Some(parsed) = live.parsed(file) else { return Ok(()) };
            let inside = |item: &&ast::Item| {
                places.iter().all(|place| item.span().start <= place.start && place.end <= item.span().end)
            };
            let Some(ast::Item::Scenario(scenario)) = parsed.file.items.iter().find(inside) else {
                return Ok(());
            };
            let is_it = |act: &ast::Act| match &act.kind {
                ast::ActKind::Contact { name: other, .. } => {
                    other.text == name && !places.contains(&other.span)
                }
                _ => false,
            };
            if scenario.acts.iter().any(is_it) { taken("the contact") } else { Ok(()) }
        }
    }
}

/// Reads the files again with the new name, and looks whether the same names mean the same things as before.
fn means_the_same(live: &Live, named: &Named, edits: &[(Span, String)], name: &str) -> Result<(), String> {
    let before: Vec<Parsed> =
        live.files().filter_map(|file| live.parsed(file)).map(|it| (*it).clone()).collect();
    let sources = live.sources();
    let after: Vec<Parsed> = sources
        .iter()
        .zip(&before)
        .map(|(source, parsed)| {
            let mut own: Vec<_> = edits.iter().filter(|(place, _)| place.source == source.id()).collect();
            own.sort_by_key(|(place, _)| place.start);
            if own.is_empty() {
                return parsed.clone();
            }
            let mut text = source.text().to_owned();
            own.iter().rev().for_each(|(place, new)| text.replace_range(place.range(), new));
            parse(&Source::new(source.id(), source.name(), text))
        })
        .collect();
    let is_same = before.iter().zip(&after).all(|(before, after)| {
        before.tokens.len() == after.tokens.len()
            && before.file.items.len() == after.file.items.len()
            && before.diagnostics.len() == after.diagnostics.len()
    }) && meanings(&before) == meanings(&after)
        && renamed(&before, named) == renamed(&after, named);
    if is_same { Ok(()) } else { Err(format!("with the name `{name}` the text would mean something else")) }
}

/// What each name refers to, by the order in which names stand.
fn meanings(files: &[Parsed]) -> Vec<(SymbolKind, Option<Place>)> {
    let trees: Vec<ast::File> = files.iter().map(|parsed| parsed.file.clone()).collect();
    let (symbols, references) = References::between(&trees);
    let definition = |id: SymbolId| symbols.get(id).item.map(|item| (item.file, item.item));
    let of = |id| (symbols.get(id).kind, definition(id));
    references.all().iter().map(|reference| of(reference.symbol)).collect()
}

/// An item: its file's place and its own.
type Place = (u32, u32);

/// How many names a renamed contact's scenario gives to contacts, and to which of its cast.
fn renamed(files: &[Parsed], named: &Named) -> Vec<Option<usize>> {
    if !matches!(named.meaning, Meaning::Contact(_)) {
        return Vec::new();
    }
    let own = files.iter().filter(|parsed| parsed.file.source == named.span.source);
    own.flat_map(|parsed| {
        let sites = Sites::of(std::slice::from_ref(&parsed.file));
        let mut uses: Vec<_> = sites
            .uses
            .iter()
            .filter_map(|used| match used.target {
                Target::Contact(cast) => Some((
                    used.name.span,
                    sites.casts[cast].iter().position(|name| name.text == used.name.text),
                )),
                Target::Symbol(_)
                | Target::ChannelKind
                | Target::ContentType
                | Target::Reason
                | Target::Answer(_) => None,
            })
            .collect();
        uses.sort_by_key(|(span, _)| *span);
        uses.into_iter().map(|(_, contact)| contact).collect::<Vec<_>>()
    })
    .collect()
}
