//! Findings as JUnit XML: a suite for each file, a case for each finding, or one that passed.

use crate::diagnostics::{Diagnostic, Severity, code, short};
use crate::shell::cli::xml::{attribute, escaped};
use crate::source::Source;

/// The document. Findings that are no errors are told in cases that pass: JUnit knows no warnings.
pub(super) fn document(found: &[Diagnostic], sources: &[Source]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let cases = |source: &Source| of_file(found, source).len().max(1);
    open(&mut out, "testsuites", "flowc check", found.iter(), sources.iter().map(cases).sum());
    for source in sources {
        let here = || of_file(found, source);
        out.push_str("  ");
        open(&mut out, "testsuite", source.name(), here(), cases(source));
        for found in here() {
            case(&mut out, found, source, sources);
        }
        if here().next().is_none() {
            let file = attribute(source.name());
            out.push_str(&format!("    <testcase name=\"check\" classname=\"{file}\" file=\"{file}\"/>\n"));
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// The findings of a file; all of them stand in the order of places.
fn of_file<'f>(found: &'f [Diagnostic], source: &Source) -> std::slice::Iter<'f, Diagnostic> {
    let first = found.partition_point(|found| found.span().source < source.id());
    let last = found.partition_point(|found| found.span().source <= source.id());
    found[first..last].iter()
}

fn open<'f>(
    out: &mut String,
    tag: &str,
    name: &str,
    found: impl Iterator<Item = &'f Diagnostic>,
    cases: usize,
) {
    let failures = found.filter(|found| found.severity == Severity::Error).count();
    let name = attribute(name);
    out.push_str(&format!(
        "<{tag} name=\"{name}\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\">\n"
    ));
}

fn case(out: &mut String, found: &Diagnostic, source: &Source, sources: &[Source]) {
    let line = source.position(found.span().start).line;
    let name = code::find(found.code).map(|row| format!(" {}", row.name)).unwrap_or_default();
    let title = attribute(&format!("{}{name}: {}", found.code, found.message));
    let file = attribute(source.name());
    let told = told(found, sources);
    let told = match found.severity {
        Severity::Error => {
            let message = attribute(&found.message);
            format!("<failure message=\"{message}\" type=\"{}\">{}</failure>", found.code, escaped(&told))
        }
        Severity::Warning | Severity::Advice => format!("<system-out>{}</system-out>", escaped(&told)),
    };
    out.push_str(&format!(
        "    <testcase name=\"{title}\" classname=\"{file}\" file=\"{file}\" line=\"{line}\">\n      {told}\n    </testcase>\n"
    ));
}

/// The finding with its places and its remedy, a line each.
fn told(found: &Diagnostic, sources: &[Source]) -> String {
    let mut text = short::line(found, sources);
    for label in found.labels.iter().filter(|label| !label.text.is_empty()) {
        text.push_str(&format!("\n{}: {}", short::place(label.span, sources), label.text));
    }
    if let Some(help) = &found.help {
        text.push_str(&format!("\nhelp: {help}"));
    }
    text
}
