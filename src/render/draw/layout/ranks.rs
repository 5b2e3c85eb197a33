//! In which column each box of a connected part stands.
//!
//! Takes sizes, joins and hints, gives a rank for each box: 0 for the leftmost
//! column, every rank in use. A good choice has joins between neighbouring
//! columns, few within one, and columns of about equal height; [`Weighed`] says
//! how good one is. Candidates are made breadth first from one box, to one side
//! or to both, and then improved box by box.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::render::draw::layout::Rank;
use crate::render::draw::layout::Wish;

/// Boxes that are tried as the start; the best connected ones where there are more.
const ROOTS: usize = 48;
/// Candidates that are improved box by box, the best first.
const IMPROVED: usize = 4;
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

/// Gives some good choices of a column for each box of a connected part; the first is likely the best.
pub fn choices(wish: &Wish) -> Vec<Vec<i32>> {
    let graph = Graph::new(wish);
    let chosen = if wish.boxes.iter().any(|wished| wished.rank.is_some()) {
        hinted(wish, &graph)
    } else {
        unhinted(wish, &graph)
    };
    let mut choices: Vec<Vec<i32>> = Vec::new();
    for ranks in chosen {
        let ranks = closed(&ranks);
        if !choices.contains(&ranks) {
            choices.push(ranks);
        }
    }
    choices
}

/// Closes the gaps between the ranks in use.
fn closed(ranks: &[i32]) -> Vec<i32> {
    let mut used: Vec<i32> = ranks.to_vec();
    used.sort_unstable();
    used.dedup();
    ranks
        .iter()
        .map(|rank| used.partition_point(|other| other < rank) as i32)
        .collect()
}

/// Which boxes are joined, and how high what joins them is; heights count in typical boxes.
struct Graph {
    neighbours: Vec<Vec<Tie>>,
    heights: Vec<f64>,
    is_tree: bool,
}

/// All joins of a box with another one.
struct Tie {
    to: usize,
    joins: f64,
    labels: f64,
}

