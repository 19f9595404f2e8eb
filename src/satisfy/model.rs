//! A case in which all literals of a way hold.

use std::collections::BTreeMap;

use crate::calendar::Zone;
use crate::program::{Assignee, FieldRef, Name, Value};
use crate::text::automaton::Found;
use crate::time::Instant;

use super::field::{Domain, is_always_known};
use super::hours::{self, Moment};
use super::literal::Literals;
use super::values::{Absence, Choice, choose};
use super::visit::{Visitor, choose_visitor, is_of_visit};
use super::{Answer, Asked, Occasion, Question, text};

pub use super::visit::VisitModel;

/// A contact, a message and an instant.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// Known fields of the contact, by the name behind `contact.`.
    pub fields: Vec<(Name, Value)>,
    /// Tags that the contact has.
    pub tags: Vec<Name>,
    /// Groups that the contact is in.
    pub groups: Vec<Name>,
    /// How often the visitor came.
    pub visits: u32,
    /// The visit that goes on.
    pub visit: Option<VisitModel>,
    /// The conversation is open.
    pub open: bool,
    /// A person has the conversation.
    pub bot_inactive: bool,
    /// Who has it.
    pub assignee: Option<Assignee>,
    /// `callback.time`
    pub callback_time: Option<Instant>,
    /// `booking.time`
    pub booking_time: Option<Instant>,
    /// `event.…`
    pub event_fields: Vec<(Name, Value)>,
    /// What the contact wrote.
    pub message: Option<Name>,
    /// Where.
    pub channel: Option<Name>,
    /// When.
    pub at: Instant,
}

/// A case for the literals.
pub(super) fn of(question: &Question<'_>, literals: &Literals<'_>) -> Answer {
    let mut model = Model { open: true, ..Model::default() };
    let mut unsure = !literals.relations.is_empty();
    let settled = relations(question, literals);
    match settled {
        Relations::Settled(values) => {
            unsure = false;
            for (field, value) in values {
                put(&mut model, &field, value);
            }
        }
        Relations::Unsure => {}
    }
    match choose_visitor(question.program, literals) {
        Visitor::Is(visits, visit) => (model.visits, model.visit) = (visits, visit),
        Visitor::Nobody => return Answer::Never,
        Visitor::Unsure => unsure = true,
    }
    for field in literals.fields() {
        if is_of_visit(field) || *field == FieldRef::VisitorVisits || is_related(literals, field) {
            continue;
        }
        match choose_field(question, literals, field) {
            Choice::Value(value) => put(&mut model, field, value),
            Choice::Nothing => return Answer::Never,
            Choice::Unsure => unsure = true,
        }
    }
    match message(question, literals) {
        Choice::Value(value) => model.message = value.as_ref().and_then(Value::text).map(Name::from),
        Choice::Nothing => return Answer::Never,
        Choice::Unsure => unsure = true,
    }
    if model.channel.is_none()
        && let Occasion::Message(Some(channel), _) = &question.occasion
    {
        model.channel = Some(question.program.channels[channel.index()].name.clone());
    }
    let has = |list: &[(&Name, Asked)]| {
        let mut names: Vec<Name> = list
            .iter()
            .filter(|(_, asked)| *asked == Asked::Holds)
            .map(|(name, _)| (*name).clone())
            .collect();
        names.sort_unstable();
        names
    };
    model.tags = has(&literals.tags);
    model.groups = has(&literals.groups);
    let own = zone(&model, literals);
    match hours::choose(question.program, question.from, &literals.hours, own) {
        Moment::At(at, zone) => {
            model.at = at;
            if own.is_none() && zone != question.program.workspace.zone {
                put(&mut model, &FieldRef::Contact("timezone".into()), Some(Value::from(zone.name())));
            }
        }
        Moment::Never => return Answer::Never,
        Moment::Unsure => unsure = true,
    }
    model.fields.sort();
    if unsure { Answer::Unknown } else { Answer::Together(Box::new(model)) }
}

