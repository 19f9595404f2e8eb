//! The texts of a workspace that is being edited, in the order of their names.

use std::sync::{Arc, OnceLock};

use crate::source::{Source, SourceId};
use crate::syntax::Parsed;

use super::Change;

/// Which file of a workspace: it stays the same when others come and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A file.
#[derive(Debug)]
pub(super) struct File {
    pub id: FileId,
    pub source: Source,
    /// Made when somebody asks.
    pub parsed: OnceLock<Arc<Parsed>>,
}

/// The files, each with the number of its place.
#[derive(Debug, Default)]
pub(super) struct Files {
    all: Vec<File>,
    next: u32,
}

impl Files {
    pub fn all(&self) -> &[File] {
        &self.all
    }

    pub fn find(&self, name: &str) -> Option<FileId> {
        self.search(name).ok().map(|place| self.all[place].id)
    }

    pub fn place(&self, id: FileId) -> Option<usize> {
        self.all.iter().position(|file| file.id == id)
    }

    pub fn get(&self, id: FileId) -> Option<&File> {
        self.place(id).map(|place| &self.all[place])
    }

    pub fn put(&mut self, name: String, text: String) {
        match self.search(&name) {
            Ok(place) => self.write(place, &text),
            Err(place) => {
                let id = FileId(self.next);
                self.next += 1;
                let source = Source::new(SourceId(place as u32), name, text);
                self.all.insert(place, File { id, source, parsed: OnceLock::new() });
                self.number_from(place + 1);
            }
        }
    }

    pub fn remove(&mut self, id: FileId) {
        if let Some(place) = self.place(id) {
            self.all.remove(place);
            self.number_from(place);
        }
    }

    pub fn set_text(&mut self, id: FileId, text: String) {
        if let Some(place) = self.place(id) {
            self.write(place, &text);
        }
    }

    pub fn edit(&mut self, id: FileId, change: &Change) {
        let Some(place) = self.place(id) else { return };
        let text = self.all[place].source.text();
        let bytes = change.range.start as usize..change.range.end as usize;
        let end = match bytes.is_empty() {
            true => text.floor_char_boundary(bytes.end.min(text.len())),
            false => text.ceil_char_boundary(bytes.end.min(text.len())),
        };
        let start = text.floor_char_boundary(bytes.start.min(end));
        let text = [&text[..start], &change.text, &text[end..]].concat();
        self.write(place, &text);
    }

    fn write(&mut self, place: usize, text: &str) {
        let file = &mut self.all[place];
        if file.source.text() != text {
            file.source = Source::new(file.source.id(), file.source.name(), text);
            file.parsed = OnceLock::new();
        }
    }

    fn number_from(&mut self, place: usize) {
        for (file, number) in self.all.iter_mut().zip(0..).skip(place) {
            file.source = file.source.numbered(SourceId(number));
            file.parsed = OnceLock::new();
        }
    }

    fn search(&self, name: &str) -> Result<usize, usize> {
        self.all.binary_search_by(|file| file.source.name().split('/').cmp(name.split('/')))
    }
}
