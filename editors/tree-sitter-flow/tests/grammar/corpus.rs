//! The trees of `test/corpus`, in the form that `tree-sitter test` reads too.

use std::fmt::Write;
use std::fs;

use crate::{below, parse, read, updates};

struct Case {
    title: String,
    text: String,
    tree: String,
}

#[test]
fn texts_have_the_trees_of_the_corpus() {
    let files = below("editors/tree-sitter-flow/test/corpus", "txt");
    assert!(files.len() >= 4, "{} files", files.len());
    for file in files {
        let mut cases = cases(&read(&file));
        assert!(!cases.is_empty(), "{}: no case", file.display());
        for case in &mut cases {
            let tree = laid_out(&parse(&case.text).root_node().to_sexp());
            if !updates() {
                let expected = laid_out(&case.tree);
                assert_eq!(tree, expected, "{}: {}\n{tree}", file.display(), case.title);
            }
            case.tree = tree;
        }
        if updates() {
            let mut page = String::new();
            for Case { title, text, tree } in cases {
                let line = "=".repeat(20);
                writeln!(page, "{line}\n{title}\n{line}\n{text}\n---\n\n{tree}\n").expect("a text takes all");
            }
            fs::write(&file, page).expect("the file can be written");
        }
    }
}

/// A title between two lines of `=`, a text, a line `---`, a tree.
fn cases(page: &str) -> Vec<Case> {
    let is_ruler = |line: &str| line.len() >= 3 && line.bytes().all(|byte| byte == b'=');
    let lines: Vec<&str> = page.lines().collect();
    let starts: Vec<usize> = (0..lines.len().saturating_sub(2))
        .filter(|at| is_ruler(lines[*at]) && is_ruler(lines[*at + 2]) && !lines[*at + 1].is_empty())
        .collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let read = |(start, end): (&usize, usize)| {
        let body = &lines[start + 3..end];
        let cut = body.iter().position(|line| *line == "---").expect("`---` stands between text and tree");
        let text = body[..cut].join("\n");
        Case { title: lines[start + 1].to_owned(), text, tree: body[cut + 1..].join("\n") }
    };
    starts.iter().zip(ends).map(read).collect()
}

/// A tree with a node in each line; a field's name stands before its node.
fn laid_out(tree: &str) -> String {
    let spaced = tree.replace('(', " (").replace(')', " ) ");
    let mut out = String::new();
    let mut depth = 0;
    let mut labelled = false;
    for word in spaced.split_whitespace() {
        let begins = word.starts_with('(') || word.ends_with(':');
        match word {
            ")" => (depth, _) = (depth - 1, out.push(')')),
            _ if begins && depth > 0 && !labelled => {
                write!(out, "\n{}{word}", "  ".repeat(depth)).expect("a text takes all");
            }
            _ if out.is_empty() => out.push_str(word),
            _ => write!(out, " {word}").expect("a text takes all"),
        }
        depth += usize::from(word.starts_with('('));
        labelled = word.ends_with(':');
    }
    out
}
