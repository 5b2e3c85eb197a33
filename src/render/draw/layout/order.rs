//! The order of the slots in each column, so that few lines cross.
//!
//! Starts from orders in which a tree has no crossing (depth first), from the
//! one that was given and, with more effort, from shuffled ones. Sweeps over the
//! columns, each sorted by where its neighbours stand, and moves single slots
//! while that helps. At last the best order so far is shaken a little and
//! mended, again and again. The order with the fewest crossings wins.

use crate::render::draw::layout::grid::Grid;

/// Steps of work for one part of a picture; about a second of an optimised build.
const WORK: u64 = 150_000_000;
/// Sweeps from each starting order.
const SWEEPS: usize = 24;
/// Sweeps without gain after which a starting order is given up.
const PATIENCE: usize = 6;
/// Places that a single slot is moved at most, by effort.
const NEAR: usize = 3;
const FAR: usize = 10;
/// Rounds of moving single slots.
const ROUNDS: usize = 8;
/// Shuffled starting orders, and shakes of the best order, where no effort is spared.
const SHUFFLED: usize = 8;
const SHAKEN: usize = 60;
/// One in so many slots of a column is moved by a shake.
const MOVED: usize = 16;

/// How long to look for a better order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// To compare choices of columns.
    Quick,
    /// For what will be shown.
    Thorough,
}

/// Sorts the slots of each column; tells how often lines still cross.
pub fn sort(grid: &mut Grid, effort: Effort) -> u64 {
    let links = Links::new(grid);
    let mut shuffle = Shuffle(1);
    let mut starts = vec![
        links.depth_first(grid, false),
        links.depth_first(grid, true),
        grid.columns.clone(),
    ];
    let shaken = match effort {
        Effort::Quick => 0,
        Effort::Thorough => {
            for _ in 0..SHUFFLED {
                let mut columns = grid.columns.clone();
                for column in &mut columns {
                    let slots = column.len();
                    shuffle.mix(column, slots);
                }
                starts.push(columns);
            }
            SHAKEN
        }
    };
    let mut search = Search {
        links: &links,
        places: vec![0; grid.slots.len()],
        work: 0,
        reach: match effort {
            Effort::Quick => NEAR,
            Effort::Thorough => FAR,
        },
    };
    let mut best = (u64::MAX, grid.columns.clone());
    for start in starts {
        if best.0 > 0 && !search.is_over() {
            search.improve(start, &mut best);
        }
    }
    for _ in 0..shaken {
        if best.0 == 0 || search.is_over() {
            break;
        }
        let mut columns = best.1.clone();
        for column in &mut columns {
            let slots = column.len() / MOVED + 1;
            shuffle.mix(column, slots);
        }
        search.mend(columns, &mut best);
    }
    grid.columns = best.1;
    best.0
}

/// Numbers that look random and are the same every time (a linear congruential generator).
struct Shuffle(u64);

