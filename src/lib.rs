//! flowc: one declarative text language for customer messaging automations.

pub mod diagnostics;
pub mod source;
pub mod syntax;
pub mod time;
