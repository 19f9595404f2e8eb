//! Opening hours on nights and days that are odd.

use chrono::{DateTime, NaiveDate, Weekday};
use flowc::calendar::{Country, DateRange, Hours, Opening, Schedule, Zone, next_allowed};
use flowc::time::{Days, Instant, Stretch, TimeOfDay, Weekly};

pub fn instant(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc().into()
}

fn time(text: &str) -> TimeOfDay {
    let (hour, minute) = text.split_once(':').unwrap();
    TimeOfDay::new(hour.parse().unwrap(), minute.parse().unwrap()).unwrap()
}

fn stretch(days: Days, times: &str) -> Stretch {
    let (start, end) = times.split_once("..").unwrap();
    Stretch { days, start: time(start), end: time(end) }
}

fn daily(times: &str) -> Weekly {
    Weekly { stretches: vec![stretch(Days::ALL, times)] }
}

pub fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

#[test]
fn af11_a_follow_up_due_in_the_evening_goes_out_in_the_morning() {
    let office = daily("08:00..17:00");
    let hours = [Hours::Within(&office, zone("Europe/Paris"))];
    assert_eq!(next_allowed(instant("2026-03-02T20:00:00Z"), &hours), Some(instant("2026-03-03T07:00:00Z")));
    assert_eq!(next_allowed(instant("2026-03-03T07:00:00Z"), &hours), Some(instant("2026-03-03T07:00:00Z")));
    // Half open: 16:59:59.999 is inside, 17:00 is not.
    assert!(hours[0].is_open(instant("2026-03-03T15:59:59.999Z")));
    assert!(!hours[0].is_open(instant("2026-03-03T16:00:00Z")));
    assert_eq!(hours[0].next_shut(instant("2026-03-03T07:00:00Z")), Some(instant("2026-03-03T16:00:00Z")));
}

#[test]
fn the_hour_that_is_skipped_in_spring() {
    let paris = zone("Europe/Paris");
    let (gone, half) = (daily("02:00..03:00"), daily("02:30..03:30"));
    let night = instant("2026-03-28T23:00:00Z");
    let gone = Hours::Within(&gone, paris);
    assert_eq!(gone.next_open(night), Some(instant("2026-03-30T00:00:00Z")));
    let half = Hours::Within(&half, paris);
    assert_eq!(half.next_open(night), Some(instant("2026-03-29T01:00:00Z")));
    assert_eq!(half.next_shut(instant("2026-03-29T01:00:00Z")), Some(instant("2026-03-29T01:30:00Z")));
}

#[test]
fn the_hour_that_comes_twice_in_autumn() {
    let window = daily("02:00..03:00");
    let hours = Hours::Within(&window, zone("Europe/Paris"));
    let start = hours.next_open(instant("2026-10-24T12:00:00Z")).unwrap();
    assert_eq!(start, instant("2026-10-25T00:00:00Z"));
    assert_eq!(hours.next_shut(start).unwrap().millis_since(start), 2 * 3_600_000);
}

#[test]
fn half_an_hour_of_summer_time_in_lord_howe() {
    let window = daily("02:00..02:30");
    let hours = Hours::Within(&window, zone("Australia/Lord_Howe"));
    // On 2026-10-04 the clock goes from 02:00 to 02:30.
    assert_eq!(hours.next_open(instant("2026-10-03T15:00:00Z")), Some(instant("2026-10-04T15:00:00Z")));
}

#[test]
fn a_missing_day_has_no_hours() {
    let friday = Weekly { stretches: vec![stretch(Days::NONE.with(Weekday::Fri), "09:00..17:00")] };
    let hours = Hours::Within(&friday, zone("Pacific/Apia"));
    assert_eq!(hours.next_open(instant("2011-12-30T09:00:00Z")), Some(instant("2012-01-05T19:00:00Z")));
}

#[test]
fn a_night_belongs_to_the_day_it_begins_on() {
    let night = Weekly { stretches: vec![stretch(Days::NONE.with(Weekday::Sat), "22:00..06:00")] };
    let hours = Hours::Within(&night, Zone::UTC);
    assert!(!hours.is_open(instant("2026-03-07T05:00:00Z")), "the night of Friday");
    assert!(hours.is_open(instant("2026-03-08T05:59:00Z")), "the night of Saturday");
    assert!(!hours.is_open(instant("2026-03-08T22:00:00Z")), "the night of Sunday");
    let schedule = Schedule {
        weekly: daily("22:00..06:00"),
        closed: vec![DateRange::day(NaiveDate::from_ymd_opt(2026, 3, 8).unwrap())],
        ..Schedule::default()
    };
    assert!(Hours::Open(&schedule).is_open(instant("2026-03-08T05:00:00Z")), "Saturday's night runs on");
    assert!(!Hours::Open(&schedule).is_open(instant("2026-03-09T05:00:00Z")), "Sunday's night is cancelled");
}

#[test]
fn until_the_end_of_the_day() {
    let window = daily("18:00..24:00");
    let hours = Hours::Within(&window, Zone::UTC);
    assert!(hours.is_open(instant("2026-03-07T23:59:59.999Z")));
    assert!(!hours.is_open(instant("2026-03-08T00:00:00Z")));
    let always = daily("00:00..24:00");
    assert_eq!(Hours::Within(&always, Zone::UTC).next_shut(instant("2026-03-08T00:00:00Z")), None);
}

