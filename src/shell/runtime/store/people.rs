//! What contacts are found by: status, assignee, latest activity, and the words of their names, addresses and numbers.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params, params_from_iter};

use super::contacts::ContactRow;
use super::{StoreError, codec};
use crate::engine::Contact;
use crate::program::{Assignee, Name, Value};
use crate::shell::runtime::search::{Search, text_of, words_of};
use crate::text::normalise;

/// Which contacts are asked for, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Words of their names, e-mail addresses and phone numbers.
    pub search: Search,
    /// Whether their conversation is open.
    pub status: Option<Status>,
    /// Who has their conversation; [`Assignee::Nobody`] finds those that nobody has.
    pub assignee: Option<Assignee>,
    /// In which order.
    pub sort: Sort,
    /// Behind which one.
    pub after: Option<Place>,
    /// How many at most.
    pub limit: usize,
}

/// Whether a conversation is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is.
    Open,
    /// It is not.
    Closed,
}

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The latest activity first.
    #[default]
    LatestFirst,
    /// The latest activity last.
    LatestLast,
    /// By name: last name, then first name.
    Name,
    /// By name, backwards.
    NameBackwards,
}

impl Sort {
    /// Each with its word.
    pub const ALL: [(&'static str, Self); 4] = [
        ("-active_at", Self::LatestFirst),
        ("active_at", Self::LatestLast),
        ("name", Self::Name),
        ("-name", Self::NameBackwards),
    ];

    const fn column(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::LatestFirst => ("active_at", "DESC", "<"),
            Self::LatestLast => ("active_at", "ASC", ">"),
            Self::Name => ("sort_name", "ASC", ">"),
            Self::NameBackwards => ("sort_name", "DESC", "<"),
        }
    }
}

/// A contact's place in an order.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// What it is sorted by.
    pub key: Key,
    /// Which row: several may have one key.
    pub row: i64,
}

/// What contacts are sorted by.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// When they were active last, in milliseconds since 1970.
    At(i64),
    /// Their folded name.
    Name(String),
}

/// By what a contact is found, beside its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub open: bool,
    pub assignee: Option<Assignee>,
    pub active_in: i64,
}

impl Facts {
    pub(super) fn of(contact: &Contact) -> Self {
        let conversation = &contact.conversation;
        Self {
            open: conversation.open,
            assignee: conversation.assignee.clone(),
            active_in: active_in(contact.now.millis()),
        }
    }
}

/// In which ten minutes that is.
const fn active_in(millis: i64) -> i64 {
    millis / 600_000
}

/// Keeps a contact's row in step with its state.
///
/// # Errors
///
/// When the store cannot be written.
pub(super) fn follow(
    connection: &Connection,
    row: ContactRow,
    before: &Facts,
    after: &Contact,
) -> Result<(), StoreError> {
    let Facts { open, assignee: to, active_in } = &Facts::of(after);
    if (open, active_in) != (&before.open, &before.active_in) {
        let sql = "UPDATE contacts SET open = ?2, active_in = ?3 WHERE id = ?1";
        connection.prepare_cached(sql)?.execute(params![row.0, open, active_in])?;
    }
    if *to != before.assignee {
        let sql = "UPDATE contacts SET assignee = ?2 WHERE id = ?1";
        connection.prepare_cached(sql)?.execute(params![row.0, assignee(to.as_ref())])?;
    }
    Ok(())
}

/// Keeps the words of a contact in step with its fields.
///
/// # Errors
///
/// When the store cannot be written.
pub(super) fn follow_fields(
    connection: &Connection,
    row: ContactRow,
    before: &[(Name, Value)],
    after: &[(Name, Value)],
) -> Result<(), StoreError> {
    let (old, new) = (words_of(before), words_of(after));
    for word in old.difference(&new) {
        let sql = "DELETE FROM people_words WHERE word = ?1 AND contact = ?2";
        connection.prepare_cached(sql)?.execute(params![word, row.0])?;
    }
    for word in new.difference(&old) {
        let sql = "INSERT OR IGNORE INTO people_words (word, contact) VALUES (?1, ?2)";
        connection.prepare_cached(sql)?.execute(params![word, row.0])?;
    }
    Ok(())
}

/// The contacts that a filter asks for, each with its place.
///
/// # Errors
///
/// When the store cannot be read.
pub fn find(connection: &Connection, filter: &Filter) -> Result<Vec<(Place, Contact)>, StoreError> {
    let (column, direction, beyond) = filter.sort.column();
    let mut sql = format!("SELECT id, {column}, state, name FROM contacts WHERE 1");
    let mut values: Vec<Sql> = Vec::new();
    if let Some(status) = filter.status {
        sql.push_str(" AND open = ?");
        values.push(Sql::Integer((status == Status::Open).into()));
    }
    if let Some(to) = &filter.assignee {
        sql.push_str(" AND assignee = ?");
        values.push(Sql::Text(assignee(Some(to))));
    }
    for beginnings in filter.search.parts() {
        let ranges = vec!["word >= ? AND word < ?"; beginnings.len()].join(" OR ");
        sql.push_str(&format!(" AND id IN (SELECT contact FROM people_words WHERE {ranges})"));
        for beginning in beginnings {
            values.push(Sql::Text(beginning.clone()));
            values.push(Sql::Text(format!("{beginning}{}", char::MAX)));
        }
    }
    if let Some(Place { key, row }) = &filter.after {
        if let Key::At(millis) = key {
            sql.push_str(&format!(" AND active_in {beyond}= ?"));
            values.push(Sql::Integer(active_in(*millis)));
        }
        sql.push_str(&format!(" AND ({column}, id) {beyond} (?, ?)"));
        values.push(match key {
            Key::At(millis) => Sql::Integer(*millis),
            Key::Name(name) => Sql::Text(name.clone()),
        });
        values.push(Sql::Integer(*row));
    }
    // The index of activity is a coarse one: SQLite sorts within each ten minutes, and stops at the limit.
    let coarse = match filter.sort {
        Sort::LatestFirst | Sort::LatestLast => format!("active_in {direction}, "),
        Sort::Name | Sort::NameBackwards => String::new(),
    };
    // With words, the few who have them are sorted; otherwise the index gives the order.
    let by_index = if filter.search.parts().is_empty() { "" } else { "+" };
    sql.push_str(&format!(" ORDER BY {by_index}{coarse}{column} {direction}, id {direction} LIMIT ?"));
    values.push(Sql::Integer(filter.limit as i64));
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let key = match filter.sort {
            Sort::LatestFirst | Sort::LatestLast => Key::At(row.get(1)?),
            Sort::Name | Sort::NameBackwards => Key::Name(row.get(1)?),
        };
        let name: String = row.get(3)?;
        let state = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
        let contact = codec::decode(state, || format!("the state of `{name}`"))?;
        found.push((Place { key, row: row.get(0)? }, contact));
    }
    Ok(found)
}

/// The word in the table.
pub(super) fn assignee(to: Option<&Assignee>) -> String {
    match to {
        None | Some(Assignee::Nobody) => String::new(),
        Some(Assignee::Agent(name)) => format!("agent:{name}"),
        Some(Assignee::Team(name)) => format!("team:{name}"),
    }
}

/// Last name, then first name; who has none is sorted by the id.
pub(super) fn sort_name(id: &str, fields: &[(Name, Value)]) -> String {
    let of = |field: &str| normalise(text_of(fields, field).unwrap_or_default());
    let name = format!("{} {}", of("last_name"), of("first_name"));
    match name.trim() {
        "" => normalise(id).into_owned(),
        name => name.to_owned(),
    }
}
