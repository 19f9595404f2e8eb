//! What an editor shows of a file: its outline, folds, colours, and the file in the one style.

use serde_json::{Value, json};

use crate::client::{Editor, edited};

const TEXT: &str = "# Coupons\n# for all\n\nflow coupon \"The coupon 👋\" {\n  on keyword \"COUPON\"\n  send \"\"\"\n  👋 two\n  lines\n  \"\"\"\n}\n\nscenario \"it works\" {\n  contact marie\n}\n";

fn editor(text: &str) -> Editor {
    let mut editor = Editor::start();
    editor.initialize(None, json!({}), json!({}));
    editor.open("untitled:One", text);
    editor
}

fn ask(editor: &mut Editor, method: &str, more: Value) -> Value {
    let mut params = json!({ "textDocument": { "uri": "untitled:One" } });
    for (key, value) in more.as_object().expect("an object") {
        params[key] = value.clone();
    }
    editor.ask(method, params).expect(method)
}

#[test]
fn the_outline_lists_the_items_of_a_file() {
    let mut editor = editor(TEXT);
    let symbols = ask(&mut editor, "textDocument/documentSymbol", json!({}));
    assert_eq!(symbols[0]["name"], "coupon");
    assert_eq!(symbols[0]["detail"], "The coupon 👋");
    assert_eq!(symbols[0]["range"]["start"]["line"], 3);
    assert_eq!(symbols[0]["range"]["end"]["line"], 9);
    assert_eq!(symbols[0]["selectionRange"]["start"], json!({ "line": 3, "character": 5 }));
    assert_eq!(symbols[1]["name"], "it works");
    assert_eq!(symbols.as_array().map(Vec::len), Some(2));
    let found = editor.ask("workspace/symbol", json!({ "query": "CPN" })).expect("a list");
    assert_eq!(found[0]["name"], "coupon");
    assert_eq!(found[0]["location"]["uri"], "untitled:One");
    assert_eq!(found.as_array().map(Vec::len), Some(1));
}

#[test]
fn blocks_texts_and_comments_fold() {
    let mut editor = editor(TEXT);
    let folds = ask(&mut editor, "textDocument/foldingRange", json!({}));
    let lines: Vec<_> = folds
        .as_array()
        .expect("a list")
        .iter()
        .map(|fold| (fold["startLine"].as_u64(), fold["endLine"].as_u64(), fold["kind"].as_str()))
        .collect();
    let expected = [(0, 1, Some("comment")), (3, 8, None), (5, 7, None), (11, 12, None)];
    assert_eq!(lines, expected.map(|(start, end, kind)| (Some(start), Some(end), kind)));
}

#[test]
fn selections_grow_from_the_word_to_the_file() {
    let mut editor = editor(TEXT);
    let places = json!({ "positions": [{ "line": 4, "character": 7 }] });
    let chain = ask(&mut editor, "textDocument/selectionRange", places);
    let mut ranges = Vec::new();
    let mut at = &chain[0];
    while !at.is_null() {
        let range = &at["range"];
        ranges.push((
            range["start"]["line"].as_u64(),
            range["start"]["character"].as_u64(),
            range["end"]["line"].as_u64(),
        ));
        at = &at["parent"];
    }
    let expected = [(4, 5, 4), (3, 29, 9), (3, 28, 9), (3, 0, 9), (0, 0, 14)];
    assert_eq!(ranges, expected.map(|(line, column, end)| (Some(line), Some(column), Some(end))));
}

/// The tokens as texts with their types.
fn tokens(text: &str, data: &Value, legend: &Value) -> Vec<(String, String)> {
    let numbers: Vec<usize> =
        data.as_array().expect("numbers").iter().map(|it| it.as_u64().expect("a number") as usize).collect();
    let (mut line, mut column) = (0, 0);
    let lines: Vec<Vec<u16>> = text.split('\n').map(|line| line.encode_utf16().collect()).collect();
    numbers
        .chunks(5)
        .map(|token| {
            column = if token[0] == 0 { column + token[1] } else { token[1] };
            line += token[0];
            let text = String::from_utf16(&lines[line][column..column + token[2]]).expect("whole characters");
            (text, legend[token[3]].as_str().expect("a type").to_owned())
        })
        .collect()
}

