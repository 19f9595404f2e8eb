//! Forgetting a contact, and making sure of it: the rows, then the bytes that they stood in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::store::{Store, StoreError, contacts, exchange, forgotten, write_beside};
use crate::engine::Contact;
use crate::policy::ChannelKind;
use crate::program::Value;
use crate::shell::failure::Failure;
use crate::time::Instant;

/// Shorter texts are in any file by chance.
const LOOKED_FOR_BYTES_MIN: usize = 5;

/// What was removed, and what was looked for behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// How many rows of each table went.
    pub removed: BTreeMap<&'static str, u64>,
    /// How many texts were looked for in every byte of the store: the id, addresses, names.
    pub looked_for: usize,
    /// Those that other contacts have as well, or wrote of: they stay, since they are theirs.
    pub of_others: Vec<String>,
    /// Those that are still there and belong to nobody. There should be none.
    pub left: Vec<Left>,
}

/// A text that is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Which.
    pub text: String,
    /// In which file.
    pub file: PathBuf,
}

/// Removes a contact from the store, whether a service runs or not, writes the file anew so that no byte of what was
/// removed stays, and looks for what could tell who it was. None when nobody has that name.
///
/// # Errors
///
/// When the store cannot be read or written.
pub fn forget(path: &Path, name: &str, now: Instant) -> Result<Option<Forgotten>, Failure> {
    // Held until the end: no service starts in between. One that runs takes note before its next transaction.
    let held = Store::open_if_free(path)?;
    let removed = write_beside(path, |connection| {
        connection.pragma_update(None, "secure_delete", "on")?;
        let Some((_, contact)) = contacts::get(connection, name)? else { return Ok(None) };
        let removed = forgotten::remove(connection, name, now)?.expect("the contact was just read");
        Ok(Some((removed, telling(&contact))))
    })?;
    let Some((removed, telling)) = removed else { return Ok(None) };
    write_anew(path)?;
    drop(held);
    let others = in_rows(path, &telling)?;
    let mut left = Vec::new();
    for file in files(path) {
        let bytes = match fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => {
                return Err(Failure::new(format!("cannot read `{}`", file.display())).because(error));
            }
        };
        let found = telling.iter().filter(|text| !others.contains(*text) && contains(&bytes, text));
        left.extend(found.map(|text| Left { text: text.clone(), file: file.clone() }));
    }
    let looked_for = telling.len();
    Ok(Some(Forgotten { removed, looked_for, of_others: others.into_iter().collect(), left }))
}

/// The store, its journal and the index of that.
fn files(path: &Path) -> Vec<PathBuf> {
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    vec![path.to_owned(), beside("-wal"), beside("-shm")]
}

/// What could tell who it was: the id, and every text of its fields.
fn telling(contact: &Contact) -> BTreeSet<String> {
    let texts =
        contact.fields.iter().filter(|(name, _)| is_personal(name)).filter_map(|(_, value)| match value {
            Value::Text(text) => Some(text.to_string()),
            Value::Number(_) | Value::YesNo(_) | Value::Date(_) | Value::Instant(_) => None,
        });
    let all = texts.chain([contact.id.to_string()]);
    all.filter(|text| text.len() >= LOOKED_FOR_BYTES_MIN).collect()
}

/// Fields that many people share say nothing of one.
fn is_personal(field: &str) -> bool {
    const SHARED: [&str; 4] = ["language", "timezone", "country", "plan"];
    ChannelKind::ALL.iter().any(|kind| kind.name() == field) || !SHARED.contains(&field)
}

/// Writes the whole file anew, without what is free in it, and empties the journal.
fn write_anew(path: &Path) -> Result<(), Failure> {
    let cannot = |error: rusqlite::Error| {
        Failure::new(format!("cannot write the store `{}` anew", path.display()))
            .because(StoreError::from(error))
    };
    let connection = Connection::open(path).map_err(cannot)?;
    connection.busy_timeout(std::time::Duration::from_secs(30)).map_err(cannot)?;
    connection.execute_batch("PRAGMA secure_delete = on; VACUUM;").map_err(cannot)?;
    let checkpoint =
        || connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    // Somebody who is reading holds the journal for a moment.
    for _ in 0..50 {
        if checkpoint().map_err(cannot)? == 0 {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    Err(Failure::new(format!("the journal of `{}` is being read without end", path.display()))
        .help("try again once nobody reads the store"))
}

/// Which of the texts stand in rows that are there, unpacked: those of other contacts, and programs.
fn in_rows(path: &Path, texts: &BTreeSet<String>) -> Result<BTreeSet<String>, Failure> {
    let mut looking = Looking { texts, found: BTreeSet::new(), line: Vec::new() };
    let reader = super::store::Reader::of(path);
    let looked = reader.ask(|connection| Ok(exchange::export(connection, &mut looking)));
    looked.map_err(|error| {
        Failure::new(format!("cannot read the store `{}`", path.display())).because(error)
    })??;
    Ok(looking.found)
}

/// Takes an export, line by line, and keeps nothing of it.
struct Looking<'t> {
    texts: &'t BTreeSet<String>,
    found: BTreeSet<String>,
    line: Vec<u8>,
}

impl std::io::Write for Looking<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend(part);
            if part.ends_with(b"\n") {
                for text in self.texts {
                    // As JSON writes it.
                    let written = serde_json::to_string(text).unwrap_or_default();
                    let written = written.trim_matches('"');
                    if contains(&self.line, written) {
                        self.found.insert(text.clone());
                    }
                }
                self.line.clear();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whether the text stands there as a whole: `c10000` is not `c1000`.
fn contains(bytes: &[u8], text: &str) -> bool {
    let text = text.as_bytes();
    let part_of_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let mut from = 0;
    while let Some(at) = memchr_in(&bytes[from..], text) {
        let (start, end) = (from + at, from + at + text.len());
        let before = start.checked_sub(1).and_then(|before| bytes.get(before));
        if !part_of_word(before) && !part_of_word(bytes.get(end)) {
            return true;
        }
        from = start + 1;
    }
    false
}

fn memchr_in(bytes: &[u8], text: &[u8]) -> Option<usize> {
    let first = *text.first()?;
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
        let start = from + at;
        if bytes[start..].starts_with(text) {
            return Some(start);
        }
        from = start + 1;
    }
    None
}
