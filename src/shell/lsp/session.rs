//! A session with one client: where each message goes, and how it ends.

mod beginning;
mod changes;
mod telling;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use gen_lsp_types as lsp;
use lsp::ErrorCodes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Ended;
use super::answers::Answers;
use super::client::Client;
use super::inbox::{self, Inbox};
use super::transport::{Incoming, Output, Refusal};
use super::workspaces::Workspaces;

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
