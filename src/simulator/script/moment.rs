//! `tomorrow 09:00`, `mon 09:00`, `09:00`: times that are told from another time.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::calendar::Zone;
use crate::time::{Instant, TimeOfDay};

/// A time on the clock of a zone, on a day that may depend on the day it is told on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Which day; without one, the next time that the clock shows that time.
    pub day: Option<Day>,
    /// The time on the clock.
    pub time: TimeOfDay,
    /// Whose clock.
    pub zone: Zone,
}

/// Which day is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// `today`
    Today,
    /// `tomorrow`
    Tomorrow,
    /// `mon`: the next one, the same day included while the time is still to come
    Weekday(Weekday),
    /// `2026-03-03`
    Date(NaiveDate),
}

/// Whether the instant that a moment is told from may be meant itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Included,
    Excluded,
}

impl Moment {
    /// Until when `wait until` waits, told at `now`: without a day, and for a day of the week, strictly later than
    /// `now`; otherwise it may be `now`, or even lie in the past.
    pub fn wait_target(self, now: Instant) -> Instant {
        self.told_at(now, Origin::Excluded)
    }

    /// Whether `instant`, which lies in the past, is meant by somebody who looks back at `now` on what happened
    /// since `since`. Without a day, any day is meant.
    pub fn tells_past(self, instant: Instant, since: Instant, now: Instant) -> bool {
        match self.day {
            None => {
                let date = self.zone.to_local(instant).date();
                let day_before = date.checked_sub_days(Days::new(1)).unwrap_or(date);
                [date, day_before].into_iter().any(|date| self.zone.to_instant(self.time.on(date)) == instant)
            }
            Some(_) => self.tells_future(instant, &[since, now]),
        }
    }

    /// Whether `instant` is meant by somebody who looks ahead from one of `origins`, that origin included.
    pub fn tells_future(self, instant: Instant, origins: &[Instant]) -> bool {
        origins.iter().any(|origin| self.told_at(*origin, Origin::Included) == instant)
    }

    fn told_at(self, now: Instant, origin: Origin) -> Instant {
        let today = self.zone.to_local(now).date();
        let on = |date: NaiveDate| self.zone.to_instant(self.time.on(date));
        let is_ahead = |at: Instant| match origin {
            Origin::Included => at >= now,
            Origin::Excluded => at > now,
        };
        let next = |fits: &dyn Fn(NaiveDate) -> bool| {
            // The day before counts because of 24:00, the midnight behind it.
            let first = today.checked_sub_days(Days::new(1)).unwrap_or(today);
            let dates = first.iter_days().take(10).filter(|date| fits(*date));
            dates.map(on).find(|at| is_ahead(*at)).unwrap_or(now)
        };
        match self.day {
            None => next(&|_| true),
            Some(Day::Weekday(day)) => next(&|date| date.weekday() == day),
            Some(Day::Today) => on(today),
            Some(Day::Tomorrow) => on(today.checked_add_days(Days::new(1)).unwrap_or(today)),
            Some(Day::Date(date)) => on(date),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::{Day, Moment};
    use crate::calendar::Zone;
    use crate::time::{Instant, TimeOfDay};

    fn paris() -> Zone {
        Zone::parse("Europe/Paris").unwrap()
    }

    fn at(local: &str) -> Instant {
        paris().to_instant(local.parse().unwrap())
    }

    fn moment(day: Option<Day>, hour: u16) -> Moment {
        Moment { day, time: TimeOfDay::new(hour, 0).unwrap(), zone: paris() }
    }

    #[test]
    fn a_time_without_a_day_is_the_next_one_on_the_clock() {
        // 2026-03-02 is a Monday.
        let nine = moment(None, 9);
        assert_eq!(nine.wait_target(at("2026-03-02T08:59:00")), at("2026-03-02T09:00:00"));
        assert_eq!(nine.wait_target(at("2026-03-02T09:00:00")), at("2026-03-03T09:00:00"));
        let midnight = moment(None, 24);
        assert_eq!(midnight.wait_target(at("2026-03-02T09:00:00")), at("2026-03-03T00:00:00"));
    }

    #[test]
    fn a_weekday_is_the_next_such_day() {
        let monday = moment(Some(Day::Weekday(Weekday::Mon)), 9);
        assert_eq!(monday.wait_target(at("2026-03-02T08:00:00")), at("2026-03-02T09:00:00"));
        assert_eq!(monday.wait_target(at("2026-03-02T09:00:00")), at("2026-03-09T09:00:00"));
    }

    #[test]
    fn today_may_be_now_and_tomorrow_is_a_calendar_day() {
        let now = at("2026-03-28T09:00:00");
        assert_eq!(moment(Some(Day::Today), 9).wait_target(now), now);
        assert_eq!(moment(Some(Day::Tomorrow), 9).wait_target(now), at("2026-03-29T09:00:00"));
    }

    #[test]
    fn looking_back_a_time_means_any_day_of_the_window() {
        let (since, now) = (at("2026-03-02T08:00:00"), at("2026-03-05T08:00:00"));
        assert!(moment(None, 9).tells_past(at("2026-03-04T09:00:00"), since, now));
        assert!(moment(Some(Day::Weekday(Weekday::Mon)), 9).tells_past(
            at("2026-03-02T09:00:00"),
            since,
            now
        ));
        assert!(!moment(Some(Day::Today), 9).tells_past(at("2026-03-04T09:00:00"), since, now));
    }
}
