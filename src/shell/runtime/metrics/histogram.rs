//! How long things took: how many took up to each of some lengths, and all together.

use super::Count;

/// The upper ends of the buckets, in milliseconds: from a disk's work to a timer that was an hour late.
pub const BOUNDS_MILLIS: [u64; 12] = [1, 2, 5, 10, 25, 50, 100, 500, 1_000, 10_000, 60_000, 3_600_000];

/// Lengths of time that were observed.
#[derive(Debug, Default)]
pub struct Histogram {
    up_to: [Count; BOUNDS_MILLIS.len()],
    count: Count,
    sum_micros: Count,
}

impl Histogram {
    /// Something took so many milliseconds.
    pub fn observe(&self, millis: u64) {
        self.observe_micros(millis.saturating_mul(1000));
    }

    /// Something took so many microseconds.
    pub fn observe_micros(&self, micros: u64) {
        for (bound, count) in BOUNDS_MILLIS.iter().zip(&self.up_to) {
            if micros <= bound * 1000 {
                count.add(1);
            }
        }
        self.count.add(1);
        self.sum_micros.add(micros);
    }

    /// How many were observed.
    pub fn count(&self) -> u64 {
        self.count.get()
    }

    /// The lines of Prometheus's text format, in seconds.
    pub(super) fn write(&self, name: &str, help: &str, out: &mut String) {
        out.push_str(&format!("# HELP {name} {help}\n# TYPE {name} histogram\n"));
        for (bound, count) in BOUNDS_MILLIS.iter().zip(&self.up_to) {
            out.push_str(&format!("{name}_bucket{{le=\"{}\"}} {}\n", seconds(bound * 1000), count.get()));
        }
        let count = self.count.get();
        out.push_str(&format!("{name}_bucket{{le=\"+Inf\"}} {count}\n"));
        out.push_str(&format!("{name}_sum {}\n{name}_count {count}\n", seconds(self.sum_micros.get())));
    }
}

fn seconds(micros: u64) -> f64 {
    micros as f64 / 1_000_000.0
}
