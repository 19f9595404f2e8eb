//! A whole store as JSON Lines, and back: for moving, for looking, for starting anew.
//!
//! The first line says which version of the tables it is; every other one is a row of one table, with state, events
//! and effects as plain JSON. A row may refer to one behind it: that is looked after at the end.

use std::io::{BufRead, Write};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};
use serde_json::{Map, Value as Json, json};

use super::{StoreError, codec, schema};
use crate::shell::failure::Failure;

/// The columns that hold packed JSON.
const PACKED: [&str; 5] = ["state", "event", "effects", "parcel", "files"];

/// Writes all rows; gives their number.
///
/// # Errors
///
/// When the store cannot be read, or the lines cannot be written.
pub fn export(connection: &Connection, out: &mut dyn Write) -> Result<u64, Failure> {
    let unreadable = |error: StoreError| Failure::new("cannot read the store").because(error);
    let unwritable = |error| Failure::new("cannot write the export").because(error);
    let version = schema::version(connection).map_err(unreadable)?;
    writeln!(out, "{}", json!({ "flowc_store": version })).map_err(unwritable)?;
    let mut count = 0;
    for table in tables(connection).map_err(unreadable)? {
        let mut statement =
            connection.prepare(&format!("SELECT * FROM {table}")).map_err(|e| unreadable(e.into()))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).map_err(|e| unreadable(e.into()))?;
        while let Some(row) = rows.next().map_err(|e| unreadable(e.into()))? {
            let mut fields = Map::new();
            for (at, column) in columns.iter().enumerate() {
                let value = row.get_ref(at).map_err(|e| unreadable(e.into()))?;
                let what = || format!("`{column}` of a row of `{table}`");
                fields.insert(column.clone(), plain(column, value, what).map_err(unreadable)?);
            }
            writeln!(out, "{}", json!({ "table": table, "row": fields })).map_err(unwritable)?;
            count += 1;
        }
    }
    out.flush().map_err(unwritable)?;
    Ok(count)
}

/// Reads lines into an empty store, all or none; gives the number of rows.
///
/// # Errors
///
/// When the store is not empty, cannot be written, or a line is none of an export of this version.
pub fn import(connection: &mut Connection, lines: &mut dyn BufRead) -> Result<u64, Failure> {
    let unwritable = |error: StoreError| Failure::new("cannot write the store").because(error);
    let transaction = connection.transaction().map_err(|e| unwritable(e.into()))?;
    transaction.pragma_update(None, "defer_foreign_keys", "on").map_err(|e| unwritable(e.into()))?;
    let known = tables(&transaction).map_err(unwritable)?;
    for table in &known {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {table})");
        let taken: bool =
            transaction.query_row(&sql, [], |row| row.get(0)).map_err(|e| unwritable(e.into()))?;
        if taken {
            return Err(Failure::new("the store is not empty").help("import into a new file"));
        }
    }
    let mut count = 0;
    for (line, number) in lines.lines().zip(1_u64..) {
        let line = line.map_err(|error| Failure::new("cannot read the import").because(error))?;
        let wrong = |why: String| Failure::new(format!("line {number} is none of an export")).because(why);
        let json: Json = serde_json::from_str(&line).map_err(|error| wrong(error.to_string()))?;
        if number == 1 {
            let version = json.get("flowc_store").and_then(Json::as_u64);
            if version != Some(schema::VERSION as u64) {
                let why = format!("it is to say `{{\"flowc_store\":{}}}`", schema::VERSION);
                return Err(wrong(why).help("export and import with the same version of flowc"));
            }
            continue;
        }
        let table = json.get("table").and_then(Json::as_str).unwrap_or_default();
        let fields = json.get("row").and_then(Json::as_object);
        let (Some(table), Some(fields)) = (known.iter().find(|known| *known == table), fields) else {
            return Err(wrong(format!("there is no table `{table}`")));
        };
        insert(&transaction, table, fields).map_err(|error| wrong(error.to_string()))?;
        count += 1;
    }
    transaction.commit().map_err(|e| unwritable(e.into()))?;
    Ok(count)
}

/// Our tables, in the order in which they were made.
fn tables(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let sql =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn plain(column: &str, value: ValueRef<'_>, what: impl FnOnce() -> String) -> Result<Json, StoreError> {
    Ok(match value {
        ValueRef::Null => Json::Null,
        ValueRef::Integer(number) => json!(number),
        ValueRef::Real(number) => json!(number),
        ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) if PACKED.contains(&column) => codec::decode(bytes, what)?,
        ValueRef::Blob(bytes) => json!({ "bytes": bytes }),
    })
}

fn packed(column: &str, value: &Json) -> Result<Value, String> {
    Ok(match value {
        value if PACKED.contains(&column) => Value::Blob(codec::encode(value)),
        Json::Null => Value::Null,
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Integer(number),
            None => Value::Real(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Object(fields) => match fields.get("bytes").and_then(Json::as_array) {
            Some(bytes) => {
                let byte = |byte: &Json| byte.as_u64().and_then(|byte| u8::try_from(byte).ok());
                let bytes: Option<Vec<u8>> = bytes.iter().map(byte).collect();
                Value::Blob(bytes.ok_or_else(|| format!("`{column}` holds no bytes"))?)
            }
            None => return Err(format!("`{column}` is no value of a row")),
        },
        Json::Bool(_) | Json::Array(_) => return Err(format!("`{column}` is no value of a row")),
    })
}

fn insert(connection: &Connection, table: &str, fields: &Map<String, Json>) -> Result<(), String> {
    let text = |error: rusqlite::Error| error.to_string();
    let is_name = |name: &&String| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if let Some(odd) = fields.keys().find(|name| !is_name(name)) {
        return Err(format!("`{odd}` is no column"));
    }
    let columns: Vec<&str> = fields.keys().map(String::as_str).collect();
    let places = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES ({places})", columns.join(", "));
    let values = fields.iter().map(|(column, value)| packed(column, value)).collect::<Result<Vec<_>, _>>()?;
    connection.prepare_cached(&sql).map_err(text)?.execute(params_from_iter(values)).map_err(text)?;
    Ok(())
}
