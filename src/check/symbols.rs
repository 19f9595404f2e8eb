//! What is defined: one name space over all files, apart for each kind of thing.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use crate::fields::Builtin;
use crate::intents;
use crate::policy::ChannelKind;
use crate::source::Span;
use crate::syntax::ast;

/// Which item of a workspace: its file's place among the files, its place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId {
    /// The file, counted from 0.
    pub file: u32,
    /// The item in the file, counted from 0.
    pub item: u32,
}

/// A kind of thing that has a name. The grammar tells them apart, so a flow and a text may share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the variants are the words that begin an item")]
pub enum SymbolKind {
    Schedule,
    Channel,
    Bot,
    Template,
    Text,
    Intent,
    Group,
    Field,
    Flow,
}

impl SymbolKind {
    /// How many kinds there are.
    pub const COUNT: usize = 9;

    /// The word that begins such an item.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Channel => "channel",
            Self::Bot => "bot",
            Self::Template => "template",
            Self::Text => "text",
            Self::Intent => "intent",
            Self::Group => "group",
            Self::Field => "field",
            Self::Flow => "flow",
        }
    }
}

/// Which symbol: the index in [`Symbols::all`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SymbolId(pub u32);

/// Something that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it is.
    pub kind: SymbolKind,
    /// Its name; a field's whole path (`contact.plan`).
    pub name: String,
    /// Where its name stands; none for what is built in and not declared again.
    pub span: Option<Span>,
    /// The item that declares it; none for what is built in and not declared again.
    pub item: Option<ItemId>,
    /// Whether it exists without being declared.
    pub origin: Origin,
}

/// Where a symbol comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It exists without being declared; an item may still change or extend it.
    Builtin,
    /// An item declares it.
    Declared,
}

/// A definition of a name that is defined already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The first definition.
    pub first: SymbolId,
    /// Where the second one's name stands.
    pub span: Span,
}

/// All that is defined, built-in channels and intents included.
#[derive(Debug, Clone)]
pub struct Symbols {
    all: Vec<Symbol>,
    /// For looking up alone: what is listed is listed in the order of `all`.
    by_name: [HashTable<SymbolId>; SymbolKind::COUNT],
    duplicates: Vec<Duplicate>,
    workspace: Option<ItemId>,
}

impl Symbols {
    pub(super) fn of(files: &[ast::File]) -> Self {
        let mut symbols = Self {
            all: Vec::new(),
            by_name: std::array::from_fn(|_| HashTable::new()),
            duplicates: Vec::new(),
            workspace: None,
        };
        ChannelKind::ALL.iter().for_each(|kind| symbols.builtin(SymbolKind::Channel, kind.name()));
        intents::BUILTIN.iter().for_each(|name| symbols.builtin(SymbolKind::Intent, name));
        for (file_index, file) in files.iter().enumerate() {
            for (item_index, item) in file.items.iter().enumerate() {
                symbols.define(ItemId { file: file_index as u32, item: item_index as u32 }, item);
            }
        }
        symbols
    }

    /// Every symbol: the built-in ones, then the declared ones in order.
    pub fn all(&self) -> &[Symbol] {
        &self.all
    }

    /// A symbol by its id.
    pub fn get(&self, id: SymbolId) -> &Symbol {
        &self.all[id.0 as usize]
    }

    /// The symbol of that kind and name.
    pub fn find(&self, kind: SymbolKind, name: &str) -> Option<SymbolId> {
        let is_it = |id: &SymbolId| self.get(*id).name == name;
        self.by_name[kind as usize].find(FxBuildHasher.hash_one(name), is_it).copied()
    }

    /// The names of a kind: the built-in ones, then the declared ones in order.
    pub fn names(&self, kind: SymbolKind) -> impl Iterator<Item = &str> {
        self.all.iter().filter(move |symbol| symbol.kind == kind).map(|symbol| symbol.name.as_str())
    }

    /// The definitions of names that are defined already.
    pub fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    /// The `workspace` item, the first when there are several.
    pub const fn workspace(&self) -> Option<ItemId> {
        self.workspace
    }

    fn builtin(&mut self, kind: SymbolKind, name: &str) {
        let origin = Origin::Builtin;
        self.insert(Symbol { kind, name: name.to_owned(), span: None, item: None, origin });
    }

    fn insert(&mut self, symbol: Symbol) {
        let id = SymbolId(self.all.len() as u32);
        let hash = FxBuildHasher.hash_one(symbol.name.as_str());
        let table = &mut self.by_name[symbol.kind as usize];
        self.all.push(symbol);
        let all = &self.all;
        table.insert_unique(hash, id, |id| FxBuildHasher.hash_one(all[id.0 as usize].name.as_str()));
    }

    fn define(&mut self, item_id: ItemId, item: &ast::Item) {
        let (kind, name, span) = match item {
            ast::Item::Schedule(item) => (SymbolKind::Schedule, item.name.text.clone(), item.name.span),
            ast::Item::Channel(item) => (SymbolKind::Channel, item.name.text.clone(), item.name.span),
            ast::Item::Bot(item) => (SymbolKind::Bot, item.name.text.clone(), item.name.span),
            ast::Item::Template(item) => (SymbolKind::Template, item.name.text.clone(), item.name.span),
            ast::Item::Text(item) => (SymbolKind::Text, item.name.text.clone(), item.name.span),
            ast::Item::Intent(item) => (SymbolKind::Intent, item.name.text.clone(), item.name.span),
            ast::Item::Group(item) => (SymbolKind::Group, item.name.text.clone(), item.name.span),
            // A declaration of a built-in field declares nothing: it is N002.
            ast::Item::Field(item) if Builtin::at(&item.path.dotted()).is_some() => return,
            ast::Item::Field(item) => (SymbolKind::Field, item.path.dotted(), item.path.span),
            ast::Item::Flow(item) => (SymbolKind::Flow, item.name.text.clone(), item.name.span),
            ast::Item::Workspace(_) => {
                self.workspace.get_or_insert(item_id);
                return;
            }
            ast::Item::Scenario(_) => return,
        };
        let Some(first) = self.find(kind, &name) else {
            let (span, item) = (Some(span), Some(item_id));
            return self.insert(Symbol { kind, name, span, item, origin: Origin::Declared });
        };
        let symbol = &mut self.all[first.0 as usize];
        if symbol.item.is_none() {
            (symbol.span, symbol.item) = (Some(span), Some(item_id));
        } else {
            self.duplicates.push(Duplicate { first, span });
        }
    }
}
