//! T002: a value that stands for nothing: no such zone, language, country, date, number or address.

use crate::check::rules::Workspace;
use crate::check::sites::{Accepts, Assigned};
use crate::check::types;
use crate::check::values::{self, Misfit};
use crate::diagnostics::Diagnostic;
use crate::fields::ValueType;
use crate::source::Span;
use crate::syntax::ast;

/// Finds values that stand for nothing.
pub(in crate::check::rules) fn no_such_value(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let sites = workspace.sites;
    for zone in &sites.zones {
        diagnostics.extend(in_string(zone, values::zone));
    }
    for tag in &sites.languages {
        diagnostics.extend(values::language(&tag.text).map(|misfit| found(tag.span, misfit)));
    }
    for country in &sites.countries {
        diagnostics.extend(in_string(country, values::country));
    }
    for address in &sites.addresses {
        let misfit = match address.accepts {
            Accepts::Email => values::email,
            Accepts::EmailOrPhone => values::address,
        };
        diagnostics.extend(in_string(address.text, misfit));
    }
    for compare in &sites.comparisons {
        let path = &compare.field.names;
        let Some(meaning) = types::meaning(workspace.files, workspace.symbols, path) else { continue };
        for value in types::compared_values(&compare.operator) {
            diagnostics.extend(in_value(value, meaning.value_type()));
        }
    }
    for assignment in &sites.assignments {
        if let Some(value_type) = types::assigned_type(workspace.files, workspace.symbols, &assignment.field)
        {
            diagnostics.extend(in_value(assignment.value, value_type));
        } else if let Assigned::OfContact(name) = assignment.field
            && name.text == "sms"
        {
            diagnostics.extend(in_value(assignment.value, ValueType::Phone));
        }
    }
}

fn in_value(value: &ast::Value, value_type: ValueType) -> Option<Diagnostic> {
    let misfit: fn(&str) -> Option<Misfit> = match value_type {
        ValueType::Language => values::language,
        ValueType::Country => values::country,
        ValueType::Zone => values::zone,
        ValueType::Phone => values::phone::misfit,
        ValueType::Email => values::email,
        ValueType::Text
        | ValueType::Number
        | ValueType::YesNo
        | ValueType::Date
        | ValueType::Instant
        | ValueType::Channel
        | ValueType::Assignee
        | ValueType::Words(_)
        | ValueType::Any => return None,
    };
    match value {
        ast::Value::Text(text) => in_string(text, misfit),
        ast::Value::Word(name) if types::takes_bare_word(value_type) => {
            misfit(&name.text).map(|misfit| found(name.span, misfit))
        }
        _ => None,
    }
}

/// A string with a placeholder is not known before it is filled in.
fn in_string(text: &ast::Str, misfit: fn(&str) -> Option<Misfit>) -> Option<Diagnostic> {
    misfit(text.plain()?).map(|misfit| found(text.span, misfit))
}

fn found(span: Span, misfit: Misfit) -> Diagnostic {
    let mut diagnostic = Diagnostic::error("T002", span, misfit.fact, "");
    diagnostic.help = misfit.help;
    diagnostic
}
