//! What is told of the thing under the pointer.

use gen_lsp_types as lsp;

use super::Asked;
use crate::ide::hover::hover;
use crate::shell::lsp::transport::Refusal;

pub(super) fn of(asked: Asked<'_>, params: lsp::HoverParams) -> Result<Option<lsp::Hover>, Refusal> {
    let (subject, byte) = asked.place(&params.text_document_position_params)?;
    let told = hover(&subject.folder.live, subject.file, byte, asked.workspaces.now());
    Ok(told.map(|told| lsp::Hover {
        contents: lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: told.text }.into(),
        range: Some(subject.range(told.span)),
    }))
}
