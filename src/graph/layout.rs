//! Where everything stands: each flow is laid out in layers by itself, flows that name each other are laid out
//! like nodes, and what does not hang together is put in rows.

mod flow;
mod rows;
#[cfg(test)]
mod tests;

use dagre::graph::{Graph, GraphOptions};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir};

pub(super) use self::flow::{LINE, Line, MARGIN, PlacedFlow};
use self::rows::{Part, rows};
use super::Diagram;

/// The room between flows.
pub(super) const GAP: f64 = 36.0;

/// A point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    /// From the left.
    pub x: f64,
    /// From above.
    pub y: f64,
}

/// An arrow's way, and where its words stand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Route {
    /// Two or more.
    pub points: Vec<Point>,
    /// The middle of the words.
    pub label: Option<Point>,
}

/// A diagram with places.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// Of the whole.
    pub width: f64,
    /// Of the whole.
    pub height: f64,
    /// Each flow with its corner.
    pub flows: Vec<(Point, PlacedFlow)>,
    /// The way of each link that leads to another flow.
    pub links: Vec<Option<Route>>,
}

/// What is laid out: the size of a node.
#[derive(Debug, Clone, Copy)]
struct Size {
    width: f64,
    height: f64,
}

/// What is laid out: an arrow between two nodes, with the room that its words need.
#[derive(Debug, Clone, Copy)]
struct Arrow {
    from: usize,
    to: usize,
    words: Size,
}

/// A layered layout: the size of the whole, the middle of each node, the way of each arrow.
struct Layered {
    size: Size,
    nodes: Vec<Point>,
    arrows: Vec<Route>,
}

/// Lays a whole diagram out.
pub(super) fn layout(diagram: &Diagram) -> Layout {
    let placed: Vec<PlacedFlow> = diagram.flows.iter().map(flow::place).collect();
    let parts = parts(diagram, &placed);
    let (size, corners) = rows(&parts);
    let mut flows: Vec<Option<(Point, PlacedFlow)>> =
        placed.into_iter().map(|flow| Some((ORIGIN, flow))).collect();
    let mut links = vec![None; diagram.links.len()];
    for (part, corner) in parts.into_iter().zip(corners) {
        for (flow, place) in part.flows {
            let (at, _) = flows[flow].as_mut().expect("every flow has a place from the beginning");
            *at = moved(place, corner);
        }
        for (link, route) in part.links {
            let points = route.points.into_iter().map(|point| moved(point, corner)).collect();
            links[link] = Some(Route { points, label: route.label.map(|label| moved(label, corner)) });
        }
    }
    Layout { width: size.width, height: size.height, flows: flows.into_iter().flatten().collect(), links }
}

const ORIGIN: Point = Point { x: 0.0, y: 0.0 };

fn moved(point: Point, by: Point) -> Point {
    Point { x: point.x + by.x, y: point.y + by.y }
}

/// The flows that hang together by links, in the order of their first flows; each part with its own layout.
fn parts(diagram: &Diagram, placed: &[PlacedFlow]) -> Vec<Part> {
    let mut group: Vec<usize> = (0..placed.len()).collect();
    for link in &diagram.links {
        let (keep, give) = (group[link.from].min(group[link.to]), group[link.from].max(group[link.to]));
        group.iter_mut().filter(|of| **of == give).for_each(|of| *of = keep);
    }
    let heads = (0..placed.len()).filter(|flow| group[*flow] == *flow);
    heads
        .map(|head| {
            part(diagram, placed, &(0..placed.len()).filter(|flow| group[*flow] == head).collect::<Vec<_>>())
        })
        .collect()
}

