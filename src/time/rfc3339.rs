//! Instants as text, without a `String`: states and effects hold many, and the service writes them with every event.

use chrono::{Datelike, Timelike};

use super::Instant;

/// An instant of the years 0 to 9999 as `2026-03-02T08:00:00Z`, with milliseconds where there are some: what chrono
/// writes, byte for byte.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    bytes: [u8; 24],
    length: usize,
}

impl Text {
    /// None for other years.
    pub(super) fn of(instant: Instant) -> Option<Self> {
        let at = instant.to_utc().naive_utc();
        let year = u32::try_from(at.year()).ok().filter(|year| *year <= 9999)?;
        let mut text = Self { bytes: *b"0000-00-00T00:00:00.000Z", length: 24 };
        text.digits(0, 4, year);
        text.digits(5, 2, at.month());
        text.digits(8, 2, at.day());
        text.digits(11, 2, at.hour());
        text.digits(14, 2, at.minute());
        text.digits(17, 2, at.second());
        match at.nanosecond() / 1_000_000 {
            0 => {
                text.bytes[19] = b'Z';
                text.length = 20;
            }
            millis => text.digits(20, 3, millis),
        }
        Some(text)
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }

    fn digits(&mut self, at: usize, count: usize, mut number: u32) {
        for place in (at..at + count).rev() {
            self.bytes[place] = b'0' + (number % 10) as u8;
            number /= 10;
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::SecondsFormat;
    use proptest::prelude::*;

    use super::Text;
    use crate::time::Instant;

    proptest! {
        #[test]
        fn it_is_what_chrono_writes(millis in prop_oneof![
            -70_000_000_000_000_i64..300_000_000_000_000,
            any::<i64>(),
            (-70_000_000_000_i64..300_000_000_000).prop_map(|seconds| seconds * 1000),
        ]) {
            let instant = Instant::from_millis(millis);
            let expected = instant.to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true);
            prop_assert_eq!(instant.to_string(), &*expected);
            prop_assert_eq!(serde_json::to_string(&instant).unwrap(), format!("\"{expected}\""));
            if let Some(text) = Text::of(instant) {
                prop_assert_eq!(text.as_str(), expected);
            }
        }
    }

    #[test]
    fn years_of_four_digits_need_no_string() {
        for text in ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "2026-02-28T00:00:00.001Z"] {
            let instant: Instant = chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc().into();
            assert_eq!(Text::of(instant).unwrap().as_str(), text);
        }
    }
}
