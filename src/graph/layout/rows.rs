//! Parts of a diagram in rows, so that the whole is about as wide as a page on its side.

use super::{GAP, Point, Route, Size};

/// Flows that hang together, with places of their own.
#[derive(Debug)]
pub(super) struct Part {
    /// Its size.
    pub size: Size,
    /// Each flow with its corner.
    pub flows: Vec<(usize, Point)>,
    /// Each link with its way.
    pub links: Vec<(usize, Route)>,
}

/// How much wider than high the whole is to be.
const SHAPE: f64 = 1.5;

/// The size of the whole, and the corner of each part. High parts come first, each where it can stand highest, so
/// that low ones fill what is left free; of parts of one height the earlier comes first.
pub(super) fn rows(parts: &[Part]) -> (Size, Vec<Point>) {
    let area: f64 = parts.iter().map(|part| (part.size.width + GAP) * (part.size.height + GAP)).sum();
    let widest = parts.iter().map(|part| part.size.width).fold(0.0, f64::max);
    let width = (area * SHAPE).sqrt().max(widest) + GAP;
    // The skyline: stretches from left to right, each with the height that is taken there.
    let mut skyline = vec![(0.0_f64, width, 0.0_f64)];
    let mut size = Size { width: 0.0, height: 0.0 };
    let mut corners = vec![Point { x: 0.0, y: 0.0 }; parts.len()];
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| parts[*b].size.height.total_cmp(&parts[*a].size.height));
    for part in order {
        let Size { width: wide, height: high } = parts[part].size;
        let at = lowest(&skyline, wide + GAP, width);
        take(&mut skyline, at, wide + GAP, high + GAP);
        size.width = size.width.max(at.x + wide);
        size.height = size.height.max(at.y + high);
        corners[part] = at;
    }
    (size, corners)
}

/// The highest place on the page where a part fits, leftmost of several.
fn lowest(skyline: &[(f64, f64, f64)], wide: f64, width: f64) -> Point {
    let mut best: Option<Point> = None;
    for (start, _, _) in skyline {
        if start + wide > width + GAP && *start > 0.0 {
            continue;
        }
        let beneath = skyline.iter().filter(|(from, to, _)| *from < start + wide && to > start);
        let y = beneath.map(|(_, _, y)| *y).fold(0.0, f64::max);
        if best.is_none_or(|best| y < best.y) {
            best = Some(Point { x: *start, y });
        }
    }
    best.unwrap_or(Point { x: 0.0, y: 0.0 })
}

/// The stretch from `at` on is taken down to the part's foot.
fn take(skyline: &mut Vec<(f64, f64, f64)>, at: Point, wide: f64, high: f64) {
    let (left, right) = (at.x, at.x + wide);
    let mut next = Vec::with_capacity(skyline.len() + 2);
    for (from, to, y) in skyline.drain(..) {
        if from < left {
            next.push((from, to.min(left), y));
        }
        if to > right {
            next.push((from.max(right), to, y));
        }
    }
    next.push((left, right, at.y + high));
    next.sort_by(|(a, _, _), (b, _, _)| a.total_cmp(b));
    *skyline = next;
}
