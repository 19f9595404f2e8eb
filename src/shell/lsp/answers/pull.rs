//! Findings for clients that ask for them.

use std::hash::{Hash, Hasher};

use gen_lsp_types as lsp;
use rustc_hash::FxHasher;

use super::Asked;
use crate::analysis::live::FileId;
use crate::shell::lsp::findings;
use crate::shell::lsp::folder::Folder;
use crate::shell::lsp::transport::Refusal;

pub(super) fn of_document(
    asked: Asked<'_>,
    params: lsp::DocumentDiagnosticParams,
) -> Result<lsp::DocumentDiagnosticReport, Refusal> {
    let subject = asked.subject(&params.text_document)?;
    let (result_id, items) = report(asked, subject.folder, subject.file);
    if params.previous_result_id.as_ref() == Some(&result_id) {
        let unchanged_document_diagnostic_report = lsp::UnchangedDocumentDiagnosticReport { result_id };
        let report = lsp::RelatedUnchangedDocumentDiagnosticReport {
            unchanged_document_diagnostic_report,
            ..Default::default()
        };
        return Ok(report.into());
    }
    let full_document_diagnostic_report =
        lsp::FullDocumentDiagnosticReport { result_id: Some(result_id), items };
    Ok(lsp::RelatedFullDocumentDiagnosticReport { full_document_diagnostic_report, ..Default::default() }
        .into())
}

pub(super) fn of_workspace(
    asked: Asked<'_>,
    params: lsp::WorkspaceDiagnosticParams,
) -> lsp::WorkspaceDiagnosticReport {
    let before = |uri: &str| {
        let known = params.previous_result_ids.iter().find(|known| known.uri.as_ref() == uri);
        known.map(|known| known.value.as_str())
    };
    let mut reports = Vec::new();
    for (id, folder) in asked.workspaces.folders() {
        for file in folder.live.files() {
            let address = folder.address(file);
            let version = asked.workspaces.version(id, file);
            let (result_id, items) = report(asked, folder, file);
            if before(address) == Some(&result_id) {
                let unchanged_document_diagnostic_report =
                    lsp::UnchangedDocumentDiagnosticReport { result_id };
                reports.push(
                    lsp::WorkspaceUnchangedDocumentDiagnosticReport {
                        uri: address.into(),
                        version,
                        unchanged_document_diagnostic_report,
                    }
                    .into(),
                );
                continue;
            }
            let full_document_diagnostic_report =
                lsp::FullDocumentDiagnosticReport { result_id: Some(result_id), items };
            let uri = address.into();
            reports.push(
                lsp::WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }
                    .into(),
            );
        }
    }
    lsp::WorkspaceDiagnosticReport { items: reports }
}

/// The findings of a file with a name that is the same as long as they are.
fn report(asked: Asked<'_>, folder: &Folder, file: FileId) -> (String, Vec<lsp::Diagnostic>) {
    let items = findings::of_file(asked.client, folder, file);
    let mut hasher = FxHasher::default();
    serde_json::to_string(&items).expect("findings are plain data").hash(&mut hasher);
    (format!("{:016x}", hasher.finish()), items)
}
