//! What the rules read besides an item, as numbers.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Looked, number};
use crate::check::rules::Workspace;
use crate::check::symbols::{Symbol, SymbolKind, Symbols};
use crate::source::SourceId;
use crate::syntax::ast;

/// What the rules read besides an item.
pub(super) struct Around {
    /// For each symbol a number for the tree that defines it, and what its own names mean.
    meanings: Vec<u64>,
    /// A number for the names of channels and fields, the workspace's settings and what else all rules read.
    common: u64,
    /// A number for all names.
    names: u64,
}

impl Around {
    pub fn of(workspace: &Workspace<'_>, looked: &[Looked]) -> Self {
        let symbols = workspace.symbols;
        let tree = |symbol: &Symbol| symbol.item.map(|item| workspace.files[item.file as usize].source);
        // A flow or a scenario says of others at most that they are there.
        let own: Vec<u64> = symbols
            .all()
            .iter()
            .map(|symbol| if symbol.kind == SymbolKind::Flow { 1 } else { number(tree(symbol)) })
            .collect();
        let deeper = |meanings: &[u64]| -> Vec<u64> {
            let deep = |(symbol, own): (&Symbol, &u64)| match symbol.item {
                Some(item) if symbol.kind != SymbolKind::Flow => {
                    let names = looked[item.file as usize].names.iter();
                    let meant = names.map(|(kind, name)| symbols.find(*kind, name));
                    number((own, meant.map(|id| id.map(|id| meanings[id.0 as usize])).collect::<Vec<_>>()))
                }
                _ => *own,
            };
            symbols.all().iter().zip(&own).map(deep).collect()
        };
        let meanings = deeper(&deeper(&own));
        let is_settings = |file: &&ast::File| matches!(file.items.first(), Some(ast::Item::Workspace(_)));
        let settings: Vec<SourceId> =
            workspace.files.iter().filter(is_settings).map(|file| file.source).collect();
        let of_kind = |kind| symbols.names(kind).collect::<Vec<_>>();
        let common = number((
            settings,
            of_kind(SymbolKind::Channel),
            of_kind(SymbolKind::Field),
            workspace.reading,
            workspace.as_of,
        ));
        let names =
            number(symbols.all().iter().map(|symbol| (symbol.kind, &symbol.name)).collect::<Vec<_>>());
        Self { meanings, common, names }
    }

    /// A number for all that is read besides a tree with these names.
    pub fn of_tree(&self, symbols: &Symbols, names: &[(SymbolKind, String)]) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.common.hash(&mut hasher);
        for (kind, name) in names {
            match symbols.find(*kind, name) {
                Some(id) => self.meanings[id.0 as usize].hash(&mut hasher),
                // It is told with the names that exist.
                None => self.names.hash(&mut hasher),
            }
        }
        hasher.finish()
    }
}
