//! What the client is told unasked: findings that changed, remarks, and what could not be done.

use gen_lsp_types as lsp;
use serde_json::Value;

use super::{Phase, Session};
use crate::shell::lsp::client::Delivery;
use crate::shell::lsp::findings;

impl Session {
    /// Tells the findings that changed, of all files, and what could not be done.
    pub(super) fn tell_changes(&mut self) {
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

    pub(super) fn log(&mut self, kind: lsp::MessageType, message: &str) {
        let params = lsp::LogMessageParams { kind, message: message.to_owned() };
        self.output.notify("window/logMessage", &params);
    }
}
