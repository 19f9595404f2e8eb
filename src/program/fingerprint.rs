//! The address of a program: the same sources, the same number, on every machine and in every release.

use std::fmt;

use crate::source::Source;

/// A number of 64 bits that a workspace's texts come down to (FNV-1a). It tells versions apart; it is no
/// protection against somebody who wants two programs to have the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Of these sources in this order, their names included.
    ///
    /// ```
    /// use flowc::program::Fingerprint;
    /// use flowc::source::{Source, SourceId};
    ///
    /// let source = Source::new(SourceId(0), "a.flow", "group clients");
    /// assert_eq!(Fingerprint::of([&source]).to_string(), "5311e855edd5b433");
    /// ```
    pub fn of<'s>(sources: impl IntoIterator<Item = &'s Source>) -> Self {
        let texts = sources.into_iter().flat_map(|source| [source.name(), source.text()]);
        // A byte that UTF-8 does not have ends each text, so that no two lists of texts read the same.
        let bytes = texts.flat_map(|text| text.bytes().chain([0xff]));
        Self(bytes.fold(OFFSET_BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME)))
    }

    /// Of what a text spells out.
    pub(super) fn of_text(text: &str) -> Self {
        Self(text.bytes().fold(OFFSET_BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME)))
    }

    /// The number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Fingerprint {
    /// Sixteen hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;
