//! The tables, and how a store of an earlier flowc becomes one of this.

use rusqlite::Connection;

use super::StoreError;

/// Each makes the next version out of the one before; none is ever changed once it was released.
const MIGRATIONS: &[&str] = &[FIRST, SECOND, THIRD, FOURTH];

/// The version that this flowc reads and writes.
pub const VERSION: usize = MIGRATIONS.len();

const FIRST: &str = "
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- One row per contact. `wake_at` is the state's next wake; a contact that was due again at once is pushed back, and
-- `pushes` says how often in a row.
CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  state BLOB NOT NULL,
  wake_at INTEGER,
  pushes INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX contacts_wake ON contacts (wake_at, name) WHERE wake_at IS NOT NULL;

-- Which sources were in force: the last row is.
CREATE TABLE programs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  fingerprint TEXT NOT NULL,
  since INTEGER NOT NULL
);

-- Every event that was taken, and what came of it.
CREATE TABLE history (
  contact INTEGER NOT NULL REFERENCES contacts (id),
  sequence INTEGER NOT NULL,
  number INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  program INTEGER NOT NULL REFERENCES programs (id),
  event BLOB NOT NULL,
  effects BLOB NOT NULL,
  PRIMARY KEY (contact, sequence)
) WITHOUT ROWID;
CREATE UNIQUE INDEX history_event ON history (contact, event_id);

-- The same in the order of commits, whose numbers never come again: what somebody follows.
CREATE TABLE feed (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact INTEGER NOT NULL REFERENCES contacts (id),
  sequence INTEGER NOT NULL,
  committed_at INTEGER NOT NULL
);

