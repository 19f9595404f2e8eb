//! K007: a word that opts the contact out is used as a keyword.

use crate::check::rules::Workspace;
use crate::diagnostics::Diagnostic;
use crate::policy::keywords::{Consent, keyword_in};

/// Finds keywords that opt the contact out before any flow sees them.
pub(in crate::check::rules) fn opts_out(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for site in &workspace.sites.keywords {
        let Some(keyword) = site.text.plain() else { continue };
        let Some(known) = keyword_in(keyword).filter(|known| known.consent == Consent::OptOut) else {
            continue;
        };
        let on = match &site.trigger.from {
            Some(channel) => format!(" on {}", channel.text),
            None => String::new(),
        };
        let message = format!("keyword `{keyword}` opts the contact out{on}");
        let label = format!("`{}` ends every flow and starts none", known.word);
        diagnostics.push(
            Diagnostic::error("K007", site.text.span, message, label)
                .help("choose another word, or use `on opt_out` to do something when a contact opts out"),
        );
    }
}
