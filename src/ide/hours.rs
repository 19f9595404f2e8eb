//! Hours in a text, and when they open next, seen from an instant.

use crate::analysis::live::Live;
use crate::calendar::{Hours, Schedule, Zone};
use crate::check::SymbolKind;
use crate::check::hours::{schedule, zone_of};
use crate::syntax::ast;
use crate::time::{Instant, Weekly};

/// When hours are open, as of an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// They are, until then; without an end, always.
    Open(Option<Instant>),
    /// They are not, and open then.
    Opens(Instant),
    /// They are not, and never open.
    Never,
}

/// Hours with the zone whose clock decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When they are open.
    pub opening: Opening,
    /// The clock.
    pub zone: Zone,
}

impl Told {
    /// `open until Mon 18:00`, `opens Mon 09:00`, in the clock's own time.
    pub fn words(&self, now: Instant) -> String {
        let moment = |at: Instant| {
            let local = self.zone.to_local(at);
            let is_near = at.millis_since(now) < 7 * 24 * 3_600_000;
            local.format(if is_near { "%a %H:%M" } else { "%a %Y-%m-%d %H:%M" }).to_string()
        };
        match self.opening {
            Opening::Open(Some(until)) => format!("open until {}", moment(until)),
            Opening::Open(None) => "always open".to_owned(),
            Opening::Opens(at) => format!("opens {}", moment(at)),
            Opening::Never => "never opens".to_owned(),
        }
    }
}

/// The hours of the flows of a file: the clauses of heads, then those of steps, in the order of flows.
pub fn clauses(file: &ast::File) -> Vec<&ast::Hours> {
    let mut found = Vec::new();
    for item in &file.items {
        if let ast::Item::Flow(flow) = item {
            found.extend(&flow.header.hours);
            steps(&flow.steps, &mut found);
        }
    }
    found
}

/// When a clause lets messages through, as of an instant; none when its schedule or its zone does not exist. A window
/// stands in the zone of the workspace here, as for a contact whose zone is not known.
pub fn of_clause(live: &Live, hours: &ast::Hours, now: Instant) -> Option<Told> {
    let zone = workspace_zone(live)?;
    match &hours.source {
        ast::HoursSource::Window(window) => Some(of_window(&window.weekly, hours.outside, zone, now)),
        ast::HoursSource::Schedule(name) => {
            let schedule = find(live, &name.text, zone)?;
            let hours = if hours.outside { Hours::Closed(&schedule) } else { Hours::Open(&schedule) };
            Some(told(hours, now))
        }
    }
}

/// When a schedule is open, as of an instant; none when there is no such schedule, or it names what does not exist.
pub fn of_schedule(live: &Live, name: &str, now: Instant) -> Option<Told> {
    let schedule = find(live, name, workspace_zone(live)?)?;
    Some(told(Hours::Open(&schedule), now))
}

/// The zone of the workspace; none when it does not exist.
pub fn workspace_zone(live: &Live) -> Option<Zone> {
    let names = live.names();
    let place = names.symbols().workspace();
    let parsed = place.and_then(|place| live.parsed(live.files().nth(place.file as usize)?));
    let item = parsed.as_ref().and_then(|parsed| parsed.file.items.get(place?.item as usize));
    match item {
        Some(ast::Item::Workspace(workspace)) => zone_of(Some(workspace)),
        _ => zone_of(None),
    }
}

/// The tree of the item that defines a name.
pub fn definition(live: &Live, kind: SymbolKind, name: &str) -> Option<ast::Item> {
    let names = live.names();
    let id = names.symbols().find(kind, name)?;
    let place = names.symbols().get(id).item?;
    let parsed = live.parsed(live.files().nth(place.file as usize)?)?;
    parsed.file.items.get(place.item as usize).cloned()
}

fn find(live: &Live, name: &str, zone: Zone) -> Option<Schedule> {
    match definition(live, SymbolKind::Schedule, name)? {
        ast::Item::Schedule(tree) => schedule(zone, &tree),
        _ => None,
    }
}

fn of_window(weekly: &Weekly, outside: bool, zone: Zone, now: Instant) -> Told {
    let hours = if outside { Hours::Outside(weekly, zone) } else { Hours::Within(weekly, zone) };
    told(hours, now)
}

fn told(hours: Hours<'_>, now: Instant) -> Told {
    let opening = match hours.is_open(now) {
        true => Opening::Open(hours.next_shut(now)),
        false => hours.next_open(now).map_or(Opening::Never, Opening::Opens),
    };
    Told { opening, zone: hours.zone() }
}

fn steps<'a>(block: &'a ast::Block, found: &mut Vec<&'a ast::Hours>) {
    for step in &block.steps {
        match &step.kind {
            ast::StepKind::After { hours, body, .. } | ast::StepKind::At { hours, body, .. } => {
                found.extend(hours);
                steps(body, found);
            }
            ast::StepKind::Ask(ask) => ask.arms.iter().for_each(|arm| steps(&arm.body, found)),
            ast::StepKind::If { branches, otherwise } => {
                branches.iter().for_each(|branch| steps(&branch.body, found));
                otherwise.iter().for_each(|block| steps(block, found));
            }
            ast::StepKind::Split(shares) => shares.iter().for_each(|(_, _, block)| steps(block, found)),
            _ => {}
        }
    }
}
