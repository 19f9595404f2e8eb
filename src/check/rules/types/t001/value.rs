//! Whether a value fits a field, and what would.

use super::Target;
use crate::check::rules::Workspace;
use crate::check::{SymbolKind, types};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::suggest::{listed, nearest};
use crate::fields::ValueType;
use crate::syntax::ast;

/// Why the value does not fit; none when it does, or when it is wrong in another way (N001, T002).
pub(super) fn misfit(
    workspace: &Workspace<'_>,
    target: &Target<'_>,
    value: &ast::Value,
    case: ast::Case,
) -> Option<Diagnostic> {
    if let ast::Value::Field(path) = value {
        return other_field(workspace, target, path);
    }
    if !shape_fits(target, value) {
        return Some(wrong_shape(target, value));
    }
    match target.value_type {
        ValueType::Words(words) => not_listed(target, value, words.to_vec(), case),
        ValueType::YesNo => not_listed(target, value, vec!["yes", "no"], case),
        // A channel's name without quotes is a reference: N001 tells of unknown ones.
        ValueType::Channel if matches!(value, ast::Value::Word(_)) => None,
        ValueType::Channel => {
            let mut channels: Vec<&str> = workspace.symbols.names(SymbolKind::Channel).collect();
            channels.sort_unstable();
            not_listed(target, value, channels, case)
        }
        ValueType::Text if !target.one_of.is_empty() => {
            let allowed = target.one_of.iter().filter_map(written).collect();
            not_listed(target, value, allowed, case)
        }
        ValueType::Number | ValueType::Date | ValueType::Instant if !target.one_of.is_empty() => {
            let same = |allowed: &ast::Value| same_value(allowed, value);
            (!target.one_of.iter().any(same)).then(|| {
                Diagnostic::error("T001", value.span(), not_one_of(target, "this value"), "not allowed")
                    .help("the field's declaration lists what it may be")
            })
        }
        ValueType::Text
        | ValueType::Number
        | ValueType::Date
        | ValueType::Instant
        | ValueType::Language
        | ValueType::Country
        | ValueType::Zone
        | ValueType::Phone
        | ValueType::Email
        | ValueType::Assignee
        | ValueType::Any => None,
    }
}

fn shape_fits(target: &Target<'_>, value: &ast::Value) -> bool {
    match (target.value_type, value) {
        (ValueType::Any, _)
        | (ValueType::Number, ast::Value::Number(..))
        | (ValueType::YesNo | ValueType::Channel | ValueType::Words(_), ast::Value::Word(_))
        | (ValueType::Channel | ValueType::Words(_), ast::Value::Text(_))
        | (ValueType::Date, ast::Value::Date(..))
        | (ValueType::Instant, ast::Value::DateTime(_) | ast::Value::Date(..)) => true,
        (ValueType::Text, ast::Value::Word(_)) => !target.one_of.is_empty(),
        (value_type, ast::Value::Word(_)) => {
            types::is_textual(value_type) && types::takes_bare_word(value_type)
        }
        (value_type, ast::Value::Text(_)) => types::is_textual(value_type),
        _ => false,
    }
}

fn wrong_shape(target: &Target<'_>, value: &ast::Value) -> Diagnostic {
    let (path, described) = (&target.path, target.value_type.described());
    let message = format!("`{path}` is {described}, not {}", shape(value));
    let found = Diagnostic::error("T001", value.span(), message, "does not fit the field");
    match (target.value_type, value) {
        (value_type, ast::Value::Word(word)) if types::is_textual(value_type) => {
            let quoted = format!("\"{}\"", word.text);
            let fixed = found.help(format!("write it between quotes: `{quoted}`"));
            fixed.fix(format!("write `{quoted}`"), vec![(word.span, quoted)])
        }
        (ValueType::Words(words), _) => found.help(format!("write {}", listed(words.iter().copied(), 8))),
        (ValueType::YesNo, _) => found.help("write `yes` or `no`, without quotes"),
        (ValueType::Number, ast::Value::Text(text)) if is_number(text) => {
            let bare = text.plain().unwrap_or_default().to_owned();
            let fixed = found.help("write the number without quotes");
            fixed.fix(format!("write `{bare}`"), vec![(text.span, bare)])
        }
        (ValueType::Number, _) => found.help("write a number: `49.90`"),
        (ValueType::Date, _) => found.help("write a date: `2026-12-25`"),
        (ValueType::Instant, _) => found.help("write a date with a time: `2026-12-25 09:00`"),
        (ValueType::Channel, _) => found.help("write a channel's name: `sms`"),
        _ => found.help("write a text between quotes"),
    }
}

