//! Events as JSON Lines, from a file or standard input: for a first try, for moving, and for tests.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use crate::engine::Event;
use crate::program::Name;
use crate::shell::failure::Failure;
use crate::shell::files;
use crate::shell::runtime::service::{Refusal, Service, Taken};
use crate::shell::terminal::Stream;

/// How many lines wait for one transaction.
const LINES_AT_ONCE: usize = 100;
/// How long a line that is refused for now waits.
const TRY_AGAIN: Duration = Duration::from_millis(100);

#[derive(Debug, Deserialize)]
struct Line {
    contact: Name,
    event: Event,
}

/// Hands the lines to the service on a thread of its own; each is answered on standard output, one that cannot be
/// taken told on standard error.
///
/// # Errors
///
/// When the file cannot be read.
pub(super) fn take(service: Service, path: &Path) -> Result<(), Failure> {
    let from: Box<dyn BufRead + Send> = if files::is_standard_input(path) {
        Box::new(BufReader::new(io::stdin()))
    } else {
        let file = File::open(path);
        let file =
            file.map_err(|error| Failure::new(format!("cannot read `{}`", path.display())).because(error))?;
        Box::new(BufReader::new(file))
    };
    let spawned = thread::Builder::new().name("events".into()).spawn(move || hand_over(&service, from));
    spawned.map(drop).map_err(|error| Failure::new("cannot start a thread").because(error))
}

fn hand_over(service: &Service, from: Box<dyn BufRead + Send>) {
    let mut under_way = std::collections::VecDeque::new();
    for (line, number) in from.lines().zip(1_u64..) {
        let parsed = line
            .map_err(|error| error.to_string())
            .and_then(|line| serde_json::from_str::<Line>(&line).map_err(|error| error.to_string()));
        match parsed {
            Ok(Line { contact, event }) => {
                let id = event.id.clone();
                match accept(service, (contact.clone(), event)) {
                    Ok(acceptance) => under_way.push_back((number, contact, id, acceptance)),
                    Err(refusal @ Refusal::Unfit { .. }) => tell(number, &refusal.to_string()),
                    Err(refusal) => return tell(number, &refusal.to_string()),
                }
            }
            Err(why) => tell(number, &why),
        }
        while under_way.len() >= LINES_AT_ONCE {
            under_way.pop_front().into_iter().for_each(answer);
        }
    }
    under_way.into_iter().for_each(answer);
}

type Acceptance = crate::shell::runtime::service::Acceptance;

fn accept(service: &Service, event: (Name, Event)) -> Result<Acceptance, Refusal> {
    loop {
        match service.accept(vec![event.clone()]) {
            Err(Refusal::Busy | Refusal::Unwritable { .. }) => thread::sleep(TRY_AGAIN),
            answer => return answer,
        }
    }
}

fn answer((number, contact, id, acceptance): (u64, Name, Name, Acceptance)) {
    match acceptance.wait() {
        Ok(accepted) => {
            let new = accepted.iter().all(|accepted| accepted.taken == Taken::Now);
            let taken = if new { "now" } else { "before" };
            let line = json!({ "type": "accepted", "contact": contact, "event": id, "taken": taken });
            drop(Stream::Output.write(&format!("{line}\n")));
        }
        Err(refusal) => tell(number, &refusal.to_string()),
    }
}

fn tell(number: u64, why: &str) {
    drop(Stream::Error.write(&format!("error: line {number} of the events: {why}\n")));
}
