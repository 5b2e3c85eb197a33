//! An order of nodes that follows from what can be seen of them alone.
//!
//! Takes nodes with what is seen of each and the edges between them; gives
//! each a rank that does not depend on the order in which they came: first by
//! what is seen, then by the ranks of the neighbours, and theirs, and so on.
//! Where two nodes can be exchanged without a difference, which is first does
//! not show.

use std::collections::{BTreeMap, BTreeSet};

/// What it says, and where it leads.
pub(super) type Edge = (u8, usize);

/// What is seen of something whose name is withheld.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    pub(super) seen: BTreeSet<String>,
    pub(super) edges: Vec<Edge>,
}

/// The rank of each node, from 0; no rank twice.
pub(super) fn in_order(nodes: &[Node]) -> Vec<usize> {
    let mut ranks = rank(nodes.iter().map(|node| &node.seen));
    refine(nodes, &mut ranks);
    // Nodes with the very same neighbours can be exchanged whatever the rest is
    // like, so all of them may be parted at once, by the order they came in.
    let mut edges: Vec<Vec<Edge>> = nodes.iter().map(|n| n.edges.clone()).collect();
    edges.iter_mut().for_each(|edges| edges.sort_unstable());
    let mut twins: BTreeMap<(usize, &[Edge]), usize> = BTreeMap::new();
    let among_twins: Vec<usize> = ranks
        .iter()
        .zip(&edges)
        .map(|(rank, edges)| {
            let count = twins.entry((*rank, edges)).or_default();
            *count += 1;
            *count
        })
        .collect();
    ranks = rank(ranks.iter().zip(&among_twins));
    refine(nodes, &mut ranks);
    // Whoever is still alike is part of a figure that repeats. One is taken to
    // be the first, and the rest of the figures follow from it.
    while let Some(tied) = first_tie(&ranks) {
        let marked: Vec<(usize, bool)> = ranks
            .iter()
            .enumerate()
            .map(|(node, rank)| (*rank, node != tied))
            .collect();
        ranks = rank(marked.iter());
        refine(nodes, &mut ranks);
    }
    ranks
}

/// Parts nodes of one rank by the ranks of their neighbours until none can be.
fn refine(nodes: &[Node], ranks: &mut Vec<usize>) {
    let mut classes = count(ranks);
    loop {
        let keys: Vec<(usize, Vec<(u8, usize)>)> = nodes
            .iter()
            .zip(ranks.iter())
            .map(|(node, rank)| {
                let edges = node.edges.iter();
                let mut around: Vec<_> = edges.map(|(what, to)| (*what, ranks[*to])).collect();
                around.sort_unstable();
                (*rank, around)
            })
            .collect();
        *ranks = rank(keys.iter());
        let parted = count(ranks);
        if parted == classes {
            return;
        }
        classes = parted;
    }
}

fn rank<K: Ord>(keys: impl Iterator<Item = K>) -> Vec<usize> {
    let keys: Vec<K> = keys.collect();
    let mut sorted: Vec<&K> = keys.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    keys.iter()
        .map(|key| sorted.partition_point(|other| *other < key))
        .collect()
}

fn count(ranks: &[usize]) -> usize {
    ranks.iter().max().map_or(0, |most| most + 1)
}

/// The first node, in the order they came, of the lowest rank that several have.
fn first_tie(ranks: &[usize]) -> Option<usize> {
    let mut first: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (node, rank) in ranks.iter().enumerate() {
        first.entry(*rank).or_insert((node, 0)).1 += 1;
    }
    let mut tied = first.values().filter(|(_, count)| *count > 1);
    tied.next().map(|(node, _)| *node)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The figure in the order of the ranks: what every reader sees.
    fn drawn(nodes: &[Node]) -> Vec<(Vec<String>, Vec<Edge>)> {
        let ranks = in_order(nodes);
        let mut by_rank: Vec<_> = (0..nodes.len()).collect();
        by_rank.sort_unstable_by_key(|node| ranks[*node]);
        by_rank
            .iter()
            .map(|node| {
                let node = &nodes[*node];
                let mut edges: Vec<_> = node.edges.iter().map(|(w, to)| (*w, ranks[*to])).collect();
                edges.sort_unstable();
                (node.seen.iter().cloned().collect(), edges)
            })
            .collect()
    }

    fn shuffled(nodes: &[Node], to: &[usize]) -> Vec<Node> {
        let mut moved = vec![Node::default(); nodes.len()];
        for (at, node) in nodes.iter().enumerate() {
            moved[to[at]] = Node {
                seen: node.seen.clone(),
                edges: node.edges.iter().map(|(w, n)| (*w, to[*n])).collect(),
            };
        }
        moved
    }

    proptest! {
        // Forests and what hangs on them, as chains are: there the order that
        // the nodes came in never shows.
        #[test]
        fn the_order_they_came_in_does_not_show(
            seen in proptest::collection::vec(0u8..2, 1..9),
            parents in proptest::collection::vec(0usize..9, 9),
            shuffle in Just((0..9usize).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let mut nodes: Vec<Node> = seen
                .iter()
                .map(|word| Node {
                    seen: BTreeSet::from([word.to_string()]),
                    edges: Vec::new(),
                })
                .collect();
            for at in 1..nodes.len() {
                let parent = parents[at] % (at + 1);
                if parent != at {
                    nodes[at].edges.push((0, parent));
                    nodes[parent].edges.push((1, at));
                }
            }
            let to: Vec<usize> = shuffle.into_iter().filter(|to| *to < nodes.len()).collect();
            prop_assert_eq!(drawn(&nodes), drawn(&shuffled(&nodes, &to)));
        }
    }

    #[test]
    fn every_node_has_a_rank_of_its_own() {
        let star = |n: usize| {
            let mut nodes = vec![Node::default(); n];
            for at in 1..n {
                nodes[0].edges.push((0, at));
                nodes[at].edges.push((1, 0));
            }
            nodes
        };
        let mut ranks = in_order(&star(5_000));
        ranks.sort_unstable();
        assert_eq!(ranks, (0..5_000).collect::<Vec<_>>());
    }
}
