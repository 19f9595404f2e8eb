//! Numbers, durations, times and dates: read, and refused when there is no such thing.

use chrono::{NaiveDate, NaiveTime, Weekday};

use super::Lower;
use crate::source::Span;
use crate::syntax::ast::{DateTime, Number, Regex, Value};
use crate::syntax::grammar::{Node, Nodes, Rule};
use crate::time::{Delay, TimeOfDay};

impl Lower<'_> {
    /// All values that are left.
    pub(super) fn values(&mut self, nodes: Nodes<'_>) -> Vec<Value> {
        nodes.map(|node| self.value(node)).collect()
    }

    /// A value.
    pub(super) fn value(&mut self, node: Node<'_>) -> Value {
        let span = self.leaf_span(&node);
        match node.rule() {
            Rule::string => Value::Text(self.string(node)),
            Rule::number => Value::Number(self.number(&node), span),
            Rule::datetime => Value::DateTime(self.datetime(node)),
            Rule::date => Value::Date(self.date(&node), span),
            Rule::time => Value::Time(self.time(&node), span),
            Rule::duration => Value::Duration(self.duration(&node), span),
            Rule::path => Value::Field(self.path(&node)),
            Rule::tagged_word => Value::Word(self.name(&node)),
            rule => unreachable!("grammar: {rule:?} is no value"),
        }
    }

    /// `49.90`
    pub(super) fn number(&mut self, node: &Node<'_>) -> Number {
        let text = node.text();
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let scaled = whole.parse::<i64>().ok().and_then(|whole| whole.checked_mul(Number::ONE));
        let millionths = format!("{decimals:0<6}").get(..6).and_then(|text| text.parse::<i64>().ok());
        let exact = decimals.len() <= 6 || decimals[6..].bytes().all(|digit| digit == b'0');
        match scaled.zip(millionths).and_then(|(scaled, millionths)| scaled.checked_add(millionths)) {
            Some(value) if exact => Number(if negative { -value } else { value }),
            _ => {
                let span = self.leaf_span(node);
                let message = format!("the number `{text}` cannot be kept exactly");
                self.error("S005", span, message, "numbers have up to twelve digits and six decimals");
                Number(0)
            }
        }
    }

    /// A whole number without a sign.
    pub(super) fn integer(&mut self, node: &Node<'_>) -> u32 {
        node.text().parse().unwrap_or_else(|_| {
            let span = self.leaf_span(node);
            self.error("S005", span, format!("the number `{}` is too large", node.text()), "");
            u32::MAX
        })
    }

    /// `1h30m`: the largest unit first, each at most once.
    pub(super) fn duration(&mut self, node: &Node<'_>) -> Delay {
        let text = node.text();
        let span = self.leaf_span(node);
        match read_duration(text) {
            Ok(delay) => delay,
            Err(Broken::Order) => {
                let message = format!("the units of `{text}` are not in order");
                self.error("S005", span, message, "write the largest unit first, each once: `1w2d3h30m10s`");
                Delay::ZERO
            }
            Err(Broken::Size) => {
                let message = format!("the duration `{text}` is too long");
                self.error("S005", span, message, "durations end at 100 years");
                Delay::ZERO
            }
        }
    }

    /// A duration with its place.
    pub(super) fn placed_duration(&mut self, node: &Node<'_>) -> (Delay, Span) {
        (self.duration(node), self.leaf_span(node))
    }

    /// `09:00`, `24:00` included.
    pub(super) fn time(&mut self, node: &Node<'_>) -> TimeOfDay {
        let text = node.text();
        let read = text
            .split_once(':')
            .and_then(|(hour, minute)| TimeOfDay::new(hour.parse().ok()?, minute.parse().ok()?));
        read.unwrap_or_else(|| {
            let span = self.leaf_span(node);
            let message = format!("there is no time `{text}`");
            self.error("S005", span, message, "times run from `00:00` to `24:00`, the end of the day");
            TimeOfDay::END
        })
    }

    /// A time at which something begins or happens: not `24:00`.
    pub(super) fn moment_time(&mut self, node: &Node<'_>) -> TimeOfDay {
        let before = self.diagnostics.len();
        let time = self.time(node);
        if time == TimeOfDay::END && self.diagnostics.len() == before {
            let span = self.leaf_span(node);
            let message = format!("`{}` ends a day and begins none", node.text());
            self.error("S005", span, message, "write `00:00`, with the day after where a day is named");
        }
        time
    }

    /// `2026-12-25`
    pub(super) fn date(&mut self, node: &Node<'_>) -> NaiveDate {
        let text = node.text();
        let part = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok());
        let year = part(0..4).unwrap_or(0) as i32;
        let (month, day) = (part(5..7).unwrap_or(0), part(8..10).unwrap_or(0));
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or_else(|| {
            let span = self.leaf_span(node);
            let last = last_day(year, month);
            let help = last.map(|last| format!("that month ends on `{last}`")).unwrap_or_default();
            self.error("T002", span, format!("there is no date `{text}`"), &help);
            last.unwrap_or_default()
        })
    }

    /// `2026-12-25 09:00 "Europe/Paris"`
    pub(super) fn datetime(&mut self, node: Node<'_>) -> DateTime {
        let span = self.span(&node);
        let mut nodes = node.nodes();
        let date = self.date(&nodes.must());
        let time = self.moment_time(&nodes.must());
        let zone = nodes.next().map(|node| self.string(node));
        DateTime { local: time.on(date), zone, span }
    }

    /// A date alone as its midnight.
    pub(super) fn midnight(&mut self, node: &Node<'_>) -> DateTime {
        DateTime { local: self.date(node).and_time(NaiveTime::MIN), zone: None, span: self.leaf_span(node) }
    }

    /// `/ref [0-9]+/`
    pub(super) fn regex(&self, node: &Node<'_>) -> Regex {
        let text = node.text();
        let pattern = text[1..text.len() - 1].replace("\\/", "/");
        Regex { pattern, span: self.leaf_span(node) }
    }
}

