//! What messages say.

use crate::fields::ValueType;
use crate::program::{Argument, Content, Piece, Wording};
use crate::syntax::ast::{self, SendContent, StrPart};

use super::names::Names;
use super::value::value;

/// A text with places for fields.
pub(super) fn wording(names: &mut Names, text: &ast::Str) -> Wording {
    template_wording(names, text, &[])
}

/// A template's text: places for its parameters, and for fields.
pub(super) fn template_wording(names: &mut Names, text: &ast::Str, parameters: &[ast::Name]) -> Wording {
    let mut piece = |part: &StrPart| match part {
        StrPart::Text(text) => Piece::Text(text.as_str().into()),
        StrPart::Placeholder(placeholder) => match parameter(parameters, &placeholder.path) {
            Some(at) => Piece::Parameter(at),
            None => {
                Piece::Field(names.field(&placeholder.path), placeholder.default.as_deref().map(Into::into))
            }
        },
    };
    Wording { pieces: text.parts.iter().map(&mut piece).collect() }
}

/// What a message says.
pub(super) fn content(names: &mut Names, content: &SendContent) -> Content {
    match content {
        SendContent::Text(text) => Content::Text(wording(names, text)),
        SendContent::Named(name) => Content::Named(names.text(name)),
        SendContent::Template { name, arguments, .. } => {
            let arguments = arguments.iter().map(|tree| argument(names, ValueType::Any, tree)).collect();
            Content::Template(names.template(name), arguments)
        }
        SendContent::Ai { instruction, .. } => {
            Content::Ai(instruction.as_ref().map(|text| wording(names, text)))
        }
    }
}

/// A template's argument, or what a field that holds `holds` is set to.
pub(super) fn argument(names: &mut Names, holds: ValueType, tree: &ast::Value) -> Argument {
    match tree {
        ast::Value::Text(text) => Argument::Wording(wording(names, text)),
        ast::Value::Field(path) => Argument::Field(names.field(&path.names)),
        ast::Value::Number(..)
        | ast::Value::Word(_)
        | ast::Value::Date(..)
        | ast::Value::DateTime(_)
        | ast::Value::Time(..)
        | ast::Value::Duration(..) => Argument::Value(value(names, holds, tree)),
    }
}

fn parameter(parameters: &[ast::Name], path: &[ast::Name]) -> Option<u32> {
    let [name] = path else { return None };
    let at = parameters.iter().position(|parameter| parameter.text == name.text)?;
    Some(at as u32)
}
