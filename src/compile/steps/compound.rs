//! Steps that hold other steps, and messages.

use crate::policy::messages::ContentType;
use crate::program::{Action, Arm, ArmKind, Base, Content, NodeId, NodeKind, Notification, Receiver, Send};
use crate::syntax::ast::{self, InstantBase, Sign};
use crate::text::normalise;
use crate::time::Delay;

use super::{Layout, Numbers, Place, name};
use crate::compile::condition::condition;
use crate::compile::content::content;
use crate::compile::hours::hours;
use crate::compile::names::contact_field;
use crate::compile::value::instant;
use crate::compile::words;

impl Layout<'_, '_> {
    pub(super) fn after(
        &mut self,
        delay: Delay,
        windows: &[ast::Hours],
        body: &ast::Block,
        place: Place,
    ) -> NodeId {
        let entry = self.held(windows, body, place);
        let hours = windows.iter().map(|window| hours(self.names, window)).collect();
        let kind = NodeKind::Wait { delay, hours, skip_to: place.then };
        self.push(kind, Place { then: entry, ..place })
    }

    pub(super) fn at(
        &mut self,
        at: &ast::InstantExpr,
        windows: &[ast::Hours],
        body: &ast::Block,
        place: Place,
    ) -> NodeId {
        let entry = self.held(windows, body, place);
        let hours = windows.iter().map(|window| hours(self.names, window)).collect();
        let base = match &at.base {
            InstantBase::Field(path) => Base::Field(self.names.field(&path.names)),
            InstantBase::Moment(moment) => Base::Moment(instant(self.names, moment)),
        };
        let (offset_back, offset) = match at.offset {
            None => (false, Delay::ZERO),
            Some((Sign::Plus, offset)) => (false, offset),
            Some((Sign::Minus, offset)) => (true, offset),
        };
        let kind = NodeKind::WaitUntil { base, offset_back, offset, hours, skip_to: place.then };
        self.push(kind, Place { then: entry, ..place })
    }

    pub(super) fn send(&mut self, send: &ast::Send, place: Place) -> NodeId {
        let content = content(self.names, &send.content);
        let content_type = send
            .content_type
            .as_ref()
            .map(|word| ContentType::parse(&word.text).expect("check: the content type exists"));
        let notification = match send.notification {
            ast::Notification::Regular => Notification::Regular,
            ast::Notification::Silent => Notification::Silent,
            ast::Notification::Off => Notification::Off,
        };
        let kind = NodeKind::Send(Send { content_type, notification, ..self.message(content) });
        self.push(kind, place)
    }

    pub(super) fn ask(&mut self, ask: &ast::Ask, place: Place) -> NodeId {
        let entries = self.blocks(ask.arms.iter().map(|arm| &arm.body), place);
        let arms = ask.arms.iter().zip(entries);
        let arms = arms.map(|(arm, entry)| Arm { kind: self.arm(&arm.kind), entry }).collect();
        let content = content(self.names, &ask.content);
        let save = ask.save.as_ref().map(contact_field);
        self.push(NodeKind::Ask { send: self.message(content), save, arms }, place)
    }

    /// `if … else if … else`: the questions in a chain, then the blocks that they lead to.
    pub(super) fn branch(
        &mut self,
        branches: &[ast::Branch],
        otherwise: Option<&ast::Block>,
        place: Place,
    ) -> NodeId {
        let bodies = branches.iter().map(|branch| &branch.body).chain(otherwise);
        let entries = self.blocks(bodies, place);
        let last = entries.get(branches.len()).copied().unwrap_or(place.then);
        branches.iter().zip(entries).rev().fold(last, |otherwise, (branch, entry)| {
            let condition = condition(self.names, &branch.condition);
            self.push(NodeKind::If { condition, otherwise }, Place { then: entry, ..place })
        })
    }

    pub(super) fn split(
        &mut self,
        shares: &[(u32, crate::source::Span, ast::Block)],
        place: Place,
    ) -> NodeId {
        let entries = self.blocks(shares.iter().map(|(_, _, body)| body), place);
        let cumulated = shares.iter().scan(0, |sum, (share, _, _)| {
            *sum += share;
            Some(*sum)
        });
        let kind = NodeKind::Split(cumulated.zip(entries).collect());
        self.push(kind, place)
    }

    /// What is said goes out as a message of its own, before the conversation changes hands.
    pub(super) fn hand_over(&mut self, hand_over: &ast::HandOver, place: Place) -> NodeId {
        let to = match &hand_over.to {
            ast::Receiver::Agent(_) => Receiver::Agent,
            ast::Receiver::Team(team) => Receiver::Team(name(team)),
            ast::Receiver::Bot { bot, answer } => Receiver::Bot(name(bot), answer.as_ref().map(name)),
        };
        let asking = hand_over.asking.iter().map(name).collect();
        let handed = self.push(NodeKind::Do(Action::HandOver { to, asking }), place);
        let Some(saying) = &hand_over.saying else { return handed };
        let content = content(self.names, saying);
        self.push(NodeKind::Send(self.message(content)), Place { then: handed, ..place })
    }

    /// The body of an `after` or `at`. A step that stands there without braces has the number of the whole.
    fn held(&mut self, windows: &[ast::Hours], body: &ast::Block, place: Place) -> NodeId {
        let around = self.hours.len();
        self.hours.extend(windows.iter().map(|window| hours(self.names, window)));
        let entry = match body.steps.as_slice() {
            [step] if step.span == body.span => self.step(step, Place { span: step.span, ..place }),
            _ => self.blocks(std::iter::once(body), place)[0],
        };
        self.hours.truncate(around);
        entry
    }

    /// The first nodes of the blocks of one step. They are counted through: one goes on where another ends.
    fn blocks<'t, I>(&mut self, blocks: I, place: Place) -> Vec<NodeId>
    where
        I: DoubleEndedIterator<Item = &'t ast::Block> + Clone,
    {
        let prefix = format!("{}.", place.label);
        let mut first = 1 + blocks.clone().map(|block| block.steps.len()).sum::<usize>();
        let mut entries = Vec::new();
        for block in blocks.rev() {
            first -= block.steps.len();
            entries.push(self.block(block, Numbers { prefix: &prefix, first }, place.then));
        }
        entries.reverse();
        entries
    }

    fn message(&self, content: Content) -> Send {
        Send { content, content_type: None, notification: Notification::Regular, hours: self.hours.clone() }
    }

    fn arm(&mut self, kind: &ast::ArmKind) -> ArmKind {
        match kind {
            ast::ArmKind::Answers(texts) => {
                let answer = |text: &ast::Str| {
                    let text = words::plain(text);
                    (text.as_str().into(), normalise(&text).into())
                };
                ArmKind::Answers(texts.iter().map(answer).collect())
            }
            ast::ArmKind::Intent(name) => ArmKind::Intent(self.names.intent(&name.text)),
            ast::ArmKind::Otherwise => ArmKind::Otherwise,
            ast::ArmKind::Silence(delay) => ArmKind::Silence(*delay),
        }
    }
}
