//! Open questions: which reply belongs to one, and what it does.

use chrono::NaiveDate;

use super::super::contact::RunState;
use super::super::matching::Incoming;
use super::super::turn::Turn;
use super::super::{Cause, EffectKind, Seen};
use super::go;
use crate::intents::requested::{self, Requested};
use crate::program::{Arm, ArmKind, FieldType, Name, NodeId, NodeKind, Number, Value};
use crate::text;

/// A reply that an open question takes.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Answer {
    run: u64,
    question: NodeId,
    /// Which arm, or the number of arms when it needs none.
    way: usize,
    entry: NodeId,
    save: Option<(Name, Value)>,
}

/// The open question that takes the reply, the latest one first; `otherwise` arms take none here.
pub(in crate::engine) fn open_question(turn: &Turn<'_>, incoming: &Incoming<'_>) -> Option<Answer> {
    asked(turn).into_iter().find_map(|(run, question)| {
        let (next, save, arms) = question_of(turn, run, question)?;
        let chosen = best_arm(arms, incoming);
        let free = !arms.iter().any(|arm| matches!(arm.kind, ArmKind::Answers(_) | ArmKind::Intent(_)));
        let otherwise = arms.iter().any(|arm| matches!(arm.kind, ArmKind::Otherwise));
        match (chosen, save) {
            (Some((way, words)), save) => {
                let save = save.map(|field| (field.clone(), Value::Text(words)));
                Some(Answer { run, question, way, entry: arms[way].entry, save })
            }
            (None, Some(field)) if free => {
                let value = fitting(turn, field, incoming.text)?;
                let save = Some((field.clone(), value));
                Some(Answer { run, question, way: arms.len(), entry: next, save })
            }
            // It asks for nothing in particular, so that any reply will do.
            (None, None) if free && !otherwise => {
                Some(Answer { run, question, way: arms.len(), entry: next, save: None })
            }
            (None, _) => None,
        }
    })
}

/// The `otherwise` arm of the latest open question that has one.
pub(in crate::engine) fn otherwise(turn: &Turn<'_>) -> Option<Answer> {
    asked(turn).into_iter().find_map(|(run, question)| {
        let (_, _, arms) = question_of(turn, run, question)?;
        let way = arms.iter().position(|arm| matches!(arm.kind, ArmKind::Otherwise))?;
        Some(Answer { run, question, way, entry: arms[way].entry, save: None })
    })
}

/// The open questions, the latest first.
fn asked(turn: &Turn<'_>) -> Vec<(u64, NodeId)> {
    let mut open: Vec<_> = turn
        .contact
        .runs
        .iter()
        .filter_map(|run| match run.state {
            RunState::Asking { node, asked, .. } => Some((asked, run.id, node)),
            _ => None,
        })
        .collect();
    open.sort_by_key(|(asked, run, _)| std::cmp::Reverse((*asked, *run)));
    open.into_iter().map(|(_, run, node)| (run, node)).collect()
}

fn question_of<'a>(turn: &Turn<'a>, run: u64, node: NodeId) -> Option<(NodeId, Option<&'a Name>, &'a [Arm])> {
    let (_, flow) = turn.flow_of(turn.run(run)?)?;
    let step = flow.node(node)?;
    match &step.kind {
        NodeKind::Ask { save, arms, .. } => Some((step.next, save.as_ref(), arms)),
        _ => None,
    }
}

/// Tells whoever looks on which way a question's run takes.
fn see_way(turn: &Turn<'_>, run: u64, question: NodeId, way: usize) {
    let step = || turn.flow_of(turn.run(run)?)?.1.node(question);
    if turn.is_watched()
        && let Some(step) = step()
    {
        turn.see(Seen::Way(step, way));
    }
}

/// The arm that fits best: one whose answer is the whole reply, then the one with the longest answer in it, then
/// an intent's. Gives its place, and the answer as its author wrote it.
fn best_arm(arms: &[Arm], incoming: &Incoming<'_>) -> Option<(usize, Name)> {
    let reply = incoming.normalised();
    let mut best: Option<(usize, usize, &Name)> = None;
    for (at, arm) in arms.iter().enumerate() {
        let ArmKind::Answers(answers) = &arm.kind else { continue };
        for (written, normalised) in answers {
            let weight = match reply == &**normalised {
                true => usize::MAX,
                false if text::contains_phrase(reply, normalised, text::Compare::Exact) => normalised.len(),
                false => continue,
            };
            if best.is_none_or(|(least, ..)| weight > least) {
                best = Some((weight, at, written));
            }
        }
    }
    if let Some((_, at, written)) = best {
        return Some((at, written.clone()));
    }
    let by_intent = arms.iter().position(|arm| match arm.kind {
        ArmKind::Intent(id) => incoming.intents.contains(&id),
        ArmKind::Answers(_) | ArmKind::Otherwise | ArmKind::Silence(_) => false,
    });
    by_intent.map(|at| (at, incoming.text.clone()))
}

