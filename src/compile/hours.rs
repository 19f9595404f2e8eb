//! Hours that hold messages, and schedules.

use crate::calendar::{Schedule, Zone};
use crate::check;
use crate::program::{Hours, HoursSource, Name, Overrun};
use crate::syntax::ast;

use super::names::Names;

/// `within office or skip`.
pub(super) fn hours(names: &Names, tree: &ast::Hours) -> Hours {
    let source = match &tree.source {
        ast::HoursSource::Window(window) => HoursSource::Window(window.weekly.clone()),
        ast::HoursSource::Schedule(name) => HoursSource::Schedule(names.schedule(name)),
    };
    let overrun = match tree.overrun {
        ast::Overrun::Hold => Overrun::Hold,
        ast::Overrun::Skip => Overrun::Skip,
        ast::Overrun::Expires(delay, _) => Overrun::Expires(delay),
    };
    Hours { outside: tree.outside, source, overrun, words: check::hours::words(tree).into() }
}

/// A schedule with its name.
pub(super) fn schedule(workspace: Zone, tree: &ast::Schedule) -> (Name, Schedule) {
    let schedule = check::hours::schedule(workspace, tree).expect("check: zone and countries exist");
    (tree.name.text.as_str().into(), schedule)
}
