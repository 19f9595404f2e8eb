//! Nodes as text: what a step does, and where it leads.

use super::value::{argument, field, quoted, wording};
use super::{condition, hours, list};
use crate::program::{
    Action, ArmKind, Assignee, Base, Content, Hours, Node, NodeId, NodeKind, Notification, Program, Receiver,
    Send,
};

pub(super) fn node(program: &Program, node: &Node) -> String {
    let next = goal(node.next);
    match &node.kind {
        NodeKind::Wait { delay, hours, skip_to } => {
            format!("after {delay}{} -> {next}, behind it {}", windows(hours), goal(*skip_to))
        }
        NodeKind::WaitUntil { base, offset_back, offset, hours, skip_to } => {
            let base = match base {
                Base::Field(path) => field(path),
                Base::Moment(at) => at.to_string(),
            };
            let sign = if *offset_back { '-' } else { '+' };
            let offset = if offset.is_zero() { String::new() } else { format!(" {sign} {offset}") };
            format!("at {base}{offset}{} -> {next}, behind it {}", windows(hours), goal(*skip_to))
        }
        NodeKind::Send(send) => format!("send {} -> {next}", message(program, send)),
        NodeKind::Ask { send, save, arms } => {
            let save = save.as_ref().map(|name| format!(" save contact.{name}")).unwrap_or_default();
            let arms = list(
                arms.iter().map(|arm| format!("{} -> {}", answers(program, &arm.kind), goal(arm.entry))),
            );
            format!("ask {}{save} [{arms}] -> {next}", message(program, send))
        }
        NodeKind::If { condition, otherwise } => {
            format!("if {} -> {next}, else {}", condition::condition(condition), goal(*otherwise))
        }
        NodeKind::Split(shares) => {
            let shares = shares.iter().map(|(share, entry)| format!("{share} -> {}", goal(*entry)));
            format!("split [{}] -> {next}", list(shares))
        }
        NodeKind::Do(step) => format!("{} -> {next}", action(program, step)),
        NodeKind::Stop => "stop".to_owned(),
    }
}

/// A node's place, or the flow's end.
pub(super) fn goal(id: NodeId) -> String {
    if id == NodeId::END { "end".to_owned() } else { id.0.to_string() }
}

fn windows(windows: &[Hours]) -> String {
    windows.iter().map(|window| format!(" {}", hours(window))).collect()
}

fn message(program: &Program, send: &Send) -> String {
    let mut text = content(program, &send.content);
    text.extend(send.content_type.iter().map(|purpose| format!(" as {purpose}")));
    text.push_str(match send.notification {
        Notification::Regular => "",
        Notification::Silent => " silently",
        Notification::Off => " without notification",
    });
    text + &windows(&send.hours)
}

fn content(program: &Program, content: &Content) -> String {
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

fn answers(program: &Program, kind: &ArmKind) -> String {
    match kind {
        ArmKind::Answers(texts) => {
            texts.iter().map(|(text, _)| quoted(text)).collect::<Vec<_>>().join(" or ")
        }
        ArmKind::Intent(id) => format!("intent {}", program.intents[id.index()]),
        ArmKind::Otherwise => "otherwise".to_owned(),
        ArmKind::Silence(delay) => format!("silence {delay}"),
    }
}

fn action(program: &Program, action: &Action) -> String {
    let texts = |texts: &[crate::program::Name]| list(texts.iter().map(|text| quoted(text)));
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
