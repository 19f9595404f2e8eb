//! A block, statement by statement: what reads well goes into the tree, the rest is told.

use std::ops::Range;

use super::target::{Last, Target};
use super::{Blocks, Repair, Slice};
use crate::source::Span;
use crate::syntax::ast::{Block, Step, StepKind};
use crate::syntax::blame;
use crate::syntax::grammar::{self, Nodes};
use crate::syntax::lower::Lower;
use crate::syntax::outline::cut::Body;
use crate::syntax::outline::nesting::LIMIT;
use crate::syntax::token::TokenKind;

/// How many statements ahead the grammar sees at first: enough for any doubt about where one ends.
const AHEAD: usize = 3;

impl<'a> Repair<'a> {
    /// Reads the statements of a block that holds those tokens.
    pub(super) fn body(&mut self, body: Body, inside: Range<usize>, target: &mut Target<'_>, depth: usize) {
        if depth > LIMIT {
            let brace = self.words.tokens[inside.start - 1];
            self.diagnostics.push(blame::too_deep(brace.span));
            return;
        }
        let block = Inside { body, starts: self.outer(&inside), end: inside.end, depth };
        let mut start = inside.start;
        while start < inside.end {
            start = self.statement(&block, start, target);
        }
    }

    /// Reads one statement, and returns the token behind it or behind what is broken there.
    fn statement(&mut self, block: &Inside, start: usize, target: &mut Target<'_>) -> usize {
        let first_end = self.nth_start(block, start, start, 1);
        let own = self.slice(block, start..first_end);
        if self.too_deep(&own, block.depth) {
            target.accept_broken(self.place(start, first_end));
            return first_end;
        }
        let mut ahead = AHEAD;
        loop {
            let mut end = self.nth_start(block, start, start, ahead);
            let mut slice = self.slice(block, start..end);
            if end > first_end && !self.fits(&slice, block.depth) {
                end = first_end;
                slice = self.slice(block, start..end);
            }
            let may_go_on = end < block.end && end > first_end;
            let ends_token = |nodes: &Nodes<'_>| {
                let behind = slice.place(nodes.taken() as u32);
                !slice.outer().iter().any(|token| token.span.start < behind && behind < token.span.end)
            };
            let is_clean = !own.outer().iter().any(|token| token.kind.is_broken());
            let read = if is_clean { grammar::read(block.body.one(), slice.text()).ok() } else { None };
            let read = read.filter(ends_token);
            let Some(mut nodes) = read else {
                if is_clean && may_go_on && ahead == AHEAD {
                    ahead *= 4;
                    continue;
                }
                self.broken(block, start, start, target);
                return first_end;
            };
            let behind = slice.place(nodes.taken() as u32);
            let tokens = self.words.tokens;
            let next = tokens[..end].partition_point(|token| token.span.start < behind).max(start + 1);
            if next >= end && may_go_on {
                ahead *= 4;
                continue;
            }
            let mut lower = Lower::of_hollow(self.source, tokens, slice.base(), slice.gaps());
            target.accept(&mut lower, nodes.must());
            self.diagnostics.append(&mut lower.diagnostics);
            self.fill(target.last(), start..next, block.depth);
            if next < block.end && !self.words.may_begin(block.body, next) {
                return self.broken(block, start, next, target);
            }
            return next;
        }
    }

    /// Tells what is wrong from `from` on, in the light of the statement that begins at `start`, and returns
    /// where the next one begins.
    fn broken(&mut self, block: &Inside, start: usize, from: usize, target: &mut Target<'_>) -> usize {
        let end = self.nth_start(block, start, from, 1);
        let slice = self.slice(block, start..end);
        if !self.too_deep(&slice, block.depth) {
            self.blame(block.body.list(), &slice, from);
        }
        target.accept_broken(self.place(from, end));
        if !matches!(block.body, Body::Flow | Body::Steps | Body::Arms | Body::Shares) {
            return end;
        }
        // What lies in its blocks is looked through all the same.
        let body = match (block.body, self.words.at(from)) {
            (Body::Flow | Body::Steps, "ask") => Body::Arms,
            (Body::Flow | Body::Steps, "split") => Body::Shares,
            _ => Body::Steps,
        };
        let blocks: Vec<_> = slice.blocks().iter().filter(|block| block.start > from).cloned().collect();
        for inside in blocks {
            let (mut steps, mut arms, mut shares) = (Vec::new(), Vec::new(), Vec::new());
            let mut scrap = match body {
                Body::Arms => Target::Arms(&mut arms),
                Body::Shares => Target::Shares(&mut shares),
                _ => Target::Steps(&mut steps),
            };
            self.body(body, inside, &mut scrap, block.depth + 1);
        }
        end
    }

    /// Fills the emptied blocks of a statement again.
    fn fill(&mut self, last: Last<'_>, tokens: Range<usize>, depth: usize) {
        match last {
            Last::Step(step) => self.fill_step(step, tokens, depth),
            Last::Block(block) => self.fill_block(block, tokens, depth),
            Last::Nothing => {}
        }
    }

    fn fill_step(&mut self, step: &mut Step, tokens: Range<usize>, depth: usize) {
        let span = step.span;
        match &mut step.kind {
            StepKind::After { body, .. } | StepKind::At { body, .. } => match body.steps.as_mut_slice() {
                [only] => self.fill_step(only, tokens, depth),
                _ => self.fill_block(body, tokens, depth),
            },
            StepKind::If { branches, otherwise } => {
                for branch in branches {
                    self.fill_block(&mut branch.body, tokens.clone(), depth);
                }
                if let Some(block) = otherwise {
                    self.fill_block(block, tokens, depth);
                }
            }
            StepKind::Ask(ask) => {
                if let Some(inside) = self.first_block(span, &tokens) {
                    self.body(Body::Arms, inside, &mut Target::Arms(&mut ask.arms), depth + 1);
                }
            }
            StepKind::Split(shares) => {
                let before = self.diagnostics.len();
                if let Some(inside) = self.first_block(span, &tokens) {
                    self.body(Body::Shares, inside, &mut Target::Shares(shares), depth + 1);
                }
                if self.diagnostics.len() == before {
                    let mut lower = Lower::new(self.source, self.words.tokens, 0);
                    lower.check_shares(shares, span);
                    self.diagnostics.append(&mut lower.diagnostics);
                }
            }
            _ => {}
        }
    }

    fn fill_block(&mut self, block: &mut Block, tokens: Range<usize>, depth: usize) {
        if let Some(inside) = self.first_block(block.span, &tokens) {
            self.body(Body::Steps, inside, &mut Target::Steps(&mut block.steps), depth + 1);
        }
    }

    /// The inside of the first block that opens in a place.
    fn first_block(&self, place: Span, tokens: &Range<usize>) -> Option<Range<usize>> {
        let all = self.words.tokens;
        let from = tokens.start + all[tokens.clone()].partition_point(|token| token.span.start < place.start);
        let open = (from..tokens.end).find(|index| all[*index].kind == TokenKind::OpenBrace)?;
        (all[open].span.start < place.end).then(|| open + 1..self.words.close_of(open).min(tokens.end))
    }

    /// The tokens of a block that lie in no block inside it.
    fn outer(&self, inside: &Range<usize>) -> Vec<usize> {
        let mut outer = Vec::new();
        let mut index = inside.start;
        while index < inside.end {
            outer.push(index);
            let is_open = self.words.tokens[index].kind == TokenKind::OpenBrace;
            index = if is_open { self.words.close_of(index).max(index + 1) } else { index + 1 };
        }
        outer
    }

    fn slice(&self, block: &Inside, range: Range<usize>) -> Slice<'a> {
        let blocks = if block.body == Body::Acts { Blocks::Kept } else { Blocks::Emptied };
        Slice::new(self.words, range, blocks)
    }

    /// Where the `count`th statement behind the token `from` begins, or the end of the block.
    fn nth_start(&self, block: &Inside, start: usize, from: usize, count: usize) -> usize {
        let behind = block.starts.partition_point(|index| *index <= from);
        let mut start = start;
        let mut left = count;
        for index in &block.starts[behind..] {
            if self.words.begins(block.body, start, *index) {
                left -= 1;
                start = *index;
                if left == 0 {
                    return *index;
                }
            }
        }
        block.end
    }
}

/// A block that is being read.
struct Inside {
    body: Body,
    /// The tokens at which a statement might begin: those that lie in no inner block.
    starts: Vec<usize>,
    end: usize,
    depth: usize,
}
