//! The one style of a text: where lines begin, what stands between words, and nothing else.
//!
//! Words are taken as they stand, in order, comments among them. `words` reads them, `plan` says which begin a line and
//! how far apart the others stand, `page` writes. What comes out is read again and compared with what went in.

mod columns;
mod condition;
mod gap;
mod guard;
mod list;
mod page;
mod plan;
mod words;

use crate::source::Source;
use crate::syntax;

/// How many characters a line has at most, where it can be broken.
const WIDTH: u32 = 100;

/// By how much what stands in a block is indented.
const STEP: u32 = 2;

/// By how much the further lines of a statement are indented.
const CONTINUED: u32 = 4;

/// A text that formatting would have changed in more than its looks: a mistake of flowc's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What would have become of it.
    pub text: String,
    /// What would have been another.
    pub what: &'static str,
}

/// The text of a source in the one style. Items that cannot be read stay as they are, byte for byte, and so does the
/// whole text when it is not certain where they end.
///
/// ```
/// use flowc::source::{Source, SourceId};
/// let source = Source::new(SourceId(0), "coupon.flow", "flow coupon{send \"-10 %\" # for now\n}");
/// let text = flowc::format::format(&source).unwrap();
/// assert_eq!(text, "flow coupon {\n  send \"-10 %\"  # for now\n}\n");
/// ```
///
/// # Errors
///
/// When the text that comes out does not say the same with the same comments.
pub fn format(source: &Source) -> Result<String, Refused> {
    let (parsed, parts) = syntax::parse_with_parts(source);
    let words = words::read(source.text(), &parsed.tokens, &parts);
    let text = page::write(source.text(), &plan::plan(words));
    if text != source.text() {
        let after = Source::new(source.id(), source.name(), text.as_str());
        if let Err(what) = guard::compare((source, &parsed, &parts), &after) {
            // Where a quote or a brace is missing, blanks decide where the broken item ends: nothing is touched then.
            if parts.stretches.iter().any(|stretch| !stretch.is_read) {
                return Ok(source.text().to_owned());
            }
            return Err(Refused { text, what });
        }
    }
    Ok(text)
}
