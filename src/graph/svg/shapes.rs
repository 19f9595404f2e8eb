//! Outlines of boxes, and the ways of arrows.

use crate::graph::NodeKind;
use crate::graph::layout::Point;

/// The class of a box, for its colours.
pub(super) const fn class(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Trigger => "node trigger",
        NodeKind::Wait => "node wait",
        NodeKind::Message => "node message",
        NodeKind::Question => "node question",
        NodeKind::Branch => "node branch",
        NodeKind::Action => "node action",
        NodeKind::Call => "node call",
        NodeKind::Channel => "node channel",
        NodeKind::StopRule => "node stop-rule",
        NodeKind::End => "node end",
    }
}

/// The outline of a box; what it is can be told without its colour.
pub(super) fn outline(kind: NodeKind, corner: Point, width: f64, height: f64) -> String {
    let Point { x, y } = corner;
    let (right, foot, middle) = (x + width, y + height, y + height / 2.0);
    let slant = (height / 3.0).min(10.0);
    match kind {
        NodeKind::Trigger | NodeKind::End => rounded(corner, width, height, height.min(28.0) / 2.0),
        NodeKind::Wait => rounded(corner, width, height, 8.0),
        NodeKind::Message | NodeKind::Action => rounded(corner, width, height, 2.0),
        NodeKind::Question => {
            format!("M{:.1} {y:.1} H{right:.1} L{:.1} {foot:.1} H{x:.1} z", x + slant, right - slant)
        }
        NodeKind::Branch => format!(
            "M{:.1} {y:.1} H{:.1} L{right:.1} {middle:.1} L{:.1} {foot:.1} H{:.1} L{x:.1} {middle:.1} z",
            x + slant,
            right - slant,
            right - slant,
            x + slant
        ),
        NodeKind::Call => format!(
            "M{x:.1} {y:.1} H{right:.1} V{foot:.1} H{x:.1} z M{:.1} {y:.1} V{foot:.1} M{:.1} {y:.1} V{foot:.1}",
            x + 6.0,
            right - 6.0
        ),
        NodeKind::Channel => {
            format!("M{x:.1} {y:.1} H{right:.1} V{foot:.1} H{x:.1} L{:.1} {middle:.1} z", x + slant / 1.5)
        }
        NodeKind::StopRule => format!(
            "M{:.1} {y:.1} H{:.1} L{right:.1} {:.1} V{:.1} L{:.1} {foot:.1} H{:.1} L{x:.1} {:.1} V{:.1} z",
            x + slant,
            right - slant,
            y + slant,
            foot - slant,
            right - slant,
            x + slant,
            foot - slant,
            y + slant
        ),
    }
}

fn rounded(Point { x, y }: Point, width: f64, height: f64, radius: f64) -> String {
    let r = radius;
    format!(
        "M{:.1} {y:.1} h{:.1} a{r} {r} 0 0 1 {r} {r} v{:.1} a{r} {r} 0 0 1 -{r} {r} h-{:.1} a{r} {r} 0 0 1 -{r} -{r} v-{:.1} a{r} {r} 0 0 1 {r} -{r} z",
        x + r,
        width - 2.0 * r,
        height - 2.0 * r,
        width - 2.0 * r,
        height - 2.0 * r
    )
}

/// A way through points with round bends: each bend is drawn towards from the middles of its sides.
pub(super) fn path(points: &[Point]) -> String {
    let [first, rest @ ..] = points else { return String::new() };
    let mut out = format!("M{:.1} {:.1}", first.x, first.y);
    for (at, point) in rest.iter().enumerate() {
        match rest.get(at + 1) {
            Some(next) => {
                let middle = Point { x: (point.x + next.x) / 2.0, y: (point.y + next.y) / 2.0 };
                out.push_str(&format!(" Q{:.1} {:.1} {:.1} {:.1}", point.x, point.y, middle.x, middle.y));
            }
            None => out.push_str(&format!(" L{:.1} {:.1}", point.x, point.y)),
        }
    }
    out
}