fn is_number(text: &ast::Str) -> bool {
    text.plain().is_some_and(|text| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        digits.chars().all(|letter| letter.is_ascii_digit()) && !digits.is_empty()
    })
}

fn shape(value: &ast::Value) -> &'static str {
    match value {
        ast::Value::Text(_) => "a text",
        ast::Value::Number(..) => "a number",
        ast::Value::Word(_) => "a word without quotes",
        ast::Value::Date(..) => "a date",
        ast::Value::DateTime(_) => "a date with a time",
        ast::Value::Time(..) => "a time",
        ast::Value::Duration(..) => "a duration",
        ast::Value::Field(_) => "another field",
    }
}

/// A word or text that is not one of a few.
fn not_listed(
    target: &Target<'_>,
    value: &ast::Value,
    allowed: Vec<&str>,
    case: ast::Case,
) -> Option<Diagnostic> {
    let given = written(value)?;
    let same = |word: &&str| match case {
        ast::Case::Sensitive => *word == given,
        ast::Case::Ignored => word.to_lowercase() == given.to_lowercase(),
    };
    if allowed.iter().any(same) {
        return None;
    }
    let near = nearest(given, allowed.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    let label = format!("allowed: {}", listed(allowed, 10));
    let mut found = Diagnostic::error("T001", value.span(), not_one_of(target, &format!("`{given}`")), label);
    found.help = near;
    Some(found)
}

fn not_one_of(target: &Target<'_>, given: &str) -> String {
    format!("{given} is not one of the values of `{}`", target.path)
}

/// A word, or a text in which nothing is filled in.
fn written(value: &ast::Value) -> Option<&str> {
    match value {
        ast::Value::Text(text) => text.plain(),
        ast::Value::Word(word) => Some(&word.text),
        ast::Value::Number(..)
        | ast::Value::Date(..)
        | ast::Value::DateTime(_)
        | ast::Value::Time(..)
        | ast::Value::Duration(..)
        | ast::Value::Field(_) => None,
    }
}

/// Whether two values of the same shape are the same, wherever they stand.
fn same_value(one: &ast::Value, other: &ast::Value) -> bool {
    match (one, other) {
        (ast::Value::Number(one, _), ast::Value::Number(other, _)) => one == other,
        (ast::Value::Date(one, _), ast::Value::Date(other, _)) => one == other,
        (ast::Value::DateTime(one), ast::Value::DateTime(other)) => one.local == other.local,
        _ => false,
    }
}

/// Another field's value: its type must be the same, or a text where a text is wanted.
fn other_field(workspace: &Workspace<'_>, target: &Target<'_>, path: &ast::FieldPath) -> Option<Diagnostic> {
    let other = types::field(workspace.files, workspace.symbols, &path.dotted())?.value_type();
    let any = target.value_type == ValueType::Any || other == ValueType::Any;
    let texts = types::is_textual(target.value_type) && (types::is_textual(other) || is_worded(other));
    if any || texts || target.value_type == other {
        return None;
    }
    let (wanted, given) = (target.value_type.described(), other.described());
    let message = format!("`{}` is {wanted}, and `{}` is {given}", target.path, path.dotted());
    let found = Diagnostic::error("T001", path.span, message, "does not fit the field");
    Some(found.help("use a field of the same type"))
}

fn is_worded(value_type: ValueType) -> bool {
    matches!(value_type, ValueType::Words(_) | ValueType::Channel)
}