#[test]
fn words_have_the_colour_of_what_they_are_and_changes_are_told_alone() {
    let mut editor = Editor::start();
    let result = editor.initialize(None, json!({}), json!({}));
    let legend = result["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"].clone();
    editor.open("untitled:One", TEXT);
    let full = ask(&mut editor, "textDocument/semanticTokens/full", json!({}));
    let found = tokens(TEXT, &full["data"], &legend);
    let has = |word: &str, kind: &str| found.contains(&(word.to_owned(), kind.to_owned()));
    assert!(has("flow", "keyword") && has("coupon", "function") && has("# Coupons", "comment"), "{found:?}");
    assert!(has("marie", "parameter") && has("  👋 two", "string") && has("  lines", "string"), "{found:?}");

    let range = json!({ "range": { "start": { "line": 11, "character": 0 }, "end": { "line": 12, "character": 0 } } });
    let part = ask(&mut editor, "textDocument/semanticTokens/range", range);
    let part = tokens(TEXT, &part["data"], &legend);
    assert_eq!(part.first().map(|(word, _)| word.as_str()), Some("scenario"));
    assert!(part.len() < found.len());

    let at = json!({ "line": 4, "character": 2 });
    editor.change("untitled:One", 2, json!([{ "range": { "start": at, "end": at }, "text": "draft " }]));
    let now = TEXT.replace("  on keyword", "  draft on keyword");
    let previous = json!({ "previousResultId": full["resultId"] });
    let delta = ask(&mut editor, "textDocument/semanticTokens/full/delta", previous);
    let mut data: Vec<Value> = full["data"].as_array().expect("numbers").clone();
    let edits = delta["edits"].as_array().expect("edits");
    assert_eq!(edits.len(), 1);
    let (start, count) = (
        edits[0]["start"].as_u64().expect("it") as usize,
        edits[0]["deleteCount"].as_u64().expect("it") as usize,
    );
    assert!(edits[0]["data"].as_array().expect("numbers").len() <= 10, "{delta}");
    data.splice(start..start + count, edits[0]["data"].as_array().expect("numbers").clone());
    let again = ask(&mut editor, "textDocument/semanticTokens/full", json!({}));
    assert_eq!(Value::Array(data), again["data"]);
    assert!(tokens(&now, &again["data"], &legend).contains(&("draft".to_owned(), "keyword".to_owned())));
    let unknown =
        ask(&mut editor, "textDocument/semanticTokens/full/delta", json!({ "previousResultId": "0" }));
    assert_eq!(unknown["data"], again["data"], "without a beginning, all of it");
}

#[test]
fn an_editor_with_a_grammar_of_its_own_is_told_of_names_alone() {
    let mut editor = Editor::start();
    let grammar = json!({ "textDocument": { "semanticTokens": {
        "augmentsSyntaxTokens": true, "requests": {}, "tokenTypes": [], "tokenModifiers": [], "formats": [],
    } } });
    let result = editor.initialize(None, grammar, json!({}));
    let legend = result["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"].clone();
    editor.open("untitled:One", TEXT);
    let full = ask(&mut editor, "textDocument/semanticTokens/full", json!({}));
    let found = tokens(TEXT, &full["data"], &legend);
    assert!(found.contains(&("coupon".to_owned(), "function".to_owned())), "{found:?}");
    let shown = ["keyword", "comment", "string", "number", "regexp"];
    assert!(found.iter().all(|(_, kind)| !shown.contains(&kind.as_str())), "{found:?}");
}

const UGLY: &str = "flow a{on keyword \"A👋\"\nsend   \"x\"}\n\n\nflow b {\n  on keyword \"B\"\nsend \"y\"\n}\n\nflow c{on keyword \"C\"\nsend \"z\"}\n";

#[test]
fn files_are_written_in_the_one_style() {
    let mut editor = editor(UGLY);
    let options = json!({ "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = ask(&mut editor, "textDocument/formatting", options.clone());
    let formatted = edited(UGLY, edits.as_array().expect("edits"));
    let source = flowc::source::Source::new(flowc::source::SourceId(0), "a.flow", UGLY);
    assert_eq!(formatted, flowc::format::format(&source).expect("it can be written"));
    editor.change("untitled:One", 2, json!([{ "text": formatted }]));
    assert_eq!(ask(&mut editor, "textDocument/formatting", options), json!([]), "nothing is left to do");
}

#[test]
fn a_range_alone_can_be_written_in_the_one_style() {
    let mut editor = editor(UGLY);
    let range = json!({
        "range": { "start": { "line": 6, "character": 0 }, "end": { "line": 6, "character": 4 } },
        "options": { "tabSize": 2, "insertSpaces": true },
    });
    let edits = ask(&mut editor, "textDocument/rangeFormatting", range);
    assert_eq!(
        edited(UGLY, edits.as_array().expect("edits")),
        UGLY.replace("\nsend \"y\"", "\n  send \"y\"")
    );
}
