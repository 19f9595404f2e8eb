//! The tree as text for snapshots: every node on a line, without places and without what is not written.
//!
//! It is made from the nodes' `Debug` form, so that no variant can be forgotten.

use std::fmt::Write as _;

use super::File;

/// The items of a file, node by node.
pub fn dump(file: &File) -> String {
    let mut text = String::new();
    for item in &file.items {
        let debug = format!("{item:?}");
        let value = Reader { text: &debug, at: 0 }.value();
        value.print(0, "", &mut text);
    }
    text
}

/// A value of the `Debug` form.
enum Value {
    /// `Send { content: … }`, `Text("…")`, `None`, a string, a number
    Node(String, Vec<(String, Value)>),
    /// `[…]`, and `(…)` without a name
    List(Vec<Value>),
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self) -> Value {
        self.blanks();
        if self.eat('[') {
            return Value::List(self.fields(']').into_iter().map(|(_, value)| value).collect());
        }
        if self.eat('(') {
            return Value::List(self.fields(')').into_iter().map(|(_, value)| value).collect());
        }
        let name = self.word();
        self.blanks();
        let fields = match self.rest().chars().next() {
            Some('{') => self.nested('}'),
            Some('(') => self.nested(')'),
            _ => Vec::new(),
        };
        Value::Node(name, fields)
    }

    fn nested(&mut self, close: char) -> Vec<(String, Value)> {
        self.at += 1;
        self.fields(close)
    }

    /// Values with or without names up to the closing sign.
    fn fields(&mut self, close: char) -> Vec<(String, Value)> {
        let mut fields = Vec::new();
        loop {
            self.blanks();
            if self.eat(close) || self.rest().is_empty() {
                return fields;
            }
            let start = self.at;
            let name = self.word();
            if self.rest().starts_with(": ") {
                self.at += 2;
                fields.push((name, self.value()));
            } else {
                self.at = start;
                fields.push((String::new(), self.value()));
            }
            self.eat(',');
        }
    }

    /// A name, a number, a date or a string with its quotes.
    fn word(&mut self) -> String {
        let rest = self.rest();
        let length = if let Some(inside) = rest.strip_prefix('"') {
            let mut is_escaped = false;
            let closes = |character: char| {
                let is_end = character == '"' && !is_escaped;
                is_escaped = character == '\\' && !is_escaped;
                is_end
            };
            inside.find(closes).map_or(rest.len(), |end| end + 2)
        } else {
            let ends = |(at, character): &(usize, char)| {
                " ,{}()[]".contains(*character) || rest[*at..].starts_with(": ")
            };
            rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at)
        };
        self.at += length;
        rest[..length].to_owned()
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, sign: char) -> bool {
        let is_there = self.rest().starts_with(sign);
        self.at += if is_there { sign.len_utf8() } else { 0 };
        is_there
    }
}

impl Value {
    /// Whether a snapshot has no use for it: a place, or nothing.
    fn is_silent(&self) -> bool {
        match self {
            Self::Node(name, _) => matches!(name.as_str(), "Span" | "SourceId" | "None"),
            Self::List(values) => values.iter().all(Self::is_silent),
        }
    }

    /// The value on one line, when it is a leaf.
    fn leaf(&self) -> Option<String> {
        let Self::Node(name, fields) = self else { return None };
        let told: Vec<&Self> =
            fields.iter().map(|(_, value)| value).filter(|value| !value.is_silent()).collect();
        match (name.as_str(), told.as_slice()) {
            (_, []) => Some(name.clone()),
            ("Some", [only]) => only.leaf(),
            ("Name", [only]) => only.leaf().map(|text| text.trim_matches('"').to_owned()),
            ("FieldPath", [Self::List(names)]) => {
                Some(names.iter().filter_map(Self::leaf).collect::<Vec<_>>().join("."))
            }
            ("Str", [Self::List(parts)]) => match parts.as_slice() {
                [Self::Node(text, fields)] if text == "Text" => fields.first()?.1.leaf(),
                _ => None,
            },
            (name, [only]) => only.leaf().map(|leaf| format!("{name} {leaf}")),
            (name, told) => {
                let leaves: Option<Vec<String>> = told.iter().map(|value| value.leaf()).collect();
                leaves
                    .filter(|_| matches!(name, "Delay" | "Stretch" | "Limit" | "Placeholder"))
                    .map(|leaves| format!("{name} {}", leaves.join(" ")))
            }
        }
    }

    fn print(&self, depth: usize, label: &str, text: &mut String) {
        if self.is_silent() {
            return;
        }
        let margin = "  ".repeat(depth);
        let label = if label.is_empty() { String::new() } else { format!("{label}: ") };
        if let Some(leaf) = self.leaf() {
            let _ = writeln!(text, "{margin}{label}{leaf}");
            return;
        }
        match self {
            Self::Node(name, fields) if name == "Some" => {
                for (_, value) in fields {
                    value.print(depth, label.trim_end_matches(": "), text);
                }
            }
            Self::Node(name, fields) => {
                let _ = writeln!(text, "{margin}{label}{name}");
                for (name, value) in fields {
                    value.print(depth + 1, name, text);
                }
            }
            Self::List(values) => {
                let _ = writeln!(text, "{margin}{}", if label.is_empty() { "-" } else { label.trim_end() });
                for value in values {
                    value.print(depth + 1, "", text);
                }
            }
        }
    }
}
