//! What a choice of columns costs, and how to make it cheaper.
//!
//! Joins between neighbouring columns cost nothing, those within a column or
//! past others do; high columns cost more than several low ones. Boxes are
//! moved one by one while that helps.

use crate::render::draw::layout::graph::Graph;
use crate::render::draw::layout::graph::Tie;

/// Rounds of improvement at most; mostly two or three do.
const ROUNDS: usize = 12;

/// What a join within a column costs, beside one to the next column.
const WITHIN: f64 = 1.5;
/// What each column costs that a join passes.
const PASSED: f64 = 2.0;
/// What a column of boxes costs, so that the picture is not drawn out.
const COLUMN: f64 = 1.5;
/// What the square of a column's height costs, counted in boxes.
const HEIGHT: f64 = 0.03;

/// Where a box may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freedom {
    At,
    /// At this many columns from the middle, left or right.
    Either(i32),
    Anywhere,
}

/// A choice of ranks and what it costs; a box is moved in time proportional to its joins.
pub struct Weighed<'a> {
    graph: &'a Graph,
    pub ranks: Vec<i32>,
    /// Added to a rank to find its column of boxes below.
    shift: i32,
    /// Heights of the columns: labels left of a rank's boxes at 2 r, the boxes at 2 r + 1.
    columns: Vec<f64>,
    boxes_in: Vec<usize>,
    squares: f64,
    joins: f64,
    used: f64,
}

impl<'a> Weighed<'a> {
    pub fn new(graph: &'a Graph, ranks: &[i32]) -> Weighed<'a> {
        let ranks = squeezed(ranks);
        let reach = ranks.iter().map(|rank| rank.abs()).max().unwrap_or(0);
        // Room for boxes that move further out.
        let shift = reach + ROUNDS as i32 + 1;
        let mut weighed = Weighed {
            graph,
            ranks,
            shift,
            columns: vec![0.0; 4 * shift as usize + 3],
            boxes_in: vec![0; 2 * shift as usize + 1],
            squares: 0.0,
            joins: 0.0,
            used: 0.0,
        };
        for at in 0..graph.len() {
            weighed.count_box(at, 1.0);
            for tie in &graph.neighbours[at] {
                if tie.to > at {
                    weighed.count_tie(at, tie, 1.0);
                }
            }
        }
        weighed
    }

    pub fn cost(&self) -> f64 {
        self.joins + HEIGHT * self.squares + COLUMN * self.used
    }

    fn grow(&mut self, column: usize, height: f64) {
        let before = self.columns[column];
        let after = before + height;
        self.columns[column] = after;
        self.squares += after * after - before * before;
    }

    fn count_box(&mut self, at: usize, sign: f64) {
        let rank = (self.ranks[at] + self.shift) as usize;
        self.grow(2 * rank + 1, sign * self.graph.heights[at]);
        if sign > 0.0 {
            self.boxes_in[rank] += 1;
            if self.boxes_in[rank] == 1 {
                self.used += 1.0;
            }
        } else {
            self.boxes_in[rank] -= 1;
            if self.boxes_in[rank] == 0 {
                self.used -= 1.0;
            }
        }
    }

    fn count_tie(&mut self, at: usize, tie: &Tie, sign: f64) {
        let (a, b) = (self.ranks[at], self.ranks[tie.to]);
        let (low, high) = (a.min(b), a.max(b));
        let span = high - low;
        let first = (low + self.shift) as usize;
        if span == 0 {
            self.joins += sign * WITHIN * tie.joins;
            // The label of a join within a column stands on the outer side.
            let column = if low < 0 { 2 * first } else { 2 * first + 2 };
            self.grow(column, sign * tie.labels);
        } else {
            let passed = f64::from(span - 1);
            self.joins += sign * PASSED * passed * tie.joins;
            let label = 2 * (first + (span as usize - 1) / 2) + 2;
            self.grow(label, sign * tie.labels);
        }
    }

    fn move_box(&mut self, at: usize, rank: i32) {
        let graph = self.graph;
        self.count_box(at, -1.0);
        for tie in &graph.neighbours[at] {
            self.count_tie(at, tie, -1.0);
        }
        self.ranks[at] = rank;
        self.count_box(at, 1.0);
        for tie in &graph.neighbours[at] {
            self.count_tie(at, tie, 1.0);
        }
    }

    /// Moves single boxes while that makes the whole cheaper.
    pub fn improve(&mut self, freedom: &[Freedom]) {
        for _ in 0..ROUNDS {
            let mut moved = false;
            for (at, free) in freedom.iter().enumerate() {
                let here = self.ranks[at];
                let mut places: Vec<i32> = match *free {
                    Freedom::At => Vec::new(),
                    Freedom::Either(distance) => vec![-distance, distance],
                    Freedom::Anywhere => self.graph.neighbours[at]
                        .iter()
                        .map(|tie| self.ranks[tie.to])
                        .flat_map(|rank| [rank - 1, rank, rank + 1])
                        .collect(),
                };
                places.sort_unstable();
                places.dedup();
                let mut best = (self.cost(), here);
                for place in places {
                    if place == here || place.abs() >= self.shift {
                        continue;
                    }
                    self.move_box(at, place);
                    let cost = self.cost();
                    if cost < best.0 - 1e-6 {
                        best = (cost, place);
                    }
                }
                self.move_box(at, best.1);
                moved |= best.1 != here;
            }
            if !moved {
                break;
            }
        }
    }
}

/// Closes gaps, alike on both sides of 0, so that far-fetched hints cost no memory.
pub fn squeezed(ranks: &[i32]) -> Vec<i32> {
    let mut used: Vec<u32> = ranks.iter().map(|rank| rank.unsigned_abs()).collect();
    used.push(0);
    used.sort_unstable();
    used.dedup();
    ranks
        .iter()
        .map(|rank| {
            let distance = used.partition_point(|other| *other < rank.unsigned_abs()) as i32;
            distance * rank.signum()
        })
        .collect()
}
