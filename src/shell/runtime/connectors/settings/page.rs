//! The file behind settings: what is wrong in it is told with its place.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::shell::failure::Failure;
use crate::source::{Source, SourceId};

/// The file, for the places in what is told.
pub(in crate::shell::runtime) struct Page {
    source: Source,
}

impl Page {
    /// A file of that name and text.
    pub(in crate::shell::runtime) fn new(file: &str, text: &str) -> Self {
        Self { source: Source::new(SourceId(0), file, text) }
    }

    /// The value as a table; `name` is how its head is written.
    pub(in crate::shell::runtime) fn table<'a>(
        &self,
        value: Spanned<DeValue<'a>>,
        name: &str,
    ) -> Result<DeTable<'a>, Failure> {
        let place = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Ok(table),
            _ => {
                let help = format!("write it as `[{name}]` with its keys below");
                Err(self.failure(&place, format!("`{name}` is no table")).help(help))
            }
        }
    }

    /// The value as a type of ours; `also` names keys that were taken out before.
    pub(in crate::shell::runtime) fn typed<T: DeserializeOwned>(
        &self,
        value: Spanned<DeValue<'_>>,
        also: &str,
    ) -> Result<T, Failure> {
        let place = value.span();
        T::deserialize(ValueDeserializer::from(value)).map_err(|error| {
            // An error without a place of its own is about the whole value.
            self.worded(&error.span().unwrap_or(place), error.message(), also)
        })
    }

    /// An error of the TOML reader, with its place.
    pub(in crate::shell::runtime) fn told(&self, error: &toml::de::Error, also: &str) -> Failure {
        self.worded(&error.span().unwrap_or_default(), error.message(), also)
    }

    /// serde's words, cut into what is wrong and what would be right.
    fn worded(&self, place: &Range<usize>, words: &str, also: &str) -> Failure {
        let words = words.replace("unknown field", "unknown key").replace("missing field", "there is no key");
        let words = words.replace(", there are no fields", "");
        let (what, expected) = words.split_once(", expected ").unwrap_or((&words, ""));
        let failure = self.failure(place, what.trim());
        let expected = expected.trim_start_matches("one of ");
        match (what.starts_with("unknown key"), also, expected) {
            (_, "", "") | (false, _, "") => failure,
            (true, also, "") => failure.help(format!("it knows {also}")),
            (true, "", expected) => failure.help(format!("it knows {expected}")),
            (true, also, expected) => failure.help(format!("it knows {also}, and {expected}")),
            (false, _, expected) => failure.help(format!("it wants {expected}")),
        }
    }

    /// A failure at a place.
    pub(in crate::shell::runtime) fn failure(
        &self,
        place: &Range<usize>,
        text: impl std::fmt::Display,
    ) -> Failure {
        let at = self.source.position(u32::try_from(place.start).unwrap_or(u32::MAX));
        Failure::new(format!("{}:{}:{}: {text}", self.source.name(), at.line, at.column))
    }
}
