//! D003: a message bears a content type, or is a template, that no channel of its flow has.

use std::collections::BTreeSet;

use crate::check::SymbolKind;
use crate::check::rules::{Workspace, channels};
use crate::check::sites::MessageSite;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::suggest::listed;
use crate::policy::ChannelKind;
use crate::policy::channels::ChannelRow;
use crate::policy::messages::ContentType;
use crate::syntax::ast;

/// Finds content types and templates that nothing is done with on any channel of the flow. What a channel had once,
/// and has no longer, is another matter (D009).
pub(in crate::check::rules) fn not_on_the_channel(
    workspace: &Workspace<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for item in workspace.items() {
        let ast::Item::Template(template) = item else { continue };
        diagnostics.extend(channel_without_templates(workspace, template));
    }
    for message in &workspace.sites.messages {
        if message.content_type.is_none() && !matches!(message.content, ast::SendContent::Template { .. }) {
            continue;
        }
        let Some(kinds) = kinds(workspace, message.flow) else { continue };
        diagnostics.extend(content_type(message, &kinds));
        diagnostics.extend(template(workspace, message, &kinds));
    }
}

/// The kinds of the flow's channels; none when one is not known.
fn kinds(workspace: &Workspace<'_>, flow: &ast::Flow) -> Option<BTreeSet<ChannelKind>> {
    channels::of_flow(flow)?.into_iter().map(|name| workspace.channel_kind(&name.text)).collect()
}

fn channel_without_templates(workspace: &Workspace<'_>, template: &ast::Template) -> Option<Diagnostic> {
    let kind = workspace.channel_kind(&template.channel.text)?;
    let has = |kind| ChannelRow::history(kind).iter().any(|row| row.templates);
    if has(kind) {
        return None;
    }
    let with = ChannelKind::ALL.into_iter().filter(|kind| has(*kind)).map(ChannelKind::name);
    let message = format!("{kind} has no templates");
    Some(
        Diagnostic::error("D003", template.channel.span, message, "approves none")
            .help(format!("write a `text`; templates are for {}", listed(with, 4))),
    )
}

fn content_type(message: &MessageSite<'_>, kinds: &BTreeSet<ChannelKind>) -> Option<Diagnostic> {
    let name = message.content_type?;
    let content = ContentType::parse(&name.text)?;
    let knows = |kind: &ChannelKind| {
        ChannelRow::history(*kind).iter().any(|row| row.content_types.contains(&content))
    };
    if kinds.iter().any(knows) {
        return None;
    }
    let on = listed(kinds.iter().map(|kind| kind.name()), 4);
    let text = format!("there is no content type `{content}` on {on}");
    Some(
        Diagnostic::error("D003", name.span, text, "means nothing there")
            .help(format!("leave it out, or send by {}", content.row().channel)),
    )
}

fn template(
    workspace: &Workspace<'_>,
    message: &MessageSite<'_>,
    kinds: &BTreeSet<ChannelKind>,
) -> Option<Diagnostic> {
    let ast::SendContent::Template { name, .. } = message.content else { return None };
    let Some(ast::Item::Template(template)) = workspace.definition(SymbolKind::Template, &name.text) else {
        return None;
    };
    let approved = workspace.channel_kind(&template.channel.text)?;
    if kinds.contains(&approved) {
        return None;
    }
    let on = listed(kinds.iter().map(|kind| kind.name()), 4);
    let text = format!("template `{}` is none of {on}", name.text);
    Some(
        Diagnostic::error("D003", name.span, text, "cannot be sent there")
            .and(template.channel.span, "approved here")
            .help(format!("add `{}` to `via`, or send a text", template.channel.text)),
    )
}
