//! Public holidays of a country: days that all of it observes, from a table that is read when first asked for.
//!
//! A holiday of a region (Easter Monday in England, Corpus Christi in Bavaria) is not in it, and a religious feast
//! whose date is announced from year to year may be missing: a schedule names those with `closed`. A fixed date
//! that falls on a week-end is a holiday, and so is its substitute on a working day.

use std::sync::OnceLock;

use chrono::NaiveDate;

use super::country::{self, Country};
use super::local::day_of;

/// A line per country and year: `FR 2026 0101 0406 …`.
static TABLE: &str = include_str!("holidays.txt");

/// The days of each country, in order, counted from 1970-01-01.
static DAYS: [OnceLock<Box<[i64]>>; country::COUNT] = [const { OnceLock::new() }; country::COUNT];

impl Country {
    /// The first year of which the public holidays are known.
    pub const HOLIDAYS_SINCE: i32 = 2020;
    /// The last year of which the public holidays are known; in later years no day is one.
    pub const HOLIDAYS_UNTIL: i32 = 2050;

    /// Whether that date is a public holiday in the whole country.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use flowc::calendar::Country;
    /// let easter_monday = NaiveDate::from_ymd_opt(2026, 4, 6).unwrap();
    /// assert!(Country::parse("FR").unwrap().is_holiday(easter_monday));
    /// assert!(!Country::parse("US").unwrap().is_holiday(easter_monday));
    /// ```
    pub fn is_holiday(self, date: NaiveDate) -> bool {
        self.is_holiday_on(day_of(date))
    }

    /// Whether the public holidays of this country are known at all; otherwise no day is one.
    pub fn has_holidays(self) -> bool {
        !self.holidays().is_empty()
    }

    /// The countries whose public holidays are known, by code.
    pub fn with_holidays() -> impl Iterator<Item = Self> {
        let mut last = "";
        let codes = TABLE.lines().filter_map(|line| line.get(..2));
        codes.filter(move |code| std::mem::replace(&mut last, code) != *code).filter_map(Self::parse)
    }

    /// Whether that day, counted from 1970-01-01, is a public holiday.
    pub(super) fn is_holiday_on(self, day: i64) -> bool {
        self.holidays().binary_search(&day).is_ok()
    }

    fn holidays(self) -> &'static [i64] {
        DAYS[self.index()].get_or_init(|| {
            let lines = TABLE.lines().filter_map(|line| line.strip_prefix(self.code()));
            lines.flat_map(days_of_year).collect()
        })
    }
}

/// The days of a line without its country: ` 2026 0101 0406 …`.
fn days_of_year(line: &str) -> impl Iterator<Item = i64> {
    let mut words =
        line.split_ascii_whitespace().map(|word| word.parse::<u32>().expect("table: only numbers"));
    let year = words.next().expect("table: a line names its year").cast_signed();
    words.map(move |date| {
        day_of(NaiveDate::from_ymd_opt(year, date / 100, date % 100).expect("table: the date exists"))
    })
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;

    use super::*;
    use crate::calendar::local::date_of;

    fn country(code: &str) -> Country {
        Country::parse(code).unwrap()
    }

    fn year(code: &str, year: i32) -> Vec<String> {
        let dates = country(code).holidays().iter().map(|day| date_of(*day));
        dates.filter(|date| date.year() == year).map(|date| date.format("%m-%d").to_string()).collect()
    }

    #[test]
    fn the_table_is_whole() {
        assert!(Country::with_holidays().count() > 100);
        for country in Country::with_holidays() {
            let days = country.holidays();
            assert!(days.is_sorted_by(|one, next| one < next), "{country}");
            assert_eq!(date_of(days[0]).year(), Country::HOLIDAYS_SINCE, "{country}");
            assert_eq!(date_of(days[days.len() - 1]).year(), Country::HOLIDAYS_UNTIL, "{country}");
        }
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert!(lines.is_sorted(), "countries and years in order");
    }

    #[test]
    fn france_in_2026() {
        let expected = "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25";
        assert_eq!(year("FR", 2026).join(" "), expected);
    }

    #[test]
    fn a_date_at_a_weekend_and_its_substitute() {
        assert_eq!(year("GB", 2026).join(" "), "01-01 04-03 05-04 05-25 12-25 12-26 12-28");
        let independence_day = year("US", 2026);
        assert!(independence_day.contains(&"07-03".into()) && independence_day.contains(&"07-04".into()));
    }

    #[test]
    fn a_country_without_known_holidays() {
        assert!(!country("AQ").has_holidays());
        assert_eq!(Country::parse("XX"), None);
    }
}
