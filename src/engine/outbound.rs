//! What every message to the contact leaves behind, whoever wrote it; and what the bot and agents write.

use super::delivery::{Passage, Speaker, Subject, passage};
use super::turn::{Scope, Turn};
use super::{Cause, EffectKind, Message, Reason, Sender, Why, Written, silence, wording};
use crate::program::{Assignee, Name, Notification, TemplateId};

/// A message went out on that channel.
pub(super) fn went_out(turn: &mut Turn<'_>, channel: &Name) {
    let state = turn.channel_state(channel);
    state.sent_since = state.sent_since.saturating_add(1);
    if turn.contact.last_channel.as_ref() != Some(channel) {
        turn.contact.last_channel = Some(channel.clone());
    }
}

/// The bot writes: nothing goes out while a person has the conversation, or after an opt-out.
pub(super) fn bot_writes(turn: &mut Turn<'_>, channel: Option<&Name>, text: &Name) {
    let Some(channel) = channel.or(turn.contact.last_channel.as_ref()).cloned() else {
        return refuse(turn, Sender::Bot, None, Reason::NoAddress, "the contact has no channel yet".into());
    };
    if turn.contact.conversation.bot_inactive {
        let why = "a person has the conversation".into();
        return refuse(turn, Sender::Bot, Some(channel), Reason::BotInactive, why);
    }
    if turn.contact.opted_out_of(&channel) {
        let why = format!("the contact opted out of {channel}").into();
        return refuse(turn, Sender::Bot, Some(channel), Reason::OptedOut, why);
    }
    write(turn, Sender::Bot, channel, &Written::Text(text.clone()));
}

/// A person writes: that opens the conversation, and it is theirs.
pub(super) fn agent_writes(turn: &mut Turn<'_>, agent: &Name, channel: Option<&Name>, content: &Written) {
    take_up(turn, agent);
    let approved =
        |name: &Name| template_named(turn, name).map(|id| turn.program.templates[id.index()].channel);
    let by_template = match content {
        Written::Template(name, _) => approved(name).map(|id| turn.channel(id).name.clone()),
        Written::Text(_) => None,
    };
    let channel = channel.cloned().or(by_template).or_else(|| turn.contact.last_channel.clone());
    let sender = Sender::Agent(agent.clone());
    match channel {
        Some(channel) => write(turn, sender, channel, content),
        None => refuse(turn, sender, None, Reason::NoAddress, "the contact has no channel yet".into()),
    }
}

fn write(turn: &mut Turn<'_>, sender: Sender, channel: Name, content: &Written) {
    turn.channel_state(&channel).known = true;
    let Some(id) = turn.program.channel(&channel) else {
        let why = format!("the program has no channel {channel}").into();
        return refuse(turn, sender, Some(channel), Reason::NoAddress, why);
    };
    let template = match content {
        Written::Text(_) => None,
        Written::Template(name, _) => template_named(turn, name),
    };
    let speaker = match sender {
        Sender::Agent(_) => Speaker::Person,
        Sender::Bot | Sender::Flow => Speaker::Machine,
    };
    let Passage { human_agent, counts_quota, content_type } =
        match passage(turn, id, Subject { speaker, template, content_type: None }) {
            Ok(passage) => passage,
            Err(refused) => {
                let why = refused.told(turn);
                return refuse(turn, sender, Some(channel), refused.reason(), why);
            }
        };
    let why =
        if human_agent { "with the human-agent tag: a person wrote it" } else { "written by the business" };
    let kind = EffectKind::SendMessage {
        sender,
        channel: channel.clone(),
        message: render(turn, content, template),
        content_type,
        human_agent,
        notification: Notification::Regular,
        proactive: false,
        counts_quota,
        refused: Vec::new(),
    };
    let key = turn.effect(Scope::default(), kind, why);
    went_out(turn, &channel);
    silence::begin(turn, &channel, None, Cause::Effect(key));
}

/// The conversation is open, and the agent's who wrote.
fn take_up(turn: &mut Turn<'_>, agent: &Name) {
    open_conversation(turn, Scope::default(), "an agent wrote");
    let to = Assignee::Agent(agent.clone());
    if turn.contact.conversation.assignee.as_ref() != Some(&to) {
        turn.contact.conversation.assignee = Some(to.clone());
        turn.effect(Scope::default(), EffectKind::Assign { to }, "the conversation is the agent's who wrote");
    }
}

/// Opens the conversation when it is not open yet.
pub(super) fn open_conversation(turn: &mut Turn<'_>, scope: Scope, why: &'static str) {
    if !turn.contact.conversation.open {
        turn.contact.conversation.open = true;
        turn.effect(scope, EffectKind::OpenConversation, why);
    }
}

fn refuse(turn: &mut Turn<'_>, sender: Sender, channel: Option<Name>, reason: Reason, why: Why) {
    let kind = EffectKind::Suppress { reason, channel, refused: Vec::new(), sender, undelivered: true };
    turn.effect(Scope::default(), kind, why);
}

fn template_named(turn: &Turn<'_>, name: &Name) -> Option<TemplateId> {
    let at = turn.program.templates.iter().position(|template| template.name == *name)?;
    Some(TemplateId(at as u32))
}

fn render(turn: &Turn<'_>, content: &Written, template: Option<TemplateId>) -> Message {
    match content {
        Written::Text(text) => Message::Text(text.clone()),
        Written::Template(name, arguments) => {
            let wording = template.map(|id| &turn.program.templates[id.index()].wording);
            let fill =
                |wording| wording::fill(turn, wording, arguments, super::eval::Circumstances::default());
            let text = wording.map_or_else(Name::default, fill);
            Message::Template { name: name.clone(), arguments: arguments.clone(), text }
        }
    }
}
