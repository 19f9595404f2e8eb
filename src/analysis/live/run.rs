//! The analysis of pieces: what `analyse_with` does, with what is known from before.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;

use crate::analysis::allow::{Allows, Sight};
use crate::analysis::has_errors;
use crate::analysis::levels::Levels;
use crate::check::again::{self, Survey, survey_again};
use crate::check::rules::Reading;
use crate::check::sound::with_dependents;
use crate::check::{Checked, ItemId};
use crate::conditions;
use crate::diagnostics::{Diagnostic, Severity};
use crate::marketing;
use crate::overlap::{Memory, find_again};
use crate::source::{SourceId, Span};
use crate::syntax::ast;

use super::files::Files;
use super::piece::Piece;
use super::places::Places;

/// What is kept from one run to the next.
#[derive(Debug, Default)]
pub(super) struct Known {
    checks: again::Memory,
    /// What was said of the conditions and the marketing of flows, by their pieces.
    flows: BTreeMap<SourceId, OfFlow>,
    overlaps: Memory,
}

/// What was said of a flow, and what it was said on account of.
#[derive(Debug)]
struct OfFlow {
    conditions: (u64, Vec<Diagnostic>),
    marketing: (u64, Vec<Diagnostic>),
}

/// What a run came to.
#[derive(Debug)]
pub(super) struct Said {
    /// Every finding, in the order of files and places.
    pub found: Vec<Diagnostic>,
    /// The pieces whose items were left out; none at all when the workspace's own item is among them.
    pub left_out: Option<Vec<usize>>,
}

/// Says what is to be said of the files.
pub(super) fn run(files: &mut Files, as_of: NaiveDate, levels: &Levels, known: &mut Known) -> Said {
    let places = Places::of(files);
    let read = files.pieces.iter().flat_map(|piece| &piece.found);
    // The parser speaks first of all.
    let mut said: Vec<(usize, Diagnostic)> = read.map(|found| (0, found.clone())).collect();
    let whole = files.pieces.iter().all(Piece::is_read);
    let reading = if whole { Reading::Whole } else { Reading::Partial };
    let texts: Vec<_> = files.all().iter().map(|file| file.pieces.clone()).collect();
    let outlines: Vec<u64> = files.pieces.iter().map(|piece| piece.outline).collect();
    let survey = survey_again(&files.trees, &texts, &outlines, (reading, as_of), &mut known.checks);
    let Survey { symbols, references, found } = survey;
    said.extend(found.into_iter().map(|(rule, found)| (1 + rule, found)));
    places.settle(said.iter_mut().map(|(_, found)| found));
    said.sort_by_key(|(rule, found)| (found.span(), *rule));
    // A text that several flows send by SMS is told of once.
    said.dedup_by(|(_, one), (_, other)| one.code == "D006" && one == other);
    let mut found: Vec<Diagnostic> = said.into_iter().map(|(_, found)| found).collect();
    let mut allows = allows(files);
    allows.silence(&mut found);
    levels.lower(&mut found);
    let errors = found.iter().filter(|found| found.severity == Severity::Error);
    let broken = errors.filter_map(|error| files.item_at(error.span())).map(id).collect();
    let left_out = with_dependents(broken, &symbols, &references);
    let runs = symbols.workspace().is_none_or(|workspace| !left_out.contains(&workspace));
    let left_out: Vec<usize> = left_out.into_iter().map(|id| id.file as usize).collect();
    let sight = if has_errors(&found) { Sight::Partial } else { Sight::Whole };
    let (mut told, sight) = match runs {
        true => {
            let (mut told, whole) = compare(files, &left_out, as_of, known);
            places.settle(told.iter_mut());
            (told, if whole { sight } else { Sight::Partial })
        }
        false => (Vec::new(), sight),
    };
    allows.silence(&mut told);
    told.extend(allows.found(sight));
    levels.lower(&mut told);
    found.append(&mut told);
    found.sort_by_key(Diagnostic::span);
    levels.raise(&mut found);
    Said { found, left_out: runs.then_some(left_out) }
}

const fn id(piece: usize) -> ItemId {
    ItemId { file: piece as u32, item: 0 }
}

