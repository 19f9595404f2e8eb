//! A workspace that is being edited: after each change, all that is said of it.

mod files;
mod names;
mod piece;
mod places;
mod run;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use super::levels::Levels;
use crate::check::Checked;
use crate::compile::compile;
use crate::diagnostics::Diagnostic;
use crate::program::Program;
use crate::source::{Source, SourceId, Span};
use crate::syntax::{Parsed, ast, parse};

use self::files::Files;
use self::run::Known;

pub use self::files::FileId;
pub use self::names::Names;

/// The texts of a workspace, and what is said of them.
///
/// The findings are always those of a fresh run of [`analyse_with`](super::analyse_with) over [`Live::sources`], with
/// [`Broken::LeaveOut`](crate::check::Broken).
///
/// ```
/// use chrono::NaiveDate;
/// use flowc::analysis::levels::Levels;
/// use flowc::analysis::live::{Change, Live};
///
/// let as_of = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
/// let mut live = Live::new(as_of, Levels::default());
/// let text = "flow thanks { on purchase  send \"Merci !\" }";
/// live.add([("thanks.flow".to_owned(), text.to_owned())]);
/// let file = live.find("thanks.flow").unwrap();
/// assert!(live.findings(file).is_empty());
///
/// let changed = live.edit(file, &[Change { range: 14..16, text: "no".to_owned() }]);
/// assert_eq!(changed.files, [file]);
/// assert_eq!(live.findings(file)[0].code, "S001");
/// ```
#[derive(Debug)]
pub struct Live {
    as_of: NaiveDate,
    levels: Levels,
    files: Files,
    /// In the order of the files.
    findings: Vec<Vec<Diagnostic>>,
    /// The pieces whose items are left out of the program, if there is one.
    left_out: Option<Vec<usize>>,
    known: Known,
    late: Late,
}

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The bytes that go, counted in the text before the change. What lies outside of the text or within a character
    /// is moved to where a character begins.
    pub range: Range<u32>,
    /// What stands there now.
    pub text: String,
}

/// What a change of the workspace did to its findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// The files whose findings are others than before, or lie elsewhere; in order, those behind the present ones that
    /// are no longer there.
    pub files: Vec<FileId>,
}

/// What is made when somebody asks for it, and kept until the next change.
#[derive(Debug, Default)]
struct Late {
    names: OnceLock<Arc<Names>>,
    checked: OnceLock<Option<Arc<Checked>>>,
    program: OnceLock<Option<Arc<Program>>>,
}

impl Live {
    /// A workspace without files.
    pub fn new(as_of: NaiveDate, levels: Levels) -> Self {
        let (files, known, late) = (Files::default(), Known::default(), Late::default());
        Self { as_of, levels, files, findings: Vec::new(), left_out: Some(Vec::new()), known, late }
    }

    /// Adds files with their names and texts. One whose name is there already gets the new text.
    ///
    /// Files stand in the order of their names, part by part between the slashes.
    pub fn add(&mut self, files: impl IntoIterator<Item = (String, String)>) -> Changed {
        self.change(|live| files.into_iter().for_each(|(name, text)| live.files.put(name, text)))
    }

    /// Takes a file away. One that is not there stays away.
    pub fn remove(&mut self, file: FileId) -> Changed {
        self.change(|live| live.files.remove(file))
    }

    /// Gives a file another text.
    pub fn set_text(&mut self, file: FileId, text: String) -> Changed {
        self.change(|live| live.files.set_text(file, text))
    }

    /// Changes the text of a file, one change after the other.
    pub fn edit(&mut self, file: FileId, changes: &[Change]) -> Changed {
        self.change(|live| changes.iter().for_each(|change| live.files.edit(file, change)))
    }

    /// Takes another day on whose rules the workspace is checked, and other settings.
    pub fn configure(&mut self, as_of: NaiveDate, levels: Levels) -> Changed {
        self.change(|live| {
            (live.as_of, live.levels) = (as_of, levels);
            live.known = Known::default();
        })
    }

