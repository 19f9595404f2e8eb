//! What editors ask of a workspace, in plain data: places and texts, nothing of any protocol.

pub mod highlight;

pub use self::highlight::{Class, Highlighted, highlight};
