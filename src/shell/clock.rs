//! What time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::NaiveDate;

use crate::time::Instant;

/// Now, to the millisecond. A clock that stands before 1970 is told as 1970.
pub fn now() -> Instant {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_millis(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
}

/// Today's date in UTC.
pub fn today() -> NaiveDate {
    now().to_utc().date_naive()
}
