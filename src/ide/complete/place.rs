//! A place of a text: what stands before it, what is being typed, and the files around.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Completion, Kind};
use crate::analysis::live::Live;
use crate::source::{Source, Span};
use crate::syntax::ast;
use crate::syntax::token::{Token, TokenKind};

/// A place of a text, with what stands before it.
pub(super) struct Place<'a> {
    pub live: &'a Live,
    pub source: &'a Source,
    /// The tokens before what is typed, without blanks and comments.
    pub before: Vec<Token>,
    /// The token that holds the place, when it is a comment, a string or a number.
    pub here: Option<Token>,
    /// What was typed so far of a word; of a path its last name.
    pub typed: Span,
    pub byte: u32,
    pub today: NaiveDate,
}

impl<'a> Place<'a> {
    pub fn new(live: &'a Live, source: &'a Source, tokens: &[Token], byte: u32, today: NaiveDate) -> Self {
        let holds = |token: &&Token| {
            let is_open =
                token.kind.is_unclosed() || matches!(token.kind, TokenKind::Comment | TokenKind::Number);
            token.span.start < byte && (byte < token.span.end || (is_open && byte == token.span.end))
        };
        let here = tokens
            .iter()
            .find(holds)
            .filter(|token| !matches!(token.kind, TokenKind::Word | TokenKind::Blank));
        let word = tokens
            .iter()
            .find(|token| token.kind == TokenKind::Word && token.span.start < byte && byte <= token.span.end);
        let start = here.or(word).map_or(byte, |token| token.span.start);
        let typed = Span::new(
            source.id(),
            word.map_or(byte, |word| word.span.start),
            word.map_or(byte, |word| word.span.end),
        );
        let before =
            tokens.iter().filter(|token| token.span.end <= start && !token.kind.is_trivia()).copied();
        Self { live, source, before: before.collect(), here: here.copied(), typed, byte, today }
    }

    /// The token so many before what is typed; 1 is the last.
    pub fn token(&self, back: usize) -> Option<Token> {
        self.before.len().checked_sub(back).and_then(|at| self.before.get(at)).copied()
    }

    /// Its text; empty when there is none.
    pub fn word(&self, back: usize) -> &str {
        self.token(back).map_or("", |token| self.source.slice(token.span))
    }

    pub fn completion(&self, text: impl Into<String>, kind: Kind, detail: Option<String>) -> Completion {
        Completion { text: text.into(), kind, detail, snippet: None, replaces: self.typed }
    }

    pub fn each_item(&self, mut take: impl FnMut(&ast::Item)) {
        for file in self.live.files() {
            if let Some(parsed) = self.live.parsed(file) {
                parsed.file.items.iter().for_each(&mut take);
            }
        }
    }

    /// Each text in quotes that stands behind a word somewhere, as often as it does.
    pub fn texts_behind(&self, words: &[&str]) -> BTreeMap<String, usize> {
        let mut found = BTreeMap::new();
        for source in self.live.sources() {
            for word in words {
                let behind = source.text().split(word).skip(1).filter_map(|rest| {
                    let text = rest.trim_start_matches(' ').strip_prefix('"')?;
                    let (text, _) = text.split_once('"')?;
                    (!text.is_empty() && !text.contains(['\\', '\n', '{'])).then(|| text.to_owned())
                });
                behind.for_each(|text| *found.entry(text).or_insert(0) += 1);
            }
        }
        found
    }
}

/// Whether one span lies in the other.
pub(super) fn holds(outer: Span, inner: Span) -> bool {
    outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end
}
