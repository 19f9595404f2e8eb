//! K001: one keyword starts two flows.

use super::Clash;
use crate::diagnostics::Diagnostic;

/// Tells of a keyword that starts two flows by one message, which was played.
pub fn told(clash: &Clash) -> Diagnostic {
    let [later, earlier] = &clash.sides;
    let message = format!("`{}` starts flow `{}` and flow `{}`", clash.message, earlier.flow, later.flow);
    Diagnostic::error("K001", later.place, message, format!("starts `{}`", later.flow))
        .and(earlier.place, format!("starts `{}` by the same message", earlier.flow))
        .help(format!(
            "`{}` {} starts both: choose another word for one of them, or keep them apart by `from` or `when`",
            clash.message, clash.circumstances
        ))
}
