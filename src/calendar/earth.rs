//! Zones that together show every clock on earth: for contacts who may be anywhere.

use super::zone::Zone;

/// The zones with an offset in whole hours, then those without.
const ZONES: [&str; 39] = [
    "Etc/GMT+12",
    "Etc/GMT+11",
    "Etc/GMT+10",
    "Etc/GMT+9",
    "Etc/GMT+8",
    "Etc/GMT+7",
    "Etc/GMT+6",
    "Etc/GMT+5",
    "Etc/GMT+4",
    "Etc/GMT+3",
    "Etc/GMT+2",
    "Etc/GMT+1",
    "UTC",
    "Etc/GMT-1",
    "Etc/GMT-2",
    "Etc/GMT-3",
    "Etc/GMT-4",
    "Etc/GMT-5",
    "Etc/GMT-6",
    "Etc/GMT-7",
    "Etc/GMT-8",
    "Etc/GMT-9",
    "Etc/GMT-10",
    "Etc/GMT-11",
    "Etc/GMT-12",
    "Etc/GMT-13",
    "Etc/GMT-14",
    "Pacific/Marquesas",
    "America/St_Johns",
    "Asia/Tehran",
    "Asia/Kabul",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Yangon",
    "Australia/Eucla",
    "Australia/Darwin",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
];

/// Zones of which, at every instant of our days, one shows what the clock shows wherever one is.
pub fn everywhere() -> impl Iterator<Item = Zone> {
    ZONES.iter().filter_map(|name| Zone::parse(name))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::time::Instant;

    #[test]
    fn every_zone_has_a_clock_that_agrees() {
        assert_eq!(everywhere().count(), ZONES.len());
        let zones: Vec<Zone> = Zone::names().filter_map(Zone::parse).collect();
        // Every five days from 2026 to 2028.
        for step in 0..220 {
            let at = Instant::from_millis(1_767_225_600_000 + step * 5 * 86_400_000);
            let shown: BTreeSet<_> = everywhere().map(|zone| zone.to_local(at)).collect();
            for zone in &zones {
                assert!(shown.contains(&zone.to_local(at)), "{zone} at {at}");
            }
        }
    }
}
