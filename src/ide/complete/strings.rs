//! Inside of texts: placeholders, and what a text can be where only some are possible.

use super::place::{Place, holds};
use super::{Completion, Kind, values};
use crate::calendar::{Country, Zone};
use crate::check::SymbolKind;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::token::TokenKind;

pub(super) fn complete(place: &Place<'_>) -> Vec<Completion> {
    let Some(token) = place.here else { return Vec::new() };
    let quotes = match token.kind {
        TokenKind::LongString | TokenKind::UnclosedLongString => 3,
        _ => 1,
    };
    let inside = token.span.start + quotes;
    if place.byte < inside {
        return Vec::new();
    }
    let typed = &place.source.text()[inside as usize..place.byte as usize];
    if let Some(open) = typed.rfind('{')
        && !typed[open..].contains('}')
        && !typed[..open].ends_with('\\')
    {
        return placeholder(place, &typed[open + 1..]);
    }
    // The whole text up to its end is replaced.
    let text = place.source.slice(token.span);
    let is_closed = matches!(token.kind, TokenKind::String | TokenKind::LongString);
    let end = if is_closed { token.span.end - quotes } else { place.byte };
    let replaces =
        Span { start: inside, end: end.max(inside).min(token.span.start + text.len() as u32), ..token.span };
    let one = |text: String, detail: Option<String>| Completion {
        replaces,
        ..place.completion(text, Kind::Value, detail)
    };
    let (before, earlier) = (place.word(1), place.word(2));
    let is_zone = before == "timezone"
        || place.token(1).is_some_and(|token| token.kind == TokenKind::Time)
        || values::compared(place).is_some_and(|field| field == "contact.timezone");
    if is_zone {
        return Zone::names().map(|name| one(name.to_owned(), None)).collect();
    }
    let is_country = before == "holidays"
        || (before == "," && place.word(3) == "holidays")
        || values::compared(place).is_some_and(|field| field == "contact.country");
    if is_country {
        return Country::all().map(|country| one(country.code().to_owned(), None)).collect();
    }
    let known = match (before, earlier) {
        ("tag" | "untag", _) => place.texts_behind(&["tag "]),
        ("event" | "does", _) => place.texts_behind(&["event ", "does "]),
        _ => {
            let field = values::compared(place).or_else(|| values::entry(place));
            let texts = field.map(|field| values::texts_of(place.live, &field)).unwrap_or_default();
            return texts.into_iter().map(|text| one(text, None)).collect();
        }
    };
    let times = |count: usize| format!("written {count} time{}", if count == 1 { "" } else { "s" });
    known.into_iter().map(|(text, count)| one(text, Some(times(count)))).collect()
}

/// The fields behind `{`; in a template its parameters.
fn placeholder(place: &Place<'_>, typed: &str) -> Vec<Completion> {
    if typed.contains('|') {
        return Vec::new();
    }
    let typed = typed.trim_start();
    let replaces = Span { start: place.byte - typed.len() as u32, end: place.byte, ..place.typed };
    let one = |text: String, detail: String| Completion {
        replaces,
        ..place.completion(text, Kind::Symbol(SymbolKind::Field), Some(detail))
    };
    let mut parameters = Vec::new();
    place.each_item(|item| {
        if let ast::Item::Template(template) = item
            && holds(template.span, replaces)
        {
            parameters.extend(template.parameters.iter().map(|name| name.text.clone()));
        }
    });
    let parameters = parameters.into_iter().map(|name| one(name, "parameter".to_owned()));
    parameters.chain(values::fields(place.live).into_iter().map(|(path, detail)| one(path, detail))).collect()
}
