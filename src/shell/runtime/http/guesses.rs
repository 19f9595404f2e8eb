//! How often an address may come without a good token or signature: whoever guesses is slowed down, and nobody else.
//!
//! What an address owes is one instant: each failure moves it on, and time catches up with it. An address that owes too
//! much learns nothing more, not even that a guess was right; two kinds of callers are let through there all the same,
//! so that nobody can be kept out by others' failures: who was let in from that address before, and everybody where the
//! address may be a proxy's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use ipnet::IpNet;

use super::client::Client;
use crate::time::Instant;

/// How many addresses are kept; when there are more, the one that owes the least is let off.
const ADDRESSES_MAX: usize = 10_000;
/// How many callers are known by address; of more, those are forgotten that did not come for the longest time.
const KNOWN_MAX: usize = 10_000;
/// In how many milliseconds a debt is forgotten that is as large as it may be.
const MINUTE: i64 = 60_000;

/// What came of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// It is answered as what it is.
    Told,
    /// It is turned away for so many milliseconds.
    TurnedAway {
        /// Until the next one may be answered.
        millis: u64,
        /// Whether nobody was told of the address yet.
        first: bool,
    },
}

/// Failures by address, and who is known where.
#[derive(Debug)]
pub struct Guesses {
    each: i64,
    addresses_max: usize,
    debts: Mutex<Debts>,
    known: Mutex<Known>,
}

impl Guesses {
    /// That many failures a minute for each address, and as many at once.
    pub fn new(per_minute: u32) -> Self {
        let each = MINUTE / i64::from(per_minute).clamp(1, MINUTE);
        Self {
            each,
            addresses_max: ADDRESSES_MAX,
            debts: Mutex::default(),
            known: Mutex::new(Known { half: KNOWN_MAX / 2, ..Known::default() }),
        }
    }

    /// Somebody at the address has shown nothing good.
    pub fn failed(&self, client: &Client, now: Instant) -> Failed {
        let mut debts = self.debts.lock().expect("guesses: nobody panics while counting");
        debts.forget_paid(now);
        let (owed, told) = debts.owed(&client.network, now);
        if let Some(millis) = self.over(owed) {
            debts.owe(client.network, now.plus_millis(owed), true);
            return Failed::TurnedAway { millis, first: !told };
        }
        debts.owe(client.network, now.plus_millis(owed + self.each), told);
        debts.keep(self.addresses_max);
        Failed::Told
    }

    /// Somebody with that name shows what is good. It counts for nothing while the address owes too much, unless they
    /// are known there.
    ///
    /// # Errors
    ///
    /// The milliseconds until it counts.
    pub fn let_in(&self, client: &Client, name: &str, now: Instant) -> Result<(), u64> {
        self.may_try(client, name, now)?;
        if !client.shared {
            self.known.lock().expect("guesses: nobody panics while noting").note(client.network, name);
        }
        Ok(())
    }

    /// Whether it is worth to look at what somebody with that name shows.
    ///
    /// # Errors
    ///
    /// The milliseconds until it is.
    pub fn may_try(&self, client: &Client, name: &str, now: Instant) -> Result<(), u64> {
        if client.shared {
            return Ok(());
        }
        let debts = self.debts.lock().expect("guesses: nobody panics while counting");
        let Some(millis) = self.over(debts.owed(&client.network, now).0) else { return Ok(()) };
        drop(debts);
        let known = self.known.lock().expect("guesses: nobody panics while noting");
        if known.knows(client.network, name) { Ok(()) } else { Err(millis) }
    }

    /// How long it takes until one more may be owed; none when it may be now.
    fn over(&self, owed: i64) -> Option<u64> {
        u64::try_from(owed + self.each - MINUTE).ok().filter(|millis| *millis > 0)
    }
}

/// Until when each address owes something, and whether somebody was told that it owes too much; the same by that time.
#[derive(Debug, Default)]
struct Debts {
    until: BTreeMap<IpNet, (Instant, bool)>,
    order: BTreeSet<(Instant, IpNet)>,
}

impl Debts {
    /// How much an address owes; a clock that is set back makes it owe no more than it ever may.
    fn owed(&self, network: &IpNet, now: Instant) -> (i64, bool) {
        let (until, told) = self.until.get(network).copied().unwrap_or((now, false));
        (until.millis_since(now).clamp(0, MINUTE), told)
    }

    fn owe(&mut self, network: IpNet, until: Instant, told: bool) {
        if let Some((before, _)) = self.until.insert(network, (until, told)) {
            self.order.remove(&(before, network));
        }
        self.order.insert((until, network));
    }

    fn forget_paid(&mut self, now: Instant) {
        while self.order.first().is_some_and(|(until, _)| *until <= now) {
            self.let_off();
        }
    }

    fn keep(&mut self, addresses_max: usize) {
        while self.order.len() > addresses_max {
            self.let_off();
        }
    }

    fn let_off(&mut self) {
        if let Some((_, network)) = self.order.pop_first() {
            self.until.remove(&network);
        }
    }
}

