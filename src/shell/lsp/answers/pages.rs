//! The pages of findings, as documents that the server makes up.

use gen_lsp_types as lsp;
use lsp::ErrorCodes;

use crate::diagnostics::explain;
use crate::shell::lsp::findings;
use crate::shell::lsp::transport::Refusal;

pub(super) fn of(params: &lsp::TextDocumentContentParams) -> Result<lsp::TextDocumentContentResult, Refusal> {
    let address = params.uri.to_string();
    let code = address.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).unwrap_or_default();
    let page = explain::page(code).filter(|(row, _)| findings::page_address(row.code) == address);
    let Some((_, text)) = page else {
        return Err(Refusal::new(ErrorCodes::InvalidParams, format!("there is no page `{address}`")));
    };
    Ok(lsp::TextDocumentContentResult { text: text.to_owned() })
}
