//! N003: something is defined and never used.

use std::collections::BTreeSet;

use crate::check::rules::{Reading, Workspace};
use crate::check::symbols::{Origin, SymbolId, SymbolKind};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::ast;

/// Finds definitions that nothing refers to. A flow that nothing starts is another matter (F003), and nothing is
/// said while a part of the text cannot be read: the use may stand there.
pub(in crate::check::rules) fn never_used(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if workspace.reading == Reading::Partial {
        return;
    }
    for (symbol, id) in workspace.symbols.all().iter().zip(0..) {
        let (Origin::Declared, Some(span)) = (symbol.origin, symbol.span) else { continue };
        if symbol.kind == SymbolKind::Flow || workspace.references.is_used(SymbolId(id)) {
            continue;
        }
        let what = format!("{} `{}`", symbol.kind.word(), symbol.name);
        diagnostics.push(unused(&what, span, remedy(symbol.kind)));
    }
}

/// Finds parameters of templates that their text does not show.
pub(in crate::check::rules) fn parameter_never_used(
    workspace: &Workspace<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if workspace.reading == Reading::Partial {
        return;
    }
    for item in workspace.items() {
        let ast::Item::Template(template) = item else { continue };
        let used: BTreeSet<&str> = template.text.parts.iter().filter_map(single_name).collect();
        for parameter in template.parameters.iter().filter(|name| !used.contains(name.text.as_str())) {
            let what = format!("parameter `{}` of template `{}`", parameter.text, template.name.text);
            let help =
                format!("write `{{{}}}` in the template's text, or remove the parameter", parameter.text);
            diagnostics.push(unused(&what, parameter.span, &help));
        }
    }
}

fn unused(what: &str, span: Span, help: &str) -> Diagnostic {
    let message = format!("{what} is never used");
    Diagnostic::new("N003", Severity::Warning, span, message, "nothing refers to it").help(help)
}

fn remedy(kind: SymbolKind) -> &'static str {
    match kind {
        SymbolKind::Schedule => "use it with `within`, or remove it",
        SymbolKind::Channel => "name it behind `via` or `from`, or remove it",
        SymbolKind::Bot => "hand over to it or give it to a channel, or remove it",
        SymbolKind::Template | SymbolKind::Text => "send it, or remove it",
        SymbolKind::Intent => "start a flow by it, or remove it",
        SymbolKind::Group => "add contacts to it or ask for it in a condition, or remove it",
        SymbolKind::Field => "set it, ask for it or show it, or remove it",
        SymbolKind::Flow => "start it, or remove it",
    }
}

fn single_name(part: &ast::StrPart) -> Option<&str> {
    match part {
        ast::StrPart::Placeholder(placeholder) => match placeholder.path.as_slice() {
            [name] => Some(&name.text),
            _ => None,
        },
        ast::StrPart::Text(_) => None,
    }
}
