//! Plays scenarios on several threads, and puts what came of them back into order.

use std::num::NonZeroUsize;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::plan::{Case, Plan};
use super::verdict::{Tried, Verdict};
use crate::coverage::{Counts, Points, Recorder};
use crate::program::Program;
use crate::shell::workspace::Workspace;
use crate::simulator::{Script, play, play_watched};

/// How many scenarios are worth a thread: starting one takes as long as playing some.
const SCENARIOS_PER_THREAD: usize = 16;

/// Plays all scenarios of a plan; the results stand in its order, however many threads there are. With points to
/// reach, it tells how often each was.
pub(super) fn play_all<'w>(
    plan: &Plan<'w>,
    workspace: &'w Workspace,
    program: &Program,
    (jobs, points): (Option<NonZeroUsize>, Option<&Points<'_>>),
) -> (Vec<Tried<'w>>, Option<Counts>) {
    let cases = plan.cases.as_slice();
    let threads = jobs.map_or_else(|| usual_threads(cases.len()), NonZeroUsize::get).min(cases.len());
    let (verdicts, counts) = if threads <= 1 {
        let recorder = points.map(Points::recorder);
        let verdicts = cases.iter().map(|case| verdict(case, program, recorder.as_ref())).collect();
        (verdicts, recorder.map(Recorder::into_counts))
    } else {
        on_threads(cases, program, (threads, points))
    };
    let tried = cases.iter().zip(verdicts).map(|(case, verdict)| {
        let (file, line, _) = workspace.position(case.span);
        Tried { title: case.title, file, line, verdict }
    });
    (tried.collect(), counts)
}

fn usual_threads(cases: usize) -> usize {
    let useful = cases / SCENARIOS_PER_THREAD;
    // Asking for the processors reads files; nobody asks for a handful of scenarios.
    if useful < 2 { 1 } else { useful.min(thread::available_parallelism().map_or(1, NonZeroUsize::get)) }
}

/// Each thread takes the next scenario that nobody has taken.
fn on_threads(
    cases: &[Case<'_>],
    program: &Program,
    (threads, points): (usize, Option<&Points<'_>>),
) -> (Vec<Verdict>, Option<Counts>) {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        // Each thread counts on its own, so that nobody waits.
        let recorder = points.map(Points::recorder);
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(case) = cases.get(index) else { return (done, recorder.map(Recorder::into_counts)) };
            done.push((index, verdict(case, program, recorder.as_ref())));
        }
    };
    let mut counts = points.map(Points::nothing);
    let mut verdicts = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let joined = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| panic::resume_unwind(panic)));
        let mut verdicts = Vec::new();
        for (done, more) in joined {
            verdicts.extend(done);
            counts.as_mut().zip(more.as_ref()).into_iter().for_each(|(counts, more)| counts.add(more));
        }
        verdicts
    });
    verdicts.sort_by_key(|(index, _)| *index);
    (verdicts.into_iter().map(|(_, verdict)| verdict).collect(), counts)
}

fn verdict(case: &Case<'_>, program: &Program, recorder: Option<&Recorder<'_>>) -> Verdict {
    let Some(scenario) = case.scenario else { return Verdict::LeftOut };
    match Script::new(program, scenario) {
        Ok(script) => {
            let outcome = match recorder {
                None => play(program, &script),
                Some(recorder) => {
                    let outcome = play_watched(program, &script, recorder);
                    recorder.take(&outcome.trace);
                    outcome
                }
            };
            if outcome.passed() { Verdict::Passed } else { Verdict::Failed(Box::new(outcome)) }
        }
        Err(error) => Verdict::Unplayable(error),
    }
}
