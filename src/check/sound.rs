//! What is left of a program when the items with errors are left out, and all that refers to them.

use std::collections::{BTreeMap, BTreeSet};

use super::LeftOut;
use super::references::References;
use super::symbols::{ItemId, Symbols};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::ast;

/// The trees without the items that cannot run, and those items. There are no trees when the workspace's own
/// item is among them: its zone and its limits hold for every flow.
pub(super) fn keep(
    files: Vec<ast::File>,
    symbols: &Symbols,
    references: &References,
    diagnostics: &[Diagnostic],
) -> (Option<Vec<ast::File>>, Vec<LeftOut>) {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let broken = errors.filter_map(|error| item_at(&files, error.span())).collect();
    let out = with_dependents(broken, symbols, references);
    let left_out = out.iter().map(|id| told(item(&files, *id))).collect();
    if symbols.workspace().is_some_and(|workspace| out.contains(&workspace)) {
        return (None, left_out);
    }
    let kept = files.into_iter().zip(0..).map(|(file, file_index)| ast::File {
        source: file.source,
        items: (file.items.into_iter().zip(0..))
            .filter(|(_, item)| !out.contains(&ItemId { file: file_index, item: *item }))
            .map(|(item, _)| item)
            .collect(),
    });
    (Some(kept.collect()), left_out)
}

/// The item in which a place lies; none for text outside of all items.
fn item_at(files: &[ast::File], place: Span) -> Option<ItemId> {
    let file = files.iter().position(|file| file.source == place.source)?;
    let items = &files[file].items;
    let behind = items.partition_point(|item| item.span().start <= place.start);
    let item = behind.checked_sub(1)?;
    let inside = place.start < items[item].span().end;
    inside.then_some(ItemId { file: file as u32, item: item as u32 })
}

/// These items, and all that refer to them.
pub(crate) fn with_dependents(
    broken: BTreeSet<ItemId>,
    symbols: &Symbols,
    references: &References,
) -> BTreeSet<ItemId> {
    let mut dependents: BTreeMap<ItemId, Vec<ItemId>> = BTreeMap::new();
    for reference in references.all() {
        if let Some(definition) = symbols.get(reference.symbol).item {
            dependents.entry(definition).or_default().push(reference.item);
        }
    }
    let mut out = broken.clone();
    let mut open: Vec<ItemId> = broken.into_iter().collect();
    while let Some(id) = open.pop() {
        let new = dependents.get(&id).into_iter().flatten().filter(|dependent| out.insert(**dependent));
        open.extend(new);
    }
    out
}

fn item(files: &[ast::File], id: ItemId) -> &ast::Item {
    &files[id.file as usize].items[id.item as usize]
}

fn told(item: &ast::Item) -> LeftOut {
    let name = match item {
        ast::Item::Workspace(item) => item.title.plain().unwrap_or_default().to_owned(),
        ast::Item::Schedule(item) => item.name.text.clone(),
        ast::Item::Channel(item) => item.name.text.clone(),
        ast::Item::Bot(item) => item.name.text.clone(),
        ast::Item::Template(item) => item.name.text.clone(),
        ast::Item::Text(item) => item.name.text.clone(),
        ast::Item::Intent(item) => item.name.text.clone(),
        ast::Item::Group(item) => item.name.text.clone(),
        ast::Item::Field(item) => item.path.dotted(),
        ast::Item::Flow(item) => item.name.text.clone(),
        ast::Item::Scenario(item) => item.title.plain().unwrap_or_default().to_owned(),
    };
    LeftOut { name, span: item.span() }
}
