//! A diagram as a Mermaid flowchart, for documents and wikis that draw them.

use super::{Diagram, EdgeKind, LinkKind, NodeKind};

/// The flowchart as text.
pub fn mermaid(diagram: &Diagram) -> String {
    let mut lines = vec!["flowchart TB".to_owned()];
    for (flow, graph) in diagram.flows.iter().enumerate() {
        let title = graph.title.as_ref().map(|title| format!(": {}", escaped(title))).unwrap_or_default();
        lines.push(format!("  subgraph f{flow}[\"{}{title}\"]", escaped(&graph.name)));
        lines.push("    direction TB".to_owned());
        // Mermaid leaves room for one line above a flow, so the clauses stand in a box.
        if !graph.clauses.is_empty() {
            lines.push(format!("    f{flow}c[\"{}\"]:::clauses", escaped(&graph.clauses.join("\n"))));
        }
        for (at, node) in graph.nodes.iter().enumerate() {
            let (left, right) = brackets(node.kind);
            lines.push(format!(
                "    f{flow}n{at}{left}\"{}\"{right}:::{}",
                escaped(&node.text),
                class(node.kind)
            ));
        }
        for edge in &graph.edges {
            let arrow = match edge.kind {
                EdgeKind::Next => "-->",
                EdgeKind::Channel | EdgeKind::Stop => "-.->",
            };
            let label =
                edge.label.as_ref().map(|label| format!("|\"{}\"|", escaped(label))).unwrap_or_default();
            lines.push(format!("    f{flow}n{} {arrow}{label} f{flow}n{}", edge.from, edge.to));
        }
        lines.push("  end".to_owned());
    }
    for link in &diagram.links {
        let arrow = match link.kind {
            LinkKind::Starts => "==>",
            LinkKind::Stops => "-.->",
        };
        lines.push(format!("  f{} {arrow}|\"{}\"| f{}", link.from, link.kind.word(), link.to));
    }
    for (name, style) in STYLES {
        lines.push(format!("  classDef {name} {style}"));
    }
    lines.join("\n") + "\n"
}

const STYLES: [(&str, &str); 6] = [
    ("clauses", "fill:none,stroke:none"),
    ("trigger", "fill:#dbeafe,stroke:#1d4ed8,color:#111"),
    ("wait", "fill:#fef3c7,stroke:#b45309,color:#111"),
    ("message", "fill:#dcfce7,stroke:#15803d,color:#111"),
    ("other", "fill:#f3f4f6,stroke:#4b5563,color:#111"),
    ("stops", "fill:#fee2e2,stroke:#b91c1c,color:#111"),
];

const fn class(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Trigger => "trigger",
        NodeKind::Wait => "wait",
        NodeKind::Message | NodeKind::Question => "message",
        NodeKind::Branch | NodeKind::Action | NodeKind::Call | NodeKind::Channel => "other",
        NodeKind::StopRule | NodeKind::End => "stops",
    }
}

const fn brackets(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Trigger | NodeKind::End => ("([", "])"),
        NodeKind::Wait => ("(", ")"),
        NodeKind::Question => ("[/", "/]"),
        NodeKind::Branch => ("{{", "}}"),
        NodeKind::Call => ("[[", "]]"),
        NodeKind::Channel => (">", "]"),
        NodeKind::Message | NodeKind::Action | NodeKind::StopRule => ("[", "]"),
    }
}

/// Whatever means something to Mermaid, to Markdown or to HTML becomes an entity, by its number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push_str("<br>"),
            character if character.is_control() => out.push(' '),
            character if character.is_ascii_punctuation() && !PLAIN.contains(character) => {
                out.push_str(&format!("#{};", u32::from(character)));
            }
            character => out.push(character),
        }
    }
    out
}

/// Punctuation that means nothing there.
const PLAIN: &str = ".,:?!()+='/";
