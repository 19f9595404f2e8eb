//! Messages: what keeps one from being delivered as it is meant.

pub(super) mod d003;
pub(super) mod d005;
pub(super) mod d006;
pub(super) mod d007;
pub(super) mod d008;
