//! Scenarios: what is done in them.

use super::{Lower, value::weekday};
use crate::source::Span;
use crate::syntax::ast::{Act, ActKind, DayRef, MomentRef, Name, Person, Scenario, Value};
use crate::syntax::grammar::{Node, Nodes, Rule};
use crate::syntax::parts::Part;

impl Lower<'_> {
    pub(super) fn scenario(&mut self, node: Node<'_>, span: Span) -> Scenario {
        let mut nodes = node.nodes();
        let title = self.next_string(&mut nodes);
        let mut acts = Vec::new();
        nodes.for_each(|node| self.act(node, &mut acts));
        Scenario { title, acts, span }
    }

    /// Adds an act: two when a date behind an expectation begins a line of its own.
    pub fn act(&mut self, node: Node<'_>, acts: &mut Vec<Act>) {
        self.begins(Part::Statement, &node);
        let span = self.span(&node);
        let node = node.only();
        let rule = node.rule();
        if rule == Rule::expectation {
            return self.expectation(node, span, acts);
        }
        let mut nodes = node.nodes();
        let kind = match rule {
            Rule::act_at => ActKind::At(self.datetime(nodes.must())),
            Rule::act_wait => {
                let (delay, place) = self.placed_duration(&nodes.must());
                ActKind::Wait(delay, place)
            }
            Rule::act_wait_until => ActKind::WaitUntil(self.moment(nodes.must())),
            Rule::act_contact => {
                let name = self.next_name(&mut nodes);
                ActKind::Contact { name, fields: self.optional_entries(nodes.next()) }
            }
            Rule::act_start => {
                ActKind::Start { flow: self.next_name(&mut nodes), contact: self.next_name(&mut nodes) }
            }
            Rule::act_delivery_fails => {
                let contact = self.next_name(&mut nodes);
                ActKind::DeliveryFails { contact, channel: self.optional_name(&mut nodes, Rule::on_channel) }
            }
            Rule::act_ai_answers => ActKind::AiAnswers(self.next_string(&mut nodes)),
            Rule::act_bot => {
                let place = Span { end: span.start + "bot".len() as u32, ..span };
                self.writes(Person::Bot(place), nodes.must())
            }
            Rule::act_agent => self.act_of_agent(nodes),
            _ => self.act_of_contact(nodes),
        };
        acts.push(Act { kind, span });
    }

    fn act_of_agent(&mut self, mut nodes: Nodes<'_>) -> ActKind {
        let agent = self.next_name(&mut nodes);
        let node = nodes.must();
        match node.rule() {
            Rule::writes => self.writes(Person::Agent(agent), node),
            Rule::sends_template => {
                let mut nodes = node.nodes();
                let template = self.next_name(&mut nodes);
                let arguments = nodes.next_if(Rule::arguments).map(|node| self.values(node.nodes()));
                ActKind::SendsTemplate {
                    agent,
                    template,
                    arguments: arguments.unwrap_or_default(),
                    contact: self.next_name(&mut nodes),
                    channel: self.optional_name(&mut nodes, Rule::on_channel),
                }
            }
            Rule::takes_over => ActKind::TakesOver { agent, contact: self.name(&node.only()) },
            Rule::hands_back => ActKind::HandsBack { agent, contact: self.name(&node.only()) },
            _ => ActKind::Closes { agent, contact: self.name(&node.only()) },
        }
    }

    fn writes(&mut self, by: Person, node: Node<'_>) -> ActKind {
        let mut nodes = node.nodes();
        ActKind::Writes {
            by,
            text: self.next_string(&mut nodes),
            contact: self.next_name(&mut nodes),
            channel: self.optional_name(&mut nodes, Rule::on_channel),
        }
    }

    fn act_of_contact(&mut self, mut nodes: Nodes<'_>) -> ActKind {
        let contact = self.next_name(&mut nodes);
        let node = nodes.must();
        let rule = node.rule();
        let mut nodes = node.nodes();
        match rule {
            Rule::says => ActKind::Says {
                contact,
                text: self.next_string(&mut nodes),
                channel: self.optional_name(&mut nodes, Rule::on_channel),
            },
            Rule::views => ActKind::Views {
                contact,
                url: self.next_string(&mut nodes),
                title: nodes.next_if(Rule::titled).map(|node| self.string(node.only())),
                device: self.optional_entries(nodes.next()),
            },
            Rule::leaves => ActKind::Leaves { contact },
            Rule::opens => ActKind::Opens { contact, flow: self.next_name(&mut nodes) },
            Rule::dismisses => ActKind::Dismisses { contact, flow: self.next_name(&mut nodes) },
            Rule::clears_browser => ActKind::ClearsBrowser { contact },
            Rule::books => ActKind::Books { contact, at: self.datetime(nodes.must()) },
            Rule::buys => ActKind::Buys { contact },
            Rule::does => {
                let event = self.next_string(&mut nodes);
                ActKind::Does { contact, event, fields: self.optional_entries(nodes.next()) }
            }
            Rule::opts_out => {
                ActKind::OptsOut { contact, channel: nodes.next().map(|node| self.name(&node)) }
            }
            rule => unreachable!("grammar: {rule:?} is no act of a contact"),
        }
    }

    /// `{ first_name "Marie"  group clients }`
    fn optional_entries(&mut self, node: Option<Node<'_>>) -> Vec<(Name, Value)> {
        let entry = |node: Node<'_>| {
            self.begins(Part::Statement, &node);
            let mut nodes = node.nodes();
            (self.next_name(&mut nodes), self.value(nodes.must()))
        };
        node.map(|node| node.nodes().map(entry).collect()).unwrap_or_default()
    }

    /// `tomorrow 09:00`
    pub(super) fn moment(&mut self, node: Node<'_>) -> MomentRef {
        let span = self.span(&node);
        let mut nodes = node.nodes();
        let first = nodes.must();
        let day = match first.rule() {
            Rule::today => Some(DayRef::Today),
            Rule::tomorrow => Some(DayRef::Tomorrow),
            Rule::day => Some(DayRef::Weekday(weekday(&first))),
            Rule::date => Some(DayRef::Date(self.date(&first))),
            _ => None,
        };
        let time = if day.is_some() { nodes.must() } else { first };
        let time = self.moment_time(&time);
        MomentRef { day, time, zone: nodes.next().map(|node| self.string(node)), span }
    }
}
