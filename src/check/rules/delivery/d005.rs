//! D005: a placeholder or an argument of a template is missing or unknown.

use crate::check::rules::Workspace;
use crate::check::sites::{Call, Misplaced, PlaceholderSite};
use crate::check::{SymbolKind, types};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::suggest::{listed, nearest};
use crate::fields::TABLE;
use crate::syntax::ast;

/// Finds placeholders that mean nothing, and templates with too few or too many arguments.
pub(in crate::check::rules) fn placeholders_and_arguments(
    workspace: &Workspace<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for site in &workspace.sites.placeholders {
        diagnostics.extend(unknown_placeholder(workspace, site));
    }
    diagnostics.extend(workspace.sites.misplaced.iter().map(misplaced));
    for call in &workspace.sites.calls {
        diagnostics.extend(wrong_arguments(workspace, call));
    }
}

fn unknown_placeholder(workspace: &Workspace<'_>, site: &PlaceholderSite<'_>) -> Option<Diagnostic> {
    let names = &site.placeholder.path;
    let parameters = site.template.map(|template| template.parameters.as_slice()).unwrap_or_default();
    let is_parameter =
        matches!(names.as_slice(), [name] if parameters.iter().any(|known| known.text == name.text));
    if is_parameter || types::meaning(workspace.files, workspace.symbols, names).is_some() {
        return None;
    }
    let path = types::dotted(names);
    let (message, label) = match site.template {
        Some(template) => {
            let message = format!("template `{}` has no parameter `{path}`", template.name.text);
            (message, "neither a parameter nor a field")
        }
        None => (format!("there is nothing to put in for `{{{path}}}`"), "no such field"),
    };
    let fields = || TABLE.iter().map(|(_, path, _)| *path).chain(workspace.symbols.names(SymbolKind::Field));
    let known = || parameters.iter().map(|parameter| parameter.text.as_str());
    let last = |field: &&str| field.rsplit('.').next() == Some(path.as_str());
    let near = nearest(&path, known()).or_else(|| fields().find(last)).or_else(|| nearest(&path, fields()));
    let help = match near {
        Some(near) => format!("did you mean `{{{near}}}`?"),
        None if parameters.is_empty() => "write `\\{` for a brace that stands for itself".to_owned(),
        None => format!("its parameters are {}", listed(known(), 8)),
    };
    Some(Diagnostic::error("D005", site.placeholder.span, message, label).help(help))
}

fn misplaced(site: &Misplaced<'_>) -> Diagnostic {
    let message = format!("{} cannot hold a placeholder", site.role);
    Diagnostic::error("D005", site.placeholder.span, message, "nothing is put in here")
        .help("write `\\{` for a brace that stands for itself")
}

fn wrong_arguments(workspace: &Workspace<'_>, call: &Call<'_>) -> Option<Diagnostic> {
    let Some(ast::Item::Template(template)) = workspace.definition(SymbolKind::Template, &call.name.text)
    else {
        return None;
    };
    let (wanted, given) = (template.parameters.len(), call.arguments.len());
    if wanted == given {
        return None;
    }
    let name = &template.name.text;
    let parameters = || template.parameters.iter().map(|parameter| parameter.text.as_str());
    let message = match wanted {
        0 => format!("template `{name}` takes no arguments, {given} given"),
        1 => format!("template `{name}` takes 1 argument, {given} given"),
        _ => format!("template `{name}` takes {wanted} arguments, {given} given"),
    };
    let label = match template.parameters.get(given) {
        Some(missing) => format!("`{}` is missing", missing.text),
        None => "too many".to_owned(),
    };
    let help = match wanted {
        0 => format!("write `template {name}`"),
        _ => format!("give {} in this order", listed(parameters(), 8)),
    };
    Some(
        Diagnostic::error("D005", call.span, message, label)
            .and(template.name.span, "the template")
            .help(help),
    )
}
