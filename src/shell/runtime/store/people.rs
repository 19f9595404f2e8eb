//! What contacts are found by: status, assignee, latest activity, and the words of their names, addresses and numbers.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params, params_from_iter};

use super::contacts::ContactRow;
use super::{StoreError, codec};
use crate::engine::Contact;
use crate::program::{Assignee, Value};
use crate::shell::runtime::search::{Search, words_of};
use crate::text::normalise;
use crate::time::Instant;

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

/// Keeps the tables in step with a contact's state.
///
/// # Errors
///
/// When the store cannot be written.
pub fn follow(
    connection: &Connection,
    row: ContactRow,
    before: Option<&Contact>,
    after: &Contact,
) -> Result<(), StoreError> {
    if before.is_none_or(|before| facts(before) != facts(after)) {
        let Facts { open, assignee, active_at } = facts(after);
        let sql = "INSERT INTO people (contact, sort_name, open, assignee, active_at) VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT (contact) DO UPDATE SET open = ?3, assignee = ?4, active_at = ?5";
        let values = params![row.0, sort_name(after), open, assignee, active_at.millis()];
        connection.prepare_cached(sql)?.execute(values)?;
    }
    if before.is_some_and(|before| before.fields == after.fields) {
        return Ok(());
    }
    let (old, new) = (before.map(words_of).unwrap_or_default(), words_of(after));
    for word in old.difference(&new) {
        let sql = "DELETE FROM people_words WHERE word = ?1 AND contact = ?2";
        connection.prepare_cached(sql)?.execute(params![word, row.0])?;
    }
    for word in new.difference(&old) {
        let sql = "INSERT OR IGNORE INTO people_words (word, contact) VALUES (?1, ?2)";
        connection.prepare_cached(sql)?.execute(params![word, row.0])?;
    }
    if before.is_some_and(|before| sort_name(before) != sort_name(after)) {
        let sql = "UPDATE people SET sort_name = ?2 WHERE contact = ?1";
        connection.prepare_cached(sql)?.execute(params![row.0, sort_name(after)])?;
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
    // With words, the few who have them are sorted; otherwise the index gives the order.
    let by_index = if filter.search.parts().is_empty() { "" } else { "+" };
    let mut sql = format!(
        "SELECT p.contact, p.{column}, c.state, c.name FROM people p JOIN contacts c ON c.id = p.contact WHERE 1"
    );
    let mut values: Vec<Sql> = Vec::new();
    if let Some(status) = filter.status {
        sql.push_str(" AND p.open = ?");
        values.push(Sql::Integer((status == Status::Open).into()));
    }
    if let Some(to) = &filter.assignee {
        sql.push_str(" AND p.assignee = ?");
        values.push(Sql::Text(assignee(Some(to))));
    }
    for beginnings in filter.search.parts() {
        let ranges = vec!["word >= ? AND word < ?"; beginnings.len()].join(" OR ");
        sql.push_str(&format!(" AND p.contact IN (SELECT contact FROM people_words WHERE {ranges})"));
        for beginning in beginnings {
            values.push(Sql::Text(beginning.clone()));
            values.push(Sql::Text(format!("{beginning}{}", char::MAX)));
        }
    }
    if let Some(Place { key, row }) = &filter.after {
        sql.push_str(&format!(" AND (p.{column}, p.contact) {beyond} (?, ?)"));
        values.push(match key {
            Key::At(millis) => Sql::Integer(*millis),
            Key::Name(name) => Sql::Text(name.clone()),
        });
        values.push(Sql::Integer(*row));
    }
    sql.push_str(&format!(" ORDER BY {by_index}p.{column} {direction}, p.contact {direction} LIMIT ?"));
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

#[derive(PartialEq, Eq)]
struct Facts {
    open: bool,
    assignee: String,
    active_at: Instant,
}

fn facts(contact: &Contact) -> Facts {
    let conversation = &contact.conversation;
    Facts {
        open: conversation.open,
        assignee: assignee(conversation.assignee.as_ref()),
        active_at: contact.now,
    }
}

fn assignee(to: Option<&Assignee>) -> String {
    match to {
        None | Some(Assignee::Nobody) => String::new(),
        Some(Assignee::Agent(name)) => format!("agent:{name}"),
        Some(Assignee::Team(name)) => format!("team:{name}"),
    }
}

/// Last name, then first name; who has none is sorted by the id.
fn sort_name(contact: &Contact) -> String {
    let of = |field: &str| normalise(contact.field(field).and_then(Value::text).unwrap_or_default());
    let name = format!("{} {}", of("last_name"), of("first_name"));
    match name.trim() {
        "" => normalise(&contact.id).into_owned(),
        name => name.to_owned(),
    }
}
