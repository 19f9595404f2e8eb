//! Times on the clock: "9h30", "half past three", "midi et quart".

use super::{Pair, Rule, numbers};
use crate::intents::requested::moment::{Clock, Hours};

/// The time that a rule of the section on times stands for; none when no clock shows it.
pub fn clock(pair: Pair<'_, '_>) -> Option<Clock> {
    let rule = pair.as_rule();
    match rule {
        Rule::noon => {
            tail(12, Hours::Exact, pair.into_inner().find(|inner| inner.as_rule() == Rule::french_tail))
        }
        Rule::midnight => tail(24, Hours::Exact, pair.into_inner().next()),
        Rule::meridiem_clock | Rule::oclock | Rule::half_past => {
            spoken(pair, if rule == Rule::half_past { 30 } else { 0 })
        }
        Rule::quarter => relative(pair, Some(15)),
        Rule::past_to => relative(pair, None),
        Rule::french_clock => french(pair),
        Rule::digital => {
            let mut inner = pair.into_inner();
            let (hour, minute) = (inner.next()?.as_str(), inner.next()?.as_str());
            let hours = written_hours(hour, Hours::Unsaid);
            make(numbers::number(hour)?, numbers::number(minute)?, hours)
        }
        _ => bare(pair.into_inner().find(|inner| inner.as_rule() == Rule::number)?.as_str()),
    }
}

/// `start` in the half of the day that `end` names: "between 2 and 4pm".
pub fn with_half_of(start: Clock, end: Option<Clock>) -> Clock {
    let Some(end) = end else { return start };
    let open = matches!(start.hours, Hours::Unsaid | Hours::English);
    let half = match end.hours {
        Hours::Am if open => Hours::Am,
        Hours::Pm if open && start.hour % 12 < end.hour % 12 => Hours::Pm,
        Hours::Pm if open => Hours::Am,
        Hours::French if open => Hours::French,
        Hours::Exact if open && end.hour > 12 && start.hour >= 7 => Hours::French,
        _ => start.hours,
    };
    Clock { hours: half, ..start }
}

/// `at 5`, `at 1430`, `vers 09`.
fn bare(number: &str) -> Option<Clock> {
    let value = numbers::number(number)?;
    if value >= 100 {
        return make(value / 100, value % 100, written_hours(number, Hours::Unsaid));
    }
    make(value, 0, written_hours(number, Hours::Unsaid))
}

fn spoken(pair: Pair<'_, '_>, minute: u32) -> Option<Clock> {
    let mut clock = Clock { hour: 0, minute, hours: Hours::English };
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::number => {
                let value = numbers::number(inner.as_str())?;
                (clock.hour, clock.minute) =
                    if value >= 100 { (value / 100, value % 100) } else { (value, minute) };
            }
            Rule::digits2 => clock.minute = numbers::number(inner.as_str())?,
            _ => clock.hours = meridiem(&inner),
        }
    }
    make(clock.hour, clock.minute, clock.hours)
}

/// "Quarter to six", "ten past four".
fn relative(pair: Pair<'_, '_>, quarter: Option<u32>) -> Option<Clock> {
    let mut minutes = quarter;
    let mut before = false;
    let mut hour = None;
    let mut hours = Hours::English;
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::number if minutes.is_none() => minutes = numbers::number(inner.as_str()),
            Rule::number => hour = numbers::number(inner.as_str()),
            Rule::noon => (hour, hours) = (Some(12), Hours::Exact),
            Rule::minutes_to => before = true,
            Rule::meridiem => hours = meridiem(&inner),
            _ => {}
        }
    }
    let (minutes, hour) = (minutes.filter(|m| (1..60).contains(m))?, hour?);
    match before {
        false => make(hour, minutes, hours),
        true if hour == 12 && hours == Hours::Pm => make(11, 60 - minutes, Hours::Am),
        true if hour == 1 => make(12, 60 - minutes, hours),
        true => make(hour.checked_sub(1)?, 60 - minutes, hours),
    }
}

fn french(pair: Pair<'_, '_>) -> Option<Clock> {
    let mut inner = pair.into_inner();
    let hour = inner.next()?.as_str();
    let hours = written_hours(hour, Hours::French);
    let hour = numbers::number(hour)?;
    match inner.next() {
        Some(minutes) if minutes.as_rule() == Rule::digits2 => {
            make(hour, numbers::number(minutes.as_str())?, hours)
        }
        rest => tail(hour, hours, rest),
    }
}

/// `et demie`, `moins le quart`, `moins dix`, `trente`.
fn tail(hour: u32, hours: Hours, tail: Option<Pair<'_, '_>>) -> Option<Clock> {
    let Some(tail) = tail.and_then(|tail| tail.into_inner().next()) else { return make(hour, 0, hours) };
    let rule = tail.as_rule();
    let number = tail.into_inner().next().and_then(|number| numbers::number(number.as_str()));
    match rule {
        Rule::half_tail => make(hour, 30, hours),
        Rule::quarter_tail => make(hour, 15, hours),
        Rule::less_quarter => make(hour.checked_sub(1)?, 45, hours),
        Rule::less => make(hour.checked_sub(1)?, 60_u32.checked_sub(number?)?, hours),
        _ => make(hour, number?, hours),
    }
}

fn meridiem(pair: &Pair<'_, '_>) -> Hours {
    if pair.as_str().starts_with('p') { Hours::Pm } else { Hours::Am }
}

/// A leading zero says that the clock has 24 hours.
fn written_hours(hour: &str, otherwise: Hours) -> Hours {
    if hour.len() > 1 && hour.starts_with('0') { Hours::Exact } else { otherwise }
}

fn make(hour: u32, minute: u32, hours: Hours) -> Option<Clock> {
    let twelve = matches!(hours, Hours::Am | Hours::Pm | Hours::English);
    let known = minute < 60 && if twelve { (1..=12).contains(&hour) || hour < 24 } else { hour <= 24 };
    known.then_some(Clock { hour, minute, hours })
}
