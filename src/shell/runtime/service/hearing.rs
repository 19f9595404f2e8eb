//! What a message means beyond what the built-in recogniser finds: somebody else is asked before the engine decides,
//! for a short while only.
//!
//! Messages of one contact are heard in their order, by one thread of a few. Who is silent for too long several times
//! in a row is not asked for a while, so that messages do not queue up behind it.

use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant as Tick};

use rustc_hash::FxHasher;

use crate::program::Name;
use crate::shell::runtime::connector::Writer;
use crate::shell::runtime::metrics::Metrics;

/// How many messages are heard at the same time.
const HANDS: usize = 16;
/// How many silences in a row it takes until nobody is asked.
const SILENCES_MAX: u32 = 3;
/// For how long nobody is asked then.
const REST: Duration = Duration::from_secs(30);

/// What is to be heard, and what is done with it: the intents of each text.
struct Task {
    texts: Vec<Name>,
    known: Vec<Name>,
    then: Then,
}

type Then = Box<dyn FnOnce(Vec<Vec<Name>>) + Send>;

/// Those who listen.
pub(super) struct Hearing {
    hands: Vec<Sender<Task>>,
}

/// What the hands share.
struct Ear {
    writer: Arc<dyn Writer>,
    within: Duration,
    silences: AtomicU32,
    rests_until: Mutex<Option<Tick>>,
}

impl Hearing {
    /// Asks that one; none when it does not listen.
    pub(super) fn new(writer: &Arc<dyn Writer>, metrics: Arc<Metrics>) -> Option<Self> {
        let within = writer.listener()?.within();
        let ear = Arc::new(Ear {
            writer: writer.clone(),
            within,
            silences: AtomicU32::new(0),
            rests_until: Mutex::new(None),
        });
        let hand = |_| {
            let (tasks, received) = channel::<Task>();
            let (ear, metrics) = (ear.clone(), metrics.clone());
            let work = move || {
                for Task { texts, known, then } in received {
                    then(texts.iter().map(|text| ear.hear(text, &known, &metrics)).collect());
                }
            };
            thread::Builder::new().name("hearing".into()).spawn(work).ok().map(|_| tasks)
        };
        let hands: Vec<_> = (0..HANDS).filter_map(hand).collect();
        (!hands.is_empty()).then_some(Self { hands })
    }

    /// Has texts heard, behind everything of the same `order`; the intents of each are given to `then`.
    pub(super) fn hear(&self, order: &str, texts: Vec<Name>, known: Vec<Name>, then: Then) {
        let mut hasher = FxHasher::default();
        order.hash(&mut hasher);
        let hand = usize::try_from(hasher.finish() % self.hands.len() as u64).unwrap_or(0);
        if let Err(refused) = self.hands[hand].send(Task { texts, known, then }) {
            let Task { texts, then, .. } = refused.0;
            then(vec![Vec::new(); texts.len()]);
        }
    }
}

impl Ear {
    fn hear(self: &Arc<Self>, text: &Name, known: &[Name], metrics: &Metrics) -> Vec<Name> {
        if self.rests() {
            return Vec::new();
        }
        metrics.intents_asked_total.add(1);
        let (tell, told) = sync_channel(1);
        let asked = {
            let (ear, text, known) = (self.clone(), text.clone(), known.to_vec());
            let ask = move || {
                let listener = ear.writer.listener();
                let intents = listener.map(|listener| listener.intents(&text, &known)).unwrap_or_default();
                // Too late is as good as never.
                tell.send(intents).unwrap_or(());
            };
            thread::Builder::new().name("intents".into()).spawn(ask)
        };
        match asked.ok().and_then(|_| told.recv_timeout(self.within).ok()) {
            Some(intents) => {
                self.silences.store(0, Ordering::Relaxed);
                intents
            }
            None => {
                metrics.intents_missed_total.add(1);
                if self.silences.fetch_add(1, Ordering::Relaxed) + 1 >= SILENCES_MAX {
                    self.silences.store(0, Ordering::Relaxed);
                    *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner) =
                        Some(Tick::now() + REST);
                }
                Vec::new()
            }
        }
    }

    fn rests(&self) -> bool {
        let until = self.rests_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| Tick::now() < until)
    }
}
