//! State, events and effects as bytes: JSON, made small by zstd with words that all of them share.
//!
//! Events and effects carry their type within, beside their fields, which only self-describing formats read back:
//! hence JSON. The first byte is the version of the form; the words of a version never change, since what was written
//! with them could not be read any more.

use std::cell::RefCell;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zstd::bulk::{Compressor, Decompressor};

use super::StoreError;

/// JSON by zstd with [`WORDS`].
const VERSION: u8 = 1;
/// What version 1 takes for known. It is frozen: a test holds its number.
pub const WORDS: &[u8] = include_bytes!("words.1.txt");
/// A higher level takes twice the time for two bytes in a hundred.
const LEVEL: i32 = 3;
/// What a row may unpack to: more is damage.
const UNPACKED_BYTES_MAX: usize = 64 << 20;

thread_local! {
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// The bytes of a value.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let json = serde_json::to_vec(value).expect("state, events and effects are plain data");
    PACKER.with_borrow_mut(|packer| {
        let packer = packer.get_or_insert_with(|| {
            Compressor::with_dictionary(LEVEL, WORDS).expect("the words are a dictionary")
        });
        let packed = packer.compress(&json).expect("there is room for what is made smaller");
        let mut bytes = Vec::with_capacity(packed.len() + 1);
        bytes.push(VERSION);
        bytes.extend(packed);
        bytes
    })
}

/// The value of those bytes; `what` names the row when they are none.
///
/// # Errors
///
/// When they are of a later version, damaged, or of another type.
pub fn decode<T: DeserializeOwned>(bytes: &[u8], what: impl FnOnce() -> String) -> Result<T, StoreError> {
    read(bytes).map_err(|why| StoreError::Unreadable { what: what(), why })
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let packed = match bytes.split_first() {
        Some((&VERSION, packed)) => packed,
        Some((version, _)) => {
            return Err(format!("it has the form {version}, which this flowc does not know"));
        }
        None => return Err("it is empty".to_owned()),
    };
    let size = Decompressor::upper_bound(packed).filter(|size| *size <= UNPACKED_BYTES_MAX);
    let size = size.ok_or_else(|| "it does not say how large it is".to_owned())?;
    let json = UNPACKER.with_borrow_mut(|unpacker| {
        let unpacker = unpacker
            .get_or_insert_with(|| Decompressor::with_dictionary(WORDS).expect("the words are a dictionary"));
        unpacker.decompress(packed, size).map_err(|error| error.to_string())
    })?;
    serde_json::from_slice(&json).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{WORDS, decode, encode};
    use crate::engine::{Contact, Event, EventKind};
    use crate::program::Fingerprint;
    use crate::source::{Source, SourceId};
    use crate::time::Instant;

    #[test]
    fn the_words_of_version_1_never_change() {
        let words = Source::new(SourceId(0), "words.1", std::str::from_utf8(WORDS).unwrap());
        assert_eq!(Fingerprint::of([&words]).to_string(), "329bbd28371b3444");
    }

    #[test]
    fn what_was_written_can_be_read_and_is_small() {
        let event =
            Event::new("e1", Instant::from_millis(0), EventKind::Booked { time: Instant::from_millis(5) });
        assert_eq!(decode::<Event>(&encode(&event), String::new).unwrap(), event);
        let contact = Contact::new("marie");
        let bytes = encode(&contact);
        assert_eq!(decode::<Contact>(&bytes, String::new).unwrap(), contact);
        assert!(bytes.len() < 100, "{} bytes", bytes.len());
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let told = |bytes: &[u8]| decode::<Value>(bytes, || "the row".to_owned()).unwrap_err().to_string();
        assert_eq!(told(&[]), "the row cannot be read: it is empty");
        assert_eq!(
            told(&[9, 1]),
            "the row cannot be read: it has the form 9, which this flowc does not know"
        );
        let whole = encode(&json!({ "a": 1 }));
        for end in 1..whole.len() {
            assert!(decode::<Value>(&whole[..end], String::new).is_err(), "cut at {end}");
        }
    }
}
