//! What a program says, as its author would write it in one line: for diagrams, pages and dumps.

mod condition;
mod step;
mod value;

pub use self::condition::condition;
pub use self::step::{action, answers, content, message, moment, windows};
pub use self::value::{argument, field, quoted, value, wording};
use super::{Frequency, Hours, Overrun};

/// `within office or skip`.
pub fn hours(hours: &Hours) -> String {
    match hours.overrun {
        Overrun::Hold => hours.words.to_string(),
        Overrun::Skip => format!("{} or skip", hours.words),
        Overrun::Expires(delay) => format!("{} expires {delay}", hours.words),
    }
}

/// `once per visit`, `at most 3 per 1d`.
pub fn frequency(frequency: Frequency) -> String {
    match frequency {
        Frequency::OncePerContact => "once per contact".to_owned(),
        Frequency::OncePerVisit => "once per visit".to_owned(),
        Frequency::AtMost(count, per) => format!("at most {count} per {per}"),
    }
}

/// Words with commas between them.
pub(super) fn list<T: ToString>(parts: impl IntoIterator<Item = T>) -> String {
    parts.into_iter().map(|part| part.to_string()).collect::<Vec<_>>().join(", ")
}
