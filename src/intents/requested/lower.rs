//! Canonical words become items, and the words of a moment become a moment. Only here is pest named.

use pest::Parser;
use pest::iterators::Pair;

use super::moment::Moment;

mod calendar;
mod clock;
mod lengths;
mod moments;
mod numbers;
mod vocabulary;

use vocabulary::Beginning;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/requested_time.pest"]
struct Grammar;

/// An element of a message, as far as it matters for being a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
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
    Other(String),
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
/// A word with which no phrase of the grammar begins is not shown to the grammar at all, and one with which no
/// moment begins is shown to the other half only: most words of most messages are neither.
pub fn items(words: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let mut rest = words.trim_start();
    while let Some(word) = rest.split(' ').next().filter(|word| !word.is_empty()) {
        let rule = match vocabulary::beginning(word) {
            Beginning::Moment => Some(Rule::element),
            Beginning::Phrase => Some(Rule::plain_element),
            Beginning::Nothing => None,
        };
        let element = rule.and_then(|rule| Grammar::parse(rule, rest).ok()?.next());
        let read = element.as_ref().map_or(word.len(), |element| element.as_str().len()).max(1);
        match element {
            Some(element) => add(element, &mut items),
            None => items.push(Item::Other(word.to_owned())),
        }
        rest = rest.get(read..).unwrap_or_default().trim_start();
    }
    items
}

fn add(element: Pair<'_, Rule>, items: &mut Vec<Item>) {
    match element.as_rule() {
        Rule::wait => {
            items.push(Item::Ask);
            items.extend(moments::from_duration(element).map(Item::Moment));
        }
        Rule::span => items.push(moments::from_duration(element).map_or(Item::Courtesy, Item::Span)),
        Rule::moment => items.push(item_of_moment(element)),
        _ => items.extend(item(&element)),
    }
}

fn item_of_moment(element: Pair<'_, Rule>) -> Item {
    let text = element.as_str();
    match moments::moment(element) {
        Some(moment) => Item::Moment(moment),
        None => Item::Other(text.to_owned()),
    }
}

fn item(element: &Pair<'_, Rule>) -> Option<Item> {
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
        Rule::past | Rule::matter | Rule::word => Item::Other(text.to_owned()),
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
