//! Nodes as text: what a step does, and where it leads.

use crate::program::words::{action, answers, list, message, moment, windows};
use crate::program::{Node, NodeId, NodeKind, Program, words};

pub(super) fn node(program: &Program, node: &Node) -> String {
    let next = goal(node.next);
    match &node.kind {
        NodeKind::Wait { delay, hours, skip_to } => {
            format!("after {delay}{} -> {next}, behind it {}", windows(hours), goal(*skip_to))
        }
        NodeKind::WaitUntil { base, offset_back, offset, hours, skip_to } => {
            let at = moment(base, *offset_back, *offset);
            format!("at {at}{} -> {next}, behind it {}", windows(hours), goal(*skip_to))
        }
        NodeKind::Send(send) => format!("send {} -> {next}", message(program, send)),
        NodeKind::Ask { send, save, arms } => {
            let save = save.as_ref().map(|name| format!(" save contact.{name}")).unwrap_or_default();
            let arms = list(
                arms.iter().map(|arm| format!("{} -> {}", answers(program, &arm.kind), goal(arm.entry))),
            );
            format!("ask {}{save} [{arms}] -> {next}", message(program, send))
        }
        NodeKind::If { condition, otherwise } => {
            format!("if {} -> {next}, else {}", words::condition(condition), goal(*otherwise))
        }
        NodeKind::Split(shares) => {
            let shares = shares.iter().map(|(share, entry)| format!("{share} -> {}", goal(*entry)));
            format!("split [{}] -> {next}", list(shares))
        }
        NodeKind::Do(step) => format!("{} -> {next}", action(program, step)),
        NodeKind::Stop => "stop".to_owned(),
    }
}

/// A node's place, or the flow's end.
pub(super) fn goal(id: NodeId) -> String {
    if id == NodeId::END { "end".to_owned() } else { id.0.to_string() }
}
