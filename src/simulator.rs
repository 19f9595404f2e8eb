//! The simulator: contacts, a clock that jumps, and scenarios that are played and judged.
//!
//! It is a shell around [`advance`](crate::engine::advance), and a pure one: the clock is a number, an answer of
//! the AI is a text that the scenario gives, and nothing is sent anywhere. The same program and the same script
//! always give the same trace, byte for byte.
//!
//! In reading order: a [`World`] lets things happen and time pass, and writes the [`Trace`]; a [`Script`] is a
//! scenario without its tree; [`play()`] does what a script says in a world and judges what it expects;
//! [`Session`] does the same with lines that somebody types, and saves them as a scenario.

mod error;
mod expect;
pub mod inquiry;
mod outcome;
mod paint;
mod play;
mod quotas;
mod report;
pub mod repro;
mod save;
pub mod script;
pub mod session;
mod telling;
pub mod trace;
mod wakes;
mod world;

pub use error::SimulationError;
pub use outcome::{Difference, Failure, FailureKind, Miss, Outcome};
pub use paint::{Palette, Role};
pub use play::{play, play_watched};
pub use report::report;
pub use save::{Played, save};
pub use script::{Script, ScriptError};
pub use session::Session;
pub use trace::{Entry, EntryKind, Trace};
pub use world::World;
