//! What the whole of a text has to look like, as a graph of characters: that of a regular expression, or of a literal.

mod characters;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind, Look};

use self::characters::{is_ascii_word, is_at, kind, set, word_ranges};
use super::super::Compare;
use super::charset::CharSet;

/// The graph: a text fits when a way leads from `start` to `Node::End` along its characters.
#[derive(Debug)]
pub(super) struct Pattern {
    nodes: Vec<Node>,
    start: u32,
    sets: Vec<CharSet>,
    looks: bool,
}

#[derive(Debug)]
enum Node {
    /// A character of the set with that number.
    One(u32, u32),
    /// Any of these ways.
    Ways(Vec<u32>),
    /// A place of that kind.
    Place(Look, u32),
    /// The end of the expression.
    End,
}

/// A place in a text, while it is read: where the expression may stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// A character of the kind that stands before; none at the beginning, and while nobody asks.
    before: Option<char>,
    nodes: Vec<u32>,
}

/// The number of the end in every graph.
pub(super) const END: u32 = 0;

/// With more nodes, an expression is not looked at.
const NODES_MAX: usize = 4_000;

impl Place {
    /// Whether nothing can follow that fits.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

impl Pattern {
    /// Reads an expression as the `regex` crate does; none when it cannot be read or is too large.
    pub fn read(pattern: &str, compare: Compare) -> Option<Self> {
        let ignore = compare == Compare::IgnoreCase;
        let hir = ParserBuilder::new().case_insensitive(ignore).build().parse(pattern).ok()?;
        let mut built = Self::empty();
        built.start = built.add(&hir, END)?;
        Some(built)
    }

    /// The sets of characters that it tells apart.
    pub fn sets(&self) -> Vec<CharSet> {
        let mut sets = self.sets.clone();
        if self.looks {
            sets.extend([CharSet::of(['\n']), CharSet::of(['\r'])]);
            sets.push(CharSet::of(('\0'..='\x7f').filter(|c| is_ascii_word(*c))));
            sets.push(CharSet::of_ranges(word_ranges()));
        }
        sets
    }

    /// Before the first character.
    pub fn begin(&self) -> Place {
        let mut nodes = Vec::new();
        self.reach(self.start, &|_| false, &mut nodes);
        nodes.sort_unstable();
        Place { before: None, nodes }
    }

    /// Behind one more character.
    pub fn step(&self, place: &Place, character: char) -> Place {
        let mut nodes = Vec::new();
        for node in self.stand(place, Some(character)) {
            if let Node::One(set, next) = self.nodes[node as usize]
                && self.sets[set as usize].contains(character)
            {
                self.reach(next, &|_| false, &mut nodes);
            }
        }
        nodes.sort_unstable();
        Place { before: self.looks.then(|| kind(character)), nodes }
    }

    /// Whether the text may end there.
    pub fn fits(&self, place: &Place) -> bool {
        self.stand(place, None).iter().any(|node| matches!(self.nodes[*node as usize], Node::End))
    }

    /// The nodes that can be stood at, with the places between two characters passed.
    fn stand(&self, place: &Place, next: Option<char>) -> Vec<u32> {
        if !self.looks {
            return place.nodes.clone();
        }
        let mut nodes = Vec::new();
        let passes = |look| is_at(look, place.before, next);
        place.nodes.iter().for_each(|node| self.reach(*node, &passes, &mut nodes));
        nodes
    }

    /// Adds what can be reached without a character; a place that is not passed is stood at.
    fn reach(&self, from: u32, passes: &dyn Fn(Look) -> bool, found: &mut Vec<u32>) {
        let mut open = vec![from];
        let mut ways = Vec::new();
        while let Some(at) = open.pop() {
            match &self.nodes[at as usize] {
                Node::Ways(next) => {
                    if !ways.contains(&at) {
                        ways.push(at);
                        open.extend(next);
                    }
                }
                Node::Place(look, next) if passes(*look) => {
                    if !ways.contains(&at) {
                        ways.push(at);
                        open.push(*next);
                    }
                }
                Node::One(..) | Node::Place(..) | Node::End => {
                    if !found.contains(&at) {
                        found.push(at);
                    }
                }
            }
        }
    }

    /// Adds an expression that is followed by `next`; gives where it begins.
    fn add(&mut self, hir: &Hir, next: u32) -> Option<u32> {
        match hir.kind() {
            HirKind::Empty => Some(next),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                text.chars().rev().try_fold(next, |next, c| self.one(CharSet::of([c]), next))
            }
            HirKind::Class(class) => self.one(set(class), next),
            HirKind::Look(look) => {
                self.looks = true;
                self.push(Node::Place(*look, next))
            }
            HirKind::Repetition(repetition) => {
                let (sub, min) = (&*repetition.sub, repetition.min);
                let mut at = match repetition.max {
                    None => {
                        let again = self.push(Node::Ways(Vec::new()))?;
                        let body = self.add(sub, again)?;
                        self.nodes[again as usize] = Node::Ways(vec![body, next]);
                        again
                    }
                    Some(max) => (min..max).try_fold(next, |at, _| {
                        let body = self.add(sub, at)?;
                        self.push(Node::Ways(vec![body, next]))
                    })?,
                };
                for _ in 0..min {
                    at = self.add(sub, at)?;
                }
                Some(at)
            }
            HirKind::Capture(capture) => self.add(&capture.sub, next),
            HirKind::Concat(parts) => parts.iter().rev().try_fold(next, |next, part| self.add(part, next)),
            HirKind::Alternation(parts) => {
                let ways = parts.iter().map(|part| self.add(part, next)).collect::<Option<_>>()?;
                self.push(Node::Ways(ways))
            }
        }
    }

    /// The graph that holds nothing but its end, with that number.
    pub fn empty() -> Self {
        Self { nodes: vec![Node::End], start: 0, sets: Vec::new(), looks: false }
    }

    /// Where a text begins.
    pub fn start_at(&mut self, node: u32) {
        self.start = node;
    }

    /// Any of these ways.
    pub fn ways(&mut self, ways: Vec<u32>) -> Option<u32> {
        self.push(Node::Ways(ways))
    }

    /// Any number of characters of a set, then `next`.
    pub fn any_number(&mut self, set: CharSet, next: u32) -> Option<u32> {
        let again = self.push(Node::Ways(Vec::new()))?;
        let one = self.one(set, again)?;
        self.nodes[again as usize] = Node::Ways(vec![one, next]);
        Some(again)
    }

    /// A character of a set, then `next`.
    pub fn one(&mut self, set: CharSet, next: u32) -> Option<u32> {
        let known = self.sets.iter().position(|known| *known == set);
        let set = known.unwrap_or_else(|| {
            self.sets.push(set);
            self.sets.len() - 1
        });
        self.push(Node::One(set as u32, next))
    }

    fn push(&mut self, node: Node) -> Option<u32> {
        self.nodes.push(node);
        (self.nodes.len() <= NODES_MAX).then(|| self.nodes.len() as u32 - 1)
    }
}
