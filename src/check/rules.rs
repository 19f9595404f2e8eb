//! Every rule: a line per code.

use chrono::NaiveDate;

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
    /// What is defined.
    pub symbols: &'a Symbols,
    /// The places that rules ask about.
    pub sites: &'a Sites<'a>,
    /// Which name means which definition.
    pub references: &'a References,
    /// The day whose channel rules hold.
    pub as_of: NaiveDate,
}

/// A rule: looks at the workspace and adds what it finds.
type Rule = fn(&Workspace<'_>, &mut Vec<Diagnostic>);

const RULES: [Rule; 0] = [];

/// Runs every rule.
pub(super) fn run(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    RULES.iter().for_each(|rule| rule(workspace, diagnostics));
}
