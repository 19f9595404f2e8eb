//! One workspace: the files of a folder, or a document alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::address;
use crate::analysis::levels::Levels;
use crate::analysis::live::{Changed, FileId, Live};
use crate::shell::settings::Mistake;
use crate::shell::{files, settings};

/// A workspace that the server holds.
pub(super) struct Folder {
    place: Place,
    /// What is said of it.
    pub live: Live,
    /// The addresses of its files, as the client writes them if it named them; those that are gone stay.
    addresses: BTreeMap<FileId, String>,
    as_of: NaiveDate,
    levels: Levels,
}

/// Where a workspace lies.
enum Place {
    /// All that is in a folder.
    Below { path: PathBuf, address: String },
    /// A document outside of all folders; its own settings lie beside it, if it is a file.
    Alone { path: Option<PathBuf> },
}

impl Folder {
    /// The workspace of a folder, with what could not be read.
    pub fn open(path: PathBuf, address: String, as_of: NaiveDate) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        let mut folder = Self::new(Place::Below { path: path.clone(), address }, as_of, &mut problems);
        let found = files::find(&path).unwrap_or_else(|failure| {
            problems.push(failure.report());
            Vec::new()
        });
        let mut texts = Vec::with_capacity(found.len());
        for file in found {
            let Some(name) = address::name_below(&path, &file) else { continue };
            match files::text(&file) {
                Ok(text) => texts.push((name, text)),
                Err(failure) => problems.push(failure.report()),
            }
        }
        folder.add(texts);
        (folder, problems)
    }

    /// A document alone.
    pub fn alone(document: &str, text: String, as_of: NaiveDate) -> (Self, FileId, Changed, Vec<String>) {
        let path = address::path(document);
        let name = path.as_ref().and_then(|path| path.file_name()).and_then(|name| name.to_str());
        let name = name.unwrap_or_else(|| document.rsplit(['/', ':']).next().unwrap_or(document)).to_owned();
        let mut problems = Vec::new();
        let mut folder = Self::new(Place::Alone { path }, as_of, &mut problems);
        let changed = folder.live.add([(name.clone(), text)]);
        let file = folder.live.find(&name).expect("a file that was added is there");
        folder.addresses.insert(file, document.to_owned());
        (folder, file, changed, problems)
    }

    fn new(place: Place, as_of: NaiveDate, problems: &mut Vec<String>) -> Self {
        let levels = place.levels().unwrap_or_else(|problem| {
            problems.push(problem);
            Levels::default()
        });
        let live = Live::new(as_of, levels.clone());
        Self { place, live, addresses: BTreeMap::new(), as_of, levels }
    }

    /// The name that a file has in this workspace; none when it does not count.
    pub fn name_of(&self, path: &Path) -> Option<String> {
        match &self.place {
            Place::Below { path: folder, .. } => {
                address::name_below(folder, path).filter(|name| files::counts(name))
            }
            Place::Alone { .. } => None,
        }
    }

    /// How many parts the folder's path has: of two folders that hold a file, the deeper one has it.
    pub fn depth(&self) -> usize {
        match &self.place {
            Place::Below { path, .. } => path.components().count(),
            Place::Alone { .. } => 0,
        }
    }

    /// The day on whose rules it is checked.
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Whether it is the workspace of that folder.
    pub fn is_at(&self, folder: &Path) -> bool {
        matches!(&self.place, Place::Below { path, .. } if path == folder)
    }

    /// Whether it is a document alone.
    pub const fn is_alone(&self) -> bool {
        matches!(self.place, Place::Alone { .. })
    }

    /// Whether a path is that of its settings.
    pub fn has_settings_at(&self, path: &Path) -> bool {
        self.place.folder().is_some_and(|folder| folder.join(settings::FILE) == path)
    }

    /// The address of its settings, with what is wrong with them; none of a document alone.
    pub fn settings(&self) -> Option<(String, Option<Mistake>)> {
        match &self.place {
            Place::Below { path, address } => {
                Some((address::below(address, settings::FILE), settings::mistake(path)))
            }
            Place::Alone { .. } => None,
        }
    }

    /// Adds files, or gives them new texts.
    pub fn add(&mut self, texts: Vec<(String, String)>) -> Changed {
        let names: Vec<String> = texts.iter().map(|(name, _)| name.clone()).collect();
        let changed = self.live.add(texts);
        if let Place::Below { address, .. } = &self.place {
            for name in names {
                let file = self.live.find(&name).expect("a file that was added is there");
                self.addresses.entry(file).or_insert_with(|| address::below(address, &name));
            }
        }
        changed
    }

    /// Keeps the address of a file as the client writes it.
    pub fn address_is(&mut self, file: FileId, address: &str) {
        self.addresses.insert(file, address.to_owned());
    }

    /// The address of a file, of one that is gone as well.
    pub fn address(&self, file: FileId) -> &str {
        self.addresses.get(&file).map_or("", String::as_str)
    }

    /// The file at a path as it is on the disk now; none when it is not there.
    ///
    /// # Errors
    ///
    /// When it is there and cannot be read.
    pub fn reread(&mut self, path: &Path) -> Result<Changed, String> {
        let Some(name) = self.name_of(path) else { return Ok(Changed::default()) };
        if path.is_file() {
            let text = files::text(path).map_err(|failure| failure.report())?;
            return Ok(self.add(vec![(name, text)]));
        }
        let gone = self.live.find(&name);
        Ok(gone.map(|file| self.live.remove(file)).unwrap_or_default())
    }

    /// The paths of the files that lie at a path or below it, on the disk or in this workspace.
    pub fn files_at(&self, path: &Path) -> Vec<PathBuf> {
        let Place::Below { path: folder, .. } = &self.place else { return Vec::new() };
        let Some(name) = address::name_below(folder, path) else { return Vec::new() };
        let below = format!("{name}/");
        let names = self.live.files().map(|file| self.live.name(file));
        let known = names.filter(|other| *other == name || other.starts_with(&below));
        let mut paths: Vec<PathBuf> = known.map(|name| folder.join(name)).collect();
        // A folder that cannot be read has no files to be noticed.
        paths.extend(if path.is_dir() {
            files::find(path).unwrap_or_default()
        } else {
            vec![path.to_owned()]
        });
        paths.sort();
        paths.dedup();
        paths
    }

    /// Reads its settings again, and takes the day on whose rules it is checked.
    ///
    /// # Errors
    ///
    /// When the settings are wrong; the former ones stay.
    pub fn configure(&mut self, as_of: NaiveDate) -> Result<Changed, String> {
        let levels = self.place.levels();
        let (levels, problem) = match levels {
            Ok(levels) => (levels, None),
            Err(problem) => (self.levels.clone(), Some(problem)),
        };
        let changed = if (as_of, &levels) == (self.as_of, &self.levels) {
            Changed::default()
        } else {
            (self.as_of, self.levels) = (as_of, levels.clone());
            self.live.configure(as_of, levels)
        };
        problem.map_or(Ok(changed), Err)
    }

    /// Begins anew from the texts, after a mistake of ours.
    pub fn rebuild(&mut self) {
        let texts: Vec<(FileId, String, String)> = self
            .live
            .files()
            .map(|file| (file, self.live.name(file).to_owned(), self.live.source(file).text().to_owned()))
            .collect();
        let addresses = std::mem::take(&mut self.addresses);
        self.live = Live::new(self.as_of, self.levels.clone());
        self.live.add(texts.iter().map(|(_, name, text)| (name.clone(), text.clone())));
        for (old, name, _) in texts {
            if let (Some(new), Some(address)) = (self.live.find(&name), addresses.get(&old)) {
                self.addresses.insert(new, address.clone());
            }
        }
    }
}

impl Place {
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Below { path, .. } => Some(path),
            Self::Alone { path } => path.as_deref().and_then(Path::parent),
        }
    }

    fn levels(&self) -> Result<Levels, String> {
        let Some(folder) = self.folder() else { return Ok(Levels::default()) };
        let layer = settings::levels(folder).map_err(|failure| failure.report())?;
        Ok(Levels::default().and(layer))
    }
}
