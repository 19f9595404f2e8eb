//! Findings: those of `flowc check`, of every file that changes its own, pushed or asked for, and their quick fixes.

use serde_json::{Value, json};

use crate::client::{Editor, Folder, edited};

const USES: &str = "flow order { on keyword \"ORDER\" from sms  send welcome }\n";
const TEXTS: &str = "text welcome { fr \"Bienvenue\" }\n";

fn codes(found: &[Value]) -> Vec<&str> {
    found.iter().filter_map(|found| found["code"].as_str()).collect()
}

#[test]
fn a_change_in_one_file_tells_the_findings_of_another() {
    let folder = Folder::new(&[("flows/order.flow", USES), ("texts.flow", TEXTS)]);
    let mut editor = Editor::open_folder(&folder.path());
    let (order, texts) = (folder.address("flows/order.flow"), folder.address("texts.flow"));
    assert!(editor.codes(&order).is_empty(), "{:?}", editor.published);
    editor.open(&texts, TEXTS);
    editor.change(&texts, 2, json!([{ "text": TEXTS.replace("welcome", "hello") }]));
    assert_eq!(editor.codes(&order), ["N001"], "the file is not open in the editor");
    assert_eq!(editor.codes(&texts), ["N003"]);
    assert_eq!(editor.published[&texts].0, 2, "findings of an open document say for which version they are");
    // Closing without saving brings back what the disk says.
    editor.close(&texts);
    assert!(editor.codes(&order).is_empty());
    assert!(editor.codes(&texts).is_empty());
}

#[test]
fn findings_say_all_that_flowc_check_says() {
    let folder = Folder::new(&[
        ("a.flow", "flow one { on keyword \"ORDER\" send \"x\" }\n"),
        ("b.flow", "flow two { on keyword \"ORDER\" send \"y\" }\ngroup nobody_asks\n"),
    ]);
    let mut editor = Editor::open_folder(&folder.path());
    let b = folder.address("b.flow");
    editor.settle();
    let mut found: Vec<Value> = editor.published.values().flat_map(|(_, found)| found.clone()).collect();
    found.sort_by_key(|found| found["code"].to_string());
    assert_eq!(codes(&found), ["K001", "N003"], "{found:?}");
    let related = &found[0]["relatedInformation"][0]["location"]["uri"];
    assert!(related == &json!(b) || related == &json!(folder.address("a.flow")), "{related}");
    assert_eq!(found[0]["severity"], 1);
    assert_eq!(found[0]["source"], "flowc");
    assert_eq!(found[1]["severity"], 2);
    assert_eq!(found[1]["tags"], json!([1]), "what is never used is shown as such");
    assert!(found[1]["message"].as_str().expect("a text").contains("help: "));
}

#[test]
fn allows_and_settings_count_as_on_the_command_line() {
    let unused = "# allow N003: kept for the summer\ngroup summer\ngroup winter\n";
    let folder = Folder::new(&[("a.flow", unused), ("flowc.toml", "[check]\ndeny = [\"N003\"]\n")]);
    let mut editor = Editor::open_folder(&folder.path());
    let a = folder.address("a.flow");
    assert_eq!(editor.codes(&a), ["N003"]);
    assert_eq!(editor.published[&a].1[0]["severity"], 1, "denied");
    folder.write("flowc.toml", "[check]\nallow = [\"N003\"]\n");
    editor.changed_on_disk(&folder.address("flowc.toml"));
    assert!(editor.codes(&a).is_empty(), "allowed");
    // Settings that cannot be read are told, and the former ones stay.
    folder.write("flowc.toml", "[check]\nalow = []\n");
    editor.changed_on_disk(&folder.address("flowc.toml"));
    assert!(editor.codes(&a).is_empty());
    let told =
        editor.told.iter().any(|told| told["params"]["message"].to_string().contains("did you mean `allow`"));
    assert!(told, "{:?}", editor.told);
}

