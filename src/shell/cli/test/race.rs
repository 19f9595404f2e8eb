//! Plays scenarios on several threads, and puts what came of them back into order.

use std::num::NonZeroUsize;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::plan::{Case, Plan};
use super::verdict::{Tried, Verdict};
use crate::program::Program;
use crate::shell::workspace::Workspace;
use crate::simulator::{Script, play};

/// How many scenarios are worth a thread: starting one takes as long as playing some.
const SCENARIOS_PER_THREAD: usize = 16;

/// Plays all scenarios of a plan; the results stand in its order, however many threads there are.
pub(super) fn play_all<'w>(
    plan: &Plan<'w>,
    workspace: &'w Workspace,
    program: &Program,
    jobs: Option<NonZeroUsize>,
) -> Vec<Tried<'w>> {
    let cases = plan.cases.as_slice();
    let threads = jobs.map_or_else(|| usual_threads(cases.len()), NonZeroUsize::get).min(cases.len());
    let verdicts = if threads <= 1 {
        cases.iter().map(|case| verdict(case, program)).collect()
    } else {
        on_threads(cases, program, threads)
    };
    let tried = cases.iter().zip(verdicts).map(|(case, verdict)| {
        let (file, line, _) = workspace.position(case.span);
        Tried { title: case.title, file, line, verdict }
    });
    tried.collect()
}

fn usual_threads(cases: usize) -> usize {
    let useful = cases / SCENARIOS_PER_THREAD;
    // Asking for the processors reads files; nobody asks for a handful of scenarios.
    if useful < 2 { 1 } else { useful.min(thread::available_parallelism().map_or(1, NonZeroUsize::get)) }
}

/// Each thread takes the next scenario that nobody has taken.
fn on_threads(cases: &[Case<'_>], program: &Program, threads: usize) -> Vec<Verdict> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(case) = cases.get(index) else { return done };
            done.push((index, verdict(case, program)));
        }
    };
    let mut verdicts = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let joined = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| panic::resume_unwind(panic)));
        joined.flatten().collect::<Vec<_>>()
    });
    verdicts.sort_by_key(|(index, _)| *index);
    verdicts.into_iter().map(|(_, verdict)| verdict).collect()
}

fn verdict(case: &Case<'_>, program: &Program) -> Verdict {
    let Some(scenario) = case.scenario else { return Verdict::LeftOut };
    match Script::new(program, scenario) {
        Ok(script) => {
            let outcome = play(program, &script);
            if outcome.passed() { Verdict::Passed } else { Verdict::Failed(Box::new(outcome)) }
        }
        Err(error) => Verdict::Unplayable(error),
    }
}
