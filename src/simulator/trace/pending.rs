//! What is going to come after a trace: when it is due, and what brought it about.

use super::timeline::{Detail, Layout};
use super::why::Causes;
use super::{Entry, Trace};
use crate::engine::{Cause, Pending};
use crate::program::Name;
use crate::simulator::paint::{Palette, Role};
use crate::simulator::script::date_time;
use crate::simulator::telling::pending_text;

/// A line for each message or step that is going to come, soonest first for each contact, with its cause below it;
/// with [`Detail::Why`] that one's causes too, back to what came from outside.
///
/// ```text
/// 2026-03-02 09:20  silent_contact 2 for marie
///       because marie/3/0 Mon 09:05 → webchat "Still there?" (silent_contact 1: due now, and nothing stands against it)
/// ```
pub fn pending(trace: &Trace, coming: &[(Name, Pending)], palette: &Palette, detail: Detail) -> String {
    let mut out = String::new();
    if coming.is_empty() {
        out.push_str("nothing is pending\n");
    }
    let causes = Causes::of(trace);
    let layout = Layout::of(trace);
    for (contact, one) in coming {
        palette.paint(&mut out, Role::Time, &date_time(one.due, trace.zone));
        out.push_str(&format!("  {}\n", pending_text(contact, one)));
        let told = match detail {
            Detail::Lines => 1,
            Detail::Why => usize::MAX,
        };
        for cause in chain(&causes, contact, one).into_iter().take(told) {
            layout.cause(&mut out, trace, cause, palette);
        }
    }
    out
}

/// The id of the entry that brought it about.
pub(super) fn cause_id(contact: &Name, pending: &Pending) -> String {
    match &pending.cause {
        Cause::Event(id) => id.to_string(),
        Cause::Effect(key) => format!("{contact}/{key}"),
    }
}

fn chain<'t>(causes: &Causes<'t>, contact: &Name, pending: &Pending) -> Vec<&'t Entry> {
    causes.entry(&cause_id(contact, pending)).map(|entry| causes.chain(entry)).unwrap_or_default()
}
