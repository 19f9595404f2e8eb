//! What a name of the tree stands for in the program.

use std::collections::BTreeMap;

use crate::calendar::Zone;
use crate::check;
use crate::fields::{Builtin, ValueType};
use crate::policy::ChannelKind;
use crate::program::{ChannelId, FieldRef, FlowId, IntentId, Name, ScheduleId, TemplateId, TextId};
use crate::syntax::ast;

use super::items::Items;

/// Ids by name, and the types of fields.
pub(super) struct Names<'c> {
    /// The workspace's zone: of moments that name none.
    pub zone: Zone,
    /// The intents in the order in which they were first asked for.
    pub intents: Vec<Name>,
    channels: BTreeMap<&'c str, ChannelId>,
    schedules: BTreeMap<&'c str, ScheduleId>,
    templates: BTreeMap<&'c str, TemplateId>,
    texts: BTreeMap<&'c str, TextId>,
    flows: BTreeMap<&'c str, FlowId>,
    fields: BTreeMap<String, ValueType>,
}

impl<'c> Names<'c> {
    pub fn of(items: &Items<'c>) -> Self {
        let zone = check::hours::zone_of(items.workspace).expect("check: the time zone exists");
        let kinds = ChannelKind::ALL.iter().map(|kind| kind.name());
        let declared = items.channels.iter().map(|channel| channel.name.text.as_str());
        let declared = declared.filter(|name| ChannelKind::parse(name).is_none());
        let field = |field: &&ast::Field| (field.path.dotted(), declared_type(field.field_type));
        Self {
            zone,
            intents: Vec::new(),
            channels: numbered(kinds.chain(declared), ChannelId),
            schedules: numbered(items.schedules.iter().map(|item| item.name.text.as_str()), ScheduleId),
            templates: numbered(items.templates.iter().map(|item| item.name.text.as_str()), TemplateId),
            texts: numbered(items.texts.iter().map(|item| item.name.text.as_str()), TextId),
            flows: numbered(items.flows.iter().map(|item| item.name.text.as_str()), FlowId),
            fields: items.fields.iter().map(field).collect(),
        }
    }

    pub fn channel(&self, name: &ast::Name) -> ChannelId {
        *self.channels.get(name.text.as_str()).expect("check: a channel is known")
    }

    pub fn schedule(&self, name: &ast::Name) -> ScheduleId {
        *self.schedules.get(name.text.as_str()).expect("check: a schedule is declared")
    }

    pub fn template(&self, name: &ast::Name) -> TemplateId {
        *self.templates.get(name.text.as_str()).expect("check: a template is declared")
    }

    pub fn text(&self, name: &ast::Name) -> TextId {
        *self.texts.get(name.text.as_str()).expect("check: a text is declared")
    }

    pub fn flow(&self, name: &ast::Name) -> FlowId {
        *self.flows.get(name.text.as_str()).expect("check: a flow is declared")
    }

    /// The intent's id; from now on the program asks for it.
    pub fn intent(&mut self, name: &str) -> IntentId {
        let known = self.intents.iter().position(|intent| intent.as_ref() == name);
        let at = known.unwrap_or_else(|| {
            self.intents.push(name.into());
            self.intents.len() - 1
        });
        IntentId(at as u32)
    }

    /// What holds the field. A program that reads `callback.time` asks for the intent that brings it.
    pub fn field(&mut self, path: &[ast::Name]) -> FieldRef {
        let dotted = dotted(path);
        let (scope, name) = dotted.split_once('.').expect("check: a field has a scope");
        match Builtin::at(&dotted) {
            None if scope == "event" => FieldRef::Event(name.into()),
            None => FieldRef::Contact(name.into()),
            Some(builtin) => self.builtin(builtin, name),
        }
    }

    /// What the field holds.
    pub fn value_type(&self, path: &[ast::Name]) -> ValueType {
        let dotted = dotted(path);
        let builtin = Builtin::at(&dotted).map(Builtin::value_type);
        builtin.or_else(|| self.fields.get(&dotted).copied()).unwrap_or(ValueType::Any)
    }

    fn builtin(&mut self, builtin: Builtin, name: &str) -> FieldRef {
        match builtin {
            Builtin::VisitorUrl => FieldRef::VisitorUrl,
            Builtin::VisitorTitle => FieldRef::VisitorTitle,
            Builtin::VisitorHistory => FieldRef::VisitorHistory,
            Builtin::VisitorVisits => FieldRef::VisitorVisits,
            Builtin::VisitorReferrer => FieldRef::VisitorReferrer,
            Builtin::DeviceLanguage | Builtin::DeviceType | Builtin::DeviceOs | Builtin::DeviceBrowser => {
                FieldRef::Device(name.into())
            }
            Builtin::ContactFirstName
            | Builtin::ContactLastName
            | Builtin::ContactEmail
            | Builtin::ContactPhone
            | Builtin::ContactLanguage
            | Builtin::ContactTimezone
            | Builtin::ContactCountry => FieldRef::Contact(name.into()),
            Builtin::MessageText => FieldRef::MessageText,
            Builtin::MessageChannel => FieldRef::MessageChannel,
            Builtin::ConversationStatus => FieldRef::ConversationStatus,
            Builtin::ConversationAssignee => FieldRef::ConversationAssignee,
            Builtin::ConversationBot => FieldRef::ConversationBot,
            Builtin::CallbackTime => {
                self.intent("callback");
                FieldRef::CallbackTime
            }
            Builtin::BookingTime => FieldRef::BookingTime,
        }
    }
}

/// A zone's id from its name.
pub(super) fn zone(name: &ast::Str) -> Zone {
    name.plain().and_then(Zone::parse).expect("check: the time zone exists")
}

/// A field's name behind `contact.`.
pub(super) fn contact_field(path: &ast::FieldPath) -> Name {
    dotted(&path.names).strip_prefix("contact.").expect("check: only a contact's fields are set").into()
}

fn dotted(path: &[ast::Name]) -> String {
    path.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".")
}

fn numbered<'c, Id>(names: impl Iterator<Item = &'c str>, id: fn(u32) -> Id) -> BTreeMap<&'c str, Id> {
    names.zip(0..).map(|(name, at)| (name, id(at))).collect()
}

fn declared_type(field_type: ast::FieldType) -> ValueType {
    match field_type {
        ast::FieldType::Text => ValueType::Text,
        ast::FieldType::Number => ValueType::Number,
        ast::FieldType::YesNo => ValueType::YesNo,
        ast::FieldType::Date => ValueType::Date,
        ast::FieldType::Instant => ValueType::Instant,
    }
}
