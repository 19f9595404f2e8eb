//! What the client tells of its documents, files and folders.

use gen_lsp_types as lsp;
use serde_json::Value;

use super::{Session, parameters};
use crate::shell::lsp::inbox::Inbox;
use crate::shell::lsp::transport::Refusal;

impl Session {
    pub(super) fn opened(&mut self, params: lsp::DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.workspaces.open(document.uri.as_ref(), document.version, document.text);
    }

    /// Changes a document. Changes of the same document that have arrived as well are analysed together.
    pub(super) fn changed(&mut self, params: Value, inbox: &mut Inbox) -> Result<(), Refusal> {
        let first: lsp::DidChangeTextDocumentParams = parameters(params)?;
        let address = first.text_document.text_document_identifier.uri.to_string();
        let mut version = first.text_document.version;
        let mut changes = first.content_changes;
        let is_of_it = |params: &Value| params["textDocument"]["uri"] == *address;
        let mut refused = Ok(());
        while let Some(more) = inbox.next_if("textDocument/didChange", is_of_it) {
            match parameters::<lsp::DidChangeTextDocumentParams>(more) {
                Ok(more) => {
                    version = more.text_document.version;
                    changes.extend(more.content_changes);
                }
                Err(refusal) => {
                    refused = Err(refusal);
                    break;
                }
            }
        }
        self.workspaces.look_at_calendar();
        self.workspaces.change(&address, version, &changes, self.client.encoding);
        refused
    }

    pub(super) fn closed(&mut self, params: &lsp::DidCloseTextDocumentParams) {
        let address = params.text_document.uri.to_string();
        self.workspaces.close(&address);
        self.answers.forget(&address);
    }

    /// A client that watches no files tells at least of those that it saves.
    pub(super) fn saved(&mut self, params: &lsp::DidSaveTextDocumentParams) {
        self.workspaces.changed_on_disk(&[params.text_document.uri.to_string()]);
    }

    pub(super) fn watched(&mut self, params: &lsp::DidChangeWatchedFilesParams) {
        let addresses: Vec<String> = params.changes.iter().map(|change| change.uri.to_string()).collect();
        self.workspaces.changed_on_disk(&addresses);
    }

    pub(super) fn folders_changed(&mut self, params: &lsp::DidChangeWorkspaceFoldersParams) {
        params.event.removed.iter().for_each(|folder| self.workspaces.remove_folder(folder.uri.as_ref()));
        params.event.added.iter().for_each(|folder| self.workspaces.add_folder(folder.uri.as_ref()));
    }
}
