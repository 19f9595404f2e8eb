//! A conversation that somebody types: lines in, text out.
//!
//! A plain line is what the contact says; a line that begins with `/` is a command (`/help` lists them). The
//! session has no terminal, no file and no clock of its own: time moves by `/wait` and `/at` alone.

mod command;
mod reading;

pub(super) use self::reading::value_of_type;

use self::command::{Command, HELP, parse};
use super::paint::{Palette, Role};
use super::play::Player;
use super::save::{Played, save};
use super::script::{Act, Deed, LineKind, date_time};
use super::trace::pending::pending;
use super::trace::timeline::{Detail, Layout};
use super::trace::why::why;
use crate::engine::EventKind;
use crate::policy::ChannelKind;
use crate::program::{Name, Program, Value};
use crate::time::Instant;

/// The contact that a session begins with.
const FIRST_CONTACT: &str = "you";

/// A conversation that somebody types.
#[derive(Debug, Clone)]
pub struct Session<'p> {
    player: Player<'p>,
    palette: Palette,
    contact: Name,
    channel: Option<Name>,
    played: Vec<Played>,
}

/// What a session answers to a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What to show; every line ends with a newline.
    pub text: String,
    /// What to do then.
    pub then: Then,
}

/// What is to be done after a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// The next line.
    Continue,
    /// Write a text into a file, then the next line.
    Save {
        /// The file, as it was typed.
        file: String,
        /// A `scenario` block.
        text: String,
    },
    /// Nothing more.
    Quit,
}

impl<'p> Session<'p> {
    /// A session that begins at that instant, or at the whole minute before: the language tells no seconds.
    ///
    /// The contact is called `you` and can be reached on every channel; on the web, once it has written there.
    pub fn new(program: &'p Program, start: Instant, palette: Palette) -> Self {
        let zone = program.workspace.zone;
        // Of two equal local times the first: the second is none that a scenario could begin at.
        let minute = start.plus_millis(-start.millis().rem_euclid(60_000));
        let start = zone.to_instant(zone.to_local(minute));
        let contact = Name::from(FIRST_CONTACT);
        let player = Player::new(program, start);
        let mut session =
            Self { player, palette, contact: contact.clone(), channel: None, played: Vec::new() };
        session.declare(contact, Vec::new());
        session
    }

    /// Takes a line that was typed.
    pub fn line(&mut self, line: &str) -> Reply {
        let line = line.trim();
        if line.is_empty() {
            return Reply { text: String::new(), then: Then::Continue };
        }
        let command = match parse(line, self.player.world.program()) {
            Ok(command) => command,
            Err(problem) => return self.problem(&problem),
        };
        match command {
            Command::Say(text) => {
                let channel = self.channel.clone();
                let contact = self.contact.clone();
                self.perform(LineKind::Act(Act { contact, deed: Deed::Say { text, channel } }))
            }
            Command::Happen(event) => {
                let contact = self.contact.clone();
                self.perform(LineKind::Act(Act { contact, deed: Deed::Other(event) }))
            }
            Command::Book(moment) => {
                let contact = self.contact.clone();
                let time = moment.wait_target(self.player.world.now());
                self.perform(LineKind::Act(Act { contact, deed: Deed::Other(EventKind::Booked { time }) }))
            }
            Command::Line(line) => self.perform(line),
            Command::As(name, known) => self.speak_as(name, known),
            Command::On(channel) => {
                let text = format!("{} writes on {channel}\n", self.contact);
                self.channel = Some(channel);
                Reply { text, then: Then::Continue }
            }
            Command::Why(id) => self.why(id),
            Command::Pending => self.pending(),
            Command::Trace => self.show(0),
            Command::Save(file) => {
                let title = format!("Session of {}", date_time(self.player.world.trace().start, self.zone()));
                let text = save(&title, &self.played, self.player.world.trace());
                Reply { text: String::new(), then: Then::Save { file, text } }
            }
            Command::Help => Reply { text: HELP.to_owned(), then: Then::Continue },
            Command::Quit => Reply { text: String::new(), then: Then::Quit },
        }
    }

    /// What stands in front of the line to be typed: the contact and the time.
    pub fn prompt(&self) -> String {
        let now = self.zone().to_local(self.player.world.now());
        format!("{} {}> ", self.contact, now.format("%a %H:%M"))
    }

