//! What the server offers.

use gen_lsp_types as lsp;

use super::answers::{commands, tokens};
use super::client::{Client, Delivery, Switch};
use super::findings;

/// What the client is told when it comes.
pub(super) fn result(client: &Client) -> lsp::InitializeResult {
    lsp::InitializeResult {
        capabilities: capabilities(client),
        server_info: Some(lsp::ServerInfo {
            name: "flowc".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

fn capabilities(client: &Client) -> lsp::ServerCapabilities {
    lsp::ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(
            lsp::TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(lsp::TextDocumentSyncKind::Incremental),
                save: Some(true.into()),
                ..Default::default()
            }
            .into(),
        ),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some([".", "\"", "{", " "].map(str::to_owned).to_vec()),
            ..Default::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_highlight_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        workspace_symbol_provider: Some(true.into()),
        code_action_provider: Some(
            lsp::CodeActionOptions {
                code_action_kinds: Some(vec![
                    lsp::CodeActionKind::QuickFix,
                    lsp::CodeActionKind::SourceFixAll,
                ]),
                ..Default::default()
            }
            .into(),
        ),
        code_lens_provider: (client.options.code_lenses == Switch::On)
            .then(|| lsp::CodeLensOptions { resolve_provider: Some(true), ..Default::default() }),
        document_formatting_provider: Some(true.into()),
        document_range_formatting_provider: Some(true.into()),
        rename_provider: Some(
            lsp::RenameOptions { prepare_provider: Some(true), ..Default::default() }.into(),
        ),
        folding_range_provider: Some(true.into()),
        selection_range_provider: Some(true.into()),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: commands::of(client),
            ..Default::default()
        }),
        semantic_tokens_provider: Some(tokens::options().into()),
        inlay_hint_provider: (client.options.inlay_hints == Switch::On).then(|| true.into()),
        diagnostic_provider: (client.options.diagnostics == Delivery::Pull).then(|| {
            lsp::DiagnosticOptions {
                identifier: Some("flowc".to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..Default::default()
            }
            .into()
        }),
        workspace: Some(lsp::WorkspaceOptions {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(true.into()),
            }),
            text_document_content: client.shows_pages.then(|| {
                lsp::TextDocumentContentOptions { schemes: vec![findings::PAGES.to_owned()] }.into()
            }),
            ..Default::default()
        }),
        ..Default::default()
    }
}
