//! Days: "lundi prochain", "March 3rd", "le 12/03", "fin de semaine".

use chrono::Weekday;

use super::{Pair, Rule, numbers};
use crate::intents::requested::moment::{Day, WeekPlace, Which};

/// The day that a rule of the sections on days and dates stands for.
pub fn day(pair: Pair<'_, '_>) -> Option<Day> {
    let text = pair.as_str();
    let next_if_said = || {
        if text.contains("proch") || text.contains("pro") || text.contains("next") {
            Which::NextWeek
        } else {
            Which::Coming
        }
    };
    Some(match pair.as_rule() {
        Rule::today => Day::Today,
        Rule::tomorrow | Rule::another_day => Day::InDays(1),
        Rule::overmorrow => Day::InDays(2),
        Rule::weekday => weekday(pair)?,
        Rule::next_week => Day::Week(WeekPlace::Start, Which::NextWeek),
        Rule::week_start => Day::Week(WeekPlace::Start, next_if_said()),
        Rule::week_middle => Day::Week(WeekPlace::Middle, next_if_said()),
        Rule::week_close => Day::Week(WeekPlace::Close, next_if_said()),
        Rule::later_this_week => Day::LaterThisWeek,
        Rule::next_weekend => Day::Weekend(Which::NextWeek),
        Rule::weekend => Day::Weekend(Which::Coming),
        Rule::next_month => Day::NextMonth,
        Rule::month_close => Day::MonthClose,
        Rule::month_part => month_part(pair)?,
        Rule::date => date(pair)?,
        Rule::day_of_month => day_of_month(pair)?,
        _ => return None,
    })
}

fn weekday(pair: Pair<'_, '_>) -> Option<Day> {
    let mut named = None;
    let mut which = Which::Coming;
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::day_name => named = weekday_name(inner.into_inner().next()?.as_rule()),
            Rule::next | Rule::suffix_next => which = Which::Next,
            Rule::suffix_next_week => which = Which::NextWeek,
            Rule::en_huit | Rule::week_ahead => which = Which::Ahead(1),
            Rule::en_quinze => which = Which::Ahead(2),
            _ => {}
        }
    }
    Some(Day::Weekday(named?, which))
}

fn weekday_name(rule: Rule) -> Option<Weekday> {
    Some(match rule {
        Rule::monday | Rule::short_monday => Weekday::Mon,
        Rule::tuesday | Rule::short_tuesday => Weekday::Tue,
        Rule::wednesday | Rule::short_wednesday => Weekday::Wed,
        Rule::thursday | Rule::short_thursday => Weekday::Thu,
        Rule::friday | Rule::short_friday => Weekday::Fri,
        Rule::saturday | Rule::short_saturday => Weekday::Sat,
        Rule::sunday | Rule::short_sunday => Weekday::Sun,
        _ => return None,
    })
}

fn month_number(rule: Rule) -> Option<u32> {
    Some(match rule {
        Rule::january => 1,
        Rule::february => 2,
        Rule::march | Rule::march_short => 3,
        Rule::april => 4,
        Rule::may => 5,
        Rule::june => 6,
        Rule::july => 7,
        Rule::august => 8,
        Rule::september => 9,
        Rule::october => 10,
        Rule::november => 11,
        Rule::december => 12,
        _ => return None,
    })
}

fn month_part(pair: Pair<'_, '_>) -> Option<Day> {
    let mut day = 1;
    let mut month = None;
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::month_early => day = 1,
            Rule::month_mid => day = 15,
            Rule::month_late => day = 31,
            rule => month = month_number(rule),
        }
    }
    Some(Day::Month(day, month?))
}

fn date(pair: Pair<'_, '_>) -> Option<Day> {
    let (mut day, mut month, mut year) = (None, None, None);
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::numeric_date | Rule::iso_date => return numeric_date(inner),
            Rule::day_number => day = numbers::number(inner.as_str()),
            Rule::year => year = inner.as_str().parse().ok(),
            rule => month = month_number(rule),
        }
    }
    Some(Day::Date(day.filter(|day| (1..=31).contains(day))?, month?, year))
}

/// `2026-03-12` is in that order; of `12/03` somebody else must say which is the day.
fn numeric_date(pair: Pair<'_, '_>) -> Option<Day> {
    let iso = pair.as_rule() == Rule::iso_date;
    let numbers: Vec<u32> = pair.into_inner().filter_map(|inner| inner.as_str().parse().ok()).collect();
    match numbers[..] {
        [year, month, day] if iso => Some(Day::Date(day, month, i32::try_from(year).ok())),
        [first, second] => Some(Day::Numeric(first, second, None)),
        [first, second, year] => {
            let year = i32::try_from(if year < 100 { 2000 + year } else { year }).ok();
            Some(Day::Numeric(first, second, year))
        }
        _ => None,
    }
}

fn day_of_month(pair: Pair<'_, '_>) -> Option<Day> {
    let numbers: Vec<u32> = pair.into_inner().filter_map(|inner| numbers::number(inner.as_str())).collect();
    match numbers[..] {
        [day] if (1..=31).contains(&day) => Some(Day::OfMonth(day)),
        [day, month] => Some(Day::Date(day, month, None)),
        _ => None,
    }
}
