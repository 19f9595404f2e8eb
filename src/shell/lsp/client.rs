//! What the client said of itself when it came.

use chrono::NaiveDate;
use gen_lsp_types as lsp;
use serde::Deserialize;

use super::position::Encoding;

/// What the client can, and what it wants.
#[derive(Debug, Clone, Default)]
pub(super) struct Client {
    pub encoding: Encoding,
    pub options: Options,
    /// It takes edits with the version of the document that they are for.
    pub takes_versions: bool,
    /// It fills in snippets.
    pub takes_snippets: bool,
    /// It tells of changed files if it is asked to.
    pub watches_files: bool,
    /// It shows documents that the server makes up: pages of findings.
    pub shows_pages: bool,
    /// It asks again for findings when it is told to.
    pub asks_again: bool,
    /// It colours words by a grammar of its own, and only wants to know more of them.
    pub has_grammar: bool,
}

/// `initializationOptions`. What is not known is left alone.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Options {
    /// The day whose channel rules hold, as `2026-03-02`; without it, today.
    pub as_of: Option<NaiveDate>,
    /// Folders below those of the editor that are workspaces of their own.
    pub workspaces: Vec<String>,
    /// How findings reach the client.
    pub diagnostics: Delivery,
    /// Hints in the text.
    pub inlay_hints: Switch,
    /// Lenses above flows and scenarios.
    pub code_lenses: Switch,
    /// Who plays scenarios when a lens is clicked.
    pub scenarios: Player,
}

/// Who plays scenarios.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Player {
    /// The server does: `workspace/executeCommand`.
    #[default]
    Server,
    /// The client has a command of its own by the same name.
    Client,
}

/// Whether something is offered: `true` or `false`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "bool")]
pub(super) enum Switch {
    #[default]
    On,
    Off,
}

impl From<bool> for Switch {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

/// How findings reach the client.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Delivery {
    /// The server tells them.
    #[default]
    Push,
    /// The client asks for them.
    Pull,
}

impl Client {
    /// The client that these parameters tell of. Options that cannot be read are as if they were not there, and told.
    pub fn of(params: &lsp::InitializeParams) -> (Self, Option<String>) {
        let given = params.initialization_options.clone().filter(|options| !options.is_null());
        let options = given.map(serde_json::from_value::<Options>).transpose();
        let (options, problem) = match options {
            Ok(options) => (options.unwrap_or_default(), None),
            Err(error) => {
                (Options::default(), Some(format!("the initialization options cannot be read: {error}")))
            }
        };
        let capabilities = &params.capabilities;
        let general = capabilities.general.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let edits = workspace.and_then(|it| it.workspace_edit.as_ref());
        let completion = capabilities.text_document.as_ref().and_then(|it| it.completion.as_ref());
        let completion = completion.and_then(|it| it.completion_item.as_ref());
        let watching = workspace.and_then(|it| it.did_change_watched_files.as_ref());
        let client = Self {
            encoding: Encoding::choose(general.and_then(|it| it.position_encodings.as_deref())),
            options,
            takes_versions: edits.and_then(|it| it.document_changes).unwrap_or_default(),
            takes_snippets: completion.and_then(|it| it.snippet_support).unwrap_or_default(),
            watches_files: watching.and_then(|it| it.dynamic_registration).unwrap_or_default(),
            shows_pages: workspace.is_some_and(|it| it.text_document_content.is_some()),
            asks_again: workspace
                .and_then(|it| it.diagnostics.as_ref())
                .and_then(|it| it.refresh_support)
                .unwrap_or_default(),
            has_grammar: capabilities
                .text_document
                .as_ref()
                .and_then(|it| it.semantic_tokens.as_ref())
                .and_then(|it| it.augments_syntax_tokens)
                .unwrap_or_default(),
        };
        (client, problem)
    }
}
