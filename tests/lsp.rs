//! The language server, as an editor sees it: the real binary over its protocol.
#![allow(clippy::disallowed_methods, reason = "tests start processes, write files and wait with a deadline")]

#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/completion.rs"]
mod completion;
#[path = "lsp/findings.rs"]
mod findings;
#[path = "lsp/fresh.rs"]
mod fresh;
#[path = "lsp/hover.rs"]
mod hover;
#[path = "lsp/names.rs"]
mod names;
#[path = "lsp/protocol.rs"]
mod protocol;
#[path = "lsp/scenarios.rs"]
mod scenarios;
#[path = "lsp/typing.rs"]
mod typing;
#[path = "lsp/views.rs"]
mod views;
