//! Opening hours against a search minute by minute.

use chrono::{Datelike, NaiveDate, TimeZone, Timelike, Weekday};
use chrono_tz::Tz;
use flowc::calendar::{DateRange, Hours, Opening, Schedule, Zone, next_allowed};
use flowc::time::{Days, Instant, Stretch, TimeOfDay, Weekly};
use proptest::prelude::*;

use crate::hours::{instant, zone};

const MINUTE: i64 = 60_000;

const DAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// Zones with all kinds of oddities, each with an instant close to one.
const ODD: [(&str, &str); 12] = [
    ("Europe/Paris", "2026-03-29T01:00:00Z"),
    ("Europe/Paris", "2026-10-25T01:00:00Z"),
    ("America/New_York", "2026-03-08T07:00:00Z"),
    ("America/New_York", "2026-11-01T06:00:00Z"),
    ("Asia/Kathmandu", "2026-02-28T18:15:00Z"),
    ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
    ("Africa/Abidjan", "2028-02-29T00:00:00Z"),
    ("Africa/Casablanca", "2026-02-15T02:00:00Z"),
    ("Africa/Casablanca", "2026-03-22T02:00:00Z"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z"),
    ("America/Sao_Paulo", "2018-11-04T03:00:00Z"),
];

// The oracle knows dates and times of chrono, and nothing of offsets, spans or edges.

fn oracle_begins(schedule: &Schedule, date: NaiveDate) -> Vec<Stretch> {
    let on = |weekly: &Weekly| -> Vec<Stretch> {
        weekly.stretches.iter().filter(|s| s.days.contains(date.weekday())).copied().collect()
    };
    let special: Vec<_> =
        schedule.open.iter().filter(|o| o.dates.contains(date)).flat_map(|o| on(&o.hours)).collect();
    let holiday = schedule.closed_holidays.iter().any(|country| country.is_holiday(date));
    if !special.is_empty() {
        special
    } else if holiday || schedule.closed.iter().any(|dates| dates.contains(date)) {
        vec![]
    } else {
        on(&schedule.weekly)
    }
}

fn oracle_is_open(schedule: &Schedule, at: i64) -> bool {
    let tz: Tz = schedule.zone.name().parse().unwrap();
    let local = tz.timestamp_millis_opt(at).unwrap().naive_local();
    let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap();
    let past_midnight = |s: &Stretch| s.end <= s.start;
    let today = oracle_begins(schedule, local.date());
    let yesterday = oracle_begins(schedule, local.date().pred_opt().unwrap());
    today.iter().any(|s| minute >= s.start.minutes() && (past_midnight(s) || minute < s.end.minutes()))
        || yesterday.iter().any(|s| past_midnight(s) && minute < s.end.minutes())
}

fn oracle(hours: &Hours<'_>, at: i64) -> bool {
    let weekly = |weekly: &Weekly, zone| Schedule { weekly: weekly.clone(), zone, ..Schedule::default() };
    match *hours {
        Hours::Within(window, zone) => oracle_is_open(&weekly(window, zone), at),
        Hours::Outside(window, zone) => !oracle_is_open(&weekly(window, zone), at),
        Hours::Open(schedule) => oracle_is_open(schedule, at),
        Hours::Closed(schedule) => !oracle_is_open(schedule, at),
    }
}

fn a_window() -> impl Strategy<Value = Weekly> {
    let clock = prop_oneof![0_u16..=1440, (0_u16..=48).prop_map(|half_hours| half_hours * 30), 60_u16..=210];
    let days = prop_oneof![Just(127_u8), 1_u8..128];
    let one = (days, clock.clone(), clock).prop_map(|(days, start, end)| Stretch {
        days: (0..7).filter(|day| days & (1 << day) != 0).fold(Days::NONE, |all, day| all.with(DAYS[day])),
        start: TimeOfDay::new(start / 60, start % 60).unwrap(),
        end: TimeOfDay::new(end / 60, end % 60).unwrap(),
    });
    // 24:00 is never a start, and nothing is empty: the language has no way to write either.
    let one = one.prop_filter("a stretch begins on its day", |s| s.start < TimeOfDay::END);
    proptest::collection::vec(one, 1..4).prop_map(|stretches| Weekly { stretches })
}

fn a_place() -> impl Strategy<Value = (Zone, i64)> {
    (0..ODD.len(), -3 * 1440_i64..1440, 0..MINUTE).prop_map(|(index, minutes, millis)| {
        (zone(ODD[index].0), instant(ODD[index].1).millis() + minutes * MINUTE + millis)
    })
}

fn a_schedule() -> impl Strategy<Value = (Schedule, i64)> {
    let range = (-4_i64..6, 0_i64..3);
    let openings = proptest::collection::vec((range.clone(), a_window()), 0..3);
    (a_place(), a_window(), proptest::collection::vec(range, 0..3), openings).prop_map(
        |((zone, from), weekly, closed, open)| {
            let dates = |(first, more): (i64, i64)| {
                let first = zone.local(Instant::from_millis(from)).date() + chrono::TimeDelta::days(first);
                DateRange { first, last: first + chrono::TimeDelta::days(more) }
            };
            let closed = closed.into_iter().map(dates).collect();
            let open =
                open.into_iter().map(|(range, hours)| Opening { dates: dates(range), hours }).collect();
            (Schedule { zone, weekly, closed, closed_holidays: vec![], open }, from)
        },
    )
}

/// The first of the instants at which something can change, minute by minute, that all allow; within `days`.
fn oracle_next(hours: &[Hours<'_>], from: i64, days: i64) -> Option<i64> {
    let next_minute = from - from.rem_euclid(MINUTE) + MINUTE;
    let minutes = (0..days * 1440).map(|minute| next_minute + minute * MINUTE);
    std::iter::once(from).chain(minutes).find(|at| hours.iter().all(|one| oracle(one, *at)))
}

fn check_next(hours: &[Hours<'_>], from: i64) -> Result<(), TestCaseError> {
    let found = next_allowed(Instant::from_millis(from), hours).map(Instant::millis);
    match oracle_next(hours, from, 16) {
        Some(expected) => prop_assert_eq!(found, Some(expected)),
        None => prop_assert!(found.is_none_or(|found| found > from + 16 * 86_400_000 - MINUTE)),
    }
    if let Some(found) = found {
        prop_assert!(found >= from);
        prop_assert!(hours.iter().all(|one| one.is_open(Instant::from_millis(found))));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_schedule_and_its_opposite((schedule, from) in a_schedule()) {
        let (open, closed) = (Hours::Open(&schedule), Hours::Closed(&schedule));
        check_next(&[open], from)?;
        check_next(&[closed], from)?;
        let from = Instant::from_millis(from);
        prop_assert_eq!(open.next_shut(from), closed.next_open(from));
        prop_assert_eq!(open.next_open(from), closed.next_shut(from));
        for minute in 0..3000 {
            let at = from.plus_millis(minute * MINUTE);
            prop_assert_eq!(open.is_open(at), oracle(&open, at.millis()));
        }
    }

    #[test]
    fn windows_schedules_and_quiet_hours_together(
        (schedule, from) in a_schedule(),
        window in a_window(),
        quiet in a_window(),
        (contact, _) in a_place(),
    ) {
        let hours = [Hours::Within(&window, contact), Hours::Outside(&quiet, contact), Hours::Open(&schedule)];
        check_next(&hours, from)?;
        check_next(&hours[..2], from)?;
    }
}
