//! Conditions and hours: comparisons, tags, groups, schedules.

use super::{Access, Walk};
use crate::check::symbols::SymbolKind;
use crate::check::types;
use crate::fields::Builtin;
use crate::syntax::ast;

impl<'a> Walk<'a> {
    pub(super) fn condition(&mut self, condition: &'a ast::Condition) {
        match condition {
            ast::Condition::And(parts, _) | ast::Condition::Or(parts, _) => {
                parts.iter().for_each(|part| self.condition(part));
            }
            ast::Condition::Not(part, _) => self.condition(part),
            ast::Condition::Compare(compare) => self.compare(compare),
            ast::Condition::HasTag(tag, _) => self.plain(tag, "a tag"),
            ast::Condition::InGroup(group, _) => self.symbol(group, SymbolKind::Group),
            ast::Condition::Now(hours, _) => self.hours(hours),
            ast::Condition::Broken(_) => {}
        }
    }

    pub(super) fn hours(&mut self, hours: &'a ast::Hours) {
        if let ast::HoursSource::Schedule(name) = &hours.source {
            self.symbol(name, SymbolKind::Schedule);
        }
    }

    fn compare(&mut self, compare: &'a ast::Compare) {
        self.field(&compare.field, Access::Read);
        self.sites.comparisons.push(compare);
        if let [scope, name] = compare.field.names.as_slice()
            && Builtin::of(&scope.text, &name.text) == Some(Builtin::MessageChannel)
        {
            let values = types::compared_values(&compare.operator).iter();
            let words =
                values.filter_map(|value| if let ast::Value::Word(name) = value { Some(name) } else { None });
            words.for_each(|name| self.symbol(name, SymbolKind::Channel));
        }
        match &compare.operator {
            ast::Operator::Is(value)
            | ast::Operator::IsNot(value)
            | ast::Operator::Below(value)
            | ast::Operator::AtMost(value)
            | ast::Operator::Above(value)
            | ast::Operator::AtLeast(value) => self.compared(value),
            ast::Operator::IsOneOf(values) | ast::Operator::IsNotOneOf(values) => {
                values.iter().for_each(|value| self.compared(value));
            }
            ast::Operator::Contains(text) | ast::Operator::StartsWith(text) => {
                self.plain(text, "a compared text");
            }
            ast::Operator::ContainsAnyOf(texts) | ast::Operator::DoesNotContain(texts) => {
                texts.iter().for_each(|text| self.plain(text, "a compared text"));
            }
            ast::Operator::Matches(regex) => self.sites.regexes.push(regex),
            ast::Operator::IsKnown | ast::Operator::IsUnknown => {}
        }
    }

    /// A value that is held against another as it is written.
    pub(super) fn compared(&mut self, value: &'a ast::Value) {
        match value {
            ast::Value::Text(text) => self.plain(text, "a compared text"),
            other => self.value(other),
        }
    }
}