-- What is to go out. `due_at` is empty while an earlier row of the same contact and lane is there, and while the row
-- is in flight.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact INTEGER NOT NULL REFERENCES contacts (id),
  sequence INTEGER NOT NULL,
  place INTEGER NOT NULL,
  lane TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  due_at INTEGER,
  in_flight INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  perhaps_sent INTEGER NOT NULL DEFAULT 0,
  parcel BLOB NOT NULL,
  written TEXT,
  why TEXT,
  UNIQUE (contact, sequence, place)
);
CREATE INDEX outbox_lane ON outbox (contact, lane, id);
CREATE INDEX outbox_due ON outbox (lane, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_in_flight ON outbox (id) WHERE in_flight = 1;

-- What became of it.
CREATE TABLE deliveries (
  contact INTEGER NOT NULL REFERENCES contacts (id),
  sequence INTEGER NOT NULL,
  place INTEGER NOT NULL,
  lane TEXT NOT NULL,
  outcome TEXT NOT NULL,
  at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  perhaps_sent INTEGER NOT NULL,
  provider_id TEXT,
  delivered_at INTEGER,
  written TEXT,
  why TEXT,
  PRIMARY KEY (contact, sequence, place)
) WITHOUT ROWID;
CREATE INDEX deliveries_provider ON deliveries (provider_id, lane) WHERE provider_id IS NOT NULL;

-- By which addresses contacts are known: a kind of channel, `phone` or `email`, and the address there.
CREATE TABLE addresses (
  kind TEXT NOT NULL,
  address TEXT NOT NULL,
  contact INTEGER NOT NULL REFERENCES contacts (id),
  PRIMARY KEY (kind, address)
) WITHOUT ROWID;
CREATE INDEX addresses_contact ON addresses (contact);

-- What contacts are found by. `sort_name` is folded; `assignee` is `agent:NAME`, `team:NAME` or empty.
CREATE TABLE people (
  contact INTEGER PRIMARY KEY REFERENCES contacts (id),
  sort_name TEXT NOT NULL,
  open INTEGER NOT NULL,
  assignee TEXT NOT NULL,
  active_at INTEGER NOT NULL
);
CREATE INDEX people_active ON people (active_at, contact);
CREATE INDEX people_name ON people (sort_name, contact);
CREATE INDEX people_assignee ON people (assignee) WHERE assignee <> '';

-- Folded words of names and addresses, and phone numbers as digits: whole, and their last nine.
CREATE TABLE people_words (
  word TEXT NOT NULL,
  contact INTEGER NOT NULL REFERENCES contacts (id),
  PRIMARY KEY (word, contact)
) WITHOUT ROWID;
CREATE INDEX people_words_contact ON people_words (contact);

-- What all contacts together have used of each channel's monthly quota; months are those of UTC, as `2026-03`.
CREATE TABLE quotas (
  channel TEXT NOT NULL,
  month TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (channel, month)
) WITHOUT ROWID;
";

const SECOND: &str = "
-- The texts that a program was made of, as packed JSON, and the day as of which they were checked; where its steps
-- stand, as a number that another compiler would not come to; and since when a service has been running with it.
ALTER TABLE programs ADD COLUMN files BLOB;
ALTER TABLE programs ADD COLUMN checked_on TEXT;
ALTER TABLE programs ADD COLUMN layout TEXT;
ALTER TABLE programs ADD COLUMN running_since INTEGER;

-- Which program a contact's state was made with: where its runs stand means nothing in another.
ALTER TABLE contacts ADD COLUMN program INTEGER NOT NULL DEFAULT 0;
UPDATE contacts SET program = (SELECT max(id) FROM programs);
CREATE INDEX contacts_program ON contacts (program);

-- Who was forgotten and when, by a salted number of the id; the salt is in `meta`.
CREATE TABLE forgotten (
  digest TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) WITHOUT ROWID;
";

/// An event touches as few pages as can be: a contact is one row, and the history grows at its end only.
const THIRD: &str = "
-- What contacts are found by stands beside their state. `wake_at` is never later than the state's next wake, unless
-- the contact was pushed back; it may be earlier, when the state's wake was put off. `active_in` says in which ten
-- minutes `active_at` is: an index of that rests while somebody writes message after message.
CREATE TABLE contacts_now (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  wake_at INTEGER,
  pushes INTEGER NOT NULL DEFAULT 0,
  program INTEGER NOT NULL DEFAULT 0,
  active_at INTEGER NOT NULL,
  active_in INTEGER NOT NULL,
  open INTEGER NOT NULL,
  assignee TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  state BLOB NOT NULL
);
INSERT INTO contacts_now
  SELECT c.id, c.name, c.wake_at, c.pushes, c.program, p.active_at, p.active_at / 600000, p.open, p.assignee,
  p.sort_name, c.state FROM contacts c JOIN people p ON p.contact = c.id ORDER BY c.id;
DROP TABLE people;
DROP TABLE contacts;
ALTER TABLE contacts_now RENAME TO contacts;
CREATE INDEX contacts_wake ON contacts (wake_at, name) WHERE wake_at IS NOT NULL;
CREATE INDEX contacts_program ON contacts (program);
CREATE INDEX contacts_active ON contacts (active_in, open);
CREATE INDEX contacts_sorted ON contacts (sort_name);
CREATE INDEX contacts_assignee ON contacts (assignee) WHERE assignee <> '';

-- Every event that was taken and what came of it, in the order of commits. Numbers never come again: `numbered` in
-- `meta` is the latest of those whose rows are gone.
CREATE TABLE history_now (
  number INTEGER PRIMARY KEY,
  contact INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  committed_at INTEGER NOT NULL,
  program INTEGER NOT NULL,
  at INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  event BLOB NOT NULL,
  effects BLOB NOT NULL
);
INSERT INTO history_now
  SELECT h.number, h.contact, h.sequence, f.committed_at, h.program, h.at, h.event_id, h.event, h.effects
  FROM history h JOIN feed f ON f.id = h.number ORDER BY h.number;
INSERT INTO meta (name, value) SELECT 'numbered', seq FROM sqlite_sequence WHERE name = 'feed';
DROP TABLE feed;
DROP TABLE history;
ALTER TABLE history_now RENAME TO history;
CREATE UNIQUE INDEX history_sequence ON history (contact, sequence);
CREATE UNIQUE INDEX history_event ON history (contact, event_id);

-- What is to go out. `due_at` is empty while an earlier row of the same contact and lane is there, and while the row
-- is in flight. What is to be performed stands in the history; an earlier flowc wrote it into the parcel.
CREATE TABLE outbox_now (
  id INTEGER PRIMARY KEY,
  contact INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  place INTEGER NOT NULL,
  lane TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  due_at INTEGER,
  in_flight INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  perhaps_sent INTEGER NOT NULL DEFAULT 0,
  parcel BLOB NOT NULL,
  written TEXT,
  why TEXT
);
INSERT INTO outbox_now SELECT id, contact, sequence, place, lane, decided_at, due_at, in_flight, attempts, perhaps_sent,
  parcel, written, why FROM outbox ORDER BY id;
DROP TABLE outbox;
ALTER TABLE outbox_now RENAME TO outbox;
CREATE INDEX outbox_lane ON outbox (contact, lane);
CREATE INDEX outbox_due ON outbox (lane, due_at) WHERE due_at IS NOT NULL;
";

const FOURTH: &str = "
-- Contacts that flowc was wrong about: since when, which flowc and which program it was, and what it said. Their wakes
-- rest. `flowc` is empty when somebody asked for them to be tried again.
CREATE TABLE set_aside (
  contact INTEGER PRIMARY KEY REFERENCES contacts (id),
  since INTEGER NOT NULL,
  flowc TEXT NOT NULL,
  program INTEGER NOT NULL,
  why TEXT NOT NULL
);

-- What has happened to them since, in its order.
CREATE TABLE set_aside_events (
  id INTEGER PRIMARY KEY,
  contact INTEGER NOT NULL REFERENCES contacts (id),
  event_id TEXT NOT NULL,
  event BLOB NOT NULL,
  UNIQUE (contact, event_id)
);
";

/// Brings a store to the present version, each step in a transaction of its own.
///
/// # Errors
///
/// When the store is of a later flowc, is none of flowc's, or cannot be written.
pub fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let version = version(connection)?;
    if version > VERSION {
        return Err(StoreError::Later { version });
    }
    // A table that others refer to may be replaced by another of that name.
    connection.pragma_update(None, "foreign_keys", "off")?;
    for (number, migration) in MIGRATIONS.iter().enumerate().skip(version) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", number as i64 + 1)?;
        transaction.commit()?;
    }
    connection.pragma_update(None, "foreign_keys", "on")?;
    Ok(())
}

/// The version of a store; 0 for an empty one.
///
/// # Errors
///
/// When the file is no SQLite database.
pub fn version(connection: &Connection) -> Result<usize, StoreError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}
