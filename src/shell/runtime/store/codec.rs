//! State, events and effects as bytes: JSON, made small by zstd with words that all of them share where that is worth it.
//!
//! Events and effects carry their type within, beside their fields, which only self-describing formats read back:
//! hence JSON. The first byte is the form; the words of a form never change, since what was written with them could not
//! be read any more.

use std::cell::RefCell;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::compress_bound;

use super::StoreError;
use crate::engine::Contact;

/// JSON by zstd with [`WORDS`].
const PACKED: u8 = 1;
/// JSON as it is.
const PLAIN: u8 = 2;
/// What is shorter is left as it is: packing takes as long as for a longer one, and saves little.
const PACKED_BYTES_MIN: usize = 128;
/// The same of a state, which is written over with each event, and does not pile up.
const STATE_PACKED_BYTES_MIN: usize = 1024;
/// What [`PACKED`] takes for known. It is frozen: a test holds its number.
pub const WORDS: &[u8] = include_bytes!("words.1.txt");
/// A higher level takes twice the time for two bytes in a hundred.
const LEVEL: i32 = 3;
/// What a row may unpack to: more is damage.
const UNPACKED_BYTES_MAX: usize = 64 << 20;

thread_local! {
    static PACKER: RefCell<Option<Packer>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// What packs, and the room that it works in.
struct Packer {
    zstd: Compressor<'static>,
    json: Vec<u8>,
    packed: Vec<u8>,
}

/// The bytes of a value.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    encode_from(value, PACKED_BYTES_MIN)
}

/// The bytes of a contact's state.
pub fn encode_state(contact: &Contact) -> Vec<u8> {
    encode_from(contact, STATE_PACKED_BYTES_MIN)
}

fn encode_from<T: Serialize>(value: &T, packed_bytes_min: usize) -> Vec<u8> {
    PACKER.with_borrow_mut(|packer| {
        let Packer { zstd, json, packed } = packer.get_or_insert_with(|| Packer {
            zstd: Compressor::with_dictionary(LEVEL, WORDS).expect("the words are a dictionary"),
            json: Vec::new(),
            packed: Vec::new(),
        });
        json.clear();
        serde_json::to_writer(&mut *json, value).expect("state, events and effects are plain data");
        if json.len() < packed_bytes_min {
            return formed(PLAIN, json);
        }
        packed.clear();
        packed.reserve(compress_bound(json.len()));
        zstd.compress_to_buffer(json, packed).expect("there is room for what is made smaller");
        formed(PACKED, packed)
    })
}

fn formed(form: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + 1);
    bytes.push(form);
    bytes.extend_from_slice(content);
    bytes
}

/// The value of those bytes; `what` names the row when they are none.
///
/// # Errors
///
/// When they are of a later flowc, damaged, or of another type.
pub fn decode<T: DeserializeOwned>(bytes: &[u8], what: impl FnOnce() -> String) -> Result<T, StoreError> {
    read(bytes).map_err(|why| StoreError::Unreadable { what: what(), why })
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let packed = match bytes.split_first() {
        Some((&PACKED, packed)) => packed,
        Some((&PLAIN, json)) => return serde_json::from_slice(json).map_err(|error| error.to_string()),
        Some((form, _)) => {
            return Err(format!("it has the form {form}, which this flowc does not know"));
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

    use super::{PACKED, PLAIN, WORDS, decode, encode, encode_state};
    use crate::engine::{Contact, Event, EventKind};
    use crate::program::Fingerprint;
    use crate::source::{Source, SourceId};
    use crate::time::Instant;

    #[test]
    fn the_words_never_change() {
        let words = Source::new(SourceId(0), "words.1", std::str::from_utf8(WORDS).unwrap());
        assert_eq!(Fingerprint::of([&words]).to_string(), "329bbd28371b3444");
    }

    #[test]
    fn what_was_written_can_be_read_and_is_small() {
        let event =
            Event::new("e1", Instant::from_millis(0), EventKind::Booked { time: Instant::from_millis(5) });
        assert_eq!(decode::<Event>(&encode(&event), String::new).unwrap(), event);
        let mut contact = Contact::new("marie");
        let bytes = encode_state(&contact);
        assert_eq!(decode::<Contact>(&bytes, String::new).unwrap(), contact);
        assert!(bytes[0] == PLAIN && bytes.len() < 100, "{} bytes", bytes.len());
        contact.set_field(&"note".into(), Some("a customer for long ".repeat(100).as_str().into()));
        let bytes = encode_state(&contact);
        assert_eq!(decode::<Contact>(&bytes, String::new).unwrap(), contact);
        assert!(bytes[0] == PACKED && bytes.len() < 150, "{} bytes", bytes.len());
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let told = |bytes: &[u8]| decode::<Value>(bytes, || "the row".to_owned()).unwrap_err().to_string();
        assert_eq!(told(&[]), "the row cannot be read: it is empty");
        assert_eq!(
            told(&[9, 1]),
            "the row cannot be read: it has the form 9, which this flowc does not know"
        );
        for (text, form) in [("short", PLAIN), (&*"long ".repeat(100), PACKED)] {
            let whole = encode(&json!({ "text": text }));
            assert_eq!(whole[0], form);
            assert_eq!(decode::<Value>(&whole, String::new).unwrap(), json!({ "text": text }));
            for end in 1..whole.len() {
                assert!(decode::<Value>(&whole[..end], String::new).is_err(), "{text} cut at {end}");
            }
        }
    }
}
