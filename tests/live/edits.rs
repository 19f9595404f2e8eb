//! Edits at random, as plain numbers: each does something to whatever text there is.

use chrono::NaiveDate;
use flowc::analysis::levels::{Layer, Level, Levels};
use flowc::analysis::live::{Change, Changed, Live};
use proptest::prelude::*;

/// An edit.
#[derive(Debug, Clone)]
pub struct Edit {
    deed: Deed,
    /// Which file, which place, which of several things.
    file: u16,
    place: u32,
    choice: u32,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Insert,
    DeleteSome,
    DeleteWord,
    DeleteLine,
    DeleteBrace,
    CopyLine,
    CopyItem,
    Rename,
    RenameOne,
    CopyText,
    Letter,
    ChangeWorkspace,
    AddFile,
    RemoveFile,
    Replace,
    Configure,
}

pub fn any_edit() -> impl Strategy<Value = Edit> {
    let deed = prop_oneof![
        6 => Just(Deed::Insert),
        3 => Just(Deed::DeleteSome),
        3 => Just(Deed::DeleteWord),
        3 => Just(Deed::DeleteLine),
        3 => Just(Deed::DeleteBrace),
        3 => Just(Deed::CopyLine),
        3 => Just(Deed::CopyItem),
        3 => Just(Deed::Rename),
        3 => Just(Deed::RenameOne),
        5 => Just(Deed::CopyText),
        5 => Just(Deed::Letter),
        1 => Just(Deed::ChangeWorkspace),
        1 => Just(Deed::AddFile),
        1 => Just(Deed::RemoveFile),
        1 => Just(Deed::Replace),
        1 => Just(Deed::Configure),
    ];
    (deed, any::<u16>(), any::<u32>(), any::<u32>()).prop_map(|(deed, file, place, choice)| Edit {
        deed,
        file,
        place,
        choice,
    })
}

impl Edit {
    /// Whether files come or go.
    pub fn moves_files(&self) -> bool {
        matches!(self.deed, Deed::AddFile | Deed::RemoveFile | Deed::Replace)
    }
}

/// The texts as they ought to be, and the settings.
pub struct Mirror {
    pub files: Vec<(String, String)>,
    pub as_of: NaiveDate,
    pub levels: Levels,
    taken: Vec<(String, String)>,
}

impl Mirror {
    pub fn new(files: &[(String, String)]) -> Self {
        let as_of = super::as_of();
        Self { files: files.to_vec(), as_of, levels: Levels::default(), taken: Vec::new() }
    }
}

/// What may be typed anywhere.
const SNIPPETS: &[&str] = &[
    "\"",
    "{",
    "}",
    "(",
    "\n",
    " ",
    "#",
    "/",
    "\"\"\"",
    ",",
    "é",
    "\r\n",
    "0",
    "# allow K002: both are meant\n",
    "# allow K001, N003: why not\n",
    "# allow C001\n",
    "# allow nothing-like-it: no\n",
    "\nflow ",
    "\nflow nova {\n",
    "\nflow nova { on keyword \"ORDER\" from sms  send \"Hello ORDER\" }\n",
    "\nflow nova { on message contains \"order\" ignoring case  start nova }\n",
    "\nflow nova { on silence  after 1d  start followup }\n",
    "\nflow nova { on message matches /[A-Z]+/  when contact.plan is \"free\"  send greeting }\n",
    "\nflow nova { on any message  stop flow nova  tag \"x\" }\n",
    "\nflow nova { on intent booking  set contact.plan to \"free\"  stop }\n",
    "\nflow nova { on tag \"x\"  within office  via sms  send \"Sold out\" }\n",
    "\ngroup clients\n",
    "\nfield contact.plan: number\n",
    "\ntext greeting { en \"Hello\" fr \"Bonjour ORDER\" }\n",
    "\nintent refund { en \"money back\" }\n",
    "\nscenario \"x\" { at 2026-03-02 09:00 contact marie { } start nova for marie }\n",
    "\nschedule office { sat 09:00..12:00 }\n",
    "\nchannel boutique is webchat { brand acme }\n",
    "\ntemplate hello(name) on whatsapp \"Hi {name}\"\n",
    "\nworkspace \"Again\" { languages fr, en }\n",
    " when contact.plan is \"free\" and contact.plan is \"pro\"",
    " draft",
    " priority 3",
    " send \"{contact.nobody}\"",
    " send greeting",
    " start nova",
    " stop",
    " on keyword \"MENU\", \"ORDER\"",
    " on message starts with \"OR\"",
    " after 1d ",
    " within office",
    " via sms, else email",
    " if contact has tag \"x\" { stop }",
    " ask \"?\" { \"a\" { stop } otherwise { start nova } }",
    "send",
    "flow",
    "on ",
    "contact.",
    "is",
];

