//! Which dates a named day can be, seen from today.

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta, Weekday};

use super::super::moment::{Day, WeekPlace, Which};

/// The dates that `day` can mean, the likeliest first; the caller takes the first that is not over.
///
/// `timed`: a time was named with it, so that today is possible.
pub fn candidates(day: Day, today: NaiveDate, timed: bool, month_first: bool) -> [Option<NaiveDate>; 3] {
    match day {
        Day::Today => [Some(today), None, None],
        Day::InDays(days) => [today.checked_add_days(Days::new(u64::from(days))), None, None],
        Day::Weekday(weekday, Which::Coming) if timed && today.weekday() == weekday => {
            [Some(today), coming(weekday, today), None]
        }
        Day::Weekday(weekday, which) => [weekday_date(weekday, which, today), None, None],
        Day::Date(day, month, Some(year)) => [NaiveDate::from_ymd_opt(year, month, day), None, None],
        Day::Date(day, month, None) => yearly(day, month, today),
        Day::Numeric(first, second, year) => {
            let (day, month) = day_and_month(first, second, month_first);
            candidates(Day::Date(day, month, year), today, timed, month_first)
        }
        Day::OfMonth(day) => monthly(day, today),
        Day::Week(place, which) => week(place, which, today),
        Day::LaterThisWeek => [later_this_week(today), None, None],
        Day::Weekend(Which::Coming) if today.weekday() == Weekday::Sat => {
            [Some(today), today.succ_opt(), coming(Weekday::Sat, today)]
        }
        Day::Weekend(Which::Coming) if today.weekday() == Weekday::Sun => {
            [Some(today), coming(Weekday::Sat, today), None]
        }
        Day::Weekend(which) => [weekday_date(Weekday::Sat, which, today), None, None],
        Day::Month(day, month) => yearly(day, month, today),
        Day::NextMonth => [first_of_month(today, 1), None, None],
        Day::MonthClose => [last_of_month(today, 0), last_of_month(today, 1), None],
    }
}

/// The date that many days from Monday to Friday later.
pub fn after_work_days(today: NaiveDate, count: u32) -> Option<NaiveDate> {
    let mut date = today;
    for _ in 0..count {
        date = date.succ_opt()?;
        while matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            date = date.succ_opt()?;
        }
    }
    Some(date)
}

/// The first such day behind today.
fn coming(weekday: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    let ahead = (7 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    today.checked_add_days(Days::new(u64::from(if ahead == 0 { 7 } else { ahead })))
}

fn weekday_date(weekday: Weekday, which: Which, today: NaiveDate) -> Option<NaiveDate> {
    match which {
        Which::Coming | Which::Next => coming(weekday, today),
        Which::NextWeek => {
            let monday = coming(Weekday::Mon, today)?;
            monday.checked_add_days(Days::new(u64::from(weekday.num_days_from_monday())))
        }
        Which::Ahead(weeks) => coming(weekday, today)?.checked_add_signed(TimeDelta::try_weeks(weeks)?),
    }
}

fn week(place: WeekPlace, which: Which, today: NaiveDate) -> [Option<NaiveDate>; 3] {
    let weekday = match place {
        WeekPlace::Start => Weekday::Mon,
        WeekPlace::Middle => Weekday::Wed,
        WeekPlace::Close => Weekday::Fri,
    };
    let date = weekday_date(weekday, which, today);
    if which == Which::Coming && today.weekday() == weekday {
        [Some(today), date, None]
    } else {
        [date, None, None]
    }
}

/// The day after tomorrow, but not beyond Friday while the week still has one.
fn later_this_week(today: NaiveDate) -> Option<NaiveDate> {
    let days = match today.weekday() {
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Fri => 2,
        Weekday::Thu | Weekday::Sat | Weekday::Sun => 1,
    };
    today.checked_add_days(Days::new(if today.weekday() == Weekday::Fri { 1 } else { days }))
}

/// That date this year, and then the next year that has it (29 February).
fn yearly(day: u32, month: u32, today: NaiveDate) -> [Option<NaiveDate>; 3] {
    let in_year = |year: i32| {
        let date = NaiveDate::from_ymd_opt(year, month, day);
        if day == 31 && date.is_none() {
            last_of_month(NaiveDate::from_ymd_opt(year, month, 1)?, 0)
        } else {
            date
        }
    };
    let next = (1..=8).find_map(|ahead| in_year(today.year() + ahead));
    [in_year(today.year()), next, None]
}

fn monthly(day: u32, today: NaiveDate) -> [Option<NaiveDate>; 3] {
    let in_month = |ahead| first_of_month(today, ahead)?.with_day(day);
    let mut found = (0..=3).filter_map(in_month);
    [found.next(), found.next(), None]
}

/// Day and month of `12/03`: what only one reading allows, otherwise what the country does.
fn day_and_month(first: u32, second: u32, month_first: bool) -> (u32, u32) {
    let swap = (month_first && first <= 12) || second > 12;
    if swap { (second, first) } else { (first, second) }
}

fn first_of_month(today: NaiveDate, ahead: u32) -> Option<NaiveDate> {
    today.with_day(1)?.checked_add_months(Months::new(ahead))
}

fn last_of_month(today: NaiveDate, ahead: u32) -> Option<NaiveDate> {
    first_of_month(today, ahead + 1)?.pred_opt()
}
