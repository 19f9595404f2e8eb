//! Windows of the week and the clauses that hold a message until they open.

use super::{Name, Str};
use crate::source::Span;
use crate::time::{Delay, Weekly};

/// `mon..fri 08:00..12:00, 14:00..17:00, sat 09:00..12:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The stretches, in the author's order: one per `times`, with the days that stand before it.
    pub weekly: Weekly,
    /// Where each stretch's times stand, in the same order.
    pub stretch_spans: Vec<Span>,
    /// The whole.
    pub span: Span,
}

/// `within office or skip`, `outside office`, `within 09:00..18:00 expires 12h`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// `outside` instead of `within`.
    pub outside: bool,
    /// What is opened and shut.
    pub source: HoursSource,
    /// What becomes of a message that comes outside.
    pub overrun: Overrun,
    /// The whole clause.
    pub span: Span,
}

/// A window written in place, or a schedule by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HoursSource {
    /// In the contact's zone.
    Window(Window),
    /// In its own zone.
    Schedule(Name),
}

/// What becomes of a message that comes outside the hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overrun {
    /// Held until they begin.
    Hold,
    /// `or skip`: dropped.
    Skip,
    /// `expires 12h`: held, dropped when it would be for longer.
    Expires(Delay, Span),
}

/// A schedule's or a window's zone: `timezone "Europe/Paris"`.
pub type ZoneName = Str;
