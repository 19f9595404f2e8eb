//! Scenarios: a conversation that is played, and what is expected of it.
#![allow(missing_docs, reason = "a variant is documented by the syntax that it stands for")]

use chrono::NaiveDate;

use super::step::Assignee;
use super::{DateTime, FieldPath, Name, Str, Value};
use crate::source::Span;
use crate::time::{Delay, TimeOfDay};

/// `scenario "AF4 a reply resets the cycle" { … }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The title.
    pub title: Str,
    /// What is done and expected, in order.
    pub acts: Vec<Act>,
    /// The whole.
    pub span: Span,
}

/// One line of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Which.
    pub kind: ActKind,
    /// The whole.
    pub span: Span,
}

/// Who speaks for the business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Person {
    /// `bot`
    Bot(Span),
    /// `agent leo`
    Agent(Name),
}

/// What happens in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActKind {
    /// `at 2026-03-02 09:00`: sets the clock, forward only
    At(DateTime),
    /// `contact marie { first_name "Marie"  group clients  tag "vip" }`: names and values in order
    Contact { name: Name, fields: Vec<(Name, Value)> },
    /// `marie says "Bonjour" on webchat`
    Says { contact: Name, text: Str, channel: Option<Name> },
    /// `marie views "/url" titled "…" with device { language "fr" }`
    Views { contact: Name, url: Str, title: Option<Str>, device: Vec<(Name, Value)> },
    /// `marie leaves`
    Leaves { contact: Name },
    /// `marie opens pricing_help`
    Opens { contact: Name, flow: Name },
    /// `marie dismisses pricing_help`
    Dismisses { contact: Name, flow: Name },
    /// `marie clears browser`
    ClearsBrowser { contact: Name },
    /// `marie books at 2026-03-05 14:00`
    Books { contact: Name, at: DateTime },
    /// `marie buys`
    Buys { contact: Name },
    /// `marie does "cart_left" { total 49.90 }`
    Does { contact: Name, event: Str, fields: Vec<(Name, Value)> },
    /// `marie opts out of sms`
    OptsOut { contact: Name, channel: Option<Name> },
    /// `bot says "…" to marie on sms`, `agent leo says …`
    Writes { by: Person, text: Str, contact: Name, channel: Option<Name> },
    /// `agent leo sends template T("a") to marie on whatsapp`
    SendsTemplate { agent: Name, template: Name, arguments: Vec<Value>, contact: Name, channel: Option<Name> },
    /// `agent leo takes over marie`
    TakesOver { agent: Name, contact: Name },
    /// `agent leo hands back marie`
    HandsBack { agent: Name, contact: Name },
    /// `agent leo closes marie`
    Closes { agent: Name, contact: Name },
    /// `start coupon for marie`
    Start { flow: Name, contact: Name },
    /// `delivery to marie fails on sms`
    DeliveryFails { contact: Name, channel: Option<Name> },
    /// `ai answers "…"`
    AiAnswers(Str),
    /// `wait 5m`
    Wait(Delay, Span),
    /// `wait until tomorrow 09:00`
    WaitUntil(MomentRef),
    /// `expect …`
    Expect(Expect),
    /// Stands for a line that could not be read; its error is reported already.
    Broken,
}

/// `tomorrow 09:00`, `mon 09:00`, `2026-03-03 09:00`, `09:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MomentRef {
    /// Which day; without one, the next time that the clock shows that time.
    pub day: Option<DayRef>,
    /// The time on the clock.
    pub time: TimeOfDay,
    /// `"Europe/Paris"`: otherwise the workspace's zone.
    pub zone: Option<Str>,
    /// The whole.
    pub span: Span,
}

/// Which day is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayRef {
    /// `today`
    Today,
    /// `tomorrow`
    Tomorrow,
    /// `mon`: the next one, today included when the time is still to come
    Weekday(chrono::Weekday),
    /// `2026-03-03`
    Date(NaiveDate),
}

/// `expect …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// What.
    pub what: Expectation,
    /// Without the word `expect`.
    pub span: Span,
}

/// What is expected. A part that is left out may be anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// `send "…" to marie on sms from order_start at 09:05`
    Send {
        content: ExpectedContent,
        to: Option<Name>,
        channel: Option<Name>,
        flow: Option<Name>,
        at: Option<MomentRef>,
    },
    /// `nothing`
    Nothing,
    /// `no send`; `to` and `from` narrow it
    NoSend { to: Option<Name>, flow: Option<Name> },
    /// `held until tomorrow 08:00`
    HeldUntil(MomentRef),
    /// `suppressed because opted_out`
    Suppressed { reason: Option<Name> },
    /// `pending from silent_contact at 09:05`
    Pending { flow: Option<Name>, at: Option<MomentRef> },
    /// `no pending from silent_contact`
    NoPending { flow: Option<Name> },
    /// `tag "x"`, `no tag "x"`
    Tag { tag: Str, present: bool },
    /// `marie in group g`, `marie not in group g`
    InGroup { contact: Name, group: Name, present: bool },
    /// `assigned to leo`, `assigned to team sales`, `assigned to nobody`
    Assigned(ExpectedAssignee),
    /// `notify "sales@example.com"`, with `containing "…"` or the text if one is written
    Notify { to: Option<Str>, content: ExpectedContent },
    /// `forward to "+33612345678"`
    Forward { to: Str },
    /// `hand over to agent asking name, email`
    HandOver { to: super::Receiver, asking: Vec<Name> },
    /// `ticket tags "tarifs"`
    Ticket(Vec<Str>),
    /// `call "https://…"`
    Call(Str),
    /// `conversation open`, `conversation closed`
    Conversation { open: bool },
    /// `marie.plan is "pro"`, `marie.plan is unknown`
    FieldIs { contact: Name, field: FieldPath, value: Option<Value> },
}

/// What a message is expected to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedContent {
    /// Nothing is said about it.
    Anything,
    /// `"…"`: exactly
    Text(Str),
    /// `containing "…"`
    Containing(Str),
    /// `ai`: written by the AI; with what `ai "…"` says as the instruction
    Ai(Option<Str>),
    /// `template order_update`
    Template(Name),
}

/// Whom the conversation is expected to be assigned to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedAssignee {
    /// `leo`: an agent of the scenario, or `"leo@example.com"`, `team sales`, `nobody` as in a step
    Agent(Name),
    /// As in a step.
    Step(Assignee),
}