#[test]
fn files_that_come_change_and_go_on_the_disk_are_noticed() {
    let folder = Folder::new(&[("order.flow", USES)]);
    let mut editor = Editor::open_folder(&folder.path());
    let (order, texts) = (folder.address("order.flow"), folder.address("texts.flow"));
    assert_eq!(editor.codes(&order), ["N001"]);
    folder.write("texts.flow", TEXTS);
    editor.changed_on_disk(&texts);
    assert!(editor.codes(&order).is_empty());
    folder.write("target/more.flow", "flow");
    folder.write(".hidden/more.flow", "flow");
    editor.changed_on_disk(&folder.address("target/more.flow"));
    editor.changed_on_disk(&folder.address(".hidden/more.flow"));
    editor.settle();
    assert!(!editor.published.contains_key(&folder.address("target/more.flow")), "builds leave that behind");
    std::fs::remove_file(folder.path().join("texts.flow")).expect("it is there");
    editor.changed_on_disk(&texts);
    assert_eq!(editor.codes(&order), ["N001"]);
    // What is open in the editor wins over the disk.
    editor.open(&order, "flow order { on keyword \"ORDER\" send \"x\" }\n");
    folder.write("order.flow", "flow");
    editor.changed_on_disk(&order);
    assert!(editor.codes(&order).is_empty());
}

#[test]
fn a_folder_that_moves_takes_its_files_with_it() {
    let folder =
        Folder::new(&[("flows/order.flow", USES), ("parts/texts.flow", TEXTS), ("parts/open.flow", "")]);
    let mut editor = Editor::open_folder(&folder.path());
    let order = folder.address("flows/order.flow");
    let open = folder.address("parts/open.flow");
    editor.open(&open, "group nobody_asks\n");
    assert!(editor.codes(&order).is_empty());
    let path = folder.path();
    std::fs::rename(path.join("parts"), path.join("elsewhere")).expect("it can be moved");
    editor.changed_on_disk(&folder.address("parts"));
    assert_eq!(editor.codes(&order), ["N001"], "the texts are gone");
    assert_eq!(editor.codes(&open), ["N003"], "what is open in the editor stays");
    editor.changed_on_disk(&folder.address("elsewhere"));
    assert!(editor.codes(&order).is_empty(), "the texts are back");
}

#[test]
fn a_client_that_can_is_asked_to_watch_the_files() {
    let folder = Folder::new(&[("a.flow", "")]);
    let mut editor = Editor::start();
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    editor.initialize(Some(&folder.path()), capabilities, json!({}));
    editor.settle();
    let asked =
        editor.told.iter().find(|told| told["method"] == "client/registerCapability").expect("it is asked");
    let watchers = asked["params"]["registrations"][0]["registerOptions"]["watchers"].clone();
    let globs: Vec<&str> = watchers
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|watcher| watcher["globPattern"].as_str())
        .collect();
    assert_eq!(globs, ["**/*.flow", "**/flowc.toml", "**/*"]);
    assert_eq!(watchers[2]["kind"], 5, "of other files only that they are made and deleted");
    // What the client answers to it matters to nobody.
    editor.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": null }));
    editor.settle();
}

#[test]
fn a_document_outside_of_all_folders_is_analysed_alone() {
    let folder = Folder::new(&[("w/a.flow", "group clients\n"), ("other/b.flow", "")]);
    let mut editor = Editor::open_folder(&folder.path().join("w"));
    let (a, b) = (folder.address("w/a.flow"), folder.address("other/b.flow"));
    editor.open(&b, "flow b { on group clients send \"x\" }\n");
    assert_eq!(editor.codes(&b), ["N001"], "the group of the folder is none of it");
    assert_eq!(editor.codes(&a), ["N003"]);
    editor.close(&b);
    assert!(editor.codes(&b).is_empty(), "findings go with the document");
}

#[test]
fn folders_come_and_go() {
    let folder = Folder::new(&[("one/a.flow", "group one\n"), ("two/b.flow", "group two\n")]);
    let mut editor = Editor::open_folder(&folder.path().join("one"));
    let (a, b) = (folder.address("one/a.flow"), folder.address("two/b.flow"));
    editor.open(&b, "group two\nflow x { on group one send \"x\" }\n");
    assert_eq!(editor.codes(&b), ["N003", "N001"]);
    let two = json!({ "uri": folder.address("two"), "name": "two" });
    let one = json!({ "uri": folder.address("one"), "name": "one" });
    editor.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": { "added": [two], "removed": [one] } }),
    );
    assert_eq!(editor.codes(&b), ["N003", "N001"], "the editor's text stays");
    assert!(editor.codes(&a).is_empty(), "its folder is gone");
    editor.close(&b);
    assert_eq!(editor.codes(&b), ["N003"], "the disk's text");
}

