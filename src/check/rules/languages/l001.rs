//! L001: a text lacks a language of the workspace.

use crate::check::rules::{Reading, Workspace};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::suggest::listed;
use crate::syntax::ast;

/// Finds texts without a wording in a language that the workspace names. `en` serves for `en-GB`, and `en-GB` for
/// `en`. Nothing is said while a part of the text cannot be read: the wording may stand there.
pub(in crate::check::rules) fn missing_language(
    workspace: &Workspace<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if workspace.reading == Reading::Partial {
        return;
    }
    let declared = workspace.files.iter().flat_map(|file| &file.items).find_map(|item| match item {
        ast::Item::Workspace(declared) => declared.languages.first(),
        _ => None,
    });
    let Some(languages) = declared else { return };
    for item in workspace.items() {
        let ast::Item::Text(text) = item else { continue };
        let has = |language: &ast::Name| text.texts.iter().any(|local| is_same(&local.language, language));
        let missing: Vec<_> = languages.iter().filter(|language| !has(language)).collect();
        let Some(first) = missing.first() else { continue };
        let list = listed(missing.iter().map(|language| language.text.as_str()), 8);
        let message = format!("text `{}` has no wording in {list}", text.name.text);
        diagnostics.push(
            Diagnostic::error("L001", text.name.span, message, "its contacts would read another language")
                .and(first.span, "a language of the workspace")
                .help(format!("add `{} \"…\"`", first.text)),
        );
    }
}

fn is_same(one: &ast::Name, other: &ast::Name) -> bool {
    let primary = |name: &'_ ast::Name| name.text.split('-').next().unwrap_or_default().to_ascii_lowercase();
    primary(one) == primary(other)
}
