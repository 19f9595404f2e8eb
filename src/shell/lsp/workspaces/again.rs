//! What makes workspaces be read again: a change on the disk, another day, a mistake of ours.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Document, FolderId, Workspaces};
use crate::analysis::live::Changed;
use crate::shell::lsp::address;
use crate::shell::lsp::folder::Folder;

impl Workspaces {
    /// Looks again at paths that changed on the disk.
    pub fn changed_on_disk(&mut self, addresses: &[String]) {
        self.settled += 1;
        let is_open: BTreeSet<PathBuf> = self.open.keys().filter_map(|open| address::path(open)).collect();
        for path in addresses.iter().filter_map(|address| address::path(address)) {
            let settled: Vec<FolderId> = self.holders(|folder| folder.has_settings_at(&path));
            for id in settled {
                let as_of = self.today();
                let configured = self.folders.get_mut(&id).map(|folder| folder.configure(as_of));
                self.note_read(id, configured.unwrap_or_else(|| Ok(Changed::default())));
                self.settings.extend(self.folders.get(&id).and_then(Folder::settings));
            }
            // What happens to a folder is only told of the folder.
            let files: BTreeSet<PathBuf> =
                self.folders.values().flat_map(|folder| folder.files_at(&path)).collect();
            for path in files.into_iter().filter(|path| !is_open.contains(path)) {
                if let Some((id, _)) = self.home_of(&path) {
                    let reread = self.folders.get_mut(&id).map(|folder| folder.reread(&path));
                    self.note_read(id, reread.unwrap_or_else(|| Ok(Changed::default())));
                }
            }
        }
    }

    /// Checks everything on the rules of the present day, if another one has begun.
    pub fn look_at_calendar(&mut self) {
        let as_of = self.today();
        for id in self.holders(|folder| folder.as_of() != as_of) {
            let configured = self.folders.get_mut(&id).map(|folder| folder.configure(as_of));
            self.note_read(id, configured.unwrap_or_else(|| Ok(Changed::default())));
        }
    }

    /// Begins anew from the texts, after a mistake of ours.
    pub fn rebuild(&mut self) {
        let open: Vec<(String, Document, String)> = self
            .open
            .iter()
            .map(|(address, document)| {
                let name = self.folders.get(&document.folder).map(|folder| folder.live.name(document.file));
                (address.clone(), *document, name.unwrap_or_default().to_owned())
            })
            .collect();
        self.folders.values_mut().for_each(Folder::rebuild);
        for (address, document, name) in open {
            let file = self.folders.get(&document.folder).and_then(|folder| folder.live.find(&name));
            match file {
                Some(file) => drop(self.open.insert(address, Document { file, ..document })),
                None => drop(self.open.remove(&address)),
            }
        }
    }
}
