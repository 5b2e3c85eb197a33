//! How far down each slot stands, so that lines are as straight as their order allows.
//!
//! Takes a sorted grid with ports; gives the upper edge of each slot, the
//! topmost at 0. Each column in turn is moved towards its neighbours; within a
//! column the best places that keep order and distance are found exactly, by
//! pooling slots that would overlap.

use crate::render::draw::layout::grid::Grid;

/// Rounds over all columns.
const ROUNDS: usize = 60;

/// Gives the upper edge of each slot.
pub fn tops(grid: &Grid) -> Vec<f64> {
    let mut tops = vec![0.0; grid.slots.len()];
    for column in &grid.columns {
        let offsets = offsets(grid, column);
        let height = column
            .last()
            .map_or(0.0, |&slot| grid.slots[slot].size.height)
            + offsets.last().copied().unwrap_or_default();
        for (&slot, offset) in column.iter().zip(&offsets) {
            tops[slot] = offset - height / 2.0;
        }
    }
    for round in 0..ROUNDS {
        for step in 0..grid.columns.len() {
            let column = if round % 2 == 0 {
                &grid.columns[step]
            } else {
                &grid.columns[grid.columns.len() - 1 - step]
            };
            settle(grid, column, &mut tops);
        }
    }
    let top = tops.iter().copied().fold(f64::INFINITY, f64::min);
    tops.iter().map(|at| at - top).collect()
}

/// The upper edges of a column's slots when they are stacked as closely as they may be.
fn offsets(grid: &Grid, column: &[usize]) -> Vec<f64> {
    let mut offsets = Vec::with_capacity(column.len());
    let mut at = 0.0;
    let mut above: Option<usize> = None;
    for &slot in column {
        if let Some(above) = above {
            at += grid.slots[above].size.height + grid.gap(above, slot);
        }
        offsets.push(at);
        above = Some(slot);
    }
    offsets
}

/// Moves a column's slots as near as may be to where their lines would be level.
fn settle(grid: &Grid, column: &[usize], tops: &mut [f64]) {
    // Pools of slots that touch: how many, their weight, the mean of their wishes.
    let mut pools: Vec<(usize, f64, f64)> = Vec::new();
    let offsets = offsets(grid, column);
    for (&slot, offset) in column.iter().zip(&offsets) {
        let (mut weight, mut sum) = (0.0, 0.0);
        let here = &grid.slots[slot];
        for &at in &here.left {
            let segment = &grid.segments[at];
            sum += tops[segment.left] + segment.left_port - segment.right_port;
            weight += 1.0;
        }
        for &at in &here.right {
            let segment = &grid.segments[at];
            sum += tops[segment.right] + segment.right_port - segment.left_port;
            weight += 1.0;
        }
        let mut pool = if weight > 0.0 {
            (1, weight, sum / weight - offset)
        } else {
            (1, 1e-3, tops[slot] - offset)
        };
        while let Some(&(count, other, wish)) = pools.last() {
            if wish <= pool.2 {
                break;
            }
            pools.pop();
            let both = other + pool.1;
            pool = (
                count + pool.0,
                both,
                (wish * other + pool.2 * pool.1) / both,
            );
        }
        pools.push(pool);
    }
    let mut slots = column.iter().zip(&offsets);
    for (count, _, wish) in pools {
        for (&slot, offset) in slots.by_ref().take(count) {
            tops[slot] = wish + offset;
        }
    }
}
