//! Findings as the protocol tells them.

use gen_lsp_types as lsp;

use super::client::Client;
use super::folder::Folder;
use crate::analysis::live::FileId;
use crate::diagnostics::{Diagnostic, Severity};
use crate::shell::settings::Mistake;
use crate::source::Span;

/// The scheme of the pages that the server makes up.
pub(super) const PAGES: &str = "flowc";

/// The findings of a file.
pub(super) fn of_file(client: &Client, folder: &Folder, file: FileId) -> Vec<lsp::Diagnostic> {
    folder.live.findings(file).iter().map(|found| finding(client, folder, found)).collect()
}

/// One finding.
pub(super) fn finding(client: &Client, folder: &Folder, found: &Diagnostic) -> lsp::Diagnostic {
    let related: Vec<_> = found
        .labels
        .iter()
        .skip(1)
        .filter_map(|label| {
            let location = location(client, folder, label.span)?;
            let message = if label.text.is_empty() { &found.message } else { &label.text };
            Some(lsp::DiagnosticRelatedInformation { location, message: message.clone() })
        })
        .collect();
    let range = location(client, folder, found.span()).map(|location| location.range).unwrap_or_default();
    let page = || lsp::CodeDescription { href: page_address(found.code).into() };
    lsp::Diagnostic {
        range,
        severity: Some(match found.severity {
            Severity::Error => lsp::DiagnosticSeverity::Error,
            Severity::Warning => lsp::DiagnosticSeverity::Warning,
            Severity::Advice => lsp::DiagnosticSeverity::Information,
        }),
        code: Some(found.code.into()),
        code_description: client.shows_pages.then(page),
        source: Some("flowc".to_owned()),
        message: message(found).into(),
        tags: tag(found.code).map(|tag| vec![tag]),
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    }
}

/// What is wrong with a `flowc.toml`, from there to the end of its line.
pub(super) fn of_settings(client: &Client, mistake: &Mistake) -> lsp::Diagnostic {
    let line = mistake.place.line as u32 - 1;
    let start = lsp::Position { line, character: client.encoding.column(mistake.place) };
    lsp::Diagnostic {
        range: lsp::Range { start, end: lsp::Position { line: line + 1, character: 0 } },
        severity: Some(lsp::DiagnosticSeverity::Error),
        source: Some("flowc".to_owned()),
        message: format!("{}\nhelp: {}", mistake.fact, mistake.help).into(),
        ..Default::default()
    }
}

/// The address of a finding's page.
pub(super) fn page_address(code: &str) -> String {
    format!("{PAGES}:/explain/{code}.md")
}

/// The fact, the cause and the remedy, a line each.
fn message(found: &Diagnostic) -> String {
    let mut message = found.message.clone();
    if let Some(label) = found.labels.first().filter(|label| !label.text.is_empty()) {
        message.push_str(&format!("\n{}", label.text));
    }
    if let Some(help) = &found.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    message
}

/// What editors show in a way of their own: what has no effect, and what is to go.
fn tag(code: &str) -> Option<lsp::DiagnosticTag> {
    match code {
        "A001" | "C003" | "D004" | "F001" | "K003" | "N003" => Some(lsp::DiagnosticTag::Unnecessary),
        "D009" => Some(lsp::DiagnosticTag::Deprecated),
        _ => None,
    }
}

/// A place of a workspace with its document.
pub(super) fn location(client: &Client, folder: &Folder, span: Span) -> Option<lsp::Location> {
    let file = folder.live.file_of(span.source)?;
    let range = client.encoding.range(&folder.live.source(file), span);
    Some(lsp::Location { uri: folder.address(file).into(), range })
}
