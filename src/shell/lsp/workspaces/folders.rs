//! The folders of a session: they come and go.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Document, FolderId, Workspaces};
use crate::analysis::live::FileId;
use crate::shell::lsp::address;
use crate::shell::lsp::folder::Folder;

impl Workspaces {
    /// Adds a folder; when some workspaces were named, those that lie in it instead.
    pub fn add_folder(&mut self, address: &str) {
        let Some(path) = address::path(address) else { return };
        let named: Vec<(PathBuf, String)> = self
            .own
            .iter()
            .map(|own| path.join(own))
            .filter_map(|own| {
                let name = address::name_below(&path, &own)?;
                Some((own, address::below(address, &name)))
            })
            .collect();
        if self.own.is_empty() {
            self.open_folder(path, address.to_owned());
        } else {
            named.into_iter().for_each(|(path, address)| self.open_folder(path, address));
        }
    }

    fn open_folder(&mut self, path: PathBuf, address: String) {
        if self.folders.values().any(|folder| folder.is_at(&path)) {
            return;
        }
        let (folder, problems) = Folder::open(path, address, self.today());
        self.problems.extend(problems);
        self.settings.extend(folder.settings());
        let id = self.insert(folder);
        let files: Vec<FileId> = self.folders[&id].live.files().collect();
        self.changed.extend(files.into_iter().map(|file| (id, file)));
        self.settle_documents();
    }

    /// Takes a folder away. Documents of it that are open are then analysed alone.
    pub fn remove_folder(&mut self, address: &str) {
        let Some(path) = address::path(address) else { return };
        let is_there =
            |folder: &Folder| folder.is_at(&path) || self.own.iter().any(|own| folder.is_at(&path.join(own)));
        let gone: Vec<FolderId> =
            self.folders.iter().filter(|(_, folder)| is_there(folder)).map(|(id, _)| *id).collect();
        for id in gone {
            let Some(folder) = self.folders.remove(&id) else { continue };
            self.settings.extend(folder.settings().map(|(address, _)| (address, None)));
            let told = folder.live.files().filter(|file| !folder.live.findings(*file).is_empty());
            self.cleared.extend(told.map(|file| folder.address(file).to_owned()));
            let open: Vec<(String, Document)> = self
                .open
                .iter()
                .filter(|(_, it)| it.folder == id)
                .map(|(at, it)| (at.clone(), *it))
                .collect();
            for (address, document) in open {
                let text = folder.live.source(document.file).text().to_owned();
                self.open(&address, document.version, text);
            }
        }
    }

    /// Forgets documents alone that were closed.
    pub fn forget_closed(&mut self) {
        let used: BTreeSet<FolderId> = self.open.values().map(|open| open.folder).collect();
        self.folders.retain(|id, folder| !folder.is_alone() || used.contains(id));
    }
}
