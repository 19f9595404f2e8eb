//! Results for people: a line for each scenario, what failed, and a summary.

use super::verdict::{Tally, Tried, Verdict};
use crate::shell::cli::check::counted;
use crate::shell::workspace::Workspace;
use crate::simulator::{Palette, Role};

/// The whole report.
pub(super) fn report(tried: &[Tried<'_>], workspace: &Workspace, palette: &Palette) -> String {
    let mut out = String::new();
    let mut file = None;
    for tried in tried {
        if file != Some(tried.file) {
            file = Some(tried.file);
            palette.paint(&mut out, Role::Day, tried.file);
            out.push('\n');
        }
        let (role, word) = match tried.verdict {
            Verdict::Passed => (Role::Good, "ok  "),
            Verdict::Failed(_) | Verdict::Unplayable(_) => (Role::Bad, "FAIL"),
            Verdict::LeftOut => (Role::Refusal, "skip"),
        };
        out.push_str("  ");
        palette.paint(&mut out, role, word);
        out.push_str(&format!("  {}", tried.title));
        if role != Role::Good {
            palette.paint(&mut out, Role::Faint, &format!("  {}:{}", tried.file, tried.line));
        }
        out.push('\n');
    }
    for story in tried.iter().filter_map(|tried| tried.story(workspace, palette)) {
        out.push('\n');
        out.push_str(&story);
    }
    out.push('\n');
    out.push_str(&summary(tried, workspace, palette));
    out
}

/// `12 scenarios: 10 passed, 1 failed, 1 not played because of 2 errors`, with a line end.
fn summary(tried: &[Tried<'_>], workspace: &Workspace, palette: &Palette) -> String {
    let mut out = format!("{}: ", counted(tried.len(), "scenario", "scenarios"));
    let tally = Tally::of(tried);
    let errors = workspace.errors().count();
    palette.paint(&mut out, Role::Good, &format!("{} passed", tally.passed));
    if tally.failed > 0 {
        palette.paint(&mut out, Role::Bad, &format!(", {} failed", tally.failed));
    }
    if tally.left_out > 0 {
        palette.paint(&mut out, Role::Refusal, &format!(", {} not played", tally.left_out));
    }
    if errors > 0 {
        palette.paint(&mut out, Role::Bad, &format!("; {} above", counted(errors, "error", "errors")));
    }
    out.push('\n');
    out
}
