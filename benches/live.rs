//! What a keystroke costs in a workspace of a thousand flows, beside a full check of it in the same run, in processor
//! time: `cargo bench --bench live`.
//!
//! Each kind of keystroke types a word letter by letter, and takes it away again. The figures are of the mean
//! keystroke and of the dearest one.
#![allow(clippy::disallowed_methods, reason = "benches read their arguments")]

mod corpus;
mod cpu;

use cpu_time::ProcessTime;
use flowc::analysis::analyse_with;
use flowc::analysis::levels::Levels;
use flowc::analysis::live::{Change, Live};
use flowc::check::{Broken, Config};
use flowc::diagnostics::Diagnostic;

/// A kind of keystroke: a text that stands before the cursor, and what is typed there.
struct Typing {
    what: &'static str,
    behind: &'static str,
    word: &'static str,
    /// What an editor has put behind the cursor already.
    closing: &'static str,
}

/// In the 50th block of ten flows.
const TYPINGS: [Typing; 10] = [
    Typing { what: "in a text", behind: "\"Répondez LIVRAISON", word: " ou rien du tout", closing: "" },
    Typing {
        what: "in a text of a silence flow",
        behind: "\"Toujours là, {contact.first_name | vous}",
        word: " et puis",
        closing: "",
    },
    Typing {
        what: "in a condition",
        behind: "when visitor.url contains any of \"/pricing/",
        word: "nouveau",
        closing: "",
    },
    Typing {
        what: "in a condition of a silence flow",
        behind: "when contact has tag \"bloc ",
        word: "ouvert",
        closing: "",
    },
    Typing { what: "in a keyword", behind: "on keyword \"ORDER", word: "XYZ", closing: "" },
    Typing {
        what: "in a text that begins a message",
        behind: "starts with \"TAILLE ",
        word: "GRANDE",
        closing: "",
    },
    Typing {
        what: "a statement",
        behind: "via boutique\n",
        word: "  when contact.plan is \"free\" ",
        closing: "",
    },
    Typing { what: "a comment at the top", behind: "", word: "# au début", closing: "\n" },
    Typing { what: "a flow's name", behind: "flow coupon_", word: "nouveau", closing: "" },
    Typing { what: "another flow's name", behind: "flow order_", word: "nouveau", closing: "" },
];

fn main() {
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let levels = Levels::default();
    let many: Vec<String> = corpus::files(345_000, 2);
    let single = vec![many.concat()];
    for (layout, files) in [("12 flows a file", many), ("one file", single)] {
        let named = files.iter().enumerate().map(|(at, text)| (format!("{at:03}.flow"), text.clone()));
        let before = resident();
        let mut live = Live::new(as_of, levels.clone());
        live.add(named);
        // The second workspace lies where things of the first were, which tells nothing.
        let held =
            if files.len() > 1 { format!(", {:.0} MB are held", resident() - before) } else { String::new() };
        let sources = live.sources();
        let config = Config { as_of, broken: Broken::LeaveOut };
        let full = cpu::seconds(3, || analyse_with(&sources, config, &levels).diagnostics.len());
        let flows = live.program().expect("a program").flows.len();
        println!("{layout}: {flows} flows, a full check takes {:.0} ms{held}", full * 1e3);
        for typing in &TYPINGS {
            let costs = keystrokes(&mut live, typing);
            let mean = costs.iter().sum::<f64>() / costs.len() as f64;
            let most = costs.iter().copied().fold(0.0, f64::max);
            let figure = format!("{:.1} ms, {:.1} at most", mean * 1e3, most * 1e3);
            cpu::line(typing.what, &figure, mean / full, 0.05, "a full check");
        }
        let fresh = analyse_with(&live.sources(), config, &levels).diagnostics;
        let told: Vec<Diagnostic> = live.files().flat_map(|file| live.findings(file).to_vec()).collect();
        assert_eq!(told, fresh, "the findings are those of a fresh run");
        println!();
    }
}

/// The memory of this process, in megabytes, where the system tells it.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1e3
}

/// The cost of each keystroke, in seconds.
fn keystrokes(live: &mut Live, typing: &Typing) -> Vec<f64> {
    let files: Vec<_> = live.files().collect();
    let file = files[files.len() / 2];
    let text = live.source(file).text().to_owned();
    let middle = text.floor_char_boundary(text.len() / 2);
    let at = match typing.behind {
        "" => 0,
        behind => middle + text[middle..].find(behind).expect("it stands there") + behind.len(),
    };
    let closing = |range: std::ops::Range<usize>, text: &str| Change {
        range: range.start as u32..range.end as u32,
        text: text.to_owned(),
    };
    live.edit(file, &[closing(at..at, typing.closing)]);
    let mut costs = Vec::new();
    let mut edit = |start: usize, end: usize, text: &str| {
        let change = Change { range: start as u32..end as u32, text: text.to_owned() };
        let begin = ProcessTime::now();
        live.edit(file, &[change]);
        costs.push(begin.elapsed().as_secs_f64());
    };
    for (from, letter) in typing.word.char_indices() {
        edit(at + from, at + from, letter.encode_utf8(&mut [0; 4]));
    }
    for (from, letter) in typing.word.char_indices().rev() {
        edit(at + from, at + from + letter.len_utf8(), "");
    }
    live.edit(file, &[closing(at..at + typing.closing.len(), "")]);
    costs
}
