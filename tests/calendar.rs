//! Local time and opening hours against slower, simpler ways of telling them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "calendar/by_minute.rs"]
mod by_minute;
#[path = "calendar/hours.rs"]
mod hours;
#[path = "calendar/zones.rs"]
mod zones;
