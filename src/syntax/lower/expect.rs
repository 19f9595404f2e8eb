//! Scenarios: what is expected in them.

use super::Lower;
use crate::source::Span;
use crate::syntax::ast::{
    Act, ActKind, DateTime, DayRef, Expect, Expectation, ExpectedAssignee, ExpectedContent, FieldPath,
    MomentRef, Name,
};
use crate::syntax::grammar::{Node, Nodes, Rule};
use crate::syntax::parts::Part;

/// What may stand behind `send` and `pending`, in any order.
#[derive(Default)]
struct Narrowing {
    to: Option<Name>,
    channel: Option<Name>,
    flow: Option<Name>,
    at: Option<MomentRef>,
    /// A date and time at the end, on a line of its own: not of the expectation but the act that sets the clock.
    clock: Option<Act>,
}

impl Lower<'_> {
    /// Adds what stands behind `expect`.
    pub(super) fn expectation(&mut self, node: Node<'_>, act_span: Span, acts: &mut Vec<Act>) {
        let mut span = self.span(&node);
        let node = node.only();
        let rule = node.rule();
        let mut nodes = node.nodes();
        let mut clock = None;
        let what = match rule {
            Rule::expect_send => {
                let content = self.expected_content(&mut nodes);
                let Narrowing { to, channel, flow, at, clock: act } = self.narrowing(nodes);
                clock = act;
                Expectation::Send { content, to, channel, flow, at }
            }
            Rule::expect_pending => {
                let Narrowing { flow, at, clock: act, .. } = self.narrowing(nodes);
                clock = act;
                Expectation::Pending { flow, at }
            }
            Rule::expect_no_send => {
                let Narrowing { to, flow, .. } = self.narrowing(nodes);
                Expectation::NoSend { to, flow }
            }
            _ => self.other_expectation(rule, nodes),
        };
        if let Some(clock) = &clock {
            let before = self.text.get(..clock.span.start as usize).unwrap_or("");
            span.end = self.end_of_tokens(span.start, before.len() as u32);
        }
        let end = span.end;
        acts.push(Act { kind: ActKind::Expect(Expect { what, span }), span: Span { end, ..act_span } });
        acts.extend(clock);
    }

    fn other_expectation(&mut self, rule: Rule, mut nodes: Nodes<'_>) -> Expectation {
        match rule {
            Rule::expect_nothing => Expectation::Nothing,
            Rule::expect_no_pending => {
                Expectation::NoPending { flow: self.optional_name(&mut nodes, Rule::from) }
            }
            Rule::expect_tag => Expectation::Tag { tag: self.next_string(&mut nodes), present: true },
            Rule::expect_no_tag => Expectation::Tag { tag: self.next_string(&mut nodes), present: false },
            Rule::expect_held => Expectation::HeldUntil(self.moment(nodes.must())),
            Rule::expect_suppressed => {
                Expectation::Suppressed { reason: nodes.next().map(|node| self.name(&node)) }
            }
            Rule::expect_assigned => {
                let node = nodes.must();
                Expectation::Assigned(match node.rule() {
                    Rule::name => ExpectedAssignee::Agent(self.name(&node)),
                    _ => ExpectedAssignee::Step(self.assignee(node)),
                })
            }
            Rule::expect_notify => {
                let to = nodes.next_if(Rule::string).map(|node| self.string(node));
                Expectation::Notify { to, content: self.expected_content(&mut nodes) }
            }
            Rule::expect_forward => Expectation::Forward { to: self.next_string(&mut nodes) },
            Rule::expect_hand_over => {
                let to = self.receiver(nodes.must());
                let asking = nodes.next().map(|node| self.names(node.nodes())).unwrap_or_default();
                Expectation::HandOver { to, asking }
            }
            Rule::expect_ticket => Expectation::Ticket(self.strings(&mut nodes)),
            Rule::expect_call => Expectation::Call(self.next_string(&mut nodes)),
            Rule::conversation_open => Expectation::Conversation { open: true },
            Rule::conversation_closed => Expectation::Conversation { open: false },
            Rule::expect_group => {
                let contact = self.next_name(&mut nodes);
                let present = nodes.next_if(Rule::negated).is_none();
                Expectation::InGroup { contact, group: self.next_name(&mut nodes), present }
            }
            Rule::expect_field => self.expect_field(nodes),
            rule => unreachable!("grammar: {rule:?} is no expectation"),
        }
    }

    /// `marie.plan is "pro"`
    fn expect_field(&mut self, mut nodes: Nodes<'_>) -> Expectation {
        let field: FieldPath = self.path(&nodes.must());
        let contact = field.names[0].clone();
        let value = nodes.next_unless(Rule::unknown).map(|node| self.value(node));
        Expectation::FieldIs { contact, field, value }
    }

    fn expected_content(&mut self, nodes: &mut Nodes<'_>) -> ExpectedContent {
        if let Some(node) = nodes.next_if(Rule::string) {
            return ExpectedContent::Text(self.string(node));
        }
        if let Some(node) = nodes.next_if(Rule::containing) {
            return ExpectedContent::Containing(self.string(node.only()));
        }
        if let Some(node) = nodes.next_if(Rule::ai) {
            return ExpectedContent::Ai(node.nodes().next().map(|node| self.string(node)));
        }
        match nodes.next_if(Rule::expected_template) {
            Some(node) => ExpectedContent::Template(self.name(&node.only())),
            None => ExpectedContent::Anything,
        }
    }

    /// `to marie on sms from order_start at 09:05`
    fn narrowing(&mut self, nodes: Nodes<'_>) -> Narrowing {
        let mut narrowing = Narrowing::default();
        for node in nodes {
            let span = self.span(&node);
            match node.rule() {
                Rule::to => narrowing.to = Some(self.name(&node.only())),
                Rule::on_channel => narrowing.channel = Some(self.name(&node.only())),
                Rule::from => narrowing.flow = Some(self.name(&node.only())),
                _ => {
                    let moment = self.moment(node.only());
                    if let (true, Some(DayRef::Date(date))) = (self.begins_line(span), moment.day) {
                        let local = moment.time.on(date);
                        let kind = ActKind::At(DateTime { local, zone: moment.zone, span: moment.span });
                        narrowing.clock = Some(Act { kind, span });
                        self.begins_at(Part::Statement, span.start);
                        continue;
                    }
                    narrowing.at = Some(moment);
                }
            }
        }
        narrowing
    }

    /// Whether only blanks stand before a place on its line.
    fn begins_line(&self, span: Span) -> bool {
        let before = self.text.get(..span.start as usize).unwrap_or("");
        before.trim_end_matches(|last: char| last != '\n' && last.is_whitespace()).ends_with('\n')
    }
}
