//! Names and types of trees that were checked before, most of them: what is said of an item is kept for as long as it
//! and what its names mean are the same.
//!
//! Each tree is of a source of its own, with a number that stands for it: a tree that changed has another number.

mod around;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use chrono::NaiveDate;

use self::around::Around;
use super::references::References;
use super::rules::keywords::k004::Phrases;
use super::rules::{RULES, Reading, Rule, Workspace};
use super::sites::Sites;
use super::symbols::{SymbolKind, Symbols};
use crate::diagnostics::Diagnostic;
use crate::source::SourceId;
use crate::syntax::ast;

/// What is kept from one look to the next.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    items: BTreeMap<SourceId, Looked>,
    of_all: Kept,
    of_texts: Kept,
    /// The keywords, with a number for them.
    phrases: Phrases,
    keywords: Option<u64>,
    /// A number for the texts and templates that have names.
    named: Option<u64>,
}

/// What is known of a tree.
#[derive(Debug, Default)]
struct Looked {
    /// The names in it, which may mean something.
    names: Vec<(SymbolKind, String)>,
    /// A number for all that the rules read besides the tree.
    around: Option<u64>,
    found: Vec<Said>,
    /// The texts that it sends, and whether a keyword stands in one.
    sent: Vec<String>,
    has_keyword: bool,
}

/// What rules said that look at all items together.
#[derive(Debug, Default)]
struct Kept {
    /// A number for all that they read.
    reason: Option<u64>,
    found: Vec<Said>,
}

/// A finding, with the place of its rule among the rules.
type Said = (usize, Diagnostic);

/// What a look came to.
pub(crate) struct Survey {
    /// What is defined.
    pub symbols: Symbols,
    /// Which item refers to what; where, is not told.
    pub references: References,
    /// What is found, not in order.
    pub found: Vec<Said>,
}

/// How many names may be compared in search of the nearest ones before it is looked whether the search has to be given up.
const COMPARED_MAX: usize = super::rules::COMPARED_MAX;

/// Says of trees what [`survey`](super::survey) says. `texts` are those that are of one text; `outlines` are numbers for
/// the trees with their strings left out, those of items that are neither flows nor scenarios excepted.
pub(crate) fn survey_again(
    files: &[ast::File],
    texts: &[Range<usize>],
    outlines: &[u64],
    (reading, as_of): (Reading, NaiveDate),
    memory: &mut Memory,
) -> Survey {
    let symbols = Symbols::of(files);
    let mut before = std::mem::take(&mut memory.items);
    let mut looked: Vec<Looked> = Vec::with_capacity(files.len());
    let mut new: Vec<usize> = Vec::new();
    for (at, tree) in files.iter().enumerate() {
        looked.push(before.remove(&tree.source).unwrap_or_else(|| {
            new.push(at);
            let names = References::names(&Sites::of(std::slice::from_ref(tree)));
            Looked { names, ..Looked::default() }
        }));
    }
    let names = looked.iter().map(|looked| looked.names.as_slice());
    let references = References::without_places(names, &symbols);
    let none = Sites::default();
    let whole = Workspace {
        files,
        texts,
        looked_at: files,
        symbols: &symbols,
        sites: &none,
        references: &references,
        as_of,
        reading,
    };
    let around = Around::of(&whole, &looked);
    let mut found: Vec<Said> = Vec::new();
    for (tree, looked) in files.iter().zip(&mut looked) {
        let around = Some(around.of_tree(&symbols, &looked.names));
        if looked.around != around {
            let looked_at = std::slice::from_ref(tree);
            let sites = Sites::of(looked_at);
            let one = Workspace { looked_at, sites: &sites, ..whole };
            looked.found = said(&one, |rule| matches!(rule, Rule::EachItem(_)));
            looked.around = around;
        }
        found.extend(looked.found.iter().cloned());
    }
    if compared(&found, &symbols) > COMPARED_MAX {
        // The search for near names may have to be given up on the way, which only one run over all of them tells.
        found.clear();
        let sites = Sites::of(files);
        found = said(&Workspace { sites: &sites, ..whole }, |rule| matches!(rule, Rule::EachItem(_)));
    }
    let alive: BTreeSet<SourceId> = files.iter().map(|file| file.source).collect();
    let reason = number((outlines, texts, reading, as_of));
    if !memory.of_all.holds(reason, &alive) {
        let found = said(&whole, |rule| matches!(rule, Rule::AllItems(_)));
        memory.of_all = Kept { reason: Some(reason), found };
    }
    found.extend(memory.of_all.found.iter().cloned());
    found.extend(said(&whole, |rule| matches!(rule, Rule::Names(_))));
    memory.texts(&whole, &mut looked, &new, before.into_values(), &alive);
    found.extend(memory.of_texts.found.iter().cloned());
    memory.items = files.iter().map(|file| file.source).zip(looked).collect();
    Survey { symbols, references, found }
}

/// What some of the rules say.
fn said(workspace: &Workspace<'_>, which: impl Fn(&Rule) -> bool) -> Vec<Said> {
    let mut said = Vec::new();
    let mut found = Vec::new();
    for (place, rule) in RULES.iter().enumerate().filter(|(_, rule)| which(rule)) {
        rule.run(workspace, &mut found);
        said.extend(found.drain(..).map(|found| (place, found)));
    }
    said
}

/// How many names were compared at the most.
fn compared(found: &[Said], symbols: &Symbols) -> usize {
    let unknown = found.iter().filter(|(_, found)| found.code == "N001").count();
    unknown * (symbols.all().len() + 100)
}

impl Kept {
    /// Whether the same would be said, of places that are still there.
    fn holds(&self, reason: u64, alive: &BTreeSet<SourceId>) -> bool {
        self.reason == Some(reason) && self.found.iter().all(|(_, found)| lies_in(found, alive))
    }
}

fn lies_in(found: &Diagnostic, alive: &BTreeSet<SourceId>) -> bool {
    let labels = found.labels.iter().map(|label| label.span);
    let edits = found.fix.iter().flat_map(|fix| &fix.edits).map(|(span, _)| *span);
    labels.chain(edits).all(|span| alive.contains(&span.source))
}

fn number(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
