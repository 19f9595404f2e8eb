//! What vague moments mean: the table that `docs/requested-times.md` shows to authors.

use super::moment::Part;

/// Minutes in an hour.
const HOUR: u32 = 60;

/// A day without a time: 09:00.
pub const DAY_MINUTE: u32 = 9 * HOUR;
/// A week-end without a time: 10:00.
pub const WEEKEND_MINUTE: u32 = 10 * HOUR;
/// "Later", "plus tard", and "today" without a time: in two hours.
pub const LATER_SECONDS: u64 = 2 * 3600;
/// "In a bit", "dans un moment": in half an hour.
pub const WHILE_SECONDS: u64 = 30 * 60;
/// "As soon as possible", "maintenant": in a minute.
pub const SOONEST_SECONDS: u64 = 60;
/// "A few minutes": ten of them.
pub const FEW_MINUTES: u64 = 10;
/// "A few" hours, days, weeks: three.
pub const FEW_OTHERS: u64 = 3;
/// "Before six": an hour before it.
pub const BEFORE_MINUTES: i64 = 60;
/// "This evening", said in the evening: an hour later, but before the evening is over.
pub const RUNNING_MINUTES: i64 = 60;
/// Hours that may be of the morning or of the afternoon are taken between these two minutes of the day.
pub const SENSIBLE_MINUTES: std::ops::Range<u32> = 7 * HOUR..21 * HOUR;

/// The minute of the day that a part of the day stands for, and the one at which that part is over.
pub const fn part_minutes(part: Part) -> (u32, u32) {
    match part {
        Part::BeforeWork | Part::EarlyMorning => (8 * HOUR, 9 * HOUR),
        Part::Morning => (9 * HOUR, 12 * HOUR),
        Part::MiddleMorning => (10 * HOUR, 11 * HOUR),
        Part::LateMorning => (11 * HOUR, 12 * HOUR),
        Part::Lunch => (12 * HOUR + 30, 14 * HOUR),
        Part::EarlyAfternoon => (14 * HOUR, 15 * HOUR),
        Part::Afternoon => (14 * HOUR, 18 * HOUR),
        Part::MiddleAfternoon => (15 * HOUR + 30, 17 * HOUR),
        Part::LateAfternoon => (17 * HOUR, 18 * HOUR),
        Part::EndOfDay => (17 * HOUR + 30, 19 * HOUR),
        Part::EarlyEvening => (18 * HOUR, 20 * HOUR),
        Part::Evening => (19 * HOUR, 22 * HOUR),
        Part::LateEvening => (20 * HOUR + 30, 23 * HOUR),
        Part::Daytime => (9 * HOUR, 19 * HOUR),
    }
}
