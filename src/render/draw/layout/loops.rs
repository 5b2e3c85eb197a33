//! Joins of a box with itself: they hang beneath it, one label under the other.
//!
//! The first line goes straight down from the box to its label and back up; each
//! further one passes outside the labels above it. Their room is part of the
//! box's slot, so that nothing else can come into it.

use crate::render::draw::layout::Curve;
use crate::render::draw::layout::Piece;
use crate::render::draw::layout::Point;
use crate::render::draw::layout::Rect;
use crate::render::draw::layout::Size;

/// From the box to the first label: an arrow head and a little more.
const DROP: f64 = 16.0;
/// What of that is straight: 12 pixels, and one more against rounding.
const HEAD: f64 = 13.0;
/// Between a label and the next, and between a line and a label that it passes.
const APART: f64 = 7.0;
/// From the outermost line to the corner of the box.
const CORNER: f64 = 6.0;

/// Where a join hangs, from the middle of the box's lower border.
#[derive(Debug, Clone, Copy)]
struct Hung {
    /// Half the distance between the two upright lines.
    track: f64,
    top: f64,
    label: Size,
}

/// The joins of one box with itself.
#[derive(Debug, Clone)]
pub struct Loops {
    hung: Vec<Hung>,
    /// What the box must be wide at least, for all lines to reach it.
    pub least_width: f64,
    /// What hangs beneath the box; nothing for a box without such joins.
    pub size: Size,
}

impl Loops {
    /// Hangs labels of these sizes one under the other.
    pub fn new(labels: &[Size]) -> Loops {
        let mut hung: Vec<Hung> = Vec::new();
        let (mut bottom, mut width) = (0.0_f64, 0.0_f64);
        for &label in labels {
            let track = match hung.last() {
                // A narrow label keeps its two lines apart, a wide one does not draw them out.
                None => (label.width / 4.0).clamp(8.0, 20.0),
                Some(above) => above.track.max(above.label.width / 2.0) + APART,
            };
            // A line that cannot come down well inside the label's width passes well outside it.
            let half = label.width / 2.0;
            let track = if track + 2.0 < half {
                track
            } else {
                track.max(half + 4.0)
            };
            let top = bottom + if hung.is_empty() { DROP } else { APART };
            hung.push(Hung { track, top, label });
            bottom = top + label.height;
            width = width.max(label.width).max(2.0 * track);
        }
        let least_width = match hung.last() {
            Some(last) => 2.0 * (last.track + CORNER),
            None => 0.0,
        };
        Loops {
            hung,
            least_width,
            size: Size {
                width,
                height: bottom,
            },
        }
    }

    /// Draws the given one for a box whose lower border has its middle at `at`.
    pub fn drawn(&self, number: usize, at: Point) -> (Rect, Curve, Curve) {
        let Hung { track, top, label } = self.hung[number];
        let rect = Rect {
            x: at.x - label.width / 2.0,
            y: at.y + top,
            width: label.width,
            height: label.height,
        };
        let half = |side: f64| {
            let x = at.x + side * track;
            let start = Point { x, y: at.y };
            // Straight down to the label's upper edge where that is wide enough, else around to its side.
            let pieces = if track < label.width / 2.0 {
                vec![Piece::Line(Point { x, y: rect.y })]
            } else {
                let end = Point {
                    x: at.x + side * label.width / 2.0,
                    y: rect.y + label.height / 2.0,
                };
                // The bend begins as low as it can: it must pass the label above.
                let bend = (end.y - 10.0).max(at.y + HEAD).min(end.y);
                let bend = if number > 0 {
                    bend.max(rect.y - APART)
                } else {
                    bend
                };
                vec![
                    Piece::Line(Point { x, y: bend }),
                    Piece::Cubic(Point { x, y: end.y }, Point { x, y: end.y }, end),
                ]
            };
            Curve { start, pieces }
        };
        (rect, half(-1.0), half(1.0).reversed())
    }
}
