//! Columns: steps behind neighbouring `after` and `at`, blocks of neighbouring arms and items on a line each.

use super::WIDTH;
use super::plan::Unit;
use super::words::Words;
use crate::syntax::parts::Part;
use crate::syntax::token::TokenKind;

/// Lines up what stands in neighbouring statements of a block that is indented by `indent`.
pub(super) fn align(words: &mut Words<'_>, units: &[Unit], indent: u32) {
    let mut start = 0;
    while start < units.len() {
        let kind = kind(words, units[start]);
        let belongs =
            |unit: &&Unit| kind.is_some() && self::kind(words, **unit) == kind && is_near(words, unit.start);
        let end = start + 1 + units[start + 1..].iter().take_while(belongs).count();
        if let Some(kind) = kind.filter(|_| end - start > 1) {
            line_up(words, &units[start..end], kind, indent);
        }
        start = end;
    }
}

/// What has columns with others of its kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind<'t> {
    Timed,
    Arm,
    Item(&'t str),
}

fn kind<'t>(words: &Words<'t>, unit: Unit) -> Option<Kind<'t>> {
    let first = &words.list[unit.start];
    match first.part {
        Some(Part::Arm) => Some(Kind::Arm),
        Some(Part::Item) if first.kind == TokenKind::Word && brace(words, unit).is_some() => {
            Some(Kind::Item(first.text))
        }
        Some(Part::Statement) if matches!(first.text, "after" | "at") => {
            body(words, unit).map(|_| Kind::Timed)
        }
        _ => None,
    }
}

/// Whether no empty line stands before a statement; a comment may.
fn is_near(words: &Words<'_>, start: usize) -> bool {
    words.list[start].lines < 2 && words.comments_before(start).iter().all(|comment| comment.lines < 2)
}

fn line_up(words: &mut Words<'_>, units: &[Unit], kind: Kind<'_>, indent: u32) {
    let place = |words: &Words<'_>, unit: &Unit| {
        let word = if kind == Kind::Timed { body(words, *unit) } else { brace(words, *unit) };
        word.filter(|word| {
            unit.is_flat && (kind != Kind::Timed || words.list[*word].kind != TokenKind::OpenBrace)
        })
    };
    let places: Vec<(Unit, usize)> =
        units.iter().filter_map(|unit| Some((*unit, place(words, unit)?))).collect();
    let gap = if kind == Kind::Timed { 2 } else { 1 };
    let widest = places.iter().map(|(unit, word)| words.width(unit.start, *word)).max().unwrap_or(0);
    // A line that is too long anyway is no reason.
    let fits = |(unit, word): &(Unit, usize)| {
        indent + widest + gap + words.width(*word, unit.end) <= WIDTH
            || indent + words.width(unit.start, unit.end) > WIDTH
    };
    if !places.iter().all(fits) {
        return;
    }
    for (unit, word) in places {
        words.list[word].gap = widest + gap - words.width(unit.start, word);
    }
}

/// The first brace of a statement.
fn brace(words: &Words<'_>, unit: Unit) -> Option<usize> {
    (unit.start..unit.end).find(|index| words.list[*index].kind == TokenKind::OpenBrace)
}

/// The step behind the head of an `after` or `at`, or the brace of a block.
fn body(words: &Words<'_>, unit: Unit) -> Option<usize> {
    let ends = |index: &usize| {
        words.list[*index].part == Some(Part::Body) || words.list[*index].kind == TokenKind::OpenBrace
    };
    (unit.start..unit.end).find(ends).filter(|index| words.list[*index].part == Some(Part::Body))
}
