//! Names: where they are defined and used, and other names for things.

use std::fs;

use serde_json::{Value, json};

use crate::client::{Editor, Folder, edited, position};

const FLOWS: &str = "flow coupon \"Coupon 👋\" {\n  on keyword \"COUPON\" from shop\n  within office\n  send \"👋 {contact.plan | free}\" set contact.plan to \"pro\"\n  start thanks\n}\n\nflow thanks { on start send merci }\n";
const SHARED: &str = "schedule office { mon..fri 09:00..18:00 }\nchannel shop is webchat\nfield contact.plan: text one of \"free\", \"pro\"\ntext merci { fr \"Merci\" }\n";
const TESTS: &str = "scenario \"a coupon\" {\n  at 2026-03-02 10:00\n  contact marie { plan \"free\" }\n  contact paul\n  marie says \"COUPON\" on shop\n  expect send containing \"free\" to marie\n  expect marie.plan is \"pro\"\n  expect no pending from coupon\n  paul opts out\n}\n";

fn folder() -> Folder {
    Folder::new(&[("flows.flow", FLOWS), ("shared.flow", SHARED), ("tests/coupon.flow", TESTS)])
}

fn at(folder: &Folder, name: &str, position: Value) -> Value {
    json!({ "textDocument": { "uri": folder.address(name) }, "position": position })
}

fn with(mut params: Value, key: &str, value: Value) -> Value {
    params[key] = value;
    params
}

/// The places as `file:line:column`, from 0.
fn places(folder: &Folder, locations: &Value) -> Vec<String> {
    let root = format!("{}/", folder.address("").trim_end_matches('/'));
    let mut places: Vec<String> = locations
        .as_array()
        .expect("a list")
        .iter()
        .map(|location| {
            let start = &location["range"]["start"];
            let name = location["uri"].as_str().expect("an address").replacen(&root, "", 1);
            format!("{name}:{}:{}", start["line"], start["character"])
        })
        .collect();
    places.sort();
    places
}

/// Renames, writes the files, and returns what `flowc test` says of them.
fn rename(
    editor: &mut Editor,
    folder: &Folder,
    name: &str,
    place: Value,
    new: &str,
) -> Result<(i32, String), String> {
    let params = with(at(folder, name, place), "newName", json!(new));
    let edit = editor.ask("textDocument/rename", params);
    let edit = edit.map_err(|refused| refused["message"].as_str().expect("a text").to_owned())?;
    for name in ["flows.flow", "shared.flow", "tests/coupon.flow"] {
        if let Some(edits) = edit["changes"][folder.address(name)].as_array() {
            let before = fs::read_to_string(folder.path().join(name)).expect("UTF-8");
            folder.write(name, &edited(&before, edits));
            editor.changed_on_disk(&folder.address(name));
        }
    }
    let tested = std::process::Command::new(env!("CARGO_BIN_EXE_flowc"))
        .args(["test", "."])
        .current_dir(folder.path())
        .output()
        .expect("flowc runs");
    Ok((tested.status.code().expect("it ends"), String::from_utf8(tested.stdout).expect("UTF-8")))
}

#[test]
fn names_lead_to_where_they_are_defined_and_used_in_all_files() {
    let folder = folder();
    let mut editor = Editor::open_folder(&folder.path());
    editor.settle();
    assert_eq!(
        editor.published.values().map(|(_, found)| found.len()).sum::<usize>(),
        0,
        "{:?}",
        editor.published
    );
    for (name, text, word, by, expected) in [
        ("flows.flow", FLOWS, "shop", 1, "shared.flow:1:8"),
        ("flows.flow", FLOWS, "office", 6, "shared.flow:0:9"),
        ("flows.flow", FLOWS, "{contact.plan", 3, "shared.flow:2:14"),
        ("flows.flow", FLOWS, "contact.plan to", 9, "shared.flow:2:14"),
        ("flows.flow", FLOWS, "merci", 0, "shared.flow:3:5"),
        ("tests/coupon.flow", TESTS, "coupon\n  paul", 2, "flows.flow:0:5"),
        ("tests/coupon.flow", TESTS, "marie says", 0, "tests/coupon.flow:2:10"),
        ("tests/coupon.flow", TESTS, "marie.plan", 1, "tests/coupon.flow:2:10"),
        ("tests/coupon.flow", TESTS, "plan is", 1, "shared.flow:2:14"),
        ("tests/coupon.flow", TESTS, "plan \"free", 1, "shared.flow:2:14"),
    ] {
        let found = editor.ask("textDocument/definition", at(&folder, name, position(text, word, by)));
        assert_eq!(places(&folder, &found.expect("a list")), [expected], "{word}");
    }
    let params = |declaration: bool| {
        let params = at(&folder, "shared.flow", position(SHARED, "plan", 0));
        with(params, "context", json!({ "includeDeclaration": declaration }))
    };
    let found = editor.ask("textDocument/references", params(true)).expect("a list");
    let all = [
        "flows.flow:3:20",
        "flows.flow:3:46",
        "shared.flow:2:14",
        "tests/coupon.flow:2:18",
        "tests/coupon.flow:6:15",
    ];
    assert_eq!(places(&folder, &found), all);
    let found = editor.ask("textDocument/references", params(false)).expect("a list");
    assert_eq!(found.as_array().map(Vec::len), Some(4));
    let found = editor
        .ask("textDocument/documentHighlight", at(&folder, "tests/coupon.flow", position(TESTS, "marie", 0)));
    let kinds: Vec<Value> =
        found.expect("a list").as_array().expect("a list").iter().map(|it| it["kind"].clone()).collect();
    assert_eq!(kinds, [json!(3), json!(2), json!(2), json!(2)], "one place declares marie, three use her");
    let nothing = editor
        .ask("textDocument/definition", at(&folder, "flows.flow", json!({ "line": 0, "character": 1 })));
    assert_eq!(nothing.expect("a list"), json!([]), "a word of the language is defined nowhere");
}

