//! Prints the public holidays of `src/calendar/holidays.txt`, from the data of the `opening-hours` crate.
//!
//! `cargo run --release --manifest-path .ci/holidays/Cargo.toml > src/calendar/holidays.txt`

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use opening_hours::localization::Country;

const FIRST_YEAR: i32 = 2020;
const LAST_YEAR: i32 = 2050;

fn main() {
    println!("# Public holidays that a whole country observes, by ISO 3166-1 code and year, as MMDD.");
    println!("# Made by .ci/holidays from opening-hours 2.1.4 (data of Nager.Date); do not edit.");
    let mut countries = Country::ALL.to_vec();
    countries.sort_by_key(|country| country.iso_code());
    for country in countries {
        let mut dates: BTreeSet<NaiveDate> = country.holidays().get_public().iter().collect();
        dates.extend(observed_everywhere(country));
        dates.extend(fixed_dates_at_weekends(&dates));
        for year in FIRST_YEAR..=LAST_YEAR {
            let of_year: Vec<_> = dates.iter().filter(|date| date.year() == year).collect();
            if of_year.is_empty() {
                continue;
            }
            print!("{} {year}", country.iso_code());
            of_year.iter().for_each(|date| print!(" {}", date.format("%m%d")));
            println!();
        }
    }
}

/// Days that the data lists by region although all regions, or the federation, have them.
fn observed_everywhere(country: Country) -> Vec<NaiveDate> {
    let each_year = |of_year: fn(i32) -> Option<NaiveDate>| (FIRST_YEAR..=LAST_YEAR).filter_map(of_year).collect();
    match country {
        // New Year's Day differs in its substitute for 2 January alone.
        Country::GB => each_year(|year| {
            let new_year = NaiveDate::from_ymd_opt(year, 1, 1)?;
            Some(match new_year.weekday() {
                Weekday::Sat => new_year + Days::new(2),
                Weekday::Sun => new_year + Days::new(1),
                _ => new_year,
            })
        }),
        // Columbus Day is in the federal law (5 U.S.C. 6103).
        Country::US => each_year(|year| NaiveDate::from_weekday_of_month_opt(year, 10, Weekday::Mon, 2)),
        // Anzac Day differs in its substitute days alone.
        Country::AU => each_year(|year| NaiveDate::from_ymd_opt(year, 4, 25)),
        _ => Vec::new(),
    }
}

/// Where a holiday at a week-end moves to a working day, the data has the substitute only. People stay at home
/// on both, so a date that is a holiday on each of its working days is taken for one at week-ends too.
fn fixed_dates_at_weekends(dates: &BTreeSet<NaiveDate>) -> Vec<NaiveDate> {
    let is_weekend = |date: &NaiveDate| matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let mut found = Vec::new();
    for day in 0..366 {
        let leap_year_date = NaiveDate::from_yo_opt(2000, day + 1).expect("a leap year has 366 days");
        let in_year = |year| leap_year_date.with_year(year);
        let Some(since) =
            (FIRST_YEAR..=LAST_YEAR).find(|year| in_year(*year).is_some_and(|date| dates.contains(&date)))
        else {
            continue;
        };
        let all: Vec<_> = (since..=LAST_YEAR).filter_map(in_year).collect();
        let working: Vec<_> = all.iter().filter(|date| !is_weekend(date)).collect();
        if working.len() > 5 && working.iter().all(|date| dates.contains(date)) {
            found.extend(all.iter().filter(|date| is_weekend(date)));
        }
    }
    found
}
