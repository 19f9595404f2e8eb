//! Workspaces to be edited: the examples, made ones, and one of all that findings are about.

use std::fs;
use std::path::Path;

use super::corpus;

/// How many there are.
pub const COUNT: usize = 12;

/// One of them, as names and texts in order.
pub fn workspace(number: usize) -> Vec<(String, String)> {
    let examples = ["follow_up", "keywords", "outbound", "proactive", "salon", "sequence"];
    match number {
        0..=5 => folder(&format!("examples/{}", examples[number])),
        6 => vec![("many.flow".to_owned(), corpus::files(6_000, 1).concat())],
        7 => {
            let files = corpus::files(8_000, 1).into_iter().enumerate();
            files.map(|(at, text)| (format!("part{at}/flows.flow"), text)).collect()
        }
        8 => cases("K D F H"),
        9 => cases("A C L N O S T"),
        10 => vec![("declared.flow".to_owned(), HEAD.to_owned()), ("flows.flow".to_owned(), clashes(24))],
        11 => {
            let files = corpus::files(14_000, 40).into_iter().enumerate();
            files.map(|(at, text)| (format!("{at}.flow"), text)).collect()
        }
        _ => Vec::new(),
    }
}

const HEAD: &str = r#"workspace "Clashes" { timezone "Europe/Paris" }
schedule office { mon..fri 09:00..18:00 }
field contact.plan: text one of "free", "pro"
group clients
intent refund { en "money back", "refund" }
text greeting { en "Hello, say MENU to begin" }
channel boutique is webchat
"#;

/// Flows of which many start by one message, and that have to do with each other in other ways.
fn clashes(count: usize) -> String {
    const TRIGGERS: [&str; 14] = [
        "keyword \"ORDER\", \"MENU\"",
        "keyword \"menu\" ignoring case from sms",
        "message starts with \"OR\"",
        "message contains \"der\"",
        "message matches /[A-Z]+( now)?/",
        "message is \"MENU\" from whatsapp",
        "intent refund",
        "keyword \"money back\"",
        "any message",
        "silence",
        "message starts with \"MEN\" ignoring case",
        "tag \"seen\"",
        "intent booking",
        "message matches /M.*/ from sms",
    ];
    const WHENS: [&str; 6] = [
        "",
        "when contact.plan is \"free\"",
        "when contact has no tag \"seen\"",
        "when now within office",
        "when message.text contains \"a\"",
        "stop when contact.plan is \"pro\"",
    ];
    const STEPS: [&str; 8] = [
        "send \"Here you are\"",
        "tag \"seen\"  send greeting",
        "start flow0",
        "after 5m  send \"Still there?\"",
        "set contact.plan to \"free\"",
        "stop flow flow1  send \"MENU\"",
        "ask \"Which?\" { \"A\" { stop } otherwise { send greeting } }",
        "add to group clients",
    ];
    let flow = |n: usize| {
        let (on, when, steps) = (TRIGGERS[n % 14], WHENS[n * 5 % 6], STEPS[n * 3 % 8]);
        let also = if n.is_multiple_of(5) { format!("  priority {n}") } else { String::new() };
        format!("flow flow{n} {{\n  on {on}\n  {when}{also}\n  via sms, else whatsapp\n  {steps}\n}}\n\n")
    };
    (0..count).map(flow).collect()
}

/// The first example of each finding of some families, a file each.
fn cases(families: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir("tests/cases").expect("a folder") {
        let folder = entry.expect("an entry").path();
        let code = folder.file_name().expect("a name").to_string_lossy().into_owned();
        if code.len() == 4 && families.contains(&code[..1]) {
            let first = folder_texts(&folder).into_iter().next();
            files.extend(first.map(|(_, text)| (format!("{code}.flow"), text)));
        }
    }
    files.sort();
    files
}

fn folder(path: &str) -> Vec<(String, String)> {
    folder_texts(Path::new(path))
}

fn folder_texts(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let paths = entries.filter(|path| path.extension().is_some_and(|ending| ending == "flow"));
    let mut files: Vec<_> = paths
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("UTF-8"))
        })
        .collect();
    files.sort();
    files
}
