//! The keywords of a workspace, to be looked for in texts.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::check::rules::Workspace;
use crate::check::rules::keywords::{cased, regular};
use crate::policy::keywords::consent_in;
use crate::syntax::ast;
use crate::text::is_boundary;

/// The keywords of a workspace, to be looked for in texts.
#[derive(Debug, Default)]
pub(in crate::check) struct Phrases {
    by_case: Vec<(ast::Case, AhoCorasick)>,
}

impl Phrases {
    /// Those of the workspace.
    pub fn of(workspace: &Workspace<'_>) -> Self {
        let of_case = |case| {
            let mut phrases: BTreeSet<String> = BTreeSet::new();
            for (_, trigger) in keyword_triggers(workspace) {
                let ast::TriggerKind::Keyword(words, own) = &trigger.kind else { continue };
                let looked_for = words.iter().filter(|word| *own == case && may_stand_in_a_text(word));
                phrases.extend(looked_for.filter_map(|word| Some(cased(&regular(word)?, case).into_owned())));
            }
            (!phrases.is_empty()).then(|| (case, automaton(phrases.iter())))
        };
        let cases = [ast::Case::Sensitive, ast::Case::Ignored];
        Self { by_case: cases.into_iter().filter_map(of_case).collect() }
    }

    /// A number for all keywords, their flows and their channels.
    pub fn reason(workspace: &Workspace<'_>) -> u64 {
        let mut hasher = DefaultHasher::new();
        for (flow, trigger) in keyword_triggers(workspace) {
            let ast::TriggerKind::Keyword(words, case) = &trigger.kind else { continue };
            let from = trigger.from.as_ref().map(|name| name.text.as_str());
            let words: Vec<Option<&str>> = words.iter().map(ast::Str::plain).collect();
            (flow.name.text.as_str(), words, *case == ast::Case::Ignored, from).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Whether one of them stands in a text.
    pub fn stand_in(&self, text: &str) -> bool {
        self.by_case.iter().any(|(case, automaton)| {
            let text = cased(text, *case);
            automaton
                .find_overlapping_iter(text.as_ref())
                .any(|hit| is_boundary(&text, hit.start(), hit.end()))
        })
    }
}

fn keyword_triggers<'a>(
    workspace: &Workspace<'a>,
) -> impl Iterator<Item = (&'a ast::Flow, &'a ast::Trigger)> {
    let flows = workspace.items().filter_map(|item| match item {
        ast::Item::Flow(flow) => Some(&**flow),
        _ => None,
    });
    let triggers = flows.flat_map(|flow| flow.header.on.iter().map(move |trigger| (flow, trigger)));
    triggers.filter(|(_, trigger)| matches!(trigger.kind, ast::TriggerKind::Keyword(..)))
}

/// Words that opt out are K007, and law puts them into texts.
pub(super) fn may_stand_in_a_text(keyword: &ast::Str) -> bool {
    keyword.plain().and_then(consent_in).is_none()
}

/// Finds all of them in one pass.
pub(super) fn automaton<'p>(phrases: impl Iterator<Item = &'p String>) -> AhoCorasick {
    // Each text is searched once: what builds fastest is best.
    let kind = Some(AhoCorasickKind::NoncontiguousNFA);
    let built = AhoCorasick::builder().kind(kind).build(phrases);
    built.expect("check: the keywords of a workspace fit an index")
}
