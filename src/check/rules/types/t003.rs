//! T003: a placeholder may have nothing to show, and says nothing to show instead.

use crate::check::rules::Workspace;
use crate::check::sites::Certainty;
use crate::check::types;
use crate::check::types::FieldMeaning;
use crate::diagnostics::{Diagnostic, Severity};
use crate::fields::Builtin;

/// Finds placeholders without a default whose field is not certain to be known.
pub(in crate::check::rules) fn may_be_unknown(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for site in &workspace.sites.placeholders {
        if site.certainty == Certainty::Known || site.placeholder.default.is_some() {
            continue;
        }
        let path = &site.placeholder.path;
        let Some(meaning) = types::meaning(workspace.files, workspace.symbols, path) else { continue };
        if always_known(meaning) {
            continue;
        }
        let path = types::dotted(path);
        let message = format!("`{path}` may be unknown, and nothing is said instead");
        let label = "this part of the text would be empty";
        diagnostics.push(
            Diagnostic::new("T003", Severity::Warning, site.placeholder.span, message, label)
                .help(format!("write what to say instead: `{{{path} | …}}`")),
        );
    }
}

fn always_known(meaning: FieldMeaning) -> bool {
    matches!(meaning, FieldMeaning::Builtin(Builtin::ConversationStatus | Builtin::ConversationBot))
}
