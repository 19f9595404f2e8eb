//! A stretch of a text with its blocks emptied: what is left is one statement or a few, as the grammar sees them.

use std::borrow::Cow;
use std::ops::Range;

use crate::syntax::outline::cut::Words;
use crate::syntax::token::{Token, TokenKind};

/// What becomes of the blocks in a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocks {
    /// Their insides are blanked.
    Emptied,
    /// They stay: they hold no statements.
    Kept,
}

/// A stretch of a source; its bytes keep their places, counted from `base`.
pub struct Slice<'a> {
    text: Cow<'a, str>,
    base: u32,
    outer: Vec<Token>,
    blocks: Vec<Range<usize>>,
}

impl<'a> Slice<'a> {
    /// The stretch of those tokens; a block that nothing closes is closed behind its end.
    pub fn new(words: Words<'a>, range: Range<usize>, blocks: Blocks) -> Self {
        let tokens = &words.tokens[range.clone()];
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return Self { text: Cow::Borrowed(""), base: 0, outer: Vec::new(), blocks: Vec::new() };
        };
        let base = first.span.start;
        let mut slice = Self {
            text: Cow::Borrowed(&words.text[base as usize..last.span.end as usize]),
            base,
            outer: Vec::new(),
            blocks: Vec::new(),
        };
        if blocks == Blocks::Kept {
            slice.outer = tokens.to_vec();
            slice.close_blocks();
            return slice;
        }
        let mut depth = 0_usize;
        let mut opened = 0;
        for (index, token) in tokens.iter().enumerate() {
            if token.kind == TokenKind::CloseBrace && depth > 0 {
                depth -= 1;
                if depth == 0 {
                    slice.empty(tokens[opened].span.end, token.span.start);
                    slice.blocks.push(range.start + opened + 1..range.start + index);
                }
            }
            if depth == 0 {
                slice.outer.push(*token);
            }
            if token.kind == TokenKind::OpenBrace {
                if depth == 0 {
                    opened = index;
                }
                depth += 1;
            }
        }
        if depth > 0 {
            slice.empty(tokens[opened].span.end, last.span.end);
            slice.text.to_mut().push('}');
            slice.blocks.push(range.start + opened + 1..range.end);
        }
        slice
    }

    /// Closes the blocks that nothing closes.
    fn close_blocks(&mut self) {
        let count = |kind| self.outer.iter().filter(|token| token.kind == kind).count();
        let open = count(TokenKind::OpenBrace).saturating_sub(count(TokenKind::CloseBrace));
        if open > 0 {
            self.text.to_mut().push_str(&"}".repeat(open));
        }
    }

    /// Writes blanks over a block's inside.
    fn empty(&mut self, start: u32, end: u32) {
        let range = (start - self.base) as usize..(end - self.base) as usize;
        if !range.is_empty() {
            let blanks = " ".repeat(range.len());
            self.text.to_mut().replace_range(range, &blanks);
        }
    }

    /// The text for the grammar.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the text begins in the source.
    pub const fn base(&self) -> u32 {
        self.base
    }

    /// The tokens outside the blocks, the braces included.
    pub fn outer(&self) -> &[Token] {
        &self.outer
    }

    /// The insides of the blocks, as token numbers of the whole.
    pub fn blocks(&self) -> &[Range<usize>] {
        &self.blocks
    }

    /// The text with something in a token's place that no program has; behind the text when there is no token.
    pub fn masked(&self, token: Option<Token>) -> String {
        let mut text = self.text.to_string();
        let Some(token) = token else { return text + " \u{1}" };
        let range = (token.span.start - self.base) as usize..(token.span.end - self.base) as usize;
        let mask = "\u{1}".repeat(range.len());
        text.replace_range(range, &mask);
        text
    }
}
