//! `advance`: a program, one contact's state and one event in; the new state and the effects out.
//!
//! The engine is a pure function. It has no clock (time enters with the event), no randomness, no input and no
//! output, so the simulator, the test runner and the service on the real clock are shells around the same
//! function and cannot differ.

pub mod contact;
pub mod effect;
pub mod event;
pub mod reason;

pub use contact::{Contact, Pending};
pub use effect::{Cause, Effect, EffectKey, EffectKind, Message, Refusal, Sender};
pub use event::{Event, EventKind, Written};
pub use reason::{Reason, RunEnd};
