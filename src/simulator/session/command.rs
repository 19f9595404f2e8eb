//! The commands of a session.

use super::reading::{delay, moment, value, value_of_type};
use crate::diagnostics::suggest::nearest;
use crate::engine::{EventKind, Written};
use crate::program::{Name, Program, Value};
use crate::simulator::script::{LineKind, Moment, field_type, quoted};
use crate::syntax::words::is_reserved;

/// What `/help` says: a line for each command, its words first.
pub(super) const HELP: &str = "\
TEXT                     the contact says it
/as NAME [k=v ...]       go on as this contact; a new one may have fields, tag=x and group=g
/on CHANNEL              the contact writes on this channel
/view URL [TITLE]        the contact looks at a page
/leave                   the visit ends
/open FLOW               the visitor opens a proactive message
/dismiss FLOW            the visitor dismisses it
/clear                   the visitor clears the browser
/book [DAY|DATE] TIME    the contact books an appointment
/buy                     the contact buys something
/event NAME [k=v ...]    the contact does something that your systems report
/optout [CHANNEL]        the contact opts out
/bot TEXT                the bot says it
/agent NAME TEXT         an agent says it
/take NAME               an agent takes over
/back NAME               an agent hands back
/close NAME              an agent closes the conversation
/start FLOW              somebody starts a flow
/fail [CHANNEL]          the last message could not be delivered
/ai TEXT                 what the AI writes next
/wait 2h                 time passes; also: /wait until [DAY|DATE] TIME
/at [DAY|DATE] TIME      time passes until then
/why [ID]                why something happened, the last thing without an id
/pending                 what is going to come, when, and what brought it about
/trace                   everything that happened
/save FILE               writes all this down as a scenario
/help                    this list
/quit                    the end
";

/// What a line asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Command {
    /// The contact says it.
    Say(Name),
    /// Something happens to the contact.
    Happen(EventKind),
    /// The contact books an appointment for then.
    Book(Moment),
    /// A line of a scenario that concerns no contact.
    Line(LineKind),
    /// Another contact, with what is known of a new one; `tag` and `group` stand among the fields.
    As(Name, Vec<(Name, Value)>),
    /// Another channel.
    On(Name),
    /// A chain of causes, of the last outcome when there is no id.
    Why(Option<String>),
    /// What is going to come.
    Pending,
    /// Everything that happened.
    Trace,
    /// The scenario, for a file.
    Save(String),
    /// The list of commands.
    Help,
    /// The end.
    Quit,
}

/// Reads a line that is not empty; what is wrong with it otherwise.
pub(super) fn parse(line: &str, program: &Program) -> Result<Command, String> {
    let Some(command) = line.strip_prefix('/') else { return Ok(Command::Say(line.into())) };
    let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    let rest = rest.trim();
    let reader = Reader { program, word, rest };
    Ok(match word {
        "as" => {
            let (name, known) = reader.two()?;
            Command::As(checked_name(name)?, reader.fields(known)?)
        }
        "on" => Command::On(reader.channel(rest)?),
        "view" => {
            let (url, title) = reader.two()?;
            let title = Some(title).filter(|title| !title.is_empty()).map(Name::from);
            Command::Happen(EventKind::PageViewed {
                url: url.into(),
                title,
                referrer: None,
                device: Vec::new(),
            })
        }
        "leave" => Command::Happen(EventKind::VisitEnded),
        "open" => Command::Happen(EventKind::ProactiveOpened { flow: reader.flow()? }),
        "dismiss" => Command::Happen(EventKind::ProactiveDismissed { flow: reader.flow()? }),
        "clear" => Command::Happen(EventKind::BrowserCleared),
        "buy" => Command::Happen(EventKind::Purchased),
        "event" => {
            let (event, fields) = reader.two()?;
            Command::Happen(EventKind::Reported { event: event.into(), fields: reader.pairs(fields)? })
        }
        "optout" => Command::Happen(EventKind::OptedOut { channel: reader.maybe_channel()? }),
        "bot" => Command::Happen(EventKind::BotWrote { channel: None, text: reader.needed()?.into() }),
        "agent" => {
            let (agent, text) = reader.two()?;
            let agent = checked_name(agent)?;
            if text.is_empty() {
                return Err(reader.usage());
            }
            Command::Happen(EventKind::AgentWrote {
                agent,
                channel: None,
                content: Written::Text(text.into()),
            })
        }
        "take" => Command::Happen(EventKind::AgentTookOver { agent: reader.name()? }),
        "back" => Command::Happen(EventKind::AgentHandedBack { agent: reader.name()? }),
        "close" => Command::Happen(EventKind::ConversationClosed { agent: Some(reader.name()?) }),
        "start" => Command::Happen(EventKind::FlowStarted { flow: reader.flow()? }),
        "fail" => {
            Command::Happen(EventKind::DeliveryFailed { channel: reader.maybe_channel()?, message: None })
        }
        "book" => Command::Book(reader.moment(rest)?),
        "ai" => Command::Line(LineKind::AiAnswers(reader.needed()?.into())),
        "wait" => Command::Line(reader.wait()?),
        "at" => Command::Line(LineKind::WaitUntil(reader.moment(rest)?)),
        "why" => Command::Why(Some(rest.to_owned()).filter(|id| !id.is_empty())),
        "pending" => Command::Pending,
        "trace" => Command::Trace,
        "save" => Command::Save(reader.needed()?.to_owned()),
        "help" => Command::Help,
        "quit" | "exit" => Command::Quit,
        unknown => return Err(unknown_word("command", &format!("/{unknown}"), commands())),
    })
}

