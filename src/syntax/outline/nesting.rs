//! How deep things lie in each other: counted on tokens, so that no text makes the grammar go too deep.

use crate::syntax::token::{Token, TokenKind};
use crate::syntax::words;

/// How many blocks, parentheses, `not`s and steps behind `after` may lie in each other.
pub const LIMIT: usize = 64;

/// Counts the nesting token by token.
#[derive(Debug, Default)]
pub struct Nesting {
    /// The open braces and parentheses, each with the run before it.
    open: Vec<(TokenKind, usize)>,
    braces: usize,
    /// All runs before the open ones.
    runs: usize,
    /// `after 5m after 5m`, in the present block.
    chain: usize,
    /// `not not`, just now.
    nots: usize,
}

impl Nesting {
    /// How many blocks are open.
    pub const fn braces(&self) -> usize {
        self.braces
    }

    /// Takes the next token, and returns how deep things lie there.
    pub fn take(&mut self, text: &str, token: Token) -> usize {
        match token.kind {
            TokenKind::Blank | TokenKind::Comment => {}
            TokenKind::OpenBrace => {
                self.braces += 1;
                self.open(token.kind);
            }
            TokenKind::OpenParen => self.open(token.kind),
            TokenKind::CloseBrace => {
                // A brace also closes the parentheses that are still open in its block.
                while self.braces > 0 && self.close(TokenKind::OpenParen) {}
                if self.close(TokenKind::OpenBrace) {
                    self.braces -= 1;
                }
            }
            TokenKind::CloseParen => {
                self.close(TokenKind::OpenParen);
            }
            TokenKind::Word => self.word(&text[token.span.range()]),
            _ => self.nots = 0,
        }
        self.open.len() + self.runs + self.chain + self.nots
    }

    fn word(&mut self, word: &str) {
        match word {
            "not" => self.nots += 1,
            "after" | "at" => {
                self.chain += 1;
                self.nots = 0;
            }
            _ => {
                self.nots = 0;
                if self.chain > 0 && words::STEPS.contains(&word) {
                    self.chain = 0;
                }
            }
        }
    }

    fn open(&mut self, kind: TokenKind) {
        // `after 1d {` is one level: the block is the step's own.
        let own = usize::from(kind == TokenKind::OpenBrace);
        let run = self.chain.saturating_sub(own) + self.nots;
        self.open.push((kind, run));
        self.runs += run;
        (self.chain, self.nots) = (0, 0);
    }

    /// Closes the innermost one if it is of that kind.
    fn close(&mut self, kind: TokenKind) -> bool {
        let Some((_, run)) = self.open.pop_if(|(open, _)| *open == kind) else { return false };
        self.runs -= run;
        (self.chain, self.nots) = (0, 0);
        true
    }
}
