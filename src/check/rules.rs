//! Every rule: a line per code, or for codes that share what they look at.

mod channels;
pub mod conditions;
mod delivery;
mod flows;
mod hours;
pub mod keywords;
mod languages;
mod names;
pub mod outbound;
mod types;

use std::ops::Range;

use chrono::NaiveDate;

pub use self::flows::each_step;
pub(super) use self::names::n001::COMPARED_MAX;

use super::references::References;
use super::sites::Sites;
use super::symbols::Symbols;
use crate::diagnostics::Diagnostic;
use crate::syntax::ast;

/// What a rule sees.
#[derive(Debug, Clone, Copy)]
pub struct Workspace<'a> {
    /// The trees, with what is broken in them.
    pub files: &'a [ast::File],
    /// Which trees are of one text: mostly each is all of its own.
    pub texts: &'a [Range<usize>],
    /// The trees whose items are looked at: all of them, or one.
    pub looked_at: &'a [ast::File],
    /// What is defined.
    pub symbols: &'a Symbols,
    /// The places that rules ask about.
    pub sites: &'a Sites<'a>,
    /// Which name means which definition.
    pub references: &'a References,
    /// The day whose channel rules hold.
    pub as_of: NaiveDate,
    /// Whether the trees hold all that was written.
    pub reading: Reading,
}

/// Whether the trees hold all that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// They do.
    Whole,
    /// Something could not be read: what seems to be missing may stand there.
    Partial,
}

/// A rule: looks at the workspace and adds what it finds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// It looks at each item by itself, and at what its names mean. What it says of one can be said without the others.
    EachItem(fn(&Workspace<'_>, &mut Vec<Diagnostic>)),
    /// It looks at all items together. Of strings it only reads those of items that are neither flows nor scenarios.
    AllItems(fn(&Workspace<'_>, &mut Vec<Diagnostic>)),
    /// It looks at what is defined and what is referred to.
    Names(fn(&Workspace<'_>, &mut Vec<Diagnostic>)),
    /// It looks for keywords in all texts that are sent.
    Texts(fn(&Workspace<'_>, &mut Vec<Diagnostic>)),
}

use self::Rule::{AllItems, EachItem, Names, Texts};

/// In the order of the catalogue.
pub(super) const RULES: [Rule; 31] = [
    EachItem(names::n001::unknown_name),
    Names(names::n002::defined_twice),
    EachItem(names::n002::said_twice),
    Names(names::n003::never_used),
    EachItem(names::n003::parameter_never_used),
    EachItem(types::t001::wrong_type),
    EachItem(types::t002::no_such_value),
    EachItem(types::t003::may_be_unknown),
    EachItem(types::t004::broken_pattern),
    EachItem(keywords::k003::covered),
    Texts(keywords::k004::in_a_text),
    EachItem(keywords::k005::made_of_digits),
    EachItem(keywords::k006::common_word),
    EachItem(keywords::k007::opts_out),
    AllItems(delivery::over_time::late_messages),
    EachItem(delivery::d003::not_on_the_channel),
    EachItem(delivery::d004::never_reached),
    EachItem(delivery::d005::placeholders_and_arguments),
    EachItem(delivery::d006::too_long),
    EachItem(delivery::d007::one_site),
    EachItem(delivery::d008::wrong_bot),
    EachItem(delivery::d009::retired),
    EachItem(flows::f001::never_reached),
    AllItems(flows::f002::in_a_circle),
    AllItems(flows::f003::never_started),
    AllItems(flows::f004::follow_up_starts_a_voice),
    AllItems(hours::h001::never_opens),
    EachItem(hours::h002::held_on_the_page),
    EachItem(hours::h003::looks_like_spam),
    AllItems(hours::h004::past_date),
    EachItem(languages::l001::missing_language),
];

impl Rule {
    /// Runs it.
    pub fn run(self, workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
        match self {
            Self::EachItem(rule) | Self::AllItems(rule) | Self::Names(rule) | Self::Texts(rule) => {
                rule(workspace, diagnostics);
            }
        }
    }
}

/// Runs every rule.
pub(super) fn run(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    RULES.iter().for_each(|rule| rule.run(workspace, diagnostics));
}

impl<'a> Workspace<'a> {
    /// The items that are looked at, in order.
    pub fn items(&self) -> impl Iterator<Item = &'a ast::Item> + use<'a> {
        self.looked_at.iter().flat_map(|file| &file.items)
    }

    /// The workspace's own settings, the first when there are several.
    pub fn settings(&self) -> Option<&'a ast::Workspace> {
        let id = self.symbols.workspace()?;
        match &self.files[id.file as usize].items[id.item as usize] {
            ast::Item::Workspace(settings) => Some(settings),
            _ => None,
        }
    }

    /// The item that defines a name.
    pub fn definition(&self, kind: super::SymbolKind, name: &str) -> Option<&'a ast::Item> {
        let id = self.symbols.get(self.symbols.find(kind, name)?).item?;
        Some(&self.files[id.file as usize].items[id.item as usize])
    }
}
