//! One way through a flow, all branches side by side.

use super::Channel;
use super::elapsed::Elapsed;
use crate::source::Span;
use crate::syntax::ast::{self, ArmKind, StepKind, TriggerKind, hours::Overrun};

/// A message as far as its flow alone tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point<'a> {
    pub content: &'a ast::SendContent,
    pub content_type: Option<&'a ast::Name>,
    pub span: Span,
    pub sent: u32,
    pub channel: Channel,
    since_start: Option<Elapsed>,
    answered: Option<Elapsed>,
}

impl Point<'_> {
    /// With what had passed when the run began.
    pub fn since(&self, entry: Elapsed) -> Elapsed {
        match (self.since_start.map(|since| entry.plus(since)), self.answered) {
            (Some(one), Some(other)) => one.or(other),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => Elapsed::ZERO,
        }
    }
}

/// A step that starts a flow: how long after the start of its run, or after an answer, it does so at the least.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start<'a> {
    pub from: usize,
    pub to: &'a str,
    pub since_start: Option<Elapsed>,
    pub answered: Option<Elapsed>,
}

/// Walks through a flow; its messages are only noted when they are asked for.
pub(super) fn flow<'a>(
    index: usize,
    flow: &'a ast::Flow,
    asked_for: bool,
    points: &mut Vec<(usize, Point<'a>)>,
    starts: &mut Vec<Start<'a>>,
) {
    let proactive =
        flow.header.on.iter().any(|on| matches!(on.kind, TriggerKind::PageView(_) | TriggerKind::Visit(_)));
    let leaves_out = flow.header.hours.iter().filter(|hours| hours.overrun != Overrun::Hold).count();
    let mut walk = Walk { index, asked_for, proactive, leaves_out, points, starts };
    let begin = State { start: Some(Mark::default()), answer: None, sent: 0, channel: Channel::Kept };
    walk.block(&flow.steps, Some(begin));
}

/// Where a run is: what has passed until now, and until its last message.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    now: Elapsed,
    anchor: Elapsed,
}

/// What is certain at one place of a flow.
#[derive(Debug, Clone, Copy)]
struct State {
    /// Counted from the start of the run; none when it must have been answered.
    start: Option<Mark>,
    /// Counted from an answer of the contact.
    answer: Option<Mark>,
    sent: u32,
    channel: Channel,
}

impl State {
    /// The contact has just answered.
    const ANSWERED: Self = Self {
        start: None,
        answer: Some(Mark { now: Elapsed::ZERO, anchor: Elapsed::ZERO }),
        sent: 0,
        channel: Channel::Unsure,
    };

    fn each(mut self, change: impl Fn(&mut Mark)) -> Self {
        self.start.iter_mut().for_each(&change);
        self.answer.iter_mut().for_each(&change);
        self
    }

    /// The next `after` counts from here.
    fn anchored(self) -> Self {
        self.each(|mark| mark.anchor = mark.now)
    }

    fn or(self, other: Self) -> Self {
        let either = |one: Option<Mark>, other: Option<Mark>| match (one, other) {
            (Some(one), Some(other)) => {
                Some(Mark { now: one.now.or(other.now), anchor: one.anchor.or(other.anchor) })
            }
            (one, other) => one.or(other),
        };
        Self {
            start: either(self.start, other.start),
            answer: either(self.answer, other.answer),
            sent: self.sent.min(other.sent),
            channel: if self.channel == Channel::Kept { other.channel } else { self.channel },
        }
    }
}

/// One of two ways; none where both have ended.
fn either(one: Option<State>, other: Option<State>) -> Option<State> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.or(other)),
        (one, other) => one.or(other),
    }
}

struct Walk<'w, 'a> {
    index: usize,
    asked_for: bool,
    proactive: bool,
    /// How many of the clauses around leave messages out.
    leaves_out: usize,
    points: &'w mut Vec<(usize, Point<'a>)>,
    starts: &'w mut Vec<Start<'a>>,
}

