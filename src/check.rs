//! From trees to a program that is known to be right. The passes, in order:
//!
//! 1. `symbols`: what is defined, in one name space over all files
//! 2. `sites`: one walk that gathers every place of the trees that a rule asks about
//! 3. `references`: which name means which definition
//! 4. `rules`: every finding, a line per rule in `rules.rs`
//! 5. `sound`: what is left when items with errors are left out, if the caller wants that

pub(crate) mod again;
pub mod hours;
mod intervals;
pub mod references;
pub mod rules;
pub mod sites;
pub(crate) mod sound;
pub mod symbols;
pub mod types;
mod values;

use std::ops::Range;

use chrono::NaiveDate;

pub use self::references::{Reference, References};
pub use self::symbols::{ItemId, Symbol, SymbolId, SymbolKind, Symbols};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::ast;

/// How to check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// The day whose channel rules hold.
    pub as_of: NaiveDate,
    /// What becomes of a program of which some items have errors.
    pub broken: Broken,
}

/// What becomes of a program of which some items have errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// There is no `Checked`.
    Refuse,
    /// The items with errors are left out, and what refers to them; the rest is `Checked`.
    LeaveOut,
}

/// What checking found.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Every finding, the parser's too, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The items that were left out, in order; always empty with `Broken::Refuse`.
    pub left_out: Vec<LeftOut>,
    /// The program; none when it has errors (with `Broken::LeaveOut`: when its `workspace` has one).
    pub checked: Option<Checked>,
}

/// An item that does not run because it has an error or refers to an item that does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The item's name, or a scenario's title.
    pub name: String,
    /// The item.
    pub span: Span,
}

/// A program without errors. Only [`check`] makes one.
#[derive(Debug, Clone)]
pub struct Checked {
    files: Vec<ast::File>,
    symbols: Symbols,
    references: References,
    as_of: NaiveDate,
}

impl Checked {
    /// Trees of which the caller knows that they have no errors: what `survey` and `sound` leave of them. Which name means
    /// what is not noted.
    pub(crate) fn of_sound(files: Vec<ast::File>, as_of: NaiveDate) -> Self {
        let symbols = Symbols::of(&files);
        Self { files, symbols, references: References::default(), as_of }
    }

    /// The same, with which name means what.
    pub(crate) fn with_references(self) -> Self {
        let references = References::of(&sites::Sites::of(&self.files), &self.symbols);
        Self { references, ..self }
    }

    /// The trees, to be used again.
    pub(crate) fn into_files(self) -> Vec<ast::File> {
        self.files
    }

    /// The trees. No node is `Broken`, every name refers to something, every value fits its field.
    pub fn files(&self) -> &[ast::File] {
        &self.files
    }

    /// What is defined.
    pub const fn symbols(&self) -> &Symbols {
        &self.symbols
    }

    /// Which name means which definition.
    pub const fn references(&self) -> &References {
        &self.references
    }

    /// The day whose channel rules were used.
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// An item by its id.
    pub fn item(&self, id: ItemId) -> &ast::Item {
        &self.files[id.file as usize].items[id.item as usize]
    }

    /// The item that defines a name; none for what is built in and for names that nothing defines.
    pub fn definition(&self, kind: SymbolKind, name: &str) -> Option<&ast::Item> {
        self.symbols.find(kind, name).and_then(|id| self.symbols.get(id).item).map(|id| self.item(id))
    }

    /// The items of all files, in order.
    pub fn items(&self) -> impl Iterator<Item = &ast::Item> {
        self.files.iter().flat_map(|file| &file.items)
    }
}

/// Checks a workspace: its trees, with what the parser found in them.
///
/// The same trees and the same `config` always give the same outcome. Trees are expected in the order of
/// their sources' ids.
///
/// ```
/// use chrono::NaiveDate;
/// use flowc::check::{Broken, Config, SymbolKind, check};
/// use flowc::source::{Source, SourceId};
/// use flowc::syntax::parse;
///
/// let source = Source::new(SourceId(0), "thanks.flow", r#"flow thanks { on purchase  send "Merci !" }"#);
/// let parsed = parse(&source);
/// let as_of = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
/// let outcome = check(vec![parsed.file], parsed.diagnostics, Config { as_of, broken: Broken::Refuse });
/// assert!(outcome.diagnostics.is_empty());
/// assert!(outcome.checked.unwrap().definition(SymbolKind::Flow, "thanks").is_some());
/// ```
pub fn check(files: Vec<ast::File>, found: Vec<Diagnostic>, config: Config) -> Outcome {
    examine(files, found, config.as_of).conclude(config.broken)
}

/// A workspace of which all findings are known, but not yet whether they let it run.
#[derive(Debug, Clone)]
pub struct Examined {
    files: Vec<ast::File>,
    symbols: Symbols,
    references: References,
    as_of: NaiveDate,
    /// Every finding, the parser's too. Who takes one away that makes the program meaningless (see
    /// [`Entry::may_be_allowed`](crate::diagnostics::code::Entry::may_be_allowed)) breaks what [`Checked`] promises.
    pub diagnostics: Vec<Diagnostic>,
}

/// The first half of [`check`]: everything that is to be said.
pub fn examine(files: Vec<ast::File>, found: Vec<Diagnostic>, as_of: NaiveDate) -> Examined {
    let reading = match found.iter().any(|finding| finding.severity == Severity::Error) {
        true => rules::Reading::Partial,
        false => rules::Reading::Whole,
    };
    let mut diagnostics = found;
    let texts: Vec<_> = (0..files.len()).map(|file| file..file + 1).collect();
    let (symbols, references) = survey(&files, &texts, reading, as_of, &mut diagnostics);
    Examined { files, symbols, references, as_of, diagnostics }
}

/// Says what is to be said of trees that stay where they are; `texts` are the trees that are of one text.
pub(crate) fn survey(
    files: &[ast::File],
    texts: &[Range<usize>],
    reading: rules::Reading,
    as_of: NaiveDate,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Symbols, References) {
    let symbols = Symbols::of(files);
    let sites = sites::Sites::of(files);
    let references = References::of(&sites, &symbols);
    let workspace = rules::Workspace {
        files,
        texts,
        looked_at: files,
        symbols: &symbols,
        sites: &sites,
        references: &references,
        as_of,
        reading,
    };
    rules::run(&workspace, diagnostics);
    drop(sites);
    (symbols, references)
}

impl Examined {
    /// The second half: the program, unless one of its findings is an error.
    pub fn conclude(self, broken: Broken) -> Outcome {
        let Self { files, symbols, references, as_of, mut diagnostics } = self;
        diagnostics.sort_by_key(Diagnostic::span);
        let sound = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
        match broken {
            _ if sound => {
                let checked = Some(Checked { files, symbols, references, as_of });
                Outcome { diagnostics, left_out: Vec::new(), checked }
            }
            Broken::Refuse => Outcome { diagnostics, left_out: Vec::new(), checked: None },
            Broken::LeaveOut => {
                let (files, left_out) = sound::keep(files, &symbols, &references, &diagnostics);
                let checked = files.map(|files| {
                    let symbols = Symbols::of(&files);
                    let references = References::of(&sites::Sites::of(&files), &symbols);
                    Checked { files, symbols, references, as_of }
                });
                Outcome { diagnostics, left_out, checked }
            }
        }
    }
}
