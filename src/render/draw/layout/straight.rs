//! Which lines are drawn straight: slots along them are moved as one.
//!
//! Takes a sorted grid with ports; gives for each slot its strand and its place
//! in it. A strand has one slot in each of some neighbouring columns. No two
//! straight segments cross, so that of two strands one is above the other
//! wherever they meet.

use crate::render::draw::layout::grid::Grid;
use crate::render::draw::layout::grid::Holds;

/// How much is made straight: straight lines need room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Straight {
    /// Lines that pass columns, lines that are alone at a box's side, the middle one of a fan.
    Fans,
    /// Without fans.
    Alone,
    /// Nothing for its own sake.
    Nothing,
}

/// Slots that move as one.
pub struct Strands {
    pub count: usize,
    /// The strand of each slot.
    pub of: Vec<usize>,
    /// The upper edge of each slot, from the place of its strand.
    pub offsets: Vec<f64>,
}

impl Strands {
    /// Every slot by itself.
    pub fn loose(grid: &Grid) -> Strands {
        Strands {
            count: grid.slots.len(),
            of: (0..grid.slots.len()).collect(),
            offsets: vec![0.0; grid.slots.len()],
        }
    }

    /// Chooses the segments that deserve most to be straight.
    pub fn new(grid: &Grid, straight: Straight) -> Strands {
        let most = match straight {
            Straight::Fans => u32::MAX,
            Straight::Alone => 1,
            Straight::Nothing => return Strands::loose(grid),
        };
        let mut segments: Vec<(u32, usize)> = (0..grid.segments.len())
            .filter_map(|at| rank(grid, at).map(|rank| (rank, at)))
            .filter(|(rank, _)| *rank <= most)
            .collect();
        segments.sort_unstable();
        let places = grid.places();
        let mut chosen: Vec<Vec<(usize, usize)>> = vec![Vec::new(); grid.columns.len()];
        let mut next: Vec<Option<usize>> = vec![None; grid.slots.len()];
        let mut is_first = vec![true; grid.slots.len()];
        for (_, at) in segments {
            let segment = &grid.segments[at];
            let here = (places[segment.left], places[segment.right]);
            let gutter = &mut chosen[grid.slots[segment.left].column];
            let apart = gutter.iter().all(|other| {
                (here.0 < other.0) == (here.1 < other.1) && here.0 != other.0 && here.1 != other.1
            });
            if apart {
                gutter.push(here);
                next[segment.left] = Some(at);
                is_first[segment.right] = false;
            }
        }

        let mut strands = Strands {
            count: 0,
            of: vec![0; grid.slots.len()],
            offsets: vec![0.0; grid.slots.len()],
        };
        for first in (0..grid.slots.len()).filter(|&slot| is_first[slot]) {
            let (mut slot, mut offset) = (first, 0.0);
            loop {
                strands.of[slot] = strands.count;
                strands.offsets[slot] = offset;
                let Some(at) = next[slot] else { break };
                let segment = &grid.segments[at];
                offset += segment.left_port - segment.right_port;
                slot = segment.right;
            }
            strands.count += 1;
        }
        strands
    }
}

/// How much a segment deserves to be straight, 0 most; some had better not be.
fn rank(grid: &Grid, at: usize) -> Option<u32> {
    let segment = &grid.segments[at];
    let (left, right) = (&grid.slots[segment.left], &grid.slots[segment.right]);
    // A line that turns back at its label meets it off the middle.
    let turns = |slot: usize, on_left: bool| {
        let slot = &grid.slots[slot];
        let lines = if on_left { &slot.left } else { &slot.right };
        !matches!(slot.holds, Holds::Box(_)) && lines.len() > 1
    };
    if turns(segment.left, false) || turns(segment.right, true) {
        return None;
    }
    let (lines, port, height) = match (left.holds, right.holds) {
        (Holds::Box(number), _) => (
            left.right.len(),
            segment.left_port,
            grid.boxes[number].height,
        ),
        (_, Holds::Box(number)) => (
            right.left.len(),
            segment.right_port,
            grid.boxes[number].height,
        ),
        // Along a line that passes columns.
        (Holds::Label(_) | Holds::Pass, Holds::Label(_) | Holds::Pass) => return Some(0),
    };
    // The middle one of a fan, if there is one; both sides of the fan then look alike.
    let in_the_middle = (port - height / 2.0).abs() < 0.01;
    in_the_middle.then_some(lines as u32)
}
