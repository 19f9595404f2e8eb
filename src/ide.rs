//! What editors ask of a workspace, in plain data: places and texts, nothing of any protocol.

pub mod complete;
pub mod fixes;
pub mod highlight;
pub mod hints;
pub mod hours;
pub mod hover;
pub mod lenses;
pub mod navigate;
pub mod outline;
pub mod rename;

pub use self::highlight::{Class, Highlighted, highlight};
