//! Completion: at `|` of a text, what the grammar and the workspace have there.

use serde_json::{Value, json};

use crate::client::{Editor, Folder, edited};

const SHARED: &str = "workspace \"W\" { languages pt-BR, fr }\nschedule office { mon..fri 09:00..18:00 }\n\
channel shop is webchat { brand acme }\nbot faq { channels shop answers pricing, delivery }\n\
template news on whatsapp (first) \"Hi {first}\"\ntext hello { fr \"Bonjour\" pt-BR \"Oi\" }\nintent refund { fr \"x\" pt-BR \"y\" }\n\
group clients\nfield contact.plan: text one of \"free\", \"pro\"\nfield contact.adult: yes_no\n\
flow other { on start tag \"vip\" tag \"vip\" }\n";

struct Desk {
    editor: Editor,
    folder: Folder,
    version: i32,
}

impl Desk {
    fn new(capabilities: Value) -> Self {
        let folder = Folder::new(&[("shared.flow", SHARED), ("a.flow", "")]);
        let mut editor = Editor::start();
        editor.initialize(Some(&folder.path()), capabilities, json!({ "asOf": "2026-03-02" }));
        editor.open(&folder.address("a.flow"), "");
        Self { editor, folder, version: 1 }
    }

    /// The items at the bar of a text.
    fn items(&mut self, marked: &str) -> Vec<Value> {
        let at = marked.find('|').expect("a bar says where the cursor is");
        let text = marked.replacen('|', "", 1);
        self.version += 1;
        let address = self.folder.address("a.flow");
        self.editor.change(&address, self.version, json!([{ "text": text }]));
        let line = text[..at].matches('\n').count();
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let position = json!({ "line": line, "character": text[start..at].encode_utf16().count() });
        let params = json!({ "textDocument": { "uri": address }, "position": position });
        let items = self.editor.ask("textDocument/completion", params).expect("a list");
        items.as_array().expect("a list").clone()
    }

    fn labels(&mut self, marked: &str) -> Vec<String> {
        let items = self.items(marked);
        items.iter().map(|item| item["label"].as_str().expect("a label").to_owned()).collect()
    }

    #[track_caller]
    fn has(&mut self, marked: &str, wanted: &[&str], unwanted: &[&str]) {
        let labels = self.labels(marked);
        for label in wanted {
            assert!(
                labels.iter().any(|other| other == label),
                "`{label}` is missing at {marked}: {labels:?}"
            );
        }
        for label in unwanted {
            assert!(
                !labels.iter().any(|other| other == label),
                "`{label}` is offered at {marked}: {labels:?}"
            );
        }
    }
}

#[test]
fn words_are_those_that_the_grammar_takes_there() {
    let mut desk = Desk::new(json!({}));
    desk.has("|", &["flow", "scenario", "workspace"], &["send", "on"]);
    desk.has("flow a { | }", &["on", "via", "send", "after"], &["flow", "says", "timezone"]);
    desk.has("flow a { on key|", &["keyword", "silence", "intent"], &["send"]);
    desk.has("flow a { send \"x\"\n  | }", &["as", "silently", "stop", "after"], &["on", "via"]);
    desk.has("flow a { after 5m | }", &["within", "send"], &["on"]);
    desk.has("scenario \"s\" { | }", &["contact", "wait", "expect"], &["send", "via"]);
    desk.has("scenario \"s\" { contact marie marie | }", &["says", "views", "opts"], &["send"]);
    desk.has("schedule s { | }", &["mon", "closed", "open"], &["send"]);
    desk.has("flow a { ask \"x\" { | } }", &["otherwise", "silence", "intent"], &["send"]);
    desk.has("flow a { ask \"x\" { otherwise { | } } }", &["send", "after"], &["otherwise", "on"]);
    // What is broken before it does not matter.
    desk.has("flow a {\n  sned \"x\"\n  on on\n  tag \"x\"\n  | ", &["send", "after"], &["flow"]);
}

#[test]
fn names_are_those_of_what_belongs_there() {
    let mut desk = Desk::new(json!({}));
    desk.has("flow a { start | }", &["other", "a"], &["clients", "office", "hello"]);
    desk.has("flow a { on silence within | }", &["office"], &["other"]);
    desk.has("flow a { via | }", &["shop", "sms"], &["office"]);
    desk.has("flow a { via sms, else | }", &["shop", "sms"], &["office"]);
    desk.has("flow a { on keyword \"X\" from | }", &["shop"], &["other"]);
    desk.has("flow a { on group | }", &["clients"], &["shop"]);
    desk.has("flow a { on intent | }", &["refund", "busy"], &["clients"]);
    desk.has("flow a { send | }", &["hello", "ai", "template"], &["other"]);
    desk.has("flow a { send template | }", &["news"], &["hello"]);
    desk.has("flow a { hand over to bot | }", &["faq"], &["news"]);
    desk.has("flow a { hand over to bot faq answer | }", &["pricing", "delivery"], &["faq"]);
    desk.has("flow a { brand | }", &["acme"], &["shop"]);
    desk.has("channel c is | ", &["webchat", "whatsapp"], &["shop"]);
    desk.has("bot b { channels sms, | }", &["shop"], &["faq"]);
    desk.has("flow new|", &[], &["other"]);
    desk.has("scenario \"s\" { contact marie contact paul | }", &["marie", "paul", "wait"], &["other"]);
    desk.has("scenario \"s\" { contact marie start other for | }", &["marie"], &["other"]);
    desk.has("scenario \"s\" { contact marie expect no pending from | }", &["other"], &["marie"]);
    desk.has(
        "scenario \"s\" { contact marie expect suppressed because | }",
        &["opted_out", "quota"],
        &["marie"],
    );
    desk.has("text t { | }", &["fr", "pt-BR"], &["hello"]);
}

