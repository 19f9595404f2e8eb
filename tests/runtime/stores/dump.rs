//! A store as SQL text, byte for byte in every value, and a file of it again.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// All tables with their rows, indexes, the numbers that never come again, and the version.
pub fn dump(path: &Path) -> String {
    let store = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = store.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let of = |kind: &str| format!("FROM sqlite_schema WHERE type = '{kind}' AND sql NOT NULL ORDER BY rowid");
    let own = "name NOT LIKE 'sqlite_%' AND";
    let version: i64 = store.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let mut out = format!("PRAGMA user_version = {version};\n");
    for sql in texts(&format!("SELECT sql {}", of("table").replace("WHERE", &format!("WHERE {own}")))) {
        out.push_str(&format!("{sql};\n"));
    }
    for table in texts(&format!("SELECT name {}", of("table"))) {
        let columns = texts(&format!("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')"));
        if table == "sqlite_sequence" {
            out.push_str("DELETE FROM sqlite_sequence;\n");
        }
        let rows = format!("SELECT {} FROM {table}", columns.join(" || ', ' || "));
        for row in texts(&rows) {
            out.push_str(&format!("INSERT INTO {table} VALUES ({row});\n"));
        }
    }
    for sql in texts(&format!("SELECT sql {}", of("index"))) {
        out.push_str(&format!("{sql};\n"));
    }
    out
}

/// A file with that content, as a service leaves it.
pub fn load(text: &str, path: &Path) {
    let store = Connection::open(path).unwrap();
    store
        .execute_batch(&format!(
            "PRAGMA foreign_keys = off;\nBEGIN;\n{text}COMMIT;\nPRAGMA journal_mode = wal;\nVACUUM;"
        ))
        .unwrap();
}
