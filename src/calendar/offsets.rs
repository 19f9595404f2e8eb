//! Offsets from UTC by zone and instant: asked of the time-zone database once per stretch of time, then kept.
//!
//! The time line from 1900 to 2152 is cut into slots of about 13 months. A slot of a zone is filled on its first
//! use, with a few hundred questions to the database; from then on an offset is an index and one or two comparisons.

use std::sync::OnceLock;

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

/// A stretch of time in which a zone keeps its offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// Local time less UTC, in milliseconds.
    pub(super) offset: i64,
    /// The first instant that may have another offset (milliseconds).
    pub(super) end: i64,
}

/// From `start` on, in milliseconds, the offset is this one.
#[derive(Debug, Clone, Copy)]
struct Shift {
    start: i64,
    offset: i64,
}

type Slot = OnceLock<Box<[Shift]>>;

/// A slot is 2^35 milliseconds long, 397.7 days.
const SLOT_BITS: u32 = 35;
/// The first slot begins on 1900-04-25.
const FIRST_SLOT: i64 = -64;
/// The last slot ends on 2152-11-23.
const SLOTS: i64 = 232;
/// How far apart the database is asked: 3.1 days. No zone has changed its offset and changed it back within that.
const PROBE_MILLIS: i64 = 1 << 28;

static ZONES: [OnceLock<Box<[Slot]>>; TZ_VARIANTS.len()] = [const { OnceLock::new() }; TZ_VARIANTS.len()];

/// The span of the zone with that index around `at`. Before 1900 and after 2152 it is the nearest known one.
pub(super) fn span(zone: u16, at: i64) -> Span {
    let slots = ZONES[usize::from(zone)].get_or_init(|| (0..SLOTS).map(|_| Slot::new()).collect());
    let index = (at >> SLOT_BITS) - FIRST_SLOT;
    if index < 0 {
        return Span { offset: shifts(zone, slots, 0)[0].offset, end: FIRST_SLOT << SLOT_BITS };
    }
    if index >= SLOTS {
        let last = shifts(zone, slots, SLOTS - 1);
        return Span { offset: last[last.len() - 1].offset, end: i64::MAX };
    }
    let mut span = Span { offset: 0, end: (index + 1 + FIRST_SLOT) << SLOT_BITS };
    for shift in shifts(zone, slots, index).iter().rev() {
        span.offset = shift.offset;
        if shift.start <= at {
            break;
        }
        span.end = shift.start;
    }
    span
}

/// INVARIANT: never empty, ascending, the first one starts with the slot.
fn shifts(zone: u16, slots: &[Slot], index: i64) -> &[Shift] {
    slots[index as usize].get_or_init(|| {
        let zone = TZ_VARIANTS[usize::from(zone)];
        let start = (index + FIRST_SLOT) << SLOT_BITS;
        let end = start + (1 << SLOT_BITS);
        let mut shifts = vec![Shift { start, offset: offset_at(zone, start) }];
        let mut known = shifts[0];
        while known.start < end {
            let next = known.start + PROBE_MILLIS;
            let offset = offset_at(zone, next);
            if offset != known.offset {
                let change = first_change(zone, known, next);
                if change < end {
                    shifts.push(Shift { start: change, offset });
                }
            }
            known = Shift { start: next, offset };
        }
        shifts.into_boxed_slice()
    })
}

/// The first millisecond after `known` and up to `until` at which the offset is another one.
fn first_change(zone: Tz, known: Shift, until: i64) -> i64 {
    let (mut same, mut other) = (known.start, until);
    while other - same > 1 {
        let middle = same + (other - same) / 2;
        if offset_at(zone, middle) == known.offset { same = middle } else { other = middle }
    }
    other
}

fn offset_at(zone: Tz, millis: i64) -> i64 {
    let at = DateTime::from_timestamp_millis(millis).expect("slots: within chrono's years");
    i64::from(zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()) * 1000
}