/// The words of a command, with what they may name.
struct Reader<'a> {
    program: &'a Program,
    word: &'a str,
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn needed(&self) -> Result<&'a str, String> {
        if self.rest.is_empty() { Err(self.usage()) } else { Ok(self.rest) }
    }

    /// The first word, and what stands behind it.
    fn two(&self) -> Result<(&'a str, &'a str), String> {
        let rest = self.needed()?;
        let (first, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        Ok((first, behind.trim()))
    }

    fn name(&self) -> Result<Name, String> {
        checked_name(self.needed()?)
    }

    fn flow(&self) -> Result<Name, String> {
        let name = self.needed()?;
        let flows = self.program.flows.iter().map(|flow| flow.name.as_ref());
        match self.program.flow(name) {
            Some(_) => Ok(name.into()),
            None => Err(unknown_word("flow", name, flows)),
        }
    }

    fn channel(&self, name: &str) -> Result<Name, String> {
        if name.is_empty() {
            return Err(self.usage());
        }
        let channels = self.program.channels.iter().map(|channel| channel.name.as_ref());
        match self.program.channel(name) {
            Some(_) => Ok(name.into()),
            None => Err(unknown_word("channel", name, channels)),
        }
    }

    fn maybe_channel(&self) -> Result<Option<Name>, String> {
        if self.rest.is_empty() { Ok(None) } else { self.channel(self.rest).map(Some) }
    }

    /// `plan=pro total=49.90`.
    fn pairs(&self, text: &str) -> Result<Vec<(Name, Value)>, String> {
        let pair = |word: &str| {
            let (name, text) = word.split_once('=').ok_or_else(|| self.usage())?;
            Ok((checked_name(name)?, value(text)))
        };
        text.split_whitespace().map(pair).collect()
    }

    /// The same for fields of the contact: each value is what its field holds.
    fn fields(&self, text: &str) -> Result<Vec<(Name, Value)>, String> {
        let pair = |word: &str| {
            let (name, text) = word.split_once('=').ok_or_else(|| self.usage())?;
            if matches!(name, "tag" | "group") {
                return Ok((name.into(), Value::from(text)));
            }
            let wanted = field_type(self.program, name);
            let value = value_of_type(wanted, text);
            let value = value.ok_or_else(|| format!("`{name}` cannot be {}", quoted(text)))?;
            Ok((checked_name(name)?, value))
        };
        text.split_whitespace().map(pair).collect()
    }

    fn moment(&self, text: &str) -> Result<Moment, String> {
        moment(text, self.program.workspace.zone).ok_or_else(|| self.usage())
    }

    fn wait(&self) -> Result<LineKind, String> {
        match self.rest.strip_prefix("until ") {
            Some(text) => self.moment(text).map(LineKind::WaitUntil),
            None => delay(self.rest).map(LineKind::Wait).ok_or_else(|| self.usage()),
        }
    }

    /// How the command is written, from its line of `/help`.
    fn usage(&self) -> String {
        let is_own = |line: &&str| line.split([' ', '/']).nth(1) == Some(self.word);
        let line = HELP.lines().find(is_own).unwrap_or_default();
        let (words, meaning) = line.split_once("  ").unwrap_or((line, ""));
        format!("write it like this: {words}  ({})", meaning.trim())
    }
}

/// The words that begin a command.
fn commands() -> impl Iterator<Item = &'static str> {
    HELP.lines().filter_map(|line| line.split(' ').next()).filter(|word| word.starts_with('/'))
}

fn checked_name(text: &str) -> Result<Name, String> {
    let mut letters = text.chars();
    let is_name = letters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_');
    if is_name && !is_reserved(text) {
        Ok(text.into())
    } else {
        Err(format!("{} is not a name", quoted(text)))
    }
}

fn unknown_word<'n>(what: &str, word: &str, known: impl Iterator<Item = &'n str>) -> String {
    match nearest(word, known) {
        Some(near) => format!("there is no {what} `{word}`; did you mean `{near}`?"),
        None => format!("there is no {what} `{word}`"),
    }
}
