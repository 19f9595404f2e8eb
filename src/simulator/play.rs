//! Plays a script: does what its lines say in a new world, and judges what they expect.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::error::SimulationError;
use super::expect::{Verdict, View, judge};
use super::outcome::{Failure, FailureKind, Outcome};
use super::script::{Act, Deed, Expectation, Line, LineKind, Script, expectation_text};
use super::world::World;
use crate::calendar::Zone;
use crate::engine::{Contact, EventKind, Watch};
use crate::policy::ChannelKind;
use crate::program::{Name, Program};
use crate::source::Span;
use crate::time::{Instant, TimeOfDay};

/// Plays a script to its end.
///
/// The clock begins at the script's first `at`, unless it waits before; a script without one begins on
/// 2026-01-01 at 09:00 in the workspace's zone. After an expectation that is not met the script goes on; a line
/// that cannot be played ends it.
pub fn play(program: &Program, script: &Script) -> Outcome {
    play_in(World::new(program, start(script, program.workspace.zone)), script)
}

/// The same, with somebody who looks on; what comes of it does not differ.
pub fn play_watched(program: &Program, script: &Script, watch: &dyn Watch) -> Outcome {
    play_in(World::new(program, start(script, program.workspace.zone)).watched(watch), script)
}

fn play_in(world: World<'_>, script: &Script) -> Outcome {
    let mut player = Player::of(world);
    let mut failures = Vec::new();
    for line in &script.lines {
        let failure = player.line(line);
        let ends = failure.as_ref().is_some_and(|failure| failure.kind == FailureKind::Unplayable);
        failures.extend(failure);
        if ends {
            break;
        }
    }
    let (end, pending) = (player.world.now(), player.world.pending());
    let mut trace = player.world.into_trace();
    trace.title.clone_from(&script.title);
    Outcome { title: script.title.clone(), span: script.span, failures, trace, end, pending }
}

/// Where the clock begins.
fn start(script: &Script, zone: Zone) -> Instant {
    for line in &script.lines {
        match line.kind {
            LineKind::At(at) => return at,
            LineKind::Wait(_) | LineKind::WaitUntil(_) => break,
            LineKind::Act(_) | LineKind::AiAnswers(_) | LineKind::Expect(_) => {}
        }
    }
    let date = NaiveDate::from_ymd_opt(2026, 1, 1).expect("the calendar has that day");
    let nine = TimeOfDay::new(9, 0).expect("the clock shows nine every day");
    zone.to_instant(nine.on(date))
}

/// A world, and what expectations look at.
#[derive(Debug, Clone)]
pub(super) struct Player<'p> {
    /// The world.
    pub world: World<'p>,
    since: Instant,
    from: usize,
    cursors: BTreeMap<Name, usize>,
    contact: Option<Name>,
}

impl<'p> Player<'p> {
    /// In a new world.
    pub fn new(program: &'p Program, start: Instant) -> Self {
        Self::of(World::new(program, start))
    }

    fn of(world: World<'p>) -> Self {
        let start = world.now();
        Self { world, since: start, from: 0, cursors: BTreeMap::new(), contact: None }
    }

    fn line(&mut self, line: &Line) -> Option<Failure> {
        match &line.kind {
            LineKind::Expect(expectation) => self.judge(line.span, expectation),
            kind => self.perform(kind).err().map(|error| self.unplayable(line.span, &error)),
        }
    }

    /// Does what a line says; expectations are passed over.
    ///
    /// # Errors
    ///
    /// As [`World::happen`] and [`World::advance_to`] say.
    pub fn perform(&mut self, line: &LineKind) -> Result<(), SimulationError> {
        if !matches!(line, LineKind::AiAnswers(_) | LineKind::Expect(_)) {
            self.since = self.world.now();
            self.from = self.world.trace().entries().len();
            self.cursors.clear();
        }
        match line {
            LineKind::At(at) => self.world.advance_to(*at),
            LineKind::Wait(delay) => {
                let zone = self.world.program().workspace.zone;
                self.world.advance_to(zone.add(self.world.now(), *delay))
            }
            LineKind::WaitUntil(moment) => self.world.advance_to(moment.wait_target(self.world.now())),
            LineKind::AiAnswers(text) => {
                self.world.answer_next(text.clone());
                Ok(())
            }
            LineKind::Act(act) => self.act(act),
            LineKind::Expect(_) => Ok(()),
        }
    }

    fn act(&mut self, act: &Act) -> Result<(), SimulationError> {
        let Act { contact, deed } = act;
        let event = match deed {
            Deed::Declare(event) => {
                self.world.declare(contact);
                event.clone()
            }
            Deed::Say { text, channel } => {
                let channel = channel.clone().unwrap_or_else(|| self.usual_channel(contact));
                EventKind::MessageReceived { channel, text: text.clone(), intents: Vec::new() }
            }
            Deed::Other(event) => event.clone(),
        };
        self.contact = Some(contact.clone());
        self.world.happen(contact, event)
    }

    /// Where a contact writes who does not say where: on the channel of the last message in either direction;
    /// without one, on the web during a visit; then on the first channel for which there is an address.
    fn usual_channel(&self, contact: &str) -> Name {
        let Some(contact) = self.world.contact(contact) else { return ChannelKind::Webchat.name().into() };
        if let Some(last) = &contact.last_channel {
            return last.clone();
        }
        let in_visit = contact.visitor.visit.is_some();
        let reachable = |kind: &ChannelKind| !in_visit && has_address(contact, *kind);
        let kind = ChannelKind::ALL.iter().copied().find(reachable).unwrap_or(ChannelKind::Webchat);
        kind.name().into()
    }

    fn judge(&mut self, span: Span, expectation: &Expectation) -> Option<Failure> {
        let view = View {
            world: &self.world,
            since: self.since,
            from: self.from,
            cursors: &self.cursors,
            contact: self.contact.as_ref(),
        };
        match judge(view, expectation) {
            Verdict::Met(taken) => {
                if let Some(at) = taken {
                    let contact = self.world.trace().entries()[at].contact.clone();
                    self.cursors.insert(contact, at + 1);
                }
                None
            }
            Verdict::Unmet { nearest, found } => {
                let expected = expectation_text(expectation, self.world.trace().zone);
                Some(Failure { nearest, found, ..self.failure(span, expected, FailureKind::Unmet) })
            }
        }
    }

    fn unplayable(&self, span: Span, error: &SimulationError) -> Failure {
        self.failure(span, error.told(self.world.trace().zone), FailureKind::Unplayable)
    }

    fn failure(&self, span: Span, expected: String, kind: FailureKind) -> Failure {
        Failure {
            span,
            expected,
            since: self.since,
            now: self.world.now(),
            happened: self.from..self.world.trace().entries().len(),
            nearest: None,
            found: None,
            pending: self.world.pending(),
            kind,
        }
    }
}

/// Whether the contact's fields hold an address for that kind of channel.
fn has_address(contact: &Contact, kind: ChannelKind) -> bool {
    let knows = |field: &str| contact.fields.iter().any(|(name, _)| name.as_ref() == field);
    match kind {
        ChannelKind::Sms => knows("sms") || knows("phone"),
        other => knows(other.name()),
    }
}