impl Graph {
    fn new(wish: &Wish) -> Graph {
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

    fn len(&self) -> usize {
        self.heights.len()
    }

    /// Hops from a box, not through `without`; none where it cannot be reached so.
    fn hops_from(&self, start: usize, without: Option<usize>) -> Vec<Option<i32>> {
        let mut hops = vec![None; self.len()];
        hops[start] = Some(0);
        for (at, hop) in self.breadth_first(start, without) {
            hops[at] = Some(hop);
        }
        hops
    }

    /// The boxes in the order of their hops from one of them, not through `without`.
    fn breadth_first(&self, start: usize, without: Option<usize>) -> Vec<(usize, i32)> {
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
    fn branches(&self, without: usize) -> Vec<Vec<usize>> {
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

/// Where a box may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Freedom {
    At,
    /// At this many columns from the middle, left or right.
    Either(i32),
    Anywhere,
}

fn unhinted(wish: &Wish, graph: &Graph) -> Vec<Vec<i32>> {
    let mut roots: Vec<usize> = (0..graph.len()).collect();
    roots.sort_by_key(|&at| std::cmp::Reverse(graph.neighbours[at].len()));
    roots.truncate(ROOTS);
    // The two ends of a longest way, for what is best read from one side.
    for _ in 0..2 {
        let from = roots.last().copied().unwrap_or_default();
        if let Some(&(far, _)) = graph.breadth_first(from, None).last() {
            roots.push(far);
        }
    }
    let mut to_one_side = Vec::new();
    let mut to_both = Vec::new();
    for root in roots {
        let distance: Vec<i32> = graph
            .hops_from(root, None)
            .into_iter()
            .map(Option::unwrap_or_default)
            .collect();
        let sides = sides(graph, root);
        let halved = distance.iter().zip(&sides).map(|(d, s)| d * s).collect();
        to_both.push(halved);
        to_one_side.push(distance);
    }
    let mut candidates: Vec<(f64, Vec<i32>)> = Vec::new();
    for mut ranks in [to_both, to_one_side] {
        cheapest_first(graph, &mut ranks);
        ranks.truncate(IMPROVED);
        for ranks in ranks {
            let mut weighed = Weighed::new(graph, &ranks);
            candidates.push((weighed.cost(), ranks));
            // The columns of a tree by hops from its root need not cross; moved ones might.
            if !graph.is_tree {
                weighed.improve(&vec![Freedom::Anywhere; graph.len()]);
                candidates.push((weighed.cost(), weighed.ranks));
            }
        }
    }
    candidates.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    candidates
        .into_iter()
        .map(|(_, ranks)| read_forwards(wish, ranks))
        .collect()
}

fn cheapest_first(graph: &Graph, candidates: &mut [Vec<i32>]) {
    candidates.sort_by_cached_key(|ranks| {
        // Whole numbers, so that they can be sorted by; thousandths do not matter.
        (Weighed::new(graph, ranks).cost() * 1000.0) as i64
    });
}

/// Mirrors the columns where more joins would point left than right.
fn read_forwards(wish: &Wish, ranks: Vec<i32>) -> Vec<i32> {
    let forwards: i32 = wish
        .joins
        .iter()
        .map(|join| (ranks[join.to] - ranks[join.from]).signum())
        .sum();
    if forwards < 0 {
        ranks.into_iter().map(|rank| -rank).collect()
    } else {
        ranks
    }
}

/// Shares out what surrounds a box to its left (-1) and right (1), so that both have the same height.
///
/// What stays joined without the box stays on one side, unless one such branch
/// is more than half of all: then the largest is cut in two.
fn sides(graph: &Graph, root: usize) -> Vec<i32> {
    let height = |branch: &[usize]| -> f64 { branch.iter().map(|&at| graph.heights[at]).sum() };
    let mut branches = graph.branches(root);
    branches.sort_by(|a, b| height(b).total_cmp(&height(a)));
    let total: f64 = branches.iter().map(|branch| height(branch)).sum();
    let mut side = vec![1; graph.len()];
    let (mut left, mut right) = (0.0, 0.0);
    for branch in branches {
        let whole = height(&branch);
        if whole > 0.6 * total && !graph.is_tree {
            for at in branch {
                if right + graph.heights[at] <= total / 2.0 {
                    right += graph.heights[at];
                } else {
                    left += graph.heights[at];
                    side[at] = -1;
                }
            }
        } else if right <= left {
            right += whole;
        } else {
            left += whole;
            for at in branch {
                side[at] = -1;
            }
        }
    }
    side
}

fn hinted(wish: &Wish, graph: &Graph) -> Vec<Vec<i32>> {
    let mut ranks: Vec<Option<i32>> = vec![None; graph.len()];
    let mut freedom = vec![Freedom::Anywhere; graph.len()];

    let mut fixed: Vec<(i32, usize)> = Vec::new();
    let mut middle = None;
    for (at, wished) in wish.boxes.iter().enumerate() {
        match wished.rank {
            Some(Rank::Fixed(place)) => fixed.push((place, at)),
            Some(Rank::Around(0)) => middle = middle.or(Some(at)),
            Some(Rank::Around(_)) | None => {}
        }
    }
    fixed.sort_unstable();
    for &(place, at) in &fixed {
        freedom[at] = Freedom::At;
        let after = graph.neighbours[at]
            .iter()
            .filter_map(|tie| ranks[tie.to])
            .max();
        ranks[at] = Some(after.map_or(place, |after| place.max(after.saturating_add(1))));
    }

    // Without a box in the middle, any box is as good a place to part the sides.
    let side = sides(graph, middle.unwrap_or(0));
    for (at, wished) in wish.boxes.iter().enumerate() {
        if let Some(Rank::Around(distance)) = wished.rank {
            let distance = i32::try_from(distance).unwrap_or(i32::MAX);
            freedom[at] = if distance == 0 {
                Freedom::At
            } else {
                Freedom::Either(distance)
            };
            ranks[at] = Some(distance * side[at]);
        }
    }
    // Boxes without a hint go further out than the one through which they are reached.
    let mut queue: VecDeque<usize> = (0..graph.len()).filter(|&at| ranks[at].is_some()).collect();
    while let Some(at) = queue.pop_front() {
        let rank = ranks[at].unwrap_or_default();
        for tie in &graph.neighbours[at] {
            if ranks[tie.to].is_none() {
                let outward = if rank < 0 { -1 } else { 1 };
                ranks[tie.to] = Some(rank.saturating_add(outward));
                queue.push_back(tie.to);
            }
        }
    }
    let ranks: Vec<i32> = ranks.into_iter().map(Option::unwrap_or_default).collect();
    if graph.is_tree || freedom.iter().all(|free| *free == Freedom::At) {
        return vec![ranks];
    }
    let mut weighed = Weighed::new(graph, &squeezed(&ranks));
    let freedom: Vec<Freedom> = freedom
        .into_iter()
        .zip(&weighed.ranks)
        .map(|(free, &rank)| match free {
            Freedom::Either(_) if rank != 0 => Freedom::Either(rank.abs()),
            Freedom::Either(_) | Freedom::At => Freedom::At,
            Freedom::Anywhere => Freedom::Anywhere,
        })
        .collect();
    weighed.improve(&freedom);
    vec![weighed.ranks, ranks]
}

/// Closes gaps, alike on both sides of 0, so that far-fetched hints cost no memory.
fn squeezed(ranks: &[i32]) -> Vec<i32> {
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

/// A choice of ranks and what it costs; a box is moved in time proportional to its joins.
struct Weighed<'a> {
    graph: &'a Graph,
    ranks: Vec<i32>,
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
    fn new(graph: &'a Graph, ranks: &[i32]) -> Weighed<'a> {
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

    fn cost(&self) -> f64 {
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
    fn improve(&mut self, freedom: &[Freedom]) {
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
