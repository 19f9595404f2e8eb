//! Diagrams: what is drawn is what the flows do, whatever their author's texts hold.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read their files, and may fail")]

use chrono::NaiveDate;
use flowc::analysis::analyse;
use flowc::check::{Broken, Config};
use flowc::compile::compile;
use flowc::diagnostics::short;
use flowc::graph::dot::dot;
use flowc::graph::mermaid::mermaid;
use flowc::graph::svg::svg;
use flowc::graph::{Diagram, EdgeKind, LinkKind, NodeKind};
use flowc::source::{Source, SourceId};

fn diagram(text: &str) -> Diagram {
    let sources = [Source::new(SourceId(0), "a.flow", text)];
    let as_of = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    let outcome = analyse(&sources, Config { as_of, broken: Broken::Refuse });
    let told = || outcome.diagnostics.iter().map(|found| short::line(found, &sources)).collect::<Vec<_>>();
    Diagram::of(&compile(outcome.checked.as_ref().unwrap_or_else(|| panic!("{}", told().join("\n")))))
}

const ORDER: &str = include_str!("cases/graph/order.flow");
const HOSTILE: &str = include_str!("cases/graph/hostile.flow");

#[test]
fn kw10_the_whole_flow_is_drawn_from_the_text() {
    let diagram = diagram(ORDER);
    let order = &diagram.flows[0];
    let of = |kind: NodeKind| -> Vec<&str> {
        order.nodes.iter().filter(|node| node.kind == kind).map(|node| node.text.as_str()).collect()
    };
    assert_eq!(of(NodeKind::Trigger), ["on keyword \"ORDER\" from sms"]);
    assert_eq!(of(NodeKind::Channel), ["sms for 2h", "whatsapp"]);
    assert_eq!(of(NodeKind::Branch), ["if contact.guests > 8"]);
    assert_eq!(of(NodeKind::StopRule), ["stop on booking\nstop when contact has tag \"done\""]);
    assert_eq!(of(NodeKind::Call), ["start reminder"]);
    let fallback = order.edges.iter().find(|edge| edge.label.as_deref() == Some("else")).unwrap();
    assert_eq!(fallback.kind, EdgeKind::Channel);
    let links: Vec<_> = diagram.links.iter().map(|link| (link.from, link.kind, link.to)).collect();
    assert_eq!(links, [(0, LinkKind::Starts, 1), (2, LinkKind::Stops, 1)]);
    insta::assert_snapshot!("mermaid", mermaid(&diagram));
    insta::assert_snapshot!("dot", dot(&diagram));
}

#[test]
fn every_step_leads_somewhere_and_none_leads_back() {
    for text in [ORDER, HOSTILE] {
        for flow in diagram(text).flows {
            let end = flow.nodes.iter().position(|node| node.kind == NodeKind::End).unwrap();
            for (at, node) in flow.nodes.iter().enumerate() {
                let leads = flow.edges.iter().any(|edge| edge.from == at && edge.kind != EdgeKind::Channel);
                assert!(leads || at == end || node.kind == NodeKind::Channel, "{}: {}", flow.name, node.text);
            }
            assert!(flow.edges.iter().all(|edge| edge.from != edge.to && edge.from != end));
        }
    }
}

#[test]
fn a_flow_alone_shows_what_other_flows_do_to_it() {
    let alone = diagram(ORDER).only("reminder").unwrap();
    let texts: Vec<&str> = alone.flows[0].nodes.iter().map(|node| node.text.as_str()).collect();
    assert!(texts.contains(&"order starts it") && texts.contains(&"cancel stops it"), "{texts:?}");
    assert!(alone.links.is_empty());
    assert_eq!(diagram(ORDER).only("nobody"), None);
}

#[test]
fn no_text_of_an_author_becomes_markup() {
    let diagram = diagram(HOSTILE);
    let picture = svg(&diagram);
    assert!(!picture.contains("<script") && !picture.contains("<b>") && !picture.contains("<i>"));
    assert_eq!(picture.matches("</style>").count(), 1);
    assert_eq!(picture.matches("</svg>").count(), 1);
    assert!(picture.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!picture.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
    let text = mermaid(&diagram);
    assert!(text.lines().filter(|line| line.contains("f0n")).all(|line| line.matches('"').count() % 2 == 0));
    assert!(!text.contains("<script") && !text.contains('`') && !text.contains("**"));
    let text = dot(&diagram);
    let unescaped = |line: &str| line.replace("\\\\", "").replace("\\\"", "").matches('"').count();
    assert!(text.lines().all(|line| unescaped(line) % 2 == 0));
}

#[test]
fn the_same_workspace_always_gives_the_same_picture() {
    let first = svg(&diagram(ORDER));
    assert!((0..5).all(|_| svg(&diagram(ORDER)) == first));
}
