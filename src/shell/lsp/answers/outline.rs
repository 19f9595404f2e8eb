//! What a file and a workspace are made of, what folds, and what lies in what.

use gen_lsp_types as lsp;

use super::Asked;
use crate::check::SymbolKind;
use crate::ide::outline::{self, Folded, Kind, Outlined};
use crate::shell::lsp::findings;
use crate::shell::lsp::transport::Refusal;

pub(super) fn of_document(
    asked: Asked<'_>,
    params: lsp::DocumentSymbolParams,
) -> Result<Vec<lsp::DocumentSymbol>, Refusal> {
    let subject = asked.subject(&params.text_document)?;
    let parsed = subject.folder.live.parsed(subject.file);
    let items = parsed.map(|parsed| outline::items(&parsed)).unwrap_or_default();
    let symbol = |item: Outlined| {
        let selection = item.name_span;
        // An item that is broken may end before its name was read; what is selected lies in it all the same.
        let whole = item.span.to(selection);
        lsp::DocumentSymbol {
            kind: kind(item.kind),
            detail: Some(item.title.unwrap_or_else(|| word(item.kind).to_owned())),
            name: item.name,
            tags: None,
            #[allow(deprecated, reason = "the field is still part of the type")]
            deprecated: None,
            range: subject.range(whole),
            selection_range: subject.range(selection),
            children: None,
        }
    };
    Ok(items.into_iter().map(symbol).collect())
}

pub(super) fn of_workspace(
    asked: Asked<'_>,
    params: lsp::WorkspaceSymbolParams,
) -> Vec<lsp::WorkspaceSymbol> {
    let mut symbols = Vec::new();
    for (_, folder) in asked.workspaces.folders() {
        let found = outline::search(&folder.live, &params.query);
        symbols.extend(found.into_iter().filter_map(|(file, item)| {
            let location = findings::location(asked.client, folder, item.name_span)?;
            Some(lsp::WorkspaceSymbol {
                location: location.into(),
                data: None,
                base_symbol_information: lsp::BaseSymbolInformation {
                    name: item.name,
                    kind: kind(item.kind),
                    tags: None,
                    container_name: Some(folder.live.name(file).to_owned()),
                },
            })
        }));
    }
    symbols
}

pub(super) fn folds(
    asked: Asked<'_>,
    params: lsp::FoldingRangeParams,
) -> Result<Vec<lsp::FoldingRange>, Refusal> {
    let subject = asked.subject(&params.text_document)?;
    let Some(parsed) = subject.folder.live.parsed(subject.file) else { return Ok(Vec::new()) };
    let folds = outline::folds(&subject.source, &parsed).into_iter();
    Ok(folds
        .map(|fold| {
            let range = subject.range(fold.span);
            // The line with the closing brace stays to be seen.
            let is_block = fold.what == Folded::Block;
            let end_line = if is_block { (range.end.line - 1).max(range.start.line) } else { range.end.line };
            lsp::FoldingRange {
                start_line: range.start.line,
                end_line,
                kind: (!is_block).then_some(lsp::FoldingRangeKind::Comment),
                ..Default::default()
            }
        })
        .collect())
}

pub(super) fn selections(
    asked: Asked<'_>,
    params: lsp::SelectionRangeParams,
) -> Result<Vec<lsp::SelectionRange>, Refusal> {
    let subject = asked.subject(&params.text_document)?;
    let Some(parsed) = subject.folder.live.parsed(subject.file) else { return Ok(Vec::new()) };
    let chain = |position: &lsp::Position| {
        let byte = asked.client.encoding.byte(&subject.source, *position);
        let mut parent = None;
        for span in outline::selections(&subject.source, &parsed, byte).into_iter().rev() {
            parent = Some(Box::new(lsp::SelectionRange { range: subject.range(span), parent }));
        }
        *parent.expect("the whole text holds every place of it")
    };
    Ok(params.positions.iter().map(chain).collect())
}

const fn kind(kind: Kind) -> lsp::SymbolKind {
    match kind {
        Kind::Workspace => lsp::SymbolKind::Namespace,
        Kind::Scenario => lsp::SymbolKind::Method,
        Kind::Symbol(SymbolKind::Flow) => lsp::SymbolKind::Function,
        Kind::Symbol(SymbolKind::Channel) => lsp::SymbolKind::Interface,
        Kind::Symbol(SymbolKind::Schedule) => lsp::SymbolKind::Object,
        Kind::Symbol(SymbolKind::Bot) => lsp::SymbolKind::Class,
        Kind::Symbol(SymbolKind::Template | SymbolKind::Text) => lsp::SymbolKind::String,
        Kind::Symbol(SymbolKind::Intent) => lsp::SymbolKind::Event,
        Kind::Symbol(SymbolKind::Group) => lsp::SymbolKind::Array,
        Kind::Symbol(SymbolKind::Field) => lsp::SymbolKind::Field,
    }
}

const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Workspace => "workspace",
        Kind::Scenario => "scenario",
        Kind::Symbol(kind) => kind.word(),
    }
}
