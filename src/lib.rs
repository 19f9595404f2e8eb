//! flowc: one declarative text language for customer messaging automations.

pub mod intents;
pub mod source;
pub mod text;
pub mod time;
