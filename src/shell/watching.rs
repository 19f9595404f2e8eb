//! Waits until a workspace changes.
//!
//! The system only wakes us: whether something changed, and what, is decided by comparing texts. So nothing is
//! told that is no change, an editor may save as it likes, and a change that comes while the last one is dealt
//! with is found afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};

use super::failure::Failure;
use super::{files, settings};

/// How long nothing must happen before we look: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(40);
/// How many such pauses we wait for at most, when somebody writes all the time.
const PAUSES_MAX: u32 = 25;

/// A workspace that is watched.
#[derive(Debug)]
pub struct Watching {
    workspace: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    watched: BTreeSet<PathBuf>,
    /// The folder around the workspace, in which nothing but the workspace matters.
    around: Option<PathBuf>,
    texts: Texts,
}

/// The files of a workspace, its settings too; no text for one that cannot be read.
type Texts = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is new.
    New(PathBuf),
    /// It has another text.
    Changed(PathBuf),
    /// It is gone.
    Removed(PathBuf),
}

impl Watching {
    /// From now on every change to the workspace at that path is noticed.
    ///
    /// # Errors
    ///
    /// When the system does not let us watch.
    pub fn begin(workspace: &Path) -> Result<Self, Failure> {
        let (sender, events) = channel();
        let watcher = recommended_watcher(sender).map_err(|error| cannot(workspace, error))?;
        let (workspace, watched) = (workspace.to_owned(), BTreeSet::new());
        let mut watching = Self { workspace, watcher, events, watched, around: None, texts: Texts::new() };
        watching.texts = watching.look()?;
        Ok(watching)
    }

    /// Waits until something is different from what it was when this was called last, and tells what.
    ///
    /// # Errors
    ///
    /// When the system does not let us watch any longer.
    pub fn wait(&mut self) -> Result<Vec<Change>, Failure> {
        loop {
            let texts = self.look()?;
            let changes = changes(&self.texts, &texts);
            if !changes.is_empty() {
                self.texts = texts;
                return Ok(changes);
            }
            self.sleep()?;
        }
    }

    /// Until something happens, and then until nothing happens for a moment.
    fn sleep(&mut self) -> Result<(), Failure> {
        let gone = |watching: &Self| {
            Failure::new(format!("`{}` is not watched any longer", watching.workspace.display()))
        };
        loop {
            let event = self.events.recv().map_err(|_| gone(self))?;
            if self.take(event) {
                break;
            }
        }
        for _ in 0..PAUSES_MAX {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => drop(self.take(event)),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => return Err(gone(self)),
            }
        }
        Ok(())
    }

    /// Whether an event can mean a change. Reading files, as we do ourselves, does not.
    fn take(&mut self, event: notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        if !event.paths.is_empty() && event.paths.iter().all(|path| self.is_beside(path)) {
            return false;
        }
        match event.kind {
            EventKind::Access(_) => false,
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => {
                event.paths.iter().for_each(|path| self.forget(path));
                true
            }
            EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Other => true,
        }
    }

    /// Whether something stands beside the workspace, and is none of its own.
    fn is_beside(&self, path: &Path) -> bool {
        self.around.as_deref().is_some_and(|around| path.parent() == Some(around))
            && path.file_name() != absolute(&self.workspace).file_name()
    }

    /// A folder that went away: one that comes under its name is another one, with all that is in it.
    fn forget(&mut self, path: &Path) {
        let (gone, stay) =
            std::mem::take(&mut self.watched).into_iter().partition(|folder| folder.starts_with(path));
        self.watched = stay;
        // The system may have forgotten them already.
        gone.iter().for_each(|folder| drop(self.watcher.unwatch(folder)));
    }

    /// Watches whatever the workspace consists of by now, then reads it: in this order, so that what changes
    /// meanwhile wakes us.
    fn look(&mut self) -> Result<Texts, Failure> {
        loop {
            let found = files::look_through(&self.workspace).ok();
            let mut fresh = false;
            for folder in self.folders(found.as_ref()) {
                fresh |= self.watch(folder)?;
            }
            // A folder that is watched only now may hold what was not found yet.
            if !fresh {
                let files = found.into_iter().flat_map(|found| found.files);
                let settings = Some(settings::place(&self.workspace)).filter(|file| file.exists());
                return Ok(files.chain(settings).map(|file| (file.clone(), fs::read(&file).ok())).collect());
            }
        }
    }

    /// The folders in which something could change: the workspace's, the one around it, in which it may be made
    /// again, and those that links lead to.
    fn folders(&mut self, found: Option<&files::Found>) -> BTreeSet<PathBuf> {
        let mut folders = BTreeSet::new();
        let mut add = |folder: &Path| {
            let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            folders.extend(fs::canonicalize(here));
        };
        settings::place(&self.workspace).parent().into_iter().for_each(&mut add);
        found.into_iter().flat_map(|found| &found.folders).for_each(|folder| add(folder));
        for file in found.into_iter().flat_map(|found| &found.files) {
            let led = fs::canonicalize(file).ok();
            led.as_deref().and_then(Path::parent).into_iter().for_each(&mut add);
        }
        let around = absolute(&self.workspace).parent().and_then(|around| fs::canonicalize(around).ok());
        self.around = around.filter(|around| !folders.contains(around));
        folders.extend(self.around.clone());
        folders
    }

    /// Whether it was not watched before.
    fn watch(&mut self, folder: PathBuf) -> Result<bool, Failure> {
        if self.watched.contains(&folder) {
            return Ok(false);
        }
        match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
            Ok(()) => Ok(self.watched.insert(folder)),
            // It is gone again.
            Err(_) if !folder.exists() => Ok(false),
            Err(error) => Err(cannot(&folder, error)),
        }
    }
}