/// The allows of all files.
fn allows(files: &Files) -> Allows {
    let mut allows = Allows::default();
    for file in files.all().iter().filter(|file| !file.comments.is_empty()) {
        let items: Vec<Span> = files.items_of(file).map(|(_, span)| span).collect();
        let whole = files.pieces[file.pieces.clone()].iter().all(|piece| piece.is_read());
        allows.place(&file.source, &file.comments, &items, whole);
    }
    allows
}

/// What is found by comparing what is sound, and whether all of it could be compared.
fn compare(
    files: &mut Files,
    left_out: &[usize],
    as_of: NaiveDate,
    known: &mut Known,
) -> (Vec<Diagnostic>, bool) {
    let mut trees = std::mem::take(&mut files.trees);
    let aside: Vec<Vec<ast::Item>> =
        left_out.iter().map(|piece| std::mem::take(&mut trees[*piece].items)).collect();
    let declared = Declared::of(files, &trees);
    let checked = Checked::of_sound(trees, as_of);
    let told = looks(files, &checked, &declared, known);
    files.trees = checked.into_files();
    for (piece, items) in left_out.iter().zip(aside) {
        files.trees[*piece].items = items;
    }
    told
}

/// Numbers that stand for what is declared.
struct Declared {
    /// The workspace, schedules, channels and fields: what conditions mean.
    conditions: u64,
    /// All items but flows and scenarios.
    all: u64,
}

impl Declared {
    fn of(files: &Files, trees: &[ast::File]) -> Self {
        let (mut conditions, mut all) = (DefaultHasher::new(), DefaultHasher::new());
        for (tree, piece) in trees.iter().zip(&files.pieces) {
            match tree.items.first() {
                None | Some(ast::Item::Flow(_) | ast::Item::Scenario(_)) => continue,
                Some(
                    ast::Item::Workspace(_)
                    | ast::Item::Schedule(_)
                    | ast::Item::Channel(_)
                    | ast::Item::Field(_),
                ) => piece.meaning.hash(&mut conditions),
                Some(
                    ast::Item::Bot(_)
                    | ast::Item::Template(_)
                    | ast::Item::Text(_)
                    | ast::Item::Intent(_)
                    | ast::Item::Group(_),
                ) => {}
            }
            piece.meaning.hash(&mut all);
        }
        Self { conditions: conditions.finish(), all: all.finish() }
    }
}

/// Looks at conditions, marketing and overlaps, and not again at what is known.
fn looks(
    files: &Files,
    checked: &Checked,
    declared: &Declared,
    known: &mut Known,
) -> (Vec<Diagnostic>, bool) {
    let mut conditions = conditions::Flows::of(checked, &files.sources);
    let mut marketing = marketing::Flows::of(checked);
    let mut before = std::mem::take(&mut known.flows);
    let (mut told, mut told_later) = (Vec::new(), Vec::new());
    for item in checked.items() {
        let ast::Item::Flow(flow) = item else { continue };
        let is_started = u64::from(conditions.is_started(flow));
        let reasons = (declared.conditions.wrapping_add(is_started), declared.all);
        let old = before.remove(&flow.span.source);
        let (old_conditions, old_marketing) =
            old.map_or((None, None), |old| (Some(old.conditions), Some(old.marketing)));
        let of_flow = OfFlow {
            conditions: old_conditions
                .filter(|(reason, _)| *reason == reasons.0)
                .unwrap_or_else(|| (reasons.0, conditions.look(flow))),
            marketing: old_marketing
                .filter(|(reason, _)| *reason == reasons.1)
                .unwrap_or_else(|| (reasons.1, marketing.look(flow))),
        };
        told.extend(of_flow.conditions.1.iter().cloned());
        told_later.extend(of_flow.marketing.1.iter().cloned());
        known.flows.insert(flow.span.source, of_flow);
    }
    told.append(&mut told_later);
    let overlaps = find_again(checked, declared.all, &mut known.overlaps);
    let whole = overlaps.not_analysed.is_empty();
    told.extend(overlaps.overlaps);
    told.extend(overlaps.not_analysed);
    (told, whole)
}
