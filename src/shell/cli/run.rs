//! `flowc run`: the program on the real clock, until it is told to stop.

mod lines;
mod log;
mod signals;
mod upkeep;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use self::signals::Signals;
use super::{Exit, store};
use crate::shell::clock;
use crate::shell::failure::Failure;
use crate::shell::runtime::apply;
use crate::shell::runtime::connectors;
use crate::shell::runtime::connectors::assemble::assemble;
use crate::shell::runtime::http::server::Server;
use crate::shell::runtime::secrets::Secrets;
use crate::shell::runtime::service::{Service, State};
use crate::shell::runtime::settings::Run;
use crate::shell::runtime::store::Store;
use crate::shell::runtime::version::Version;
use crate::shell::settings;
use crate::shell::terminal::Stream;

/// Run the program: events come in, messages go out, all of it durably
///
/// Contacts, their timers and what is to go out are kept in one file, the store. What was answered is on the disk, and
/// after a stop, however it came about, the service goes on where it was. `[run]`, `[connectors.NAME]` and `[ai]` of
/// `flowc.toml` say how it runs and how messages go out; without any connector they are written to standard output.
///
/// Exits with 0 when it was told to stop (SIGTERM, Ctrl-C), with 1 when `--check-store` finds something, with 2 when it
/// could not run or the store is damaged.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The workspace
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,

    /// The file of the store; without it, what `[run]` says, or `flowc.db` in DIR
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,

    /// Apply the workspace when it is not what is applied to the store, and show the plan; without this, what is
    /// applied runs
    #[arg(long, conflicts_with_all = ["check_store", "export", "import"])]
    apply: bool,

    /// Take events from a file, or from standard input by `-`: a line of JSON with `contact` and `event` each, which is
    /// answered by a line on standard output once it is committed
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,

    /// Where the API listens; without it, what `[run]` says, or 127.0.0.1:8787. Port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,

    /// How the log on standard error is written; `FLOWC_LOG` says how much, such as `info` or `flowc=debug`
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    log: log::Format,

    /// Do not run: say what is wrong with the store
    #[arg(long, conflicts_with_all = ["events", "export", "import"])]
    check_store: bool,

    /// Do not run: write the whole store as JSON Lines, to standard output by `-`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["events", "import"])]
    export: Option<PathBuf>,

    /// Do not run: read an export into a new store, from standard input by `-`
    #[arg(long, value_name = "FILE", conflicts_with = "events")]
    import: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let (file, text) = settings::text(&arguments.folder)?;
    let run = Run::read(&file, &text)?;
    let path = arguments.store.clone().unwrap_or_else(|| store::beside(&arguments.folder, &run));
    if arguments.check_store {
        return upkeep::check(&path);
    }
    if let Some(to) = &arguments.export {
        return upkeep::export(&path, to);
    }
    if let Some(from) = &arguments.import {
        return upkeep::import(&path, from);
    }
    let connectors = assemble(connectors::settings::read(&file, &text)?, &Secrets::environment())?;
    let mut store = Store::open(&path)?;
    log::start(arguments.log)?;
    let version = version(arguments, &mut store)?;
    let service = Service::open(version, store, connectors, run.service())?;
    let mut outside = run.http();
    outside.listen = arguments.listen.unwrap_or(outside.listen);
    let served = Server::start(service.clone(), &outside, &Secrets::environment())
        .and_then(|server| serve(&service, server, arguments, &path));
    if served.is_err() {
        service.stop();
    }
    served
}

/// What is applied to the store, so that a restart changes nothing; the workspace, when nothing is, or with `--apply`.
fn version(arguments: &Arguments, store: &mut Store) -> Result<Version, Failure> {
    apply::adopt(store, &arguments.folder)?;
    let Some(applied) = apply::applied(store)? else { return Version::load(&arguments.folder) };
    if arguments.apply {
        let version = Version::load(&arguments.folder)?;
        let plan = apply::plan(store.path(), &version, clock::now(), |plan| plan.text())?;
        Stream::Error.write(&plan.unwrap_or_default())?;
        return Ok(version);
    }
    let folder = arguments.folder.display();
    let differs = match Version::load(&arguments.folder) {
        Ok(version) => version.fingerprint != applied.fingerprint,
        Err(_) => true,
    };
    if differs {
        Stream::Error.write(&format!(
            "warning: `{folder}` is not what is applied, which runs: `flowc plan {folder}` shows what would change, \
             `flowc apply {folder}` changes it\n"
        ))?;
    }
    Ok(applied)
}

fn serve(service: &Service, server: Server, arguments: &Arguments, path: &Path) -> Result<Exit, Failure> {
    // Before anybody is told that it runs: who hears of it may ask it to stop.
    let signals = Signals::listen(service)?;
    if let Some(events) = &arguments.events {
        lines::take(service.clone(), events)?;
    }
    let (folder, store) = (arguments.folder.display(), path.display());
    let address = server.address();
    let started =
        format!("flowc runs `{folder}` with the store `{store}`, and listens on http://{address}\n");
    Stream::Error.write(&started)?;
    signals.wait();
    server.stop();
    service.stop();
    match service.state() {
        State::Running | State::Stopped => Ok(Exit::Success),
        State::Unwritable(why) | State::Broken(why) => {
            let failure = Failure::new(format!("the store `{}` failed", path.display())).because(why);
            Err(failure.help("`flowc run --check-store` says what is wrong with it"))
        }
    }
}
