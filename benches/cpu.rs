//! Processor time of this process, and figures as ratios to a baseline in the same run.

use std::hint::black_box;

use cpu_time::ProcessTime;

/// The smallest processor time in seconds of `rounds` calls, after one that warms up.
pub fn seconds<T>(rounds: usize, mut work: impl FnMut() -> T) -> f64 {
    seconds_with(rounds, || (), |()| work())
}

/// The same, of work on what `make` makes anew for each call; neither making it nor dropping the outcome is counted.
pub fn seconds_with<I, T>(rounds: usize, mut make: impl FnMut() -> I, mut work: impl FnMut(I) -> T) -> f64 {
    let mut one = || {
        let input = black_box(make());
        let start = ProcessTime::now();
        let outcome = black_box(work(input));
        let seconds = start.elapsed().as_secs_f64();
        drop(outcome);
        seconds
    };
    one();
    std::iter::repeat_with(one).take(rounds).fold(f64::INFINITY, f64::min)
}

/// A line of the report: the figure, and its limit when it has one.
pub fn line(what: &str, figure: &str, ratio: f64, limit: f64, of: &str) {
    let verdict = if ratio <= limit { "ok  " } else { "OVER" };
    println!("{verdict} {what:<44} {figure:>16}   {ratio:>7.2} × {of} (at most {limit})");
}
