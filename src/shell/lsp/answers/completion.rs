//! What may be written at the cursor.

use gen_lsp_types as lsp;

use super::Asked;
use crate::check::SymbolKind;
use crate::ide::complete::{Completion, Kind, complete};
use crate::shell::lsp::transport::Refusal;

pub(super) fn of(
    asked: Asked<'_>,
    params: lsp::CompletionParams,
) -> Result<Vec<lsp::CompletionItem>, Refusal> {
    let (subject, byte) = asked.place(&params.text_document_position_params)?;
    // A blank asks only where something is sure to follow: otherwise each blank would open the list.
    let typed = params.context.as_ref().and_then(|context| context.trigger_character.as_deref());
    let found = complete(&subject.folder.live, subject.file, byte, asked.workspaces.now().today);
    if typed == Some(" ") && found.len() > LIST_BEHIND_BLANK_MAX {
        return Ok(Vec::new());
    }
    let item = |found: Completion| {
        let snippet = found.snippet.filter(|_| asked.client.takes_snippets);
        let new_text = snippet.map_or_else(|| found.text.clone(), str::to_owned);
        let range = subject.range(found.replaces);
        // Names before words: who types in the place of a name rather wants one.
        let order = if found.kind == Kind::Keyword { "1" } else { "0" };
        lsp::CompletionItem {
            kind: Some(kind(found.kind)),
            detail: found.detail,
            sort_text: Some(format!("{order}{}", found.text)),
            filter_text: Some(found.text.clone()),
            insert_text_format: snippet.map(|_| lsp::InsertTextFormat::Snippet),
            text_edit: Some(lsp::TextEdit { range, new_text }.into()),
            label: found.text,
            ..Default::default()
        }
    };
    Ok(found.into_iter().map(item).collect())
}

/// More than this is no choice that a blank should open.
const LIST_BEHIND_BLANK_MAX: usize = 60;

const fn kind(kind: Kind) -> lsp::CompletionItemKind {
    match kind {
        Kind::Keyword => lsp::CompletionItemKind::Keyword,
        Kind::Contact => lsp::CompletionItemKind::Variable,
        Kind::Name => lsp::CompletionItemKind::Text,
        Kind::Value => lsp::CompletionItemKind::EnumMember,
        Kind::Symbol(SymbolKind::Flow) => lsp::CompletionItemKind::Function,
        Kind::Symbol(SymbolKind::Channel) => lsp::CompletionItemKind::Interface,
        Kind::Symbol(SymbolKind::Schedule) => lsp::CompletionItemKind::Struct,
        Kind::Symbol(SymbolKind::Bot) => lsp::CompletionItemKind::Class,
        Kind::Symbol(SymbolKind::Template | SymbolKind::Text) => lsp::CompletionItemKind::Constant,
        Kind::Symbol(SymbolKind::Intent) => lsp::CompletionItemKind::Event,
        Kind::Symbol(SymbolKind::Group) => lsp::CompletionItemKind::Enum,
        Kind::Symbol(SymbolKind::Field) => lsp::CompletionItemKind::Field,
    }
}
