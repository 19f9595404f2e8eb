//! Steps as their author would write them.

use super::value::{argument, field, quoted, wording};
use super::{hours, list};
use crate::program::{
    Action, ArmKind, Assignee, Base, Content, Hours, Name, Notification, Program, Receiver, Send,
};
use crate::time::Delay;

/// `booking.time - 1d`.
pub fn moment(base: &Base, back: bool, offset: Delay) -> String {
    let base = match base {
        Base::Field(path) => field(path),
        Base::Moment(at) => at.to_string(),
    };
    let sign = if back { '-' } else { '+' };
    if offset.is_zero() { base } else { format!("{base} {sign} {offset}") }
}

/// ` within office outside lunch`: each with a blank before it.
pub fn windows(windows: &[Hours]) -> String {
    windows.iter().map(|window| format!(" {}", hours(window))).collect()
}

/// What a message says and how, with the hours of the waits around it.
pub fn message(program: &Program, send: &Send) -> String {
    let mut text = content(program, &send.content);
    text.extend(send.content_type.iter().map(|purpose| format!(" as {purpose}")));
    text.push_str(match send.notification {
        Notification::Regular => "",
        Notification::Silent => " silently",
        Notification::Off => " without notification",
    });
    text + &windows(&send.hours)
}

/// What a message says.
pub fn content(program: &Program, content: &Content) -> String {
    match content {
        Content::Text(text) => wording(text),
        Content::Named(id) => program.texts[id.index()].name.to_string(),
        Content::Template(id, arguments) => {
            let name = &program.templates[id.index()].name;
            format!("template {name}({})", list(arguments.iter().map(argument)))
        }
        Content::Ai(None) => "ai".to_owned(),
        Content::Ai(Some(instruction)) => format!("ai {}", wording(instruction)),
    }
}

/// Which answers an arm takes.
pub fn answers(program: &Program, kind: &ArmKind) -> String {
    match kind {
        ArmKind::Answers(texts) => {
            texts.iter().map(|(text, _)| quoted(text)).collect::<Vec<_>>().join(" or ")
        }
        ArmKind::Intent(id) => format!("intent {}", program.intents[id.index()]),
        ArmKind::Otherwise => "otherwise".to_owned(),
        ArmKind::Silence(delay) => format!("silence {delay}"),
    }
}

/// What a step does that is no message.
pub fn action(program: &Program, action: &Action) -> String {
    let texts = |texts: &[Name]| list(texts.iter().map(|text| quoted(text)));
    match action {
        Action::Tag(tag) => format!("tag {}", quoted(tag)),
        Action::Untag(tag) => format!("untag {}", quoted(tag)),
        Action::Join(group) => format!("add to group {group}"),
        Action::Leave(group) => format!("remove from group {group}"),
        Action::Set(name, value) => format!("set contact.{name} to {}", argument(value)),
        Action::Assign(Assignee::Team(team)) => format!("assign to team {team}"),
        Action::Assign(Assignee::Agent(agent)) => format!("assign to {}", quoted(agent)),
        Action::Assign(Assignee::Nobody) => "assign to nobody".to_owned(),
        Action::Notify { to, content: text } => format!("notify {} {}", quoted(to), content(program, text)),
        Action::Forward(to) => format!("forward to {}", texts(to)),
        Action::HandOver { to, asking } => {
            let asking = if asking.is_empty() { String::new() } else { format!(" asking {}", list(asking)) };
            format!("hand over to {}{asking}", receiver(to))
        }
        Action::Ticket(tags) => format!("ticket tags {}", texts(tags)),
        Action::Start(flow) => format!("start {}", program.flows[flow.index()].name),
        Action::StopFlow(flow) => format!("stop {}", program.flows[flow.index()].name),
        Action::OpenConversation => "open conversation".to_owned(),
        Action::CloseConversation => "close conversation".to_owned(),
        Action::Call(url) => format!("call {}", wording(url)),
    }
}

fn receiver(receiver: &Receiver) -> String {
    match receiver {
        Receiver::Agent => "agent".to_owned(),
        Receiver::Team(team) => format!("team {team}"),
        Receiver::Bot(bot, None) => format!("bot {bot}"),
        Receiver::Bot(bot, Some(answer)) => format!("bot {bot} answer {answer}"),
    }
}