/// Who was let in where, in two generations: who comes moves to the young one; when that is full, the old one goes.
#[derive(Debug, Default)]
struct Known {
    half: usize,
    young: BTreeSet<(IpNet, String)>,
    old: BTreeSet<(IpNet, String)>,
}

impl Known {
    fn knows(&self, network: IpNet, name: &str) -> bool {
        let key = (network, name.to_owned());
        self.young.contains(&key) || self.old.contains(&key)
    }

    fn note(&mut self, network: IpNet, name: &str) {
        if self.young.insert((network, name.to_owned())) && self.young.len() >= self.half {
            self.old = std::mem::take(&mut self.young);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(number: u32, shared: bool) -> Client {
        Client { network: IpNet::from(std::net::IpAddr::from(number.to_be_bytes())), shared }
    }

    fn at(millis: i64) -> Instant {
        Instant::from_millis(millis)
    }

    fn turned_away(millis: u64, first: bool) -> Failed {
        Failed::TurnedAway { millis, first }
    }

    #[test]
    fn an_address_fails_so_often_and_waits_and_others_do_not() {
        let guesses = Guesses::new(4);
        let (one, other) = (client(1, false), client(2, false));
        assert_eq!([0; 4].map(|now| guesses.failed(&one, at(now))), [Failed::Told; 4]);
        assert_eq!(guesses.failed(&one, at(0)), turned_away(15_000, true));
        assert_eq!(guesses.failed(&one, at(14_999)), turned_away(1, false));
        assert_eq!(guesses.failed(&other, at(14_999)), Failed::Told);
        // What is turned away costs nothing more.
        assert_eq!(guesses.failed(&one, at(15_000)), Failed::Told);
        assert_eq!(guesses.failed(&one, at(15_000)), turned_away(15_000, false));
        // A clock that is set back by a day keeps nobody out for a day.
        assert_eq!(guesses.failed(&one, at(-86_400_000)), turned_away(15_000, false));
        assert_eq!(guesses.failed(&one, at(-86_400_000 + 15_000)), Failed::Told);
        // Who has paid it all is somebody new.
        let later = 10_000_000;
        assert_eq!([later; 4].map(|now| guesses.failed(&one, at(now))), [Failed::Told; 4]);
        assert_eq!(guesses.failed(&one, at(later)), turned_away(15_000, true));
    }

    #[test]
    fn where_too_much_is_owed_a_right_guess_is_not_told_and_who_is_known_is_let_in() {
        let guesses = Guesses::new(2);
        let (one, other, proxy) = (client(1, false), client(2, false), client(3, true));
        assert_eq!(guesses.let_in(&one, "crm", at(0)), Ok(()));
        for client in [&one, &proxy] {
            assert_eq!([0; 2].map(|now| guesses.failed(client, at(now))), [Failed::Told; 2]);
        }
        assert_eq!(guesses.let_in(&one, "crm", at(0)), Ok(()));
        assert_eq!(guesses.let_in(&one, "desk", at(0)), Err(30_000));
        // Asking makes nobody known.
        assert_eq!(guesses.let_in(&one, "desk", at(0)), Err(30_000));
        assert_eq!(guesses.may_try(&one, "desk", at(29_999)), Err(1));
        assert_eq!(guesses.may_try(&one, "desk", at(30_000)), Ok(()));
        assert_eq!(guesses.let_in(&other, "desk", at(0)), Ok(()));
        assert_eq!(guesses.failed(&proxy, at(0)), turned_away(30_000, true));
        assert_eq!(guesses.let_in(&proxy, "desk", at(0)), Ok(()));
    }

    #[test]
    fn memory_has_bounds_and_who_owes_most_is_kept() {
        let guesses = Guesses { addresses_max: 10, ..Guesses::new(2) };
        let bad = client(0, false);
        assert_eq!([0; 2].map(|now| guesses.failed(&bad, at(now))), [Failed::Told; 2]);
        for number in 1..1000 {
            assert_eq!(guesses.failed(&client(number, false), at(0)), Failed::Told);
        }
        let kept = |guesses: &Guesses| {
            let debts = guesses.debts.lock().unwrap();
            (debts.until.len(), debts.order.len())
        };
        assert_eq!(kept(&guesses), (10, 10));
        assert_eq!(guesses.failed(&bad, at(0)), turned_away(30_000, true));
        // What is paid is forgotten.
        assert_eq!(guesses.failed(&bad, at(100_000)), Failed::Told);
        assert_eq!(kept(&guesses), (1, 1));

        let mut known = Known { half: 5, ..Known::default() };
        let caller = |number: u32| client(number, false).network;
        for number in 0..100 {
            known.note(caller(0), "crm");
            known.note(caller(number), "desk");
            assert!(known.young.len() + known.old.len() <= 10);
            assert!(known.knows(caller(0), "crm"));
        }
        assert!(!known.knows(caller(1), "desk") && known.knows(caller(99), "desk"));
    }
}
