//! What stands in the boxes, and in the head of a flow.

use super::NodeKind;
use crate::program::{Action, Again, Flow, Lifecycle, Program, Receiver, node, words};

/// The clauses of a flow that are no boxes, in the order in which one would say them.
pub(super) fn clauses(flow: &Flow) -> Vec<String> {
    let mut clauses = Vec::new();
    match flow.lifecycle {
        Lifecycle::Live => {}
        Lifecycle::Draft => clauses.push("draft: does not start".to_owned()),
        Lifecycle::Paused => clauses.push("paused: does not start".to_owned()),
    }
    clauses.extend(flow.when.iter().map(|when| format!("when {}", words::condition(when))));
    clauses.extend(flow.hours.iter().map(words::hours));
    clauses.extend(flow.frequency.iter().map(|often| words::frequency(*often)));
    match flow.again {
        None => {}
        Some(Again::Restart) => clauses.push("restart".to_owned()),
        Some(Again::Ignore) => clauses.push("ignore".to_owned()),
    }
    if flow.priority != 0 {
        clauses.push(format!("priority {}", flow.priority));
    }
    clauses
}

/// What a step is, and what it says.
pub(super) fn node_text(program: &Program, step: &node::Node) -> (NodeKind, String) {
    match &step.kind {
        node::NodeKind::Wait { delay, hours, .. } => {
            (NodeKind::Wait, format!("after {delay}{}", words::windows(hours)))
        }
        node::NodeKind::WaitUntil { base, offset_back, offset, hours, .. } => {
            let moment = words::moment(base, *offset_back, *offset);
            (NodeKind::Wait, format!("at {moment}{}", words::windows(hours)))
        }
        node::NodeKind::Send(send) => {
            (NodeKind::Message, format!("send {}", words::content(program, &send.content)))
        }
        node::NodeKind::Ask { send, save, .. } => {
            let save = save.as_ref().map(|field| format!(" save contact.{field}")).unwrap_or_default();
            (NodeKind::Question, format!("ask {}{save}", words::content(program, &send.content)))
        }
        node::NodeKind::If { condition, .. } => {
            (NodeKind::Branch, format!("if {}", words::condition(condition)))
        }
        node::NodeKind::Split(_) => (NodeKind::Branch, "split".to_owned()),
        node::NodeKind::Do(action @ (Action::Start(_) | Action::StopFlow(_)))
        | node::NodeKind::Do(action @ Action::HandOver { to: Receiver::Bot(..), .. }) => {
            (NodeKind::Call, words::action(program, action))
        }
        node::NodeKind::Do(action) => (NodeKind::Action, words::action(program, action)),
        node::NodeKind::Stop => (NodeKind::Action, "stop".to_owned()),
    }
}
