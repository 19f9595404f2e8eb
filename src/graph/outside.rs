//! One flow of a diagram alone, with the flows around it as boxes.

use super::{Diagram, Edge, EdgeKind, FlowGraph, LinkKind, Node, NodeKind};

/// The flow of that name, alone.
pub(super) fn alone(diagram: &Diagram, name: &str) -> Option<Diagram> {
    let place = diagram.flows.iter().position(|flow| flow.name.as_ref() == name)?;
    let mut flow = diagram.flows[place].clone();
    for link in diagram.links.iter().filter(|link| link.to == place && link.from != place) {
        add(&mut flow, &diagram.flows[link.from], link.kind);
    }
    let title = flow.title.clone().unwrap_or_else(|| flow.name.to_string());
    Some(Diagram { title, flows: vec![flow], links: Vec::new() })
}

/// The flow that starts or stops this one becomes a trigger or a stop rule of it.
fn add(flow: &mut FlowGraph, other: &FlowGraph, kind: LinkKind) {
    let end = flow.nodes.iter().position(|node| node.kind == NodeKind::End);
    let is_step = |node: &Node| !matches!(node.kind, NodeKind::Trigger | NodeKind::Channel);
    let goal = match kind {
        LinkKind::Starts => flow.nodes.iter().position(is_step),
        LinkKind::Stops => end,
    };
    let Some(goal) = goal else { return };
    let (node, edge) = match kind {
        LinkKind::Starts => (NodeKind::Trigger, EdgeKind::Next),
        LinkKind::Stops => (NodeKind::StopRule, EdgeKind::Stop),
    };
    flow.nodes.push(Node { kind: node, text: format!("{} {} it", other.name, kind.word()) });
    flow.edges.push(Edge { from: flow.nodes.len() - 1, to: goal, label: None, kind: edge });
}
