//! F004: a follow-up brings in a second voice.

use std::collections::{BTreeMap, BTreeSet};

use super::{blocks, each_step, flows, has_blocks};
use crate::check::rules::Workspace;
use crate::diagnostics::{Diagnostic, Severity};
use crate::syntax::ast;

/// Finds follow-ups that start a flow which talks to the contact, or that hand the contact over to a bot.
pub(in crate::check::rules) fn follow_up_starts_a_voice(
    workspace: &Workspace<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let flows: Vec<_> = flows(workspace).collect();
    let mut suspects: Vec<(&ast::Step, &ast::Flow)> = Vec::new();
    for flow in &flows {
        let Some(follow_up) = FollowUp::of(flow) else { continue };
        in_block(&flow.steps, follow_up, &mut |step| {
            if matches!(step.kind, ast::StepKind::Start(_) | ast::StepKind::HandOver(_)) {
                suspects.push((step, *flow));
            }
        });
    }
    if suspects.is_empty() {
        return;
    }
    let talking = talking(&flows);
    diagnostics.extend(suspects.into_iter().filter_map(|(step, flow)| second_voice(step, flow, &talking)));
}

/// Which steps of a flow follow up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FollowUp {
    /// All of them: the flow is about a contact who is silent or busy.
    Always,
    /// Those that wait: what comes at once answers the contact's own message.
    Later,
}

impl FollowUp {
    fn of(flow: &ast::Flow) -> Option<Self> {
        let of_trigger = flow.header.on.iter().filter_map(|trigger| match &trigger.kind {
            ast::TriggerKind::Silence => Some(Self::Always),
            ast::TriggerKind::Intent(name) => match name.text.as_str() {
                "busy" | "callback" | "not_interested" => Some(Self::Always),
                _ => Some(Self::Later),
            },
            _ => None,
        });
        of_trigger.reduce(|one, other| if one == Self::Always { one } else { other })
    }
}

fn in_block<'a>(block: &'a ast::Block, follow_up: FollowUp, visit: &mut impl FnMut(&'a ast::Step)) {
    for step in &block.steps {
        if follow_up == FollowUp::Always {
            visit(step);
        }
        let waits = matches!(step.kind, ast::StepKind::After { .. } | ast::StepKind::At { .. });
        let inside = if waits { FollowUp::Always } else { follow_up };
        // What follows an answer is a conversation, not a follow-up.
        if has_blocks(step) && !matches!(step.kind, ast::StepKind::Ask(_)) {
            blocks(step).into_iter().for_each(|inner| in_block(inner, inside, visit));
        }
    }
}

fn second_voice(
    step: &ast::Step,
    flow: &ast::Flow,
    talking: &BTreeMap<&str, &ast::Flow>,
) -> Option<Diagnostic> {
    let name = &flow.name.text;
    let warning = |span, message: String, label: &str| {
        Diagnostic::new("F004", Severity::Warning, span, message, label)
            .help("send the message here, or assign the conversation to a person")
    };
    match &step.kind {
        ast::StepKind::Start(started) if started.text != *name => {
            let started_flow = talking.get(started.text.as_str())?;
            let message =
                format!("follow-up `{name}` starts flow `{}`, which talks to the contact too", started.text);
            Some(
                warning(started.span, message, "a second voice")
                    .and(started_flow.name.span, "sends messages or hands over to a bot"),
            )
        }
        ast::StepKind::HandOver(hand_over) => match &hand_over.to {
            ast::Receiver::Bot { bot, .. } => {
                let message =
                    format!("follow-up `{name}` hands a contact who is not there over to bot `{}`", bot.text);
                Some(warning(bot.span, message, "talks to nobody"))
            }
            ast::Receiver::Agent(_) | ast::Receiver::Team(_) => None,
        },
        _ => None,
    }
}

/// The flows that talk or hand over to a bot, by themselves or through a flow that they start.
fn talking<'a>(flows: &[&'a ast::Flow]) -> BTreeMap<&'a str, &'a ast::Flow> {
    let mut started_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut voices: BTreeSet<&str> = BTreeSet::new();
    for flow in flows {
        let name = flow.name.text.as_str();
        each_step(&flow.steps, &mut |step| match &step.kind {
            ast::StepKind::Start(started) => started_by.entry(&started.text).or_default().push(name),
            ast::StepKind::Send(_) | ast::StepKind::Ask(_) => drop(voices.insert(name)),
            ast::StepKind::HandOver(hand_over)
                if hand_over.saying.is_some() || matches!(hand_over.to, ast::Receiver::Bot { .. }) =>
            {
                voices.insert(name);
            }
            _ => {}
        });
    }
    let mut open: Vec<&str> = voices.iter().copied().collect();
    while let Some(name) = open.pop() {
        let new = started_by.get(name).into_iter().flatten().filter(|starter| voices.insert(starter));
        open.extend(new);
    }
    flows
        .iter()
        .filter(|flow| voices.contains(flow.name.text.as_str()))
        .map(|flow| (&*flow.name.text, *flow))
        .collect()
}
