//! A moment from its parts.

use super::{Pair, Rule, calendar, clock, lengths};
use crate::intents::requested::moment::{
    Bound, Clock, Day, Hold, Hours, Moment, Part, Vague, WeekPlace, Which,
};

/// A moment from a rule that holds nothing but a duration.
pub fn from_duration(pair: Pair<'_, '_>) -> Option<Moment> {
    let duration = pair.into_inner().find(|inner| inner.as_rule() == Rule::duration)?;
    Some(Moment { length: Some(lengths::duration(duration)?), ..Moment::default() })
}

/// The moment that a `moment` stands for; none when it names what no clock or calendar has.
pub fn moment(pair: Pair<'_, '_>) -> Option<Moment> {
    let text = pair.as_str();
    let mut moment = Moment::default();
    let mut parts = 0;
    let mut bare_date = false;
    let mut side = None;
    for part in pair.into_inner() {
        parts += 1;
        bare_date |= part.as_rule() == Rule::date && part.as_str() == text && text.contains('/');
        match part.as_rule() {
            rule @ (Rule::late_in | Rule::early_in) => side = Some(rule),
            _ => add(part, &mut moment),
        }
    }
    if let (Some(side), Some((part, _))) = (side, &mut moment.part) {
        *part = part_on_side(*part, side);
    }
    moment.rather =
        ["plutot", "maybe", "peut etre", "say", "disons"].iter().any(|word| text.starts_with(word));
    moment.needs_asking = parts == 1 && (bare_date || moment.vague == Some(Vague::Soonest));
    let named = moment.day.is_some()
        || moment.clock.is_some()
        || moment.part.is_some()
        || moment.length.is_some()
        || moment.vague.is_some();
    named.then_some(moment)
}

fn add(part: Pair<'_, '_>, moment: &mut Moment) {
    match part.as_rule() {
        Rule::bounded | Rule::meal_part | Rule::at_hour | Rule::midday_break | Rule::week_then_day => {
            add_inner(part, moment)
        }
        Rule::from => set(&mut moment.bound, Some(Bound::From)),
        Rule::after => set(&mut moment.bound, Some(Bound::After)),
        Rule::until => set(&mut moment.bound, Some(Bound::Until)),
        Rule::before => set(&mut moment.bound, Some(Bound::Before)),
        Rule::by => set(&mut moment.bound, Some(Bound::By)),
        Rule::offset => set(&mut moment.length, lengths::offset(part)),
        Rule::in_minutes => set(&mut moment.length, lengths::in_minutes(part)),
        Rule::later => {
            let vague = if part.into_inner().next().is_some() { Vague::InAWhile } else { Vague::Later };
            set(&mut moment.vague, Some(vague));
        }
        Rule::soonest => set(&mut moment.vague, Some(Vague::Soonest)),
        Rule::range => add_range(part, moment),
        Rule::day_half => add_day_half(part.as_str(), moment),
        Rule::hour_behind_day => add_number_behind_day(part, moment),
        Rule::number_first | Rule::hour => set(&mut moment.clock, clock::clock(part)),
        Rule::daypart => add_daypart(part, moment),
        Rule::noon
        | Rule::midnight
        | Rule::meridiem_clock
        | Rule::oclock
        | Rule::half_past
        | Rule::quarter
        | Rule::past_to
        | Rule::french_clock
        | Rule::digital
        | Rule::ish => set(&mut moment.clock, clock::clock(part)),
        _ => add_day_or_part(part, moment),
    }
}

fn add_inner(part: Pair<'_, '_>, moment: &mut Moment) {
    if part.as_rule() == Rule::midday_break {
        set(&mut moment.clock, Some(Clock { hour: 12, minute: 0, hours: Hours::Exact }));
        return;
    }
    part.into_inner().for_each(|inner| add(inner, moment));
}

fn add_day_or_part(part: Pair<'_, '_>, moment: &mut Moment) {
    if let Some(name) = part_name(part.as_rule()) {
        set_part(Some(name), Hold::Next, moment);
        return;
    }
    let Some(day) = calendar::day(part) else { return };
    moment.day = Some(match (moment.day, day) {
        (Some(Day::Weekday(weekday, _)), Day::Week(WeekPlace::Start, Which::NextWeek))
        | (Some(Day::Week(_, Which::NextWeek)), Day::Weekday(weekday, _)) => {
            Day::Weekday(weekday, Which::NextWeek)
        }
        (Some(Day::Weekday(..)), Day::Date(..) | Day::Numeric(..) | Day::OfMonth(_)) => day,
        (Some(first), _) => first,
        (None, _) => day,
    });
}