fn part(diagram: &Diagram, placed: &[PlacedFlow], members: &[usize]) -> Part {
    let sizes: Vec<Size> = members
        .iter()
        .map(|flow| Size { width: placed[*flow].width, height: placed[*flow].height })
        .collect();
    let place = |flow: usize| members.binary_search(&flow).ok();
    let links: Vec<usize> = (0..diagram.links.len())
        .filter(|at| {
            diagram.links[*at].from != diagram.links[*at].to && place(diagram.links[*at].from).is_some()
        })
        .collect();
    let arrow = |at: &usize| {
        let link = diagram.links[*at];
        let words = Size { width: 40.0, height: 16.0 };
        Some(Arrow { from: place(link.from)?, to: place(link.to)?, words })
    };
    let arrows: Vec<Arrow> = links.iter().filter_map(arrow).collect();
    let Layered { size, nodes, arrows } = layered(&sizes, &arrows, RankDir::LR, GAP);
    let corner = |(at, middle): (usize, Point)| Point {
        x: middle.x - sizes[at].width / 2.0,
        y: middle.y - sizes[at].height / 2.0,
    };
    let corners = nodes.into_iter().enumerate().map(corner);
    Part {
        size,
        flows: members.iter().copied().zip(corners).collect(),
        links: links.into_iter().zip(arrows).collect(),
    }
}

/// A layered layout. Nodes and arrows are told apart by their places.
fn layered(sizes: &[Size], arrows: &[Arrow], direction: RankDir, gap: f64) -> Layered {
    let mut graph: Graph<NodeLabel, EdgeLabel> =
        Graph::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
    for (at, size) in sizes.iter().enumerate() {
        let label = NodeLabel { width: size.width, height: size.height, ..NodeLabel::default() };
        graph.set_node(at.to_string(), Some(label));
    }
    for (at, arrow) in arrows.iter().enumerate() {
        let Size { width, height } = arrow.words;
        let label = EdgeLabel { width, height, labelpos: LABEL_POSITION, ..EdgeLabel::default() };
        graph.set_edge(arrow.from.to_string(), arrow.to.to_string(), Some(label), Some(&at.to_string()));
    }
    let options = LayoutOptions {
        rankdir: direction,
        nodesep: gap,
        ranksep: gap * 0.75,
        edgesep: 16.0,
        // Of orders with as few crossings the author's own is the first.
        tie_keep_first: true,
        ..LayoutOptions::default()
    };
    dagre::layout(&mut graph, Some(options));
    let nodes: Vec<Point> = (0..sizes.len())
        .map(|at| {
            let label = graph.node(&at.to_string());
            let middle = label.and_then(|label| Some(Point { x: label.x?, y: label.y? }));
            middle.expect("dagre: every node has a place")
        })
        .collect();
    let routes: Vec<Route> = arrows
        .iter()
        .enumerate()
        .map(|(at, arrow)| {
            let edge = graph.edge(&arrow.from.to_string(), &arrow.to.to_string(), Some(&at.to_string()));
            let edge = edge.expect("dagre: every edge is kept");
            let points = edge.points.iter().map(|point| Point { x: point.x, y: point.y }).collect();
            let label = edge.x.zip(edge.y).filter(|_| arrow.words.width > 0.0).map(|(x, y)| Point { x, y });
            Route { points, label }
        })
        .collect();
    let size = extent(&nodes, sizes, &routes);
    Layered { size, nodes, arrows: routes }
}

const LABEL_POSITION: dagre::layout::types::LabelPos = dagre::layout::types::LabelPos::Center;

/// How far everything reaches to the right and down.
fn extent(nodes: &[Point], sizes: &[Size], routes: &[Route]) -> Size {
    let boxes = nodes
        .iter()
        .zip(sizes)
        .map(|(at, size)| Point { x: at.x + size.width / 2.0, y: at.y + size.height / 2.0 });
    let bends = routes.iter().flat_map(|route| route.points.iter().copied());
    boxes.chain(bends).fold(Size { width: 0.0, height: 0.0 }, |size, point| Size {
        width: size.width.max(point.x),
        height: size.height.max(point.y),
    })
}
