//! Messages: what keeps one from being delivered as it is meant.

pub(super) mod d005;
pub(super) mod d008;
