//! Times: too many messages too soon, and dates that are past.

pub(super) mod h001;
pub(super) mod h002;
pub(super) mod h003;
pub(super) mod h004;
mod openings;
