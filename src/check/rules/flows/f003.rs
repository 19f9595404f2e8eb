//! F003: nothing starts a flow.

use std::collections::BTreeSet;

use super::{each_step, flows};
use crate::check::rules::{Reading, Workspace};
use crate::diagnostics::{Diagnostic, Severity};
use crate::syntax::ast;

/// Finds flows without a trigger that no other flow and no scenario starts. Nothing is said while a part of the text
/// cannot be read: the start may stand there.
pub(in crate::check::rules) fn never_started(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if workspace.reading == Reading::Partial {
        return;
    }
    let mut started: BTreeSet<&str> = BTreeSet::new();
    for item in workspace.items() {
        match item {
            ast::Item::Flow(flow) => each_step(&flow.steps, &mut |step| {
                if let ast::StepKind::Start(name) = &step.kind
                    && name.text != flow.name.text
                {
                    started.insert(&name.text);
                }
            }),
            ast::Item::Scenario(scenario) => started.extend(scenario.acts.iter().filter_map(started_by)),
            _ => {}
        }
    }
    let idle = |flow: &&ast::Flow| flow.header.on.is_empty() && !started.contains(flow.name.text.as_str());
    for flow in flows(workspace).filter(idle) {
        let message = format!("nothing starts flow `{}`", flow.name.text);
        diagnostics
            .push(Diagnostic::new("F003", Severity::Warning, flow.name.span, message, "has no `on`").help(
            "say when it starts (`on start` when your systems do), start it in another flow, or remove it",
        ));
    }
}

fn started_by(act: &ast::Act) -> Option<&str> {
    match &act.kind {
        ast::ActKind::Start { flow, .. } => Some(&flow.text),
        _ => None,
    }
}
