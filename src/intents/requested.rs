//! The moment a contact asks for: "demain vers 9h30", "in half an hour", "not before Monday".
//!
//! text → canonical words → elements (`grammar/requested_time.pest`) → one moment, if the message is a request
//! → an instant on the contact's clock. What vague words mean is in `docs/requested-times.md`.

use chrono::NaiveDateTime;

use crate::text::normalise;
use crate::time::Delay;

mod canonical;
mod defaults;
mod glance;
mod lower;
mod moment;
mod request;
mod resolve;

pub use defaults::LATER_SECONDS;

/// How much of a message is read, in bytes of its canonical form; requests are short.
const READ_MAX: usize = 500;

/// When a contact wants to hear back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Requested {
    /// That long after the message: "in two hours", "dans quinze jours". Never zero.
    In(Delay),
    /// At that time on the contact's clock, later than the message: "tomorrow at 9".
    At(NaiveDateTime),
}

/// The moment that `text` asks for, if it is a request for a later moment.
///
/// `now` is the contact's local time, and `language` (BCP 47) the contact's: it settles what can be read in two
/// ways, such as `3/4`. Text that only mentions a time, speaks of the past or refuses one gives none. The
/// time it takes is bounded: only the first 500 bytes are looked at, and words that name no time cost next to nothing.
///
/// ```
/// use chrono::NaiveDate;
/// use flowc::intents::requested::{Requested, find};
///
/// let monday = NaiveDate::from_ymd_opt(2026, 3, 2).and_then(|day| day.and_hms_opt(10, 0, 0)).unwrap();
/// let tuesday = NaiveDate::from_ymd_opt(2026, 3, 3).and_then(|day| day.and_hms_opt(9, 30, 0)).unwrap();
/// assert_eq!(find("Rappelez-moi demain vers 9h30", monday, None), Some(Requested::At(tuesday)));
/// assert_eq!(find("Vous êtes ouverts demain à 9h ?", monday, None), None);
/// ```
pub fn find(text: &str, now: NaiveDateTime, language: Option<&str>) -> Option<Requested> {
    find_in_normal(text, &normalise(text), now, language)
}

/// The same for a caller that has the normal form of `text` at hand.
pub(super) fn find_in_normal(
    text: &str,
    normal: &str,
    now: NaiveDateTime,
    language: Option<&str>,
) -> Option<Requested> {
    if !glance::may_name_a_moment(normal) {
        return None;
    }
    let words = canonical::canonical(text, READ_MAX);
    let items = lower::items(&words);
    let moment = request::wanted(&items, |word| canonical::is_capitalised(text, word))?;
    let manner = resolve::Manner::of(&words, language);
    resolve::resolve(&moment, now, manner)
}
