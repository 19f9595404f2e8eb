//! Typing: after every change, what was published is what a fresh analysis says, whatever state the files are in.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use flowc::source::{Source, SourceId};
use serde_json::{Value, json};

use crate::client::{Editor, Folder};
use crate::fresh::{is_fresh, position, published};

/// Numbers that look like chance and come again with the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn boundary(&mut self, text: &str) -> usize {
        text.floor_char_boundary(self.below(text.len() + 1))
    }
}

fn workspace(folder: &Path) -> BTreeMap<String, String> {
    fn gather(root: &Path, folder: &Path, texts: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                gather(root, &path, texts);
            } else if path.extension().is_some_and(|ending| ending == "flow") {
                let name = path
                    .strip_prefix(root)
                    .expect("it lies below")
                    .to_str()
                    .expect("UTF-8")
                    .replace('\\', "/");
                texts.insert(name, fs::read_to_string(&path).expect("UTF-8"));
            }
        }
    }
    let mut texts = BTreeMap::new();
    gather(folder, folder, &mut texts);
    texts
}

#[test]
fn a_flow_that_is_typed_letter_by_letter_is_always_told_as_it_stands() {
    let text = "flow a \"👋\" {\n  on keyword \"ORDER\", \"Ordér\" from sms\n  after 1d send \"é {contact.first_name | x}\"\n}\n";
    let folder = Folder::new(&[("a.flow", "")]);
    let mut editor = Editor::open_folder(&folder.path());
    editor.open(&folder.address("a.flow"), "");
    let mut typed = String::new();
    let mut seen = 0;
    for (version, letter) in text.chars().enumerate() {
        let source = Source::new(SourceId(0), "a.flow", typed.as_str());
        let [line, character] = position(&source, typed.len() as u32);
        let here = json!({ "line": line, "character": character });
        let change = json!([{ "range": { "start": here, "end": here }, "text": letter.to_string() }]);
        editor.change(&folder.address("a.flow"), version as i32 + 2, change);
        typed.push(letter);
        is_fresh(&mut editor, &folder, &BTreeMap::from([("a.flow".to_owned(), typed.clone())]), &typed);
        seen += usize::from(!published(&editor, &folder, "a.flow").is_empty());
    }
    assert!(seen > 50, "half-typed flows have findings");
    assert!(published(&editor, &folder, "a.flow").is_empty(), "the whole flow has none");
}

#[test]
fn a_hundred_random_edits_are_each_told_as_a_fresh_analysis_tells_them() {
    let seed = std::env::var("FLOWC_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7_084_484);
    println!("FLOWC_TEST_SEED={seed}");
    let mut chance = Chance(seed);
    let mut texts = workspace(Path::new("examples/salon"));
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert!(files.len() > 1, "a workspace of several files");
    let folder = Folder::new(&files);
    let mut editor = Editor::open_folder(&folder.path());
    is_fresh(&mut editor, &folder, &texts, "opening");
    let names: Vec<String> = texts.keys().cloned().collect();
    for (version, name) in names.iter().enumerate() {
        editor.open(&folder.address(name), &texts[name]);
        editor.change(&folder.address(name), version as i32, json!([]));
    }
    const PIECES: [&str; 14] = [
        "{",
        "}",
        "\"",
        "\"\"\"",
        "flow x {",
        " send \"👋\" ",
        "\n",
        "#",
        "on",
        "é",
        " after 1d ",
        ")",
        "or",
        "9",
    ];
    for round in 0..100 {
        let name = &names[chance.below(names.len())];
        let mut changes = Vec::new();
        // Several changes in one message, each counted in the text that the one before left.
        for _ in 0..=chance.below(2) {
            let text = texts.get_mut(name).expect("a file");
            let start = chance.boundary(text);
            let end = match chance.below(3) {
                0 => start,
                _ => text.floor_char_boundary((start + chance.below(30)).min(text.len())).max(start),
            };
            let new = match chance.below(4) {
                0 => String::new(),
                1 => {
                    let from = chance.boundary(text);
                    let to = text.floor_char_boundary((from + chance.below(60)).min(text.len())).max(from);
                    text[from..to].to_owned()
                }
                _ => PIECES[chance.below(PIECES.len())].to_owned(),
            };
            let source = Source::new(SourceId(0), "", text.as_str());
            let at = |byte: usize| {
                let [line, character] = position(&source, byte as u32);
                json!({ "line": line, "character": character })
            };
            changes.push(json!({ "range": { "start": at(start), "end": at(end) }, "text": new }));
            text.replace_range(start..end, &new);
        }
        editor.change(&folder.address(name), 1000 + round, Value::Array(changes.clone()));
        is_fresh(&mut editor, &folder, &texts, &format!("edit {round} of seed {seed}: {name} {changes:?}"));
        // From time to time the file is as it was, so that not everything is broken.
        if chance.below(4) == 0 {
            let original = fs::read_to_string(folder.path().join(name)).expect("UTF-8");
            editor.change(&folder.address(name), 1000 + round, json!([{ "text": original }]));
            texts.insert(name.clone(), original);
        }
    }
}

#[test]
fn edits_that_come_together_are_told_once_and_rightly() {
    let folder = Folder::new(&[("a.flow", "")]);
    let mut editor = Editor::open_folder(&folder.path());
    let address = folder.address("a.flow");
    editor.open(&address, "");
    let text = "group clients\nflow a { on group clients send \"x\" }\n";
    let mut messages = String::new();
    for (at, letter) in text.char_indices() {
        let here = match text[..at].rfind('\n') {
            Some(end) => json!({ "line": text[..at].matches('\n').count(), "character": at - end - 1 }),
            None => json!({ "line": 0, "character": at }),
        };
        let changes = json!([{ "range": { "start": here, "end": here }, "text": letter.to_string() }]);
        let document = json!({ "uri": address, "version": at + 2 });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        let message =
            json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params }).to_string();
        messages += &format!("Content-Length: {}\r\n\r\n{message}", message.len());
    }
    editor.send_raw(&messages);
    is_fresh(
        &mut editor,
        &folder,
        &BTreeMap::from([("a.flow".to_owned(), text.to_owned())]),
        "typing at once",
    );
    assert_eq!(editor.published[&address].0, text.len() as u64 + 1, "the last version");
}

