//! Which boxes are joined, apart from where anything stands.
//!
//! Takes a wish whose boxes are all connected; gives neighbours, hops and what
//! falls apart without a box, for the choice of columns.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::render::draw::layout::Wish;

/// Which boxes are joined, and how high what joins them is; heights count in typical boxes.
pub struct Graph {
    pub neighbours: Vec<Vec<Tie>>,
    pub heights: Vec<f64>,
    pub is_tree: bool,
}

/// All joins of a box with another one.
pub struct Tie {
    pub to: usize,
    pub joins: f64,
    pub labels: f64,
}

impl Graph {
    pub fn new(wish: &Wish) -> Graph {
        let mut pairs: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
        for join in wish.joins.iter().filter(|join| join.from != join.to) {
            let pair = (join.from.min(join.to), join.from.max(join.to));
            let (joins, labels) = pairs.entry(pair).or_default();
            *joins += 1.0;
            *labels += join.label.height + wish.spacing.labels;
        }
        let total: f64 = wish
            .boxes
            .iter()
            .map(|wished| wished.size.height + wish.spacing.boxes)
            .sum();
        let typical = (total / wish.boxes.len().max(1) as f64).max(1.0);
        let mut neighbours: Vec<Vec<Tie>> = wish.boxes.iter().map(|_| Vec::new()).collect();
        for (&(a, b), &(joins, labels)) in &pairs {
            let labels = labels / typical;
            neighbours[a].push(Tie {
                to: b,
                joins,
                labels,
            });
            neighbours[b].push(Tie {
                to: a,
                joins,
                labels,
            });
        }
        Graph {
            neighbours,
            heights: wish
                .boxes
                .iter()
                .map(|wished| (wished.size.height + wish.spacing.boxes) / typical)
                .collect(),
            is_tree: pairs.len() + 1 == wish.boxes.len(),
        }
    }

    pub fn len(&self) -> usize {
        self.heights.len()
    }

    /// Hops from a box, not through `without`; none where it cannot be reached so.
    pub fn hops_from(&self, start: usize, without: Option<usize>) -> Vec<Option<i32>> {
        let mut hops = vec![None; self.len()];
        hops[start] = Some(0);
        for (at, hop) in self.breadth_first(start, without) {
            hops[at] = Some(hop);
        }
        hops
    }

    /// The boxes in the order of their hops from one of them, not through `without`.
    pub fn breadth_first(&self, start: usize, without: Option<usize>) -> Vec<(usize, i32)> {
        let mut seen = vec![false; self.len()];
        seen[start] = true;
        if let Some(without) = without {
            seen[without] = true;
        }
        let mut found = Vec::new();
        let mut queue = VecDeque::from([(start, 0)]);
        while let Some((at, hop)) = queue.pop_front() {
            found.push((at, hop));
            for tie in &self.neighbours[at] {
                if !seen[tie.to] {
                    seen[tie.to] = true;
                    queue.push_back((tie.to, hop + 1));
                }
            }
        }
        found
    }

    /// What falls apart when a box is taken away, each part in breadth-first order.
    pub fn branches(&self, without: usize) -> Vec<Vec<usize>> {
        let mut taken = vec![false; self.len()];
        taken[without] = true;
        let mut branches = Vec::new();
        for start in 0..self.len() {
            if taken[start] {
                continue;
            }
            // From a far end, so that the order sweeps over the branch and can be cut anywhere.
            let far = self
                .breadth_first(start, Some(without))
                .last()
                .map_or(start, |&(at, _)| at);
            let branch: Vec<usize> = self
                .breadth_first(far, Some(without))
                .into_iter()
                .map(|(at, _)| at)
                .collect();
            for &at in &branch {
                taken[at] = true;
            }
            branches.push(branch);
        }
        branches
    }
}
