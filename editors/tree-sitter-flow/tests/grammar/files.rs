//! Every program of the project is read without a mistake.

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
fn every_program_of_the_project_is_read_whole() {
    let folders = ["examples", "tests/requirements", "tests/time", "src/shell/cli/new"];
    let files: Vec<_> = folders.into_iter().flat_map(|folder| below(folder, "flow")).collect();
    assert!(files.len() >= 30, "{} files", files.len());
    let wrong: Vec<String> =
        files.iter().flat_map(|file| wrong(&file.display().to_string(), 1, &read(file))).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
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
