//! Code actions: what mends findings.

use gen_lsp_types as lsp;

use super::Asked;
use crate::ide::fixes::{self, Certainty};
use crate::shell::lsp::findings;
use crate::shell::lsp::transport::Refusal;

pub(super) fn of(asked: Asked<'_>, params: lsp::CodeActionParams) -> Result<Vec<lsp::CodeAction>, Refusal> {
    let subject = asked.subject(&params.text_document)?;
    let (folder, live) = (subject.folder, &subject.folder.live);
    let only = params.context.only;
    let wants = |kind: &str| {
        only.as_ref().is_none_or(|only| {
            let mut asked = only.iter().cloned().map(String::from);
            asked.any(|asked| asked.is_empty() || kind == asked || kind.starts_with(&format!("{asked}.")))
        })
    };
    let edit = |edits: &[_]| Some(asked.workspace_edit(folder, subject.document.folder, edits));
    let mut actions = Vec::new();
    if wants("quickfix") {
        let offers = fixes::at(live, subject.file, subject.span(params.range));
        actions.extend(offers.into_iter().map(|offer| lsp::CodeAction {
            title: offer.title.to_owned(),
            kind: Some(lsp::CodeActionKind::QuickFix),
            diagnostics: Some(vec![findings::finding(asked.client, folder, offer.found)]),
            is_preferred: (offer.certainty == Certainty::Certain).then_some(true),
            edit: edit(offer.edits),
            ..Default::default()
        }));
    }
    if wants("source.fixAll.flowc") {
        let edits = fixes::of_file(live, subject.file);
        if !edits.is_empty() {
            actions.push(lsp::CodeAction {
                title: "mend all that certainly can be mended in this file".to_owned(),
                kind: Some(lsp::CodeActionKind::SourceFixAll),
                edit: edit(&edits),
                ..Default::default()
            });
        }
    }
    Ok(actions)
}
