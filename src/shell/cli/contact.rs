//! `flowc contact`: all that the service knows of one contact.

use serde_json::Value as Json;

use super::Exit;
use super::pending::line;
use super::stored::{Format, Stored, unreadable};
use crate::engine::{Contact, EffectKind};
use crate::program::Program;
use crate::shell::clock;
use crate::shell::failure::Failure;
use crate::shell::runtime::http::{because, page, pending_of, set_aside as told_aside};
use crate::shell::runtime::store::set_aside::{self, SetAside};
use crate::shell::runtime::store::{Happened, contacts, history};
use crate::shell::terminal::Stream;

/// Tell all that is known of a contact: fields, conversation, runs, what is pending and what was decided lately
///
/// Reads the store of `flowc run`, beside the running service or while it is stopped.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Arguments {
    /// The contact's id
    contact: String,

    /// From how many of the latest events conversation and decisions are told
    #[arg(long, value_name = "NUMBER", default_value = "50")]
    events: u32,

    #[command(flatten)]
    stored: Stored,

    /// How the answer is shown: for people, or as the JSON of the API
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let (reader, path) = arguments.stored.reader()?;
    let version = arguments.stored.version(&reader, &path)?;
    let program = &version.program;
    let told = reader.ask(|connection| {
        let Some((row, contact)) = contacts::get(connection, &arguments.contact)? else { return Ok(None) };
        let events = arguments.events.max(1);
        let since = (contact.sequence + 1).saturating_sub(events.into());
        let happened = history::since(connection, row, since, events as usize)?;
        let pending = pending_of(connection, program, row, &contact)?;
        let mut document = page(program, &contact, pending, &happened, clock::now());
        let aside = set_aside::of(connection, row)?;
        document["set_aside"] = told_aside(aside.as_ref());
        if arguments.format == Format::Json {
            return Ok(Some(pretty(&document)));
        }
        let mut pending = String::new();
        for it in contact.pending(program) {
            pending.push_str(&line(program, None, &it, &because(connection, row, &it.cause)?));
        }
        let aside = aside.iter().map(aside_in_words).collect::<String>();
        Ok(Some(aside + &text(program, &contact, &document, &pending, &happened)))
    });
    let told = told.map_err(unreadable(&path))?.ok_or_else(|| unknown(&arguments.contact))?;
    Stream::Output.write(&told)?;
    Ok(Exit::Success)
}

/// The failure about somebody who is not known.
pub(super) fn unknown(id: &str) -> Failure {
    Failure::new(format!("no contact is known as `{id}`"))
        .help("ids are case-sensitive; `GET /v1/contacts?query=…` finds people by name, e-mail and phone")
}

/// Two lines about a contact that is set aside.
pub(super) fn aside_in_words(aside: &SetAside) -> String {
    let SetAside { contact, since, why, events } = aside;
    let waiting = match events {
        1 => "1 event waits".to_owned(),
        events => format!("{events} events wait"),
    };
    format!(
        "{contact} is set aside since {since}, {waiting}: flowc was wrong about something ({why})\n  \
         help: report it; another flowc or another version tries again, and so does `flowc retry`\n"
    )
}

fn pretty(document: &Json) -> String {
    serde_json::to_string_pretty(document).expect("json: strings and numbers can be written") + "\n"
}

fn text(program: &Program, contact: &Contact, page: &Json, pending: &str, happened: &[Happened]) -> String {
    let local = |at| program.workspace.zone.to_local(at).format("%Y-%m-%d %H:%M").to_string();
    let word = |name: &str| page[name].as_str().unwrap_or_default().to_owned();
    let assignee = match &page["assignee"] {
        Json::Null => "nobody".to_owned(),
        assignee => assignee.as_object().map_or(String::new(), |it| {
            it.iter().map(|(kind, name)| format!("{kind} {}", name.as_str().unwrap_or_default())).collect()
        }),
    };
    let mut out = format!(
        "{}\n  conversation {}, assigned to {assignee}, the bot is {}\n",
        contact.id,
        word("status"),
        word("bot")
    );
    for (name, value) in page["fields"].as_object().into_iter().flatten() {
        out.push_str(&format!(
            "  {name}: {}\n",
            value.as_str().map_or_else(|| value.to_string(), str::to_owned)
        ));
    }
    let lists = [("tags", &contact.tags), ("groups", &contact.groups)];
    for (name, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        out.push_str(&format!("  {name}: {}\n", list.join(", ")));
    }
    let mut section = |title: &str, lines: String| {
        if !lines.is_empty() {
            out.push_str(&format!("\n{title}\n{lines}"));
        }
    };
    section("pending", indented(pending));
    let turns = page["conversation"].as_array().into_iter().flatten().map(|turn| {
        let from = turn["from"]
            .as_str()
            .map_or_else(|| turn["from"]["agent"].as_str().unwrap_or_default().to_owned(), str::to_owned);
        let unsent = if turn["sent"] == false { " (not sent)" } else { "" };
        let at = turn["at"].as_str().unwrap_or_default().get(..16).unwrap_or_default().replace('T', " ");
        format!("  {at}Z  {from}: {}{unsent}\n", turn["text"].as_str().unwrap_or_default())
    });
    section("conversation", turns.collect());
    let decisions = happened.iter().flat_map(|happened| &happened.effects);
    // What was said stands above.
    let decisions = decisions.filter(|effect| !matches!(effect.kind, EffectKind::SendMessage { .. }));
    let decisions = decisions.map(|effect| {
        let flow = effect.flow.as_ref().map_or(String::new(), |flow| format!("  {flow}"));
        let kind = crate::shell::runtime::http::type_of(&effect.kind);
        format!("  {}  {kind}{flow}: {}\n", local(effect.at), effect.why)
    });
    section("decided", decisions.collect());
    out
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}
