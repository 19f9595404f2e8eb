//! flowc: one declarative text language for customer messaging automations.

pub mod calendar;
pub mod check;
pub mod compile;
pub mod diagnostics;
pub mod engine;
pub mod fields;
pub mod intents;
pub mod policy;
pub mod program;
#[cfg(feature = "cli")]
pub mod shell;
pub mod simulator;
pub mod source;
pub mod syntax;
pub mod text;
pub mod time;
