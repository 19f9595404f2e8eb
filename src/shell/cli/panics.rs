//! We are wrong: a panic is told in a short text, and ends the command with exit code 3.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

use crate::shell::terminal::Stream;

/// Runs a command; none when something that flowc believes was not true. The text is told before it returns.
pub(super) fn guarded<T>(command: impl FnOnce() -> T) -> Option<T> {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(|info| {
        // Nothing is left to do when standard error cannot be written.
        drop(Stream::Error.write(&told(info)));
    }));
    let result = panic::catch_unwind(AssertUnwindSafe(command)).ok();
    panic::set_hook(usual);
    result
}

fn told(info: &PanicHookInfo<'_>) -> String {
    let believed = believed(info.payload());
    let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    format!(
        "flowc {} is wrong about something: {believed}\n  at {place}\n\
         This is a bug of flowc, not of your flows. Please report it with this text and the files that show it.\n",
        env!("CARGO_PKG_VERSION"),
    )
}

fn believed(payload: &dyn Any) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("it does not say what")
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_belief_that_was_wrong_ends_the_command_and_not_the_process() {
        assert_eq!(guarded(|| 1), Some(1));
        let wrong: Option<()> = guarded(|| panic!("grammar: a flow has a name"));
        assert_eq!(wrong, None);
    }
}
