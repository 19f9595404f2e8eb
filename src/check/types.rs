//! What each field holds, and which operators and values fit it.

use super::sites::Assigned;
use super::symbols::{SymbolKind, Symbols};
use crate::fields::{Builtin, ValueType};
use crate::source::Span;
use crate::syntax::ast;

/// A field that exists, with its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldMeaning {
    /// It exists without being declared.
    Builtin(Builtin),
    /// A `field` item declares it.
    Declared(ast::FieldType),
    /// `event.total`: the author's systems report it.
    Event,
}

impl FieldMeaning {
    /// What it holds.
    pub fn value_type(self) -> ValueType {
        match self {
            Self::Builtin(field) => field.value_type(),
            Self::Declared(ast::FieldType::Text) => ValueType::Text,
            Self::Declared(ast::FieldType::Number) => ValueType::Number,
            Self::Declared(ast::FieldType::YesNo) => ValueType::YesNo,
            Self::Declared(ast::FieldType::Date) => ValueType::Date,
            Self::Declared(ast::FieldType::Instant) => ValueType::Instant,
            Self::Event => ValueType::Any,
        }
    }
}

/// The field at a path of names; none when there is no such field.
///
/// A large workspace asks this a hundred thousand times, so built-in fields are found without joining the path.
pub fn meaning(files: &[ast::File], symbols: &Symbols, names: &[ast::Name]) -> Option<FieldMeaning> {
    match names {
        [scope, _, ..] if scope.text == "event" => Some(FieldMeaning::Event),
        [scope, name] => match Builtin::of(&scope.text, &name.text) {
            Some(builtin) => Some(FieldMeaning::Builtin(builtin)),
            None => {
                declared(files, symbols, &dotted(names)).map(|item| FieldMeaning::Declared(item.field_type))
            }
        },
        _ => None,
    }
}

/// The field at a path with dots; none when there is no such field.
pub fn field(files: &[ast::File], symbols: &Symbols, path: &str) -> Option<FieldMeaning> {
    if let Some(builtin) = Builtin::at(path) {
        return Some(FieldMeaning::Builtin(builtin));
    }
    if let Some(key) = path.strip_prefix("event.") {
        return (!key.is_empty()).then_some(FieldMeaning::Event);
    }
    declared(files, symbols, path).map(|item| FieldMeaning::Declared(item.field_type))
}

/// The item that declares the field at a path.
pub fn declared<'a>(files: &'a [ast::File], symbols: &Symbols, path: &str) -> Option<&'a ast::Field> {
    let id = symbols.get(symbols.find(SymbolKind::Field, path)?).item?;
    match &files[id.file as usize].items[id.item as usize] {
        ast::Item::Field(item) => Some(item),
        _ => None,
    }
}

/// The names of a path with dots between them.
pub fn dotted(names: &[ast::Name]) -> String {
    names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".")
}

/// The last name of a field of the contact that a scenario gives a value or expects one of.
pub(super) fn contact_entry<'a>(field: &Assigned<'a>) -> Option<(&'a str, Span)> {
    match field {
        Assigned::OfContact(name) => Some((&name.text, name.span)),
        Assigned::Expected(path) => path.names.last().map(|name| (name.text.as_str(), name.span)),
        Assigned::Path(_) | Assigned::OfDevice(_) => None,
    }
}

/// What a field that is given a value holds; none for what is not a field (`tag`, `telegram "id"`).
pub(super) fn assigned_type(
    files: &[ast::File],
    symbols: &Symbols,
    assigned: &Assigned<'_>,
) -> Option<ValueType> {
    assigned_path(assigned).and_then(|path| field(files, symbols, &path)).map(FieldMeaning::value_type)
}

/// The path of a field that is given a value.
pub(super) fn assigned_path(assigned: &Assigned<'_>) -> Option<String> {
    match assigned {
        Assigned::Path(path) => Some(path.dotted()),
        Assigned::OfContact(name) => Some(format!("contact.{}", name.text)),
        Assigned::OfDevice(name) => Some(format!("device.{}", name.text)),
        Assigned::Expected(path) => path.names.last().map(|name| format!("contact.{}", name.text)),
    }
}

/// The values that an operator compares with, those of text operators excepted.
pub fn compared_values(operator: &ast::Operator) -> &[ast::Value] {
    match operator {
        ast::Operator::Is(value)
        | ast::Operator::IsNot(value)
        | ast::Operator::Below(value)
        | ast::Operator::AtMost(value)
        | ast::Operator::Above(value)
        | ast::Operator::AtLeast(value) => std::slice::from_ref(value),
        ast::Operator::IsOneOf(values) | ast::Operator::IsNotOneOf(values) => values,
        ast::Operator::IsKnown
        | ast::Operator::IsUnknown
        | ast::Operator::Contains(_)
        | ast::Operator::ContainsAnyOf(_)
        | ast::Operator::DoesNotContain(_)
        | ast::Operator::StartsWith(_)
        | ast::Operator::Matches(_) => &[],
    }
}

/// What an operator asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Whether it is known, whether it equals a value: every field.
    Equality,
    /// What the text holds.
    Text,
    /// What comes before what.
    Order,
}

impl Family {
    /// The family of an operator.
    pub(super) const fn of(operator: &ast::Operator) -> Self {
        match operator {
            ast::Operator::Is(_)
            | ast::Operator::IsNot(_)
            | ast::Operator::IsOneOf(_)
            | ast::Operator::IsNotOneOf(_)
            | ast::Operator::IsKnown
            | ast::Operator::IsUnknown => Self::Equality,
            ast::Operator::Contains(_)
            | ast::Operator::ContainsAnyOf(_)
            | ast::Operator::DoesNotContain(_)
            | ast::Operator::StartsWith(_)
            | ast::Operator::Matches(_) => Self::Text,
            ast::Operator::Below(_)
            | ast::Operator::AtMost(_)
            | ast::Operator::Above(_)
            | ast::Operator::AtLeast(_) => Self::Order,
        }
    }

    /// Whether fields of that type can be asked for it.
    pub(super) const fn fits(self, value_type: ValueType) -> bool {
        match self {
            Self::Equality => true,
            Self::Text => is_textual(value_type) || matches!(value_type, ValueType::Any),
            Self::Order => matches!(
                value_type,
                ValueType::Number | ValueType::Date | ValueType::Instant | ValueType::Any
            ),
        }
    }
}

/// Whether values of that type are texts.
pub(super) const fn is_textual(value_type: ValueType) -> bool {
    match value_type {
        ValueType::Text
        | ValueType::Language
        | ValueType::Country
        | ValueType::Zone
        | ValueType::Phone
        | ValueType::Email
        | ValueType::Assignee => true,
        ValueType::Number
        | ValueType::YesNo
        | ValueType::Date
        | ValueType::Instant
        | ValueType::Channel
        | ValueType::Words(_)
        | ValueType::Any => false,
    }
}

/// Whether a value of that type may be written without quotes.
pub(super) const fn takes_bare_word(value_type: ValueType) -> bool {
    matches!(
        value_type,
        ValueType::Language
            | ValueType::Country
            | ValueType::Channel
            | ValueType::Assignee
            | ValueType::Words(_)
            | ValueType::YesNo
            | ValueType::Any
    )
}