    /// The files, in order.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        self.files.all().iter().map(|file| file.id)
    }

    /// The file of a name.
    pub fn find(&self, name: &str) -> Option<FileId> {
        self.files.find(name)
    }

    /// The name of a file; empty when it is gone.
    pub fn name(&self, file: FileId) -> &str {
        self.files.get(file).map_or("", |file| file.source.name())
    }

    /// The text of a file, with the number that places in it have until the next change; an empty one when it is gone.
    pub fn source(&self, file: FileId) -> Source {
        let gone = || Source::new(SourceId(u32::MAX), "", "");
        self.files.get(file).map_or_else(gone, |file| file.source.clone())
    }

    /// The file in which a place lies.
    pub fn file_of(&self, source: SourceId) -> Option<FileId> {
        self.files.all().get(source.0 as usize).map(|file| file.id)
    }

    /// All texts, numbered in order.
    pub fn sources(&self) -> Vec<Source> {
        self.files.all().iter().map(|file| file.source.clone()).collect()
    }

    /// The findings of a file, in the order of places.
    pub fn findings(&self, file: FileId) -> &[Diagnostic] {
        self.files.place(file).map_or(&[], |place| &self.findings[place])
    }

    /// The tokens and the tree of a file as it is now, and what the parser said; none when it is gone.
    pub fn parsed(&self, file: FileId) -> Option<Arc<Parsed>> {
        self.files.get(file).map(|file| file.parsed.get_or_init(|| Arc::new(parse(&file.source))).clone())
    }

    /// What is defined and what refers to it, broken items included.
    pub fn names(&self) -> Arc<Names> {
        let trees = || self.files().filter_map(|file| self.parsed(file)).map(|parsed| parsed.file.clone());
        self.late.names.get_or_init(|| Arc::new(Names::of(&trees().collect::<Vec<_>>()))).clone()
    }

    /// The workspace without what is broken; none when its `workspace` is.
    pub fn checked(&self) -> Option<Arc<Checked>> {
        self.late.checked.get_or_init(|| self.sound().map(Arc::new)).clone()
    }

    /// The program of what is not broken; none when the `workspace` is.
    pub fn program(&self) -> Option<Arc<Program>> {
        let compile = || self.checked().map(|checked| Arc::new(compile(&checked)));
        self.late.program.get_or_init(compile).clone()
    }

    /// The trees of what is not left out.
    fn sound(&self) -> Option<Checked> {
        let left_out = self.left_out.as_ref()?;
        let kept = |file: &files::File| {
            let tree = file.parsed.get_or_init(|| Arc::new(parse(&file.source))).file.clone();
            let pieces = self.files.items_of(file).map(|(piece, _)| piece);
            let items = tree.items.into_iter().zip(pieces);
            let items = items.filter(|(_, piece)| left_out.binary_search(piece).is_err());
            ast::File { source: tree.source, items: items.map(|(item, _)| item).collect() }
        };
        Some(Checked::of_sound(self.files.all().iter().map(kept).collect(), self.as_of).with_references())
    }

    fn change(&mut self, change: impl FnOnce(&mut Self)) -> Changed {
        let before: Vec<FileId> = self.files().collect();
        change(self);
        self.late = Late::default();
        let said = run::run(&mut self.files, self.as_of, &self.levels, &mut self.known);
        self.left_out = said.left_out;
        let mut new: Vec<Vec<Diagnostic>> = vec![Vec::new(); self.files.all().len()];
        for found in said.found {
            new[found.span().source.0 as usize].push(found);
        }
        let old = std::mem::replace(&mut self.findings, new);
        Changed { files: self.told_otherwise(&before, old) }
    }

    /// The files of which something else is said than before; `before` are those that there were, with what was said.
    fn told_otherwise(&self, before: &[FileId], mut old: Vec<Vec<Diagnostic>>) -> Vec<FileId> {
        if self.files().eq(before.iter().copied()) {
            let both = self.files().zip(old.iter().zip(&self.findings));
            return both.filter(|(_, (old, new))| old != new).map(|(file, _)| file).collect();
        }
        let numbers: Vec<SourceId> = before.iter().map(|file| self.source(*file).id()).collect();
        let moved = |span: &mut Span| span.source = numbers[span.source.0 as usize];
        old.iter_mut().flatten().for_each(|found| found.each_span(moved));
        let said_before = |file: FileId| {
            let place = before.iter().position(|other| *other == file);
            place.map_or(&[][..], |place| old[place].as_slice())
        };
        let now = self.files().zip(&self.findings);
        let others = now.filter(|(file, new)| said_before(*file) != new.as_slice()).map(|(file, _)| file);
        let gone = before.iter().zip(&old).filter(|(_, old)| !old.is_empty()).map(|(file, _)| *file);
        others.chain(gone.filter(|file| self.files.get(*file).is_none())).collect()
    }
}
