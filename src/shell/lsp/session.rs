//! A session with one client: its beginning, its end, and who answers what in between.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use gen_lsp_types as lsp;
use lsp::ErrorCodes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::answers::Answers;
use super::client::{Client, Delivery};
use super::inbox::{self, Inbox};
use super::transport::{Incoming, Output, Refusal};
use super::workspaces::Workspaces;
use super::{Ended, capabilities, findings};

/// A client with what it has told so far.
pub(super) struct Session {
    output: Output,
    phase: Phase,
    client: Client,
    workspaces: Workspaces,
    answers: Answers,
    /// The addresses of settings of which something wrong was told.
    wrong_settings: BTreeSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing was agreed on yet.
    New,
    Serving,
    /// The client will let go soon.
    ShutDown,
}

impl Session {
    pub fn new(output: Output) -> Self {
        Self {
            output,
            phase: Phase::New,
            client: Client::default(),
            workspaces: Workspaces::new(None, Vec::new()),
            answers: Answers::default(),
            wrong_settings: BTreeSet::new(),
        }
    }

    /// How it ends when nothing more comes.
    pub fn ended(&self) -> Ended {
        if self.phase == Phase::ShutDown { Ended::ShutDown } else { Ended::Abandoned }
    }

    /// Takes a message; the end, if it is one.
    pub fn take(&mut self, message: Incoming, inbox: &mut Inbox) -> Option<Ended> {
        match message {
            Incoming::Request { id, method, params } => {
                let answer = self.guarded(|session| session.request(&method, params));
                let answer = answer.unwrap_or_else(|| {
                    Err(Refusal::new(ErrorCodes::InternalError, "flowc made a mistake; its log says which"))
                });
                self.output.answer(&id, answer);
            }
            Incoming::Notification { method, .. } if method == "exit" => return Some(self.ended()),
            Incoming::Notification { method, params } => {
                self.guarded(|session| session.notification(&method, params, inbox));
            }
            Incoming::Response => {}
            Incoming::Unreadable(refusal) => self.output.answer(&Value::Null, Err(refusal)),
        }
        self.guarded(Self::tell_changes);
        self.output.is_gone().then(|| self.ended())
    }

