//! How a session begins: what the client can do, its folders, and what it is asked to watch.

use gen_lsp_types as lsp;
use serde_json::json;

use super::{Phase, Session};
use crate::shell::lsp::capabilities;
use crate::shell::lsp::client::Client;
use crate::shell::lsp::workspaces::Workspaces;

impl Session {
    pub(super) fn initialize(&mut self, params: lsp::InitializeParams) -> lsp::InitializeResult {
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

    pub(super) fn initialized(&mut self) {
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
}
