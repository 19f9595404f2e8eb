//! The steps of a flow.

use super::Lower;
use crate::source::Span;
use crate::syntax::ast::{
    Arm, ArmKind, Ask, Assignee, Block, Branch, HandOver, InstantBase, InstantExpr, Notification, Receiver,
    Send, SendContent, Sign, Step, StepKind,
};
use crate::syntax::grammar::{Node, Nodes, Rule};
use crate::syntax::parts::Part;

impl Lower<'_> {
    /// A step that stands in a block.
    pub fn step(&mut self, node: Node<'_>) -> Step {
        self.begins(Part::Statement, &node);
        self.bare_step(node)
    }

    fn bare_step(&mut self, node: Node<'_>) -> Step {
        let span = self.span(&node);
        let node = node.only();
        let rule = node.rule();
        let mut nodes = node.nodes();
        let kind = match rule {
            Rule::after => {
                let (delay, delay_span) = self.placed_duration(&nodes.must());
                let hours = self.all_hours(&mut nodes);
                StepKind::After { delay, delay_span, hours, body: self.body(nodes.must()) }
            }
            Rule::at => {
                let instant = self.instant(nodes.must());
                let hours = self.all_hours(&mut nodes);
                StepKind::At { instant, hours, body: self.body(nodes.must()) }
            }
            Rule::send => StepKind::Send(self.send(nodes)),
            Rule::ask => StepKind::Ask(self.ask(nodes)),
            Rule::if_step => self.if_step(nodes),
            Rule::split => self.split(nodes, span),
            Rule::tag => StepKind::Tag(self.next_string(&mut nodes)),
            Rule::untag => StepKind::Untag(self.next_string(&mut nodes)),
            Rule::add => StepKind::AddToGroup(self.next_name(&mut nodes)),
            Rule::remove => StepKind::RemoveFromGroup(self.next_name(&mut nodes)),
            Rule::set => {
                let field = self.path(&nodes.must());
                StepKind::Set { field, value: self.value(nodes.must()) }
            }
            Rule::assign => StepKind::Assign(self.assignee(nodes.must())),
            Rule::notify => {
                let to = self.next_string(&mut nodes);
                StepKind::Notify { to, text: self.content(nodes.must()) }
            }
            Rule::forward => StepKind::Forward(self.strings(&mut nodes)),
            Rule::hand_over => StepKind::HandOver(self.hand_over(nodes)),
            Rule::ticket => StepKind::Ticket(self.strings(&mut nodes)),
            Rule::start => StepKind::Start(self.next_name(&mut nodes)),
            Rule::stop_flow => StepKind::StopFlow(self.next_name(&mut nodes)),
            Rule::stop => StepKind::Stop,
            Rule::open_conversation => StepKind::OpenConversation,
            Rule::close_conversation => StepKind::CloseConversation,
            Rule::call => StepKind::Call(self.next_string(&mut nodes)),
            rule => unreachable!("grammar: {rule:?} is no step"),
        };
        Step { kind, span }
    }

    /// `{ … }`
    pub(super) fn block(&mut self, node: Node<'_>) -> Block {
        let span = self.span(&node);
        Block { steps: node.nodes().map(|node| self.step(node)).collect(), span }
    }

    /// `{ … }`, or a step alone.
    fn body(&mut self, node: Node<'_>) -> Block {
        self.begins(Part::Body, &node);
        if node.rule() == Rule::block {
            return self.block(node);
        }
        let step = self.bare_step(node);
        let span = step.span;
        Block { steps: vec![step], span }
    }

    /// `booking.time - 1d`
    fn instant(&mut self, node: Node<'_>) -> InstantExpr {
        let span = self.span(&node);
        let mut nodes = node.nodes();
        let base = nodes.must();
        let base = match base.rule() {
            Rule::path => InstantBase::Field(self.path(&base)),
            Rule::datetime => InstantBase::Moment(self.datetime(base)),
            _ => InstantBase::Moment(self.midnight(&base)),
        };
        let offset = nodes.next().map(|sign| {
            self.begins(Part::Sign, &sign);
            let sign = if sign.text() == "+" { Sign::Plus } else { Sign::Minus };
            (sign, self.duration(&nodes.must()))
        });
        InstantExpr { base, offset, span }
    }

    fn send(&mut self, mut nodes: Nodes<'_>) -> Send {
        let content = self.content(nodes.must());
        let content_type = self.optional_name(&mut nodes, Rule::as_type);
        let notification = match nodes.next().map(|node| node.rule()) {
            None => Notification::Regular,
            Some(Rule::silently) => Notification::Silent,
            Some(_) => Notification::Off,
        };
        Send { content, content_type, notification }
    }

    /// What a message says.
    pub(super) fn content(&mut self, node: Node<'_>) -> SendContent {
        let span = self.span(&node);
        match node.rule() {
            Rule::string => SendContent::Text(self.string(node)),
            Rule::name => SendContent::Named(self.name(&node)),
            Rule::ai => {
                SendContent::Ai { instruction: node.nodes().next().map(|node| self.string(node)), span }
            }
            _ => {
                let mut nodes = node.nodes();
                let name = self.next_name(&mut nodes);
                let arguments = nodes.next().map(|node| self.values(node.nodes())).unwrap_or_default();
                SendContent::Template { name, arguments, span }
            }
        }
    }

    fn ask(&mut self, mut nodes: Nodes<'_>) -> Ask {
        let content = self.content(nodes.must());
        let save = nodes.next_if(Rule::save).map(|node| self.path(&node.only()));
        Ask { content, save, arms: nodes.map(|node| self.arm(node)).collect() }
    }

    /// An arm of a question.
    pub fn arm(&mut self, node: Node<'_>) -> Arm {
        self.begins(Part::Arm, &node);
        let span = self.span(&node);
        let mut nodes = node.nodes();
        let head = nodes.must();
        let kind = match head.rule() {
            Rule::arm_answers => ArmKind::Answers(self.strings(&mut head.nodes())),
            Rule::arm_intent => ArmKind::Intent(self.name(&head.only())),
            Rule::arm_silence => ArmKind::Silence(self.duration(&head.only())),
            _ => ArmKind::Otherwise,
        };
        Arm { kind, body: self.block(nodes.must()), span }
    }

    fn if_step(&mut self, nodes: Nodes<'_>) -> StepKind {
        let (mut branches, mut otherwise) = (Vec::new(), None);
        for node in nodes {
            if node.rule() == Rule::block {
                otherwise = Some(self.block(node));
                continue;
            }
            let mut nodes = node.nodes();
            let condition = self.condition(nodes.must());
            branches.push(Branch { condition, body: self.block(nodes.must()) });
        }
        StepKind::If { branches, otherwise }
    }

    fn split(&mut self, nodes: Nodes<'_>, span: Span) -> StepKind {
        let shares: Vec<_> = nodes.map(|node| self.share(node)).collect();
        if !self.is_hollow {
            self.check_shares(&shares, span);
        }
        StepKind::Split(shares)
    }

    /// `50% { … }`
    pub fn share(&mut self, node: Node<'_>) -> (u32, Span, Block) {
        self.begins(Part::Arm, &node);
        let mut nodes = node.nodes();
        let percent = nodes.must();
        let place = self.leaf_span(&percent);
        (self.integer(&percent), place, self.block(nodes.must()))
    }

    /// The shares of a split make 100 % together.
    pub fn check_shares(&mut self, shares: &[(u32, Span, Block)], span: Span) {
        let sum: u64 = shares.iter().map(|(percent, ..)| u64::from(*percent)).sum();
        if sum != 100 {
            let word = Span { end: span.start + "split".len() as u32, ..span };
            let message = format!("the shares of this split make {sum} %");
            self.error("S008", word, message, "let them make 100 % together");
        }
    }

    /// `team sales`, `"leo@example.com"`, `nobody`
    pub(super) fn assignee(&mut self, node: Node<'_>) -> Assignee {
        match node.rule() {
            Rule::team => Assignee::Team(self.name(&node.only())),
            Rule::string => Assignee::Agent(self.string(node)),
            _ => Assignee::Nobody(self.span(&node)),
        }
    }

    fn hand_over(&mut self, mut nodes: Nodes<'_>) -> HandOver {
        let to = self.receiver(nodes.must());
        let (mut saying, mut asking) = (None, Vec::new());
        for node in nodes {
            match node.rule() {
                Rule::saying => saying = Some(self.content(node.only())),
                _ => asking = self.names(node.nodes()),
            }
        }
        HandOver { to, saying, asking }
    }

    /// `agent`, `team sales`, `bot faq answer pricing`
    pub(super) fn receiver(&mut self, node: Node<'_>) -> Receiver {
        match node.rule() {
            Rule::agent => Receiver::Agent(self.span(&node)),
            Rule::team => Receiver::Team(self.name(&node.only())),
            _ => {
                let mut nodes = node.nodes();
                let bot = self.next_name(&mut nodes);
                Receiver::Bot { bot, answer: nodes.next().map(|node| self.name(&node)) }
            }
        }
    }
}
