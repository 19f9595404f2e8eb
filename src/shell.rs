//! The shells: the only code that touches the world, that is files, the clock, the terminal and threads.
#![allow(clippy::disallowed_methods, reason = "the shells do what the core asks for and never does itself")]

pub mod cli;
pub mod clock;
pub mod failure;
pub mod files;
pub mod lsp;
#[cfg(feature = "runtime")]
pub mod runtime;
pub mod settings;
pub mod terminal;
pub mod watching;
pub mod workspace;
