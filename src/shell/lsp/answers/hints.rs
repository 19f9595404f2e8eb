//! Hints in the text.

use gen_lsp_types as lsp;

use super::Asked;
use crate::ide::hints::hints;
use crate::shell::lsp::transport::Refusal;

pub(super) fn of(asked: Asked<'_>, params: lsp::InlayHintParams) -> Result<Vec<lsp::InlayHint>, Refusal> {
    let subject = asked.subject(&params.text_document)?;
    let within = subject.span(params.range);
    let hints = hints(&subject.folder.live, subject.file, within, asked.workspaces.now().instant);
    Ok(hints
        .into_iter()
        .map(|hint| lsp::InlayHint {
            position: subject.range(hint.span).end,
            label: hint.text.into(),
            kind: None,
            text_edits: None,
            tooltip: Some(hint.tooltip.into()),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
        .collect())
}
