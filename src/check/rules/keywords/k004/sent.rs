//! The texts that flows send, each with the channels that it may go out on.

use unicode_normalization::UnicodeNormalization;

use crate::check::SymbolKind;
use crate::check::rules::Workspace;
use crate::check::sites::MessageSite;
use crate::source::Span;
use crate::syntax::ast;

/// A text on its way to a channel.
pub(super) struct SentText<'a> {
    pub text: String,
    pub span: Span,
    pub flow: &'a ast::Flow,
    pub channels: Vec<Option<&'a str>>,
}

/// The texts that the workspace's places send.
pub(super) fn texts<'a>(workspace: &Workspace<'a>) -> Vec<SentText<'a>> {
    let mut texts = Vec::new();
    for message in &workspace.sites.messages {
        let channels = channels(message.flow);
        let strings = strings(workspace, message);
        texts.extend(strings.into_iter().map(|string| SentText {
            text: read(string),
            span: string.span,
            flow: message.flow,
            channels: channels.clone(),
        }));
    }
    texts
}

/// The texts that the workspace's places send, as keywords are looked for in them.
pub(in crate::check) fn sent(workspace: &Workspace<'_>) -> Vec<String> {
    texts(workspace).into_iter().map(|sent| sent.text).collect()
}

fn strings<'a>(workspace: &Workspace<'a>, message: &MessageSite<'a>) -> Vec<&'a ast::Str> {
    match message.content {
        ast::SendContent::Text(text) => vec![text],
        ast::SendContent::Named(name) => match workspace.definition(SymbolKind::Text, &name.text) {
            Some(ast::Item::Text(text)) => text.texts.iter().flat_map(|local| &local.strings).collect(),
            _ => Vec::new(),
        },
        ast::SendContent::Template { name, .. } => {
            match workspace.definition(SymbolKind::Template, &name.text) {
                Some(ast::Item::Template(template)) => vec![&template.text],
                _ => Vec::new(),
            }
        }
        ast::SendContent::Ai { .. } => Vec::new(),
    }
}

/// The text with something that is no letter for each placeholder.
fn read(string: &ast::Str) -> String {
    let parts = string.parts.iter().map(|part| match part {
        ast::StrPart::Text(text) => text.as_str(),
        ast::StrPart::Placeholder(_) => "{}",
    });
    let text: String = parts.collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").nfc().collect()
}

/// The channels that a flow's messages may go out on; none of them is known when one entry is none.
fn channels(flow: &ast::Flow) -> Vec<Option<&str>> {
    let candidates = flow.header.via.iter().flat_map(|(candidates, _)| candidates);
    let mut channels: Vec<_> = candidates.map(|candidate| Some(candidate.channel.text.as_str())).collect();
    if channels.is_empty() {
        let from = |trigger: &'_ ast::Trigger| trigger.from.as_ref().map(|name| name.span);
        match flow.header.on.iter().all(|trigger| from(trigger).is_some()) {
            true => channels.extend(flow.header.on.iter().map(|on| on.from.as_ref().map(|name| &*name.text))),
            false => channels.push(None),
        }
    }
    if channels.is_empty() {
        channels.push(None);
    }
    channels
}
