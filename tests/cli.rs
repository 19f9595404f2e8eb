//! The command line, driven as a person and as a build server drive it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "these tests are about files and processes"
)]

#[path = "cli/workbench.rs"]
mod workbench;

#[path = "cli/check.rs"]
mod check;
#[path = "cli/ci.rs"]
mod ci;
#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/conversation.rs"]
mod conversation;
#[path = "cli/doc.rs"]
mod doc;
#[path = "cli/documented.rs"]
mod documented;
#[path = "cli/findings.rs"]
mod findings;
#[path = "cli/fix.rs"]
mod fix;
#[path = "cli/fmt.rs"]
mod fmt;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/graph.rs"]
mod graph;
#[path = "cli/html.rs"]
mod html;
#[path = "cli/levels.rs"]
mod levels;
#[path = "cli/manual.rs"]
mod manual;
#[path = "cli/pending.rs"]
mod pending;
#[path = "cli/test.rs"]
mod test;
#[path = "cli/watch.rs"]
mod watch;
#[path = "cli/why.rs"]
mod why;
#[path = "cli/xml.rs"]
mod xml;
