//! What the syntax accepts, and what it says of the rest.

use std::path::PathBuf;

use flowc::source::{Source, SourceId};
use flowc::syntax::parse;

fn cases(prefix: &str) -> Vec<(PathBuf, Source)> {
    let folder = std::fs::read_dir("tests/cases/syntax").unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "flow"));
    paths.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with(prefix));
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (path, Source::new(SourceId(0), name, text))
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn right_programs_are_accepted() {
    for (path, source) in cases("ok-") {
        let parsed = parse(&source);
        for d in &parsed.diagnostics {
            eprintln!("{}:{:?} {}", path.display(), source.position(d.span().start), d.message);
        }
        assert!(parsed.diagnostics.is_empty(), "{}", path.display());
    }
}
