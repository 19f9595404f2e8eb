//! What editors ask of a workspace: stories on files.
#![allow(clippy::disallowed_methods, reason = "tests read their files")]

#[path = "ide/highlight.rs"]
mod highlight;
