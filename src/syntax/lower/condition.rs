//! Conditions, and what is said when `and` and `or` are mixed.

use std::ops::RangeInclusive;

use super::{Lower, add};
use crate::diagnostics::Diagnostic;
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

    /// Says that `and` and `or` are mixed, with both readings.
    fn mixed(&mut self, operands: &[(Condition, Span)], joints: &[(Joint, Span)], second: Span) {
        let whole = operands[0].1.to(operands[operands.len() - 1].1);
        let and_first = self.reading(operands, joints, Joint::And);
        let or_first = self.reading(operands, joints, Joint::Or);
        let diagnostic =
            Diagnostic::error("S002", whole, "`and` and `or` are mixed without parentheses", "two readings")
                .and(joints[0].1, "this word")
                .and(second, "and this one")
                .help(format!("write `{and_first}` or `{or_first}`"))
                .choice(
                    "and-first",
                    format!("write `{and_first}`"),
                    parentheses(operands, joints, Joint::And),
                )
                .choice("or-first", format!("write `{or_first}`"), parentheses(operands, joints, Joint::Or));
        self.diagnostics.push(diagnostic);
    }

    /// The text with parentheses around what `tight` joins.
    fn reading(&self, operands: &[(Condition, Span)], joints: &[(Joint, Span)], tight: Joint) -> String {
        let mut text = String::new();
        for group in groups(joints, tight) {
            let end = *group.end();
            let words = operands[group].iter().map(|(_, span)| self.words(*span)).collect::<Vec<_>>();
            let (inner, outer) = if tight == Joint::And { (" and ", " or ") } else { (" or ", " and ") };
            let group = words.join(inner);
            text.push_str(&if words.len() > 1 { format!("({group})") } else { group });
            if end < joints.len() {
                text.push_str(outer);
            }
        }
        text
    }

    /// The author's words of a place on one line.
    fn words(&self, span: Span) -> String {
        let text = self.text.get(span.range()).unwrap_or("");
        if text.contains('#') || !text.contains('\n') {
            return text.to_owned();
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The operands that `tight` joins, as the first and the last of each group; some are alone.
fn groups(joints: &[(Joint, Span)], tight: Joint) -> impl Iterator<Item = RangeInclusive<usize>> {
    let last_of =
        move |start: usize| (start..joints.len()).find(|at| joints[*at].0 != tight).unwrap_or(joints.len());
    let mut start = 0;
    std::iter::from_fn(move || {
        let group = (start <= joints.len()).then(|| start..=last_of(start))?;
        start = group.end() + 1;
        Some(group)
    })
}

/// The parentheses that make a reading of the text.
fn parentheses(
    operands: &[(Condition, Span)],
    joints: &[(Joint, Span)],
    tight: Joint,
) -> Vec<(Span, String)> {
    let several = groups(joints, tight).filter(|group| group.start() < group.end());
    let pair = |group: RangeInclusive<usize>| {
        let (first, last) = (operands[*group.start()].1, operands[*group.end()].1);
        let (open, close) = (Span { end: first.start, ..first }, Span { start: last.end, ..last });
        [(open, "(".to_owned()), (close, ")".to_owned())]
    };
    several.flat_map(pair).collect()
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
