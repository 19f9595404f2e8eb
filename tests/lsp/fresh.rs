//! What an editor was told of its files, held to what a fresh analysis of their texts says.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use flowc::analysis::analyse_with;
use flowc::analysis::levels::Levels;
use flowc::check::{Broken, Config};
use flowc::diagnostics::Severity;
use flowc::source::{Source, SourceId};

use crate::client::{Editor, Folder};

/// A finding: code, severity, range, the fact.
pub type Told = (String, u64, [u64; 4], String);

pub fn position(source: &Source, byte: u32) -> [u64; 2] {
    let place = source.position(byte);
    [place.line as u64 - 1, place.column_utf16 as u64 - 1]
}

/// What a fresh analysis of the texts says, by name.
fn fresh(texts: &BTreeMap<String, String>) -> BTreeMap<String, Vec<Told>> {
    let mut names: Vec<&String> = texts.keys().collect();
    names.sort_by_key(|name| name.split('/').collect::<Vec<_>>());
    let sources: Vec<Source> = names
        .iter()
        .zip(0..)
        .map(|(name, id)| Source::new(SourceId(id), name.as_str(), texts[*name].as_str()))
        .collect();
    let as_of = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
    let config = Config { as_of, broken: Broken::LeaveOut };
    let mut told: BTreeMap<String, Vec<Told>> = texts.keys().map(|name| (name.clone(), Vec::new())).collect();
    for found in analyse_with(&sources, config, &Levels::default()).diagnostics {
        let source = &sources[found.span().source.0 as usize];
        let [line, column] = position(source, found.span().start);
        let [end_line, end_column] = position(source, found.span().end);
        let severity = match found.severity {
            Severity::Error => 1,
            Severity::Warning => 2,
            Severity::Advice => 3,
        };
        let range = [line, column, end_line, end_column];
        told.get_mut(source.name()).expect("a file").push((
            found.code.to_owned(),
            severity,
            range,
            found.message,
        ));
    }
    told.values_mut().for_each(|told| told.sort());
    told
}

/// What the editor was told of a file.
pub fn published(editor: &Editor, folder: &Folder, name: &str) -> Vec<Told> {
    let found =
        editor.published.get(&folder.address(name)).map(|(_, found)| found.as_slice()).unwrap_or_default();
    let mut told: Vec<Told> = found
        .iter()
        .map(|found| {
            let at = |end: &str, what: &str| found["range"][end][what].as_u64().expect("a number");
            let range =
                [at("start", "line"), at("start", "character"), at("end", "line"), at("end", "character")];
            let message = found["message"].as_str().expect("a text").lines().next().unwrap_or_default();
            let code = found["code"].as_str().expect("a code").to_owned();
            (code, found["severity"].as_u64().expect("a number"), range, message.to_owned())
        })
        .collect();
    told.sort();
    told
}

/// Whether all that the editor was told is what a fresh analysis says.
#[track_caller]
pub fn is_fresh(editor: &mut Editor, folder: &Folder, texts: &BTreeMap<String, String>, what: &str) {
    editor.settle();
    for (name, expected) in fresh(texts) {
        assert_eq!(published(editor, folder, &name), expected, "{name} after {what}");
    }
}
