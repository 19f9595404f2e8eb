//! Events as JSON Lines, from a file or standard input: for a first try, for moving, and for tests.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use crate::engine::Event;
use crate::program::Name;
use crate::shell::failure::Failure;
use crate::shell::files;
use crate::shell::runtime::service::{Acceptance, Refusal, Service, Taken};
use crate::shell::terminal::Stream;

/// How many lines may be under way: they share transactions.
const LINES_AT_ONCE: usize = 100;
/// How long a line that is refused for now waits.
const TRY_AGAIN: Duration = Duration::from_millis(100);

#[derive(Debug, Clone, Deserialize)]
struct Line {
    contact: Name,
    event: Event,
}

/// A line that was handed over.
struct UnderWay {
    number: u64,
    line: Line,
    acceptance: Acceptance,
}

/// Hands the lines to the service; each is answered on standard output once it is committed, one that cannot be taken
/// told on standard error. What is refused for now is handed over again.
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
    let cannot = |error| Failure::new("cannot start a thread").because(error);
    let (under_way, handed_over) = sync_channel(LINES_AT_ONCE);
    let answering = service.clone();
    let answers = thread::Builder::new().name("answers".into());
    answers.spawn(move || answer_all(&answering, &handed_over)).map_err(cannot)?;
    let events = thread::Builder::new().name("events".into());
    let hand_over = move || {
        for (line, number) in from.lines().zip(1_u64..) {
            let parsed = line
                .map_err(|error| error.to_string())
                .and_then(|line| serde_json::from_str::<Line>(&line).map_err(|error| error.to_string()));
            let handed_over = parsed.and_then(|line| {
                let acceptance = accept(&service, &line).map_err(|refusal| refusal.to_string())?;
                Ok(UnderWay { number, line, acceptance })
            });
            match handed_over {
                Ok(line) => {
                    if under_way.send(line).is_err() {
                        return;
                    }
                }
                Err(why) => tell(number, &why),
            }
        }
    };
    events.spawn(hand_over).map(drop).map_err(cannot)
}

fn accept(service: &Service, line: &Line) -> Result<Acceptance, Refusal> {
    loop {
        match service.accept(vec![(line.contact.clone(), line.event.clone())]) {
            Err(Refusal::Busy | Refusal::Unwritable { .. }) => thread::sleep(TRY_AGAIN),
            answer => return answer,
        }
    }
}

fn answer_all(service: &Service, lines: &Receiver<UnderWay>) {
    for UnderWay { number, line, mut acceptance } in lines {
        let accepted = loop {
            match acceptance.wait() {
                Err(Refusal::Busy | Refusal::Unwritable { .. }) => match accept(service, &line) {
                    Ok(again) => acceptance = again,
                    Err(refusal) => break Err(refusal),
                },
                answer => break answer,
            }
        };
        match accepted {
            Ok(accepted) => {
                let taken = match accepted.first().map(|accepted| accepted.taken) {
                    Some(Taken::Kept) => "kept",
                    Some(Taken::Before) => "before",
                    Some(Taken::Now) | None => "now",
                };
                let Line { contact, event } = line;
                let line =
                    json!({ "type": "accepted", "contact": contact, "event": event.id, "taken": taken });
                drop(Stream::Output.write(&format!("{line}\n")));
            }
            Err(refusal) => tell(number, &refusal.to_string()),
        }
    }
}

fn tell(number: u64, why: &str) {
    drop(Stream::Error.write(&format!("error: line {number} of the events: {why}\n")));
}
