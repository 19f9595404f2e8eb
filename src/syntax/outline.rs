//! The cut of a file's tokens into items, by words and braces alone.

pub(super) mod cut;
pub(super) mod nesting;

use std::ops::Range;

use self::nesting::Nesting;
use super::token::{Token, TokenKind};
use super::words;

/// A stretch of tokens at the top of a file; the first and the last are neither blanks nor comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Whether it begins with the word of an item.
    pub is_item: bool,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The brace that is to blame when not all of them are closed: its token.
    pub unclosed: Option<usize>,
    /// Whether the grammar can be given the whole: closed, not too deep, no broken token.
    pub is_sound: bool,
}

/// The items of a file, and what stands between them that is none.
pub(super) fn pieces(text: &str, tokens: &[Token]) -> Vec<Piece> {
    let mut outline = Outline { text, tokens, pieces: Vec::new(), is_unbalanced: false };
    let mut index = 0;
    while let Some(start) = outline.significant(index) {
        let is_item = outline.is_item_word(start);
        index = outline.piece(start, is_item);
    }
    outline.pieces
}

struct Outline<'a> {
    text: &'a str,
    tokens: &'a [Token],
    pieces: Vec<Piece>,
    /// A brace of this file is known to be unclosed: items are then begun on the mere look of a line.
    is_unbalanced: bool,
}

impl Outline<'_> {
    /// Adds the piece that begins at `start`, and returns the token behind it.
    fn piece(&mut self, start: usize, is_item: bool) -> usize {
        let mut nesting = Nesting::default();
        let mut end = start;
        let mut is_sound = true;
        // Where the piece would end if it turned out that a brace is missing.
        let mut likely_end = None;
        let mut at = start;
        while let Some(index) = self.significant(at) {
            let token = self.tokens[index];
            let is_inside = nesting.braces() > 0;
            if index > start && token.kind == TokenKind::Word {
                match self.begins(start, index, end, is_inside) {
                    Begins::Item => break,
                    Begins::LikelyItem if self.is_unbalanced => break,
                    Begins::LikelyItem => likely_end = likely_end.or(Some((index, end))),
                    Begins::Nothing => {}
                }
            }
            if token.kind == TokenKind::CloseBrace && !is_inside && is_item {
                break;
            }
            is_sound &= !token.kind.is_broken();
            is_sound &= nesting.take(self.text, token) <= nesting::LIMIT;
            end = index;
            at = index + 1;
            if is_item && token.kind == TokenKind::CloseBrace && nesting.braces() == 0 {
                break;
            }
        }
        let is_open = nesting.braces() > 0;
        if is_open && self.significant(at).is_none() {
            self.is_unbalanced = true;
            if let Some((next, last)) = likely_end {
                (at, end) = (next, last);
            }
        }
        let unclosed = is_open.then(|| self.blame(start..end + 1));
        let is_sound = is_sound && !is_open;
        self.pieces.push(Piece { is_item, tokens: start..end + 1, unclosed, is_sound });
        at
    }

    /// The first token from `index` on that is neither blank nor comment.
    fn significant(&self, index: usize) -> Option<usize> {
        (index..self.tokens.len()).find(|index| !self.tokens[*index].kind.is_trivia())
    }

    fn word(&self, index: usize) -> &str {
        &self.text[self.tokens[index].span.range()]
    }

    fn is_item_word(&self, index: usize) -> bool {
        self.tokens[index].kind == TokenKind::Word && words::is_item(self.word(index))
    }

    /// Whether an item begins with the word at `index` of the piece that begins at `start`; `previous` is the
    /// token before it.
    fn begins(&self, start: usize, index: usize, previous: usize, is_inside: bool) -> Begins {
        if !words::is_item(self.word(index)) {
            return Begins::Nothing;
        }
        if is_inside {
            let blanks = self.word(index - 1);
            if !blanks.contains('\n') || !self.has_shape(index) {
                return Begins::Nothing;
            }
            return match self.word(index) {
                "workspace" | "schedule" | "channel" | "flow" | "scenario" => Begins::Item,
                _ if blanks.ends_with('\n') => Begins::LikelyItem,
                _ => Begins::Nothing,
            };
        }
        // A word of an item as a name, a type or a value: only its shape tells.
        let is_named_by_start = previous == start && !matches!(self.word(start), "workspace" | "scenario");
        let may_be_a_name =
            is_named_by_start || matches!(self.word(previous), "is" | "on" | "of" | "," | ":" | ".");
        if may_be_a_name && !self.has_shape(index) { Begins::Nothing } else { Begins::Item }
    }

    /// Whether what follows the word is what follows it in an item.
    fn has_shape(&self, index: usize) -> bool {
        let mut next = index;
        let mut following = || {
            next = self.significant(next + 1)?;
            Some(next)
        };
        let (first, second) = (following(), following());
        let kind = |index: Option<usize>| index.map(|index| self.tokens[index].kind);
        let is = |word: &str| second.is_some_and(|index| self.word(index) == word);
        let begins_block = kind(second) == Some(TokenKind::OpenBrace);
        match self.word(index) {
            "workspace" | "scenario" => {
                matches!(kind(first), Some(TokenKind::String | TokenKind::LongString)) && begins_block
            }
            _ if kind(first) != Some(TokenKind::Word) => false,
            "flow" => begins_block || kind(second) == Some(TokenKind::String),
            "channel" => is("is"),
            "template" => is("on"),
            "field" => is("."),
            "group" => !begins_block,
            _ => begins_block,
        }
    }

    /// The brace that most likely lacks its partner: the first that is closed further left than its own line
    /// begins, otherwise the last that is open.
    fn blame(&self, range: Range<usize>) -> usize {
        let mut open = Vec::new();
        for index in range.clone() {
            match self.tokens[index].kind {
                TokenKind::OpenBrace => open.push(index),
                TokenKind::CloseBrace => {
                    let opener: Option<usize> = open.pop();
                    let begins_line = index > range.start
                        && self.tokens[index - 1].kind == TokenKind::Blank
                        && self.word(index - 1).contains('\n');
                    let is_left_of = |opener: &usize| self.indentation(index) < self.indentation(*opener);
                    if let Some(opener) = opener.filter(|opener| begins_line && is_left_of(opener)) {
                        return opener;
                    }
                }
                _ => {}
            }
        }
        open.last().copied().unwrap_or(range.start)
    }

    /// By how much the line of a token is indented.
    fn indentation(&self, index: usize) -> usize {
        let before = &self.text[..self.tokens[index].span.start as usize];
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        line.len() - line.trim_start().len()
    }
}

/// What begins with a word.
enum Begins {
    Item,
    /// An item if a brace is missing before it, otherwise something inside a block.
    LikelyItem,
    Nothing,
}
