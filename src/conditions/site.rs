//! The places of a flow where conditions stand.

use std::collections::BTreeSet;

use crate::check::Checked;
use crate::check::rules::each_step;
use crate::source::Span;
use crate::syntax::ast;

use super::about;

/// A place with a condition.
#[derive(Debug, Clone, Copy)]
pub(super) enum Site<'c> {
    /// `when …`: all of a flow's.
    When(&'c ast::Flow),
    /// `stop when …`
    Stop(&'c ast::Condition),
    /// `if …`, with the branches before it.
    If(&'c [ast::Branch], &'c ast::Condition),
}

/// The flows that other flows or scenarios start: what starts them need not be their triggers.
pub(super) fn started(checked: &Checked) -> BTreeSet<&str> {
    let mut started = BTreeSet::new();
    for item in checked.items() {
        match item {
            ast::Item::Flow(flow) => each_step(&flow.steps, &mut |step| {
                if let ast::StepKind::Start(name) = &step.kind {
                    started.insert(name.text.as_str());
                }
            }),
            ast::Item::Scenario(scenario) => {
                for act in &scenario.acts {
                    if let ast::ActKind::Start { flow, .. } = &act.kind {
                        started.insert(flow.text.as_str());
                    }
                }
            }
            _ => {}
        }
    }
    started
}

/// Visits every place of a flow.
pub(super) fn each<'c>(flow: &'c ast::Flow, visit: &mut impl FnMut(Site<'c>)) {
    if !flow.header.when.is_empty() {
        visit(Site::When(flow));
    }
    for rule in &flow.header.stop {
        if let ast::StopRule::When(condition) = rule {
            visit(Site::Stop(condition));
        }
    }
    each_step(&flow.steps, &mut |step| {
        let ast::StepKind::If { branches, .. } = &step.kind else { return };
        for (index, branch) in branches.iter().enumerate() {
            visit(Site::If(&branches[..index], &branch.condition));
        }
    });
}

impl<'c> Site<'c> {
    /// The conditions, which must all hold.
    pub fn conditions(&self) -> &'c [ast::Condition] {
        match self {
            Self::When(flow) => &flow.header.when,
            Self::Stop(condition) | Self::If(_, condition) => std::slice::from_ref(condition),
        }
    }

    /// The parts that must all hold.
    pub fn parts(&self) -> Vec<&'c ast::Condition> {
        let mut parts = Vec::new();
        self.conditions().iter().for_each(|condition| add_parts(condition, &mut parts));
        parts
    }

    /// The whole.
    pub fn span(&self) -> Span {
        let conditions = self.conditions();
        conditions[0].span().to(conditions[conditions.len() - 1].span())
    }

    /// The branches before it.
    pub const fn earlier_branches(&self) -> &'c [ast::Branch] {
        match self {
            Self::If(before, _) => before,
            Self::When(_) | Self::Stop(_) => &[],
        }
    }

    /// The triggers, when only messages start the flow, and the condition asks for something of the message.
    pub fn only_messages(&self, started: &BTreeSet<&str>) -> Option<&'c [ast::Trigger]> {
        let Self::When(flow) = self else { return None };
        if started.contains(flow.name.text.as_str()) {
            return None;
        }
        let is_message = |trigger: &ast::Trigger| {
            matches!(
                trigger.kind,
                ast::TriggerKind::Keyword(..)
                    | ast::TriggerKind::MessageIs(..)
                    | ast::TriggerKind::MessageContains(..)
                    | ast::TriggerKind::MessageStartsWith(..)
                    | ast::TriggerKind::MessageMatches(_)
                    | ast::TriggerKind::AnyMessage
                    | ast::TriggerKind::Intent(_)
            )
        };
        let asks = self.conditions().iter().any(about::asks_of_message);
        (asks && flow.header.on.iter().all(is_message)).then_some(&flow.header.on)
    }

    /// Whether anything can be the matter with it: most conditions ask each thing once, and nothing of what is always
    /// known.
    pub fn may_be_odd(&self) -> bool {
        !self.earlier_branches().is_empty() || about::may_be_odd(self.conditions())
    }
}

fn add_parts<'c>(condition: &'c ast::Condition, parts: &mut Vec<&'c ast::Condition>) {
    match condition {
        ast::Condition::And(inner, _) => inner.iter().for_each(|part| add_parts(part, parts)),
        _ => parts.push(condition),
    }
}
