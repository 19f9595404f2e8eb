//! Every program of the project is read without a mistake.

use std::path::{Path, PathBuf};

use crate::{below, home, nodes, parse, read};

/// What is wrong with the tree of a text, each with its place.
fn wrong(name: &str, first_line: usize, text: &str) -> Vec<String> {
    let tree = parse(text);
    let stands_for_a_mistake =
        |kind| ["mistyped", "unclosed", "unclosed_string", "unfinished_path"].contains(&kind);
    let bad = nodes(&tree)
        .into_iter()
        .filter(|node| node.is_error() || node.is_missing() || stands_for_a_mistake(node.kind()));
    bad.map(|node| {
        let place = node.start_position();
        let line = text.lines().nth(place.row).unwrap_or_default();
        let what =
            if node.is_missing() { format!("no {}", node.kind()) } else { "not understood".to_owned() };
        format!("{name}:{}:{}: {what}: {}", first_line + place.row, place.column + 1, line.trim())
    })
    .collect()
}

#[test]
fn every_program_of_the_project_is_read_whole_but_those_with_mistakes_of_syntax() {
    let folders = [
        "examples",
        "tests/cases",
        "tests/requirements",
        "tests/simulator",
        "tests/time",
        "src/shell/cli/new",
    ];
    let (bad, right): (Vec<PathBuf>, Vec<PathBuf>) =
        folders.into_iter().flat_map(|folder| below(folder, "flow")).partition(|file| is_refused(file));
    assert!(bad.len() >= 10 && right.len() >= 100, "{} and {} files", bad.len(), right.len());
    let found = |file: &PathBuf| wrong(&file.display().to_string(), 1, &read(file));
    let wrong: Vec<String> = right.iter().flat_map(found).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let silent: Vec<&PathBuf> = bad.iter().filter(|file| found(file).is_empty()).collect();
    assert!(silent.is_empty(), "the compiler refuses these: {silent:?}");
}

/// Files of the compiler's tests that it does not read; that `and` beside `or` is unclear is no matter of the tree.
fn is_refused(file: &Path) -> bool {
    let name = file.file_name().expect("a file has a name").to_string_lossy();
    file.parent().is_some_and(|folder| folder.ends_with("cases/syntax"))
        && name.starts_with("err-")
        && name != "err-mixed-and-or.flow"
}

#[test]
fn every_program_in_the_documentation_is_read_whole() {
    let mut pages = below("docs", "md");
    pages.push(home().join("../../README.md"));
    let (mut blocks, mut found) = (0, Vec::new());
    for page in pages {
        let text = read(&page);
        let lines: Vec<&str> = text.lines().collect();
        // The pages of findings begin with a program that is wrong.
        let finding = page.parent().is_some_and(|folder| folder.ends_with("diagnostics"));
        let mut at = if finding { lines.iter().position(|line| *line == "## Right").unwrap_or(0) } else { 0 };
        while at < lines.len() {
            let opens = lines[at] == "```flow";
            at += 1;
            if opens {
                let length = lines[at..].iter().take_while(|line| **line != "```").count();
                let block = lines[at..at + length].join("\n");
                found.extend(wrong(&page.display().to_string(), at + 1, &block));
                (blocks, at) = (blocks + 1, at + length);
            }
        }
    }
    assert!(blocks >= 30, "{blocks} blocks");
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}
