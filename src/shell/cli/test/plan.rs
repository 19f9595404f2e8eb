//! Which scenarios are played, in which order.

use crate::shell::cli::filter::Filter;
use crate::shell::workspace::Workspace;
use crate::source::Span;
use crate::syntax::ast;

/// The chosen scenarios, in the order of files and places.
#[derive(Debug)]
pub(super) struct Plan<'w> {
    /// They.
    pub cases: Vec<Case<'w>>,
}

/// A scenario.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'w> {
    /// Its title.
    pub title: &'w str,
    /// Where it stands.
    pub span: Span,
    /// Itself; none when it cannot run because of errors.
    pub scenario: Option<&'w ast::Scenario>,
}

impl<'w> Plan<'w> {
    /// The scenarios of a workspace that a filter chooses.
    pub fn new(workspace: &'w Workspace, filter: &Filter) -> Self {
        let sound = workspace.scenarios().map(|scenario| Case {
            title: scenario.title.plain().unwrap_or_default(),
            span: scenario.span,
            scenario: Some(scenario),
        });
        let left_out = workspace.scenarios_left_out();
        let left_out = left_out.map(|item| Case { title: &item.name, span: item.span, scenario: None });
        let mut cases: Vec<_> = sound.chain(left_out).filter(|case| filter.matches(case.title)).collect();
        cases.sort_by_key(|case| case.span);
        Self { cases }
    }
}
