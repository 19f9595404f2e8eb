//! Fields with their types, and the values that fit them.

use super::place::Place;
use super::{Completion, Kind};
use crate::analysis::live::Live;
use crate::calendar::Country;
use crate::check::SymbolKind;
use crate::fields::{Builtin, TABLE, ValueType};
use crate::syntax::ast;
use crate::syntax::token::TokenKind;

/// All fields, the built-in ones first, with what they hold.
pub(in crate::ide) fn fields(live: &Live) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> =
        TABLE.iter().map(|(_, path, value_type)| ((*path).to_owned(), described(*value_type))).collect();
    for field in declared(live) {
        fields.push((field.path.dotted(), described_declared(&field)));
    }
    fields
}

/// What a declared field holds, with the values that it is limited to.
pub(in crate::ide) fn described_declared(field: &ast::Field) -> String {
    let what = match field.field_type {
        ast::FieldType::Text => ValueType::Text,
        ast::FieldType::Number => ValueType::Number,
        ast::FieldType::YesNo => ValueType::YesNo,
        ast::FieldType::Date => ValueType::Date,
        ast::FieldType::Instant => ValueType::Instant,
    };
    let texts: Vec<String> = field.one_of.iter().filter_map(plain).map(|text| format!("`{text}`")).collect();
    match texts.as_slice() {
        [] => described(what),
        texts => format!("{}: {}", described(what), texts.join(", ")),
    }
}

/// What a type is called, with its words.
pub(in crate::ide) fn described(value_type: ValueType) -> String {
    match value_type {
        ValueType::Words(words) => {
            words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
        }
        other => other.described().to_owned(),
    }
}

/// The words that fit the field on the left of the place.
pub(super) fn complete(place: &Place<'_>) -> Vec<Completion> {
    let Some(field) = compared(place) else { return Vec::new() };
    let words =
        |words: &[&str]| words.iter().map(|word| place.completion(*word, Kind::Value, None)).collect();
    match type_of(place.live, &field) {
        Some(ValueType::Words(all)) => words(all),
        Some(ValueType::YesNo) => words(&["yes", "no"]),
        Some(ValueType::Assignee) => words(&["nobody"]),
        Some(ValueType::Channel) => place.symbols(SymbolKind::Channel),
        Some(ValueType::Language) => place.languages(),
        Some(ValueType::Country) => {
            Country::all().map(|country| place.completion(country.code(), Kind::Value, None)).collect()
        }
        _ => texts_of(place.live, &field)
            .into_iter()
            .map(|text| place.completion(format!("\"{text}\""), Kind::Value, None))
            .collect(),
    }
}

/// The texts that a declared field is limited to.
pub(super) fn texts_of(live: &Live, path: &str) -> Vec<String> {
    let field = declared(live).into_iter().find(|field| field.path.dotted() == path);
    field.map(|field| field.one_of.iter().filter_map(plain).collect()).unwrap_or_default()
}

/// The field that is compared with or set to what is typed: `contact.plan` of `contact.plan is one of "free", `.
pub(super) fn compared(place: &Place<'_>) -> Option<String> {
    let is_between = |token: crate::syntax::token::Token| {
        let word = place.source.slice(token.span);
        let is_word = matches!(
            word,
            "is" | "not"
                | "one"
                | "of"
                | "to"
                | "any"
                | "at"
                | "least"
                | "contains"
                | "contain"
                | "does"
                | "starts"
                | "with"
        );
        is_word
            || matches!(
                token.kind,
                TokenKind::Comma | TokenKind::String | TokenKind::Comparison | TokenKind::Number
            )
    };
    let mut back = 1;
    while place.token(back).is_some_and(is_between) {
        back += 1;
    }
    if back == 1 || place.word(back + 1) != "." {
        return None;
    }
    let (scope, name) = (place.word(back + 2), place.word(back));
    // Behind `expect marie.plan is` stands a field of the contact.
    let is_scope = crate::fields::SCOPES.contains(&scope);
    Some(format!("{}.{name}", if is_scope { scope } else { "contact" }))
}

/// The field of an entry that is typed: `plan` of `contact marie { plan `.
pub(super) fn entry(place: &Place<'_>) -> Option<String> {
    let is_word = place.token(1).is_some_and(|token| token.kind == TokenKind::Word);
    is_word.then(|| format!("contact.{}", place.word(1)))
}

fn type_of(live: &Live, path: &str) -> Option<ValueType> {
    if let Some(builtin) = Builtin::at(path) {
        return Some(builtin.value_type());
    }
    let field = declared(live).into_iter().find(|field| field.path.dotted() == path)?;
    (field.field_type == ast::FieldType::YesNo).then_some(ValueType::YesNo)
}

pub(in crate::ide) fn declared(live: &Live) -> Vec<ast::Field> {
    let mut fields = Vec::new();
    for file in live.files() {
        let Some(parsed) = live.parsed(file) else { continue };
        fields.extend(parsed.file.items.iter().filter_map(|item| match item {
            ast::Item::Field(field) => Some(field.clone()),
            _ => None,
        }));
    }
    fields
}

fn plain(value: &ast::Value) -> Option<String> {
    match value {
        ast::Value::Text(text) => text.plain().map(str::to_owned),
        ast::Value::Word(name) => Some(name.text.clone()),
        _ => None,
    }
}
