//! The grammar is the committed parser's, reads every program of the project, and its queries compile.

#![allow(clippy::disallowed_methods, reason = "tests read their files")]

#[path = "grammar/corpus.rs"]
mod corpus;
#[path = "grammar/editors.rs"]
mod editors;
#[path = "grammar/files.rs"]
mod files;
#[path = "grammar/generated.rs"]
mod generated;
#[path = "grammar/half_typed.rs"]
mod half_typed;
#[path = "grammar/queries.rs"]
mod queries;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use tree_sitter::{Node, Parser, Tree};

/// The folder of the grammar.
fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether files that are made from others are to be written anew instead of compared: `UPDATE=1 cargo test`.
fn updates() -> bool {
    env::var_os("UPDATE").is_some()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn parse(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_flow::LANGUAGE.into()).expect("the versions fit");
    parser.parse(text, None).expect("there is a language, and no limit of time")
}

/// All nodes, parents before children.
fn nodes(tree: &Tree) -> Vec<Node<'_>> {
    let mut found = vec![tree.root_node()];
    let mut at = 0;
    while at < found.len() {
        let children: Vec<Node<'_>> = found[at].children(&mut found[at].walk()).collect();
        found.extend(children);
        at += 1;
    }
    found
}

/// The files below a folder of the project with that ending.
fn below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![home().join("../..").join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|found| found == ending) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found
}