/// The path from the root on; the last name of `.` and `..` is that of the folder that they mean.
fn absolute(path: &Path) -> PathBuf {
    let real = fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    real.unwrap_or_else(|_| path.to_owned())
}

fn cannot(path: &Path, error: notify::Error) -> Failure {
    Failure::new(format!("cannot watch `{}`", path.display())).because(error)
}

fn changes(before: &Texts, after: &Texts) -> Vec<Change> {
    let mut changes = Vec::new();
    for (file, text) in after {
        match before.get(file) {
            None => changes.push(Change::New(file.clone())),
            Some(other) if other != text => changes.push(Change::Changed(file.clone())),
            Some(_) => {}
        }
    }
    let gone = before.keys().filter(|file| !after.contains_key(*file));
    changes.extend(gone.map(|file| Change::Removed(file.clone())));
    changes
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::{Change, QUIET, Watching};

    /// How long the system may take to tell of a change.
    const PATIENCE: Duration = Duration::from_secs(60);

    #[test]
    fn a_folder_that_comes_again_is_watched_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let workspace = folder.path().join("workspace");
        let inner = workspace.join("inner");
        let file = inner.join("a.flow");
        let make = || {
            fs::create_dir_all(&inner).expect("a folder");
            fs::write(&file, "").expect("a file");
        };
        make();
        let mut watching = Watching::begin(&workspace).expect("the system watches");
        fs::remove_dir_all(&inner).expect("it is there");
        assert_eq!(watching.wait().expect("it is watched"), [Change::Removed(file.clone())]);
        make();
        assert_eq!(watching.wait().expect("it is watched"), [Change::New(file.clone())]);
        // What is still being told of all that comes to an end; then it is the new folder that is watched.
        while let Ok(event) = watching.events.recv_timeout(QUIET * 5) {
            watching.take(event);
        }
        watching.look().expect("it is watched");
        while watching.events.recv_timeout(QUIET * 5).is_ok() {}
        fs::write(&file, "another text").expect("a file");
        let tells = |watching: &mut Watching| {
            let event = watching.events.recv_timeout(PATIENCE).expect("the system tells of the change");
            watching.take(event)
        };
        while !tells(&mut watching) {}
        assert_eq!(watching.wait().expect("it is watched"), [Change::Changed(file)]);
    }
}
