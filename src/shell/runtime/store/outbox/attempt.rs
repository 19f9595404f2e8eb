//! A delivery on its way: what is delivered, one attempt at it, and how it can end.

use serde::{Deserialize, Serialize};

use super::OutboxRow;
use crate::engine::Effect;
use crate::program::{Name, Value};
use crate::shell::runtime::store::contacts::ContactRow;
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
pub(super) struct Packed {
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
