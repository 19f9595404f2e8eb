//! Lenses: scenarios are played from the editor, and flows tell which scenarios cover them.

use serde_json::{Value, json};

use crate::client::{Editor, Folder};

const FLOWS: &str = "flow order { on keyword \"ORDER\" from sms  send \"Which size?\" }\nflow idle { on start  send \"x\" }\n\
scenario \"asks the size\" { contact marie { phone \"+33612345678\" } marie says \"ORDER\" on sms  expect send \"Which size?\" }\n\
scenario \"asks the colour\" { contact marie { phone \"+33612345678\" } marie says \"ORDER\" on sms  expect send \"Which colour?\" }\n";

fn lenses(editor: &mut Editor, address: &str) -> Vec<Value> {
    let params = json!({ "textDocument": { "uri": address } });
    let found =
        editor.ask("textDocument/codeLens", params).expect("a list").as_array().expect("a list").clone();
    found.into_iter().map(|lens| editor.ask("codeLens/resolve", lens).expect("a lens")).collect()
}

#[test]
fn flows_tell_their_scenarios_and_scenarios_are_played() {
    let folder = Folder::new(&[("a.flow", FLOWS)]);
    let mut editor = Editor::start();
    let result = editor.initialize(Some(&folder.path()), json!({}), json!({ "asOf": "2026-03-02" }));
    let commands = &result["capabilities"]["executeCommandProvider"]["commands"];
    assert_eq!(*commands, json!(["flowc.runScenario", "flowc.testFlow"]));
    let address = folder.address("a.flow");
    let found = lenses(&mut editor, &address);
    let titles: Vec<&str> = found.iter().filter_map(|lens| lens["command"]["title"].as_str()).collect();
    let expected = [
        "2 scenarios cover this flow, 1 of them fail",
        "no scenario covers this flow",
        "play this scenario",
        "play this scenario",
    ];
    assert_eq!(titles, expected);
    assert_eq!(found[2]["range"]["start"], json!({ "line": 2, "character": 9 }));
    assert_eq!(found[2]["command"]["arguments"], json!([address, "asks the size"]));

    let run = |editor: &mut Editor, lens: &Value| {
        let params =
            json!({ "command": lens["command"]["command"], "arguments": lens["command"]["arguments"] });
        editor.ask("workspace/executeCommand", params)
    };
    let played = run(&mut editor, &found[2]).expect("it is played");
    assert_eq!(played["passed"], true);
    let played = run(&mut editor, &found[3]).expect("it is played");
    assert_eq!(played["passed"], false);
    let report = played["scenarios"][0]["report"].as_str().expect("a text");
    assert!(report.contains("expected send \"Which colour?\"  a.flow:4:"), "{report}");
    editor.settle();
    let shown = |editor: &Editor, text: &str| {
        editor
            .told
            .iter()
            .any(|told| told["method"] == "window/showMessage" && told["params"]["message"] == text)
    };
    assert!(shown(&editor, "failed: asks the colour"), "{:?}", editor.told);
    let played = run(&mut editor, &found[0]).expect("they are played");
    assert_eq!(played["scenarios"].as_array().map(Vec::len), Some(2));
    editor.settle();
    assert!(shown(&editor, "1 of 2 scenarios failed"));

    // What the editor has counts, whatever the disk says.
    editor.open(&address, FLOWS);
    editor.change(&address, 2, json!([{ "text": FLOWS.replace("Which colour?", "Which size?") }]));
    editor.notify("textDocument/didSave", json!({ "textDocument": { "uri": address } }));
    let found = lenses(&mut editor, &address);
    assert_eq!(found[0]["command"]["title"], "2 scenarios cover this flow");
}

#[test]
fn commands_that_cannot_be_done_say_why() {
    let folder = Folder::new(&[("a.flow", FLOWS)]);
    let mut editor = Editor::open_folder(&folder.path());
    let address = folder.address("a.flow");
    let mut run = |command: &str, arguments: Value| {
        editor
            .ask("workspace/executeCommand", json!({ "command": command, "arguments": arguments }))
            .expect_err(command)
    };
    let refused = run("flowc.runScenario", json!([address, "no such title"]));
    assert!(
        refused["message"].as_str().expect("a text").starts_with("no scenario `no such title` can be played")
    );
    assert_eq!(refused["code"], -32803);
    assert_eq!(run("flowc.runScenario", json!([]))["code"], -32602);
    assert_eq!(run("flowc.unheardOf", json!([address, "x"]))["code"], -32602);
    assert_eq!(run("flowc.runScenario", json!(["untitled:None", "x"]))["code"], -32602);
}

#[test]
fn a_client_with_a_command_of_its_own_is_told_of_none() {
    let mut editor = Editor::start();
    let result = editor.initialize(None, json!({}), json!({ "scenarios": "client" }));
    assert_eq!(result["capabilities"]["executeCommandProvider"]["commands"], json!(["flowc.testFlow"]));
    let mut editor = Editor::start();
    let result = editor.initialize(None, json!({}), json!({ "inlayHints": false, "codeLenses": false }));
    assert!(result["capabilities"].get("inlayHintProvider").is_none());
    assert!(result["capabilities"].get("codeLensProvider").is_none());
}
