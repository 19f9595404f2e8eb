//! Messages: what keeps one from being delivered as it is meant.

mod d001;
mod d002;
pub(super) mod d003;
pub(super) mod d004;
pub(super) mod d005;
pub(super) mod d006;
pub(super) mod d007;
pub(super) mod d008;
pub(super) mod d009;
pub(super) mod over_time;
