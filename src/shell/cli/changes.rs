//! Changed files, written or shown: by `flowc check --fix`, `flowc fmt`, and `--diff` of both.

use similar::TextDiff;

use crate::diagnostics::artifact;
use crate::shell::failure::Failure;
use crate::shell::files;
use crate::source::Source;

/// Replaces the files whose texts changed.
pub(super) fn write(before: &[Source], after: &[Source]) -> Result<(), Failure> {
    changed(before, after).try_for_each(|(_, new)| files::replace(new.name(), new.text()))
}

/// The changes as a unified diff, which `git apply` and `patch -p1` take where flowc runs.
pub(super) fn diff(before: &[Source], after: &[Source], folder: &str) -> String {
    let file = |(old, new): (&Source, &Source)| {
        let path = artifact::path(old.name(), folder);
        let (from, to) = (format!("a/{path}"), format!("b/{path}"));
        TextDiff::from_lines(old.text(), new.text()).unified_diff().header(&from, &to).to_string()
    };
    changed(before, after).map(file).collect()
}

/// The files whose texts changed, each before and after.
pub(super) fn changed<'s>(
    before: &'s [Source],
    after: &'s [Source],
) -> impl Iterator<Item = (&'s Source, &'s Source)> {
    before.iter().zip(after).filter(|(old, new)| old.text() != new.text())
}
