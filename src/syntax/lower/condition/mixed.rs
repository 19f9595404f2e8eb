//! What is said when `and` and `or` are mixed: both readings, each with the parentheses that make it.

use std::ops::RangeInclusive;

use super::Joint;
use crate::diagnostics::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::Condition;
use crate::syntax::lower::Lower;

impl Lower<'_> {
    /// Says that `and` and `or` are mixed, with both readings.
    pub(super) fn mixed(&mut self, operands: &[(Condition, Span)], joints: &[(Joint, Span)], second: Span) {
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
