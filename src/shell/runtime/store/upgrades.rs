//! The way from the program that a contact's state was made with to the one in force, version by version.
//!
//! Programs are made from their texts and compared once; programs are told apart by their fingerprints, so that what
//! one store has taught is true for every other.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use super::StoreError;
use super::programs::{self, Applied, ProgramRow};
use crate::engine::{Contact, Effect, Event, EventKind, relocate};
use crate::shell::runtime::version::Version;
use crate::upgrade::Upgrade;

/// How many pairs of programs are kept in memory.
const KEPT_MAX: usize = 8;

static KEPT: Mutex<BTreeMap<(String, String), Arc<Step>>> = Mutex::new(BTreeMap::new());

/// From one program to the next.
#[derive(Debug)]
struct Step {
    version: Version,
    upgrade: Upgrade,
}

/// A contact has gone over to a program.
#[derive(Debug, Clone, PartialEq)]
pub struct Relocated {
    /// To which.
    pub program: ProgramRow,
    /// The event of it.
    pub event: Event,
    /// What came of it; nothing, and the event is none of the contact's history.
    pub effects: Vec<Effect>,
    /// The event's place in the history.
    pub sequence: u64,
}

/// Takes a contact over, from the program that its state was made with to the one in force.
///
/// # Errors
///
/// When a program between them cannot be read.
pub fn take_over(
    connection: &Connection,
    from: ProgramRow,
    contact: &mut Contact,
) -> Result<Vec<Relocated>, StoreError> {
    let mut relocated = Vec::new();
    let mut from = from;
    while let Some(next) = programs::behind(connection, from)? {
        let step = step(connection, from, &next)?;
        let kind = EventKind::ProgramApplied { version: next.row.0.unsigned_abs() };
        let event = Event::new(format!("~program/{}", next.row.0), next.since, kind);
        let effects = relocate(&step.version.program, contact, step.upgrade.routes(), &event);
        relocated.push(Relocated { program: next.row, event, effects, sequence: contact.sequence });
        from = next.row;
    }
    Ok(relocated)
}

fn step(connection: &Connection, from: ProgramRow, to: &Applied) -> Result<Arc<Step>, StoreError> {
    let sql = "SELECT fingerprint FROM programs WHERE id = ?1";
    let before: String = connection.prepare_cached(sql)?.query_row([from.0], |row| row.get(0))?;
    let key = (before, to.fingerprint.clone());
    if let Some(step) = kept().get(&key) {
        return Ok(step.clone());
    }
    let (old, version) = (programs::version(connection, from)?, programs::version(connection, to.row)?);
    let upgrade = Upgrade::between(&old.program, &version.program);
    let step = Arc::new(Step { version, upgrade });
    let mut kept = kept();
    if kept.len() >= KEPT_MAX {
        kept.clear();
    }
    kept.insert(key, step.clone());
    Ok(step)
}

fn kept() -> std::sync::MutexGuard<'static, BTreeMap<(String, String), Arc<Step>>> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}
