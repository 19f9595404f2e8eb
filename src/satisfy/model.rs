//! A case in which all literals of a way hold.

use crate::calendar::Zone;
use crate::program::{Assignee, FieldRef, Name, Value};
use crate::text::automaton::Found;
use crate::time::Instant;

use super::field::{Domain, is_always_known};
use super::hours::{self, Moment};
use super::literal::Literals;
use super::relations::{Relations, is_related, relations};
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
