//! T001: an operator or a value that does not fit the field's type.

mod value;

use crate::check::rules::Workspace;
use crate::check::sites::{Access, Assigned, FieldUse};
use crate::check::types::{self, Family, FieldMeaning};
use crate::diagnostics::Diagnostic;
use crate::fields::ValueType;
use crate::syntax::ast;

/// Finds operators and values that do not fit.
pub(in crate::check::rules) fn wrong_type(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for compare in &workspace.sites.comparisons {
        in_comparison(workspace, compare, diagnostics);
    }
    for assignment in &workspace.sites.assignments {
        diagnostics.extend(quoted_group(&assignment.field, assignment.value));
        let Some(target) = target(workspace, &assignment.field) else { continue };
        diagnostics.extend(value::misfit(workspace, &target, assignment.value, ast::Case::Sensitive));
    }
    for usage in &workspace.sites.fields {
        diagnostics.extend(wrong_access(workspace, usage));
    }
    for item in workspace.items() {
        if let ast::Item::Field(item) = item {
            declaration(workspace, item, diagnostics);
        }
    }
}

/// A field that a value is held against.
struct Target<'a> {
    /// As the author names it.
    path: String,
    /// What it holds.
    value_type: ValueType,
    /// The values that its declaration allows; empty when it allows all.
    one_of: &'a [ast::Value],
}

impl<'a> Target<'a> {
    fn at(workspace: &Workspace<'a>, path: String) -> Option<Self> {
        let meaning = types::field(workspace.files, workspace.symbols, &path)?;
        let declared = match meaning {
            FieldMeaning::Declared(_) => types::declared(workspace.files, workspace.symbols, &path),
            FieldMeaning::Builtin(_) | FieldMeaning::Event => None,
        };
        let one_of = declared.map(|item| item.one_of.as_slice()).unwrap_or_default();
        Some(Self { path, value_type: meaning.value_type(), one_of })
    }
}

/// What a value is given to: a field, or a word of a scenario's contact that takes a text.
fn target<'a>(workspace: &Workspace<'a>, assigned: &Assigned<'_>) -> Option<Target<'a>> {
    let path = types::assigned_path(assigned)?;
    if let Some(target) = Target::at(workspace, path) {
        return Some(target);
    }
    match assigned {
        Assigned::OfContact(name) if is_contact_word(&name.text) => {
            Some(Target { path: name.text.clone(), value_type: ValueType::Text, one_of: &[] })
        }
        // Unknown names are N001.
        Assigned::OfContact(_) | Assigned::Path(_) | Assigned::OfDevice(_) | Assigned::Expected(_) => None,
    }
}

/// `group "clients"`: a group has a name, not a text.
fn quoted_group(field: &Assigned<'_>, value: &ast::Value) -> Option<Diagnostic> {
    let Assigned::OfContact(name) = field else { return None };
    (name.text == "group").then(|| {
        Diagnostic::error("T001", value.span(), "`group` takes the name of a group", "not a name")
            .help("write the group's name without quotes")
    })
}

fn is_contact_word(name: &str) -> bool {
    name == "tag" || crate::policy::ChannelKind::parse(name).is_some()
}

fn in_comparison(workspace: &Workspace<'_>, compare: &ast::Compare, diagnostics: &mut Vec<Diagnostic>) {
    let Some(target) = Target::at(workspace, compare.field.dotted()) else { return };
    let family = Family::of(&compare.operator);
    if !family.fits(target.value_type) {
        let (path, described) = (&target.path, target.value_type.described());
        let asked = match family {
            Family::Text => "has no text to search in",
            Family::Order | Family::Equality => "comes neither before nor behind another value",
        };
        let message = format!("`{path}` is {described} and {asked}");
        diagnostics.push(
            Diagnostic::error("T001", compare.operator_span, message, "does not fit the field")
                .help(format!("ask with {}", operators_of(target.value_type))),
        );
        return;
    }
    if compare.case == ast::Case::Ignored && !is_about_text(target.value_type) {
        let message = format!("`{}` is {}, not text", target.path, target.value_type.described());
        let label = "`ignoring case` is for text";
        diagnostics
            .push(Diagnostic::error("T001", compare.span, message, label).help("remove `ignoring case`"));
    }
    for value in types::compared_values(&compare.operator) {
        diagnostics.extend(value::misfit(workspace, &target, value, compare.case));
    }
}

fn is_about_text(value_type: ValueType) -> bool {
    types::is_textual(value_type) || matches!(value_type, ValueType::Any)
}

fn operators_of(value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::Number | ValueType::Date | ValueType::Instant => {
            "`is`, `is not`, `is one of`, `<`, `<=`, `>`, `>=`, `is known` or `is unknown`"
        }
        ValueType::YesNo | ValueType::Channel | ValueType::Words(_) => {
            "`is`, `is not`, `is one of`, `is known` or `is unknown`"
        }
        ValueType::Text
        | ValueType::Language
        | ValueType::Country
        | ValueType::Zone
        | ValueType::Phone
        | ValueType::Email
        | ValueType::Assignee
        | ValueType::Any => {
            "`is`, `is one of`, `contains`, `starts with`, `matches`, `is known` or `is unknown`"
        }
    }
}

/// A field that is set but not the contact's, or waited for but not an instant.
fn wrong_access(workspace: &Workspace<'_>, usage: &FieldUse<'_>) -> Option<Diagnostic> {
    if usage.access == Access::Read {
        return None;
    }
    let path = usage.path.dotted();
    let meaning = types::field(workspace.files, workspace.symbols, &path)?;
    let (message, label, help) = match usage.access {
        Access::Read => return None,
        Access::Write => {
            let is_contacts = match meaning {
                FieldMeaning::Builtin(_) => path.starts_with("contact."),
                FieldMeaning::Declared(_) => true,
                FieldMeaning::Event => false,
            };
            if is_contacts {
                return None;
            }
            let message = format!("`{path}` cannot be set");
            (message, "not a field of the contact", "declare a field for it: `field contact.NAME: text`")
        }
        Access::Await => {
            let waits = matches!(meaning.value_type(), ValueType::Instant | ValueType::Date | ValueType::Any);
            if waits {
                return None;
            }
            let message = format!("`{path}` is {}, not a date with a time", meaning.value_type().described());
            (message, "nothing to wait for", "wait for `callback.time`, `booking.time` or an `instant` field")
        }
    };
    Some(Diagnostic::error("T001", usage.path.span, message, label).help(help))
}

fn declaration(workspace: &Workspace<'_>, item: &ast::Field, diagnostics: &mut Vec<Diagnostic>) {
    let path = item.path.dotted();
    if item.path.names.len() != 2 || !path.starts_with("contact.") {
        diagnostics.push(
            Diagnostic::error(
                "T001",
                item.path.span,
                format!("`{path}` cannot be declared"),
                "not a field of the contact",
            )
            .help("declare `contact.NAME`; `event.NAME` needs no declaration"),
        );
    }
    let value_type = FieldMeaning::Declared(item.field_type).value_type();
    let target = Target { path, value_type, one_of: &[] };
    for value in &item.one_of {
        diagnostics.extend(value::misfit(workspace, &target, value, ast::Case::Sensitive));
    }
}
