//! Prints what the highlighting query captures in files: for each `[start, end, [capture, …]]`, the last of which counts.
//!
//! Places are bytes. `editors/vscode/test/agreement.test.mjs` compares them with what the compiler and VS Code say.

#![allow(clippy::disallowed_methods, reason = "it is a shell: it reads the files that it is given")]

use std::collections::BTreeMap;
use std::env;
use std::fs;

use serde_json::{Value, json};
use tree_sitter::{Language, Parser, Query, QueryCursor, StreamingIterator};
use tree_sitter_flow::{HIGHLIGHTS, LANGUAGE};

fn main() {
    let language: Language = LANGUAGE.into();
    let query = Query::new(&language, HIGHLIGHTS).expect("the query fits the grammar");
    let mut parser = Parser::new();
    parser.set_language(&language).expect("the versions fit");
    let files = env::args().skip(1).map(|path| {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let found = captures(&mut parser, &query, &text);
        (path, found)
    });
    println!("{}", Value::Object(files.collect()));
}

fn captures(parser: &mut Parser, query: &Query, text: &str) -> Value {
    let tree = parser.parse(text, None).expect("there is a language, and no limit of time");
    let mut cursor = QueryCursor::new();
    let mut matches = cursor.matches(query, tree.root_node(), text.as_bytes());
    let mut found: BTreeMap<(usize, usize), Vec<(usize, &str)>> = BTreeMap::new();
    while let Some(one) = matches.next() {
        for capture in one.captures() {
            let name = query.capture_names()[capture.index as usize];
            let range = capture.node.byte_range();
            found.entry((range.start, range.end)).or_default().push((one.pattern_index, name));
        }
    }
    let rows = found.into_iter().map(|((start, end), mut names)| {
        // Of several patterns that take one node the last one counts.
        names.sort_by_key(|(pattern, _)| *pattern);
        json!([start, end, names.into_iter().map(|(_, name)| name).collect::<Vec<_>>()])
    });
    Value::Array(rows.collect())
}
