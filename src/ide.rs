//! What editors ask of a workspace, in plain data: places and texts, nothing of any protocol.

pub mod fixes;
pub mod highlight;
pub mod navigate;
pub mod outline;
pub mod rename;

pub use self::highlight::{Class, Highlighted, highlight};
