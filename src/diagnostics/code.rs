//! The catalogue: every code with its name, its severity and what it finds.

use super::Severity;

/// One kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Stable and never used twice: `S002`.
    pub code: &'static str,
    /// In kebab case: `mixed-and-or`.
    pub name: &'static str,
    /// How much it matters unless the author's settings say otherwise.
    pub severity: Severity,
    /// What it finds, in one line.
    pub summary: &'static str,
}

impl Entry {
    /// Whether authors may put it aside. Errors of the syntax, of names and of types they may not, and neither
    /// arguments that a template lacks (D005): nobody could say what such a program does.
    pub fn may_be_allowed(&self) -> bool {
        let meaningless = self.code.starts_with(['S', 'N', 'T']) || self.code == "D005";
        self.severity != Severity::Error || !meaningless
    }
}

/// All codes, family by family, each family in order.
pub static CATALOGUE: &[Entry] = &[
    warning("A001", "unused-allow", "an allow that silences nothing"),
    warning("A002", "broken-allow", "an allow without a reason, of an unknown code, or above no item"),
    error("C001", "never-true", "a condition that can never be true"),
    warning("C002", "always-true", "a condition that is always true"),
    warning("C003", "implied-part", "a part of a condition that the rest implies"),
    error("D001", "never-delivered", "a message that is due when every channel of its flow is closed"),
    warning("D002", "not-delivered-there", "a message that is due when a channel of its flow is closed"),
    error("D003", "not-on-channel", "a content type or a template that the channel does not have"),
    warning("D004", "candidate-never-reached", "a candidate of `via` behind one that takes all it would"),
    error("D005", "placeholder-or-argument", "placeholder or template argument missing or unknown"),
    warning("D006", "long-sms", "an SMS that takes more than one segment"),
    error("D007", "not-one-site", "a proactive flow without exactly one webchat channel of its brand"),
    error("D008", "wrong-bot", "handing over to a bot that is not on the channel, or to an answer it lacks"),
    warning("D009", "retired", "a content type or a number of messages that the platform has retired"),
    warning("F001", "never-reached", "steps that can never be reached"),
    error("F002", "circle", "flows start each other in a circle without waiting"),
    warning("F003", "never-started", "a flow that nothing starts"),
    warning("F004", "second-voice", "a follow-up starts a flow that talks, or hands over to a bot"),
    error("H001", "never-opens", "hours that never open, alone or together with others"),
    warning("H002", "held-on-the-page", "a proactive message that waits for its hours"),
    warning("H003", "too-many", "follow-ups that look like spam"),
    warning("H004", "past-date", "a date that is past when the file's scenarios are played"),
    error("K001", "same-keyword", "one keyword starts two flows"),
    warning("K002", "overlapping-keywords", "one message starts two flows"),
    warning("K003", "covered-keyword", "a keyword is listed twice or covered by another one of its flow"),
    warning("K004", "keyword-in-text", "a keyword stands in a text that another flow sends there"),
    warning("K005", "digits", "a keyword is made of digits"),
    advice("K006", "common-word", "a keyword is a common word in lower case"),
    error("K007", "opt-out-word", "a word that opts the contact out is used as a keyword"),
    advice("K008", "not-compared", "a trigger that is too large to be compared with those of other flows"),
    error("L001", "missing-language", "a text lacks a language of the workspace"),
    error("N001", "unknown-name", "a name that nothing defines"),
    error("N002", "defined-twice", "something that there is one of is defined twice"),
    warning("N003", "never-used", "something is defined and never used"),
    warning(
        "O001",
        "marketing-sms",
        "marketing by SMS that does not say how to stop, or at a time that is not allowed",
    ),
    error("S001", "syntax", "something stands where the language does not have it"),
    error("S002", "mixed-and-or", "`and` and `or` are mixed without parentheses"),
    error(
        "S003",
        "unclosed",
        "a brace, a parenthesis or a string is opened and not closed, or closed and not open",
    ),
    error("S004", "nested-too-deep", "blocks or parentheses lie too deep in each other"),
    error("S005", "no-such-value", "a number, time, date or duration that does not exist"),
    error("S006", "reserved-word", "a word of the language is used as a name"),
    error("S007", "misplaced-clause", "a clause stands behind the steps or is written twice"),
    error("S008", "shares-not-whole", "the shares of a split do not make 100 % together"),
    error("S009", "broken-text", "an escape or a placeholder in a text cannot be read"),
    error("T001", "wrong-type", "an operator or a value does not fit the field's type"),
    error(
        "T002",
        "does-not-exist",
        "no such time zone, language, country, date, phone number or e-mail address",
    ),
    warning("T003", "may-be-unknown", "a placeholder may be unknown and has no default"),
    error("T004", "broken-pattern", "a regular expression cannot be read"),
];

/// The entry of a code (`S002`) or a name (`mixed-and-or`), in any case.
///
/// ```
/// use flowc::diagnostics::code;
/// assert_eq!(code::find("s002"), code::find("mixed-and-or"));
/// ```
pub fn find(code_or_name: &str) -> Option<&'static Entry> {
    let is_it = |entry: &&Entry| {
        entry.code.eq_ignore_ascii_case(code_or_name) || entry.name.eq_ignore_ascii_case(code_or_name)
    };
    CATALOGUE.iter().find(is_it)
}

const fn error(code: &'static str, name: &'static str, summary: &'static str) -> Entry {
    Entry { code, name, severity: Severity::Error, summary }
}

const fn advice(code: &'static str, name: &'static str, summary: &'static str) -> Entry {
    Entry { code, name, severity: Severity::Advice, summary }
}

const fn warning(code: &'static str, name: &'static str, summary: &'static str) -> Entry {
    Entry { code, name, severity: Severity::Warning, summary }
}
