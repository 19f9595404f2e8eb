//! What the scenarios of a workspace come to: which triggers, steps, branches, conditions, windows, fallbacks and
//! stop rules they reach, and which not.
//!
//! In reading order: [`Points`] lists what there is to reach, each with its place; a [`Recorder`] looks on while
//! scenarios are played; a [`Report`] puts what several of them saw together. Four printers tell it: [`text`] for
//! people, [`json`] and [`lcov`] for other programs, [`html`] as a page with the source coloured.

pub mod html;
pub mod json;
pub mod lcov;
mod mark;
mod points;
mod recorder;
mod report;
pub mod text;
mod walk;

pub use points::{Kind, Point, Points, Section, What};
pub use recorder::{Counts, Recorder};
pub use report::{Report, State, Tally};
