//! From names to where they stand, and other names for things.

use gen_lsp_types as lsp;
use lsp::ErrorCodes;

use super::Asked;
use crate::ide::{navigate, rename};
use crate::shell::lsp::transport::Refusal;

pub(super) fn definition(
    asked: Asked<'_>,
    params: lsp::DefinitionParams,
) -> Result<Vec<lsp::Location>, Refusal> {
    let (subject, byte) = asked.place(&params.text_document_position_params)?;
    let live = &subject.folder.live;
    let named = navigate::at(live, subject.file, byte);
    let places = named.map(|named| navigate::definitions(live, &named)).unwrap_or_default();
    Ok(places.into_iter().filter_map(|place| subject.location(place)).collect())
}

pub(super) fn references(
    asked: Asked<'_>,
    params: lsp::ReferenceParams,
) -> Result<Vec<lsp::Location>, Refusal> {
    let (subject, byte) = asked.place(&params.text_document_position_params)?;
    let live = &subject.folder.live;
    let Some(named) = navigate::at(live, subject.file, byte) else { return Ok(Vec::new()) };
    let mut places = navigate::references(live, &named);
    if !params.context.include_declaration {
        let defined = navigate::definitions(live, &named);
        places.retain(|place| !defined.contains(place));
    }
    Ok(places.into_iter().filter_map(|place| subject.location(place)).collect())
}

pub(super) fn highlights(
    asked: Asked<'_>,
    params: lsp::DocumentHighlightParams,
) -> Result<Vec<lsp::DocumentHighlight>, Refusal> {
    let (subject, byte) = asked.place(&params.text_document_position_params)?;
    let live = &subject.folder.live;
    let Some(named) = navigate::at(live, subject.file, byte) else { return Ok(Vec::new()) };
    let defined = navigate::definitions(live, &named);
    let here =
        navigate::references(live, &named).into_iter().filter(|place| place.source == subject.source.id());
    Ok(here
        .map(|place| lsp::DocumentHighlight {
            range: subject.range(place),
            kind: Some(match defined.contains(&place) {
                true => lsp::DocumentHighlightKind::Write,
                false => lsp::DocumentHighlightKind::Read,
            }),
        })
        .collect())
}

pub(super) fn prepare_rename(
    asked: Asked<'_>,
    params: lsp::PrepareRenameParams,
) -> Result<lsp::PrepareRenameResult, Refusal> {
    let (subject, byte) = asked.place(&params.text_document_position_params)?;
    let named = rename::prepare(&subject.folder.live, subject.file, byte).map_err(refused)?;
    let placeholder = subject.source.slice(named.span).to_owned();
    Ok(lsp::PrepareRenamePlaceholder { range: subject.range(named.span), placeholder }.into())
}

pub(super) fn rename(asked: Asked<'_>, params: lsp::RenameParams) -> Result<lsp::WorkspaceEdit, Refusal> {
    let (subject, byte) = asked.place(&params.text_document_position_params)?;
    let live = &subject.folder.live;
    let named = rename::prepare(live, subject.file, byte).map_err(refused)?;
    let edits = rename::edits(live, &named, &params.new_name).map_err(refused)?;
    Ok(asked.workspace_edit(subject.folder, subject.document.folder, &edits))
}

/// `RequestFailed`: the request was right, and there is a reason why it comes to nothing.
fn refused(reason: String) -> Refusal {
    Refusal::new(ErrorCodes::from(-32803), reason)
}
