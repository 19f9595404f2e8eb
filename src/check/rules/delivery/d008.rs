//! D008: a conversation is handed over to a bot that is not on the channel, or for an answer that it does not have.

use crate::check::SymbolKind;
use crate::check::rules::flows::each_step;
use crate::check::rules::{Workspace, channels};
use crate::check::sites::Target;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::suggest::{listed, nearest};
use crate::policy::ChannelKind;
use crate::syntax::ast;

/// Finds bots that none of their flow's channels has, and answers that their bot lacks.
pub(in crate::check::rules) fn wrong_bot(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for item in workspace.items() {
        let ast::Item::Flow(flow) = item else { continue };
        let Some(channels) = channels::of_flow(flow) else { continue };
        each_step(&flow.steps, &mut |step| {
            if let ast::StepKind::HandOver(hand_over) = &step.kind
                && let ast::Receiver::Bot { bot, .. } = &hand_over.to
            {
                diagnostics.extend(not_connected(workspace, bot, &channels));
            }
        });
    }
    missing_answers(workspace, diagnostics);
}

/// A bot is connected to the channels that it lists, to those that list it, and to all of a kind whose own channel
/// it lists.
fn not_connected(workspace: &Workspace<'_>, bot: &ast::Name, channels: &[&ast::Name]) -> Option<Diagnostic> {
    let Some(ast::Item::Bot(item)) = workspace.definition(SymbolKind::Bot, &bot.text) else { return None };
    let connected = |channel: &&ast::Name| {
        let kind = workspace.channel_kind(&channel.text).map(ChannelKind::name);
        let declared = workspace.channel_item(&channel.text);
        let listed_there = declared
            .into_iter()
            .flat_map(|declared| &declared.clauses)
            .any(|clause| matches!(clause, ast::ChannelClause::Bot(name) if name.text == bot.text));
        listed_there
            || kind.is_none()
            || item.channels.iter().any(|name| name.text == channel.text || Some(&*name.text) == kind)
    };
    // A bot that says nothing of channels may be on any, and an unknown name (N001) may mean this one.
    let unclear = item.channels.iter().any(|name| workspace.channel_kind(&name.text).is_none());
    if item.channels.is_empty() || unclear || channels.iter().any(connected) {
        return None;
    }
    let on = listed(channels.iter().map(|channel| channel.text.as_str()), 4);
    let message = format!("bot `{}` is not connected to {on}", bot.text);
    let help = format!("it is on {}", listed(item.channels.iter().map(|name| name.text.as_str()), 4));
    Some(Diagnostic::error("D008", bot.span, message, "not there").and(item.name.span, "the bot").help(help))
}

fn missing_answers(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
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