impl<'a> Walk<'_, 'a> {
    fn block(&mut self, block: &'a ast::Block, state: Option<State>) -> Option<State> {
        block.steps.iter().try_fold(state?, |state, step| self.step(step, state))
    }

    /// What is so behind the step; none when the run has ended.
    fn step(&mut self, step: &'a ast::Step, state: State) -> Option<State> {
        match &step.kind {
            StepKind::After { delay, hours, body, .. } => {
                let delay = Elapsed::of(*delay);
                let due = state.each(|mark| mark.now = mark.now.and(mark.anchor.plus(delay)));
                let skips = hours.iter().any(|hours| hours.overrun != Overrun::Hold);
                let left_out = skips.then(|| due.anchored());
                either(self.held(hours, body, due), left_out)
            }
            // It waits for as long as it takes, or is left out.
            StepKind::At { hours, body, .. } => either(self.held(hours, body, state), Some(state.anchored())),
            StepKind::Send(send) => {
                Some(self.message(&send.content, send.content_type.as_ref(), step.span, state))
            }
            StepKind::HandOver(hand_over) => Some(match &hand_over.saying {
                Some(content) => self.message(content, None, step.span, state),
                None => state,
            }),
            StepKind::Ask(ask) => self.ask(ask, step.span, state),
            StepKind::If { branches, otherwise } => {
                let bodies = branches.iter().map(|branch| &branch.body).chain(otherwise);
                let open = otherwise.is_none().then_some(state);
                bodies.fold(open, |all, body| either(all, self.block(body, Some(state))))
            }
            StepKind::Split(parts) => {
                parts.iter().fold(None, |all, (_, _, body)| either(all, self.block(body, Some(state))))
            }
            StepKind::Start(name) => {
                let (since_start, answered) =
                    (state.start.map(|mark| mark.now), state.answer.map(|mark| mark.now));
                self.starts.push(Start { from: self.index, to: &name.text, since_start, answered });
                Some(state)
            }
            StepKind::Stop => None,
            // It may have been a question.
            StepKind::Broken => Some(state.or(State::ANSWERED)),
            StepKind::Tag(_)
            | StepKind::Untag(_)
            | StepKind::AddToGroup(_)
            | StepKind::RemoveFromGroup(_)
            | StepKind::Set { .. }
            | StepKind::Assign(_)
            | StepKind::Notify { .. }
            | StepKind::Forward(_)
            | StepKind::Ticket(_)
            | StepKind::StopFlow(_)
            | StepKind::OpenConversation
            | StepKind::CloseConversation
            | StepKind::Call(_) => Some(state),
        }
    }

    fn held(&mut self, hours: &'a [ast::Hours], body: &'a ast::Block, state: State) -> Option<State> {
        let before = self.leaves_out;
        self.leaves_out += hours.iter().filter(|hours| hours.overrun != Overrun::Hold).count();
        let behind = self.block(body, Some(state));
        self.leaves_out = before;
        behind
    }

    /// Notes a message. One that is refused counts as little as one that is sent: the run goes on from there.
    fn message(
        &mut self,
        content: &'a ast::SendContent,
        content_type: Option<&'a ast::Name>,
        span: Span,
        state: State,
    ) -> State {
        if self.asked_for {
            let State { sent, channel, .. } = state;
            let (since_start, answered) =
                (state.start.map(|mark| mark.now), state.answer.map(|mark| mark.now));
            let point = Point { content, content_type, span, sent, channel, since_start, answered };
            self.points.push((self.index, point));
        }
        let mut behind = state.anchored();
        behind.sent += u32::from(self.leaves_out == 0);
        // A visitor may answer what came up on the page.
        if self.proactive { behind.or(State::ANSWERED) } else { behind }
    }

    fn ask(&mut self, ask: &'a ast::Ask, span: Span, state: State) -> Option<State> {
        let asked = self.message(&ask.content, None, span, state);
        // A question that is refused is left out.
        let mut behind = Some(state.anchored());
        let names_answers = |arm: &ast::Arm| matches!(arm.kind, ArmKind::Answers(_) | ArmKind::Intent(_));
        if !ask.arms.iter().any(names_answers) {
            behind = either(behind, Some(State::ANSWERED));
        }
        for arm in &ask.arms {
            let begins = match &arm.kind {
                ArmKind::Silence(delay) => {
                    let delay = Elapsed::of(*delay);
                    asked.each(|mark| mark.now = mark.now.plus(delay))
                }
                ArmKind::Answers(_) | ArmKind::Intent(_) | ArmKind::Otherwise => State::ANSWERED,
            };
            behind = either(behind, self.block(&arm.body, Some(begins)));
        }
        behind
    }
}
