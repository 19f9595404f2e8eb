//! Canonical words become items, and the words of a moment become a moment. Only here is pest named.

use super::moment::Moment;

mod calendar;
mod clock;
mod grammar;
mod lengths;
mod moments;
mod numbers;
mod vocabulary;

use grammar::{Pair, Reading};
use vocabulary::Beginning;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/requested_time.pest"]
#[cfg_attr(not(test), expect(dead_code, reason = "the rules alone are used, and `grammar` reads by them"))]
struct Compiled;

/// An element of a message, as far as it matters for being a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Item<'t> {
    /// A comma, a full stop, `mais`.
    ClauseEnd,
    /// A question mark.
    Question,
    /// `rappelez-moi`, `je suis dispo`.
    Ask,
    /// `ne me rappelez pas`.
    Refusal,
    /// `je suis en réunion`, `not available`.
    Unavailable(Away),
    /// A question about something else, or a call that the contact will make.
    Veto,
    /// `bonjour`; a name may follow.
    Greeting,
    /// `merci`; a name may follow.
    Thanks,
    /// `plutôt`, `svp`, `is fine`: says nothing by itself.
    Courtesy,
    /// A moment.
    Moment(Moment),
    /// `20 minutes`: a length without `in`.
    Span(Moment),
    /// Any other word.
    Other(&'t str),
}

/// What the contact said about being away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Away {
    /// `je suis en réunion`: a moment behind it is when.
    Busy,
    /// `pas disponible`: a moment behind it is when, `avant` and `jusqu'à` say when not any more.
    NotFree,
    /// `busy right now`: a moment behind it is another one.
    Now,
}

/// The elements of canonical text.
///
/// None when it says something that is not about a call, and nothing that is: no moment in it is a request then.
///
/// A word with which no phrase of the grammar begins is not shown to the grammar at all, and one with which no
/// moment begins is shown to the other half only: most words of most messages are neither.
pub fn items(words: &str) -> Vec<Item<'_>> {
    let mut reading = Reading::of(words);
    if says_something_else(words, &mut reading) { Vec::new() } else { all_items(words, &mut reading) }
}

fn all_items<'t>(words: &'t str, reading: &mut Reading<'t>) -> Vec<Item<'t>> {
    let mut items = Vec::new();
    let mut rest = words.trim_start();
    while let Some(word) = rest.split(' ').next().filter(|word| !word.is_empty()) {
        let rule = match vocabulary::beginning(word) {
            Beginning::Moment => Some(Rule::element),
            Beginning::Phrase => Some(Rule::plain_element),
            Beginning::Nothing | Beginning::Unknown => None,
        };
        let element = rule.and_then(|rule| reading.read(rule, words.len() - rest.len()));
        let read = match element {
            Some(element) => {
                add(element, &mut items);
                element.as_str().len()
            }
            None => {
                items.push(Item::Other(word));
                word.len()
            }
        };
        rest = rest.get(read.max(1)..).unwrap_or_default().trim_start();
    }
    items
}

/// Whether a word stands in no phrase at all, and neither asks for anything, says how the contact is busy, nor greets:
/// behind a greeting such a word may be a name.
fn says_something_else(words: &str, reading: &mut Reading<'_>) -> bool {
    let mut at = 0;
    let mut strange = false;
    for word in words.split(' ') {
        let beginning = vocabulary::beginning(word);
        strange |= beginning == Beginning::Unknown;
        if beginning > Beginning::Nothing && reading.fits(Rule::about_a_call, at) {
            return false;
        }
        at += word.len() + 1;
    }
    strange
}

fn add<'t>(element: Pair<'t, '_>, items: &mut Vec<Item<'t>>) {
    match element.as_rule() {
        Rule::wait => {
            items.push(Item::Ask);
            items.extend(moments::from_duration(element).map(Item::Moment));
        }
        Rule::span => items.push(moments::from_duration(element).map_or(Item::Courtesy, Item::Span)),
        Rule::moment => items.push(item_of_moment(element)),
        _ => items.extend(item(element)),
    }
}

fn item_of_moment<'t>(element: Pair<'t, '_>) -> Item<'t> {
    match moments::moment(element) {
        Some(moment) => Item::Moment(moment),
        None => Item::Other(element.as_str()),
    }
}

fn item<'t>(element: Pair<'t, '_>) -> Option<Item<'t>> {
    let text = element.as_str();
    Some(match element.as_rule() {
        Rule::clause_end => Item::ClauseEnd,
        Rule::question => Item::Question,
        Rule::ask | Rule::free => Item::Ask,
        Rule::refusal => Item::Refusal,
        Rule::unavailable => Item::Unavailable(away(text)),
        Rule::veto | Rule::own_call => Item::Veto,
        Rule::greeting => Item::Greeting,
        Rule::thanks => Item::Thanks,
        Rule::courtesy | Rule::phone | Rule::farewell | Rule::not_then => Item::Courtesy,
        Rule::past | Rule::matter | Rule::word => Item::Other(text),
        _ => return None,
    })
}

fn away(text: &str) -> Away {
    const NOW: [&str; 9] =
        ["right now", " rn", " now", "moment", "instant", "actuellement", "maintenant", "suite", " la"];
    const NOT_FREE: [&str; 6] = ["dispo", "libre", "free", "available", "joignable", "around"];
    if NOW.iter().any(|word| text.ends_with(word)) {
        Away::Now
    } else if NOT_FREE.iter().any(|word| text.contains(word)) {
        Away::NotFree
    } else {
        Away::Busy
    }
}

#[cfg(test)]
mod tests;
