//! Which words begin a line, and in which column: statement by statement, block by block.

use super::words::Words;
use super::{CONTINUED, STEP, WIDTH, columns, condition, list};
use crate::syntax::parts::Part;
use crate::syntax::token::TokenKind;

/// A statement or an item whose lines are planned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// Its first word.
    pub start: usize,
    /// Behind its last word.
    pub end: usize,
    /// Whether it stands on one line, were it too long for one that nothing can break.
    pub is_flat: bool,
}

/// Words whose lines and gaps are settled.
pub(super) fn plan(words: Words<'_>) -> Words<'_> {
    let mut plan = Plan { words };
    let mut units = Vec::new();
    let mut start = 0;
    while start < plan.words.list.len() {
        let end = plan.end_of_unit(start, plan.words.list.len());
        units.push(plan.unit(start, end, 0));
        start = end;
    }
    columns::align(&mut plan.words, &units, 0);
    plan.words
}

/// The words, while their lines are planned.
pub(super) struct Plan<'t> {
    pub words: Words<'t>,
}

impl Plan<'_> {
    /// Plans a statement or an item that begins a line.
    fn unit(&mut self, start: usize, end: usize, indent: u32) -> Unit {
        self.words.list[start].line = Some(indent);
        let mut is_flat = self.words.fits(start, end, WIDTH.saturating_sub(indent));
        if !is_flat {
            self.open_up(start, end, indent);
            let breaks = self.words.list[start + 1..end].iter().any(|word| word.line.is_some());
            is_flat = !breaks && self.words.is_plain(start, end);
        }
        Unit { start, end, is_flat }
    }

    /// Plans a statement that takes several lines: heads, and blocks behind them.
    fn open_up(&mut self, start: usize, end: usize, indent: u32) {
        let mut at = start;
        let mut column = indent;
        while at < end {
            let brace = (at..end).find(|index| self.words.list[*index].kind == TokenKind::OpenBrace);
            let head_end = brace.unwrap_or(end);
            self.head(at, head_end, indent, column);
            let Some(open) = brace else { return };
            let close = self.words.list[open].partner as usize;
            self.block(open, close, indent);
            at = close + 1;
            column = indent + 1 + self.words.list.get(at).map_or(0, |word| word.gap);
        }
    }

    /// Plans a block that is opened up.
    fn block(&mut self, open: usize, close: usize, indent: u32) {
        if !self.words.comments_before(open).is_empty() {
            self.words.list[open].line = Some(indent);
        }
        if close == open + 1 && self.words.comments_before(close).is_empty() {
            return;
        }
        self.words.list[close].line = Some(indent);
        let mut units = Vec::new();
        let mut start = open + 1;
        while start < close {
            let end = self.end_of_unit(start, close);
            units.push(self.unit(start, end, indent + STEP));
            start = end;
        }
        columns::align(&mut self.words, &units, indent + STEP);
    }

    /// Plans the words before a block, or all those of a statement without one; the first stands at `column`.
    fn head(&mut self, start: usize, end: usize, indent: u32, column: u32) {
        if start == end {
            return;
        }
        let words = &mut self.words;
        // Behind a comment the line ends, whatever stands there.
        for index in start.max(1)..end {
            if words.list[index].line.is_none() && !words.comments_before(index).is_empty() {
                let is_branch = index == start && words.list[index].text == "else";
                words.list[index].line = Some(if is_branch { indent } else { indent + CONTINUED });
            }
        }
        // A brace behind the head stands on its last line.
        let tail =
            if words.list.get(end).is_some_and(|word| word.kind == TokenKind::OpenBrace) { 2 } else { 0 };
        match (start..end).find(|index| matches!(words.list[*index].text, "when" | "if")) {
            Some(word) => {
                let column = column + words.width(start, word + 1) + 1;
                condition::plan_clause(words, (word, end), indent, column, tail);
            }
            None => list::plan(words, (start, end), indent, column, tail),
        }
    }

    /// Behind the last word of the statement or item that begins at `start`.
    fn end_of_unit(&self, start: usize, limit: usize) -> usize {
        let list = &self.words.list;
        let mut at = start;
        loop {
            at = match list[at].kind {
                TokenKind::OpenBrace => list[at].partner as usize + 1,
                _ => at + 1,
            };
            if at >= limit || matches!(list[at].part, Some(Part::Item | Part::Statement | Part::Arm)) {
                return at;
            }
        }
    }
}
