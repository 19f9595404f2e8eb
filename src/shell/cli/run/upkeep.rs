//! What operators do with a store that is at rest: check it, write it out, read it in.

use std::fs::File;
use std::io::{self, BufReader, BufWriter};
use std::path::Path;

use crate::shell::cli::Exit;
use crate::shell::failure::Failure;
use crate::shell::files;
use crate::shell::runtime::store::{Reader, Store, StoreError, check, exchange};
use crate::shell::terminal::Stream;

pub(super) fn check(path: &Path) -> Result<Exit, Failure> {
    let wrong = existing(path)?.ask(check::check).map_err(|error| unreadable(path, error))?;
    for line in &wrong {
        Stream::Output.write(&format!("{line}\n"))?;
    }
    match wrong.len() {
        0 => Stream::Output.write("the store is whole\n").map(|_| Exit::Success),
        _ => Ok(Exit::Findings),
    }
}

pub(super) fn export(path: &Path, to: &Path) -> Result<Exit, Failure> {
    let reader = existing(path)?;
    let cannot = |error| Failure::new(format!("cannot write `{}`", to.display())).because(error);
    let mut out: Box<dyn io::Write> = match files::is_standard_input(to) {
        true => Box::new(BufWriter::new(io::stdout())),
        false => Box::new(BufWriter::new(File::create(to).map_err(cannot)?)),
    };
    let exported = reader.ask(|connection| Ok(exchange::export(connection, &mut *out)));
    let rows = exported.map_err(|error| unreadable(path, error))??;
    Stream::Error.write(&format!("{rows} rows\n"))?;
    Ok(Exit::Success)
}

pub(super) fn import(path: &Path, from: &Path) -> Result<Exit, Failure> {
    let cannot = |error| Failure::new(format!("cannot read `{}`", from.display())).because(error);
    let mut lines: Box<dyn io::BufRead> = match files::is_standard_input(from) {
        true => Box::new(BufReader::new(io::stdin())),
        false => Box::new(BufReader::new(File::open(from).map_err(cannot)?)),
    };
    let mut store = Store::open(path)?;
    let rows = exchange::import(store.connection(), &mut *lines)?;
    Stream::Error.write(&format!("{rows} rows\n"))?;
    Ok(Exit::Success)
}

fn unreadable(path: &Path, error: StoreError) -> Failure {
    error.failure(format!("cannot read the store `{}`", path.display()))
}

fn existing(path: &Path) -> Result<Reader, Failure> {
    match path.exists() {
        true => Ok(Reader::of(path)),
        false => Err(Failure::new(format!("there is no store `{}`", path.display()))
            .help("`--store FILE` says where it is")),
    }
}
