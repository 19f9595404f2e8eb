//! The catalogue: every code with its name, its severity and what it finds. A code is never used twice.

use super::Severity;

/// A row of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// `N001`
    pub code: &'static str,
    /// `unknown-name`
    pub name: &'static str,
    /// How much it matters unless the author's settings say otherwise.
    pub severity: Severity,
    /// What it finds, in one line.
    pub summary: &'static str,
}

/// Every code, sorted.
pub const CATALOGUE: &[Code] = &[
    error("D005", "placeholder-or-argument", "placeholder or template argument missing or unknown"),
    error("D008", "wrong-bot", "handing over to a bot that is not on the channel, or to an answer it lacks"),
    error("N001", "unknown-name", "a name that nothing defines"),
    error("N002", "defined-twice", "something that there is one of is defined twice"),
    warning("N003", "never-used", "something is defined and never used"),
    error("T001", "wrong-type", "an operator or a value does not fit the field's type"),
    error(
        "T002",
        "no-such-value",
        "no such time zone, language, country, date, phone number or e-mail address",
    ),
    warning("T003", "may-be-unknown", "a placeholder may be unknown and has no default"),
    error("T004", "broken-pattern", "a regular expression cannot be read"),
];

/// The row of a code or a name; upper and lower case count as the same.
///
/// ```
/// use flowc::diagnostics::code::find;
/// assert_eq!(find("n001").unwrap().name, "unknown-name");
/// assert_eq!(find("unknown-name").unwrap().code, "N001");
/// ```
pub fn find(code_or_name: &str) -> Option<&'static Code> {
    let same = |text: &str| text.eq_ignore_ascii_case(code_or_name);
    CATALOGUE.iter().find(|row| same(row.code) || same(row.name))
}

const fn error(code: &'static str, name: &'static str, summary: &'static str) -> Code {
    Code { code, name, severity: Severity::Error, summary }
}

const fn warning(code: &'static str, name: &'static str, summary: &'static str) -> Code {
    Code { code, name, severity: Severity::Warning, summary }
}
