//! F001: steps that can never be reached.

use super::{blocks, flows};
use crate::check::rules::Workspace;
use crate::diagnostics::{Diagnostic, Severity};
use crate::syntax::ast;

/// Finds steps behind one that certainly ends the run.
pub(in crate::check::rules) fn never_reached(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    flows(workspace).for_each(|flow| in_block(&flow.steps, diagnostics));
}

fn in_block(block: &ast::Block, diagnostics: &mut Vec<Diagnostic>) {
    let end = block.steps.iter().position(ends);
    let reached = end.map_or(block.steps.len(), |end| end + 1);
    block.steps[..reached].iter().flat_map(blocks).for_each(|inner| in_block(inner, diagnostics));
    let (Some(end), Some(first), Some(last)) = (end, block.steps.get(reached), block.steps.last()) else {
        return;
    };
    let what = if block.steps.len() - reached == 1 { "this step" } else { "these steps" };
    let message = format!("{what} can never be reached");
    let label = match block.steps[end].kind {
        ast::StepKind::Stop => "the run ends here",
        _ => "the run ends in here, whatever happens",
    };
    diagnostics.push(
        Diagnostic::new("F001", Severity::Warning, first.span.to(last.span), message, "never runs")
            .and(block.steps[end].span, label)
            .help("remove what is not needed, or move it in front"),
    );
}

/// Whether nothing that stands behind the step runs.
fn ends(step: &ast::Step) -> bool {
    let all = |blocks: Vec<&ast::Block>| blocks.iter().all(|block| block.steps.iter().any(ends));
    match &step.kind {
        ast::StepKind::Stop => true,
        ast::StepKind::After { hours, body, .. } => {
            // Hours may skip the block.
            hours.iter().all(|hours| hours.overrun == ast::hours::Overrun::Hold)
                && body.steps.iter().any(ends)
        }
        ast::StepKind::If { otherwise, .. } => otherwise.is_some() && all(blocks(step)),
        ast::StepKind::Split(parts) => !parts.is_empty() && all(blocks(step)),
        ast::StepKind::Ask(ask) => {
            // Without arms for answers or intents, any answer goes on behind the question.
            let answered =
                |arm: &ast::Arm| matches!(arm.kind, ast::ArmKind::Answers(_) | ast::ArmKind::Intent(_));
            let answered = ask.arms.iter().any(answered);
            answered && all(blocks(step))
        }
        // A moment that is past or unknown is left out.
        ast::StepKind::At { .. }
        | ast::StepKind::Send(_)
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
        | ast::StepKind::OpenConversation
        | ast::StepKind::CloseConversation
        | ast::StepKind::Call(_)
        | ast::StepKind::Broken => false,
    }
}
