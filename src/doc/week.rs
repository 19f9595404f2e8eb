//! The week: when the schedules and the quiet hours are.

use chrono::Weekday;
use maud::{Markup, html};

use crate::calendar::Schedule;
use crate::program::Program;
use crate::time::Weekly;

const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "Monday"),
    (Weekday::Tue, "Tuesday"),
    (Weekday::Wed, "Wednesday"),
    (Weekday::Thu, "Thursday"),
    (Weekday::Fri, "Friday"),
    (Weekday::Sat, "Saturday"),
    (Weekday::Sun, "Sunday"),
];

/// The minutes of a day.
const DAY: u16 = 24 * 60;

/// The calendar of a week, and the days on which schedules differ from it.
pub(super) fn week(program: &Program) -> Markup {
    let quiet = program.workspace.quiet.as_ref();
    html! {
        @if quiet.is_some() || !program.schedules.is_empty() {
            h2 { "The week" }
            div.wide tabindex="0" role="region" aria-label="The week" {
                table.week {
                    thead { tr { th scope="col" { "Hours" } @for (_, name) in DAYS { th scope="col" { (name) } } } }
                    tbody {
                        @for (name, schedule) in &program.schedules { (row(name, &schedule.weekly, "opened")) }
                        @if let Some(quiet) = quiet { (row("quiet hours", quiet, "quiet")) }
                    }
                }
            }
            @for (name, schedule) in &program.schedules {
                @let days = exceptions(schedule);
                @if !days.is_empty() { p { strong { (name) } " is " (days.join("; ")) "." } }
            }
        }
    }
}

fn row(name: &str, weekly: &Weekly, class: &str) -> Markup {
    html! {
        tr {
            th scope="row" { (name) }
            @for (day, _) in DAYS {
                @let stretches = stretches(weekly, day);
                td {
                    svg.bar viewBox=(format!("0 0 {DAY} 120")) preserveAspectRatio="none" aria-hidden="true" {
                        @for (from, to) in &stretches {
                            rect class=(class) x=(from) y="0" width=(to - from) height="120" {}
                        }
                    }
                    @if stretches.is_empty() { span.unseen { "none" } }
                    @for (from, to) in &stretches { div { (clock(*from)) "–" (clock(*to)) } }
                }
            }
        }
    }
}

/// What of the window lies in a day, in minutes, in order; what runs past midnight is cut there.
fn stretches(weekly: &Weekly, day: Weekday) -> Vec<(u16, u16)> {
    let mut found = Vec::new();
    for stretch in &weekly.stretches {
        let (start, end) = (stretch.start.minutes(), stretch.end.minutes());
        let over = end <= start;
        if stretch.days.contains(day) {
            found.push((start, if over { DAY } else { end }));
        }
        if over && end > 0 && stretch.days.contains(day.pred()) {
            found.push((0, end));
        }
    }
    found.sort_unstable();
    found
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn exceptions(schedule: &Schedule) -> Vec<String> {
    let mut days: Vec<String> = Vec::new();
    for closed in &schedule.closed {
        days.push(match closed.first == closed.last {
            true => format!("closed on {}", closed.first),
            false => format!("closed from {} to {}", closed.first, closed.last),
        });
    }
    days.extend(
        schedule.closed_holidays.iter().map(|country| format!("closed on public holidays ({country})")),
    );
    days.extend(schedule.open.iter().map(|open| format!("open on {} {}", open.dates.first, open.hours)));
    days
}

/// A table of two columns.
pub(super) fn table(heads: [&str; 2], rows: impl Iterator<Item = [Markup; 2]>) -> Markup {
    html! {
        table {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody { @for row in rows { tr { @for cell in &row { td { (cell) } } } } }
        }
    }
}
