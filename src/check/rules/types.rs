//! Values: of the wrong type, of nothing that exists, perhaps unknown.

pub(super) mod t001;
pub(super) mod t002;
pub(super) mod t003;
pub(super) mod t004;
