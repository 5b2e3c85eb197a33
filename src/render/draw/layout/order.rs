//! The order of the slots in each column, so that few lines cross.
//!
//! Starts from orders in which a tree has no crossing (depth first) and from the
//! one that was given, then sweeps
//! over the columns, each sorted by where its neighbours stand, and swaps
//! neighbouring slots while that helps. The order with the fewest crossings
//! wins; of equal ones the first.

use crate::render::draw::layout::grid::Grid;

/// Steps of work for one part of a picture; about a second of an optimised build.
const WORK: u64 = 150_000_000;
/// Sweeps from each starting order.
const SWEEPS: usize = 24;
/// Sweeps without gain after which a starting order is given up.
const PATIENCE: usize = 6;

/// Sorts the slots of each column; tells how often lines still cross.
pub fn sort(grid: &mut Grid) -> u64 {
    let links = Links::new(grid);
    let mut work = 0;
    let mut best: Option<(u64, Vec<Vec<usize>>)> = None;
    let starts = [
        links.depth_first(grid, false),
        links.depth_first(grid, true),
        grid.columns.clone(),
    ];
    for mut columns in starts {
        let mut places = places(&columns, grid.slots.len());
        let crossings = links.crossings(&columns, &places, &mut work);
        if best.as_ref().is_none_or(|(fewest, _)| crossings < *fewest) {
            best = Some((crossings, columns.clone()));
        }
        let mut fruitless = 0;
        for sweep in 0..SWEEPS {
            let fewest = best.as_ref().map_or(0, |(fewest, _)| *fewest);
            if fewest == 0 || work > WORK || fruitless >= PATIENCE {
                break;
            }
            let by_median = sweep % 4 >= 2;
            links.sweep(
                &mut columns,
                &mut places,
                sweep % 2 == 0,
                by_median,
                &mut work,
            );
            links.swap(&mut columns, &mut places, &mut work);
            let crossings = links.crossings(&columns, &places, &mut work);
            if crossings < fewest {
                best = Some((crossings, columns.clone()));
                fruitless = 0;
            } else {
                fruitless += 1;
            }
        }
    }
    let Some((fewest, columns)) = best else {
        return 0;
    };
    grid.columns = columns;
    fewest
}

fn places(columns: &[Vec<usize>], slots: usize) -> Vec<usize> {
    let mut places = vec![0; slots];
    for column in columns {
        note_places(column, &mut places);
    }
    places
}

fn note_places(column: &[usize], places: &mut [usize]) {
    for (place, &slot) in column.iter().enumerate() {
        places[slot] = place;
    }
}

/// The neighbours of each slot, in the columns to its left and right.
struct Links {
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
}

impl Links {
    fn new(grid: &Grid) -> Links {
        let beyond = |right| {
            (0..grid.slots.len())
                .map(|slot| grid.beyond(slot, right).collect())
                .collect()
        };
        Links {
            left: beyond(false),
            right: beyond(true),
        }
    }

    /// Columns in the order in which a depth-first walk meets their slots.
    fn depth_first(&self, grid: &Grid, largest_first: bool) -> Vec<Vec<usize>> {
        let mut columns: Vec<Vec<usize>> = vec![Vec::new(); grid.columns.len()];
        let mut seen = vec![false; grid.slots.len()];
        let lines = |slot: usize| self.left[slot].len() + self.right[slot].len();
        let mut starts: Vec<usize> = (0..grid.slots.len()).collect();
        starts.sort_by_key(|&slot| std::cmp::Reverse(lines(slot)));
        for start in starts {
            let mut stack = vec![start];
            while let Some(slot) = stack.pop() {
                if seen[slot] {
                    continue;
                }
                seen[slot] = true;
                columns[grid.slots[slot].column].push(slot);
                let mut next: Vec<usize> = self.left[slot]
                    .iter()
                    .chain(&self.right[slot])
                    .copied()
                    .filter(|&slot| !seen[slot])
                    .collect();
                if largest_first {
                    next.sort_by_key(|&slot| lines(slot));
                } else {
                    next.reverse();
                }
                stack.extend(next);
            }
        }
        columns
    }

    fn crossings(&self, columns: &[Vec<usize>], places: &[usize], work: &mut u64) -> u64 {
        let mut crossings = 0;
        let mut ends = Vec::new();
        let mut met = Vec::new();
        for pair in columns.windows(2) {
            ends.clear();
            for &slot in &pair[0] {
                let first = ends.len();
                ends.extend(self.right[slot].iter().map(|&slot| places[slot]));
                ends[first..].sort_unstable();
            }
            // How many earlier lines end further down: a Fenwick tree over the right column.
            met.clear();
            met.resize(pair[1].len() + 1, 0_u64);
            for (before, &end) in ends.iter().enumerate() {
                let mut not_below = 0;
                let mut at = end + 1;
                while at > 0 {
                    not_below += met[at];
                    at &= at - 1;
                }
                crossings += before as u64 - not_below;
                let mut at = end + 1;
                while at < met.len() {
                    met[at] += 1;
                    at += at & at.wrapping_neg();
                }
            }
            *work += 8 * ends.len() as u64;
        }
        crossings
    }

