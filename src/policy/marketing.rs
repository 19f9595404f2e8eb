//! When a country lets marketing messages be sent by SMS, and that they must say how to stop.

use chrono::{NaiveDate, Weekday};

use super::{Source, date};

/// The hours of a country for some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarketingRow {
    /// ISO 3166-1, two letters.
    pub country: &'static str,
    /// As authors name it: `France`.
    pub name: &'static str,
    /// The time zones of the country, by their IANA names.
    pub zones: &'static [&'static str],
    /// The first hour of the day, on the contact's clock.
    pub from: u32,
    /// The hour from which on nothing may be sent.
    pub to: u32,
    /// Whether nothing may be sent on Sundays.
    pub sundays: Allowed,
    /// Whether nothing may be sent on public holidays.
    pub holidays: Allowed,
    /// The first day on which the row holds, or is known to (UTC).
    pub since: NaiveDate,
    /// The first day on which it no longer holds (UTC); none while no end is known.
    pub until: Option<NaiveDate>,
    /// Where that is written.
    pub source: Source,
}

/// Whether something may be sent on such a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// It may.
    Yes,
    /// It may not.
    No,
}

impl MarketingRow {
    /// The row of a country on a date; none when nothing is known of it.
    pub fn of_country(code: &str, as_of: NaiveDate) -> Option<&'static Self> {
        ROWS.iter().find(|row| row.country == code && row.holds(as_of))
    }

    /// The row of the country in which a time zone is.
    ///
    /// ```
    /// use flowc::policy::marketing::MarketingRow;
    /// let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    /// assert_eq!(MarketingRow::of_zone("Europe/Paris", day).unwrap().country, "FR");
    /// assert!(MarketingRow::of_zone("UTC", day).is_none());
    /// ```
    pub fn of_zone(zone: &str, as_of: NaiveDate) -> Option<&'static Self> {
        ROWS.iter().find(|row| row.zones.contains(&zone) && row.holds(as_of))
    }

    /// All rows.
    pub fn all() -> &'static [Self] {
        &ROWS
    }

    /// Whether a message may go out at that hour of that day of the week, holidays aside.
    pub fn allows(&self, weekday: Weekday, hour: u32) -> bool {
        let day = weekday != Weekday::Sun || self.sundays == Allowed::Yes;
        day && (self.from..self.to).contains(&hour)
    }

    /// In words: `Mon to Sat, 08:00 to 22:00, not on public holidays`.
    pub fn words(&self) -> String {
        let days = if self.sundays == Allowed::Yes { "every day" } else { "Mon to Sat" };
        let holidays = if self.holidays == Allowed::Yes { "" } else { ", not on public holidays" };
        format!("{days}, {:02}:00 to {:02}:00{holidays}", self.from, self.to)
    }

    fn holds(&self, day: NaiveDate) -> bool {
        self.since <= day && self.until.is_none_or(|until| day < until)
    }
}

static ROWS: [MarketingRow; 2] = [
    MarketingRow {
        country: "FR",
        name: "France",
        zones: &["Europe/Paris"],
        from: 8,
        to: 22,
        sundays: Allowed::No,
        holidays: Allowed::No,
        since: date(2016, 1, 1),
        until: None,
        source: Source {
            title: "French carriers, as gateways apply them (Brevo, marketing SMS in France)",
            url: "https://developers.brevo.com/reference/sendtransacsms",
        },
    },
    MarketingRow {
        country: "US",
        name: "the United States",
        zones: &[
            "America/New_York",
            "America/Detroit",
            "America/Kentucky/Louisville",
            "America/Kentucky/Monticello",
            "America/Indiana/Indianapolis",
            "America/Indiana/Vincennes",
            "America/Indiana/Winamac",
            "America/Indiana/Marengo",
            "America/Indiana/Petersburg",
            "America/Indiana/Vevay",
            "America/Chicago",
            "America/Indiana/Tell_City",
            "America/Indiana/Knox",
            "America/Menominee",
            "America/North_Dakota/Center",
            "America/North_Dakota/New_Salem",
            "America/North_Dakota/Beulah",
            "America/Denver",
            "America/Boise",
            "America/Phoenix",
            "America/Los_Angeles",
            "America/Anchorage",
            "America/Juneau",
            "America/Sitka",
            "America/Metlakatla",
            "America/Yakutat",
            "America/Nome",
            "America/Adak",
            "Pacific/Honolulu",
        ],
        from: 8,
        to: 21,
        sundays: Allowed::Yes,
        holidays: Allowed::Yes,
        since: date(1992, 12, 20),
        until: None,
        source: Source {
            title: "47 CFR 64.1200(c)(1): telephone solicitations, 8 a.m. to 9 p.m. of the called party",
            url: "https://www.ecfr.gov/current/title-47/section-64.1200",
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hours_are_hours() {
        for row in &ROWS {
            assert!(row.from < row.to && row.to <= 24, "{}", row.name);
        }
    }

    #[test]
    fn days_and_hours_are_told_apart() {
        let day = date(2026, 3, 2);
        let france = MarketingRow::of_country("FR", day).unwrap();
        assert!(france.allows(Weekday::Sat, 8) && france.allows(Weekday::Mon, 21));
        assert!(!france.allows(Weekday::Sun, 12) && !france.allows(Weekday::Mon, 22));
        assert!(MarketingRow::of_country("US", day).unwrap().allows(Weekday::Sun, 12));
    }
}
