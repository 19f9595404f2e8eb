//! Workspaces to be edited: the examples, made ones, and one of all that findings are about.

use std::fs;
use std::path::Path;

use super::corpus;

/// How many there are.
pub const COUNT: usize = 10;

/// One of them, as names and texts in order.
pub fn workspace(number: usize) -> Vec<(String, String)> {
    let examples = ["follow_up", "keywords", "outbound", "proactive", "salon", "sequence"];
    match number {
        0..=5 => folder(&format!("examples/{}", examples[number])),
        6 => vec![("many.flow".to_owned(), corpus::files(9_000, 1).concat())],
        7 => {
            let files = corpus::files(12_000, 1).into_iter().enumerate();
            files.map(|(at, text)| (format!("part{at}/flows.flow"), text)).collect()
        }
        8 => cases("K D F H"),
        9 => cases("A C L N O S T"),
        _ => Vec::new(),
    }
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
