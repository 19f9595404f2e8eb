//! Keywords and texts of which one lies in the other: the longer one is a message that starts both flows.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::intents::Recogniser;
use crate::text::{Compare, fold_case, is_boundary};

use super::takers::{Form, Taker, Takers, regular};
use super::{Candidates, Verdict};

/// How many flows with the same text are tried one by one: conditions may keep many of them apart.
const SAME_MAX: usize = 16;

/// Tells of all pairs of flows one of whose texts lies in a text of the other.
pub(super) fn pair(takers: &Takers<'_>, pairs: &mut impl Candidates) {
    let groups = Groups::of(takers);
    groups.the_same(takers, pairs);
    groups.within(takers, pairs);
    intents(takers, &groups, pairs);
}

/// Takers by their text, case aside.
struct Groups {
    texts: Vec<String>,
    members: Vec<Vec<usize>>,
    automaton: Option<AhoCorasick>,
}

impl Groups {
    fn of(takers: &Takers<'_>) -> Self {
        let mut by_text: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, taker) in takers.all.iter().enumerate() {
            if is_literal(taker) {
                let text = regular(&fold_case(taker.text)).into_owned();
                if !text.is_empty() {
                    by_text.entry(text).or_default().push(at);
                }
            }
        }
        let (texts, members): (Vec<String>, Vec<Vec<usize>>) = by_text.into_iter().unzip();
        // Each text is searched once: what builds fastest is best.
        let kind = Some(AhoCorasickKind::NoncontiguousNFA);
        let automaton = AhoCorasick::builder().kind(kind).build(&texts).ok();
        Self { texts, members, automaton }
    }

    /// Pairs flows that look for the same text.
    fn the_same(&self, takers: &Takers<'_>, pairs: &mut impl Candidates) {
        for members in self.members.iter().filter(|members| members.len() > 1) {
            for (index, later) in members.iter().enumerate() {
                let mut tried = 0;
                for earlier in &members[..index] {
                    if tried >= SAME_MAX {
                        break;
                    }
                    if pairs.may_clash(*later, *earlier) && fits(takers, *later, *earlier) {
                        tried += 1;
                        if try_pair(takers, pairs, *later, *earlier, None) == Verdict::Told {
                            break;
                        }
                    }
                }
            }
        }
    }

    /// Pairs flows of which one looks for a text within the other's.
    fn within(&self, takers: &Takers<'_>, pairs: &mut impl Candidates) {
        for (at, text) in self.texts.iter().enumerate() {
            for (inner, start, end) in self.inside(text) {
                if inner != at {
                    self.try_groups(takers, pairs, at, inner, (start, end));
                }
            }
        }
    }

    /// The groups whose text stands in a folded text, and where.
    fn inside(&self, text: &str) -> Vec<(usize, usize, usize)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let hits = automaton.find_overlapping_iter(text);
        hits.map(|hit| (hit.pattern().as_usize(), hit.start(), hit.end())).collect()
    }

    fn try_groups(
        &self,
        takers: &Takers<'_>,
        pairs: &mut impl Candidates,
        outer: usize,
        inner: usize,
        place: (usize, usize),
    ) {
        let whole_words = is_boundary(&self.texts[outer], place.0, place.1);
        for outer_taker in self.members[outer].iter().take(SAME_MAX) {
            for inner_taker in self.members[inner].iter().take(SAME_MAX) {
                let inside = match takers.all[*inner_taker].form {
                    Form::Keyword => whole_words,
                    Form::Contains => true,
                    Form::StartsWith => place.0 == 0,
                    Form::Is | Form::Matches | Form::Intent => false,
                };
                if inside && pairs.may_clash(*outer_taker, *inner_taker) {
                    try_pair(takers, pairs, *outer_taker, *inner_taker, Some(place));
                }
            }
        }
    }
}

const fn is_literal(taker: &Taker<'_>) -> bool {
    matches!(taker.form, Form::Keyword | Form::Contains | Form::Is | Form::StartsWith)
}

/// Whether two texts that are the same case aside are the same with it.
fn fits(takers: &Takers<'_>, one: usize, other: usize) -> bool {
    takers.all[one].is_same(&takers.all[other])
}