/// `mon`
pub(super) fn weekday(node: &Node<'_>) -> Weekday {
    node.text().parse().expect("grammar: a day has one of seven names")
}

fn last_day(year: i32, month: u32) -> Option<NaiveDate> {
    (28..=31).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
}

enum Broken {
    Order,
    Size,
}

/// The longest duration: nobody waits longer, and sums with it stay on the time line.
const DAYS_MAX: u32 = 36_525;

fn read_duration(text: &str) -> Result<Delay, Broken> {
    const UNITS: [(&str, u64); 6] =
        [("w", 7), ("d", 1), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];
    let (mut days, mut millis) = (0_u64, 0_u64);
    let (mut rest, mut next_unit) = (text, 0);
    while !rest.is_empty() {
        let (digits, behind) =
            rest.split_at(rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len());
        let count: u64 = digits.parse().map_err(|_| Broken::Size)?;
        let (word, behind) =
            behind.split_at(behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len()));
        let unit = UNITS.iter().position(|(name, _)| *name == word).filter(|unit| *unit >= next_unit);
        let unit = unit.ok_or(Broken::Order)?;
        let length = count.checked_mul(UNITS[unit].1).ok_or(Broken::Size)?;
        let sum = if unit < 2 { &mut days } else { &mut millis };
        *sum = sum.checked_add(length).ok_or(Broken::Size)?;
        (rest, next_unit) = (behind, unit + 1);
    }
    let days = u32::try_from(days).map_err(|_| Broken::Size)?;
    let delay = Delay { days, millis };
    if delay.nominal_millis() > Delay::from_days(DAYS_MAX).nominal_millis() {
        Err(Broken::Size)
    } else {
        Ok(delay)
    }
}
