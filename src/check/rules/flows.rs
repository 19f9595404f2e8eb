//! Flows as a whole: what starts them, what they start, what is never reached.

pub(super) mod f001;
pub(super) mod f002;
pub(super) mod f003;
pub(super) mod f004;

use crate::check::rules::Workspace;
use crate::syntax::ast;

/// The flows of all files, in order.
pub(super) fn flows<'a>(workspace: &Workspace<'a>) -> impl Iterator<Item = &'a ast::Flow> {
    workspace.items().filter_map(|item| match item {
        ast::Item::Flow(flow) => Some(&**flow),
        _ => None,
    })
}

/// The blocks inside a step, in order.
pub(super) fn blocks(step: &ast::Step) -> Vec<&ast::Block> {
    match &step.kind {
        ast::StepKind::After { body, .. } | ast::StepKind::At { body, .. } => vec![body],
        ast::StepKind::Ask(ask) => ask.arms.iter().map(|arm| &arm.body).collect(),
        ast::StepKind::If { branches, otherwise } => {
            branches.iter().map(|branch| &branch.body).chain(otherwise).collect()
        }
        ast::StepKind::Split(parts) => parts.iter().map(|(_, _, body)| body).collect(),
        ast::StepKind::Send(_)
        | ast::StepKind::Tag(_)
        | ast::StepKind::Untag(_)
        | ast::StepKind::AddToGroup(_)
        | ast::StepKind::RemoveFromGroup(_)
        | ast::StepKind::Set { .. }
        | ast::StepKind::Assign(_)
        | ast::StepKind::Notify { .. }
        | ast::StepKind::Forward(_)
        | ast::StepKind::HandOver(_)
        | ast::StepKind::Ticket(_)
        | ast::StepKind::Start(_)
        | ast::StepKind::StopFlow(_)
        | ast::StepKind::Stop
        | ast::StepKind::OpenConversation
        | ast::StepKind::CloseConversation
        | ast::StepKind::Call(_)
        | ast::StepKind::Broken => Vec::new(),
    }
}

/// Every step of a block and of the blocks in it, in order.
pub fn each_step<'a>(block: &'a ast::Block, visit: &mut impl FnMut(&'a ast::Step)) {
    for step in &block.steps {
        visit(step);
        if has_blocks(step) {
            blocks(step).into_iter().for_each(|inner| each_step(inner, visit));
        }
    }
}

/// Whether there are blocks inside a step; most have none, and are spared the list of them.
pub(super) const fn has_blocks(step: &ast::Step) -> bool {
    matches!(
        step.kind,
        ast::StepKind::After { .. }
            | ast::StepKind::At { .. }
            | ast::StepKind::Ask(_)
            | ast::StepKind::If { .. }
            | ast::StepKind::Split(_)
    )
}
