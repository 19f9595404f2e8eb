//! The documents that are open in the editor: what it says is their text.

use gen_lsp_types::TextDocumentContentChangeEvent as ContentChange;

use super::{FolderId, Workspaces};
use crate::analysis::live::{Change, Changed, FileId};
use crate::shell::lsp::address;
use crate::shell::lsp::folder::Folder;
use crate::shell::lsp::position::Encoding;
use crate::source::Source;

/// A document that is open in the editor.
#[derive(Debug, Clone, Copy)]
pub(in crate::shell::lsp) struct Document {
    pub folder: FolderId,
    pub file: FileId,
    pub version: i32,
}

impl Workspaces {
    /// Opens a document: from now on, what the editor says is its text.
    pub fn open(&mut self, address: &str, version: i32, text: String) {
        self.settled += 1;
        let home = self.home(address);
        let (folder, file) = match home {
            Some((id, name)) => {
                let folder = self.folders.get_mut(&id).expect("a home is a folder that is there");
                let changed = folder.add(vec![(name.clone(), text)]);
                let file = folder.live.find(&name).expect("a file that was added is there");
                folder.address_is(file, address);
                self.note(id, changed);
                (id, file)
            }
            None => {
                let (folder, file, changed, problems) = Folder::alone(address, text, self.today());
                self.problems.extend(problems);
                let id = self.insert(folder);
                self.note(id, changed);
                (id, file)
            }
        };
        // Its findings are told even when they are those of the disk: now they have a version.
        self.changed.insert((folder, file));
        self.open.insert(address.to_owned(), Document { folder, file, version });
    }

    /// Changes the text of an open document. Several changes that came together are analysed once.
    pub fn change(&mut self, address: &str, version: i32, changes: &[ContentChange], encoding: Encoding) {
        let Some(document) = self.open.get_mut(address) else { return };
        document.version = version;
        let document = *document;
        let Some(folder) = self.folders.get_mut(&document.folder) else { return };
        let mut source = folder.live.source(document.file);
        let mut edits = Vec::with_capacity(changes.len());
        for (number, change) in changes.iter().enumerate() {
            let edit = match change {
                ContentChange::TextDocumentContentChangePartial(partial) => {
                    let span = encoding.span(&source, partial.range);
                    Change { range: span.start..span.end, text: partial.text.clone() }
                }
                ContentChange::TextDocumentContentChangeWholeDocument(whole) => {
                    Change { range: 0..source.whole().end, text: whole.text.clone() }
                }
            };
            if number + 1 < changes.len() {
                let mut text = source.text().to_owned();
                text.replace_range(edit.range.start as usize..edit.range.end as usize, &edit.text);
                source = Source::new(source.id(), source.name(), text);
            }
            edits.push(edit);
        }
        let changed = folder.live.edit(document.file, &edits);
        self.note(document.folder, changed);
        // A version is told for the document itself, whatever changed.
        self.changed.insert((document.folder, document.file));
    }

    /// Closes a document: what the disk says is its text again.
    pub fn close(&mut self, address: &str) {
        self.settled += 1;
        let Some(document) = self.open.remove(address) else { return };
        let Some(folder) = self.folders.get_mut(&document.folder) else { return };
        if folder.is_alone() {
            let changed = folder.live.remove(document.file);
            self.note(document.folder, changed);
            return;
        }
        let path = address::path(address);
        let reread = path.map(|path| folder.reread(&path));
        self.note_read(document.folder, reread.unwrap_or_else(|| Ok(Changed::default())));
    }

    /// Gives open documents the homes that they have now.
    pub(super) fn settle_documents(&mut self) {
        let open: Vec<(String, Document)> =
            self.open.iter().map(|(at, document)| (at.clone(), *document)).collect();
        for (address, document) in open {
            let home = self.home(&address).map(|(id, _)| id);
            let folder = self.folders.get_mut(&document.folder);
            if home == Some(document.folder)
                || (home.is_none() && folder.as_ref().is_some_and(|it| it.is_alone()))
            {
                continue;
            }
            let Some(folder) = folder else { continue };
            let text = folder.live.source(document.file).text().to_owned();
            let changed = folder.live.remove(document.file);
            self.note(document.folder, changed);
            self.open(&address, document.version, text);
        }
    }
}
