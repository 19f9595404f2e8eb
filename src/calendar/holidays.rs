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

/// The first of January of [`Country::HOLIDAYS_SINCE`], counted from 1970-01-01.
const FIRST_DAY: i64 =
    NaiveDate::from_ymd_opt(Country::HOLIDAYS_SINCE, 1, 1).expect("a new year").to_epoch_days() as i64;

/// Each country's days: a bit for each from the first of [`Country::HOLIDAYS_SINCE`] on; empty when not known.
static DAYS: [OnceLock<Box<[u64]>>; country::COUNT] = [const { OnceLock::new() }; country::COUNT];

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
        let day = usize::try_from(day_of(date) - FIRST_DAY);
        day.is_ok_and(|day| self.holidays().get(day / 64).is_some_and(|word| word >> (day % 64) & 1 == 1))
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

    fn holidays(self) -> &'static [u64] {
        DAYS[self.index()].get_or_init(|| {
            let mut words = Vec::new();
            for day in TABLE.lines().filter_map(|line| line.strip_prefix(self.code())).flat_map(days_of_year)
            {
                words.resize(words.len().max(day / 64 + 1), 0);
                words[day / 64] |= 1 << (day % 64);
            }
            words.into_boxed_slice()
        })
    }
}

/// The days of a line without its country, counted from the first of the table: ` 2026 0101 0406 …`.
fn days_of_year(line: &str) -> impl Iterator<Item = usize> {
    let mut words =
        line.split_ascii_whitespace().map(|word| word.parse::<u32>().expect("table: only numbers"));
    let year = words.next().expect("table: a line names its year").cast_signed();
    words.map(move |date| {
        let date = NaiveDate::from_ymd_opt(year, date / 100, date % 100).expect("table: the date exists");
        usize::try_from(day_of(date) - FIRST_DAY).expect("table: no date before the first year")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        Country::parse(code).unwrap()
    }

    fn year(code: &str, year: i32) -> Vec<String> {
        let new_year = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let holidays = new_year.iter_days().take(365).filter(|date| country(code).is_holiday(*date));
        holidays.map(|date| date.format("%m-%d").to_string()).collect()
    }

    #[test]
    fn the_table_is_whole() {
        assert!(Country::with_holidays().count() > 100);
        for country in Country::with_holidays() {
            for known in [Country::HOLIDAYS_SINCE, Country::HOLIDAYS_UNTIL] {
                assert!(!year(country.code(), known).is_empty(), "{country} in {known}");
            }
        }
        assert!(
            year("FR", Country::HOLIDAYS_SINCE - 1).is_empty()
                && year("FR", Country::HOLIDAYS_UNTIL + 1).is_empty()
        );
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
