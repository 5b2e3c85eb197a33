//! Where lines meet the sides of boxes and labels.
//!
//! Takes a sorted grid; lines are spread around the middle of a side in the
//! order of their other ends, so that they do not cross there. Once everything
//! has its height, a line that is nearly straight is made so by moving its end
//! at the box a little.

use crate::render::draw::layout::grid::Grid;
use crate::render::draw::layout::grid::Holds;

/// Between two lines at the side of a box: where they are moved, where they are
/// spread, and where there is room.
const CLOSEST: f64 = 6.0;
const CLOSE: f64 = 9.0;
const WISHED: f64 = 14.0;
/// From the outermost line at the side of a box to its corner.
const CORNER: f64 = 6.0;
/// Between the two lines that meet the same side of a label.
const ENDS: f64 = 10.0;
/// A line's climb that is removed by moving its end.
const NEARLY: f64 = 8.0;

/// How high a box must be for so many lines to meet one of its sides.
pub fn least_height(lines: usize) -> f64 {
    match lines {
        0 => 0.0,
        lines => (lines - 1) as f64 * CLOSE + 2.0 * CORNER,
    }
}

/// Spreads the lines over the sides that they meet.
pub fn spread(grid: &mut Grid) {
    let places = grid.places();
    for slot in 0..grid.slots.len() {
        for right in [false, true] {
            let mut segments = grid.side(slot, right).to_vec();
            segments.sort_by_key(|&at| places[grid.segments[at].beyond(right)]);
            let gaps = segments.len().saturating_sub(1) as f64;
            let (height, step) = match grid.slots[slot].holds {
                Holds::Box(at) => {
                    let height = grid.boxes[at].height;
                    let room = (height - 2.0 * CORNER) / gaps.max(1.0);
                    (height, room.clamp(CLOSE, WISHED))
                }
                Holds::Label(_) => {
                    let height = grid.slots[slot].size.height;
                    (height, ENDS.min(height / 2.0))
                }
                Holds::Pass => (0.0, 0.0),
            };
            let first = (height - step * gaps) / 2.0;
            for (place, &at) in segments.iter().enumerate() {
                grid.segments[at].set_port(right, first + step * place as f64);
            }
        }
    }
}

/// Moves the ends of lines that are nearly straight, where the slots have these upper edges.
pub fn levelled(grid: &mut Grid, tops: &[f64]) {
    for number in 0..grid.boxes.len() {
        let height = grid.boxes[number].height;
        for right in [false, true] {
            let mut segments = grid.side(number, right).to_vec();
            segments.sort_by(|&a, &b| {
                let port = |at: usize| grid.segments[at].port(right);
                port(a).total_cmp(&port(b))
            });
            for (place, &at) in segments.iter().enumerate() {
                let segment = grid.segments[at];
                let climb = tops[segment.right] + segment.right_port
                    - tops[segment.left]
                    - segment.left_port;
                if climb.abs() > NEARLY {
                    continue;
                }
                let moved = segment.port(right) + if right { climb } else { -climb };
                let low = match place.checked_sub(1) {
                    Some(above) => grid.segments[segments[above]].port(right) + CLOSEST,
                    None => CORNER,
                };
                let high = match segments.get(place + 1) {
                    Some(&below) => grid.segments[below].port(right) - CLOSEST,
                    None => height - CORNER,
                };
                if moved >= low && moved <= high {
                    grid.segments[at].set_port(right, moved);
                }
            }
        }
    }
}
