//! Another program for a store: what that would do, and doing it, whether a service runs or not.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant as Tick};

use super::store::programs::{self, ProgramRow};
use super::store::{Reader, Store, StoreError, contacts, schema, write_beside};
use super::version::Version;
use crate::program::Fingerprint;
use crate::shell::failure::Failure;
use crate::source::Source;
use crate::time::Instant;
use crate::upgrade::{Plan, Upgrade};

/// How long a command waits for the service to take a program.
const TAKEN_WITHIN: Duration = Duration::from_secs(30);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(50);

/// Who goes on with a program that was applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The service that runs does, already.
    ByService,
    /// The next one will.
    AtStart,
}

/// Plans the change from the program that is applied, and gives what `told` makes of it; none when nothing is applied
/// yet.
///
/// # Errors
///
/// When the store cannot be read.
pub fn plan<T>(
    path: &Path,
    version: &Version,
    now: Instant,
    told: impl FnOnce(&Plan<'_>) -> T,
) -> Result<Option<T>, Failure> {
    if !path.exists() {
        return Ok(None);
    }
    let told = Reader::of(path).ask(|connection| {
        if schema::version(connection)? == 0 {
            return Ok(None);
        }
        let Some(present) = programs::present(connection)? else { return Ok(None) };
        let old = programs::version(connection, present.row)?;
        let upgrade = Upgrade::between(&old.program, &version.program);
        let mut plan = Plan::new(&upgrade, &version.program, now);
        contacts::for_each(connection, |contact| {
            plan.count(&contact);
            Ok(())
        })?;
        Ok(Some(told(&plan)))
    });
    told.map_err(|error: StoreError| error.failure(format!("cannot read the store `{}`", path.display())))
}

/// Puts a program in force, by one row: from its commit on every contact goes over to it before anything else happens
/// to them. A service that runs takes it with its next transaction, which is waited for.
///
/// # Errors
///
/// When the store cannot be written, and when the service does not take it.
pub fn apply(path: &Path, version: &Version, now: Instant) -> Result<(ProgramRow, Taken), Failure> {
    if let Some(mut store) = Store::open_if_free(path)? {
        let installed = install(&mut store, version, now);
        let row = installed.map_err(|error| {
            Failure::new(format!("cannot write the store `{}`", path.display())).because(error)
        })?;
        return Ok((row, Taken::AtStart));
    }
    let row = write_beside(path, |connection| programs::install(connection, version, now))?;
    wait_for_service(path, row)?;
    Ok((row, Taken::ByService))
}

/// The program that is applied to a store; none in a new one.
///
/// # Errors
///
/// When it cannot be read.
pub fn applied(store: &mut Store) -> Result<Option<Version>, Failure> {
    let path = store.path().display().to_string();
    let connection = store.connection();
    let found = programs::present(connection)
        .and_then(|present| present.map(|present| programs::version(connection, present.row)).transpose());
    found.map_err(|error| {
        let failure = Failure::new(format!("cannot run what the store `{path}` holds")).because(error);
        failure.help("apply a program that suits both with the flowc that ran it, then run this one")
    })
}

/// Takes a workspace for the program that is applied, when that is of a flowc that kept no texts of it and the workspace
/// is what it was.
///
/// # Errors
///
/// When the workspace is something else or cannot be read, and when the store cannot be written.
pub fn adopt(store: &mut Store, folder: &Path) -> Result<(), Failure> {
    let path = store.path().display().to_string();
    let cannot = |error: StoreError| Failure::new(format!("cannot write the store `{path}`")).because(error);
    let connection = store.connection();
    let Some(present) = programs::present(connection).map_err(cannot)? else { return Ok(()) };
    if programs::has_texts(connection, present.row).map_err(cannot)? {
        return Ok(());
    }
    let version = Version::load(folder)?;
    // Files were called as the command named them, and not as they are below the workspace.
    let as_named = version.sources().iter().map(|source| {
        let name = folder.join(source.name()).to_string_lossy().into_owned();
        Source::new(source.id(), name, source.text())
    });
    let as_named = Fingerprint::of(&as_named.collect::<Vec<_>>());
    if [version.fingerprint, as_named].iter().all(|known| known.to_string() != present.fingerprint) {
        let why = "the store is of an early flowc, which did not keep the texts of what it ran";
        let failure = Failure::new(format!("`{}` is not what the store `{path}` runs", folder.display()));
        return Err(failure.because(why).help("run it once with the files as they were; then apply others"));
    }
    programs::keep_texts(connection, present.row, &version).map_err(cannot)
}

fn install(store: &mut Store, version: &Version, now: Instant) -> Result<ProgramRow, StoreError> {
    let transaction = store.connection().transaction()?;
    let row = programs::install(&transaction, version, now)?;
    transaction.commit()?;
    Ok(row)
}

fn wait_for_service(path: &Path, row: ProgramRow) -> Result<(), Failure> {
    let reader = Reader::of(path);
    let until = Tick::now() + TAKEN_WITHIN;
    loop {
        let looked = reader.ask(|connection| {
            let present = programs::present(connection)?.map(|present| present.row);
            Ok((programs::is_running(connection, row)?, present))
        });
        let (running, present) = looked.map_err(|error| {
            Failure::new(format!("cannot read the store `{}`", path.display())).because(error)
        })?;
        if running {
            return Ok(());
        }
        if present.is_none_or(|present| present < row) {
            let failure = Failure::new("the service that runs cannot take this program");
            return Err(failure.help("it is of another flowc than this one: use the same for both"));
        }
        if Tick::now() >= until {
            let failure = Failure::new("the service has not taken the program yet");
            return Err(failure.help("it takes it with its next transaction; see whether it is well"));
        }
        thread::sleep(LOOK);
    }
}
