//! What is told of the thing under the pointer, and the hints in the text.

use serde_json::{Value, json};

use crate::client::{Editor, Folder, position};

const SHARED: &str = "workspace \"W\" { timezone \"Europe/Paris\" }\nschedule office { mon..fri 09:00..18:00 }\n\
channel shop is webchat\ntext hello { en \"Hello\" }\nfield contact.plan: text one of \"free\", \"pro\"\n";
const FLOWS: &str = "# allow K002: both are meant\nflow coupon \"The coupon\" {\n  on keyword \"COUPON\" from sms\n  \
within office\n  send \"👋 {contact.plan | free}\"\n  send hello\n}\n\nflow deal {\n  on message contains \"COUPON\" from sms\n  \
when visitor.visits > 3\n  via messenger\n  within sat 10:00..12:00\n  send \"x\" as account_update\n}\n";

struct Desk {
    editor: Editor,
    folder: Folder,
}

impl Desk {
    fn new() -> Self {
        let folder = Folder::new(&[("flows.flow", FLOWS), ("shared.flow", SHARED)]);
        let editor = Editor::open_folder(&folder.path());
        Self { editor, folder }
    }

    fn hover(&mut self, name: &str, text: &str, needle: &str, by: usize) -> Value {
        let place = position(text, needle, by);
        let params = json!({ "textDocument": { "uri": self.folder.address(name) }, "position": place });
        self.editor.ask("textDocument/hover", params).expect("an answer")
    }

    #[track_caller]
    fn says(&mut self, needle: &str, by: usize, expected: &[&str]) {
        let told = self.hover("flows.flow", FLOWS, needle, by);
        let text =
            told["contents"]["value"].as_str().unwrap_or_else(|| panic!("nothing is told of `{needle}`"));
        expected.iter().for_each(|expected| assert!(text.contains(expected), "`{needle}`: {text}"));
    }
}

#[test]
fn a_flow_is_told_in_sentences() {
    let mut desk = Desk::new();
    desk.says(
        "coupon",
        2,
        &["**The coupon**", "It starts when a message has the keyword \"COUPON\" from sms.", "- "],
    );
    let told = desk.hover("flows.flow", FLOWS, "coupon", 2);
    assert_eq!(told["range"]["start"], position(FLOWS, "coupon", 0));
    assert_eq!(told["range"]["end"], position(FLOWS, "coupon", 6));
}

#[test]
fn fields_channels_texts_and_content_types_tell_what_they_are() {
    let mut desk = Desk::new();
    desk.says("contact.plan", 10, &["`contact.plan`: text: `free`, `pro`"]);
    desk.says("visitor.visits", 9, &["`visitor.visits`: a number"]);
    desk.says("messenger", 1, &["channel `messenger`", "The window is open for", "https://"]);
    desk.says("hello", 1, &["```flow\ntext hello { en \"Hello\" }\n```"]);
    desk.says(
        "account_update",
        1,
        &["a content type of messenger, since 2020-03-04, until 2026-04-27", "https://"],
    );
}

#[test]
fn hours_tell_when_they_open_next() {
    let mut desk = Desk::new();
    // It is Monday, 2 March 2026, 01:00 in Paris.
    desk.says("within office", 8, &["opens Mon 09:00 (Europe/Paris)"]);
    desk.says("within sat", 1, &["opens Sat 10:00 (Europe/Paris)"]);
    let told = desk.hover("shared.flow", SHARED, "office", 1);
    assert!(told["contents"]["value"].as_str().expect("a text").starts_with("opens Mon 09:00"), "{told}");
}

#[test]
fn a_keyword_tells_what_else_takes_it() {
    let mut desk = Desk::new();
    desk.says(
        "\"COUPON\"",
        3,
        &[
            "A message `COUPON` by sms starts this flow",
            "`deal` would start by message contains \"COUPON\" from sms, if its condition held",
        ],
    );
}

#[test]
fn a_code_in_a_comment_shows_its_page() {
    let mut desk = Desk::new();
    desk.says("K002", 1, &["# K002", "## Why it matters"]);
    assert_eq!(desk.hover("flows.flow", FLOWS, "both are", 1), Value::Null);
    assert_eq!(desk.hover("flows.flow", FLOWS, "send \"x\"", 0), Value::Null);
}

#[test]
fn a_finding_shows_its_page() {
    let mut editor = Editor::start();
    editor.initialize(None, json!({}), json!({}));
    editor.open("untitled:One", "flow a { sned \"x\" }");
    let params =
        json!({ "textDocument": { "uri": "untitled:One" }, "position": { "line": 0, "character": 11 } });
    let told = editor.ask("textDocument/hover", params).expect("an answer");
    assert!(told["contents"]["value"].as_str().expect("a text").starts_with("# S001"), "{told}");
    assert_eq!(told["range"]["end"], json!({ "line": 0, "character": 13 }));
}

#[test]
fn pages_of_findings_are_documents_for_clients_that_show_them() {
    let mut editor = Editor::start();
    let capabilities = json!({ "workspace": { "textDocumentContent": {} } });
    let result = editor.initialize(None, capabilities, json!({}));
    assert_eq!(result["capabilities"]["workspace"]["textDocumentContent"]["schemes"], json!(["flowc"]));
    editor.open("untitled:One", "group clients");
    assert_eq!(editor.codes("untitled:One"), ["N003"]);
    let link = editor.published["untitled:One"].1[0]["codeDescription"]["href"].clone();
    let page = editor.ask("workspace/textDocumentContent", json!({ "uri": link })).expect("a page");
    assert!(page["text"].as_str().expect("a text").starts_with("# N003"));
    let refused = editor.ask("workspace/textDocumentContent", json!({ "uri": "flowc:/explain/X999.md" }));
    assert_eq!(refused.expect_err("no page")["code"], -32602);
    // Others get no link that leads nowhere.
    let mut editor = Editor::start();
    editor.initialize(None, json!({}), json!({}));
    editor.open("untitled:One", "group clients");
    editor.settle();
    assert!(editor.published["untitled:One"].1[0].get("codeDescription").is_none());
}

#[test]
fn hints_stand_behind_hours_and_long_messages() {
    let long = format!(
        "{{\n  on keyword \"X\" from sms\n  within office\n  send \"{}\"\n  send \"short\"\n}}\n",
        "é👋".repeat(40)
    );
    let text = format!("flow by_sms {long}flow by_chat {}", long.replace("sms", "webchat"));
    let folder = Folder::new(&[("a.flow", &text), ("shared.flow", SHARED)]);
    let mut editor = Editor::open_folder(&folder.path());
    let ask = |editor: &mut Editor, lines: (u32, u32)| {
        let range = json!({ "start": { "line": lines.0, "character": 0 }, "end": { "line": lines.1, "character": 0 } });
        let params = json!({ "textDocument": { "uri": folder.address("a.flow") }, "range": range });
        let hints = editor.ask("textDocument/inlayHint", params).expect("a list");
        let hints = hints.as_array().expect("a list").iter();
        hints
            .map(|hint| {
                (hint["position"]["line"].as_u64(), hint["label"].as_str().expect("a text").to_owned())
            })
            .collect::<Vec<_>>()
    };
    let opens = "opens Mon 09:00".to_owned();
    let expected = [(Some(2), opens.clone()), (Some(3), "2 segments".to_owned()), (Some(8), opens.clone())];
    assert_eq!(ask(&mut editor, (0, 20)), expected);
    assert_eq!(ask(&mut editor, (7, 9)), [(Some(8), opens)]);
}
