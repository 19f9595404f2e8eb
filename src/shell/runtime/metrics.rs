//! What the service counts: plain numbers, which whoever watches it may read at any time.

mod decisions;
mod histogram;

use std::sync::atomic::{AtomicU64, Ordering};

pub use self::decisions::Decisions;
pub use self::histogram::Histogram;

/// A number that goes up, or stands for what there is now.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// That many more.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// It is so many now.
    pub fn set(&self, now: u64) {
        self.0.store(now, Ordering::Relaxed);
    }

    /// How many.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

macro_rules! metrics {
    ($($(#[doc = $doc:literal])* $name:ident: $kind:ident,)*) => {
        /// All counts of one service.
        #[derive(Debug, Default)]
        pub struct Metrics {
            $($(#[doc = $doc])* pub $name: Count,)*
            /// What was decided over messages and runs.
            pub decisions: Decisions,
            /// By how much contacts were woken late.
            pub wake_lateness: Histogram,
            /// How long transactions took, from the first event to the disk.
            pub commit_time: Histogram,
        }

        impl Metrics {
            /// Each with its name, its kind, and what it means.
            pub fn all(&self) -> Vec<(&'static str, Kind, &'static str, u64)> {
                vec![$((stringify!($name), Kind::$kind, concat!($($doc),*).trim_ascii(), self.$name.get()),)*]
            }
        }
    };
}

impl Metrics {
    /// All of it in Prometheus's text format.
    pub fn exposition(&self) -> String {
        let mut out = String::new();
        for (name, kind, help, value) in self.all() {
            let kind = match kind {
                Kind::Counter => "counter",
                Kind::Gauge => "gauge",
            };
            out.push_str(&format!(
                "# HELP flowc_{name} {help}\n# TYPE flowc_{name} {kind}\nflowc_{name} {value}\n"
            ));
        }
        self.decisions.write(&mut out);
        let late = "By how much contacts were woken late.";
        self.wake_lateness.write("flowc_wake_lateness_seconds", late, &mut out);
        self.commit_time.write("flowc_commit_seconds", "How long transactions took.", &mut out);
        out
    }
}

/// Whether a number only goes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It only goes up while the process lives.
    Counter,
    /// It is what there is now.
    Gauge,
}

metrics! {
    /// Events that were committed.
    events_total: Counter,
    /// Events that had been committed before.
    duplicates_total: Counter,
    /// Events that were not taken since too much was waiting, or the store could not be written.
    refused_total: Counter,
    /// Requests without a good token or signature.
    unauthorized_total: Counter,
    /// Requests that were turned away, since too many without a good token or signature came from their address.
    turned_away_total: Counter,
    /// Contacts that were woken at their time.
    wakes_total: Counter,
    /// Contacts that were due again at once after a wake, and were pushed back.
    wakes_pushed_back_total: Counter,
    /// Effects that were decided.
    effects_total: Counter,
    /// Transactions that were committed.
    commits_total: Counter,
    /// Transactions that failed and were undone.
    commits_failed_total: Counter,
    /// Events of the history that had been kept for long enough, and went.
    history_removed_total: Counter,
    /// Attempts to deliver.
    attempts_total: Counter,
    /// Deliveries that a provider has taken.
    sent_total: Counter,
    /// Attempts that will be repeated.
    retries_total: Counter,
    /// Deliveries that failed for good.
    failed_total: Counter,
    /// Deliveries of which nobody knows whether they got through, and that are not tried again.
    unknown_total: Counter,
    /// Times that flowc was wrong about a contact, which is set aside since.
    panics_total: Counter,
    /// Messages whose intents somebody was asked for.
    intents_asked_total: Counter,
    /// Messages that were taken without, since no answer came in time.
    intents_missed_total: Counter,
    /// Contacts that are set aside, since flowc was wrong about something with them.
    contacts_set_aside: Gauge,
    /// Deliveries that wait or are on their way.
    outbox_depth: Gauge,
    /// Events and acts that wait for the next transaction.
    queue_depth: Gauge,
    /// Whether the store can be written: 1 or 0.
    store_writable: Gauge,
}
