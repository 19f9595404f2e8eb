//! How fast a caller may ask: a bucket of requests for each, which fills at a steady pace.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::time::Instant;

/// How many seconds' worth of requests may come at once.
const BURST_SECONDS: i64 = 2;

/// A thousandth of a request per millisecond is one per second.
const REQUEST: i64 = 1000;

/// The buckets, by the caller's name.
#[derive(Debug)]
pub struct Rate {
    per_second: i64,
    buckets: Mutex<BTreeMap<String, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    thousandths: i64,
    filled_at: Instant,
}

impl Rate {
    /// That many requests a second for each caller, and twice as many at once.
    pub fn new(per_second: u32) -> Self {
        Self { per_second: i64::from(per_second.max(1)), buckets: Mutex::default() }
    }

    /// Takes one request out of the caller's bucket.
    ///
    /// # Errors
    ///
    /// The milliseconds until there is one again.
    pub fn take(&self, caller: &str, now: Instant) -> Result<(), u64> {
        let full = self.per_second * BURST_SECONDS * REQUEST;
        let mut buckets = self.buckets.lock().expect("rate: nobody panics while counting");
        if !buckets.contains_key(caller) {
            buckets.insert(caller.to_owned(), Bucket { thousandths: full, filled_at: now });
        }
        let bucket = buckets.get_mut(caller).expect("rate: it has just been put there");
        // A clock that goes back gives nothing, and takes nothing.
        let passed = now.millis_since(bucket.filled_at).max(0);
        bucket.thousandths =
            bucket.thousandths.saturating_add(passed.saturating_mul(self.per_second)).min(full);
        bucket.filled_at = now;
        if bucket.thousandths >= REQUEST {
            bucket.thousandths -= REQUEST;
            return Ok(());
        }
        let missing = REQUEST - bucket.thousandths;
        Err(u64::try_from((missing + self.per_second - 1) / self.per_second).unwrap_or(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again_and_each_caller_has_one() {
        let rate = Rate::new(2);
        let at = Instant::from_millis;
        let taken = |caller: &str, millis: i64| rate.take(caller, at(millis));
        assert_eq!((0..4).map(|_| taken("crm", 0)).collect::<Vec<_>>(), vec![Ok(()); 4]);
        assert_eq!(taken("crm", 0), Err(500));
        assert_eq!(taken("bot", 0), Ok(()));
        assert_eq!(taken("crm", 499), Err(1));
        assert_eq!(taken("crm", 500), Ok(()));
        assert_eq!(taken("crm", 400), Err(500));
        assert_eq!((0..5).filter(|_| taken("crm", 1_000_000).is_ok()).count(), 4);
    }
}
