//! Which minutes of the day a time on the clock can mean.

use super::super::defaults::{SENSIBLE_MINUTES, part_minutes};
use super::super::moment::{Clock, Hours, Moment, Part};

/// Habits of the contact's language that decide between two readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// `at 8` may be in the evening; in French, `vers 8` is in the morning.
    pub twelve_hours: bool,
    /// `3/4` is in March.
    pub month_first: bool,
}

impl Manner {
    /// The habits that `words`, canonical, and the contact's `language` (BCP 47) let expect.
    pub fn of(words: &str, language: Option<&str>) -> Self {
        const FRENCH: [&str; 26] = [
            "a", "vers", "apres", "avant", "demain", "et", "entre", "moi", "de", "le", "la", "lundi",
            "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "matin", "soir", "svp", "pas",
            "ce", "pour", "aprem", "dispo",
        ];
        const ENGLISH: [&str; 26] = [
            "at",
            "around",
            "after",
            "before",
            "tomorrow",
            "and",
            "between",
            "me",
            "of",
            "the",
            "on",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "morning",
            "evening",
            "please",
            "not",
            "this",
            "for",
            "today",
            "free",
        ];
        let language = language.unwrap_or_default().to_ascii_lowercase();
        let count = |known: &[&str]| words.split(' ').filter(|word| known.contains(word)).count();
        let (french, english) = (count(&FRENCH), count(&ENGLISH));
        let mut tags = language.split(['-', '_']);
        let is_english = tags.next() == Some("en");
        let region = tags.next_back().unwrap_or_default();
        Self {
            twelve_hours: if french == english { is_english } else { english > french },
            month_first: is_english && matches!(region, "" | "us" | "ph"),
        }
    }
}

/// The minutes of the day that the time of `moment` sensibly means, the likeliest first.
pub fn minutes(moment: &Moment, manner: Manner) -> impl Iterator<Item = u32> {
    let part = moment.part.map(|(part, _)| part);
    let [first, second] = match (moment.clock, part) {
        (Some(clock), part) => sensible(clock, part, manner),
        (None, Some(part)) => [Some(part_minutes(part).0), None],
        (None, None) => [None, None],
    };
    first.into_iter().chain(second)
}

/// Every minute of the day that shows these figures.
pub fn any_minutes(moment: &Moment) -> impl Iterator<Item = u32> {
    let clock =
        moment.clock.filter(|clock| matches!(clock.hours, Hours::French | Hours::English | Hours::Unsaid));
    let halves = clock.filter(|clock| clock.hour <= 12).map(halves).unwrap_or_default();
    halves.into_iter().flatten()
}

fn sensible(clock: Clock, part: Option<Part>, manner: Manner) -> [Option<u32>; 2] {
    let plain = clock.hour * 60 + clock.minute;
    let [morning, afternoon] = halves(clock);
    if clock.hour > 12 || clock.hour == 0 {
        return [Some(plain), None];
    }
    match clock.hours {
        Hours::Am => return [morning, None],
        Hours::Pm => return [afternoon, None],
        Hours::Exact => return [Some(plain), None],
        Hours::French | Hours::English | Hours::Unsaid => {}
    }
    if let Some(part) = part {
        return [half_in(clock, part), None];
    }
    let french = clock.hours == Hours::French || (clock.hours == Hours::Unsaid && !manner.twelve_hours);
    match french {
        true if clock.hour <= 6 => [afternoon, None],
        true => [Some(plain), None],
        false => {
            let [early, late] = [morning, afternoon].map(|m| m.filter(|m| SENSIBLE_MINUTES.contains(m)));
            if early.is_none() { [late, None] } else { [early, late] }
        }
    }
}

/// The half of the day that `matin`, `tonight` and the like leave.
fn half_in(clock: Clock, part: Part) -> Option<u32> {
    let [morning, afternoon] = halves(clock);
    let (start, _) = part_minutes(part);
    match part {
        Part::Evening | Part::LateEvening if clock.hour == 12 => Some(24 * 60 + clock.minute),
        Part::Daytime => morning.filter(|m| SENSIBLE_MINUTES.contains(m)).or(afternoon),
        _ if start < 12 * 60 && clock.hour < 12 => morning,
        _ => afternoon,
    }
}

/// The minute of the morning and that of the afternoon which show the same figures.
fn halves(clock: Clock) -> [Option<u32>; 2] {
    let morning = clock.hour % 12 * 60 + clock.minute;
    [Some(morning), Some(morning + 12 * 60)]
}
