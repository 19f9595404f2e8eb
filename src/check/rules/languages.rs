//! Texts in the languages of the workspace.

pub(super) mod l001;
