//! How far down each slot stands, so that lines are as straight as their order allows.
//!
//! Takes a sorted grid with ports; gives the upper edge of each slot, the
//! topmost at 0. Lines that may be straight are made so first ([`straight`]);
//! what is then moved as one is drawn towards what it is joined with, by the
//! least squares, while the order in every column is kept ([`settle`]). At last
//! labels are made level with one end of their line where there is room, so that
//! a line has one bend and not two.
//!
//! [`straight`]: crate::render::draw::layout::straight
//! [`settle`]: crate::render::draw::layout::settle

use crate::render::draw::layout::grid::Grid;
use crate::render::draw::layout::grid::Holds;
use crate::render::draw::layout::settle::Apart;
use crate::render::draw::layout::settle::Settler;
use crate::render::draw::layout::straight::Straight;
use crate::render::draw::layout::straight::Strands;

/// Rounds of drawing things together, at most.
const ROUNDS: usize = 150;
/// Steps of work for one part of a picture; about half a second of an optimised build.
const WORK: u64 = 60_000_000;
/// A round in which nothing moves further than this, in pixels, is the last.
const STILL: f64 = 0.02;

/// Gives the upper edge of each slot.
pub fn tops(grid: &Grid, straight: Straight) -> Vec<f64> {
    let mut strands = Strands::new(grid, straight);
    let mut settler = settler(grid, &strands);
    if !settler.is_sound() {
        // Cannot happen while straight segments do not cross; and if, lines only bend more.
        strands = Strands::loose(grid);
        settler = self::settler(grid, &strands);
    }
    let pulls = pulls(grid, &strands);
    let mut places = stacked(grid, &strands, &settler);
    draw_together(&settler, &pulls, &mut places);
    level_labels(grid, &strands, &settler, &mut places);

    let tops: Vec<f64> = (0..grid.slots.len())
        .map(|slot| places[strands.of[slot]] + strands.offsets[slot])
        .collect();
    let top = tops.iter().copied().fold(f64::INFINITY, f64::min);
    tops.iter().map(|at| at - top).collect()
}

/// What follows from the order in each column.
fn settler(grid: &Grid, strands: &Strands) -> Settler {
    let constraints = grid
        .columns
        .iter()
        .flat_map(|column| column.windows(2))
        .map(|pair| {
            let (above, below) = (pair[0], pair[1]);
            let apart = grid.slots[above].size.height + grid.gap(above, below);
            Apart {
                above: strands.of[above],
                below: strands.of[below],
                gap: apart + strands.offsets[above] - strands.offsets[below],
            }
        })
        .collect();
    Settler::new(strands.count, constraints)
}

/// Every column stacked as closely as may be, its middle at 0.
fn stacked(grid: &Grid, strands: &Strands, settler: &Settler) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); strands.count];
    for column in &grid.columns {
        let mut tops = Vec::with_capacity(column.len());
        let mut at = 0.0;
        for (place, &slot) in column.iter().enumerate() {
            if place > 0 {
                at += grid.gap(column[place - 1], slot);
            }
            tops.push(at);
            at += grid.slots[slot].size.height;
        }
        for (&slot, top) in column.iter().zip(tops) {
            let (sum, count) = &mut sums[strands.of[slot]];
            *sum += top - at / 2.0 - strands.offsets[slot];
            *count += 1.0;
        }
    }
    let wishes: Vec<f64> = sums.iter().map(|(sum, count)| sum / count).collect();
    let weights: Vec<f64> = sums.iter().map(|(_, count)| *count).collect();
    settler.settled(&wishes, &weights, &mut 0)
}

/// A line that bends, as a spring: it would have `b` at the place of `a` plus `offset`.
struct Pull {
    a: usize,
    b: usize,
    offset: f64,
}

fn pulls(grid: &Grid, strands: &Strands) -> Vec<Pull> {
    grid.segments
        .iter()
        .map(|segment| {
            let (a, b) = (strands.of[segment.left], strands.of[segment.right]);
            let at_left = strands.offsets[segment.left] + segment.left_port;
            let at_right = strands.offsets[segment.right] + segment.right_port;
            Pull {
                a,
                b,
                offset: at_left - at_right,
            }
        })
        .filter(|pull| pull.a != pull.b)
        .collect()
}

/// Moves everything towards what it is joined with.
///
/// Steps down the slope of the sum of squares, with momentum (Beck and
/// Teboulle's FISTA), each followed by what keeps things apart.
fn draw_together(settler: &Settler, pulls: &[Pull], places: &mut Vec<f64>) {
    let mut weights = vec![1e-3; places.len()];
    for pull in pulls {
        weights[pull.a] += 1.0;
        weights[pull.b] += 1.0;
    }
    let mut ahead = places.clone();
    let mut momentum = 1.0_f64;
    let mut work = 0;
    for _ in 0..ROUNDS {
        let mut slope = vec![0.0; places.len()];
        for pull in pulls {
            let apart = ahead[pull.b] - ahead[pull.a] - pull.offset;
            slope[pull.a] -= apart;
            slope[pull.b] += apart;
        }
        let wishes: Vec<f64> = ahead
            .iter()
            .zip(&slope)
            .zip(&weights)
            .map(|((at, slope), weight)| at - 0.5 * slope / weight)
            .collect();
        let settled = settler.settled(&wishes, &weights, &mut work);
        let next = (1.0 + (1.0 + 4.0 * momentum * momentum).sqrt()) / 2.0;
        let beyond = (momentum - 1.0) / next;
        momentum = next;
        let mut furthest = 0.0_f64;
        for (at, place) in settled.iter().enumerate() {
            let step = place - places[at];
            furthest = furthest.max(step.abs());
            ahead[at] = place + beyond * step;
        }
        *places = settled;
        if furthest < STILL || work > WORK {
            break;
        }
    }
    settler.keep_apart(places);
}

/// Makes labels that move by themselves level with one of the boxes on their line, where there is room.
fn level_labels(grid: &Grid, strands: &Strands, settler: &Settler, places: &mut [f64]) {
    let mut members = vec![0; strands.count];
    for &strand in &strands.of {
        members[strand] += 1;
    }
    for _ in 0..3 {
        for slot in grid.columns.iter().flatten().copied() {
            let strand = strands.of[slot];
            let here = &grid.slots[slot];
            if members[strand] != 1 || !matches!(here.holds, Holds::Label(_)) {
                continue;
            }
            let (&[left], &[right]) = (here.left.as_slice(), here.right.as_slice()) else {
                continue;
            };
            let place = |slot: usize| places[strands.of[slot]] + strands.offsets[slot];
            let before = &grid.segments[left];
            let after = &grid.segments[right];
            let levels = [
                place(before.left) + before.left_port - before.right_port,
                place(after.right) + after.right_port - after.left_port,
            ];
            let (up, down) = settler.room(strand, places);
            let now = places[strand];
            let best = levels
                .into_iter()
                .filter(|level| *level >= up && *level <= down)
                .min_by(|a, b| (a - now).abs().total_cmp(&(b - now).abs()));
            if let Some(level) = best {
                places[strand] = level;
            }
        }
    }
}
