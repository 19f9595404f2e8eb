//! What may be written at a place: words that the grammar takes there, names, fields, values.

mod inside;
mod names;
mod place;
mod snippets;
mod strings;
mod values;
mod wanted;

use chrono::NaiveDate;

use self::place::Place;
pub(super) use self::values::{described_declared, fields};
use crate::analysis::live::{FileId, Live};
use crate::check::SymbolKind;
use crate::source::Span;
use crate::syntax::expected;
use crate::syntax::token::TokenKind;

/// Something that may be written at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What is written, and shown.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// What is shown beside it.
    pub detail: Option<String>,
    /// The same with places to fill in, as editors know them: `flow ${1:name} {…}`.
    pub snippet: Option<&'static str>,
    /// What it takes the place of: what was typed of it.
    pub replaces: Span,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A word of the language.
    Keyword,
    /// The name of something.
    Symbol(SymbolKind),
    /// A contact of the scenario.
    Contact,
    /// A name that nothing declares: a brand, a team, an answer.
    Name,
    /// A value of a field, a content type, a zone.
    Value,
}

/// All that may be written at a byte of a file, on the rules of a day.
pub fn complete(live: &Live, file: FileId, byte: u32, today: NaiveDate) -> Vec<Completion> {
    let Some(parsed) = live.parsed(file) else { return Vec::new() };
    let source = live.source(file);
    let place = Place::new(live, &source, &parsed.tokens, byte, today);
    match place.here.map(|token| token.kind) {
        Some(TokenKind::Comment) => place.codes(),
        Some(
            TokenKind::String
            | TokenKind::LongString
            | TokenKind::UnclosedString
            | TokenKind::UnclosedLongString,
        ) => strings::complete(&place),
        Some(TokenKind::Regex | TokenKind::UnclosedRegex) => Vec::new(),
        Some(TokenKind::Number) => place.units(),
        _ if place.word(1) == "." => place.fields_of(place.word(2)),
        _ => {
            let expected = expected::at(&source, &parsed.tokens, byte);
            let mut found = place.keywords(&expected);
            found.extend(place.names(&expected));
            found
        }
    }
}
