//! The command line: arguments in, exit code out. A file per subcommand.

mod changes;
mod check;
mod completions;
#[cfg(feature = "runtime")]
mod contact;
mod dates;
mod doc;
#[cfg(feature = "runtime")]
mod events;
mod explain;
mod filter;
mod fmt;
#[cfg(feature = "runtime")]
mod forget;
mod graph;
mod lsp;
mod man;
mod new;
mod panics;
#[cfg(feature = "runtime")]
mod pending;
#[cfg(feature = "runtime")]
mod plan;
#[cfg(feature = "runtime")]
mod repro;
#[cfg(feature = "runtime")]
mod retry;
#[cfg(feature = "runtime")]
mod run;
mod schema;
mod simulate;
#[cfg(feature = "runtime")]
mod store;
#[cfg(feature = "runtime")]
mod stored;
mod test;
mod watch;
mod why;
mod xml;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use super::failure::Failure;
use super::terminal::{Colors, Stream};

/// One declarative text language for customer messaging automations: check, simulate, test, run.
///
/// A workspace is a folder: all `.flow` files below it share one name space. Begin with `flowc new DIR`.
///
/// Exit codes: 0 all is well; 1 the program has errors, or a scenario failed; 2 flowc could not run (wrong
/// arguments, unreadable file, nothing to do); 3 flowc itself is wrong.
#[derive(Debug, Parser)]
#[command(name = "flowc", version, arg_required_else_help = true, max_term_width = 100)]
struct Arguments {
    /// When there are colours: `auto` means on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    color: Colors,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(check::Arguments),
    Fmt(fmt::Arguments),
    Simulate(simulate::Arguments),
    Test(test::Arguments),
    New(new::Arguments),
    #[cfg(feature = "runtime")]
    Run(run::Arguments),
    #[cfg(feature = "runtime")]
    Plan(plan::Arguments),
    #[cfg(feature = "runtime")]
    Apply(plan::ApplyArguments),
    #[cfg(feature = "runtime")]
    Pending(pending::Arguments),
    #[cfg(feature = "runtime")]
    Contact(contact::Arguments),
    #[cfg(feature = "runtime")]
    Events(events::Arguments),
    #[cfg(feature = "runtime")]
    Repro(repro::Arguments),
    #[cfg(feature = "runtime")]
    Forget(forget::Arguments),
    #[cfg(feature = "runtime")]
    Retry(retry::Arguments),
    Explain(explain::Arguments),
    Graph(graph::Arguments),
    Doc(doc::Arguments),
    Schema(schema::Arguments),
    Why(why::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
    Lsp(lsp::Arguments),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Success,
    /// The author's program has errors, or does not do what a scenario expects.
    Findings,
    /// The command could not run.
    Unable,
    /// flowc is wrong.
    Bug,
}

impl Exit {
    const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Findings => 1,
            Self::Unable => 2,
            Self::Bug => 3,
        }
    }
}

/// Does what the arguments say, the first of which is the program's name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    panics::guarded(|| dispatch(&arguments)).unwrap_or(Exit::Bug).code().into()
}

fn dispatch(arguments: &[OsString]) -> Exit {
    let Arguments { color, command } = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(told) => {
            // Help and version are told in the same way, on standard output. Who does not listen misses them.
            drop(told.print());
            return if told.use_stderr() { Exit::Unable } else { Exit::Success };
        }
    };
    let exit = match command {
        Command::Check(arguments) => check::run(&arguments, color),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments, color),
        Command::Test(arguments) => test::run(&arguments, color),
        Command::New(arguments) => new::run(&arguments),
        #[cfg(feature = "runtime")]
        Command::Run(arguments) => run::run(&arguments),
        #[cfg(feature = "runtime")]
        Command::Plan(arguments) => plan::run(&arguments, color),
        #[cfg(feature = "runtime")]
        Command::Apply(arguments) => plan::apply(&arguments, color),
        #[cfg(feature = "runtime")]
        Command::Pending(arguments) => pending::run(&arguments),
        #[cfg(feature = "runtime")]
        Command::Contact(arguments) => contact::run(&arguments),
        #[cfg(feature = "runtime")]
        Command::Events(arguments) => events::run(&arguments),
        #[cfg(feature = "runtime")]
        Command::Repro(arguments) => repro::run(&arguments),
        #[cfg(feature = "runtime")]
        Command::Forget(arguments) => forget::run(&arguments),
        #[cfg(feature = "runtime")]
        Command::Retry(arguments) => retry::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Graph(arguments) => graph::run(&arguments, color),
        Command::Doc(arguments) => doc::run(&arguments, color),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Why(arguments) => why::run(&arguments, color),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
        Command::Lsp(arguments) => lsp::run(&arguments),
    };
    exit.unwrap_or_else(|failure: Failure| {
        // When standard error cannot be written either, only the exit code is left to tell.
        drop(Stream::Error.write(&failure.report()));
        Exit::Unable
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
