//! D008: a conversation is handed over for an answer that the bot does not have.

use crate::check::SymbolKind;
use crate::check::rules::Workspace;
use crate::check::sites::Target;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::suggest::{listed, nearest};
use crate::syntax::ast;

/// Finds answers that their bot lacks.
pub(in crate::check::rules) fn missing_answer(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for usage in &workspace.sites.uses {
        let Target::Answer(bot) = usage.target else { continue };
        let Some(ast::Item::Bot(item)) = workspace.definition(SymbolKind::Bot, &bot.text) else { continue };
        if item.answers.iter().any(|answer| answer.text == usage.name.text) {
            continue;
        }
        let answers = || item.answers.iter().map(|answer| answer.text.as_str());
        let help = match nearest(&usage.name.text, answers()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if item.answers.is_empty() => format!("add `answers {}` to the bot", usage.name.text),
            None => format!("it answers {}", listed(answers(), 8)),
        };
        let message = format!("bot `{}` has no answer `{}`", bot.text, usage.name.text);
        diagnostics.push(
            Diagnostic::error("D008", usage.name.span, message, "not one of its answers")
                .and(item.name.span, "the bot")
                .help(help),
        );
    }
}
