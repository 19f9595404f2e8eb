//! Whatever a diagram holds, nothing lies on anything else.

use proptest::prelude::*;

use super::layout;
use crate::graph::{Diagram, Edge, EdgeKind, FlowGraph, Link, LinkKind, Node, NodeKind};

const KINDS: [NodeKind; 5] =
    [NodeKind::Trigger, NodeKind::Message, NodeKind::Branch, NodeKind::Wait, NodeKind::StopRule];

fn flow() -> impl Strategy<Value = FlowGraph> {
    let node = (0..KINDS.len(), "\\PC{0,60}").prop_map(|(kind, text)| Node { kind: KINDS[kind], text });
    let nodes = prop::collection::vec(node, 1..9);
    let arrows = prop::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), "[a-z]{0,9}"),
        0..14,
    );
    (nodes, arrows, "[a-z]{1,9}", prop::collection::vec("\\PC{0,80}", 0..3)).prop_map(
        |(nodes, arrows, name, clauses)| {
            let ends =
                arrows.into_iter().map(|(a, b, label)| (a.index(nodes.len()), b.index(nodes.len()), label));
            // Steps never lead back.
            let edges = ends.filter(|(a, b, _)| a != b).map(|(a, b, label)| Edge {
                from: a.min(b),
                to: a.max(b),
                label: (!label.is_empty()).then_some(label),
                kind: EdgeKind::Next,
            });
            FlowGraph { edges: edges.collect(), name: name.into(), title: None, clauses, nodes }
        },
    )
}

fn diagram() -> impl Strategy<Value = Diagram> {
    let links = prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..6);
    (prop::collection::vec(flow(), 1..7), links).prop_map(|(flows, links)| {
        let link = |(a, b): (prop::sample::Index, prop::sample::Index)| Link {
            from: a.index(flows.len()),
            to: b.index(flows.len()),
            kind: LinkKind::Starts,
        };
        Diagram { title: String::new(), links: links.into_iter().map(link).collect(), flows }
    })
}

/// Left, top, right, foot.
type Rectangle = [f64; 4];

fn apart(a: Rectangle, b: Rectangle) -> bool {
    a[2] <= b[0] + 0.5 || b[2] <= a[0] + 0.5 || a[3] <= b[1] + 0.5 || b[3] <= a[1] + 0.5
}

fn inside(inner: Rectangle, outer: Rectangle) -> bool {
    (0..2).all(|side| inner[side] >= outer[side] - 0.5) && (2..4).all(|side| inner[side] <= outer[side] + 0.5)
}

fn all_apart(rectangles: &[Rectangle]) -> bool {
    (0..rectangles.len()).all(|a| (0..a).all(|b| apart(rectangles[a], rectangles[b])))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn boxes_and_flows_lie_beside_each_other(diagram in diagram()) {
        let placed = layout(&diagram);
        let frames: Vec<Rectangle> = placed
            .flows
            .iter()
            .map(|(at, flow)| [at.x, at.y, at.x + flow.width, at.y + flow.height])
            .collect();
        prop_assert!(all_apart(&frames), "{frames:?}");
        let page = [0.0, 0.0, placed.width, placed.height];
        prop_assert!(frames.iter().all(|frame| inside(*frame, page)), "{frames:?} in {page:?}");
        for (_, flow) in &placed.flows {
            let boxes: Vec<Rectangle> = flow
                .nodes
                .iter()
                .map(|node| [node.corner.x, node.corner.y, node.corner.x + node.width, node.corner.y + node.height])
                .collect();
            prop_assert!(all_apart(&boxes), "{boxes:?}");
            let frame = [0.0, 0.0, flow.width, flow.height];
            prop_assert!(boxes.iter().all(|node| inside(*node, frame)), "{boxes:?} in {frame:?}");
        }
        prop_assert_eq!(placed, layout(&diagram));
    }
}