    /// Does something of which a mistake of ours ends only that: what happened is in the log, and the analysis begins
    /// anew from the texts.
    fn guarded<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let done = catch_unwind(AssertUnwindSafe(|| work(self))).ok();
        if done.is_none() {
            self.log(lsp::MessageType::Error, "flowc made a mistake: see its standard error");
            // What was being changed may be half done. A second mistake ends the session.
            self.workspaces.rebuild();
        }
        done
    }

    fn request(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        if let Some(refusal) = inbox::called_off(method) {
            return Err(refusal);
        }
        match (self.phase, method) {
            (Phase::New, "initialize") => result(self.initialize(parameters(params)?)),
            (Phase::New, _) => {
                Err(Refusal::new(ErrorCodes::ServerNotInitialized, "the first request is `initialize`"))
            }
            (Phase::Serving, "initialize") => {
                Err(Refusal::new(ErrorCodes::InvalidRequest, "the server is initialized already"))
            }
            (Phase::Serving, "shutdown") => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            (Phase::Serving, _) => self.answers.answer(method, params, &self.client, &self.workspaces),
            (Phase::ShutDown, _) => Err(Refusal::new(ErrorCodes::InvalidRequest, "the server is shut down")),
        }
    }

    fn notification(&mut self, method: &str, params: Value, inbox: &mut Inbox) {
        if self.phase != Phase::Serving {
            return;
        }
        let taken = match method {
            "initialized" => {
                self.initialized();
                Ok(())
            }
            "textDocument/didOpen" => parameters(params).map(|it| self.opened(it)),
            "textDocument/didChange" => self.changed(params, inbox),
            "textDocument/didClose" => parameters(params).map(|it| self.closed(&it)),
            "textDocument/didSave" => parameters(params).map(|it| self.saved(&it)),
            "workspace/didChangeWatchedFiles" => parameters(params).map(|it| self.watched(&it)),
            "workspace/didChangeWorkspaceFolders" => parameters(params).map(|it| self.folders_changed(&it)),
            // What is not known is not meant for us.
            _ => Ok(()),
        };
        if let Err(refusal) = taken {
            self.log(lsp::MessageType::Warning, &format!("`{method}`: {}", refusal.message));
        }
    }

    fn initialize(&mut self, params: lsp::InitializeParams) -> lsp::InitializeResult {
        let (client, problem) = Client::of(&params);
        self.client = client;
        let options = &self.client.options;
        let own = options.workspaces.iter().map(Into::into).collect();
        self.workspaces = Workspaces::new(options.as_of, own);
        let folders = match params.workspace_folders_initialize_params.workspace_folders {
            Some(lsp::WorkspaceFolders::WorkspaceFolderList(folders)) => folders,
            Some(lsp::WorkspaceFolders::Null) | None => Vec::new(),
        };
        let mut folders: Vec<String> = folders.into_iter().map(|folder| folder.uri.to_string()).collect();
        if folders.is_empty() {
            #[allow(deprecated, reason = "clients that know no folders have a root")]
            folders.extend(params.root_uri.map(|root| root.to_string()));
        }
        folders.iter().for_each(|folder| self.workspaces.add_folder(folder));
        self.phase = Phase::Serving;
        if let Some(problem) = problem {
            self.log(lsp::MessageType::Warning, &problem);
        }
        capabilities::result(&self.client)
    }

    fn initialized(&mut self) {
        if self.client.watches_files {
            // A folder that comes or goes is told of as a whole, so that what is made and deleted is watched everywhere.
            let watchers = json!([
                { "globPattern": "**/*.flow" },
                { "globPattern": "**/flowc.toml" },
                { "globPattern": "**/*", "kind": 5 },
            ]);
            let registration = json!({
                "id": "files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers },
            });
            self.output.ask("client/registerCapability", &json!({ "registrations": [registration] }));
        }
    }

    fn opened(&mut self, params: lsp::DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.workspaces.open(document.uri.as_ref(), document.version, document.text);
    }

    /// Changes a document. Changes of the same document that have arrived as well are analysed together.
    fn changed(&mut self, params: Value, inbox: &mut Inbox) -> Result<(), Refusal> {
        let first: lsp::DidChangeTextDocumentParams = parameters(params)?;
        let address = first.text_document.text_document_identifier.uri.to_string();
        let mut version = first.text_document.version;
        let mut changes = first.content_changes;
        let is_of_it = |params: &Value| params["textDocument"]["uri"] == *address;
        let mut refused = Ok(());
        while let Some(more) = inbox.next_if("textDocument/didChange", is_of_it) {
            match parameters::<lsp::DidChangeTextDocumentParams>(more) {
                Ok(more) => {
                    version = more.text_document.version;
                    changes.extend(more.content_changes);
                }
                Err(refusal) => {
                    refused = Err(refusal);
                    break;
                }
            }
        }
        self.workspaces.look_at_calendar();
        self.workspaces.change(&address, version, &changes, self.client.encoding);
        refused
    }

    fn closed(&mut self, params: &lsp::DidCloseTextDocumentParams) {
        let address = params.text_document.uri.to_string();
        self.workspaces.close(&address);
        self.answers.forget(&address);
    }

    /// A client that watches no files tells at least of those that it saves.
    fn saved(&mut self, params: &lsp::DidSaveTextDocumentParams) {
        self.workspaces.changed_on_disk(&[params.text_document.uri.to_string()]);
    }

    fn watched(&mut self, params: &lsp::DidChangeWatchedFilesParams) {
        let addresses: Vec<String> = params.changes.iter().map(|change| change.uri.to_string()).collect();
        self.workspaces.changed_on_disk(&addresses);
    }

    fn folders_changed(&mut self, params: &lsp::DidChangeWorkspaceFoldersParams) {
        params.event.removed.iter().for_each(|folder| self.workspaces.remove_folder(folder.uri.as_ref()));
        params.event.added.iter().for_each(|folder| self.workspaces.add_folder(folder.uri.as_ref()));
    }

    /// Tells the findings that changed, of all files, and what could not be done.
    fn tell_changes(&mut self) {
        if self.phase != Phase::Serving {
            return;
        }
        for remark in self.answers.take_remarks() {
            self.log(remark.kind, &remark.story);
            let params = lsp::ShowMessageParams { kind: remark.kind, message: remark.shown };
            self.output.notify("window/showMessage", &params);
        }
        for problem in self.workspaces.take_problems() {
            self.log(lsp::MessageType::Error, problem.trim_end());
            // What an author has to mend must be seen.
            let params = lsp::ShowMessageParams {
                kind: lsp::MessageType::Error,
                message: problem.trim_end().to_owned(),
            };
            self.output.notify("window/showMessage", &params);
        }
        for (address, mistake) in self.workspaces.take_settings() {
            // That nothing is wrong is only told where something was.
            if mistake.is_some() || self.wrong_settings.contains(&address) {
                let found: Vec<_> =
                    mistake.iter().map(|mistake| findings::of_settings(&self.client, mistake)).collect();
                match found.is_empty() {
                    true => drop(self.wrong_settings.remove(&address)),
                    false => drop(self.wrong_settings.insert(address.clone())),
                }
                self.publish(address, None, found);
            }
        }
        let changed = self.workspaces.take_changed();
        let cleared = self.workspaces.take_cleared();
        if changed.is_empty() && cleared.is_empty() {
            return;
        }
        match self.client.options.diagnostics {
            Delivery::Push => {
                cleared.into_iter().for_each(|address| self.publish(address, None, Vec::new()));
                for (id, file) in changed {
                    let Some(folder) = self.workspaces.folder(id) else { continue };
                    let address = folder.address(file).to_owned();
                    let found = findings::of_file(&self.client, folder, file);
                    let version = self.workspaces.version(id, file);
                    self.publish(address, version, found);
                }
            }
            Delivery::Pull if self.client.asks_again => {
                self.output.ask("workspace/diagnostic/refresh", &Value::Null);
            }
            Delivery::Pull => {}
        }
        self.workspaces.forget_closed();
    }

    fn publish(&mut self, address: String, version: Option<i32>, diagnostics: Vec<lsp::Diagnostic>) {
        let params = lsp::PublishDiagnosticsParams { uri: address.into(), version, diagnostics };
        self.output.notify("textDocument/publishDiagnostics", &params);
    }

    fn log(&mut self, kind: lsp::MessageType, message: &str) {
        let params = lsp::LogMessageParams { kind, message: message.to_owned() };
        self.output.notify("window/logMessage", &params);
    }
}

