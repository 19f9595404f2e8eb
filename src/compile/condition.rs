//! Conditions joined by `and`, `or` and `not`, and the patterns that they look for.

use std::sync::Arc;

use regex::Regex;

use crate::program::{Condition, Name, Pattern};
use crate::syntax::ast::{self, Case};
use crate::text::fold_case;

use super::compare::compare;
use super::names::Names;
use super::{hours, words};

/// A condition.
pub(super) fn condition(names: &mut Names, tree: &ast::Condition) -> Condition {
    match tree {
        ast::Condition::And(parts, _) => Condition::All(several(names, parts)),
        ast::Condition::Or(parts, _) => Condition::Any(several(names, parts)),
        ast::Condition::Not(inner, _) => Condition::Not(Box::new(condition(names, inner))),
        ast::Condition::Compare(tree) => compare(names, tree),
        ast::Condition::HasTag(tag, _) => Condition::HasTag(words::plain(tag).into()),
        ast::Condition::InGroup(group, _) => Condition::InGroup(group.text.as_str().into()),
        ast::Condition::Now(window, _) => Condition::Now(hours::hours(names, window)),
        ast::Condition::Broken(_) => unreachable!("check: a condition that cannot be read is an error"),
    }
}

/// All of them as one condition; none when there are none.
pub(super) fn all(names: &mut Names, trees: &[ast::Condition]) -> Option<Condition> {
    match trees {
        [] => None,
        [one] => Some(condition(names, one)),
        _ => Some(Condition::All(several(names, trees))),
    }
}

/// Texts to look for, folded when case is ignored.
pub(super) fn patterns(texts: &[ast::Str], case: Case) -> Vec<Pattern> {
    texts.iter().map(|text| pattern(text, case)).collect()
}

/// A text to look for, folded when case is ignored.
pub(super) fn pattern(text: &ast::Str, case: Case) -> Pattern {
    let text = words::plain(text);
    match case {
        Case::Sensitive => Pattern { text: text.into(), ignore_case: false },
        Case::Ignored => Pattern { text: folded(&text), ignore_case: true },
    }
}

/// An expression that matches only the whole of a text: `^(?:…)$`, or `^(?i:…)$` when case is ignored.
pub(super) fn whole(regex: &ast::Regex, case: Case) -> Arc<Regex> {
    let flag = if case == Case::Ignored { "i" } else { "" };
    let build = |pattern: String| Regex::new(&pattern).map(Arc::new);
    // In an `(?x)` pattern a comment may run up to the end: only a new line ends it.
    build(format!("^(?{flag}:{})$", regex.pattern))
        .or_else(|_| build(format!("^(?{flag}:{}\n)$", regex.pattern)))
        .expect("check: the expression can be read")
}

/// A text without its case.
pub(super) fn folded(text: &str) -> Name {
    fold_case(text).into()
}

fn several(names: &mut Names, trees: &[ast::Condition]) -> Vec<Condition> {
    trees.iter().map(|tree| condition(names, tree)).collect()
}
