//! All workspaces of a session, and the documents that are open in the editor.

mod again;
mod documents;
mod folders;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

pub(super) use self::documents::Document;
use super::address;
use super::folder::Folder;
use crate::analysis::live::{Changed, FileId};
use crate::ide::hover::Now;
use crate::shell::clock;
use crate::shell::settings::Mistake;
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

    /// What went wrong since the last time.
    pub fn take_problems(&mut self) -> Vec<String> {
        std::mem::take(&mut self.problems)
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
