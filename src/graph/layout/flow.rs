//! One flow: its texts in lines, its boxes as large as their texts, its steps from top to bottom.

use dagre::RankDir;
use textwrap::core::{Word, display_width};
use textwrap::{WordSeparator, WordSplitter};

use super::{Arrow, Layered, Point, Route, Size, layered};
use crate::graph::{Edge, FlowGraph, Node, NodeKind};

/// The room that a character of one column takes, in the font's size of 12.
const COLUMN: f64 = 6.9;
/// From one line to the next.
pub(in crate::graph) const LINE: f64 = 16.0;
/// Between a frame and what is in it.
pub(in crate::graph) const MARGIN: f64 = 14.0;
/// How many columns a box may be wide, and how many lines it may have.
const BOX: (usize, usize) = (34, 4);
/// How many columns an arrow's words may have.
const WORDS: usize = 26;
/// How many columns a flow's head has at least, and how many lines a clause may have.
const HEAD: (usize, usize) = (36, 4);

/// A line of a flow's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::graph) enum Line {
    /// The name.
    Name(String),
    /// The title.
    Title(String),
    /// A clause.
    Clause(String),
}

/// A flow with places, from its own corner.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::graph) struct PlacedFlow {
    /// With its frame.
    pub width: f64,
    /// With its frame.
    pub height: f64,
    /// The lines of its head.
    pub head: Vec<Line>,
    /// Each box: its corner, its size, its lines.
    pub nodes: Vec<PlacedNode>,
    /// The way of each arrow, with its words.
    pub edges: Vec<(Route, Option<String>)>,
}

/// A box with its place.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::graph) struct PlacedNode {
    /// The corner at the top left.
    pub corner: Point,
    /// How wide.
    pub width: f64,
    /// How high.
    pub height: f64,
    /// What stands in it.
    pub lines: Vec<String>,
}

/// Lays one flow out.
pub(super) fn place(flow: &FlowGraph) -> PlacedFlow {
    let texts: Vec<Vec<String>> = flow.nodes.iter().map(box_lines).collect();
    let sizes: Vec<Size> =
        flow.nodes.iter().zip(&texts).map(|(node, lines)| box_size(node.kind, lines)).collect();
    let words: Vec<Option<String>> =
        flow.edges.iter().map(|edge| Some(lines(edge.label.as_ref()?, (WORDS, 1)).concat())).collect();
    let arrow = |(edge, words): (&Edge, &Option<String>)| {
        let size = words.as_ref().map_or(Size { width: 0.0, height: 0.0 }, |words| Size {
            width: display_width(words) as f64 * COLUMN + 8.0,
            height: LINE,
        });
        Arrow { from: edge.from, to: edge.to, words: size }
    };
    let arrows: Vec<Arrow> = flow.edges.iter().zip(&words).map(arrow).collect();
    let Layered { size, nodes, arrows } = layered(&sizes, &arrows, RankDir::TB, 24.0);
    let columns = ((size.width / COLUMN) as usize).max(HEAD.0);
    let head = head(flow, columns);
    let head_columns = head.iter().map(|line| display_width(line.text())).max().unwrap_or(0);
    // The name is bold, and a little wider therefore.
    let inner = size.width.max(head_columns as f64 * COLUMN * 1.06);
    let shift =
        Point { x: MARGIN + (inner - size.width) / 2.0, y: MARGIN + head.len() as f64 * LINE + MARGIN };
    let placed = nodes.into_iter().zip(&sizes).zip(texts).map(|((middle, size), lines)| PlacedNode {
        corner: Point { x: middle.x - size.width / 2.0 + shift.x, y: middle.y - size.height / 2.0 + shift.y },
        width: size.width,
        height: size.height,
        lines,
    });
    PlacedFlow {
        width: inner + 2.0 * MARGIN,
        height: shift.y + size.height + MARGIN,
        nodes: placed.collect(),
        edges: arrows.into_iter().map(|route| shifted(route, shift)).zip(words).collect(),
        head,
    }
}

impl Line {
    /// What it says.
    pub fn text(&self) -> &str {
        match self {
            Self::Name(text) | Self::Title(text) | Self::Clause(text) => text,
        }
    }
}

fn shifted(route: Route, by: Point) -> Route {
    let shift = |point: Point| super::moved(point, by);
    Route { points: route.points.into_iter().map(shift).collect(), label: route.label.map(shift) }
}

fn head(flow: &FlowGraph, columns: usize) -> Vec<Line> {
    let mut head: Vec<Line> = lines(&flow.name, (columns, 2)).into_iter().map(Line::Name).collect();
    head.extend(flow.title.iter().flat_map(|title| lines(title, (columns, 2))).map(Line::Title));
    head.extend(flow.clauses.iter().flat_map(|clause| lines(clause, (columns, HEAD.1))).map(Line::Clause));
    head
}

/// The lines of a box. Rules that end a flow stand in one box, each on lines of its own.
fn box_lines(node: &Node) -> Vec<String> {
    match node.kind {
        NodeKind::StopRule => node.text.split('\n').flat_map(|rule| lines(rule, BOX)).collect(),
        _ => lines(&node.text, BOX),
    }
}

/// A text in lines; what is too long ends with dots. The whole stands in the picture's tooltip.
fn lines(text: &str, (columns, count): (usize, usize)) -> Vec<String> {
    // Said, and not left to the defaults, which depend on what else is built.
    let options = textwrap::Options::new(columns)
        .word_separator(WordSeparator::Custom(pieces))
        .word_splitter(WordSplitter::NoHyphenation);
    let mut lines: Vec<String> =
        textwrap::wrap(text, options).into_iter().map(|line| line.into_owned()).collect();
    if lines.len() > count {
        lines.truncate(count);
        if let Some(last) = lines.last_mut() {
            while display_width(last) + 1 > columns {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

/// A word may also end behind a mark inside it, so that `contact.first_name` is not torn in the middle of a name.
fn pieces(text: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    Box::new(WordSeparator::AsciiSpace.find_words(text).flat_map(|word| {
        let cuts: Vec<usize> = word
            .match_indices(['.', '_', '/', '&'])
            .map(|(at, mark)| at + mark.len())
            .filter(|cut| *cut < word.len())
            .collect();
        let starts = std::iter::once(0).chain(cuts.iter().copied());
        let ends = cuts.iter().copied().chain([word.len()]);
        let parts: Vec<&str> = starts.zip(ends).map(|(start, end)| &word.word[start..end]).collect();
        let last = parts.len() - 1;
        parts
            .into_iter()
            .enumerate()
            .map(move |(at, part)| match at == last {
                true => Word { word: part, width: display_width(part), ..word },
                false => Word::from(part),
            })
            .collect::<Vec<_>>()
    }))
}

fn box_size(kind: NodeKind, lines: &[String]) -> Size {
    let columns = lines.iter().map(|line| display_width(line)).max().unwrap_or(0);
    // Slanted and rounded sides need room beside the text.
    let sides = match kind {
        NodeKind::Branch | NodeKind::Question | NodeKind::Trigger | NodeKind::Call => 34.0,
        _ => 22.0,
    };
    Size {
        width: (columns as f64 * COLUMN + sides).max(48.0),
        height: lines.len().max(1) as f64 * LINE + 12.0,
    }
}
