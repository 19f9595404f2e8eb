//! The items of a file, flows and scenarios excepted.

use chrono::NaiveDate;

use super::{Flow, Name, Scenario, Str, Window};
use crate::source::{SourceId, Span};
use crate::time::Delay;

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its source.
    pub source: SourceId,
    /// Its items in order; broken ones are there as far as they could be read.
    pub items: Vec<Item>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is documented at its type")]
pub enum Item {
    Workspace(Workspace),
    Schedule(Schedule),
    Channel(Channel),
    Bot(Bot),
    Template(Template),
    Text(Text),
    Intent(Intent),
    Group(Group),
    Field(Field),
    Flow(Box<Flow>),
    Scenario(Scenario),
}

impl Item {
    /// From its first word to its last brace.
    pub fn span(&self) -> Span {
        match self {
            Self::Workspace(item) => item.span,
            Self::Schedule(item) => item.span,
            Self::Channel(item) => item.span,
            Self::Bot(item) => item.span,
            Self::Template(item) => item.span,
            Self::Text(item) => item.span,
            Self::Intent(item) => item.span,
            Self::Group(item) => item.span,
            Self::Field(item) => item.span,
            Self::Flow(item) => item.span,
            Self::Scenario(item) => item.span,
        }
    }
}

/// `workspace "Institut Belle Rive" { … }`. A clause that is written twice is in its list twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// The title.
    pub title: Str,
    /// `timezone "Europe/Paris"`
    pub timezone: Vec<Str>,
    /// `languages fr, en`
    pub languages: Vec<Vec<Name>>,
    /// `quiet 21:00..08:00`
    pub quiet: Vec<Window>,
    /// `limit 3 per 1d`
    pub limit: Vec<Limit>,
    /// `on close unassign`
    pub on_close: Vec<(OnClose, Span)>,
    /// The whole.
    pub span: Span,
}

/// `3 per 1d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: u32,
    /// In how long a time.
    pub per: Delay,
    /// The whole.
    pub span: Span,
}

/// What closing a conversation does to its assignee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnClose {
    /// `unassign`
    Unassign,
    /// `keep`
    Keep,
}

/// `schedule office { … }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Its name.
    pub name: Name,
    /// Its lines in order.
    pub entries: Vec<ScheduleEntry>,
    /// The whole.
    pub span: Span,
}

/// One line of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleEntry {
    /// `mon..fri 08:00..12:00`
    Weekly(Window),
    /// `closed 2026-12-24..2026-12-26, 2027-01-01`: first and last day, both included
    Closed(Vec<(NaiveDate, NaiveDate, Span)>),
    /// `closed holidays "FR"`
    ClosedHolidays(Vec<Str>),
    /// `open 2026-12-23 09:00..20:00`; the window has no days
    Open(NaiveDate, Window, Span),
    /// `timezone "Europe/Paris"`
    Timezone(Str),
}

/// `channel boutique is webchat { … }`. The block may be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its name; the name of a kind changes that channel's policy (`channel viber is viber { … }`).
    pub name: Name,
    /// The word behind `is`.
    pub kind: Name,
    /// What the block says.
    pub clauses: Vec<ChannelClause>,
    /// The whole.
    pub span: Span,
}

/// One clause of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelClause {
    /// `brand acme`
    Brand(Name),
    /// `bot faq`
    Bot(Name),
    /// `window 48h`
    Window(Delay, Span),
    /// `limit 5`: messages in a window
    Limit(u32, Span),
    /// `quota 10000 per month`
    Quota(u32, Span),
    /// `beyond fail`
    Beyond(Beyond, Span),
}

/// What happens past the monthly quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// `fail`
    Fail,
    /// `allow`
    Allow,
}

/// `bot faq { channels boutique  answers pricing, shipping }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bot {
    /// Its name.
    pub name: Name,
    /// The channels that it is connected to.
    pub channels: Vec<Name>,
    /// What it can answer.
    pub answers: Vec<Name>,
    /// The whole.
    pub span: Span,
}

/// `template order_update on whatsapp (name, order) "Bonjour {name} …"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its name.
    pub name: Name,
    /// The channel that approved it.
    pub channel: Name,
    /// Its parameters; `()` may be left out.
    pub parameters: Vec<Name>,
    /// Its text.
    pub text: Str,
    /// The whole.
    pub span: Span,
}

/// `text welcome { fr "Bienvenue !"  en "Welcome!" }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its name.
    pub name: Name,
    /// The text of each language.
    pub texts: Vec<LocalText>,
    /// The whole.
    pub span: Span,
}

/// `fr "remboursement", "me rembourser"`: a language with one string (text) or several (intent).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalText {
    /// The language tag; its parts are joined by `-` as written (`pt-BR`).
    pub language: Name,
    /// One or more.
    pub strings: Vec<Str>,
}

/// `intent wants_refund { fr "remboursement", "me rembourser"  en "refund" }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Its name.
    pub name: Name,
    /// The phrases of each language.
    pub phrases: Vec<LocalText>,
    /// The whole.
    pub span: Span,
}

/// `group clients`, with a title if one is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: Name,
    /// `group clients "Nos clients"`
    pub title: Option<Str>,
    /// The whole.
    pub span: Span,
}

/// `field contact.plan: text one of "free", "pro"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// `contact.plan`; the first name is `contact` in a right program.
    pub path: super::FieldPath,
    /// Its type.
    pub field_type: FieldType,
    /// The allowed values; empty when all are.
    pub one_of: Vec<super::Value>,
    /// The whole.
    pub span: Span,
}

/// A declared field's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the variants are the words of the language")]
pub enum FieldType {
    Text,
    Number,
    YesNo,
    Date,
    Instant,
}
