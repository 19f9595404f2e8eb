//! `flowc pending`: what is going to be sent, when, and what brought it about.

use serde_json::{Value as Json, json};

use super::Exit;
use super::contact::aside_in_words;
use super::stored::{Format, Stored, unreadable};
use crate::engine::Pending;
use crate::program::{Name, Program};
use crate::shell::failure::Failure;
use crate::shell::runtime::http::{because, pending_row, set_aside as told_aside};
use crate::shell::runtime::store::set_aside::{self, SetAside};
use crate::shell::runtime::store::{contacts, wakes};
use crate::shell::terminal::Stream;

/// Tell what is going to be sent: when it is due, and what brought it about
///
/// Reads the store of `flowc run`, beside the running service or while it is stopped. Of one contact, or of all,
/// soonest first.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The contact; without it, all
    contact: Option<String>,

    /// How many at most, when no contact is named
    #[arg(long, value_name = "NUMBER", default_value = "100")]
    limit: usize,

    #[command(flatten)]
    stored: Stored,

    /// How the answer is shown: for people, or as a JSON document
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

struct Row {
    contact: Name,
    pending: Pending,
    because: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let (reader, path) = arguments.stored.reader()?;
    let version = arguments.stored.version(&reader, &path)?;
    let program = &version.program;
    let rows = reader.ask(|connection| {
        let found = match &arguments.contact {
            Some(name) => match contacts::get(connection, name)? {
                Some(found) => vec![found],
                None => return Ok(None),
            },
            None => wakes::waiting_first(connection, arguments.limit)?,
        };
        let mut rows = Vec::new();
        for (row, contact) in found {
            for pending in contact.pending(program) {
                let because = because(connection, row, &pending.cause)?;
                rows.push(Row { contact: contact.id.clone(), pending, because });
            }
        }
        rows.sort_by(|a, b| (a.pending.due, &a.contact).cmp(&(b.pending.due, &b.contact)));
        let mut aside = set_aside::all(connection)?;
        aside.retain(|aside| arguments.contact.as_ref().is_none_or(|name| **name == *aside.contact));
        Ok(Some((rows, aside)))
    });
    let Some((mut rows, aside)) = rows.map_err(unreadable(&path))? else {
        let name = arguments.contact.as_deref().unwrap_or_default();
        return Err(super::contact::unknown(name));
    };
    if arguments.contact.is_none() {
        rows.truncate(arguments.limit);
    }
    Stream::Output.write(&match arguments.format {
        Format::Text => aside.iter().map(aside_in_words).collect::<String>() + &text(program, &rows),
        Format::Json => document(&rows, &aside),
    })?;
    Ok(Exit::Success)
}

fn text(program: &Program, rows: &[Row]) -> String {
    if rows.is_empty() {
        return "nothing is pending\n".to_owned();
    }
    rows.iter()
        .map(|Row { contact, pending, because }| line(program, Some(contact), pending, because))
        .collect()
}

/// A line: when, who, what, and why it waits.
pub(super) fn line(program: &Program, contact: Option<&Name>, pending: &Pending, because: &str) -> String {
    let due = program.workspace.zone.to_local(pending.due).format("%Y-%m-%d %H:%M");
    let who = contact.map_or(String::new(), |contact| format!("  {contact}"));
    let held = if pending.held { ", waits for its hours" } else { "" };
    format!("{due}{who}  {} step {}{held}\n    because: {because}\n", pending.flow, pending.step)
}

fn document(rows: &[Row], aside: &[SetAside]) -> String {
    let row = |Row { contact, pending, because }: &Row| {
        let mut row = pending_row(pending, because);
        row["contact"] = json!(contact);
        row
    };
    let rows: Vec<Json> = rows.iter().map(row).collect();
    let aside = aside.iter().map(|it| {
        let mut told = told_aside(Some(it));
        told["contact"] = json!(it.contact);
        told
    });
    let aside: Vec<Json> = aside.collect();
    let document = json!({ "schema_version": 1, "pending": rows, "set_aside": aside });
    serde_json::to_string_pretty(&document).expect("json: strings and numbers can be written") + "\n"
}
