//! An editor for tests: starts `flowc lsp`, speaks to it over its standard input and output, and keeps what it tells.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long an answer may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server with what it has told.
pub struct Editor {
    server: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    asked: i64,
    /// The findings of each document, as they were published last, with the document's version.
    pub published: BTreeMap<String, (Value, Vec<Value>)>,
    /// Other messages of the server, in order.
    pub told: Vec<Value>,
}

impl Editor {
    /// Starts a server; nothing is agreed on yet.
    pub fn start() -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_flowc"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let to = server.stdin.take();
        let mut from = BufReader::new(server.stdout.take().expect("its output"));
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut from) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { server, to, from: receiver, asked: 0, published: BTreeMap::new(), told: Vec::new() }
    }

    /// A server that serves a folder on the rules of a day.
    pub fn open_folder(folder: &Path) -> Self {
        let mut editor = Self::start();
        editor.initialize(Some(folder), json!({}), json!({ "asOf": "2026-03-02" }));
        editor
    }

    pub fn initialize(&mut self, folder: Option<&Path>, capabilities: Value, options: Value) -> Value {
        let folders = folder.map(|folder| json!([{ "uri": address(folder), "name": "w" }]));
        let params = json!({
            "processId": null,
            "rootUri": null,
            "capabilities": capabilities,
            "workspaceFolders": folders,
            "initializationOptions": options,
        });
        let result = self.ask("initialize", params).expect("the server is ready");
        self.notify("initialized", json!({}));
        result
    }

    /// Asks, and waits for the answer: the result, or the error.
    pub fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.send_request(method, params);
        self.answer(&json!(id))
    }

    pub fn send_request(&mut self, method: &str, params: Value) -> i64 {
        self.asked += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.asked, "method": method, "params": params }));
        self.asked
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.send_raw(&format!("Content-Length: {}\r\n\r\n{text}", text.len()));
    }

    pub fn send_raw(&mut self, text: &str) {
        let to = self.to.as_mut().expect("the input is open");
        to.write_all(text.as_bytes()).expect("the server listens");
        to.flush().expect("the server listens");
    }

    /// The answer to a request; what comes before it is kept.
    pub fn answer(&mut self, id: &Value) -> Result<Value, Value> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let message =
                self.from.recv_timeout(left).unwrap_or_else(|_| panic!("no answer to {id}: {:?}", self.told));
            if message.get("method").is_some() {
                self.keep(message);
            } else if message["id"] == *id {
                return match message.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(message["result"].clone()),
                };
            } else {
                self.told.push(message);
            }
        }
    }

    /// Waits until everything that was sent has been worked on.
    pub fn settle(&mut self) {
        self.ask("flowc/nothing", json!({})).expect_err("there is no such method");
    }

    pub fn open(&mut self, address: &str, text: &str) {
        let document = json!({ "uri": address, "languageId": "flow", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn change(&mut self, address: &str, version: i32, changes: Value) {
        let document = json!({ "uri": address, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub fn close(&mut self, address: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": address } }));
    }

    pub fn changed_on_disk(&mut self, address: &str) {
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": address, "type": 2 }] }));
    }

    /// The codes of the findings of a document, as they were published last.
    pub fn codes(&mut self, address: &str) -> Vec<String> {
        self.settle();
        let found = self.published.get(address).map(|(_, found)| found.as_slice()).unwrap_or_default();
        found.iter().map(|found| found["code"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Shuts the server down as an editor does, and returns its exit code.
    pub fn shut_down(mut self) -> i32 {
        self.ask("shutdown", Value::Null).expect("the server shuts down");
        self.notify("exit", Value::Null);
        self.exit_code()
    }

    /// Waits for the server's end, and returns its exit code.
    pub fn exit_code(mut self) -> i32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.server.try_wait().expect("a child can be waited for") {
                return status.code().expect("it ends by itself");
            }
            assert!(Instant::now() < deadline, "the server does not end");
            thread::yield_now();
        }
    }

    /// Closes the server's input, as an editor does that crashes.
    pub fn hang_up(&mut self) {
        self.to = None;
    }

    fn keep(&mut self, message: Value) {
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let found = params["diagnostics"].as_array().expect("a list").clone();
            let address = params["uri"].as_str().expect("an address").to_owned();
            self.published.insert(address, (params["version"].clone(), found));
        } else {
            self.told.push(message);
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A server that has ended already is fine.
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// The address of a path.
pub fn address(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// A folder of a test, removed at its end.
pub struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        files.iter().for_each(|(name, text)| folder.write(name, text));
        folder
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("the folder is there")
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders are made");
        fs::write(path, text).expect("files are written");
    }

    pub fn address(&self, name: &str) -> String {
        address(&self.path().join(name))
    }
}

/// The position of the first place where `needle` stands in a text, moved by `by` UTF-16 units.
#[track_caller]
pub fn position(text: &str, needle: &str, by: usize) -> Value {
    let at = text.find(needle).unwrap_or_else(|| panic!("`{needle}` is not in the text"));
    let before = &text[..at];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": line, "character": before[start..].encode_utf16().count() + by })
}

/// The text with edits of the protocol done to it.
pub fn edited(text: &str, edits: &[Value]) -> String {
    let byte = |position: &Value| {
        let line = position["line"].as_u64().expect("a line") as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut left = position["character"].as_u64().expect("a column") as usize;
        let mut at = start;
        for character in text[start..].chars() {
            if left < character.len_utf16() {
                break;
            }
            left -= character.len_utf16();
            at += character.len_utf8();
        }
        at
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (byte(&range["start"]), byte(&range["end"]), edit["newText"].as_str().expect("a text"))
        })
        .collect();
    edits.sort_unstable();
    let mut text = text.to_owned();
    edits.into_iter().rev().for_each(|(start, end, new)| text.replace_range(start..end, new));
    text
}

fn read(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim() {
            "" => break,
            line => {
                if let Some(value) = line.strip_prefix("Content-Length: ") {
                    length = value.parse().ok()?;
                }
            }
        }
    }
    let mut content = vec![0; length];
    from.read_exact(&mut content).ok()?;
    serde_json::from_slice(&content).ok()
}