impl Shuffle {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    /// Swaps some slots of a column, so many times.
    fn mix(&mut self, column: &mut [usize], times: usize) {
        for _ in 0..times {
            if column.len() > 1 {
                let (a, b) = (self.below(column.len()), self.below(column.len()));
                column.swap(a, b);
            }
        }
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
}

/// Orders that are tried, and the steps that this took.
struct Search<'a> {
    links: &'a Links,
    /// Of each slot in its column, for the order at hand.
    places: Vec<usize>,
    work: u64,
    /// How many places a single slot is moved at most.
    reach: usize,
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        self.work > WORK
    }

    /// Sweeps and sifts; keeps what is better than the best so far.
    fn improve(&mut self, mut columns: Vec<Vec<usize>>, best: &mut (u64, Vec<Vec<usize>>)) {
        self.note_all(&columns);
        self.keep(&columns, best);
        let mut fruitless = 0;
        for sweep in 0..SWEEPS {
            if best.0 == 0 || self.is_over() || fruitless >= PATIENCE {
                break;
            }
            self.sweep(&mut columns, sweep % 2 == 0, sweep % 4 >= 2);
            self.sift(&mut columns);
            if self.keep(&columns, best) {
                fruitless = 0;
            } else {
                fruitless += 1;
            }
        }
    }

    /// Only sifts.
    fn mend(&mut self, mut columns: Vec<Vec<usize>>, best: &mut (u64, Vec<Vec<usize>>)) {
        self.note_all(&columns);
        self.sift(&mut columns);
        self.keep(&columns, best);
    }

    /// Tells whether an order is better than the best so far, which it then is.
    fn keep(&mut self, columns: &[Vec<usize>], best: &mut (u64, Vec<Vec<usize>>)) -> bool {
        let crossings = self.crossings(columns);
        let better = crossings < best.0;
        if better {
            *best = (crossings, columns.to_vec());
        }
        better
    }

    fn note_all(&mut self, columns: &[Vec<usize>]) {
        for column in columns {
            self.note(column);
        }
    }

    fn note(&mut self, column: &[usize]) {
        for (place, &slot) in column.iter().enumerate() {
            self.places[slot] = place;
        }
    }

    fn crossings(&mut self, columns: &[Vec<usize>]) -> u64 {
        let mut crossings = 0;
        let mut ends = Vec::new();
        let mut met = Vec::new();
        for pair in columns.windows(2) {
            ends.clear();
            for &slot in &pair[0] {
                let first = ends.len();
                ends.extend(self.links.right[slot].iter().map(|&slot| self.places[slot]));
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
            self.work += 8 * ends.len() as u64;
        }
        crossings
    }

    /// Sorts each column by where its neighbours on the side already swept stand.
    fn sweep(&mut self, columns: &mut [Vec<usize>], rightwards: bool, by_median: bool) {
        let links = if rightwards {
            &self.links.left
        } else {
            &self.links.right
        };
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
                let mut ends: Vec<usize> =
                    links[slot].iter().map(|&slot| self.places[slot]).collect();
                self.work += 4 * ends.len() as u64 + 4;
                if ends.is_empty() {
                    continue;
                }
                ends.sort_unstable();
                let wish = if by_median {
                    (ends[(ends.len() - 1) / 2] + ends[ends.len() / 2]) as f64 / 2.0
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
            self.note(column);
        }
    }

    /// Moves single slots to where in their columns the fewest lines cross.
    fn sift(&mut self, columns: &mut [Vec<usize>]) {
        for _ in 0..ROUNDS {
            let mut moved = false;
            for column in columns.iter_mut() {
                for slot in column.clone() {
                    if self.is_over() {
                        return;
                    }
                    moved |= self.sift_slot(column, slot);
                }
            }
            if !moved {
                break;
            }
        }
    }

    fn sift_slot(&mut self, column: &mut [usize], slot: usize) -> bool {
        let here = self.places[slot];
        let mut best = (0, here);
        let mut change = 0;
        let reach = self.reach;
        for place in (here.saturating_sub(reach)..here).rev() {
            change += self.change(column[place], slot);
            if change < best.0 {
                best = (change, place);
            }
        }
        change = 0;
        for (place, &other) in column.iter().enumerate().skip(here + 1).take(reach) {
            change += self.change(slot, other);
            if change < best.0 {
                best = (change, place);
            }
        }
        let there = best.1;
        if there < here {
            column[there..=here].rotate_right(1);
        } else {
            column[here..=there].rotate_left(1);
        }
        for (place, &slot) in column
            .iter()
            .enumerate()
            .take(here.max(there) + 1)
            .skip(here.min(there))
        {
            self.places[slot] = place;
        }
        there != here
    }

    /// How many crossings more there are when two slots change places, while no line meets what is between.
    fn change(&mut self, above: usize, below: usize) -> i64 {
        let mut change = 0;
        for links in [&self.links.left, &self.links.right] {
            let (a, b) = (&links[above], &links[below]);
            self.work += (a.len() * b.len()) as u64 + 2;
            for &x in a {
                for &y in b {
                    let (x, y) = (self.places[x], self.places[y]);
                    change += i64::from(x < y) - i64::from(x > y);
                }
            }
        }
        change
    }
}

#[cfg(test)]
mod tests {
    use crate::render::draw::layout::grid::Grid;
    use crate::render::draw::layout::order;
    use crate::render::draw::layout::order::Effort;
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
            let after = order::sort(&mut grid, Effort::Thorough);
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
