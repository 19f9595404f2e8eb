//! The language server, as an editor sees it: the real binary over its protocol.
#![allow(clippy::disallowed_methods, reason = "tests start processes, write files and wait with a deadline")]

#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/findings.rs"]
mod findings;
#[path = "lsp/names.rs"]
mod names;
#[path = "lsp/protocol.rs"]
mod protocol;
#[path = "lsp/typing.rs"]
mod typing;
#[path = "lsp/views.rs"]
mod views;
