//! Ids for what comes without one: never the same twice, also after a restart.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::shell::clock;

/// Makes ids.
#[derive(Debug)]
pub struct Ids {
    process: u64,
    number: AtomicU64,
}

impl Default for Ids {
    fn default() -> Self {
        // The standard library's hashers begin with bits of the operating system's random source.
        let process = RandomState::new().build_hasher().finish();
        Self { process, number: AtomicU64::new(0) }
    }
}

impl Ids {
    /// The next id.
    pub fn next(&self) -> String {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        format!("api-{:x}-{:x}-{number:x}", clock::now().millis(), self.process)
    }
}
