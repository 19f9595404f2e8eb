//! Dates among the arguments.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// `2026-03-02`.
pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| "a date is written `2026-03-02`".to_owned())
}

/// `2026-03-02 09:00`, or a date alone for its midnight.
pub(super) fn date_and_time(text: &str) -> Result<NaiveDateTime, String> {
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00"));
    let time = NaiveTime::parse_from_str(time, "%H:%M");
    match (date(day), time) {
        (Ok(day), Ok(time)) => Ok(day.and_time(time)),
        _ => Err("a date and time is written `2026-03-02 09:00`".to_owned()),
    }
}
