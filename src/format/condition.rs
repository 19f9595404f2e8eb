//! Conditions that take several lines: each begins with what joins it to the one before, one level of parentheses at
//! a time.

use super::words::Words;
use super::{CONTINUED, WIDTH, list};
use crate::syntax::token::TokenKind;

/// Plans a clause or a branch with a condition: `word` is its `when` or `if`, the condition stands at `column`, and
/// `tail` characters follow it.
pub(super) fn plan_clause(
    words: &mut Words<'_>,
    (word, end): (usize, usize),
    indent: u32,
    column: u32,
    tail: u32,
) {
    // Behind `when` the conditions stand below each other; `if` is too short for that.
    let joining = if words.list[word].text == "when" {
        Joining::Before(column)
    } else {
        Joining::At(indent + CONTINUED)
    };
    plan(words, (word + 1, end), column, joining, tail);
}

/// Where the lines of a condition begin with what joins them.
#[derive(Clone, Copy)]
enum Joining {
    /// So that what is joined stands in a column.
    Before(u32),
    /// In a column.
    At(u32),
}

/// Plans a condition that begins at `column`.
fn plan(words: &mut Words<'_>, (start, end): (usize, usize), column: u32, joining: Joining, tail: u32) {
    let mut joints = joints(words, start, end);
    let is_kept = joints.iter().any(|joint| words.list[*joint].is_joint && words.list[*joint].lines > 0);
    if !is_kept && words.fits(start, end, WIDTH.saturating_sub(column + tail)) {
        return;
    }
    joints.push(end);
    let (mut first, mut column) = (start, column);
    for joint in joints {
        let tail = if joint == end { tail } else { 0 };
        operand(words, (first, joint), column, tail);
        if joint < end {
            let width = words.list[joint].text.len() as u32 + 1;
            let line = match joining {
                Joining::Before(column) => column.saturating_sub(width),
                Joining::At(column) => column,
            };
            words.list[joint].line = Some(line);
            column = line + width;
        }
        first = joint + 1;
    }
}

/// Plans what stands between two joints: parentheses are opened up, lists are filled.
fn operand(words: &mut Words<'_>, (start, end): (usize, usize), column: u32, tail: u32) {
    if words.fits(start, end, WIDTH.saturating_sub(column + tail)) {
        return;
    }
    let open = (start..end).find(|index| words.list[*index].text != "not");
    match open.filter(|open| words.list[*open].kind == TokenKind::OpenParen) {
        Some(open) => {
            let close = words.list[open].partner as usize;
            let column = column + words.width(start, open + 1);
            plan(words, (open + 1, close), column, Joining::At(column), tail + 1);
        }
        None => list::fill(words, (start, end), column, column + CONTINUED, tail),
    }
}

/// The words that join the parts of a condition, those in parentheses left out.
fn joints(words: &Words<'_>, start: usize, end: usize) -> Vec<usize> {
    let mut joints = Vec::new();
    let mut at = start;
    while at < end {
        let word = &words.list[at];
        match word.kind {
            TokenKind::OpenParen => at = word.partner as usize,
            TokenKind::Word if matches!(word.text, "and" | "or") => joints.push(at),
            _ => {}
        }
        at += 1;
    }
    joints
}
