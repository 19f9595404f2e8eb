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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// They do.
    Whole,
    /// Something could not be read: what seems to be missing may stand there.
    Partial,
}

/// A rule: looks at the workspace and adds what it finds.
type Rule = fn(&Workspace<'_>, &mut Vec<Diagnostic>);

/// In the order of the catalogue.
const RULES: [Rule; 29] = [
    names::n001::unknown_name,
    names::n002::defined_twice,
    names::n003::never_used,
    types::t001::wrong_type,
    types::t002::no_such_value,
    types::t003::may_be_unknown,
    types::t004::broken_pattern,
    keywords::k003::covered,
    keywords::k004::in_a_text,
    keywords::k005::made_of_digits,
    keywords::k006::common_word,
    keywords::k007::opts_out,
    delivery::over_time::late_messages,
    delivery::d003::not_on_the_channel,
    delivery::d004::never_reached,
    delivery::d005::placeholders_and_arguments,
    delivery::d006::too_long,
    delivery::d007::one_site,
    delivery::d008::wrong_bot,
    delivery::d009::retired,
    flows::f001::never_reached,
    flows::f002::in_a_circle,
    flows::f003::never_started,
    flows::f004::follow_up_starts_a_voice,
    hours::h001::never_opens,
    hours::h002::held_on_the_page,
    hours::h003::looks_like_spam,
    hours::h004::past_date,
    languages::l001::missing_language,
];

/// Runs every rule.
pub(super) fn run(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    RULES.iter().for_each(|rule| rule(workspace, diagnostics));
}

impl<'a> Workspace<'a> {
    /// The items of all files, in order.
    pub fn items(&self) -> impl Iterator<Item = &'a ast::Item> + use<'a> {
        self.files.iter().flat_map(|file| &file.items)
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
