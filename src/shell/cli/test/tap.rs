//! Results as TAP 14, the Test Anything Protocol.

use super::verdict::{Tried, Verdict};
use crate::shell::workspace::Workspace;
use crate::simulator::Palette;

/// The document.
pub(super) fn document(tried: &[Tried<'_>], workspace: &Workspace) -> String {
    let mut out = format!("TAP version 14\n1..{}\n", tried.len());
    for (tried, number) in tried.iter().zip(1..) {
        let title = described(tried.title);
        match tried.problem() {
            None => out.push_str(&format!("ok {number} - {title}\n")),
            Some(problem) => {
                out.push_str(&format!("not ok {number} - {title}\n"));
                block(&mut out, tried, &problem, workspace);
            }
        }
    }
    out
}

/// The YAML block below a point that is not ok. A JSON string is one of YAML.
fn block(out: &mut String, tried: &Tried<'_>, problem: &str, workspace: &Workspace) {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let severity = match tried.verdict {
        Verdict::LeftOut => "skip",
        Verdict::Passed | Verdict::Failed(_) | Verdict::Unplayable(_) => "fail",
    };
    let (file, line) = match tried.problem_span() {
        Some(span) => {
            let (file, line, _) = workspace.position(span);
            (file, line)
        }
        None => (tried.file, tried.line),
    };
    out.push_str(&format!("  ---\n  message: {}\n  severity: {severity}\n", quoted(problem)));
    out.push_str(&format!("  at:\n    file: {}\n    line: {line}\n", quoted(file)));
    if let Some(story) = tried.story(workspace, &Palette::PLAIN) {
        out.push_str(&format!("  report: {}\n", quoted(&story)));
    }
    out.push_str("  ...\n");
}

/// A title as a description: one line, in which `#` begins no directive.
fn described(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for character in title.chars() {
        match character {
            '\\' | '#' => out.extend(['\\', character]),
            '\n' | '\r' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::described;

    #[test]
    fn a_title_is_no_directive() {
        assert_eq!(described("ends # TODO\nlater"), "ends \\# TODO later");
    }
}
