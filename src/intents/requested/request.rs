//! Whether a message is a request for a later moment, and for which.
//!
//! A message is cut into clauses. A clause with a cue ("call me", "je suis dispo") and a moment is a request. So is
//! a message that is nothing but a moment among words of courtesy. A clause that says anything else says
//! nothing about a call: "j'ai acheté ça lundi".

use super::lower::{Away, Item};
use super::moment::{Bound, Moment};

/// How many words may stand behind a greeting or thanks as a name.
const NAME_WORDS_MAX: usize = 2;

/// What one clause comes to.
enum Clause {
    /// It asks for that moment.
    Request(Moment),
    /// It asks, and names no moment.
    Ask,
    /// It is nothing but that moment.
    Wish(Moment),
    /// Courtesy, and reasons for not talking now.
    Neutral,
    /// "I'm in a meeting until three": that moment, if the message asks for a call at all.
    AwayUntil(Moment),
    /// It says something else.
    Other,
}

/// The moment that the message asks for. `is_name` tells whether a word is written as names are.
pub fn wanted(items: &[Item<'_>], is_name: impl Fn(&str) -> bool) -> Option<Moment> {
    let clauses: Vec<Clause> =
        items.split(|item| *item == Item::ClauseEnd).map(|items| clause(items, &is_name)).collect();
    let mut asked = false;
    let mut other = false;
    let (mut request, mut wish, mut away) = (None::<Moment>, None::<Moment>, None);
    for clause in &clauses {
        match clause {
            Clause::Request(moment) => request = request.or(Some(*moment)),
            Clause::Ask => asked = true,
            Clause::Wish(moment) => {
                wish = Some(wish.map_or(*moment, |wish| with_time_of(wish, moment, moment.day.is_none())));
                request = request.map(|request| with_time_of(request, moment, moment.day.is_none()));
            }
            Clause::AwayUntil(moment) => away = away.or(Some(*moment)),
            Clause::Neutral => {}
            Clause::Other => other = true,
        }
    }
    let wish = wish.filter(|wish| asked || (!other && !wish.needs_asking));
    request.or(wish).or(away.filter(|_| asked))
}

/// `moment`, and where it is a mere day, the time of `other`: "Monday or Tuesday, after two".
fn with_time_of(moment: Moment, other: &Moment, same_day: bool) -> Moment {
    let mere_day =
        moment.day.is_some() && moment.clock.is_none() && moment.part.is_none() && moment.bound.is_none();
    if !mere_day || !same_day || other.length.is_some() {
        return moment;
    }
    Moment { clock: other.clock, part: other.part, bound: other.bound, ..moment }
}

fn clause(items: &[Item<'_>], is_name: &impl Fn(&str) -> bool) -> Clause {
    let mut asked = false;
    let mut refused = false;
    let mut away = None;
    let mut others = false;
    let mut name_words = 0;
    let (mut before, mut after, mut span, mut away_until) = (None, None, None, None);
    for (index, item) in items.iter().enumerate() {
        let named = name_words > 0;
        name_words = 0;
        match item {
            Item::Veto => return Clause::Other,
            Item::Ask => (asked, refused, away) = (true, false, None),
            Item::Refusal => refused = true,
            Item::Unavailable(how) => away = Some(*how),
            Item::Greeting | Item::Thanks => name_words = NAME_WORDS_MAX,
            Item::Courtesy | Item::ClauseEnd | Item::Question => {}
            Item::Span(moment) => span = span.or(Some(*moment)),
            Item::Moment(moment) => {
                let Some(moment) = allowed(*moment, refused, away) else {
                    away_until =
                        away_until.or(moment.bound.filter(|bound| *bound == Bound::Until).map(|_| *moment));
                    continue;
                };
                let slot = if asked || refused { &mut after } else { &mut before };
                asked |= refused;
                *slot = Some(slot.map_or(moment, |first: Moment| with_time_of(first, &moment, true)));
            }
            Item::Other(word) if named && (is_name(word) || index + 1 == items.len()) => {
                name_words = NAME_WORDS_MAX - 1;
            }
            Item::Other(_) => others = true,
        }
    }
    match (after.or(before), span) {
        (Some(moment), _) if asked => Clause::Request(moment),
        (None, Some(_)) if asked => Clause::Ask,
        (None, None) if asked => Clause::Ask,
        _ if others => Clause::Other,
        (Some(moment), _) | (None, Some(moment)) => Clause::Wish(moment),
        (None, None) => away_until.map_or(Clause::Neutral, Clause::AwayUntil),
    }
}

/// `moment` as a wish, where it is one in spite of a refusal or absence in front of it.
fn allowed(moment: Moment, refused: bool, away: Option<Away>) -> Option<Moment> {
    let from_then = Moment { bound: Some(Bound::From), ..moment };
    let free_then = match moment.bound {
        Some(Bound::Before | Bound::Until) => Some(from_then),
        Some(Bound::From) => Some(moment),
        Some(Bound::After | Bound::By) | None => None,
    };
    if refused {
        return free_then;
    }
    match away {
        None | Some(Away::Now) => Some(moment),
        _ if moment.rather => Some(moment),
        Some(Away::NotFree) => free_then,
        Some(Away::Busy) => free_then.filter(|_| moment.bound == Some(Bound::From)),
    }
}