#[test]
fn no_request_fails_at_any_place_of_a_disturbed_file() {
    let seed = std::env::var("FLOWC_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1_126);
    println!("FLOWC_TEST_SEED={seed}");
    let mut chance = Chance(seed);
    let texts = workspace(Path::new("examples/salon"));
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = Folder::new(&files);
    let mut editor = Editor::open_folder(&folder.path());
    let names: Vec<&String> = texts.keys().collect();
    for name in &names {
        editor.open(&folder.address(name), &texts[*name]);
    }
    for round in 0..25 {
        let name = names[chance.below(names.len())];
        let mut text = texts[name].clone();
        for _ in 0..3 {
            let start = chance.boundary(&text);
            let end = text.floor_char_boundary((start + chance.below(12)).min(text.len())).max(start);
            text.replace_range(
                start..end,
                ["", "{", "}", "\"", "👋", " on ", "#", "/", "."][chance.below(9)],
            );
        }
        editor.change(&folder.address(name), 10 + round, json!([{ "text": text }]));
        let source = Source::new(SourceId(0), "", text.as_str());
        let [line, character] = position(&source, chance.boundary(&text) as u32);
        let place = json!({ "line": line, "character": character });
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": place });
        let mut params = json!({
            "textDocument": { "uri": folder.address(name) },
            "position": place,
            "positions": [place],
            "range": range,
            "context": { "includeDeclaration": true, "diagnostics": [] },
            "options": { "tabSize": 2, "insertSpaces": true },
            "query": "a",
            "previousResultIds": [],
            "previousResultId": "1",
        });
        for method in [
            "textDocument/codeAction",
            "textDocument/codeLens",
            "textDocument/definition",
            "textDocument/diagnostic",
            "textDocument/documentHighlight",
            "textDocument/documentSymbol",
            "textDocument/foldingRange",
            "textDocument/formatting",
            "textDocument/hover",
            "textDocument/inlayHint",
            "textDocument/rangeFormatting",
            "textDocument/references",
            "textDocument/selectionRange",
            "textDocument/semanticTokens/full",
            "textDocument/semanticTokens/full/delta",
            "textDocument/semanticTokens/range",
            "workspace/symbol",
            "workspace/diagnostic",
        ] {
            let answer = editor.ask(method, params.clone());
            assert!(answer.is_ok(), "{method} in round {round} of seed {seed}: {answer:?}");
        }
        params["context"] = Value::Null;
        let answer = editor.ask("textDocument/completion", params.clone());
        assert!(answer.is_ok(), "completion in round {round} of seed {seed}: {answer:?}");
        // There may be no name, or one that cannot be changed; that is told, and is no mistake.
        params["newName"] = json!("some_other_name");
        for method in ["textDocument/prepareRename", "textDocument/rename"] {
            let refused = editor.ask(method, params.clone()).err().map(|refused| refused["code"].clone());
            assert!(
                refused.as_ref().is_none_or(|code| *code == -32803),
                "{method} in round {round}: {refused:?}"
            );
        }
    }
    assert_eq!(editor.shut_down(), 0);
}
