//! What the client asks while it is served, a file for each kind of question.

mod actions;
pub(super) mod commands;
mod completion;
mod formatting;
mod hints;
mod hover;
mod lenses;
mod names;
mod outline;
mod pages;
mod pull;
pub(super) mod tokens;

use gen_lsp_types as lsp;
use lsp::ErrorCodes;
use serde_json::Value;

use self::lenses::Plays;
use self::tokens::Told;
use super::client::Client;
use super::folder::Folder;
use super::session::{parameters, result};
use super::transport::Refusal;
use super::workspaces::{Document, Workspaces};
use crate::analysis::live::FileId;
use crate::source::{Source, Span};

/// Who answers, with what is kept from one answer to the next.
#[derive(Default)]
pub(super) struct Answers {
    /// The tokens that were told last, by document.
    told: Told,
    /// What came of the scenarios when they were played last.
    plays: Plays,
    /// What the client is to be told besides the answer.
    remarks: Vec<Remark>,
}

impl Answers {
    /// Answers a request.
    pub fn answer(
        &mut self,
        method: &str,
        params: Value,
        client: &Client,
        workspaces: &Workspaces,
    ) -> Result<Value, Refusal> {
        let asked = Asked { client, workspaces };
        match method {
            "textDocument/codeAction" => result(actions::of(asked, parameters(params)?)?),
            "textDocument/codeLens" => result(lenses::of(asked, parameters(params)?)?),
            "codeLens/resolve" => result(self.plays.resolve(asked, parameters(params)?)?),
            "textDocument/completion" => result(completion::of(asked, parameters(params)?)?),
            "textDocument/definition" => result(names::definition(asked, parameters(params)?)?),
            "textDocument/diagnostic" => result(pull::of_document(asked, parameters(params)?)?),
            "workspace/diagnostic" => result(pull::of_workspace(asked, parameters(params)?)),
            "textDocument/documentHighlight" => result(names::highlights(asked, parameters(params)?)?),
            "textDocument/documentSymbol" => result(outline::of_document(asked, parameters(params)?)?),
            "workspace/symbol" => result(outline::of_workspace(asked, parameters(params)?)),
            "workspace/executeCommand" => commands::execute(asked, parameters(params)?, &mut self.remarks),
            "textDocument/foldingRange" => result(outline::folds(asked, parameters(params)?)?),
            "textDocument/selectionRange" => result(outline::selections(asked, parameters(params)?)?),
            "textDocument/formatting" => result(formatting::document(asked, parameters(params)?)?),
            "textDocument/rangeFormatting" => result(formatting::range(asked, parameters(params)?)?),
            "textDocument/hover" => result(hover::of(asked, parameters(params)?)?),
            "textDocument/inlayHint" => result(hints::of(asked, parameters(params)?)?),
            "textDocument/prepareRename" => result(names::prepare_rename(asked, parameters(params)?)?),
            "textDocument/rename" => result(names::rename(asked, parameters(params)?)?),
            "textDocument/references" => result(names::references(asked, parameters(params)?)?),
            "textDocument/semanticTokens/full" => result(self.told.full(asked, parameters(params)?)?),
            "textDocument/semanticTokens/full/delta" => result(self.told.delta(asked, parameters(params)?)?),
            "textDocument/semanticTokens/range" => result(tokens::range(asked, parameters(params)?)?),
            "workspace/textDocumentContent" => result(pages::of(&parameters(params)?)?),
            _ => Err(Refusal::new(ErrorCodes::MethodNotFound, format!("there is no method `{method}`"))),
        }
    }

    /// What the client is to be told besides the answers, since the last time.
    pub fn take_remarks(&mut self) -> Vec<Remark> {
        std::mem::take(&mut self.remarks)
    }

    /// Forgets what is kept of a document that was closed.
    pub fn forget(&mut self, address: &str) {
        self.told.forget(address);
    }
}

/// Something that the client is told besides an answer.
pub(super) struct Remark {
    /// Shown to the author at once.
    pub shown: String,
    /// The whole story, for the log.
    pub story: String,
    pub kind: lsp::MessageType,
}

/// Who asks, and about what.
#[derive(Clone, Copy)]
struct Asked<'a> {
    client: &'a Client,
    workspaces: &'a Workspaces,
}

/// A document that somebody asks about.
struct Subject<'a> {
    client: &'a Client,
    folder: &'a Folder,
    document: Document,
    file: FileId,
    source: Source,
}

impl<'a> Asked<'a> {
    fn subject(self, document: &lsp::TextDocumentIdentifier) -> Result<Subject<'a>, Refusal> {
        let address = document.uri.to_string();
        let found = self.workspaces.find(&address);
        let found = found.and_then(|found| Some((found, self.workspaces.folder(found.folder)?)));
        let unknown = || {
            let message = format!("the document `{address}` is not open, and no file of a workspace");
            Refusal::new(ErrorCodes::InvalidParams, message)
        };
        let (document, folder) = found.ok_or_else(unknown)?;
        let source = folder.live.source(document.file);
        Ok(Subject { client: self.client, folder, document, file: document.file, source })
    }

    /// A document with the byte of a position in it.
    fn place(self, place: &lsp::TextDocumentPositionParams) -> Result<(Subject<'a>, u32), Refusal> {
        let subject = self.subject(&place.text_document)?;
        let byte = self.client.encoding.byte(&subject.source, place.position);
        Ok((subject, byte))
    }

    /// Edits of a workspace, by document.
    fn workspace_edit(self, folder: &Folder, folder_id: u32, edits: &[(Span, String)]) -> lsp::WorkspaceEdit {
        let mut sorted: Vec<&(Span, String)> = edits.iter().collect();
        sorted.sort_by_key(|(place, _)| *place);
        let by_file = sorted.chunk_by(|(one, _), (other, _)| one.source == other.source);
        let documents = by_file.filter_map(|edits| {
            let file = folder.live.file_of(edits[0].0.source)?;
            let source = folder.live.source(file);
            let edits: Vec<lsp::TextEdit> = edits
                .iter()
                .map(|(place, new)| lsp::TextEdit {
                    range: self.client.encoding.range(&source, *place),
                    new_text: new.clone(),
                })
                .collect();
            Some((file, lsp::Uri::from(folder.address(file)), edits))
        });
        if !self.client.takes_versions {
            let changes = documents.map(|(_, uri, edits)| (uri, edits)).collect();
            return lsp::WorkspaceEdit { changes: Some(changes), ..Default::default() };
        }
        let changes = documents.map(|(file, uri, edits)| {
            let version = self.workspaces.version(folder_id, file);
            lsp::DocumentChange::from(lsp::TextDocumentEdit {
                text_document: lsp::OptionalVersionedTextDocumentIdentifier {
                    version,
                    text_document_identifier: lsp::TextDocumentIdentifier { uri },
                },
                edits: edits.into_iter().map(lsp::Edit::from).collect(),
            })
        });
        lsp::WorkspaceEdit { document_changes: Some(changes.collect()), ..Default::default() }
    }
}

impl Subject<'_> {
    fn range(&self, span: Span) -> lsp::Range {
        self.client.encoding.range(&self.source, span)
    }

    fn span(&self, range: lsp::Range) -> Span {
        self.client.encoding.span(&self.source, range)
    }

    /// A place of the workspace with its document.
    fn location(&self, span: Span) -> Option<lsp::Location> {
        super::findings::location(self.client, self.folder, span)
    }
}