fn choose_field(question: &Question<'_>, literals: &Literals<'_>, field: &FieldRef) -> Choice {
    let tests = literals.of(field);
    let program = question.program;
    match (field, &question.occasion) {
        // Looked at in `message`.
        (FieldRef::MessageText, _) => Choice::Value(None),
        (FieldRef::MessageChannel, Occasion::Message(Some(channel), _)) => {
            let only = vec![Value::Text(program.channels[channel.index()].name.clone())];
            choose(&tests, &Domain::Among(only), Absence::Excluded)
        }
        (FieldRef::MessageChannel, Occasion::Message(None, _)) => {
            choose(&tests, &Domain::of(field, program), Absence::Excluded)
        }
        (FieldRef::Event(_), Occasion::Message(..)) => {
            choose(&tests, &Domain::Among(Vec::new()), Absence::Allowed)
        }
        // A message opens the conversation before anything is asked.
        (FieldRef::ConversationStatus, Occasion::Message(..)) => {
            choose(&tests, &Domain::Among(vec![Value::from("open")]), Absence::Excluded)
        }
        _ => {
            let absence = if is_always_known(field) { Absence::Excluded } else { Absence::Allowed };
            choose(&tests, &Domain::of(field, program), absence)
        }
    }
}

/// What the contact wrote.
fn message(question: &Question<'_>, literals: &Literals<'_>) -> Choice {
    let tests = literals.of(&FieldRef::MessageText);
    match &question.occasion {
        Occasion::Message(_, wanted) => match text::shortest(&tests, wanted) {
            Found::Text(text) => Choice::Value(Some(Value::Text(text.into()))),
            Found::Nothing => Choice::Nothing,
            Found::NotAnalysed => Choice::Unsure,
        },
        Occasion::NoMessage => choose(&tests, &Domain::Among(Vec::new()), Absence::Allowed),
        Occasion::Any => choose(&tests, &Domain::Text, Absence::Allowed),
    }
}

/// The contact's zone, when a condition asks for it.
fn zone(model: &Model, literals: &Literals<'_>) -> Option<Zone> {
    let field = FieldRef::Contact("timezone".into());
    let asked = !literals.of(&field).is_empty() || is_related(literals, &field);
    let named = model.fields.iter().find(|(name, _)| &**name == "timezone");
    let zone = named.and_then(|(_, value)| Zone::parse(value.text()?));
    zone.filter(|_| asked)
}

fn put(model: &mut Model, field: &FieldRef, value: Option<Value>) {
    let text = || value.as_ref().and_then(Value::text).map(Name::from);
    let instant = || match &value {
        Some(Value::Instant(instant)) => Some(*instant),
        _ => None,
    };
    match field {
        FieldRef::Contact(name) => model.fields.extend(value.map(|value| (name.clone(), value))),
        FieldRef::Event(name) => model.event_fields.extend(value.map(|value| (name.clone(), value))),
        FieldRef::MessageChannel => model.channel = text(),
        FieldRef::ConversationStatus => model.open = text().as_deref() != Some("closed"),
        FieldRef::ConversationBot => model.bot_inactive = text().as_deref() == Some("inactive"),
        FieldRef::ConversationAssignee => model.assignee = text().map(Assignee::Agent),
        FieldRef::CallbackTime => model.callback_time = instant(),
        FieldRef::BookingTime => model.booking_time = instant(),
        FieldRef::MessageText
        | FieldRef::VisitorUrl
        | FieldRef::VisitorTitle
        | FieldRef::VisitorHistory
        | FieldRef::VisitorVisits
        | FieldRef::VisitorReferrer
        | FieldRef::Device(_) => {}
    }
}

fn is_related(literals: &Literals<'_>, field: &FieldRef) -> bool {
    literals.relations.iter().any(|(one, _, other, _)| *one == field || *other == field)
}

/// What can be said of fields that are held against each other.
enum Relations {
    /// These values pass.
    Settled(Vec<(FieldRef, Option<Value>)>),
    /// None was found.
    Unsure,
}

/// With more combinations, nothing is said of fields that are held against each other.
const COMBINATIONS_MAX: usize = 4_000;

