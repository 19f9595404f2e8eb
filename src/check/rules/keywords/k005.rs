//! K005: a keyword is made of digits.

use crate::check::rules::Workspace;
use crate::diagnostics::{Diagnostic, Severity};

/// Finds keywords of digits alone.
pub(in crate::check::rules) fn made_of_digits(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for site in &workspace.sites.keywords {
        let Some(keyword) = site.text.plain() else { continue };
        let visible = || keyword.chars().filter(|character| !character.is_whitespace());
        if visible().next().is_none() || !visible().all(char::is_numeric) {
            continue;
        }
        let message = format!("keyword `{keyword}` is made of digits");
        let label = "stands in many a message: a quantity, a date, a house number";
        diagnostics.push(
            Diagnostic::new("K005", Severity::Warning, site.text.span, message, label)
                .help("choose a word in capitals"),
        );
    }
}
