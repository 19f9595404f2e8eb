//! Results as JUnit XML: a suite for each file, a case for each scenario.

use super::verdict::{Tally, Tried, Verdict};
use crate::shell::cli::xml::{attribute, escaped};
use crate::shell::workspace::Workspace;
use crate::simulator::Palette;

/// The document. It tells no durations: the same workspace always gives the same text.
pub(super) fn document(tried: &[Tried<'_>], workspace: &Workspace) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    open(&mut out, "testsuites", "flowc", Tally::of(tried));
    for suite in tried.chunk_by(|one, other| one.file == other.file) {
        out.push_str("  ");
        open(&mut out, "testsuite", suite[0].file, Tally::of(suite));
        for tried in suite {
            case(&mut out, tried, workspace);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn open(out: &mut String, tag: &str, name: &str, tally: Tally) {
    let (name, tests) = (attribute(name), tally.all());
    let (failures, errors) = (tally.failed, tally.left_out);
    let attributes = format!("name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"");
    out.push_str(&format!("<{tag} {attributes}>\n"));
}

fn case(out: &mut String, tried: &Tried<'_>, workspace: &Workspace) {
    let (title, file, line) = (attribute(tried.title), attribute(tried.file), tried.line);
    let attributes = format!("name=\"{title}\" classname=\"{file}\" file=\"{file}\" line=\"{line}\"");
    let problem = attribute(&tried.problem().unwrap_or_default());
    let told = match &tried.verdict {
        Verdict::Passed => {
            out.push_str(&format!("    <testcase {attributes}/>\n"));
            return;
        }
        Verdict::Failed(_) | Verdict::Unplayable(_) => {
            let story = escaped(&tried.story(workspace, &Palette::PLAIN).unwrap_or_default());
            format!("<failure message=\"{problem}\" type=\"expectation\">{story}</failure>")
        }
        Verdict::LeftOut => format!("<error message=\"{problem}\" type=\"workspace\"/>"),
    };
    out.push_str(&format!("    <testcase {attributes}>\n      {told}\n    </testcase>\n"));
}
