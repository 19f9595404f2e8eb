//! Prints what the compiler says that stretches of files are: for each `[start, end, class]`.
//!
//! Places are bytes. `editors/vscode/test/agreement.test.mjs` compares them with what the grammars for editors say.

#![allow(clippy::disallowed_methods, reason = "it is a shell: it reads the files that it is given")]

use std::env;
use std::fs;

use flowc::ide::highlight;
use flowc::source::{Source, SourceId};
use serde_json::{Value, json};

fn main() {
    let files = env::args().skip(1).map(|path| {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let source = Source::new(SourceId(0), path.clone(), text);
        let rows =
            highlight(&source).into_iter().map(|it| json!([it.span.start, it.span.end, it.class.name()]));
        (path, rows.collect())
    });
    println!("{}", Value::Object(files.collect()));
}
