//! Comparisons: each operator as a test that fits the field's type.

use std::slice::from_ref;

use crate::fields::ValueType;
use crate::program::{Condition, FieldRef, Name, Relation, Test, Value};
use crate::syntax::ast::{self, Case, Operator};

use super::condition::{folded, pattern, patterns, whole};
use super::names::Names;
use super::value::value;

/// Whether a field has to be one of those listed, or none of them.
#[derive(Clone, Copy)]
enum Wanted {
    Among,
    NotAmong,
}

/// The field on the left, and how the author asks.
struct Left {
    field: FieldRef,
    holds: ValueType,
    case: Case,
}

/// A comparison.
pub(super) fn compare(names: &mut Names, tree: &ast::Compare) -> Condition {
    let case = tree.case;
    let field = names.field(&tree.field.names);
    let left = Left { field, holds: names.value_type(&tree.field.names), case };
    let test = match &tree.operator {
        Operator::Is(right) => return left.among(names, from_ref(right), Wanted::Among),
        Operator::IsNot(right) => return left.among(names, from_ref(right), Wanted::NotAmong),
        Operator::IsOneOf(right) => return left.among(names, right, Wanted::Among),
        Operator::IsNotOneOf(right) => return left.among(names, right, Wanted::NotAmong),
        Operator::Below(right) => return left.stands(names, Relation::Below, right),
        Operator::AtMost(right) => return left.stands(names, Relation::AtMost, right),
        Operator::Above(right) => return left.stands(names, Relation::Above, right),
        Operator::AtLeast(right) => return left.stands(names, Relation::AtLeast, right),
        Operator::IsKnown => Test::Known,
        Operator::IsUnknown => Test::Unknown,
        Operator::Contains(text) => Test::Contains(vec![pattern(text, case)]),
        Operator::ContainsAnyOf(texts) => Test::Contains(patterns(texts, case)),
        Operator::DoesNotContain(texts) => Test::ContainsNone(patterns(texts, case)),
        Operator::StartsWith(text) => Test::StartsWith(pattern(text, case)),
        Operator::Matches(regex) => Test::Matches(whole(regex, case)),
    };
    Condition::Compare(left.field, test)
}

impl Left {
    /// The values that are written are one test, each other field is one more.
    fn among(self, names: &mut Names, right: &[ast::Value], wanted: Wanted) -> Condition {
        let mut parts = Vec::new();
        let mut values = Vec::new();
        for tree in right {
            match tree {
                ast::Value::Field(path) => {
                    let other = names.field(&path.names);
                    parts.push(Condition::CompareFields(self.field.clone(), self.relation(wanted), other));
                }
                // A conversation that nobody has, has no known assignee.
                ast::Value::Word(word) if self.holds == ValueType::Assignee && word.text == "nobody" => {
                    parts.push(Condition::Compare(self.field.clone(), nobody(wanted)));
                }
                _ => values.push(value(names, self.holds, tree)),
            }
        }
        if !values.is_empty() {
            parts.insert(0, Condition::Compare(self.field.clone(), self.test(values, wanted)));
        }
        match (parts.len(), wanted) {
            (1, _) => parts.remove(0),
            (_, Wanted::Among) => Condition::Any(parts),
            (_, Wanted::NotAmong) => Condition::All(parts),
        }
    }

    fn stands(self, names: &mut Names, relation: Relation, right: &ast::Value) -> Condition {
        match right {
            ast::Value::Field(path) => {
                Condition::CompareFields(self.field, relation, names.field(&path.names))
            }
            _ => Condition::Compare(self.field, relation.to(&value(names, self.holds, right))),
        }
    }

    fn test(&self, values: Vec<Value>, wanted: Wanted) -> Test {
        let texts = |change: fn(&str) -> Name| values.iter().filter_map(Value::text).map(change).collect();
        match self.relation(wanted) {
            Relation::Is => Test::Is(values),
            Relation::IsNot => Test::IsNot(values),
            Relation::IsIgnoringCase => Test::IsIgnoringCase(texts(folded)),
            Relation::IsNotIgnoringCase => Test::IsNotIgnoringCase(texts(folded)),
            Relation::LanguageIs => Test::LanguageIs(texts(|tag| tag.into())),
            Relation::LanguageIsNot => Test::LanguageIsNot(texts(|tag| tag.into())),
            Relation::Below | Relation::AtMost | Relation::Above | Relation::AtLeast => {
                unreachable!("compile: one of several values is no order")
            }
        }
    }

    fn relation(&self, wanted: Wanted) -> Relation {
        // Codes of countries are compared like codes: `fr` is `FR`.
        let ignored = self.case == Case::Ignored || self.holds == ValueType::Country;
        match (self.holds == ValueType::Language, ignored, wanted) {
            (true, _, Wanted::Among) => Relation::LanguageIs,
            (true, _, Wanted::NotAmong) => Relation::LanguageIsNot,
            (false, true, Wanted::Among) => Relation::IsIgnoringCase,
            (false, true, Wanted::NotAmong) => Relation::IsNotIgnoringCase,
            (false, false, Wanted::Among) => Relation::Is,
            (false, false, Wanted::NotAmong) => Relation::IsNot,
        }
    }
}

const fn nobody(wanted: Wanted) -> Test {
    match wanted {
        Wanted::Among => Test::Unknown,
        Wanted::NotAmong => Test::Known,
    }
}
