//! In which column each box of a connected part stands.
//!
//! Takes sizes, joins and hints, gives a rank for each box: 0 for the leftmost
//! column, every rank in use. A good choice has joins between neighbouring
//! columns, few within one, and columns of about equal height; `weigh` says how
//! good one is. Candidates are made breadth first from one box, to one side
//! or to both, and then improved box by box.

use std::collections::VecDeque;

use crate::render::draw::layout::Rank;
use crate::render::draw::layout::Wish;
use crate::render::draw::layout::graph::Graph;
use crate::render::draw::layout::weigh::Freedom;
use crate::render::draw::layout::weigh::Weighed;
use crate::render::draw::layout::weigh::squeezed;

/// Boxes that are tried as the start; the best connected ones where there are more.
const ROOTS: usize = 48;
/// Candidates that are improved box by box, the best first.
const IMPROVED: usize = 4;

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
