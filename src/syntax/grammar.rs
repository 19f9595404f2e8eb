//! The grammar as Rust sees it: the only file that names pest.

use std::sync::{Mutex, PoisonError};

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs};

/// The parser that pest makes of `grammar/flow.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/flow.pest"]
struct Generated;

/// A node of the grammar's own tree: a rule with the text that it took.
pub(super) struct Node<'text>(Pair<'text, Rule>);

/// The nodes below a node, in order.
pub(super) struct Nodes<'text>(Pairs<'text, Rule>);

/// What a text ought to have gone on with at the place that no way of reading gets past.
#[derive(Debug)]
pub(super) struct Expected {
    /// The place by the letters that were tried.
    pub at: usize,
    /// The place by the rules that were tried: it may lie before a reserved word that was tried as a name.
    pub rules_at: usize,
    /// The rules that were tried there.
    pub rules: Vec<Rule>,
    /// The words and signs that were tried there.
    pub words: Vec<String>,
}

/// Keeps one reading with detail from switching it off for another: the switch is the whole process's.
static DETAIL: Mutex<()> = Mutex::new(());

/// Reads again a text that cannot be read, and notes what was expected; nothing when it can be read after all.
pub(super) fn expected(rule: Rule, text: &str) -> Option<Expected> {
    let guard = DETAIL.lock().unwrap_or_else(PoisonError::into_inner);
    pest::set_error_detail(true);
    let result = Generated::parse(rule, text);
    pest::set_error_detail(false);
    drop(guard);
    let error = result.err()?;
    let attempts = error.parse_attempts()?;
    // Ranges and character classes have no words; `..` itself is a sign of the language.
    let is_literal = |word: &String| word != "BUILTIN_RULE" && (word == ".." || !word.contains(".."));
    let words = attempts.expected_tokens().iter().map(ToString::to_string).filter(is_literal).collect();
    let (ErrorVariant::ParsingError { positives, .. }, InputLocation::Pos(place)) =
        (&error.variant, &error.location)
    else {
        return None;
    };
    let at = attempts.max_position;
    let mut rules = if *place == at { positives.clone() } else { Vec::new() };
    let rules_at = *place;
    rules.extend(attempts.call_stacks().iter().filter_map(|stack| stack.deepest.get_rule()));
    Some(Expected { at, rules_at, rules, words })
}

/// A text that its rule does not read: `expected` says why.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unreadable;

/// Reads a rule at the beginning of a text.
pub(super) fn read(rule: Rule, text: &str) -> Result<Nodes<'_>, Unreadable> {
    match Generated::parse(rule, text) {
        Ok(pairs) => Ok(Nodes(pairs)),
        Err(_) => Err(Unreadable),
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
    /// How many bytes the nodes took, with the blanks behind them.
    pub fn taken(&self) -> usize {
        self.0.as_str().len()
    }

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

    // Lists of nodes become lists of trees: with their length known, they take no more room than they need.
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::{Rule, read};
    use crate::source::{Source, SourceId};
    use crate::syntax::token::{TokenKind, tokens};

    /// The leaves that the grammar and the token pass both know.
    const LEAVES: [(Rule, TokenKind); 7] = [
        (Rule::word, TokenKind::Word),
        (Rule::duration, TokenKind::Duration),
        (Rule::time, TokenKind::Time),
        (Rule::date, TokenKind::Date),
        (Rule::integer, TokenKind::Number),
        (Rule::number, TokenKind::Number),
        (Rule::string, TokenKind::String),
    ];

    #[test]
    fn the_grammar_and_the_token_pass_agree_on_leaves() {
        let samples = [
            "a",
            "_",
            "é1",
            "数",
            "a-b",
            "1a",
            "5m",
            "1h30m",
            "5x",
            "5",
            "5.5",
            "5.",
            "9:00",
            "09:00",
            "009:00",
            "2026-12-25",
            "2026-1-5",
            "20260-12-25",
            "\"\"",
            "\"a\"",
            "\"a\\\"\"",
            "\"a\\\\\"",
            "\"\"\"",
            "\"é👋\"",
            "-",
            "",
            "5M",
            "1w2d",
        ];
        for sample in samples {
            let source = Source::new(SourceId(0), "sample", sample);
            let read_as = tokens(&source);
            for (rule, kind) in LEAVES {
                let is_token = matches!(read_as.as_slice(), [only] if only.kind == kind);
                let is_leaf = read(rule, sample).is_ok_and(|nodes| nodes.taken() == sample.len());
                let is_fraction = rule == Rule::integer && sample.contains('.');
                assert_eq!(is_leaf, is_token && !is_fraction, "{sample} as {rule:?}");
            }
        }
    }
}
