//! A diagram in the language of Graphviz.

use super::{Diagram, EdgeKind, LinkKind, NodeKind};

/// The graph as text.
pub fn dot(diagram: &Diagram) -> String {
    let mut lines = vec![
        format!("digraph {} {{", quoted(&diagram.title)),
        "  compound=true; fontname=\"sans-serif\";".to_owned(),
        "  node [shape=box, style=\"filled,rounded\", fontname=\"sans-serif\", fontsize=11];".to_owned(),
        "  edge [fontname=\"sans-serif\", fontsize=10];".to_owned(),
    ];
    for (flow, graph) in diagram.flows.iter().enumerate() {
        let head = std::iter::once(graph.name.to_string()).chain(graph.title.clone());
        let head: Vec<String> = head.chain(graph.clauses.iter().cloned()).collect();
        lines.push(format!("  subgraph cluster_{flow} {{"));
        lines.push(format!("    label={};", quoted(&head.join("\n"))));
        for (at, node) in graph.nodes.iter().enumerate() {
            lines.push(format!("    f{flow}n{at} [label={}, {}];", quoted(&node.text), look(node.kind)));
        }
        for edge in &graph.edges {
            let mut attributes: Vec<String> =
                edge.label.iter().map(|label| format!("label={}", quoted(label))).collect();
            if edge.kind != EdgeKind::Next {
                attributes.push("style=dashed".to_owned());
            }
            let attributes = attributes.join(", ");
            lines.push(format!("    f{flow}n{} -> f{flow}n{} [{attributes}];", edge.from, edge.to));
        }
        lines.push("  }".to_owned());
    }
    for link in &diagram.links {
        let style = match link.kind {
            LinkKind::Starts => "bold",
            LinkKind::Stops => "dashed",
        };
        let (from, to) = (link.from, link.to);
        // Graphviz draws arrows between nodes: the ends of the flows are cut off at their frames.
        let frames =
            if from == to { String::new() } else { format!(", ltail=cluster_{from}, lhead=cluster_{to}") };
        let word = link.kind.word();
        lines.push(format!("  f{from}n0 -> f{to}n0 [label=\"{word}\", style={style}{frames}];"));
    }
    lines.push("}".to_owned());
    lines.join("\n") + "\n"
}

const fn look(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Trigger => "shape=cds, fillcolor=\"#dbeafe\"",
        NodeKind::Wait => "fillcolor=\"#fef3c7\"",
        NodeKind::Message => "fillcolor=\"#dcfce7\"",
        NodeKind::Question => "shape=parallelogram, fillcolor=\"#dcfce7\"",
        NodeKind::Branch => "shape=hexagon, fillcolor=\"#f3f4f6\"",
        NodeKind::Action => "fillcolor=\"#f3f4f6\"",
        NodeKind::Call => "peripheries=2, fillcolor=\"#f3f4f6\"",
        NodeKind::Channel => "shape=tab, fillcolor=\"#f3f4f6\"",
        NodeKind::StopRule => "fillcolor=\"#fee2e2\"",
        NodeKind::End => "shape=oval, fillcolor=\"#fee2e2\"",
    }
}

/// A string of that language: only quotes and backslashes mean something in it, and a zero ends it.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            character if character.is_control() => out.push(' '),
            character => out.push(character),
        }
    }
    out.push('"');
    out
}
