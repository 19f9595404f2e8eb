//! K002: one message starts two flows.

use super::Clash;
use crate::diagnostics::{Diagnostic, Severity};

/// Tells of two flows that a message starts, which was played.
pub fn told(clash: &Clash) -> Diagnostic {
    let [later, earlier] = &clash.sides;
    let message = format!("one message starts flow `{}` and flow `{}`", earlier.flow, later.flow);
    let help = format!(
        "`{}` {} starts both: choose other words, keep them apart by `from` or `when`, or let one flow do both",
        clash.message, clash.circumstances
    );
    Diagnostic::new("K002", Severity::Warning, later.place, message, format!("starts `{}`", later.flow))
        .and(earlier.place, format!("starts `{}`", earlier.flow))
        .help(help)
}
