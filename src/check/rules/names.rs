//! Names: unknown, defined twice, never used.

pub(super) mod n001;
pub(super) mod n002;
pub(super) mod n003;
