//! A flow's head: when it starts, for whom, through which channel, within which hours.

use super::{Block, Case, Condition, DateTime, Hours, Name, Regex, Str};
use crate::source::Span;
use crate::time::{Days, Delay, TimeOfDay};

/// `flow silent_contact "Contact stopped responding" { … }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Str>,
    /// The clauses before the steps.
    pub header: Header,
    /// The steps.
    pub steps: Block,
    /// The whole.
    pub span: Span,
}

/// The header clauses, each kind in the author's order; a clause that is written twice is in its list twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// `on TRIGGER, …`: the triggers of all `on` clauses.
    pub on: Vec<Trigger>,
    /// `when CONDITION`
    pub when: Vec<Condition>,
    /// `via CHANNEL for D, else …`: the candidates, and the clause's place
    pub via: Vec<(Vec<Candidate>, Span)>,
    /// `within …`, `outside …`: all of them hold
    pub hours: Vec<Hours>,
    /// `once per contact`, `once per visit`, `at most N per D`
    pub frequency: Vec<Frequency>,
    /// `stop on EVENT, …`, `stop when CONDITION`
    pub stop: Vec<StopRule>,
    /// `restart`, `ignore`
    pub again: Vec<(Again, Span)>,
    /// `priority N`
    pub priority: Vec<(i32, Span)>,
    /// `brand NAME`
    pub brand: Vec<Name>,
    /// `draft`, `paused`
    pub lifecycle: Vec<(Lifecycle, Span)>,
}

/// One candidate of `via`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The channel.
    pub channel: Name,
    /// `for 10m`: only when the contact wrote there less than that ago.
    pub within: Option<(Delay, Span)>,
    /// The whole.
    pub span: Span,
}

/// One trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// Which.
    pub kind: TriggerKind,
    /// `from sms`: only messages of that channel. Only message triggers have one.
    pub from: Option<Name>,
    /// The whole.
    pub span: Span,
}

/// What starts a flow, or stops it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TriggerKind {
    /// `keyword "ORDER", "Order" ignoring case`
    Keyword(Vec<Str>, Case),
    /// `message is "oui"` (several: any of them)
    MessageIs(Vec<Str>, Case),
    /// `message contains "prix"`: anywhere, also inside a word
    MessageContains(Vec<Str>, Case),
    /// `message starts with "REF"`
    MessageStartsWith(Vec<Str>, Case),
    /// `message matches /ref [0-9]+/`: the whole message
    MessageMatches(Regex),
    /// `any message`
    AnyMessage,
    /// `intent busy`
    Intent(Name),
    /// `silence`
    Silence,
    /// `page_view for 30s`; without `for`, at once
    PageView(Option<Delay>),
    /// `visit for 2m`; without `for`, at once
    Visit(Option<Delay>),
    /// `start`: by an act of a scenario or of the author's systems
    Start,
    /// `booking`
    Booking,
    /// `purchase`
    Purchase,
    /// `tag "vip"`: it was added
    Tag(Str),
    /// `group clients`: the contact joined it
    Group(Name),
    /// `close`: the conversation was closed
    Close,
    /// `opt_out`
    OptOut,
    /// `event "cart_left"`
    Event(Str),
    /// `time 2026-03-02 10:00`
    Time(DateTime),
    /// `every mon..fri at 10:00`; `every day at 10:00` for all days
    Every(Days, TimeOfDay),
}

/// How often a run may start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frequency {
    /// `once per contact`, `once per visit`
    Once(Per, Span),
    /// `at most 3 per 1d`
    AtMost(super::item::Limit),
}

/// Of what there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the variants are the words of the language")]
pub enum Per {
    Contact,
    Visit,
}

/// What ends a run from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StopRule {
    /// `stop on intent booked, booking`
    On(Trigger),
    /// `stop when contact.plan is "pro"`
    When(Condition),
}

/// What a trigger does while a run is active.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// `restart`
    Restart,
    /// `ignore`
    Ignore,
}

/// Whether a flow may start at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifecycle {
    /// `draft`
    Draft,
    /// `paused`
    Paused,
}