/// The parameters of a message in their type.
pub(super) fn parameters<P: DeserializeOwned>(params: Value) -> Result<P, Refusal> {
    let refused =
        |error| Refusal::new(ErrorCodes::InvalidParams, format!("the parameters cannot be read: {error}"));
    serde_json::from_value(params).map_err(refused)
}

/// A result as it is sent.
pub(super) fn result(result: impl Serialize) -> Result<Value, Refusal> {
    let refused =
        |error| Refusal::new(ErrorCodes::InternalError, format!("the answer cannot be told: {error}"));
    serde_json::to_value(result).map_err(refused)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::io::{self, Write};
    use std::rc::Rc;

    use serde_json::{Value, json};

    use super::Session;
    use crate::shell::lsp::inbox::Inbox;
    use crate::shell::lsp::transport::{Incoming, Output};

    #[derive(Clone, Default)]
    struct Kept(Rc<RefCell<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Kept {
        fn take(&self) -> String {
            String::from_utf8(std::mem::take(&mut *self.0.borrow_mut())).expect("messages are UTF-8")
        }
    }

    fn notify(session: &mut Session, method: &str, params: Value) {
        let message = Incoming::Notification { method: method.to_owned(), params };
        assert_eq!(session.take(message, &mut Inbox::empty()), None);
    }

    #[test]
    fn a_mistake_of_ours_is_logged_and_the_session_goes_on() {
        let kept = Kept::default();
        let mut session = Session::new(Output::new(Box::new(kept.clone())));
        let params = json!({ "capabilities": {} });
        let message = Incoming::Request { id: json!(1), method: "initialize".to_owned(), params };
        session.take(message, &mut Inbox::empty());
        let document = json!({ "uri": "untitled:a", "languageId": "flow", "version": 1, "text": "group g" });
        notify(&mut session, "textDocument/didOpen", json!({ "textDocument": document }));
        assert!(kept.take().contains("N003"));

        let done: Option<()> = session.guarded(|_| panic!("session: something that was believed"));
        assert_eq!(done, None);
        assert!(kept.take().contains("flowc made a mistake"));
        let changes = json!([{ "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 1 } }, "text": "" }]);
        let document = json!({ "uri": "untitled:a", "version": 2 });
        notify(
            &mut session,
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": changes }),
        );
        let told = kept.take();
        assert!(told.contains("S001") && told.contains("`roup`"), "the document is still there: {told}");
    }
}