/// The days on whose rules a workspace is checked.
const DAYS: [(i32, u32, u32); 3] = [(2026, 3, 2), (2024, 1, 1), (2027, 12, 24)];

/// What authors set.
const LEVELS: [(Level, &str); 6] = [
    (Level::Deny, "warnings"),
    (Level::Allow, "K001"),
    (Level::Warn, "C001"),
    (Level::Deny, "K002"),
    (Level::Allow, "F003"),
    (Level::Warn, "D001"),
];

/// Does it, to the mirror and to the workspace; what was done is told.
pub fn edit(mirror: &mut Mirror, live: &mut Live, edit: &Edit) -> (String, Changed) {
    match edit.deed {
        Deed::AddFile => return add_file(mirror, live, edit),
        Deed::RemoveFile if mirror.files.len() > 1 => return remove_file(mirror, live, edit),
        Deed::Configure => return configure(mirror, live, edit),
        Deed::Replace if !mirror.files.is_empty() => return replace(mirror, live, edit),
        _ => {}
    }
    if mirror.files.is_empty() {
        return add_file(mirror, live, edit);
    }
    let at = usize::from(edit.file) % mirror.files.len();
    let changes = changes(mirror, at, edit);
    let told = format!("{:?} in {}: {changes:?}", edit.deed, mirror.files[at].0);
    for change in &changes {
        mirror.files[at]
            .1
            .replace_range(change.range.start as usize..change.range.end as usize, &change.text);
    }
    let file = live.find(&mirror.files[at].0).expect("the file is there");
    (told, live.edit(file, &changes))
}

fn changes(mirror: &Mirror, at: usize, edit: &Edit) -> Vec<Change> {
    let text = mirror.files[at].1.as_str();
    let place = text.floor_char_boundary(edit.place as usize % (text.len() + 1));
    let choice = edit.choice as usize;
    let snippet = SNIPPETS[choice % SNIPPETS.len()];
    let change = |start: usize, end: usize, text: &str| {
        vec![Change { range: start as u32..end as u32, text: text.to_owned() }]
    };
    match edit.deed {
        Deed::Insert => change(place, place, snippet),
        Deed::DeleteSome => change(place, text.ceil_char_boundary((place + choice % 90).min(text.len())), ""),
        Deed::DeleteWord => word(text, place).map_or_else(Vec::new, |(start, end)| change(start, end, "")),
        Deed::DeleteLine => {
            let (start, end) = line(text, place);
            change(start, end, "")
        }
        Deed::DeleteBrace => {
            let brace = text[place..].find(['{', '}', '"']).map(|found| place + found);
            brace.map_or_else(Vec::new, |brace| change(brace, brace + 1, ""))
        }
        Deed::CopyLine => {
            let (start, end) = line(text, place);
            let to = line(text, text.floor_char_boundary(choice % (text.len() + 1))).0;
            change(to, to, &text[start..end])
        }
        Deed::CopyItem => {
            let other = &mirror.files[choice % mirror.files.len()].1;
            let from = other.floor_char_boundary(choice % (other.len() + 1));
            let item = other[from..].find("\nflow ").map_or("", |start| {
                let item = &other[from + start..];
                &item[..item.find("\n}").map_or(item.len(), |end| end + 2)]
            });
            let to = line(text, place).0;
            change(to, to, item)
        }
        Deed::Rename => {
            let Some((start, end)) = word(text, place) else { return Vec::new() };
            let name = &text[start..end];
            let mut places: Vec<usize> = text.match_indices(name).map(|(at, _)| at).collect();
            places.reverse();
            let renamed = format!("{name}x");
            places.into_iter().flat_map(|at| change(at, at + name.len(), &renamed)).collect()
        }
        Deed::RenameOne => {
            let Some((start, end)) = word(text, place) else { return Vec::new() };
            let other = word(text, text.floor_char_boundary(choice % (text.len() + 1)));
            other.map_or_else(Vec::new, |(from, to)| change(start, end, &text[from..to]))
        }
        Deed::CopyText => {
            let (Some(to), Some(from)) =
                (string(text, place), string(text, text.floor_char_boundary(choice % (text.len() + 1))))
            else {
                return Vec::new();
            };
            change(to.0, to.1, &text[from.0..from.1])
        }
        Deed::Letter => {
            let letter = ["a", "E", " ", "1", "é", "."][choice % 6];
            let inside = string(text, place).map_or(place, |(start, _)| start);
            if choice.is_multiple_of(2) {
                change(inside, inside, letter)
            } else {
                change(place, place, letter)
            }
        }
        Deed::ChangeWorkspace => {
            let Some(start) = text.find("workspace ").map(|at| at + "workspace ".len()) else {
                return change(0, 0, "workspace \"W\" { timezone \"Europe/Paris\" languages fr }\n");
            };
            let clause =
                [" quiet 00:00..23:59", " limit 1 per 1d", " languages de", "x", " timezone \"Nowhere\""];
            let brace = text[start..].find('{').map_or(start, |at| start + at + 1);
            change(brace, brace, clause[choice % clause.len()])
        }
        Deed::AddFile | Deed::RemoveFile | Deed::Replace | Deed::Configure => Vec::new(),
    }
}

