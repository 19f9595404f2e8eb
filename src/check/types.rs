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

/// The field at a path; none when there is no such field.
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