#[test]
fn folders_below_can_be_workspaces_of_their_own() {
    let folder = Folder::new(&[("one/a.flow", "group g\n"), ("two/b.flow", "group g\n")]);
    let mut editor = Editor::start();
    editor.initialize(Some(&folder.path()), json!({}), json!({ "workspaces": ["one", "two"] }));
    assert_eq!(editor.codes(&folder.address("one/a.flow")), ["N003"], "not N002");
    assert_eq!(editor.codes(&folder.address("two/b.flow")), ["N003"]);
}

#[test]
fn a_client_can_ask_for_findings_instead() {
    let folder = Folder::new(&[("order.flow", USES)]);
    let mut editor = Editor::start();
    let capabilities = json!({ "workspace": { "diagnostics": { "refreshSupport": true } } });
    let result = editor.initialize(Some(&folder.path()), capabilities, json!({ "diagnostics": "pull" }));
    assert_eq!(result["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], true);
    let order = folder.address("order.flow");
    let params = |previous: Value| json!({ "textDocument": { "uri": order }, "previousResultId": previous });
    let report = editor.ask("textDocument/diagnostic", params(Value::Null)).expect("a report");
    assert_eq!(report["kind"], "full");
    assert_eq!(codes(report["items"].as_array().expect("a list")), ["N001"]);
    let again = editor.ask("textDocument/diagnostic", params(report["resultId"].clone())).expect("a report");
    assert_eq!(again["kind"], "unchanged");
    let all = editor.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).expect("a report");
    assert_eq!(all["items"][0]["uri"], order);
    assert!(editor.published.is_empty(), "nothing is pushed");
    editor.open(&order, "flow order { on keyword \"ORDER\" send \"x\" }\n");
    editor.settle();
    assert!(
        editor.told.iter().any(|told| told["method"] == "workspace/diagnostic/refresh"),
        "{:?}",
        editor.told
    );
    let report = editor.ask("textDocument/diagnostic", params(report["resultId"].clone())).expect("a report");
    assert_eq!(report["items"], json!([]));
}

#[test]
fn quick_fixes_are_those_of_flowc_check() {
    let text = "flow a {\n  on keywrd \"X\"\n  sned \"👋\"\n}\n";
    let mut editor = Editor::start();
    editor.initialize(None, json!({}), json!({}));
    editor.open("untitled:One", text);
    editor.settle();
    let found = editor.published["untitled:One"].1.clone();
    assert_eq!(codes(&found), ["S001", "S001"]);
    let actions = |editor: &mut Editor, range: &Value, only: Value| {
        let context = json!({ "diagnostics": [], "only": only });
        let params = json!({ "textDocument": { "uri": "untitled:One" }, "range": range, "context": context });
        editor.ask("textDocument/codeAction", params).expect("a list").as_array().expect("a list").clone()
    };
    let one = actions(&mut editor, &found[1]["range"], json!(["quickfix"]));
    assert_eq!(one.len(), 1, "only the finding at the place: {one:?}");
    assert_eq!(one[0]["title"], "write `send`");
    assert_eq!(one[0]["diagnostics"][0], found[1], "the action says what it mends");
    let edits = one[0]["edit"]["changes"]["untitled:One"].as_array().expect("edits").clone();
    assert_eq!(edited(text, &edits), text.replace("sned", "send"));
    let all = actions(&mut editor, &found[1]["range"], json!(["source.fixAll"]));
    let edits = all[0]["edit"]["changes"]["untitled:One"].as_array().expect("edits").clone();
    assert_eq!(edited(text, &edits), text.replace("sned", "send").replace("keywrd", "keyword"));
    let mixed = "flow a { on keyword \"X\" when contact.email is known and contact.phone is known or \
                 contact has tag \"x\" send \"y\" }";
    editor.change("untitled:One", 2, json!([{ "text": mixed }]));
    assert_eq!(editor.codes("untitled:One"), ["S002"]);
    let range = editor.published["untitled:One"].1[0]["range"].clone();
    let readings = actions(&mut editor, &range, Value::Null);
    assert_eq!(readings.len(), 2, "an author chooses: {readings:?}");
    assert!(readings.iter().all(|reading| reading.get("isPreferred").is_none()));
}