fn add_file(mirror: &mut Mirror, live: &mut Live, edit: &Edit) -> (String, Changed) {
    let number = edit.choice as usize;
    let (name, text) = match mirror.taken.pop() {
        Some((name, text)) if !number.is_multiple_of(3) => (name, text),
        _ => (format!("new{}.flow", number % 5), SNIPPETS[number % SNIPPETS.len()].repeat(1 + number % 2)),
    };
    mirror.files.retain(|(other, _)| *other != name);
    mirror.files.push((name.clone(), text.clone()));
    mirror.files.sort_by(|(one, _), (other, _)| one.split('/').cmp(other.split('/')));
    (format!("add {name}"), live.add([(name, text)]))
}

fn remove_file(mirror: &mut Mirror, live: &mut Live, edit: &Edit) -> (String, Changed) {
    let at = usize::from(edit.file) % mirror.files.len();
    let gone = mirror.files.remove(at);
    let file = live.find(&gone.0).expect("the file is there");
    let told = format!("remove {}", gone.0);
    mirror.taken.push(gone);
    (told, live.remove(file))
}

/// Puts the text of one file into another one, which differs in the middle or altogether.
fn replace(mirror: &mut Mirror, live: &mut Live, edit: &Edit) -> (String, Changed) {
    let at = usize::from(edit.file) % mirror.files.len();
    let from = edit.choice as usize % mirror.files.len();
    mirror.files[at].1 = mirror.files[from].1.clone();
    let (name, text) = mirror.files[at].clone();
    let file = live.find(&name).expect("the file is there");
    (format!("replace {name}"), live.set_text(file, text))
}

fn configure(mirror: &mut Mirror, live: &mut Live, edit: &Edit) -> (String, Changed) {
    let (year, month, day) = DAYS[edit.place as usize % DAYS.len()];
    mirror.as_of = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    let mut layer = Layer::default();
    for bit in (0..LEVELS.len()).filter(|bit| edit.choice & (1 << bit) != 0) {
        let (level, name) = LEVELS[bit];
        layer.set(level, name).expect("it may be set");
    }
    mirror.levels = Levels::default().and(layer);
    (
        format!("configure {} {:?}", mirror.as_of, mirror.levels),
        live.configure(mirror.as_of, mirror.levels.clone()),
    )
}

/// The word at or behind a place.
fn word(text: &str, place: usize) -> Option<(usize, usize)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let inside = place + text[place..].find(is_part)?;
    let start = text[..inside].rfind(|c| !is_part(c)).map_or(0, |at| text.ceil_char_boundary(at + 1));
    let end = text[inside..].find(|c| !is_part(c)).map_or(text.len(), |at| inside + at);
    Some((start, end))
}

/// The line of a place, with its end.
fn line(text: &str, place: usize) -> (usize, usize) {
    let start = text[..place].rfind('\n').map_or(0, |at| at + 1);
    (start, text[place..].find('\n').map_or(text.len(), |at| place + at + 1))
}

/// What stands between the next two quotes, counted from the beginning of the line.
fn string(text: &str, place: usize) -> Option<(usize, usize)> {
    let from = line(text, place).0;
    let start = from + text[from..].find('"')? + 1;
    Some((start, start + text[start..].find('"')?))
}