    fn zone(&self) -> crate::calendar::Zone {
        self.player.world.program().workspace.zone
    }

    /// Plays a line and tells what came of it.
    fn perform(&mut self, line: LineKind) -> Reply {
        let from = self.player.world.trace().entries().len();
        let error = self.player.perform(&line).err();
        let happened = from..self.player.world.trace().entries().len();
        // A line that could not be played at all is not saved; one that never came to rest would not be again.
        let Some(error) = error else {
            self.played.push(Played { line, happened });
            return self.show(from);
        };
        self.problem(&error.told(self.zone()))
    }

    fn show(&self, from: usize) -> Reply {
        let trace = self.player.world.trace();
        let mut text = String::new();
        let layout = if from == 0 { Layout::of(trace) } else { Layout::of(trace).continued() };
        layout.write(&mut text, trace, from..trace.entries().len(), &self.palette, Detail::Lines);
        Reply { text, then: Then::Continue }
    }

    fn speak_as(&mut self, name: Name, known: Vec<(Name, Value)>) -> Reply {
        let is_new = self.player.world.contact(&name).is_none();
        if !is_new && !known.is_empty() {
            return self.problem(&format!("`{name}` is here already: only a new contact comes with fields"));
        }
        self.contact = name.clone();
        self.channel = None;
        if is_new {
            return self.declare(name, known);
        }
        Reply { text: String::new(), then: Then::Continue }
    }

    /// A contact with an address on every channel that has addresses, and with what else is known.
    fn declare(&mut self, contact: Name, known: Vec<(Name, Value)>) -> Reply {
        let number = self.player.world.contacts().count();
        let deed = Deed::Declare(reachable(&contact, number, known));
        self.perform(LineKind::Act(Act { contact, deed }))
    }

    fn why(&self, id: Option<String>) -> Reply {
        let trace = self.player.world.trace();
        let last =
            || trace.entries().iter().rev().find(|entry| entry.effect().is_some()).map(super::Entry::id);
        let Some(id) = id.or_else(last) else { return self.problem("nothing has come of anything yet") };
        match why(trace, &id, &self.palette) {
            Some(text) => Reply { text, then: Then::Continue },
            None => self.problem(&format!("nothing that happened has the id `{id}`")),
        }
    }

    fn pending(&self) -> Reply {
        let world = &self.player.world;
        let text = pending(world.trace(), &world.pending(), &self.palette, Detail::Lines);
        Reply { text, then: Then::Continue }
    }

    fn problem(&self, problem: &str) -> Reply {
        let mut text = String::new();
        self.palette.paint(&mut text, Role::Bad, problem);
        text.push('\n');
        Reply { text, then: Then::Continue }
    }
}

/// Whether contacts are known there by an id that the channel gives them.
const fn has_own_id(kind: ChannelKind) -> bool {
    match kind {
        ChannelKind::Messenger
        | ChannelKind::Instagram
        | ChannelKind::Wechat
        | ChannelKind::Telegram
        | ChannelKind::Line => true,
        ChannelKind::Webchat
        | ChannelKind::Sms
        | ChannelKind::Email
        | ChannelKind::Whatsapp
        | ChannelKind::Viber => false,
    }
}

/// What is known of a contact who can be reached on every channel, on the web once it has written there.
pub(in crate::simulator) fn reachable(contact: &Name, number: usize, known: Vec<(Name, Value)>) -> EventKind {
    let phone = format!("+3363998{number:04}");
    let (mut tags, mut groups, mut fields) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in known {
        match (name.as_ref(), value) {
            ("tag", Value::Text(tag)) => tags.push(tag),
            ("group", Value::Text(group)) => groups.push(group),
            (_, value) => fields.push((name, value)),
        }
    }
    let mut add = |name: &str, value: &str| {
        if !fields.iter().any(|(known, _)| known.as_ref() == name) {
            fields.push((name.into(), Value::from(value)));
        }
    };
    add("phone", &phone);
    add("email", &format!("{contact}@example.com"));
    ChannelKind::ALL.into_iter().filter(|kind| has_own_id(*kind)).for_each(|kind| add(kind.name(), contact));
    EventKind::ContactUpdated { fields, tags, groups }
}