/// "From two to four": the first of the two; it takes `pm` and the day over from the second.
fn add_range(range: Pair<'_, '_>, moment: &mut Moment) {
    let mut ends = Vec::new();
    for end in range.into_inner() {
        let mut one = Moment::default();
        add(end, &mut one);
        ends.push(one);
    }
    let mut ends = ends.into_iter();
    let Some(first) = ends.next() else { return };
    let last = ends.next().unwrap_or_default();
    let clock = first.clock.map(|start| clock::with_half_of(start, last.clock));
    set(&mut moment.clock, clock);
    set(&mut moment.day, first.day.or(last.day));
    set(&mut moment.part, first.part);
}

/// `tomorrow pm`, `monday 9 am` with the hour in front.
fn add_day_half(text: &str, moment: &mut Moment) {
    let (part, hours) = match text {
        "pm" => (Part::Afternoon, Hours::Pm),
        _ => (Part::Morning, Hours::Am),
    };
    match &mut moment.clock {
        Some(clock) => clock.hours = hours,
        None => set(&mut moment.part, Some((part, Hold::Next))),
    }
}

/// "Monday 9" is an hour, "lundi 12" a date: French names the day of the month without an ordinal.
fn add_number_behind_day(part: Pair<'_, '_>, moment: &mut Moment) {
    let french_day =
        moment.day.is_some_and(|day| matches!(day, Day::Weekday(..))) && part.as_str().len() <= 2;
    let text = part.as_str().to_owned();
    let clock = clock::clock(part);
    if french_day && moment.clock.is_none() && moment.part.is_none() {
        let number = text.parse().ok().filter(|day| (13..=31).contains(day));
        if let Some(day) = number {
            moment.day = Some(Day::OfMonth(day));
            return;
        }
    }
    set(&mut moment.clock, clock);
}

fn add_daypart(daypart: Pair<'_, '_>, moment: &mut Moment) {
    let mut hold = Hold::Next;
    for inner in daypart.into_inner() {
        match inner.as_rule() {
            Rule::this_part => hold = Hold::This,
            Rule::within_part => hold = Hold::Within,
            Rule::tonight => set(&mut moment.part, Some((Part::Evening, Hold::This))),
            name => set_part(part_name(name), hold, moment),
        }
    }
}

fn part_name(rule: Rule) -> Option<Part> {
    Some(match rule {
        Rule::before_work => Part::BeforeWork,
        Rule::early_morning => Part::EarlyMorning,
        Rule::morning | Rule::after_breakfast => Part::Morning,
        Rule::middle_morning => Part::MiddleMorning,
        Rule::late_morning | Rule::before_lunch => Part::LateMorning,
        Rule::lunch => Part::Lunch,
        Rule::early_afternoon | Rule::after_lunch => Part::EarlyAfternoon,
        Rule::afternoon => Part::Afternoon,
        Rule::middle_afternoon => Part::MiddleAfternoon,
        Rule::late_afternoon => Part::LateAfternoon,
        Rule::end_of_day => Part::EndOfDay,
        Rule::early_evening | Rule::after_work => Part::EarlyEvening,
        Rule::evening => Part::Evening,
        Rule::late_evening | Rule::after_dinner => Part::LateEvening,
        Rule::daytime => Part::Daytime,
        _ => return None,
    })
}

/// "Late tomorrow afternoon".
fn part_on_side(part: Part, side: Rule) -> Part {
    match (part, side == Rule::late_in) {
        (Part::Morning, true) => Part::LateMorning,
        (Part::Morning, false) => Part::EarlyMorning,
        (Part::Afternoon, true) => Part::LateAfternoon,
        (Part::Afternoon, false) => Part::EarlyAfternoon,
        (Part::Evening, true) => Part::LateEvening,
        (Part::Evening, false) => Part::EarlyEvening,
        (other, _) => other,
    }
}

/// "Matin, première heure": the more exact of two parts of the day.
fn set_part(part: Option<Part>, hold: Hold, moment: &mut Moment) {
    match &mut moment.part {
        Some((wide @ (Part::Morning | Part::Afternoon | Part::Evening), _)) => *wide = part.unwrap_or(*wide),
        slot => set(slot, part.map(|part| (part, hold))),
    }
}

/// What is named first counts.
fn set<T>(slot: &mut Option<T>, value: Option<T>) {
    if slot.is_none() {
        *slot = value;
    }
}
