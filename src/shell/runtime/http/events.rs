//! Events as they come in over HTTP: read, checked against the program, and made the engine's own.
//!
//! Two forms say the same: flowc's own, and CloudEvents 1.0. Whatever is not understood is refused with its place, so
//! that nothing that somebody wrote is lost in silence.

pub mod agents;
pub mod cloud;
pub mod native;
pub mod reading;
pub mod shape;
pub mod values;

mod fields;
mod frame;
mod members;

use crate::engine::Event;
use crate::program::Name;

/// How many events one request may hold.
pub const EVENTS_MAX: usize = 1000;

/// How many bytes an id, a contact's or an event's, may have.
pub const ID_BYTES_MAX: usize = 256;

/// How far ahead of the clock an event may say that it happened: clocks differ, but nobody reports the future.
pub const AHEAD_MILLIS_MAX: i64 = 5 * 60 * 1000;

/// An event of a contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Whose.
    pub contact: Name,
    /// What happened.
    pub event: Event,
}
