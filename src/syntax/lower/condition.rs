//! Conditions: comparisons, joined by `and` and `or`.

mod mixed;

use super::{Lower, add};
use crate::source::Span;
use crate::syntax::ast::{Case, Compare, Condition, Operator, Value};
use crate::syntax::grammar::{Node, Nodes, Rule};

/// What joins two conditions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    Or,
}

impl Lower<'_> {
    /// A condition: operands with `and` or `or` between them.
    pub(super) fn condition(&mut self, node: Node<'_>) -> Condition {
        let mut nodes = node.nodes();
        if nodes.size_hint().0 == 1 {
            return self.operand(nodes.must());
        }
        let mut operands = Vec::new();
        let mut joints = Vec::new();
        for node in nodes {
            if node.rule() == Rule::conjunction {
                let joint = if node.text() == "and" { Joint::And } else { Joint::Or };
                joints.push((joint, self.leaf_span(&node)));
            } else {
                let written = self.span(&node);
                operands.push((self.operand(node), written));
            }
        }
        let Some(((first, _), others)) = joints.split_first().map(|(first, others)| (*first, others)) else {
            return operands.swap_remove(0).0;
        };
        if let Some((_, second_span)) = others.iter().find(|(joint, _)| *joint != first) {
            self.mixed(&operands, &joints, *second_span);
            return and_first(operands, &joints);
        }
        join(first, operands)
    }

    fn operand(&mut self, node: Node<'_>) -> Condition {
        let span = self.span(&node);
        match node.rule() {
            Rule::compare => self.compare(node),
            Rule::parentheses => self.condition(node.only()),
            Rule::not => Condition::Not(Box::new(self.operand(node.only())), span),
            Rule::now => Condition::Now(self.now(node), span),
            Rule::has_tag => {
                let mut nodes = node.nodes();
                let negated = nodes.next_if(Rule::none).is_some();
                negate(negated, Condition::HasTag(self.next_string(&mut nodes), span), span)
            }
            Rule::in_group => {
                let mut nodes = node.nodes();
                let negated = nodes.next_if(Rule::negated).is_some();
                negate(negated, Condition::InGroup(self.next_name(&mut nodes), span), span)
            }
            rule => unreachable!("grammar: {rule:?} is no condition"),
        }
    }

    /// `contact.plan is one of "free", "pro" ignoring case`
    fn compare(&mut self, node: Node<'_>) -> Condition {
        let span = self.span(&node);
        let mut nodes = node.nodes();
        let field = self.path(&nodes.must());
        let node = nodes.must();
        let operator_span = self.span(&node);
        let (operator, operator_span) = match node.rule() {
            Rule::presence => match node.only().rule() {
                Rule::known => (Operator::IsKnown, operator_span),
                _ => (Operator::IsUnknown, operator_span),
            },
            Rule::matches => {
                let word = Span { end: operator_span.start + "matches".len() as u32, ..operator_span };
                (Operator::Matches(self.regex(&node.only())), word)
            }
            Rule::value_operator => (self.value_operator(node, operator_span, &mut nodes), operator_span),
            _ => (self.text_operator(node, operator_span, &mut nodes), operator_span),
        };
        let case = nodes.next_if(Rule::ignoring_case).map_or(Case::Sensitive, |_| Case::Ignored);
        Condition::Compare(Compare { field, operator, operator_span, case, span })
    }

    fn value_operator(&mut self, node: Node<'_>, span: Span, nodes: &mut Nodes<'_>) -> Operator {
        let sign = node.text();
        let (mut negated, mut several) = (false, false);
        for word in node.nodes() {
            match word.rule() {
                Rule::negated => negated = true,
                _ => several = true,
            }
        }
        let mut values = self.values_of(nodes);
        match (sign.as_bytes(), negated, several) {
            ([b'<', b'=', ..], ..) => Operator::AtMost(self.one(values, "<=", span)),
            ([b'<', ..], ..) => Operator::Below(self.one(values, "<", span)),
            ([b'>', b'=', ..], ..) => Operator::AtLeast(self.one(values, ">=", span)),
            ([b'>', ..], ..) => Operator::Above(self.one(values, ">", span)),
            (_, false, true) => Operator::IsOneOf(values),
            (_, true, true) => Operator::IsNotOneOf(values),
            (_, negated, false) => {
                let operator = if negated { "is not" } else { "is" };
                if values.len() == 1 {
                    let value = values.swap_remove(0);
                    return if negated { Operator::IsNot(value) } else { Operator::Is(value) };
                }
                self.one_value_only(operator, span, Some(&format!("{operator} one of")));
                if negated { Operator::IsNotOneOf(values) } else { Operator::IsOneOf(values) }
            }
        }
    }

    fn text_operator(&mut self, node: Node<'_>, span: Span, nodes: &mut Nodes<'_>) -> Operator {
        let word = node.text().as_bytes()[0];
        let any_of = node.nodes().next().is_some();
        let mut strings = self.strings(nodes);
        match (word, any_of) {
            (b'c', true) => Operator::ContainsAnyOf(strings),
            (b'c', false) if strings.len() > 1 => {
                self.one_value_only("contains", span, Some("contains any of"));
                Operator::ContainsAnyOf(strings)
            }
            (b'c', false) => Operator::Contains(strings.swap_remove(0)),
            (b'd', _) => Operator::DoesNotContain(strings),
            _ => {
                if strings.len() > 1 {
                    self.one_value_only("starts with", span, None);
                }
                Operator::StartsWith(strings.swap_remove(0))
            }
        }
    }

    /// All values up to `ignoring case`.
    fn values_of(&mut self, nodes: &mut Nodes<'_>) -> Vec<Value> {
        let mut values = Vec::new();
        while let Some(node) = nodes.next_unless(Rule::ignoring_case) {
            add(&mut values, self.value(node));
        }
        values
    }

    fn one(&mut self, mut values: Vec<Value>, operator: &str, span: Span) -> Value {
        if values.len() > 1 {
            self.one_value_only(operator, span, None);
        }
        values.swap_remove(0)
    }

    fn one_value_only(&mut self, operator: &str, span: Span, instead: Option<&str>) {
        let help = instead.map_or_else(
            || "compare with one value, and join two comparisons with `or`".to_owned(),
            |instead| format!("write `{instead}`"),
        );
        self.error("S001", span, format!("`{operator}` compares with one value"), &help);
    }
}

