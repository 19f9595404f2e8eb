//! Conditions: each operator as a test that fits the field's type.

use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use crate::fields::ValueType;
use crate::program::{Condition, FieldRef, Name, Pattern, Test, Value};
use crate::syntax::ast::{self, Case, Operator};
use crate::text::fold_case;

use super::names::Names;
use super::value::value;
use super::{hours, words};

/// Whether a value has to be one of those listed, or none of them.
#[derive(Clone, Copy)]
enum Wanted {
    Among,
    NotAmong,
}

/// A condition.
pub(super) fn condition(names: &mut Names, tree: &ast::Condition) -> Condition {
    match tree {
        ast::Condition::And(parts, _) => {
            Condition::All(parts.iter().map(|part| condition(names, part)).collect())
        }
        ast::Condition::Or(parts, _) => {
            Condition::Any(parts.iter().map(|part| condition(names, part)).collect())
        }
        ast::Condition::Not(inner, _) => Condition::Not(Box::new(condition(names, inner))),
        ast::Condition::Compare(compare) => compared(names, compare),
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
        several => Some(Condition::All(several.iter().map(|part| condition(names, part)).collect())),
    }
}

/// Texts to look for, folded when case is ignored.
pub(super) fn patterns(texts: &[ast::Str], case: Case) -> Vec<Pattern> {
    texts.iter().map(|text| pattern(text, case)).collect()
}

/// An expression that matches only the whole of a text.
pub(super) fn whole(regex: &ast::Regex, case: Case) -> Arc<Regex> {
    let build = |pattern: String| {
        RegexBuilder::new(&pattern).case_insensitive(case == Case::Ignored).build().map(Arc::new)
    };
    // In an `(?x)` pattern a comment may run up to the end: only a new line ends it.
    build(format!("^(?:{})$", regex.pattern))
        .or_else(|_| build(format!("^(?:{}\n)$", regex.pattern)))
        .expect("check: the expression can be read")
}

fn compared(names: &mut Names, tree: &ast::Compare) -> Condition {
    let field = names.field(&tree.field.names);
    let test = test(names, tree);
    if field == FieldRef::ConversationAssignee && takes_nobody(&tree.operator) {
        // A conversation that nobody has, has no known assignee.
        let free = Condition::Compare(field.clone(), Test::Unknown);
        return Condition::Any(vec![free, Condition::Compare(field, test)]);
    }
    Condition::Compare(field, test)
}

fn takes_nobody(operator: &Operator) -> bool {
    let is_nobody = |value: &ast::Value| matches!(value, ast::Value::Word(word) if word.text == "nobody");
    match operator {
        Operator::Is(value) => is_nobody(value),
        Operator::IsOneOf(values) => values.iter().any(is_nobody),
        Operator::IsNot(_)
        | Operator::IsNotOneOf(_)
        | Operator::IsKnown
        | Operator::IsUnknown
        | Operator::Contains(_)
        | Operator::ContainsAnyOf(_)
        | Operator::DoesNotContain(_)
        | Operator::StartsWith(_)
        | Operator::Matches(_)
        | Operator::Below(_)
        | Operator::AtMost(_)
        | Operator::Above(_)
        | Operator::AtLeast(_) => false,
    }
}

fn test(names: &Names, compare: &ast::Compare) -> Test {
    let holds = names.value_type(&compare.field.names);
    let case = compare.case;
    let one = |tree: &ast::Value| value(names, holds, tree);
    let several = |trees: &[ast::Value]| trees.iter().map(one).collect::<Vec<_>>();
    match &compare.operator {
        Operator::Is(tree) => among(holds, case, vec![one(tree)], Wanted::Among),
        Operator::IsNot(tree) => among(holds, case, vec![one(tree)], Wanted::NotAmong),
        Operator::IsOneOf(trees) => among(holds, case, several(trees), Wanted::Among),
        Operator::IsNotOneOf(trees) => among(holds, case, several(trees), Wanted::NotAmong),
        Operator::IsKnown => Test::Known,
        Operator::IsUnknown => Test::Unknown,
        Operator::Contains(text) => Test::Contains(vec![pattern(text, case)]),
        Operator::ContainsAnyOf(texts) => Test::Contains(patterns(texts, case)),
        Operator::DoesNotContain(texts) => Test::ContainsNone(patterns(texts, case)),
        Operator::StartsWith(text) => Test::StartsWith(pattern(text, case)),
        Operator::Matches(regex) => Test::Matches(whole(regex, case)),
        Operator::Below(tree) => Test::Below(one(tree)),
        Operator::AtMost(tree) => Test::AtMost(one(tree)),
        Operator::Above(tree) => Test::Above(one(tree)),
        Operator::AtLeast(tree) => Test::AtLeast(one(tree)),
    }
}

fn among(holds: ValueType, case: Case, values: Vec<Value>, wanted: Wanted) -> Test {
    let texts = |change: fn(&str) -> Name| values.iter().filter_map(Value::text).map(change).collect();
    match (holds, case, wanted) {
        (ValueType::Language, _, Wanted::Among) => Test::LanguageIs(texts(as_written)),
        (ValueType::Language, _, Wanted::NotAmong) => Test::LanguageIsNot(texts(as_written)),
        // Codes of countries are compared like codes: `fr` is `FR`.
        (ValueType::Country, _, Wanted::Among) => Test::IsIgnoringCase(texts(folded)),
        (ValueType::Country, _, Wanted::NotAmong) => Test::IsNotIgnoringCase(texts(folded)),
        (_, Case::Ignored, Wanted::Among) => Test::IsIgnoringCase(texts(folded)),
        (_, Case::Ignored, Wanted::NotAmong) => Test::IsNotIgnoringCase(texts(folded)),
        (_, Case::Sensitive, Wanted::Among) => Test::Is(values),
        (_, Case::Sensitive, Wanted::NotAmong) => Test::IsNot(values),
    }
}

fn pattern(text: &ast::Str, case: Case) -> Pattern {
    let text = words::plain(text);
    match case {
        Case::Sensitive => Pattern { text: text.into(), ignore_case: false },
        Case::Ignored => Pattern { text: folded(&text), ignore_case: true },
    }
}

fn as_written(text: &str) -> Name {
    text.into()
}

fn folded(text: &str) -> Name {
    fold_case(text).into()
}
