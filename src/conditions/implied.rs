//! Parts of a condition that the other parts imply.

use crate::check::rules::conditions::c003::{self, Implied, Joined};
use crate::program::Condition;
use crate::satisfy::{Asked, Occasion};
use crate::source::{self, Source, Span};
use crate::syntax::ast;

use super::Look;

/// Looks at the parts of a condition, and at theirs.
pub(super) fn look(at: &mut Look<'_, '_>, condition: &ast::Condition) {
    match condition {
        ast::Condition::And(parts, _) => among(at, parts, Joined::And),
        ast::Condition::Or(parts, _) => among(at, parts, Joined::Or),
        ast::Condition::Not(part, _) => look(at, part),
        ast::Condition::Compare(_)
        | ast::Condition::HasTag(..)
        | ast::Condition::InGroup(..)
        | ast::Condition::Now(..)
        | ast::Condition::Broken(_) => {}
    }
}

fn among(at: &mut Look<'_, '_>, parts: &[ast::Condition], joined: Joined) {
    let compiled: Vec<Condition> = parts.iter().map(|part| at.frame.condition(part)).collect();
    let mut left: Vec<usize> = (0..parts.len()).collect();
    // Of two that say the same the later one goes.
    for part in (0..parts.len()).rev() {
        let others: Vec<usize> = left.iter().copied().filter(|other| *other != part).collect();
        if others.is_empty() || !follows(at, &compiled, part, &others, joined) {
            continue;
        }
        let by = needed(at, &compiled, part, &others, joined);
        let by = by.iter().map(|other| parts[*other].span()).collect();
        let cut = cut(at.sources, parts, part, joined).filter(|_| left.len() == parts.len());
        at.found.push(c003::told(&Implied { part: parts[part].span(), by, joined, cut }));
        left = others;
    }
    for part in left {
        look(at, &parts[part]);
    }
}

/// Whether a part says nothing that the others do not.
fn follows(at: &Look<'_, '_>, compiled: &[Condition], part: usize, others: &[usize], joined: Joined) -> bool {
    let (own, theirs) = match joined {
        Joined::And => (Asked::Fails, Asked::Holds),
        Joined::Or => (Asked::Holds, Asked::Fails),
    };
    let mut conditions = vec![(&compiled[part], own)];
    conditions.extend(others.iter().map(|other| (&compiled[*other], theirs)));
    at.is_impossible(&Occasion::Any, conditions)
}

/// The fewest others from which the part follows, left over one by one.
fn needed(
    at: &Look<'_, '_>,
    compiled: &[Condition],
    part: usize,
    others: &[usize],
    joined: Joined,
) -> Vec<usize> {
    let mut kept = others.to_vec();
    for other in others {
        let fewer: Vec<usize> = kept.iter().copied().filter(|kept| kept != other).collect();
        if follows(at, compiled, part, &fewer, joined) {
            kept = fewer;
        }
    }
    kept
}

/// What to cut out so that the part and the word that joins it go; none when parentheses or comments stand in between.
fn cut(sources: &[Source], parts: &[ast::Condition], part: usize, joined: Joined) -> Option<Span> {
    let word = match joined {
        Joined::And => "and",
        Joined::Or => "or",
    };
    let own = parts[part].span();
    let source = source::find(sources, own.source)?;
    let between = |from: u32, to: u32| source.slice(Span::new(own.source, from, to)).trim() == word;
    if let Some(before) = part.checked_sub(1).map(|before| parts[before].span()) {
        return between(before.end, own.start).then(|| Span::new(own.source, before.end, own.end));
    }
    let behind = parts.get(part + 1)?.span();
    between(own.end, behind.start).then(|| Span::new(own.source, own.start, behind.start))
}
