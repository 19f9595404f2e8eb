//! One comment, read as an allow: its codes, and whether it gives a reason.

use crate::diagnostics::code::{self, CATALOGUE, Entry};
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;

/// `# allow K002, too-many: reason`
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// The comment.
    pub place: Span,
    /// The codes and names as they are written, with their places.
    pub names: Vec<(String, Span)>,
    /// What stands behind the colon; none without a colon.
    reason: Option<String>,
}

/// A comment that begins with `allow` and a code or a name; other comments may say `allow` as well.
pub(super) fn read(comment: &str, place: Span) -> Option<Written> {
    let text = comment.trim_start_matches('#').trim_start();
    let list = text.strip_prefix("allow").filter(|rest| rest.starts_with(char::is_whitespace))?;
    let (list, reason) = match list.split_once(':') {
        Some((list, reason)) => (list, Some(reason.trim())),
        None => (list, None),
    };
    let start = |part: &str| place.start + (part.as_ptr() as usize - comment.as_ptr() as usize) as u32;
    let mut names = Vec::new();
    let mut behind = None;
    for part in list.split(',') {
        let part = part.trim();
        let name = part.split_whitespace().next().unwrap_or_default();
        if name.is_empty() {
            continue;
        }
        if names.is_empty() && !is_meant(name, part, reason.is_some()) {
            return None;
        }
        let at = start(name);
        names.push((name.to_owned(), Span { start: at, end: at + name.len() as u32, ..place }));
        // `# allow K002 because …`: the reason lacks its colon.
        behind = behind.or((name.len() < part.len()).then(|| part[name.len()..].trim()));
    }
    if names.is_empty() {
        return None;
    }
    let reason = if behind.is_some() { None } else { reason.map(str::to_owned) };
    Some(Written { place, names, reason })
}

/// Whether the first word is a code or a name, or was meant as one.
fn is_meant(name: &str, part: &str, has_reason: bool) -> bool {
    let alone = name == part;
    looks_like_code(name)
        || (alone && code::find(name).is_some())
        || (alone && has_reason && nearest(name, CATALOGUE.iter().map(|row| row.name)).is_some())
}

/// A letter and digits: `K002`, `k2`.
fn looks_like_code(name: &str) -> bool {
    let mut letters = name.chars();
    let digits = letters.clone().count() - 1;
    letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && (1..=4).contains(&digits)
        && letters.all(|letter| letter.is_ascii_digit())
}

impl Written {
    /// The codes that it names.
    pub fn codes(&self) -> impl Iterator<Item = (&'static Entry, Span)> {
        self.names.iter().filter_map(|(name, place)| code::find(name).map(|row| (row, *place)))
    }

    /// What is wrong with it by itself; then it allows nothing.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems: Vec<_> =
            self.names.iter().filter_map(|(name, place)| wrong(name, *place)).collect();
        if problems.is_empty() && self.reason.as_ref().is_none_or(String::is_empty) {
            let names: Vec<&str> = self.names.iter().map(|(name, _)| name.as_str()).collect();
            let help = format!("say behind a colon why it is right here: `# allow {}: …`", names.join(", "));
            problems.push(
                broken(self.place, "an allow gives no reason", "who reads it later cannot judge it")
                    .help(help),
            );
        }
        problems
    }
}

fn wrong(name: &str, place: Span) -> Option<Diagnostic> {
    let Some(row) = code::find(name) else {
        let known = CATALOGUE.iter().flat_map(|row| [row.code, row.name]);
        let help = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`flowc explain --list` shows all codes".to_owned(),
        };
        let message = format!("no finding has the code or name `{name}`");
        return Some(broken(place, message, "it allows nothing").help(help));
    };
    let title = format!("{} {}", row.code, row.name);
    if row.code.starts_with('A') {
        let help =
            format!("mend the allow, or put the code aside in `flowc.toml`: `allow = [\"{}\"]`", row.code);
        let message = format!("`{title}` cannot be allowed by a comment");
        return Some(broken(place, message, "it is about such comments itself").help(help));
    }
    let message = format!("`{title}` cannot be allowed");
    let why = "a program with it has no meaning that could run";
    (!row.may_be_allowed()).then(|| broken(place, message, why).help("mend what it finds"))
}

/// A finding about an allow that allows nothing.
pub(super) fn broken(place: Span, message: impl Into<String>, why: &str) -> Diagnostic {
    Diagnostic::new("A002", Severity::Warning, place, message, why)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::source::{SourceId, Span};

    fn names(comment: &str) -> Option<Vec<String>> {
        let written = read(comment, Span::new(SourceId(0), 0, comment.len() as u32))?;
        Some(written.names.into_iter().map(|(name, _)| name).collect())
    }

    #[test]
    fn other_comments_may_begin_with_allow() {
        for comment in [
            "# allow two weeks for delivery",
            "# allow refunds: always",
            "# allowed by law",
            "# allow",
            "# allow: yes",
            "# allow digits in the answer",
            "# we allow K002: a sentence",
        ] {
            assert_eq!(names(comment), None, "{comment}");
        }
    }

    #[test]
    fn codes_and_names_are_read_whatever_is_wrong_with_them() {
        assert_eq!(names("# allow K001, too-many: both know").unwrap(), ["K001", "too-many"]);
        assert_eq!(names("#allow k1 since ever").unwrap(), ["k1"]);
        assert_eq!(names("# allow same-keywrd: x").unwrap(), ["same-keywrd"]);
        assert_eq!(names("# allow circle").unwrap(), ["circle"]);
    }
}