/// Plays the outer text, and with the inner one put into it as its own author spelled it.
fn try_pair(
    takers: &Takers<'_>,
    pairs: &mut impl Candidates,
    outer: usize,
    inner: usize,
    place: Option<(usize, usize)>,
) -> Verdict {
    let (outer_taker, inner_taker) = (&takers.all[outer], &takers.all[inner]);
    let (outer_text, inner_text) = (regular(outer_taker.text), regular(inner_taker.text));
    let is_exact = |taker: &Taker<'_>| taker.compare == Compare::Exact;
    if is_exact(outer_taker) && is_exact(inner_taker) && !outer_text.contains(&*inner_text) {
        return Verdict::Apart;
    }
    let mut messages: Vec<String> = Vec::new();
    // A text whose case does not count is kept in small letters: the other one's spelling comes first.
    if outer_taker.compare == Compare::IgnoreCase && inner_taker.compare == Compare::Exact {
        let (start, end) = place.unwrap_or((0, outer_text.len()));
        let folded = fold_case(&outer_text);
        if folded.get(start..end).is_some_and(|part| *part == *fold_case(&inner_text)) {
            messages.push(format!("{}{inner_text}{}", &folded[..start], &folded[end..]));
        }
    }
    messages.push(outer_text.into_owned());
    let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
    pairs.try_messages(outer, inner, &messages)
}

/// Pairs flows by intents: two by the same one, and keywords that stand in a phrase or are one.
fn intents(takers: &Takers<'_>, groups: &Groups, pairs: &mut impl Candidates) {
    let mut by_intent: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, taker) in takers.all.iter().enumerate() {
        if taker.form == Form::Intent {
            by_intent.entry(taker.text).or_default().push(at);
        }
    }
    if by_intent.is_empty() {
        return;
    }
    for (intent, members) in &by_intent {
        let spoken = takers.spoken(intent);
        for (index, later) in members.iter().enumerate() {
            for earlier in members[..index].iter().take(SAME_MAX) {
                if pairs.may_clash(*later, *earlier)
                    && pairs.try_messages(*later, *earlier, &spoken[..spoken.len().min(3)]) == Verdict::Told
                {
                    break;
                }
            }
        }
        for phrase in &spoken {
            keywords_in(takers, groups, pairs, phrase, members);
        }
    }
    let names: Vec<&str> = by_intent.keys().copied().collect();
    let recogniser = Recogniser::new(names.iter().map(|name| (*name, takers.spoken(name))));
    for (text, members) in groups.texts.iter().zip(&groups.members) {
        for intent in recogniser.recognise(text) {
            for taker in members.iter().take(SAME_MAX) {
                for by in by_intent[names[intent]].iter().take(SAME_MAX) {
                    if pairs.may_clash(*taker, *by) {
                        let message = regular(takers.all[*taker].text);
                        pairs.try_messages(*taker, *by, &[&message]);
                    }
                }
            }
        }
    }
}

/// Pairs keywords that stand in a phrase with the flows that the phrase starts.
fn keywords_in(
    takers: &Takers<'_>,
    groups: &Groups,
    pairs: &mut impl Candidates,
    phrase: &str,
    by: &[usize],
) {
    let folded = regular(&fold_case(phrase)).into_owned();
    for (inner, start, end) in groups.inside(&folded) {
        let whole_words = is_boundary(&folded, start, end);
        for taker in groups.members[inner].iter().take(SAME_MAX) {
            for by in by.iter().take(SAME_MAX) {
                let inside = match takers.all[*taker].form {
                    Form::Keyword => whole_words,
                    Form::Contains => true,
                    Form::StartsWith => start == 0,
                    Form::Is => start == 0 && end == folded.len(),
                    Form::Matches | Form::Intent => false,
                };
                if !inside || !pairs.may_clash(*taker, *by) {
                    continue;
                }
                let text = regular(takers.all[*taker].text);
                let spelled = format!("{}{text}{}", &folded[..start], &folded[end..]);
                pairs.try_messages(*taker, *by, &[&spelled]);
            }
        }
    }
}
