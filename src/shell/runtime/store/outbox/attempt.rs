//! A delivery on its way: what is delivered, one attempt at it, how it can end, and how it is read.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::OutboxRow;
use crate::engine::{Effect, EffectKey};
use crate::program::{Name, Value};
use crate::shell::runtime::store::contacts::ContactRow;
use crate::shell::runtime::store::{StoreError, codec, history};
use crate::time::Instant;

/// An effect that is to be performed, with what was known of the contact when it was decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Parcel {
    /// What.
    pub effect: Effect,
    /// What was known.
    pub label: Label,
}

/// What was known of a contact when an effect was decided.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Label {
    /// The contact's address on the channel of a message; empty for everything else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// The contact's language, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Name>,
    /// The contact's fields, for a call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<(Name, Value)>,
}

/// As it stands in the table: an effect stands in the history, where an earlier flowc wrote it here.
#[derive(Deserialize)]
struct Packed {
    pub effect: Option<Effect>,
    #[serde(flatten)]
    pub label: Label,
}

/// One attempt that may begin.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Where it stands.
    pub row: OutboxRow,
    /// Whose it is.
    pub contact: ContactRow,
    /// The contact's name.
    pub name: Name,
    /// The lane.
    pub lane: Name,
    /// Which attempt, from 1.
    pub number: u32,
    /// An earlier attempt may have got through.
    pub perhaps_sent: bool,
    /// When the effect was decided.
    pub decided_at: Instant,
    /// What.
    pub parcel: Parcel,
    /// What the AI wrote on an earlier attempt.
    pub written: Option<Name>,
}

impl Attempt {
    /// The delivery's key, `contact/sequence/index`.
    pub fn key(&self) -> String {
        format!("{}/{}", self.name, self.parcel.effect.key)
    }
}

/// How a delivery ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The provider has it.
    Sent,
    /// It will never go out this way.
    Failed,
    /// Nobody knows, and trying again could make two of one.
    Unknown,
}

impl Ending {
    /// The word in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// The attempts that a clause of SQL chooses; `at_hand` has parcels that need not be read.
pub(super) fn attempts(
    connection: &Connection,
    which: &str,
    parameters: impl rusqlite::Params,
    at_hand: &mut dyn FnMut(OutboxRow) -> Option<Parcel>,
) -> Result<Vec<Attempt>, StoreError> {
    let sql = format!(
        "SELECT o.id, o.contact, c.name, o.lane, o.attempts, o.perhaps_sent, o.decided_at, o.parcel, o.written, \
         o.sequence, o.place FROM outbox o JOIN contacts c ON c.id = o.contact WHERE {which}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(parameters)?;
    let mut attempts = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, contact) = (row.get(0)?, ContactRow(row.get(1)?));
        let parcel = match at_hand(OutboxRow(id)) {
            Some(parcel) => parcel,
            None => {
                let key = EffectKey { sequence: row.get::<_, i64>(9)?.unsigned_abs(), index: row.get(10)? };
                let packed = row.get_ref(7)?.as_blob().map_err(rusqlite::Error::from)?;
                unpacked(connection, id, contact, key, packed)?
            }
        };
        attempts.push(Attempt {
            row: OutboxRow(id),
            contact,
            name: row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?.into(),
            lane: row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?.into(),
            number: row.get(4)?,
            perhaps_sent: row.get(5)?,
            decided_at: Instant::from_millis(row.get(6)?),
            parcel,
            written: row.get::<_, Option<String>>(8)?.map(Name::from),
        });
    }
    Ok(attempts)
}

/// What is to be performed: as the row says, or the history behind it.
fn unpacked(
    connection: &Connection,
    id: i64,
    contact: ContactRow,
    key: EffectKey,
    packed: &[u8],
) -> Result<Parcel, StoreError> {
    let Packed { effect, label } = codec::decode(packed, || format!("delivery {id}"))?;
    if let Some(effect) = effect {
        return Ok(Parcel { effect, label });
    }
    let happened = history::since(connection, contact, key.sequence, 1)?;
    let found = happened.into_iter().flat_map(|happened| happened.effects).find(|effect| effect.key == key);
    let effect = found.ok_or_else(|| StoreError::Unreadable {
        what: format!("delivery {id}"),
        why: format!("the history has no effect {key}"),
    })?;
    Ok(Parcel { effect, label })
}
