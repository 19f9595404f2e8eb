//! Zones against chrono-tz itself.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};
use flowc::calendar::Zone;
use flowc::time::{Delay, Instant};
use proptest::prelude::*;

const YEARS: std::ops::Range<i64> = -2_000_000_000_000..5_700_000_000_000;

fn utc(millis: i64) -> NaiveDateTime {
    DateTime::from_timestamp_millis(millis).unwrap().naive_utc()
}

/// The first instant at which the clock shows `local` or later, minute after minute over a gap.
fn instant_by_chrono(zone: Tz, local: NaiveDateTime) -> i64 {
    let mut at = local;
    loop {
        match zone.from_local_datetime(&at) {
            LocalResult::Single(found) | LocalResult::Ambiguous(found, _) => return found.timestamp_millis(),
            LocalResult::None => at += TimeDelta::seconds(1),
        }
    }
}

fn a_zone() -> impl Strategy<Value = (Tz, Zone)> {
    (0..TZ_VARIANTS.len()).prop_map(|index| {
        let zone = TZ_VARIANTS[index];
        (zone, Zone::parse(zone.name()).unwrap())
    })
}

/// Instants near a change of the offset, and anywhere.
fn an_instant(zone: Tz) -> impl Strategy<Value = i64> {
    let near_change = (YEARS, -90_i64..90).prop_map(move |(start, minutes)| {
        let (mut same, mut other) = (start, start + 400 * 86_400_000);
        let offset = |at: i64| zone.offset_from_utc_datetime(&utc(at)).to_string();
        while other - same > 1 && offset(same) != offset(other) {
            let middle = same + (other - same) / 2;
            if offset(middle) == offset(same) { same = middle } else { other = middle }
        }
        other + minutes * 60_000
    });
    prop_oneof![YEARS, near_change]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_wall_shows_what_chrono_tz_shows(
        ((tz, zone), at) in a_zone().prop_flat_map(|zones| (Just(zones), an_instant(zones.0)))
    ) {
        let expected = tz.from_utc_datetime(&utc(at)).naive_local();
        prop_assert_eq!(zone.to_local(Instant::from_millis(at)), expected);
    }

    #[test]
    fn an_instant_is_the_first_that_shows_the_local_time(
        ((tz, zone), at) in a_zone().prop_flat_map(|zones| (Just(zones), an_instant(zones.0))),
        shift in -3_i64 * 3600..3 * 3600,
    ) {
        let local = tz.from_utc_datetime(&utc(at)).naive_local() + TimeDelta::seconds(shift);
        let local = local - TimeDelta::milliseconds(i64::from(local.and_utc().timestamp_subsec_millis()));
        let expected = instant_by_chrono(tz, local);
        prop_assert_eq!(zone.to_instant(local).millis(), expected);
    }

    #[test]
    fn days_keep_the_time_on_the_clock(
        ((tz, zone), at) in a_zone().prop_flat_map(|zones| (Just(zones), an_instant(zones.0))),
        days in 1_u32..800,
        millis in 0_u64..100_000_000,
    ) {
        let at = at - at.rem_euclid(1000);
        let local = tz.from_utc_datetime(&utc(at)).naive_local();
        let (later, earlier) = (local + chrono::Days::new(days.into()), local - chrono::Days::new(days.into()));
        let delay = Delay { days, millis };
        let millis = i64::try_from(millis).unwrap();
        let at = Instant::from_millis(at);
        prop_assert_eq!(zone.add(at, delay).millis(), instant_by_chrono(tz, later) + millis);
        prop_assert_eq!(zone.sub(at, delay).millis(), instant_by_chrono(tz, earlier) - millis);
    }
}

#[test]
fn every_name_is_its_own_zone() {
    for name in Zone::names() {
        assert_eq!(Zone::parse(name).unwrap().name(), name);
    }
    assert_eq!(Zone::UTC.name(), "UTC");
    assert_eq!(Zone::parse("Europe/Pari"), None);
}

fn in_zone(zone: &str, local: &str) -> String {
    Zone::parse(zone).unwrap().to_instant(local.parse().unwrap()).to_string()
}

#[test]
fn gaps_and_repeated_hours() {
    assert_eq!(in_zone("America/New_York", "2026-03-08T02:30:00"), "2026-03-08T07:00:00Z");
    assert_eq!(in_zone("America/New_York", "2026-11-01T01:30:00"), "2026-11-01T05:30:00Z");
    assert_eq!(in_zone("Australia/Lord_Howe", "2026-10-04T02:15:00"), "2026-10-03T15:30:00Z");
    assert_eq!(in_zone("Australia/Lord_Howe", "2026-04-05T01:45:00"), "2026-04-04T14:45:00Z");
    assert_eq!(in_zone("Africa/Casablanca", "2026-02-15T02:30:00"), "2026-02-15T01:30:00Z");
    assert_eq!(in_zone("Asia/Kathmandu", "2026-02-15T00:00:00"), "2026-02-14T18:15:00Z");
    assert_eq!(in_zone("Africa/Abidjan", "2026-07-01T00:00:00"), "2026-07-01T00:00:00Z");
    // The whole Friday is missing: each of its times is the beginning of Saturday.
    assert_eq!(in_zone("Pacific/Apia", "2011-12-30T12:00:00"), "2011-12-30T10:00:00Z");
    assert_eq!(in_zone("Pacific/Apia", "2011-12-31T00:00:00"), "2011-12-30T10:00:00Z");
}

#[test]
fn a_day_after_the_28th_of_february() {
    let paris = Zone::parse("Europe/Paris").unwrap();
    let at = |year, month, day| {
        paris.to_instant(NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(9, 0, 0).unwrap())
    };
    assert_eq!(paris.add(at(2028, 2, 28), Delay::from_days(1)), at(2028, 2, 29));
    assert_eq!(paris.add(at(2027, 2, 28), Delay::from_days(1)), at(2027, 3, 1));
    assert_eq!(paris.sub(at(2028, 3, 1), Delay::from_days(366)), at(2027, 3, 1));
}

#[test]
fn the_ends_of_the_time_line_are_survived() {
    for name in ["Europe/Paris", "Pacific/Apia", "UTC"] {
        let zone = Zone::parse(name).unwrap();
        for at in [i64::MIN, i64::MIN + 1, i64::MAX - 1, i64::MAX] {
            let at = Instant::from_millis(at);
            let _ = (zone.to_local(at), zone.local(at).date());
            let _ = (
                zone.add(at, Delay { days: u32::MAX, millis: u64::MAX }),
                zone.sub(at, Delay::from_days(u32::MAX)),
            );
        }
        let _ = (zone.to_instant(NaiveDateTime::MIN), zone.to_instant(NaiveDateTime::MAX));
    }
}