/// Tries values for the fields that are held against each other: found or not known, never excluded.
fn relations(question: &Question<'_>, literals: &Literals<'_>) -> Relations {
    let mut candidates: BTreeMap<usize, (&FieldRef, Vec<Option<Value>>)> = BTreeMap::new();
    for field in literals.fields().into_iter().filter(|field| is_related(literals, field)) {
        if is_of_visit(field)
            || matches!(
                field,
                FieldRef::VisitorVisits
                    | FieldRef::MessageText
                    | FieldRef::MessageChannel
                    | FieldRef::Event(_)
                    | FieldRef::ConversationStatus
            )
        {
            return Relations::Unsure;
        }
        let tests = literals.of(field);
        let passes = |value: Option<&Value>| {
            tests.iter().all(|(test, asked)| test.passes(value) == (*asked == Asked::Holds))
        };
        let mut values: Vec<Option<Value>> = Vec::new();
        match Domain::of(field, question.program) {
            Domain::Among(among) => values.extend(among.into_iter().map(Some)),
            domain => {
                let chosen = choose(&tests, &domain, Absence::Excluded);
                if let Choice::Value(Some(value)) = chosen {
                    values.extend(beside(&value).into_iter().map(Some));
                    values.insert(0, Some(value));
                }
            }
        }
        values.push(None);
        values.retain(|value| passes(value.as_ref()) && (value.is_some() || !is_always_known(field)));
        candidates.insert(candidates.len(), (field, values));
    }
    if candidates.is_empty() {
        return Relations::Settled(Vec::new());
    }
    // What one field may hold, the others may hold too.
    let pool: Vec<Value> =
        candidates.values().flat_map(|(_, values)| values.iter().flatten().cloned()).collect();
    for (field, values) in candidates.values_mut() {
        let tests = literals.of(field);
        if matches!(Domain::of(field, question.program), Domain::Among(_)) {
            continue;
        }
        let passes = |value: &Value| {
            tests.iter().all(|(test, asked)| test.passes(Some(value)) == (*asked == Asked::Holds))
        };
        for value in &pool {
            if passes(value) && !values.contains(&Some(value.clone())) {
                values.push(Some(value.clone()));
            }
        }
    }
    let lists: Vec<_> = candidates.values().collect();
    let combinations: usize = lists.iter().map(|(_, values)| values.len()).product();
    for combination in 0..combinations.min(COMBINATIONS_MAX) {
        let mut rest = combination;
        let mut chosen: Vec<(&FieldRef, &Option<Value>)> = Vec::new();
        for (field, values) in &lists {
            chosen.push((field, &values[rest % values.len()]));
            rest /= values.len();
        }
        let value = |field: &FieldRef| {
            chosen.iter().find(|(other, _)| *other == field).and_then(|(_, value)| value.as_ref())
        };
        let all = literals.relations.iter().all(|(one, relation, other, asked)| {
            let holds = match (value(one), value(other)) {
                (Some(one), Some(other)) => relation.to(other).passes(Some(one)),
                _ => false,
            };
            holds == (*asked == Asked::Holds)
        });
        if all {
            let settled = chosen.into_iter().map(|(field, value)| (field.clone(), value.clone())).collect();
            return Relations::Settled(settled);
        }
    }
    Relations::Unsure
}

/// Values near to one.
fn beside(value: &Value) -> Vec<Value> {
    use crate::program::Number;
    match value {
        Value::Number(Number(number)) => {
            vec![
                Value::Number(Number(number.saturating_add(1_000_000))),
                Value::Number(Number(number.saturating_sub(1_000_000))),
            ]
        }
        Value::Date(date) => {
            [date.succ_opt(), date.pred_opt()].into_iter().flatten().map(Value::Date).collect()
        }
        Value::Instant(instant) => {
            vec![Value::Instant(instant.plus_millis(60_000)), Value::Instant(instant.plus_millis(-60_000))]
        }
        Value::Text(_) | Value::YesNo(_) => Vec::new(),
    }
}
