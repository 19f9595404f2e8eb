//! A time that has passed at the least.

use crate::time::Delay;

/// No clock of our days goes forward by more than this within half a year (Troll, in Antarctica).
const FORWARD_MILLIS: u64 = 2 * 3_600_000;
const DAY_MILLIS: u64 = 86_400_000;
const HALF_YEAR_MILLIS: u64 = 180 * DAY_MILLIS;

/// A length of time with its calendar days counted as 24 hours, and whether there are any: a day in which the clocks
/// go forward is shorter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Elapsed {
    nominal: u64,
    calendar: bool,
}

impl Elapsed {
    /// No time.
    pub const ZERO: Self = Self { nominal: 0, calendar: false };

    /// As long as a delay.
    pub const fn of(delay: Delay) -> Self {
        Self { nominal: delay.nominal_millis(), calendar: delay.days > 0 }
    }

    /// In milliseconds, with a day taken as 24 hours.
    pub const fn usual_millis(self) -> u64 {
        self.nominal
    }

    /// In milliseconds, whatever the clocks do.
    pub const fn least_millis(self) -> u64 {
        self.nominal.saturating_sub(self.change())
    }

    /// How long it can be, in milliseconds, whatever the clocks do.
    pub const fn most_millis(self) -> u64 {
        self.nominal.saturating_add(self.change())
    }

    /// As an author writes it: in days only where days were written.
    pub fn delay(self) -> Delay {
        if !self.calendar {
            return Delay { days: 0, millis: self.nominal };
        }
        let days = u32::try_from(self.nominal / DAY_MILLIS).unwrap_or(u32::MAX);
        Delay { days, millis: self.nominal % DAY_MILLIS }
    }

    /// One after the other.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            nominal: self.nominal.saturating_add(other.nominal),
            calendar: self.calendar || other.calendar,
        }
    }

    /// What has passed when both have.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { nominal: self.nominal.max(other.nominal), calendar: self.calendar || other.calendar }
    }

    /// What has passed when one of them has.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { nominal: self.nominal.min(other.nominal), calendar: self.calendar || other.calendar }
    }

    const fn change(self) -> u64 {
        if self.calendar { FORWARD_MILLIS * (1 + self.nominal / HALF_YEAR_MILLIS) } else { 0 }
    }
}