    /// Sorts each column by where its neighbours on the side already swept stand.
    fn sweep(
        &self,
        columns: &mut [Vec<usize>],
        places: &mut [usize],
        rightwards: bool,
        by_median: bool,
        work: &mut u64,
    ) {
        let links = if rightwards { &self.left } else { &self.right };
        for step in 0..columns.len() {
            let column = if rightwards {
                &mut columns[step]
            } else {
                let last = columns.len() - 1;
                &mut columns[last - step]
            };
            let mut wishes: Vec<(f64, usize)> = Vec::new();
            let mut free = Vec::new();
            for (place, &slot) in column.iter().enumerate() {
                let mut ends: Vec<usize> = links[slot].iter().map(|&slot| places[slot]).collect();
                *work += 4 * ends.len() as u64 + 4;
                if ends.is_empty() {
                    continue;
                }
                ends.sort_unstable();
                let wish = if by_median {
                    let middle = ends.len() / 2;
                    if ends.len() % 2 == 1 {
                        ends[middle] as f64
                    } else {
                        (ends[middle - 1] + ends[middle]) as f64 / 2.0
                    }
                } else {
                    ends.iter().sum::<usize>() as f64 / ends.len() as f64
                };
                wishes.push((wish, slot));
                free.push(place);
            }
            // Stable: slots with the same wish keep their order. Those without one keep their place.
            wishes.sort_by(|(a, _), (b, _)| a.total_cmp(b));
            for (place, (_, slot)) in free.into_iter().zip(wishes) {
                column[place] = slot;
            }
            note_places(column, places);
        }
    }

    /// Swaps slots that follow one another while fewer lines cross.
    fn swap(&self, columns: &mut [Vec<usize>], places: &mut [usize], work: &mut u64) {
        for _ in 0..8 {
            let mut gained = false;
            for column in columns.iter_mut() {
                for place in 1..column.len() {
                    if *work > WORK {
                        return;
                    }
                    let (above, below) = (column[place - 1], column[place]);
                    let (mut now, mut then) = (0, 0);
                    for links in [&self.left, &self.right] {
                        let (a, b) = (&links[above], &links[below]);
                        *work += (a.len() * b.len()) as u64 + 2;
                        for &x in a {
                            for &y in b {
                                now += u32::from(places[x] > places[y]);
                                then += u32::from(places[x] < places[y]);
                            }
                        }
                    }
                    if then < now {
                        column.swap(place - 1, place);
                        places[above] = place;
                        places[below] = place - 1;
                        gained = true;
                    }
                }
            }
            if !gained {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::render::draw::layout::grid::Grid;
    use crate::render::draw::layout::order;
    use crate::render::draw::layout::ranks;
    use crate::render::draw::layout::tests::random;

    /// Compares every two lines between the same columns.
    fn counted_slowly(grid: &Grid) -> u64 {
        let places = grid.places();
        let mut crossings = 0;
        for (at, one) in grid.segments.iter().enumerate() {
            for other in &grid.segments[at + 1..] {
                let same = grid.slots[one.left].column == grid.slots[other.left].column;
                let left = places[one.left].cmp(&places[other.left]);
                let right = places[one.right].cmp(&places[other.right]);
                crossings += u64::from(same && left.is_lt() && right.is_gt());
                crossings += u64::from(same && left.is_gt() && right.is_lt());
            }
        }
        crossings
    }

    #[test]
    fn crossings_are_counted_right_and_never_become_more() {
        for seed in 0..60 {
            let wish = random(seed);
            // Without regard to parts, which this module need not be connected for.
            let ranks: Vec<i32> = (0..wish.boxes.len() as i32).map(|at| at % 4).collect();
            let mut grid = Grid::new(&wish, &ranks);
            let before = counted_slowly(&grid);
            let after = order::sort(&mut grid);
            assert_eq!(after, counted_slowly(&grid), "seed {seed}");
            assert!(after <= before, "seed {seed}: {after} of {before}");
        }
    }

    #[test]
    fn every_choice_of_columns_has_a_column_for_each_box() {
        for seed in 0..60 {
            let wish = random(seed);
            for part in crate::render::draw::layout::parts::parts(&wish) {
                for ranks in ranks::choices(&part.wish) {
                    assert_eq!(ranks.len(), part.wish.boxes.len());
                    let last = ranks.iter().max().copied().unwrap_or_default();
                    assert!((0..=last).all(|rank| ranks.contains(&rank)), "seed {seed}");
                }
            }
        }
    }
}
