//! A stretch of a text without the insides of its blocks: what is left is one statement or a few, as the grammar
//! sees them.

use std::borrow::Cow;
use std::ops::Range;

use crate::syntax::lower::Gap;
use crate::syntax::outline::cut::Words;
use crate::syntax::token::{Token, TokenKind};

/// What becomes of the blocks in a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocks {
    /// Their insides are left out.
    Emptied,
    /// They stay: they hold no statements.
    Kept,
}

/// A stretch of a source.
pub struct Slice<'a> {
    text: Cow<'a, str>,
    base: u32,
    outer: Vec<Token>,
    blocks: Vec<Range<usize>>,
    gaps: Vec<Gap>,
}

impl<'a> Slice<'a> {
    /// The stretch of those tokens; a block that nothing closes is closed behind its end.
    pub fn new(words: Words<'a>, range: Range<usize>, blocks: Blocks) -> Self {
        let tokens = words.tokens;
        let mut slice = Self {
            text: Cow::Borrowed(""),
            base: 0,
            outer: Vec::new(),
            blocks: Vec::new(),
            gaps: Vec::new(),
        };
        let (Some(first), Some(last)) = (tokens.get(range.start), tokens[..range.end].last()) else {
            return slice;
        };
        if range.is_empty() {
            return slice;
        }
        slice.base = first.span.start;
        match blocks {
            Blocks::Kept => {
                slice.text = Cow::Borrowed(&words.text[first.span.start as usize..last.span.end as usize]);
                slice.outer = tokens[range].to_vec();
                slice.close_blocks();
            }
            Blocks::Emptied => slice.leave_blocks_out(words, range, last.span.end),
        }
        slice
    }

    fn leave_blocks_out(&mut self, words: Words<'a>, range: Range<usize>, end: u32) {
        let mut copied = self.base;
        let mut index = range.start;
        while index < range.end {
            let token = words.tokens[index];
            self.outer.push(token);
            index += 1;
            if token.kind != TokenKind::OpenBrace {
                continue;
            }
            let close = words.close_of(index - 1).min(range.end);
            let text = self.text.to_mut();
            text.push_str(&words.text[copied as usize..token.span.end as usize]);
            copied = if close < range.end { words.tokens[close].span.start } else { end };
            self.gaps.push(Gap { at: text.len() as u32, left_out: copied - token.span.end });
            if close >= range.end {
                text.push('}');
            }
            self.blocks.push(index..close);
            index = close;
        }
        let rest = &words.text[copied as usize..end as usize];
        if self.blocks.is_empty() {
            self.text = Cow::Borrowed(rest);
        } else {
            self.text.to_mut().push_str(rest);
        }
    }

    /// Closes the blocks that nothing closes.
    fn close_blocks(&mut self) {
        let count = |kind| self.outer.iter().filter(|token| token.kind == kind).count();
        let open = count(TokenKind::OpenBrace).saturating_sub(count(TokenKind::CloseBrace));
        if open > 0 {
            self.text.to_mut().push_str(&"}".repeat(open));
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

    /// What is left out of it.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// The place in the source of a byte of the text.
    pub fn place(&self, byte: u32) -> u32 {
        self.base + Gap::place(&self.gaps, byte)
    }

    /// The byte of the text at which a token begins that is not left out.
    pub fn byte_of(&self, token: Token) -> usize {
        let mut byte = token.span.start - self.base;
        for gap in &self.gaps {
            if byte >= gap.at + gap.left_out {
                byte -= gap.left_out;
            }
        }
        byte as usize
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
        let start = self.byte_of(token);
        let mask = "\u{1}".repeat(token.span.len());
        text.replace_range(start..start + token.span.len(), &mask);
        text
    }
}
