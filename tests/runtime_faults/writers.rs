//! What the AI wrote, when the provider or the disk fails afterwards.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use flowc::program::Name;
use flowc::shell::runtime::connector::{Connectors, Outcome, Writer, WritingTask};
use flowc::shell::runtime::service::{Service, State};
use flowc::shell::runtime::store::Store;

use crate::slow::Gate;
use crate::workbench::{Bench, Provider, connectors, says, version};
use crate::{REPLIES, channel, pages_max, retry, sent, until};

/// Writes a new poem each time.
struct Poet(AtomicUsize);

impl Writer for Poet {
    fn write(&self, task: &WritingTask) -> Result<Name, Outcome> {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        if number == 0 {
            return Err(retry(None));
        }
        let told: Vec<String> =
            task.conversation.iter().map(|(who, text)| format!("{who}: {text}")).collect();
        Ok(format!("poem {number} after {}", told.join(", ")).into())
    }
}

#[test]
fn what_the_ai_wrote_is_kept_so_that_all_attempts_say_the_same() {
    let bench = Bench::new();
    let tries = AtomicUsize::new(0);
    let provider = Provider::answering(true, move |delivery| {
        let again = channel(delivery) == "webchat" && tries.fetch_add(1, Ordering::SeqCst) < 3;
        if again { Outcome::Unknown { why: "the line broke".to_owned() } } else { sent() }
    });
    let ways = Connectors { writer: Some(Arc::new(Poet(AtomicUsize::new(0)))), ..connectors(&provider) };
    let store = Store::open(&bench.path()).unwrap();
    let service = Service::open(version(REPLIES), store, ways, bench.settings()).unwrap();
    says(&service, "marie", "e1", "webchat", "POEM");
    for _ in 0..60 {
        bench.pass(&service, 1000);
    }
    assert_eq!(provider.texts(), vec!["poem 1 after contact: POEM"; 4]);
    let told = service.reader().conversation("marie", 10).unwrap();
    assert_eq!(told[1], ("business", "poem 1 after contact: POEM".into()));
    service.stop();
}

/// Writes at length, and only when the gate is open.
struct Novelist(Arc<Gate>);

impl Writer for Novelist {
    fn write(&self, _: &WritingTask) -> Result<Name, Outcome> {
        self.0.pass();
        Ok((0..100_000).map(|number| number.to_string()).collect::<String>().into())
    }
}

#[test]
fn what_the_ai_wrote_onto_a_full_disk_is_written_again_once_there_is_room() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let gate = Arc::new(Gate::default());
    let ways = Connectors { writer: Some(Arc::new(Novelist(gate.clone()))), ..connectors(&provider) };
    let store = Store::open(&bench.path()).unwrap();
    let service = Service::open(version(REPLIES), store, ways, bench.settings()).unwrap();
    says(&service, "marie", "e1", "webchat", "POEM");
    service.write(pages_max(60)).unwrap();
    gate.open();
    until("the store is full", || matches!(service.state(), State::Unwritable(_)));
    assert_eq!(provider.texts(), Vec::<String>::new());

    until("room is made", || service.write(pages_max(100_000)).is_ok());
    until("it is sent", || {
        bench.clock.set(bench.clock.now().plus_millis(1000));
        service.settle() && !provider.texts().is_empty()
    });
    assert_eq!(provider.texts().len(), 1);
    service.stop();
}
