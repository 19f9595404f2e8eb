//! A service that dies where it is told to, again and again, and a world that goes on without it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use flowc::engine::{Effect, Event, EventKind};
use flowc::program::{Fingerprint, Name};
use flowc::shell::runtime::connector::{Connector, Connectors, Delivery, Outcome};
use flowc::shell::runtime::service::{Fate, Service, Settings, Tripwire};
use flowc::shell::runtime::store::{Happened, Store};
use flowc::shell::runtime::version::Version;
use flowc::time::Instant;

use crate::generate;
use crate::workbench::Bench;

/// Something that happens to a contact then.
#[derive(Debug, Clone)]
pub struct Deed {
    pub at: Instant,
    pub contact: Name,
    pub kind: EventKind,
}

/// When a process dies: at which of the points that it passes.
pub type Deaths = Box<dyn FnMut() -> Option<usize> + Send>;

/// The process that lives now, and what the provider has got from all of them.
#[derive(Default)]
struct World {
    /// Which process it is: threads of earlier ones may still be there, and do nothing any more.
    process: usize,
    dies_in: Option<usize>,
    dead: bool,
    got: Vec<Delivery>,
}

/// A provider that only hears a process that lives.
struct Provider {
    process: usize,
    takes_keys: bool,
    world: Arc<Mutex<World>>,
}

impl Connector for Provider {
    fn name(&self) -> &str {
        "provider"
    }

    fn deliver(&self, delivery: &Delivery) -> Outcome {
        let mut world = self.world.lock().unwrap();
        if !world.dead && world.process == self.process {
            world.got.push(delivery.clone());
        }
        Outcome::Sent { provider_id: None }
    }

    fn takes_keys(&self) -> bool {
        self.takes_keys
    }
}

/// What came of a script.
pub struct Lived {
    /// Of each contact, what its history says.
    pub histories: BTreeMap<Name, Vec<Happened>>,
    /// What the provider got.
    pub got: Vec<Delivery>,
    /// How each delivery ended, by its key.
    pub endings: BTreeMap<String, String>,
    /// How many processes died.
    pub deaths: usize,
    /// What the store says of itself in the end.
    pub wrong: Vec<String>,
}

/// Plays a script with a service that dies as it is told; each time the next process takes over the store, and
/// whoever was not answered asks again.
pub fn live(text: &str, deeds: &[Deed], end: Instant, takes_keys: bool, mut deaths: Deaths) -> Lived {
    let bench = Bench::new();
    bench.clock.set(deeds.first().map_or(end, |deed| deed.at));
    let world = Arc::new(Mutex::new(World::default()));
    let mut died = 0;
    let mut service = None;
    let mut deed = 0;
    while deed <= deeds.len() {
        let process = match service.take() {
            Some(process) => process,
            None => {
                {
                    let mut world = world.lock().unwrap();
                    (world.dead, world.dies_in) = (false, deaths());
                    world.process += 1;
                }
                open(&bench, text, &world, takes_keys)
            }
        };
        let done = match deeds.get(deed) {
            Some(Deed { at, contact, kind }) => {
                let event = Event::new(format!("e{deed}"), *at, kind.clone());
                let passed = pass(&bench, &process, *at);
                let taken = |process: &Service| process.accept(vec![(contact.clone(), event)])?.wait();
                passed && taken(&process).is_ok() && process.settle()
            }
            None => pass(&bench, &process, end),
        };
        if done {
            deed += 1;
            service = Some(process);
        } else {
            died += 1;
            process.wait();
        }
    }
    let process = service.expect("the last one lives");
    process.stop();
    let reader = process.reader();
    let mut histories = BTreeMap::new();
    for deed in deeds {
        let history = reader.history(&deed.contact, 0, usize::MAX).unwrap();
        histories.insert(deed.contact.clone(), history);
    }
    let wrong = reader.ask(flowc::shell::runtime::store::check::check).unwrap();
    let endings = reader.ask(|connection| {
        let sql = "SELECT c.name || '/' || d.sequence || '/' || d.place, d.outcome FROM deliveries d \
                   JOIN contacts c ON c.id = d.contact";
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<BTreeMap<String, String>, _>>()?)
    });
    let got = world.lock().unwrap().got.clone();
    Lived { histories, got, endings: endings.unwrap(), deaths: died, wrong }
}

/// Goes from wake to wake until that instant; false when the process died on the way.
fn pass(bench: &Bench, service: &Service, until: Instant) -> bool {
    loop {
        if !service.settle() {
            return false;
        }
        let next = service.reader().next_wake().unwrap().filter(|next| *next <= until);
        let Some(next) = next else { break };
        bench.clock.set(next.max(bench.clock.now()));
    }
    bench.clock.set(until.max(bench.clock.now()));
    service.settle()
}

fn open(bench: &Bench, text: &str, world: &Arc<Mutex<World>>, takes_keys: bool) -> Service {
    let fate = world.clone();
    let process = world.lock().unwrap().process;
    let tripwire = Tripwire::new(move |_| {
        let mut world = fate.lock().unwrap();
        if world.dead || world.process != process {
            return Fate::Die;
        }
        match &mut world.dies_in {
            Some(0) => {
                world.dead = true;
                Fate::Die
            }
            Some(left) => {
                *left -= 1;
                Fate::Live
            }
            None => Fate::Live,
        }
    });
    let provider = Arc::new(Provider { process, takes_keys, world: world.clone() });
    let connectors = Connectors {
        by_channel: BTreeMap::new(),
        fallback: provider,
        webhooks: BTreeMap::new(),
        writer: None,
    };
    let settings = Settings { tripwire, contacts_cached: 2, ..bench.settings() };
    let store = Store::open(&bench.path()).unwrap_or_else(|failure| panic!("{}", failure.report()));
    let version = Version::without_texts(generate::compile(text), Fingerprint::default());
    Service::open(version, store, connectors, settings)
        .unwrap_or_else(|failure| panic!("{}", failure.report()))
}

/// The keys of the effects that somebody outside performs.
pub fn performed(histories: &BTreeMap<Name, Vec<Happened>>) -> Vec<String> {
    let is_act = |effect: &Effect| {
        let decision = ["hold", "suppress", "start_run", "end_run"];
        let json = serde_json::to_value(effect).unwrap();
        !decision.contains(&json["type"].as_str().unwrap())
    };
    let keys = histories.iter().flat_map(|(name, happened)| {
        let effects = happened.iter().flat_map(|happened| &happened.effects);
        effects.filter(|effect| is_act(effect)).map(move |effect| format!("{name}/{}", effect.key))
    });
    let mut keys: Vec<String> = keys.collect();
    keys.sort();
    keys
}