fn negate(negated: bool, condition: Condition, span: Span) -> Condition {
    if negated { Condition::Not(Box::new(condition), span) } else { condition }
}

/// Operands with one joint; their place runs from the first to the last.
fn join(joint: Joint, operands: Vec<(Condition, Span)>) -> Condition {
    let span = operands[0].1.to(operands[operands.len() - 1].1);
    let mut conditions = Vec::with_capacity(operands.len());
    conditions.extend(operands.into_iter().map(|(condition, _)| condition));
    match joint {
        _ if conditions.len() == 1 => conditions.swap_remove(0),
        Joint::And => Condition::And(conditions, span),
        Joint::Or => Condition::Or(conditions, span),
    }
}

/// The reading in which `and` binds tighter.
fn and_first(operands: Vec<(Condition, Span)>, joints: &[(Joint, Span)]) -> Condition {
    let mut groups = Vec::new();
    let mut group: Vec<(Condition, Span)> = Vec::new();
    for (index, operand) in operands.into_iter().enumerate() {
        if index > 0 && joints[index - 1].0 == Joint::Or {
            let span = group[0].1.to(group[group.len() - 1].1);
            groups.push((join(Joint::And, std::mem::take(&mut group)), span));
        }
        group.push(operand);
    }
    let span = group[0].1.to(group[group.len() - 1].1);
    groups.push((join(Joint::And, group), span));
    join(Joint::Or, groups)
}
