//! A diagram as a picture that stands alone: no font, style or script from elsewhere, light and dark.

mod shapes;

use maud::{Markup, PreEscaped, html};

use self::shapes::{class, outline, path};
use super::layout::{GAP, Layout, Line, Point, Route, layout};
use super::layout::{LINE, MARGIN};
use super::{Diagram, Edge, EdgeKind, FlowGraph, LinkKind, NodeKind};

const STYLE: &str = include_str!("svg/style.css");

/// The picture as text.
pub fn svg(diagram: &Diagram) -> String {
    let placed = layout(diagram);
    let used = used(diagram);
    let wide = placed.width.max(used.iter().map(|(_, words)| legend_width(words)).sum());
    let (width, height) = (wide + 2.0 * GAP, placed.height + 2.0 * GAP + LEGEND);
    let size = format!("0 0 {width:.0} {height:.0}");
    let picture = html! {
        svg.flow-diagram xmlns="http://www.w3.org/2000/svg" viewBox=(size) width=(format!("{width:.0}"))
            height=(format!("{height:.0}")) role="img" aria-label=(described(diagram)) {
            style { (PreEscaped(STYLE)) }
            (arrowheads())
            rect.ground width="100%" height="100%" {}
            g transform=(format!("translate({GAP} {GAP})")) {
                @for (flow, (corner, placed)) in diagram.flows.iter().zip(&placed.flows) {
                    (flow_group(flow, *corner, placed))
                }
                (links(diagram, &placed))
                (legend(&used, placed.height + GAP))
            }
        }
    };
    clean(&picture.into_string())
}

/// The room for the legend.
const LEGEND: f64 = 40.0;

/// XML has no place for most control characters, escaped or not.
fn clean(text: &str) -> String {
    let shown = |character: char| match character {
        '\n' | '\t' => character,
        character if character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}') => ' ',
        character => character,
    };
    text.chars().map(shown).chain(std::iter::once('\n')).collect()
}

fn described(diagram: &Diagram) -> String {
    let names: Vec<&str> = diagram.flows.iter().map(|flow| flow.name.as_ref()).collect();
    format!("{}: diagram of {}", diagram.title, names.join(", "))
}

fn arrowheads() -> Markup {
    html! {
        defs {
            @for name in ["next", "soft", "stop"] {
                marker id=(format!("head-{name}")) viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8"
                    markerHeight="8" markerUnits="userSpaceOnUse" orient="auto" {
                    path class=(format!("head {name}")) d="M0 0.5 L8 4 L0 7.5 z" {}
                }
            }
        }
    }
}

fn flow_group(flow: &FlowGraph, corner: Point, placed: &super::layout::PlacedFlow) -> Markup {
    let head_height = placed.head.len() as f64 * LINE + MARGIN;
    html! {
        g.flow transform=(format!("translate({:.1} {:.1})", corner.x, corner.y)) {
            rect.frame width=(number(placed.width)) height=(number(placed.height)) rx="10" {}
            path.head-ground d=(head_outline(placed.width, head_height)) {}
            @for (line, text) in (1..).zip(&placed.head) {
                @let class = match text { Line::Name(_) => "name", Line::Title(_) => "title", Line::Clause(_) => "clause" };
                text class=(class) x=(number(MARGIN)) y=(number(f64::from(line) * LINE + 4.0)) { (text.text()) }
            }
            @for (edge, (route, _)) in flow.edges.iter().zip(&placed.edges) {
                (arrow(edge_class(edge), route))
            }
            @for (node, place) in flow.nodes.iter().zip(&placed.nodes) {
                g class=(class(node.kind)) {
                    title { (node.text) }
                    path d=(outline(node.kind, place.corner, place.width, place.height)) {}
                    @for (line, text) in (1..).zip(&place.lines) {
                        text text-anchor="middle" x=(number(place.corner.x + place.width / 2.0))
                            y=(number(place.corner.y + f64::from(line) * LINE + 2.0)) { (text) }
                    }
                }
            }
            @for (route, words) in &placed.edges {
                @if let (Some(at), Some(words)) = (route.label, words) { (label(at, words)) }
            }
        }
    }
}

/// The upper part of a frame, with its round corners.
fn head_outline(width: f64, height: f64) -> String {
    format!(
        "M0 {height:.1} V10 A10 10 0 0 1 10 0 H{:.1} A10 10 0 0 1 {width:.1} 10 V{height:.1} z",
        width - 10.0
    )
}

const fn edge_class(edge: &Edge) -> &'static str {
    match edge.kind {
        EdgeKind::Next => "next",
        EdgeKind::Channel => "soft",
        EdgeKind::Stop => "stop",
    }
}

fn links(diagram: &Diagram, placed: &Layout) -> Markup {
    html! {
        @for (link, route) in diagram.links.iter().zip(&placed.links) {
            @if let Some(route) = route {
                @let class = match link.kind { LinkKind::Starts => "next link", LinkKind::Stops => "stop link" };
                (arrow(class, route))
                @if let Some(at) = route.label { (label(at, link.kind.word())) }
            }
        }
    }
}

fn arrow(class: &str, route: &Route) -> Markup {
    let head = class.split(' ').next().unwrap_or(class);
    html! { path class=(format!("arrow {class}")) d=(path(&route.points)) marker-end=(format!("url(#head-{head})")) {} }
}

fn label(at: Point, words: &str) -> Markup {
    html! { text.label text-anchor="middle" x=(number(at.x)) y=(number(at.y + 4.0)) { (words) } }
}

/// The kinds of boxes in a diagram, in the order of the legend, with what they mean.
fn used(diagram: &Diagram) -> Vec<(NodeKind, &'static str)> {
    let all = [
        (NodeKind::Trigger, "starts it"),
        (NodeKind::Wait, "waits"),
        (NodeKind::Message, "message"),
        (NodeKind::Question, "question"),
        (NodeKind::Branch, "branch"),
        (NodeKind::Action, "action"),
        (NodeKind::Call, "another flow or bot"),
        (NodeKind::Channel, "channel"),
        (NodeKind::StopRule, "ends it"),
    ];
    let stands = |kind| diagram.flows.iter().any(|flow| flow.nodes.iter().any(|node| node.kind == kind));
    all.into_iter().filter(|(kind, _)| stands(*kind)).collect()
}

/// How much room an entry of the legend takes.
fn legend_width(words: &str) -> f64 {
    32.0 + words.len() as f64 * 7.2 + 18.0
}

/// What the shapes mean.
fn legend(entries: &[(NodeKind, &str)], y: f64) -> Markup {
    let places = entries.iter().scan(0.0, |x, (_, words)| {
        let at = *x;
        *x += legend_width(words);
        Some(at)
    });
    html! {
        g.legend {
            @for ((kind, words), x) in entries.iter().zip(places) {
                @let corner = Point { x, y: y + 8.0 };
                g class=(class(*kind)) { path d=(outline(*kind, corner, 26.0, 16.0)) {} }
                text.clause x=(number(x + 32.0)) y=(number(y + 20.0)) { (words) }
            }
        }
    }
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}
