//! The protocol itself: beginnings and ends, what cannot be read, what is not known.

use serde_json::{Value, json};

use crate::client::{Editor, Folder};

#[test]
fn nothing_is_answered_before_the_server_is_initialized() {
    let mut editor = Editor::start();
    editor.open("file:///a.flow", "flow");
    let refused = editor.ask("textDocument/hover", json!({})).expect_err("it is too early");
    assert_eq!(refused["code"], -32002);
    let refused = editor.ask("shutdown", Value::Null).expect_err("it is too early");
    assert_eq!(refused["code"], -32002);
    let result = editor.initialize(None, json!({}), json!({}));
    assert_eq!(result["serverInfo"]["name"], "flowc");
    let refused = editor.ask("initialize", json!({ "capabilities": {} })).expect_err("once is enough");
    assert_eq!(refused["code"], -32600);
    editor.settle();
    assert!(editor.published.is_empty(), "what was opened too early is not open");
}

#[test]
fn what_cannot_be_read_is_refused_and_hides_nothing_that_comes_later() {
    let mut editor = Editor::start();
    editor.initialize(None, json!({}), json!({}));
    editor.send_raw("Content-Length: 5\r\n\r\n{\"a\":");
    assert_eq!(editor.answer(&Value::Null).expect_err("it is no JSON")["code"], -32700);
    editor.send_raw("Content-Length: 2\r\n\r\n[]");
    assert_eq!(editor.answer(&Value::Null).expect_err("it is no object")["code"], -32600);
    editor.send(&json!({ "jsonrpc": "2.0", "id": 99 }));
    assert_eq!(editor.answer(&Value::Null).expect_err("it has no method")["code"], -32600);
    editor.send_raw("no header at all\r\n\r\n");
    assert_eq!(editor.answer(&Value::Null).expect_err("it has no length")["code"], -32700);
    let refused =
        editor.ask("textDocument/definition", json!({ "textDocument": 3 })).expect_err("wrong parameters");
    assert_eq!(refused["code"], -32602);
    editor.notify("textDocument/didOpen", json!({ "textDocument": [] }));
    editor.notify("textDocument/didChange", json!(null));
    editor.notify("$/unheardOf", json!({ "a": 1 }));
    assert_eq!(editor.ask("flow/unheardOf", json!({})).expect_err("an unknown method")["code"], -32601);
    editor.open("untitled:One", "flow a {");
    assert_eq!(editor.codes("untitled:One"), ["S003"]);
    assert_eq!(editor.shut_down(), 0);
}

#[test]
fn requests_for_documents_that_nobody_knows_are_refused() {
    let mut editor = Editor::start();
    editor.initialize(None, json!({}), json!({}));
    editor.open("untitled:One", "flow a { send \"x\" }");
    editor.close("untitled:One");
    for method in
        ["textDocument/documentSymbol", "textDocument/semanticTokens/full", "textDocument/foldingRange"]
    {
        let refused = editor.ask(method, json!({ "textDocument": { "uri": "untitled:One" } }));
        assert_eq!(refused.expect_err("it is closed")["code"], -32602, "{method}");
    }
    let place = json!({ "textDocument": { "uri": "file:///nowhere.flow" }, "position": { "line": 0, "character": 0 } });
    assert_eq!(editor.ask("textDocument/definition", place).expect_err("it is nowhere")["code"], -32602);
    // Changes of it are as if they were not said.
    editor.change("untitled:One", 2, json!([{ "text": "flow" }]));
    editor.settle();
    assert_eq!(editor.published["untitled:One"].1, Vec::<Value>::new());
}

#[test]
fn the_exit_code_tells_whether_the_server_was_shut_down() {
    let mut editor = Editor::start();
    editor.initialize(None, json!({}), json!({}));
    editor.ask("shutdown", Value::Null).expect("it shuts down");
    assert_eq!(editor.ask("textDocument/hover", json!({})).expect_err("it is shut down")["code"], -32600);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.exit_code(), 0);

    let mut editor = Editor::start();
    editor.initialize(None, json!({}), json!({}));
    editor.notify("exit", Value::Null);
    assert_eq!(editor.exit_code(), 1, "exit without shutdown");

    let mut editor = Editor::start();
    editor.hang_up();
    assert_eq!(editor.exit_code(), 1, "the client is gone");
}

#[test]
fn a_request_that_is_called_off_in_time_is_not_begun() {
    let mut editor = Editor::start();
    editor.initialize(None, json!({}), json!({}));
    // All of it arrives at once: while the server reads the large document, the rest lies in its inbox.
    let text = "flow a { send \"x\" }\n".repeat(3000);
    editor.open("untitled:Large", &text);
    let mut requests = String::new();
    let message = |message: Value| {
        let text = message.to_string();
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    };
    let document = json!({ "textDocument": { "uri": "untitled:Large" } });
    for (id, method) in [("first", "textDocument/foldingRange"), ("second", "textDocument/documentSymbol")] {
        requests += &message(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": document }));
    }
    requests +=
        &message(json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": "second" } }));
    editor.send_raw(&requests);
    editor.answer(&json!("first")).expect("it was wanted");
    assert_eq!(editor.answer(&json!("second")).expect_err("it was called off")["code"], -32800);
    // Calling off what is done already changes nothing.
    editor.notify("$/cancelRequest", json!({ "id": "first" }));
    editor.settle();
}

#[test]
fn columns_are_counted_in_utf16_unless_the_client_offers_bytes() {
    let text = "flow a { send \"👋é\"  sed \"x\" }";
    for (capabilities, encoding, column) in [
        (json!({}), "utf-16", 21),
        (json!({ "general": { "positionEncodings": ["utf-16"] } }), "utf-16", 21),
        (json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } }), "utf-8", 24),
    ] {
        let mut editor = Editor::start();
        let result = editor.initialize(None, capabilities, json!({}));
        assert_eq!(result["capabilities"]["positionEncoding"], encoding);
        editor.open("untitled:One", text);
        assert_eq!(editor.codes("untitled:One"), ["S001"]);
        let found = &editor.published["untitled:One"].1[0];
        assert_eq!(found["range"]["start"], json!({ "line": 0, "character": column }));
        // A change behind the emoji hits the word that it is meant for.
        let range = json!({
            "start": { "line": 0, "character": column + 2 },
            "end": { "line": 0, "character": column + 2 },
        });
        editor.change("untitled:One", 2, json!([{ "range": range, "text": "n" }]));
        assert_eq!(editor.codes("untitled:One"), ["F003"], "{encoding}");
    }
}

#[test]
fn options_that_cannot_be_read_are_told_and_left_out() {
    let folder = Folder::new(&[("a.flow", "flow a { send \"x\" }")]);
    let mut editor = Editor::start();
    editor.initialize(Some(&folder.path()), json!({}), json!({ "asOf": "tomorrow" }));
    assert_eq!(editor.codes(&folder.address("a.flow")), ["F003"]);
    let told = editor
        .told
        .iter()
        .any(|told| told["params"]["message"].to_string().contains("initialization options"));
    assert!(told, "{:?}", editor.told);
}
