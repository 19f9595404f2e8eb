//! Stretches of time from now: "une heure et demie", "a couple of days".

use super::{Pair, Rule, numbers};
use crate::intents::requested::moment::Length;

/// Nobody asks for a call in ten years; longer stretches are not understood.
const DAYS_MAX: u64 = 3660;

/// The length of `dans deux heures`, or of `dans l'heure`.
pub fn offset(pair: Pair<'_, '_>) -> Option<Length> {
    let inner = pair.into_inner().next()?;
    match inner.as_rule() {
        Rule::one_unit => times(1000, inner.into_inner().next()?.as_rule()),
        _ => duration(inner),
    }
}

/// `in 20` means minutes.
pub fn in_minutes(pair: Pair<'_, '_>) -> Option<Length> {
    let minutes = numbers::number(pair.into_inner().next()?.as_str()).filter(|minutes| *minutes <= 90)?;
    times(u64::from(minutes) * 1000, Rule::minute)
}

/// The length of a `duration`; none when it is zero or beyond all measure.
pub fn duration(pair: Pair<'_, '_>) -> Option<Length> {
    let text = pair.as_str();
    let mut inner = pair.into_inner().peekable();
    let first = inner.peek()?.as_rule();
    let minutes = |minutes: u64| times(minutes * 1000, Rule::minute);
    match first {
        Rule::three_quarters => return minutes(45),
        Rule::half_hour => return minutes(30),
        Rule::quarter_hour => return minutes(15),
        Rule::fortnight => {
            return times(if text.contains("huitaine") { 1000 } else { 2000 }, Rule::week_unit);
        }
        Rule::hours_minutes => return hours_minutes(inner.next()?),
        _ => {}
    }
    let (mut amount, mut measure, mut extra) = (None, None, None);
    for part in inner {
        match part.as_rule() {
            Rule::count => amount = part.into_inner().next(),
            Rule::extra => extra = Some(part),
            Rule::and_half => extra = Some(part),
            rule => measure = Some(rule),
        }
    }
    let measure = measure?;
    let count = idiomatic(numbers::count(amount?.as_str().trim(), measure == Rule::minute)?, measure, text);
    let fraction = extra.as_ref().map_or(0, |extra| fraction_of(extra.as_str()));
    let mut length = times(count + fraction, measure)?;
    if let Some(number) = extra.and_then(|extra| extra.into_inner().next()) {
        let more = numbers::number(number.as_str()).filter(|more| *more < 60)?;
        length.seconds += u64::from(more) * if measure == Rule::hour_unit { 60 } else { 1 };
    }
    Some(length)
}

/// `1h30`.
fn hours_minutes(pair: Pair<'_, '_>) -> Option<Length> {
    let mut inner = pair.into_inner();
    let hours = numbers::number(inner.next()?.as_str())?;
    let minutes = numbers::number(inner.next()?.as_str()).filter(|minutes| *minutes < 60)?;
    times((u64::from(hours) * 60 + u64::from(minutes)) * 1000, Rule::minute)
}

/// French counts a week as "huit jours" and two as "quinze jours".
fn idiomatic(count: u64, measure: Rule, text: &str) -> u64 {
    let french_days = measure == Rule::day_unit && text.contains(" j");
    match count {
        8000 if french_days => 7000,
        15_000 if french_days => 14_000,
        _ => count,
    }
}

fn fraction_of(text: &str) -> u64 {
    if text.contains("trois quarts") {
        750
    } else if text.contains("quar") {
        250
    } else if text.contains("half") || text.contains("demi") {
        500
    } else {
        0
    }
}

/// That many thousandths of a measure.
fn times(thousandths: u64, measure: Rule) -> Option<Length> {
    let days = |days: u64| {
        let whole = u32::try_from(days / 1000).ok()?;
        Some(Length { days: whole, seconds: days % 1000 * 86_400 / 1000, ..Length::default() })
    };
    let whole = u32::try_from(thousandths / 1000).ok()?;
    if thousandths == 0 || thousandths / 1000 > DAYS_MAX {
        return None;
    }
    match measure {
        Rule::second => Some(Length { seconds: (thousandths / 1000).max(1), ..Length::default() }),
        Rule::minute => Some(Length { seconds: thousandths * 60 / 1000, ..Length::default() }),
        Rule::hour_unit => Some(Length { seconds: thousandths * 3600 / 1000, ..Length::default() }),
        Rule::day_unit => days(thousandths),
        Rule::week_unit => days(thousandths * 7).filter(|length| u64::from(length.days) <= DAYS_MAX),
        Rule::work_day => Some(Length { work_days: whole, ..Length::default() }),
        Rule::month_unit => {
            Some(Length { months: whole, days: (thousandths % 1000 * 30 / 1000) as u32, ..Length::default() })
        }
        _ => None,
    }
}