#[test]
fn fields_come_with_their_types_and_values_with_their_fields() {
    let mut desk = Desk::new(json!({}));
    desk.has("flow a { when | }", &["contact.plan", "visitor.url", "now", "not"], &["other"]);
    let items = desk.items("flow a { when contact.| }");
    let plan = items.iter().find(|item| item["label"] == "plan").expect("the declared field");
    assert_eq!(plan["detail"], "text: `free`, `pro`");
    assert!(items.iter().all(|item| item["label"] != "url"), "only fields of the contact");
    desk.has("flow a { when contact.plan is | }", &["\"free\"", "\"pro\"", "known"], &["yes"]);
    desk.has("flow a { when contact.plan is one of \"free\", \"|\" }", &["free", "pro"], &[]);
    desk.has("flow a { when contact.adult is | }", &["yes", "no"], &["\"free\""]);
    desk.has("flow a { when visitor.history is | }", &["new", "returning"], &["yes"]);
    desk.has("flow a { when message.channel is | }", &["shop", "sms"], &["yes"]);
    desk.has("flow a { when contact.country is \"|\" }", &["FR", "DE"], &["UK"]);
    desk.has("flow a { send \"Hello {contact.|\" }", &["contact.plan", "contact.email"], &[]);
    desk.has("template t on whatsapp (first) \"Hi {|\"", &["first", "contact.plan"], &[]);
    desk.has("scenario \"s\" { contact marie { plan \"|\" } }", &["free"], &[]);
    desk.has("flow a { send \"only text |\" }", &[], &["contact.plan", "send"]);
}

#[test]
fn zones_countries_content_types_units_and_codes_are_known() {
    let mut desk = Desk::new(json!({}));
    desk.has("workspace \"w\" { timezone \"Eur|\" }", &["Europe/Paris", "Europe/London"], &[]);
    desk.has("schedule s { closed holidays \"|\" }", &["FR", "GB"], &["UK"]);
    desk.has("flow a { after 5|", &["5m", "5d", "5w"], &["5"]);
    desk.has("flow a { tag \"|\" }", &["vip"], &[]);
    let items = desk.items("flow a { send \"x\" as | }");
    let update = items.iter().find(|item| item["label"] == "account_update").expect("a content type");
    assert_eq!(update["detail"], "messenger, until 2026-04-27");
    let items = desk.items("# allow K|\nflow a { }");
    let code = items.iter().find(|item| item["label"] == "K002").expect("a code");
    assert!(code["detail"].as_str().expect("a text").starts_with("overlapping-keywords"));
    assert!(items.iter().all(|item| item["label"] != "S001"), "what cannot be allowed is not offered");
    desk.has("# people allow |", &[], &["K002"]);
}

#[test]
fn a_completion_takes_the_place_of_what_was_typed() {
    let mut desk = Desk::new(
        json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } }),
    );
    for (marked, label, expected) in [
        ("flow a { on keyw| \"👋\" }", "keyword", "flow a { on keyword \"${1:WORD}\" \"👋\" }"),
        ("flow a { when contact.pl| is known }", "plan", "flow a { when contact.plan is known }"),
        ("flow a { send \"👋 {contact.p|} x\" }", "contact.plan", "flow a { send \"👋 {contact.plan} x\" }"),
        (
            "workspace \"w\" { timezone \"Europe/P|\" }",
            "Europe/Paris",
            "workspace \"w\" { timezone \"Europe/Paris\" }",
        ),
        ("flow a { after 12| send \"x\" }", "12h", "flow a { after 12h send \"x\" }"),
        ("# allow K0|: why\nflow a { }", "K002", "# allow K002: why\nflow a { }"),
        ("flow a { start oth| }", "other", "flow a { start other }"),
    ] {
        let items = desk.items(marked);
        let item =
            items.iter().find(|item| item["label"] == label).unwrap_or_else(|| panic!("{marked}: {items:?}"));
        let text = marked.replacen('|', "", 1);
        assert_eq!(edited(&text, std::slice::from_ref(&item["textEdit"])), expected);
    }
    let items = desk.items("fl|");
    let flow = items.iter().find(|item| item["label"] == "flow").expect("a word");
    assert_eq!(flow["insertTextFormat"], 2, "a snippet");
    let mut plain = Desk::new(json!({}));
    let items = plain.items("fl|");
    let flow = items.iter().find(|item| item["label"] == "flow").expect("a word");
    assert_eq!(flow["textEdit"]["newText"], "flow", "this client knows no snippets");
}

#[test]
fn completion_never_fails_wherever_the_cursor_is() {
    let mut desk = Desk::new(json!({}));
    let text = "# allow K002: x\nflow a \"👋\" {\n  on keyword \"O{\", when contact.plan is 5 via , else\n ask \"\"\"x\n{ { \"}";
    for (at, _) in text.char_indices() {
        let mut marked = text.to_owned();
        marked.insert(at, '|');
        desk.items(&marked);
    }
}
