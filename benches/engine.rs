//! `advance` on the five examples' scripts, with what it allocates: `cargo bench --bench engine`.
//!
//! One iteration takes all events of an example; divan prints the events per second and the allocations of one
//! iteration, to be divided by the events that the first lines name.
#![allow(clippy::disallowed_methods, reason = "benches read their files")]

mod scripts;

use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use flowc::engine::{Contact, Event, EventKind, advance};
use flowc::program::Program;
use flowc::time::Instant;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    for example in scripts::examples() {
        println!("{}: {} events in {} lives", example.name, example.events(), example.lives.len());
    }
    divan::main();
}

#[divan::bench(args = [0, 1, 2, 3, 4])]
fn replay(bencher: Bencher<'_, '_>, at: usize) {
    let example = scripts::examples().swap_remove(at);
    bencher.counter(ItemsCount::new(example.events())).bench(|| example.replay());
}

/// An event that arrives again: nothing changes, and nothing may be allocated.
#[divan::bench]
fn an_event_that_changes_nothing(bencher: Bencher<'_, '_>) {
    let program = Program::default();
    let mut contact = Contact::new("marie");
    let event = Event::new("e1", Instant::from_millis(0), EventKind::Purchased);
    advance(&program, &mut contact, &event);
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| advance(&program, &mut contact, &event).len());
}
