//! The steps of a flow in sentences, nested as the author nested them.

use super::{hours, length};
use crate::program::{Action, Arm, ArmKind, Content, Flow, Node, NodeId, NodeKind, Program, Send, words};

/// A sentence, and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The sentence.
    pub text: String,
    /// What is said below it.
    pub below: Vec<Said>,
}

/// The steps of a flow.
pub fn steps(program: &Program, flow: &Flow) -> Vec<Said> {
    block(program, flow, flow.entry, NodeId::END)
}

/// The steps from one to another, which is not said any more.
fn block(program: &Program, flow: &Flow, from: NodeId, until: NodeId) -> Vec<Said> {
    let mut said = Vec::new();
    let mut at = from;
    while at != until {
        let Some(node) = flow.node(at) else { break };
        let (sentence, behind) = step(program, flow, node);
        said.push(sentence);
        if matches!(node.kind, NodeKind::Stop) {
            break;
        }
        at = behind;
    }
    said
}

/// A step with its blocks, and what stands behind it.
fn step(program: &Program, flow: &Flow, node: &Node) -> (Said, NodeId) {
    let plain = |text: String| Said { text, below: Vec::new() };
    let within = |from, until| block(program, flow, from, until);
    match &node.kind {
        NodeKind::Wait { delay, hours: windows, skip_to } => {
            let said = format!(
                "{} later:{}",
                length(*delay),
                windows.iter().map(|w| format!(" {}", hours(w))).collect::<String>()
            );
            (Said { text: said, below: within(node.next, *skip_to) }, *skip_to)
        }
        NodeKind::WaitUntil { base, offset_back, offset, hours: windows, skip_to } => {
            let moment = words::moment(base, *offset_back, *offset);
            let said = format!(
                "At {moment}, left out if that is past or not known:{}",
                windows.iter().map(|w| format!(" {}", hours(w))).collect::<String>()
            );
            (Said { text: said, below: within(node.next, *skip_to) }, *skip_to)
        }
        NodeKind::Send(send) => (plain(sending(program, send)), node.next),
        NodeKind::Ask { send, save, arms } => {
            let save = save.as_ref().map(|field| format!(" and keeps the answer as contact.{field}"));
            let text = format!("Asks {}{}", content(program, &send.content), save.unwrap_or_default());
            let arm =
                |arm: &Arm| Said { text: answer(program, &arm.kind), below: within(arm.entry, node.next) };
            (Said { text: text + ".", below: arms.iter().map(arm).collect() }, node.next)
        }
        NodeKind::If { condition, otherwise } => {
            let behind = join(flow, node.next, *otherwise);
            let no = within(*otherwise, behind);
            let mut below = vec![Said { text: "Yes:".to_owned(), below: within(node.next, behind) }];
            if !no.is_empty() {
                below.push(Said { text: "No:".to_owned(), below: no });
            }
            (Said { text: format!("Is it so that {}?", words::condition(condition)), below }, behind)
        }
        NodeKind::Split(shares) => {
            let mut before = 0;
            let mut below = Vec::new();
            for (upto, entry) in shares {
                below.push(Said {
                    text: format!("{}% of the contacts:", upto - before),
                    below: within(*entry, node.next),
                });
                before = *upto;
            }
            (Said { text: "Each contact always goes one of these ways:".to_owned(), below }, node.next)
        }
        NodeKind::Do(action) => (plain(done(program, action)), node.next),
        NodeKind::Stop => (plain("Ends here.".to_owned()), NodeId::END),
    }
}

/// Where two branches meet again: steps never lead back, so it is the first place that both reach.
fn join(flow: &Flow, yes: NodeId, no: NodeId) -> NodeId {
    let reached = |from: NodeId| {
        let mut found = std::collections::BTreeSet::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if found.insert(at)
                && let Some(node) = flow.node(at)
            {
                open.extend(node.targets());
            }
        }
        found
    };
    reached(yes).intersection(&reached(no)).next().copied().unwrap_or(NodeId::END)
}

fn sending(program: &Program, send: &Send) -> String {
    format!("Sends {}.", content(program, &send.content))
}

fn content(program: &Program, what: &Content) -> String {
    match what {
        Content::Ai(None) => "a message that the AI writes from the conversation".to_owned(),
        Content::Ai(Some(instruction)) => {
            format!("a message that the AI writes: {}", words::wording(instruction))
        }
        Content::Named(id) => format!("the text \"{}\"", program.texts[id.index()].name),
        Content::Text(text) => words::wording(text),
        Content::Template(..) => format!("the approved {}", words::content(program, what)),
    }
}

fn answer(program: &Program, kind: &ArmKind) -> String {
    match kind {
        ArmKind::Answers(_) => format!("If the answer is {}:", words::answers(program, kind)),
        ArmKind::Intent(id) => format!("If the answer means \"{}\":", program.intents[id.index()]),
        ArmKind::Otherwise => "If it is anything else:".to_owned(),
        ArmKind::Silence(delay) => format!("If there is no answer for {}:", length(*delay)),
    }
}

fn done(program: &Program, action: &Action) -> String {
    match action {
        Action::Tag(tag) => format!("Tags the contact {}.", words::quoted(tag)),
        Action::Untag(tag) => format!("Takes the tag {} away.", words::quoted(tag)),
        Action::Join(group) => format!("Adds the contact to the group {group}."),
        Action::Leave(group) => format!("Removes the contact from the group {group}."),
        Action::Notify { to, content: what } => {
            format!("Tells {}: {}.", words::quoted(to), content(program, what))
        }
        Action::Start(flow) => format!("Starts the flow {}.", program.flows[flow.index()].name),
        Action::StopFlow(flow) => format!("Stops the flow {}.", program.flows[flow.index()].name),
        Action::OpenConversation => "Opens the conversation.".to_owned(),
        Action::CloseConversation => "Closes the conversation.".to_owned(),
        Action::Set(..) => said(program, action, "set ", "Sets "),
        Action::Assign(_) => said(program, action, "assign ", "Gives the conversation "),
        Action::Forward(_) => said(program, action, "forward ", "Passes the contact's message on "),
        Action::HandOver { .. } => said(program, action, "hand over ", "Hands over "),
        Action::Ticket(_) => said(program, action, "ticket tags ", "Tags the ticket "),
        Action::Call(_) => said(program, action, "call ", "Calls "),
    }
}

/// What the author wrote, with another beginning.
fn said(program: &Program, action: &Action, written: &str, said: &str) -> String {
    let words = words::action(program, action);
    format!("{said}{}.", words.strip_prefix(written).unwrap_or(&words))
}