#[test]
fn an_opening_wins_over_weekly_hours_and_over_closed() {
    let date = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
    let office = Schedule {
        zone: zone("Europe/Paris"),
        weekly: Weekly { stretches: vec![stretch(Days::range(Weekday::Mon, Weekday::Fri), "08:00..17:00")] },
        closed: vec![DateRange { first: date(23), last: date(28) }],
        closed_holidays: vec![],
        open: vec![Opening { dates: DateRange::day(date(23)), hours: daily("09:00..20:00") }],
    };
    let open = Hours::Open(&office);
    assert!(!open.is_open(instant("2026-12-23T07:30:00Z")), "its hours are replaced, not widened");
    assert!(open.is_open(instant("2026-12-23T18:59:00Z")));
    assert_eq!(open.next_open(instant("2026-12-23T19:00:00Z")), Some(instant("2026-12-29T07:00:00Z")));
}

#[test]
fn a_holiday_beside_a_week_end() {
    // Good Friday is none in France, Easter Monday (2026-04-06) is.
    let office = Schedule {
        zone: zone("Europe/Paris"),
        weekly: Weekly { stretches: vec![stretch(Days::range(Weekday::Mon, Weekday::Fri), "08:00..17:00")] },
        closed_holidays: vec![Country::parse("FR").unwrap()],
        ..Schedule::default()
    };
    let open = Hours::Open(&office);
    assert_eq!(open.next_open(instant("2026-04-03T15:00:00Z")), Some(instant("2026-04-07T06:00:00Z")));
}

#[test]
fn hours_that_never_meet() {
    let monday = Weekly { stretches: vec![stretch(Days::NONE.with(Weekday::Mon), "09:00..10:00")] };
    let tuesday = Weekly { stretches: vec![stretch(Days::NONE.with(Weekday::Tue), "09:00..10:00")] };
    let paris = zone("Europe/Paris");
    let from = instant("2026-03-02T09:30:00Z");
    assert_eq!(next_allowed(from, &[Hours::Within(&monday, paris), Hours::Within(&tuesday, paris)]), None);
    assert_eq!(next_allowed(from, &[Hours::Within(&monday, paris), Hours::Outside(&monday, paris)]), None);
    assert_eq!(Hours::Within(&Weekly::default(), paris).next_open(from), None);
    assert_eq!(next_allowed(from, &[]), Some(from));
}

#[test]
fn a_date_that_is_years_away_is_found() {
    let date = NaiveDate::from_ymd_opt(2030, 1, 7).unwrap();
    let once = Schedule {
        open: vec![Opening { dates: DateRange::day(date), hours: daily("09:00..10:00") }],
        ..Schedule::default()
    };
    let from = instant("2026-03-02T09:30:00Z");
    assert_eq!(Hours::Open(&once).next_open(from), Some(instant("2030-01-07T09:00:00Z")));
    assert_eq!(Hours::Open(&once).next_open(instant("2030-01-07T10:00:00Z")), None);
    let always = daily("00:00..24:00");
    let shut_for_years = Schedule {
        weekly: always,
        closed: vec![DateRange { first: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), last: date }],
        ..Schedule::default()
    };
    assert_eq!(Hours::Open(&shut_for_years).next_open(from), Some(instant("2030-01-08T00:00:00Z")));
}

#[test]
fn outside_a_schedule_waits_for_the_next_holiday() {
    let french = Schedule {
        zone: zone("Europe/Paris"),
        weekly: daily("00:00..24:00"),
        closed_holidays: vec![Country::parse("FR").unwrap()],
        ..Schedule::default()
    };
    let saturdays = Weekly { stretches: vec![stretch(Days::NONE.with(Weekday::Sat), "10:00..11:00")] };
    let hours = [Hours::Closed(&french), Hours::Within(&saturdays, zone("Europe/Paris"))];
    // The next French holiday on a Saturday after 2026-08-15 is 2027-05-01.
    assert_eq!(next_allowed(instant("2026-08-16T00:00:00Z"), &hours), Some(instant("2027-05-01T08:00:00Z")));
}

#[test]
fn clocks_that_agree_for_a_part_of_the_year_only() {
    // Quarter past nine in Paris is a quarter past three in New York, but for the weeks around the changes: then
    // it is a quarter past four.
    let (paris, new_york) = (daily("09:15..09:20"), daily("04:15..04:20"));
    let hours =
        [Hours::Within(&paris, zone("Europe/Paris")), Hours::Within(&new_york, zone("America/New_York"))];
    assert_eq!(next_allowed(instant("2026-04-01T00:00:00Z"), &hours), Some(instant("2026-10-25T08:15:00Z")));
}

#[test]
fn midnight_that_does_not_exist() {
    // In São Paulo summer time began at midnight: 2018-11-04 starts at 01:00.
    let window = daily("00:00..00:30");
    let hours = Hours::Within(&window, zone("America/Sao_Paulo"));
    assert_eq!(hours.next_open(instant("2018-11-04T02:59:00Z")), Some(instant("2018-11-05T02:00:00Z")));
}

#[test]
fn the_ends_of_the_time_line_are_survived() {
    let window = daily("09:00..10:00");
    for at in [i64::MIN, i64::MAX - 1, i64::MAX] {
        let hours = Hours::Within(&window, zone("Europe/Paris"));
        let _ = (hours.is_open(Instant::from_millis(at)), hours.next_open(Instant::from_millis(at)));
    }
}
