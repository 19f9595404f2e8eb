//! Which flows a message starts by a keyword: one pass over the message, however many flows there are.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{Flow, FlowId, TriggerKind};
use crate::text::is_boundary;

/// With fewer phrases, trying one after the other is as fast.
const PHRASES_MIN: usize = 32;

/// Finds the flows whose `keyword` triggers a message fires.
///
/// It agrees with `text::contains_phrase`. Channels and conditions are not looked at.
#[derive(Debug, Clone)]
pub struct KeywordIndex {
    /// Keywords in their own case.
    exact: Phrases,
    /// Keywords that ignore case, folded.
    folded: Phrases,
}

impl KeywordIndex {
    /// The index of all `keyword` triggers that start a flow; none when there are only a few.
    pub fn of(flows: &[Flow]) -> Option<Self> {
        let mut by_phrase = [BTreeMap::<String, Vec<FlowId>>::new(), BTreeMap::new()];
        for (flow, id) in flows.iter().zip((0..).map(FlowId)) {
            for pattern in flow.triggers.iter().flat_map(|trigger| keywords(&trigger.kind)) {
                let phrase = regular(pattern.text.trim());
                if phrase.is_empty() {
                    continue;
                }
                let side = &mut by_phrase[usize::from(pattern.ignore_case)];
                let ids = side.entry(phrase.into_owned()).or_default();
                if ids.last() != Some(&id) {
                    ids.push(id);
                }
            }
        }
        let count: usize = by_phrase.iter().map(BTreeMap::len).sum();
        let [exact, folded] = by_phrase.map(Phrases::of);
        (count > PHRASES_MIN).then_some(Self { exact, folded })
    }

    /// Adds the flows with a keyword in the message, and leaves `found` in start order, each flow once.
    ///
    /// `folded` is the text after `text::fold_case`. Nothing else is allocated while both are composed (NFC) and
    /// regularly spaced, which nearly all text is.
    pub fn matches(&self, text: &str, folded: &str, found: &mut Vec<FlowId>) {
        self.exact.find(text, found);
        self.folded.find(folded, found);
        found.sort_unstable();
        found.dedup();
    }
}

/// Phrases with the flows of each.
#[derive(Debug, Clone)]
struct Phrases {
    /// Sorted; composed, with one space between words.
    texts: Vec<String>,
    /// The flows of the phrase at that place, in start order.
    flows: Vec<Vec<FlowId>>,
    /// Built when the first message comes: a program that is only checked needs none.
    automaton: OnceLock<AhoCorasick>,
}

impl Phrases {
    fn of(by_phrase: BTreeMap<String, Vec<FlowId>>) -> Self {
        let (texts, flows) = by_phrase.into_iter().unzip();
        Self { texts, flows, automaton: OnceLock::new() }
    }

    fn find(&self, text: &str, found: &mut Vec<FlowId>) {
        if self.texts.is_empty() {
            return;
        }
        let build =
            || AhoCorasick::new(&self.texts).expect("program: the phrases of a workspace fit an index");
        let automaton = self.automaton.get_or_init(build);
        let text = regular(text);
        for hit in automaton.find_overlapping_iter(text.as_ref()) {
            if is_boundary(&text, hit.start(), hit.end()) {
                found.extend_from_slice(&self.flows[hit.pattern().as_usize()]);
            }
        }
    }
}

fn keywords(kind: &TriggerKind) -> &[super::Pattern] {
    match kind {
        TriggerKind::Keyword(patterns) => patterns,
        TriggerKind::MessageIs(_)
        | TriggerKind::MessageContains(_)
        | TriggerKind::MessageStartsWith(_)
        | TriggerKind::MessageMatches(_)
        | TriggerKind::AnyMessage
        | TriggerKind::Intent(_)
        | TriggerKind::Silence
        | TriggerKind::PageView(_)
        | TriggerKind::Visit(_)
        | TriggerKind::Start
        | TriggerKind::Booking
        | TriggerKind::Purchase
        | TriggerKind::Tag(_)
        | TriggerKind::Group(_)
        | TriggerKind::Close
        | TriggerKind::OptOut
        | TriggerKind::Event(_)
        | TriggerKind::Time(_)
        | TriggerKind::Every(..) => &[],
    }
}

/// The text composed (NFC), with a single space for each run of white space.
fn regular(text: &str) -> Cow<'_, str> {
    let composed = text.is_ascii() || is_nfc(text);
    if composed && is_regularly_spaced(text) {
        return Cow::Borrowed(text);
    }
    let mut regular = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.nfc() {
        if !character.is_whitespace() {
            regular.push(character);
        } else if !gap {
            regular.push(' ');
        }
        gap = character.is_whitespace();
    }
    Cow::Owned(regular)
}

fn is_regularly_spaced(text: &str) -> bool {
    let mut gap = false;
    text.chars().all(|character| {
        let doubled = gap && character == ' ';
        gap = character == ' ';
        !doubled && (gap || !character.is_whitespace())
    })
}

#[cfg(test)]
mod tests;