#[test]
fn a_new_name_goes_into_all_files_and_means_the_same() {
    for (name, text, word, by, new) in [
        ("flows.flow", FLOWS, "coupon", 0, "voucher"),
        ("flows.flow", FLOWS, "thanks", 3, "merci"),
        ("flows.flow", FLOWS, "shop", 0, "boutique_été"),
        ("shared.flow", SHARED, "office", 0, "bureau"),
        ("flows.flow", FLOWS, "plan |", 0, "formula"),
        ("shared.flow", SHARED, "contact.plan", 2, "contact.formula"),
        ("tests/coupon.flow", TESTS, "marie says", 5, "zoé"),
        ("shared.flow", SHARED, "merci", 1, "thanks"),
    ] {
        let folder = folder();
        let mut editor = Editor::open_folder(&folder.path());
        let renamed = rename(&mut editor, &folder, name, position(text, word, by), new);
        let (code, told) = renamed.unwrap_or_else(|reason| panic!("{word} to {new}: {reason}"));
        assert_eq!(code, 0, "{word} to {new}: {told}");
        editor.settle();
        let found: usize = editor.published.values().map(|(_, found)| found.len()).sum();
        assert_eq!(found, 0, "{word} to {new}: {:?}", editor.published);
        let old = word.split([' ', '.']).find(|part| *part != "contact").unwrap_or(word);
        let flows = fs::read_to_string(folder.path().join("flows.flow")).expect("UTF-8");
        assert!(
            !flows.contains(&format!("start {old}")) && !flows.contains(&format!("from {old}")),
            "{flows}"
        );
    }
}

#[test]
fn names_that_are_taken_or_none_are_refused_with_the_reason() {
    let folder = folder();
    let mut editor = Editor::open_folder(&folder.path());
    let before = fs::read_to_string(folder.path().join("flows.flow")).expect("UTF-8");
    for (name, text, word, new, reason) in [
        ("flows.flow", FLOWS, "coupon", "thanks", "there is the flow `thanks` already"),
        ("flows.flow", FLOWS, "shop", "sms", "there is the channel `sms` already"),
        ("flows.flow", FLOWS, "coupon", "send", "`send` is a word of the language and cannot name anything"),
        ("flows.flow", FLOWS, "coupon", "two words", "`two words` is no name"),
        ("flows.flow", FLOWS, "coupon", "", "`` is no name"),
        ("flows.flow", FLOWS, "coupon", "1st", "`1st` is no name"),
        ("shared.flow", SHARED, "plan", "email", "there is the field `email` already"),
        ("tests/coupon.flow", TESTS, "marie", "paul", "there is the contact `paul` already"),
        ("tests/coupon.flow", TESTS, "marie", "ai", "with the name `ai` the text would mean something else"),
        ("shared.flow", SHARED, "merci", "ai", "with the name `ai` the text would mean something else"),
    ] {
        let told = rename(&mut editor, &folder, name, position(text, word, 0), new).expect_err(new);
        assert!(told.starts_with(reason), "{word} to {new}: {told}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("flows.flow")).expect("UTF-8"), before);
}

#[test]
fn a_client_learns_first_what_can_be_renamed() {
    let folder = folder();
    let mut editor = Editor::open_folder(&folder.path());
    let place = at(&folder, "flows.flow", position(FLOWS, "contact.plan to", 9));
    let prepared = editor.ask("textDocument/prepareRename", place).expect("a name");
    assert_eq!(prepared["placeholder"], "plan");
    assert_eq!(prepared["range"]["start"], position(FLOWS, "contact.plan to", 8));
    let place = at(&folder, "shared.flow", json!({ "line": 0, "character": 20 }));
    let refused = editor.ask("textDocument/prepareRename", place).expect_err("a word of the language");
    assert_eq!(refused["message"], "there is no name here that a file defines");
    folder.write("flows.flow", "flow a { on intent busy from sms send \"x\" }\n");
    editor.changed_on_disk(&folder.address("flows.flow"));
    let place = at(&folder, "flows.flow", json!({ "line": 0, "character": 20 }));
    let refused = editor.ask("textDocument/prepareRename", place).expect_err("it is built in");
    assert_eq!(refused["message"], "the intent `busy` is a word of the language");
}

#[test]
fn names_are_found_in_files_that_are_half_typed() {
    let broken =
        "flow coupon {\n  on keyword \"COUPON\" from shop\n  sned \"x\"\n  start thanks\n  send merci as\n";
    let folder = Folder::new(&[("flows.flow", broken), ("shared.flow", SHARED)]);
    let mut editor = Editor::open_folder(&folder.path());
    let found = editor.ask("textDocument/definition", at(&folder, "flows.flow", position(broken, "shop", 0)));
    assert_eq!(places(&folder, &found.expect("a list")), ["shared.flow:1:8"]);
}
