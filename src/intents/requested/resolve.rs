//! From a moment as it was named to a time on the contact's clock.

use chrono::{Days, Months, NaiveDate, NaiveDateTime, TimeDelta};

use super::Requested;
use super::defaults;
use super::moment::{Bound, Day, Hold, Length, Moment, Part, Vague, Which};
use crate::time::Delay;

mod clocks;
mod dates;

pub use clocks::Manner;

/// When `moment`, said at `now`, is; none when it is over or is on no calendar. Always later than `now`.
pub fn resolve(moment: &Moment, now: NaiveDateTime, manner: Manner) -> Option<Requested> {
    let timed = moment.clock.is_some() || moment.part.is_some();
    let requested = match (moment.length, moment.day) {
        (Some(length), None) if !timed || (length.days == 0 && length.months == 0) => after(length, now)?,
        _ if timed || moment.day.is_some() => Requested::At(at(moment, now, manner)?),
        _ => vague(moment.vague?),
    };
    match requested {
        Requested::At(at) if at <= now => None,
        Requested::In(delay) if delay.is_zero() => None,
        later => Some(later),
    }
}

fn vague(vague: Vague) -> Requested {
    Requested::In(Delay::from_seconds(match vague {
        Vague::Later => defaults::LATER_SECONDS,
        Vague::InAWhile => defaults::WHILE_SECONDS,
        Vague::Soonest => defaults::SOONEST_SECONDS,
    }))
}

fn after(length: Length, now: NaiveDateTime) -> Option<Requested> {
    if length.months > 0 {
        let date = now.checked_add_months(Months::new(length.months))?;
        return Some(Requested::At(date.checked_add_days(Days::new(u64::from(length.days)))?));
    }
    if length.work_days > 0 {
        let date = dates::after_work_days(now.date(), length.work_days)?;
        return Some(Requested::At(on(date, defaults::DAY_MINUTE)?));
    }
    Some(Requested::In(Delay { days: length.days, millis: length.seconds.checked_mul(1000)? }))
}

fn at(moment: &Moment, now: NaiveDateTime, manner: Manner) -> Option<NaiveDateTime> {
    let timed = moment.clock.is_some() || moment.part.is_some();
    let at = match (day_in(moment, now), timed) {
        (None, _) => without_day(moment, now, manner)?,
        (Some(Day::Today), false) if moment.bound.is_none() => {
            now.checked_add_signed(TimeDelta::seconds(i64::try_from(defaults::LATER_SECONDS).ok()?))?
        }
        (Some(Day::Today), _) => today(moment, now, manner)?,
        (Some(day), _) => on_day(day, moment, now, manner)?,
    };
    bounded(at, moment, now, timed)
}

/// The day that was named, or that a length of days leads to.
fn day_in(moment: &Moment, now: NaiveDateTime) -> Option<Day> {
    let Some(length) = moment.length else { return moment.day };
    match moment.day {
        Some(Day::Weekday(weekday, _)) if length.days >= 7 => {
            Some(Day::Weekday(weekday, Which::Ahead(i64::from(length.days / 7))))
        }
        Some(day) => Some(day),
        None if length.months > 0 => {
            let date = now.date().checked_add_months(Months::new(length.months))?;
            Some(Day::InDays(u32::try_from((date - now.date()).num_days()).ok()?))
        }
        None => Some(Day::InDays(length.days)),
    }
}

/// A time without a day: the next one.
fn without_day(moment: &Moment, now: NaiveDateTime, manner: Manner) -> Option<NaiveDateTime> {
    let hold = moment.part.map(|(_, hold)| hold);
    if let (None, Some((part, Hold::This | Hold::Within))) = (moment.clock, moment.part)
        && let Some(at) = running(part, now)
    {
        return Some(at);
    }
    let tomorrow = now.date().succ_opt()?;
    let days: &[NaiveDate] = if hold == Some(Hold::This) { &[now.date()] } else { &[now.date(), tomorrow] };
    for day in days {
        if let Some(at) =
            clocks::minutes(moment, manner).filter_map(|minute| on(*day, minute)).find(|at| *at > now)
        {
            return Some(at);
        }
    }
    None
}

/// "Today at five": today if there is still a way to read it so, otherwise tomorrow.
fn today(moment: &Moment, now: NaiveDateTime, manner: Manner) -> Option<NaiveDateTime> {
    if let (None, Some((part, _))) = (moment.clock, moment.part) {
        return running(part, now);
    }
    let today = now.date();
    let sensible =
        clocks::minutes(moment, manner).filter_map(|minute| on(today, minute)).find(|at| *at > now);
    let any = || clocks::any_minutes(moment).filter_map(|minute| on(today, minute)).find(|at| *at > now);
    sensible.or_else(any).or_else(|| on(today.succ_opt()?, clocks::minutes(moment, manner).next()?))
}

fn on_day(day: Day, moment: &Moment, now: NaiveDateTime, manner: Manner) -> Option<NaiveDateTime> {
    let default =
        if matches!(day, Day::Weekend(_)) { defaults::WEEKEND_MINUTE } else { defaults::DAY_MINUTE };
    let timed = moment.clock.is_some() || moment.part.is_some();
    dates::candidates(day, now.date(), timed, manner.month_first).into_iter().flatten().find_map(|date| {
        let mut minutes = clocks::minutes(moment, manner).chain((!timed).then_some(default));
        minutes.find_map(|minute| on(date, minute).filter(|at| *at > now))
    })
}

/// A part of today, while it lasts.
fn running(part: Part, now: NaiveDateTime) -> Option<NaiveDateTime> {
    let (start, end) = defaults::part_minutes(part);
    let (start, end) = (on(now.date(), start)?, on(now.date(), end)?);
    if start > now {
        return Some(start);
    }
    let soon = now.checked_add_signed(TimeDelta::minutes(defaults::RUNNING_MINUTES))?;
    Some(soon.min(end)).filter(|at| *at > now)
}

/// "After Monday" is Tuesday, "before six" is five.
fn bounded(at: NaiveDateTime, moment: &Moment, now: NaiveDateTime, timed: bool) -> Option<NaiveDateTime> {
    let earlier = |deadline: NaiveDateTime, wish: NaiveDateTime| {
        let half_way = now.checked_add_signed((deadline - now) / 2)?;
        Some(if wish > now { wish } else { half_way })
    };
    match moment.bound {
        Some(Bound::After) if !timed => {
            let days = match moment.day {
                Some(Day::Week(_, Which::NextWeek)) => 7,
                Some(Day::Weekend(_)) => 2,
                _ => 1,
            };
            on(at.date().checked_add_days(Days::new(days))?, defaults::DAY_MINUTE)
        }
        Some(Bound::Before) if !timed => {
            let deadline = on(at.date(), 0).filter(|deadline| *deadline > now)?;
            earlier(deadline, on(at.date().pred_opt()?, defaults::DAY_MINUTE)?)
        }
        Some(Bound::Before | Bound::By) if timed => {
            earlier(at, at.checked_sub_signed(TimeDelta::minutes(defaults::BEFORE_MINUTES))?)
        }
        _ => Some(at),
    }
}

/// That minute of the day of `date`; past 24:00 it is in the next one.
fn on(date: NaiveDate, minute: u32) -> Option<NaiveDateTime> {
    date.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::minutes(i64::from(minute)))
}
