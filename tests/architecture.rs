//! The rooms use each other as `docs/ARCHITECTURE.md` says, and in no other way.
#![allow(clippy::disallowed_methods, reason = "tests read their files")]
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The table "Who may use whom" of the page.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let page = fs::read_to_string("docs/ARCHITECTURE.md").expect("the page is there");
    let (_, rest) = page.split_once("## Who may use whom").expect("the page has the table");
    let rows = rest.lines().skip_while(|line| !line.starts_with("| ---")).skip(1);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let uses = cells[1].split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        (cells[0].to_owned(), uses.collect())
    })
    .collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => sources(&path, found),
            false if path.extension().is_some_and(|ending| ending == "rs") => found.push(path),
            false => {}
        }
    }
}

/// All files and folders below one.
fn everything(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder that is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            everything(&path, found);
        }
        found.push(path);
    }
}

/// The rooms that a file names: `crate::room`, and each of `crate::{room, other::…}`.
fn used(text: &str, rooms: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let code =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let inner = rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap_or(list));
        let listed = rest.starts_with('{');
        for piece in inner.split(|c: char| !(c.is_alphanumeric() || c == '_')) {
            if rooms.contains_key(piece) {
                names.insert(piece.to_owned());
            }
            if !listed {
                break;
            }
        }
    }
    names
}

#[test]
fn rooms_use_each_other_as_the_table_says() {
    let rooms = table();
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let below = file.strip_prefix("src").expect("it lies below src");
        let room = below.components().next().expect("a name").as_os_str().to_string_lossy();
        let room = room.trim_end_matches(".rs").to_owned();
        if room == "lib" || room == "main" {
            continue;
        }
        let Some(allowed) = rooms.get(&room) else {
            wrong.push(format!("{} is a room that the table does not know", file.display()));
            continue;
        };
        let text = fs::read_to_string(&file).expect("a source file is UTF-8");
        for name in used(&text, &rooms) {
            if name != room && !allowed.contains(&name) {
                wrong.push(format!("{} uses {name}", file.display()));
            }
            seen.entry(room.clone()).or_default().insert(name);
        }
    }
    for (room, allowed) in &rooms {
        for name in allowed {
            if !seen.get(room).is_some_and(|used| used.contains(name)) {
                wrong.push(format!("the table lets {room} use {name}, which it does not"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_source_file_says_first_what_it_is() {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let silent: Vec<String> = files
        .iter()
        .filter(|file| !fs::read_to_string(file).expect("UTF-8").starts_with("//! "))
        .map(|file| file.display().to_string())
        .collect();
    assert!(silent.is_empty(), "no first line that says what the file is:\n{}", silent.join("\n"));
}

/// Names in back-ticks that end as files and folders do: from the project's folder on, or the end of a path in the sources
/// and tests.
#[test]
fn every_file_and_folder_that_the_page_names_is_there() {
    let page = fs::read_to_string("docs/ARCHITECTURE.md").expect("the page is there");
    let mut paths = Vec::new();
    everything(Path::new("src"), &mut paths);
    everything(Path::new("tests"), &mut paths);
    let is_there = |name: &str| {
        let ends = |path: &PathBuf| path.ends_with(name.trim_end_matches('/'));
        Path::new(name).exists() || paths.iter().any(ends)
    };
    let endings = [".rs", "/", ".json", ".txt", ".pest", ".mjs"];
    let named: Vec<&str> = page
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| !name.contains([' ', '(', '<']))
        .filter(|name| {
            let first = name.split('/').next().unwrap_or_default();
            endings.iter().any(|ending| name.ends_with(ending)) || Path::new(first).exists()
        })
        .collect();
    assert!(named.len() > 30, "only {} names were found", named.len());
    let missing: Vec<&&str> = named.iter().filter(|name| !is_there(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
