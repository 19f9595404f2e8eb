//! Reads an item that the grammar refuses as a whole: its head alone, then statement by statement, so that one
//! mistake hides nothing else and is told once.

mod body;
mod slice;
mod target;

use super::ast::{Flow, Header, Item, Name};
use super::blame;
use super::grammar::{self, Rule};
use super::lower::Lower;
use super::lower::flow::place_steps;
use super::outline::cut::{Body, Words, closing_braces};
use super::outline::nesting::{LIMIT, Nesting};
use super::token::{Token, TokenKind};
use crate::diagnostics::Diagnostic;
use crate::source::{Source, Span};

pub(super) use self::slice::{Blocks, Slice};
use self::target::Target;

/// Reads one item piece by piece.
pub(super) struct Repair<'a> {
    source: &'a Source,
    words: Words<'a>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads a broken item as far as possible. `tokens` are the item's without blanks and comments.
pub(super) fn item(
    source: &Source,
    tokens: &[Token],
    unclosed: Option<Token>,
) -> (Option<Item>, Vec<Diagnostic>) {
    let closes = closing_braces(tokens);
    let words = Words { text: source.text(), tokens, closes: &closes };
    let mut repair = Repair { source, words, diagnostics: Vec::new() };
    // A string that its line does not close may have swallowed the brace: one mistake, one error.
    let swallowed =
        tokens.iter().any(|token| token.kind.is_unclosed() && source.slice(token.span).contains(['{', '}']));
    if let Some(brace) = unclosed.filter(|_| !swallowed) {
        repair.diagnostics.push(blame::unclosed_brace(brace.span));
    }
    let item = repair.item();
    (item, repair.diagnostics)
}

impl Repair<'_> {
    fn item(&mut self) -> Option<Item> {
        let tokens = self.words.tokens;
        let open = tokens.iter().position(|token| token.kind == TokenKind::OpenBrace);
        let end = open.map_or(tokens.len(), |open| self.words.close_of(open) + 1).min(tokens.len());
        let mut item = self.head(end);
        let Some(open) = open else { return item };
        let inside = open + 1..self.words.close_of(open);
        let body = match self.words.at(0) {
            "workspace" => Body::Workspace,
            "schedule" => Body::Schedule,
            "channel" => Body::Channel,
            "bot" => Body::Bot,
            "text" => Body::Texts,
            "intent" => Body::Phrases,
            "flow" => Body::Flow,
            "scenario" => Body::Acts,
            _ => return item,
        };
        let mut scrap = (body == Body::Flow).then(|| self.scrap());
        let kept = item.as_mut().or(scrap.as_mut());
        self.body(body, inside, &mut kept.map_or(Target::Nowhere, Target::of_item), 1);
        let mut lower = Lower::new(self.source, tokens, 0);
        match &mut item {
            Some(Item::Flow(flow)) => {
                place_steps(flow);
                lower.check_header(&flow.header);
            }
            Some(Item::Workspace(workspace)) => lower.check_workspace(workspace),
            _ => {}
        }
        self.diagnostics.append(&mut lower.diagnostics);
        item
    }

    /// The item with an empty block; its error when even that cannot be read.
    fn head(&mut self, end: usize) -> Option<Item> {
        let tokens = self.words.tokens;
        let slice = Slice::new(self.words, 0..end, Blocks::Emptied);
        if self.too_deep(&slice, 0) {
            return self.stand_in();
        }
        let is_clean = !slice.outer().iter().any(|token| token.kind.is_broken());
        let read = if is_clean { grammar::read(Rule::one_item, slice.text()).ok() } else { None };
        let Some(mut nodes) = read else {
            self.blame(Rule::one_item, &slice, 0);
            return self.stand_in();
        };
        let mut lower = Lower::of_hollow(self.source, tokens, slice.base(), slice.gaps());
        let item = lower.item(nodes.must());
        self.diagnostics.append(&mut lower.diagnostics);
        Some(item)
    }

    /// A flow with the name that its broken head shows; no other item can do without its head.
    fn stand_in(&self) -> Option<Item> {
        let is_named = self.words.tokens.get(1).is_some_and(|token| token.kind == TokenKind::Word);
        (self.words.at(0) == "flow" && is_named).then(|| self.scrap())
    }

    /// A flow to collect the steps of one whose head is broken.
    fn scrap(&self) -> Item {
        let span = self.place(0, self.words.tokens.len());
        let name = Name {
            text: self.words.at(1).to_owned(),
            span: self.place(1.min(self.words.tokens.len() - 1), 0),
        };
        let (header, steps) = (Header::default(), super::ast::Block::default());
        Item::Flow(Box::new(Flow { name, title: None, header, steps, span }))
    }

    /// Whether a statement's own parentheses lie too deep; then that is its error.
    fn too_deep(&mut self, slice: &Slice<'_>, depth: usize) -> bool {
        let mut nesting = Nesting::default();
        let is_past = |token: &&Token| depth + nesting.take(self.words.text, **token) > LIMIT;
        let Some(token) = slice.outer().iter().find(is_past) else { return false };
        self.diagnostics.push(blame::too_deep(token.span));
        true
    }

    /// Whether nothing in a slice lies too deep.
    fn fits(&self, slice: &Slice<'_>, depth: usize) -> bool {
        let mut nesting = Nesting::default();
        slice.outer().iter().all(|token| depth + nesting.take(self.words.text, *token) <= LIMIT)
    }

    /// Adds the error of a slice that its rule does not read; `from` is the token with which trouble begins.
    fn blame(&mut self, rule: Rule, slice: &Slice<'_>, from: usize) {
        let from = self.words.tokens[from].span;
        self.diagnostics.push(blame::unreadable(self.words.text, rule, slice, from));
    }

    fn place(&self, from: usize, to: usize) -> Span {
        let tokens = self.words.tokens;
        tokens[from].span.to(tokens[to.max(from + 1) - 1].span)
    }
}