/// The reply as a value of the field's type; none when it does not fit.
fn fitting(turn: &Turn<'_>, field: &Name, reply: &Name) -> Option<Value> {
    let reply = reply.trim();
    let text = || Some(Value::Text(reply.into())).filter(|_| !reply.is_empty());
    let Some(declared) = turn.program.fields.iter().find(|declared| declared.name == *field) else {
        return match &**field {
            "email" => text().filter(|_| reply.contains('@') && !reply.contains(char::is_whitespace)),
            "phone" => text().filter(|_| reply.bytes().filter(u8::is_ascii_digit).count() >= 6),
            _ => text(),
        };
    };
    let value = match declared.field_type {
        FieldType::Text => text()?,
        FieldType::Number => Value::Number(Number::parse(reply)?),
        FieldType::YesNo => Value::YesNo(yes_or_no(reply)?),
        FieldType::Date => Value::Date(date(reply)?),
        FieldType::Instant => {
            let zone = turn.zone();
            let language = turn.contact.field("language").and_then(Value::text);
            Value::Instant(match requested::find(reply, zone.to_local(turn.now), language)? {
                Requested::In(delay) => zone.add(turn.now, delay),
                Requested::At(local) => zone.to_instant(local),
            })
        }
    };
    if declared.one_of.is_empty() {
        return Some(value);
    }
    let folded = text::normalise(reply);
    declared.one_of.iter().find(|one| one.text().map(text::normalise).as_deref() == Some(&*folded)).cloned()
}

fn yes_or_no(reply: &str) -> Option<bool> {
    match &*text::normalise(reply) {
        "oui" | "yes" | "y" | "o" | "ok" | "yep" | "ouais" | "d accord" => Some(true),
        "non" | "no" | "n" | "nope" => Some(false),
        _ => None,
    }
}

fn date(reply: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"].iter().find_map(|form| NaiveDate::parse_from_str(reply, form).ok())
}

/// The reply goes to the question that took it: the answer is kept, and its arm goes on.
pub(in crate::engine) fn answered(turn: &mut Turn<'_>, answer: Answer, incoming: &Incoming<'_>) {
    let event = Cause::Event(turn.event.id.clone());
    let now = turn.now;
    see_way(turn, answer.run, answer.question, answer.way);
    let Some(run) = turn.run_mut(answer.run) else { return };
    run.cause = event;
    run.answering = true;
    run.message = Some(incoming.text.clone());
    run.channel = Some(incoming.channel.clone());
    run.anchor = now;
    if let Some((field, value)) = answer.save {
        turn.contact.set_field(&field, Some(value.clone()));
        turn.forget_zone();
        let kind = EffectKind::SetField { field, value: Some(value) };
        turn.run_effect(answer.run, Some(answer.question), kind, "the contact's answer");
    }
    go(turn, answer.run, answer.entry, turn.now);
}

/// Nobody answered in time.
pub(in crate::engine) fn silent(turn: &mut Turn<'_>, run_id: u64, question: NodeId) {
    let Some((_, _, arms)) = question_of(turn, run_id, question) else { return };
    let way = arms.iter().position(|arm| matches!(arm.kind, ArmKind::Silence(_)));
    let Some(way) = way else { return };
    let entry = arms[way].entry;
    see_way(turn, run_id, question, way);
    if let Some(run) = turn.run_mut(run_id) {
        run.answering = false;
    }
    go(turn, run_id, entry, turn.now);
}

/// A reply came that the question did not take: its silence begins again.
pub(in crate::engine) fn heard(turn: &mut Turn<'_>) {
    for (run, node) in asked(turn) {
        let Some((_, _, arms)) = question_of(turn, run, node) else { continue };
        let delay = arms.iter().find_map(|arm| match arm.kind {
            ArmKind::Silence(delay) => Some(delay),
            ArmKind::Answers(_) | ArmKind::Intent(_) | ArmKind::Otherwise => None,
        });
        let due = delay.map(|delay| turn.zone().add(turn.now, delay));
        if let Some(run) = turn.run_mut(run)
            && let RunState::Asking { silence, .. } = &mut run.state
        {
            *silence = due;
        }
    }
}
