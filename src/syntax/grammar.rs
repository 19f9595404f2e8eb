//! The grammar as Rust sees it: the only file that names pest.

use pest::Parser as _;
use pest::iterators::{Pair, Pairs};

/// The parser that pest makes of `grammar/flow.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/flow.pest"]
struct Generated;

/// A node of the grammar's own tree: a rule with the text that it took.
pub(super) struct Node<'text>(Pair<'text, Rule>);

/// The nodes below a node, in order.
pub(super) struct Nodes<'text>(Pairs<'text, Rule>);

/// Reads a rule at the beginning of a text. On failure: the byte that no way of reading gets past.
pub(super) fn read(rule: Rule, text: &str) -> Result<Nodes<'_>, usize> {
    match Generated::parse(rule, text) {
        Ok(pairs) => Ok(Nodes(pairs)),
        Err(error) => Err(match error.location {
            pest::error::InputLocation::Pos(at) => at,
            pest::error::InputLocation::Span((at, _)) => at,
        }),
    }
}

impl<'text> Node<'text> {
    /// Its rule.
    pub fn rule(&self) -> Rule {
        self.0.as_rule()
    }

    /// Its text, with the blanks behind its last leaf.
    pub fn text(&self) -> &'text str {
        self.0.as_str()
    }

    /// Its first byte.
    pub fn start(&self) -> u32 {
        self.0.as_span().start() as u32
    }

    /// The byte behind it.
    pub fn end(&self) -> u32 {
        self.0.as_span().end() as u32
    }

    /// The nodes below it.
    pub fn nodes(self) -> Nodes<'text> {
        Nodes(self.0.into_inner())
    }

    /// The first byte of the first node below it, or its own.
    pub fn nodes_start(&self) -> u32 {
        let first = self.0.clone().into_inner().next();
        first.map_or(self.start(), |pair| pair.as_span().start() as u32)
    }

    /// The only or first node below it, which its rule promises.
    pub fn only(self) -> Node<'text> {
        self.nodes().must()
    }
}

impl<'text> Nodes<'text> {
    /// The next node, which the rule promises.
    pub fn must(&mut self) -> Node<'text> {
        self.next().expect("grammar: the rule has this node")
    }

    /// The next node when it is of that rule.
    pub fn next_if(&mut self, rule: Rule) -> Option<Node<'text>> {
        self.0.peek().filter(|pair| pair.as_rule() == rule)?;
        self.next()
    }

    /// The next node when it is not of that rule.
    pub fn next_unless(&mut self, rule: Rule) -> Option<Node<'text>> {
        self.0.peek().filter(|pair| pair.as_rule() != rule)?;
        self.next()
    }
}

impl<'text> Iterator for Nodes<'text> {
    type Item = Node<'text>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(Node)
    }
}
