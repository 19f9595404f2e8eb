//! flowc: one declarative text language for customer messaging automations.

pub mod calendar;
pub mod policy;
pub mod source;
pub mod time;
