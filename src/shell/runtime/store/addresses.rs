//! By which addresses contacts are known: what comes in names an address, and the engine wants a contact.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use super::contacts::ContactRow;
use crate::engine::Contact;
use crate::policy::ChannelKind;
use crate::program::{Name, Value};
use crate::shell::runtime::search::{phone_key, text_of};
use crate::text::fold_case;

/// Keeps the table in step with a contact's fields. An address that two contacts have belongs to the one who had it
/// first.
///
/// # Errors
///
/// When the store cannot be written.
pub fn follow(
    connection: &Connection,
    row: ContactRow,
    before: &[(Name, Value)],
    after: &[(Name, Value)],
) -> Result<(), StoreError> {
    for kind in kinds() {
        let old = address(before, kind).map(|text| comparable(kind, text));
        let new = address(after, kind).map(|text| comparable(kind, text));
        if old == new {
            continue;
        }
        if let Some(old) = old {
            let sql = "DELETE FROM addresses WHERE kind = ?1 AND address = ?2 AND contact = ?3";
            connection.prepare_cached(sql)?.execute(params![kind, old, row.0])?;
        }
        if let Some(new) = new {
            let sql = "INSERT OR IGNORE INTO addresses (kind, address, contact) VALUES (?1, ?2, ?3)";
            connection.prepare_cached(sql)?.execute(params![kind, new, row.0])?;
        }
    }
    Ok(())
}

/// Who has that address on a channel of that kind: by the channel's own field, then by `phone` where the kind goes by
/// phone, then the contact of that very name.
///
/// # Errors
///
/// When the store cannot be read.
pub fn find(connection: &Connection, kind: ChannelKind, address: &str) -> Result<Option<Name>, StoreError> {
    let address = &*comparable(kind.name(), address);
    let fields = [Some(kind.name()), by_phone(kind).then_some("phone")];
    for field in fields.into_iter().flatten() {
        let sql = "SELECT c.name FROM addresses a JOIN contacts c ON c.id = a.contact \
                   WHERE a.kind = ?1 AND a.address = ?2";
        let mut statement = connection.prepare_cached(sql)?;
        let found = statement.query_row(params![field, address], name).optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    let mut statement = connection.prepare_cached("SELECT name FROM contacts WHERE name = ?1")?;
    Ok(statement.query_row([address], name).optional()?)
}

fn name(row: &rusqlite::Row<'_>) -> rusqlite::Result<Name> {
    Ok(row.get_ref(0)?.as_str()?.into())
}

/// The contact's address on a channel of that kind: what its field of that kind says, else its `phone` where the kind
/// goes by phone, else its id.
pub fn of(contact: &Contact, kind: ChannelKind) -> String {
    let phone = || address(&contact.fields, "phone").filter(|_| by_phone(kind));
    address(&contact.fields, kind.name()).or_else(phone).unwrap_or(&contact.id).to_owned()
}

/// Whether a kind of channel finds people by their phone number.
pub const fn by_phone(kind: ChannelKind) -> bool {
    match kind {
        ChannelKind::Sms | ChannelKind::Whatsapp | ChannelKind::Viber => true,
        ChannelKind::Webchat
        | ChannelKind::Email
        | ChannelKind::Messenger
        | ChannelKind::Instagram
        | ChannelKind::Wechat
        | ChannelKind::Telegram
        | ChannelKind::Line => false,
    }
}

/// A phone number as E.164 has it, e-mail in one case, everything else as it is: so that two spellings are one address.
fn comparable<'a>(kind: &str, address: &'a str) -> Cow<'a, str> {
    match kind {
        "phone" | "sms" | "whatsapp" | "viber" if address.starts_with('+') => {
            format!("+{}", phone_key(address)).into()
        }
        "email" => fold_case(address),
        _ => address.into(),
    }
}

fn kinds() -> impl Iterator<Item = &'static str> {
    ChannelKind::ALL.iter().map(|kind| kind.name()).chain(["phone"])
}

fn address<'f>(fields: &'f [(Name, Value)], kind: &str) -> Option<&'f str> {
    text_of(fields, kind).filter(|text| !text.is_empty())
}
