//! What stays the same about a finding when lines are added above it.

use std::collections::BTreeMap;

use super::Diagnostic;
use crate::source::{self, Source};

/// Gives findings their fingerprints, in order.
#[derive(Debug, Default)]
pub struct Fingerprints {
    /// How often each came up: findings that look the same are numbered.
    seen: BTreeMap<u64, u32>,
}

impl Fingerprints {
    /// Sixteen hexadecimal digits and a number, made of the code, the file, the message and the text of the line.
    pub fn of(&mut self, found: &Diagnostic, sources: &[Source]) -> String {
        let span = found.span();
        let (name, line) = match source::find(sources, span.source) {
            Some(source) => {
                let line = source.position(span.start).line;
                (source.name(), source.slice(source.line(line)).trim())
            }
            None => ("", ""),
        };
        let hash = hash([found.code, name, &found.message, line]);
        let number = self.seen.entry(hash).or_default();
        *number += 1;
        format!("{hash:016x}:{number}")
    }
}

/// FNV-1a; a byte that UTF-8 does not have ends each text.
fn hash<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    let bytes = texts.into_iter().flat_map(|text| text.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::Fingerprints;
    use crate::diagnostics::Diagnostic;
    use crate::source::{Source, SourceId, Span};

    fn fingerprint(text: &str, fingerprints: &mut Fingerprints) -> String {
        let at = text.find("oops").unwrap() as u32;
        let source = Source::new(SourceId(0), "a.flow", text);
        let found = Diagnostic::error("N001", Span::new(SourceId(0), at, at + 4), "no such thing", "");
        fingerprints.of(&found, &[source])
    }

    #[test]
    fn lines_above_change_nothing_and_findings_that_look_the_same_differ() {
        let mut fingerprints = Fingerprints::default();
        let first = fingerprint("  oops", &mut fingerprints);
        assert_eq!(fingerprint("\n\noops", &mut Fingerprints::default()), first);
        assert_ne!(fingerprint("oops", &mut fingerprints), first);
        assert_ne!(fingerprint("oops!", &mut Fingerprints::default()), first);
    }
}
