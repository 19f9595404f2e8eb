//! All workspaces of a session, and the documents that are open in the editor.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use gen_lsp_types::TextDocumentContentChangeEvent as ContentChange;

use super::address;
use super::folder::Folder;
use super::position::Encoding;
use crate::analysis::live::{Change, Changed, FileId};
use crate::ide::hover::Now;
use crate::shell::clock;
use crate::shell::settings::Mistake;
use crate::source::Source;
use crate::time::Instant;

/// Which workspace of the session.
pub(super) type FolderId = u32;

/// The workspaces and the open documents.
pub(super) struct Workspaces {
    folders: BTreeMap<FolderId, Folder>,
    open: BTreeMap<String, Document>,
    next: FolderId,
    /// Grows with every change.
    generation: u64,
    /// Grows when files are opened, closed, saved or changed on the disk: not with what is being typed.
    settled: u64,
    /// The day that somebody settled; otherwise it is today.
    as_of: Option<NaiveDate>,
    /// Folders below those of the session that are workspaces of their own.
    own: Vec<PathBuf>,
    /// The files whose findings have to be told.
    changed: BTreeSet<(FolderId, FileId)>,
    /// Addresses of files that are in no workspace any more and had findings.
    cleared: Vec<String>,
    /// The settings that were read since the last time, with what is wrong with them.
    settings: BTreeMap<String, Option<Mistake>>,
    /// What went wrong and was not told yet.
    problems: Vec<String>,
}

/// A document that is open in the editor.
#[derive(Debug, Clone, Copy)]
pub(super) struct Document {
    pub folder: FolderId,
    pub file: FileId,
    pub version: i32,
}

impl Workspaces {
    pub const fn new(as_of: Option<NaiveDate>, own: Vec<PathBuf>) -> Self {
        Self {
            folders: BTreeMap::new(),
            open: BTreeMap::new(),
            next: 0,
            generation: 0,
            settled: 0,
            as_of,
            own,
            changed: BTreeSet::new(),
            cleared: Vec::new(),
            settings: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

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

    /// The document at an address: open, or a file of a workspace.
    pub fn find(&self, address: &str) -> Option<Document> {
        if let Some(document) = self.open.get(address) {
            return Some(*document);
        }
        let (folder, name) = self.home(address)?;
        let file = self.folders[&folder].live.find(&name)?;
        Some(Document { folder, file, version: 0 })
    }

    pub fn folder(&self, id: FolderId) -> Option<&Folder> {
        self.folders.get(&id)
    }

    pub fn folders(&self) -> impl Iterator<Item = (FolderId, &Folder)> {
        self.folders.iter().map(|(id, folder)| (*id, folder))
    }

    /// The version of a file that is open.
    pub fn version(&self, folder: FolderId, file: FileId) -> Option<i32> {
        let mut open = self.open.values();
        open.find(|open| (open.folder, open.file) == (folder, file)).map(|open| open.version)
    }

    /// The files whose findings changed since the last time, in order.
    pub fn take_changed(&mut self) -> Vec<(FolderId, FileId)> {
        std::mem::take(&mut self.changed).into_iter().collect()
    }

    /// The addresses of files that are in no workspace any more and had findings.
    pub fn take_cleared(&mut self) -> Vec<String> {
        std::mem::take(&mut self.cleared)
    }

    /// The addresses of settings that were read since the last time, with what is wrong with them.
    pub fn take_settings(&mut self) -> BTreeMap<String, Option<Mistake>> {
        std::mem::take(&mut self.settings)
    }

    /// Forgets documents alone that were closed.
    pub fn forget_closed(&mut self) {
        let used: BTreeSet<FolderId> = self.open.values().map(|open| open.folder).collect();
        self.folders.retain(|id, folder| !folder.is_alone() || used.contains(id));
    }

    /// What went wrong since the last time.
    pub fn take_problems(&mut self) -> Vec<String> {
        std::mem::take(&mut self.problems)
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

    /// A number that is another one after every change of anything.
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// A number that is another one after files were opened, closed, saved or changed on the disk.
    pub const fn settled(&self) -> u64 {
        self.settled
    }

    /// As of when things are told: now, or the beginning of the day that somebody settled, in UTC.
    pub fn now(&self) -> Now {
        let midnight = |day: NaiveDate| {
            Instant::from_millis(day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis())
        };
        Now { instant: self.as_of.map_or_else(clock::now, midnight), today: self.today() }
    }

    /// The day on whose rules everything is checked.
    fn today(&self) -> NaiveDate {
        self.as_of.unwrap_or_else(clock::today)
    }

    fn insert(&mut self, folder: Folder) -> FolderId {
        self.generation += 1;
        let id = self.next;
        self.next += 1;
        self.folders.insert(id, folder);
        id
    }

    /// Gives open documents the homes that they have now.
    fn settle_documents(&mut self) {
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

    fn home(&self, address: &str) -> Option<(FolderId, String)> {
        self.home_of(&address::path(address)?)
    }

    /// The deepest folder in which a file counts, and its name there.
    fn home_of(&self, path: &Path) -> Option<(FolderId, String)> {
        let homes = self.folders.iter().filter_map(|(id, folder)| {
            let name = folder.name_of(path)?;
            Some((folder.depth(), *id, name))
        });
        homes.max_by_key(|(depth, ..)| *depth).map(|(_, id, name)| (id, name))
    }

    fn holders(&self, holds: impl Fn(&Folder) -> bool) -> Vec<FolderId> {
        self.folders.iter().filter(|(_, folder)| holds(folder)).map(|(id, _)| *id).collect()
    }

    fn note(&mut self, folder: FolderId, changed: Changed) {
        self.generation += 1;
        self.changed.extend(changed.files.into_iter().map(|file| (folder, file)));
    }

    fn note_read(&mut self, folder: FolderId, read: Result<Changed, String>) {
        match read {
            Ok(changed) => self.note(folder, changed),
            Err(problem) => self.problems.push(problem),
        }
    }
}
