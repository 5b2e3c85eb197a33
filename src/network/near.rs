//! The neighbourhood of an entity: who is within so many hops, and over which
//! hops.
//!
//! Layer by layer from the entity. A hop belongs to the neighbourhood when one
//! of its ends is nearer than the last layer, so that the entities of the last
//! layer are given with what leads to them and not with what is between them.

use crate::model::Standing;
use crate::network::budget::Budget;
use crate::network::budget::Limit;
use crate::network::budget::Spent;
use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::error::NetworkError;
use crate::network::filter::Filter;
use crate::network::filter::Filtered;
use crate::network::graph::Network;
use crate::network::hop::Hop;
use crate::network::meet::NodeSet;

/// A hop on the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// Nodes; the first is as near as the second, or nearer.
    pub from: u32,
    pub to: u32,
    /// How far away the second is: 1 and more.
    pub distance: u32,
    pub hop: Hop,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// How many entities are at each distance, from 1 on; none behind the last
    /// that has any.
    pub entities: Vec<usize>,
    /// How many hops there are of each standing, in the order of
    /// `Standing::ALL`; those that are not listed as well.
    pub standings: [usize; 4],
    /// The neighbours of the node itself over links that the filter leaves out
    /// and no others, by the best standing of those.
    pub left_out: [usize; 4],
    /// By distance, then by the nearer entity, then by the further one.
    pub ties: Vec<Tie>,
    /// Which limit was hit: with `Listed` the numbers are still right.
    pub limit: Option<Limit>,
    pub spent: Spent,
}

/// Finds everything within so many hops of a node.
///
/// # Errors
/// When it is no node of the network, or the network is damaged.
pub fn near(
    network: &Network,
    from: u32,
    hops: u32,
    filter: &Filter,
    budget: &Budget,
) -> Result<Near, NetworkError> {
    if network.term_of(from).is_none() {
        return Err(NetworkError::NoSuchNode { node: from });
    }
    let view = Filtered::new(network, filter);
    let mut found = Near {
        entities: Vec::new(),
        standings: [0; 4],
        left_out: [0; 4],
        ties: Vec::new(),
        limit: None,
        spent: Spent::default(),
    };
    let mut work = Work::new(budget);
    let everything = Filtered::new(network, &Filter::everything());
    for there in everything.distinct_neighbours(from) {
        if view.links_between(from, there)?.is_empty() {
            found.left_out[place_of(everything.standing_between(from, there)?)] += 1;
        }
    }
    let outcome = walk(&view, from, hops, budget.listed, &mut work, &mut found);
    network.sound()?;
    found.spent = work.spent(budget);
    match outcome {
        Ok(()) => {}
        Err(Stop::Limit(limit)) => found.limit = Some(limit),
        Err(Stop::Damaged) => return Err(NetworkError::Damaged),
    }
    Ok(found)
}

/// Its place in `Standing::ALL`.
fn place_of(standing: Standing) -> usize {
    let place = Standing::ALL.iter().position(|one| *one == standing);
    place.unwrap_or_default()
}

fn walk(
    view: &Filtered,
    from: u32,
    hops: u32,
    most: usize,
    work: &mut Work,
    found: &mut Near,
) -> Result<(), Stop> {
    let network = view.network;
    let mut reached = NodeSet::default();
    // Of this layer and of those before, whose hops are all given.
    let mut done = NodeSet::default();
    reached.insert(from);
    let mut layer = vec![from];
    for distance in 1..=hops {
        let mut next = Vec::new();
        for here in &layer {
            work.read_slots(network.slots(*here).len())?;
            let mut others: Vec<u32> = view.distinct_neighbours(*here);
            others.sort_by_key(|node| network.place(*node));
            for there in others {
                if done.contains(&there) || there == *here {
                    continue;
                }
                let fresh = reached.insert(there);
                if fresh {
                    next.push(there);
                }
                found.standings[place_of(view.standing_between(*here, there)?)] += 1;
                if found.ties.len() < most {
                    found.ties.push(Tie {
                        from: *here,
                        to: there,
                        // To one of the same layer it is no further.
                        distance: match layer.binary_search_by_key(&network.place(there), |node| {
                            network.place(*node)
                        }) {
                            Ok(_) => distance - 1,
                            Err(_) => distance,
                        },
                        hop: view.hop(*here, there)?,
                    });
                } else {
                    found.limit = Some(Limit::Listed);
                }
            }
            done.insert(*here);
        }
        if next.is_empty() {
            break;
        }
        found.entities.push(next.len());
        next.sort_by_key(|node| network.place(*node));
        layer = next;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::collections::BTreeSet;

    use super::*;
    use crate::network::testing::Dice;
    use crate::network::testing::Plain;

    #[test]
    fn a_neighbourhood_is_what_a_count_of_distances_says() -> Result<(), NetworkError> {
        let mut dice = Dice(21);
        for _ in 0..400 {
            let nodes = 2 + dice.below(9);
            let links = dice.below(nodes * 2);
            let plain = Plain::random(&mut dice, nodes, links);
            let sections = plain.laid_out()?;
            let network = sections.network()?;
            let filter = Filter::default();
            let passes = |standing| filter.has_standing(standing);
            let pairs: BTreeSet<(u32, u32)> = plain
                .links
                .iter()
                .filter(|link| passes(link.standing))
                .flat_map(|link| [(link.from, link.to), (link.to, link.from)])
                .collect();
            let (from, hops) = (dice.below(nodes), dice.below(4));
            let start = network.term_of(from).expect("a node");
            let mut distances = BTreeMap::from([(start, 0u32)]);
            for distance in 1..=nodes {
                let known: Vec<u32> = distances.keys().copied().collect();
                for (a, b) in &pairs {
                    if known.contains(a) {
                        distances.entry(*b).or_insert(distance);
                    }
                }
            }
            let expected: BTreeSet<(u32, u32)> = pairs
                .iter()
                .filter(|(a, b)| {
                    distances.get(a).is_some_and(|near| *near < hops) && distances.contains_key(b)
                })
                .map(|(a, b)| (*a.min(b), *a.max(b)))
                .collect();
            let found = near(&network, from, hops, &filter, &Budget::default())?;
            let term = |node| network.term_of(node).expect("a node");
            let mut given = BTreeSet::new();
            for tie in &found.ties {
                let (a, b) = (term(tie.from), term(tie.to));
                assert!(given.insert((a.min(b), a.max(b))));
                assert!(distances[&a] <= distances[&b]);
                assert_eq!(tie.distance, distances[&b].max(1));
            }
            assert_eq!(given, expected);
            assert_eq!(found.standings.iter().sum::<usize>(), expected.len());
            let all: BTreeSet<u32> = plain
                .links
                .iter()
                .filter(|link| link.from == start || link.to == start)
                .map(|link| link.from + link.to - start)
                .filter(|other| !pairs.contains(&(start, *other)))
                .collect();
            assert_eq!(found.left_out.iter().sum::<usize>(), all.len());
            for (at, count) in found.entities.iter().enumerate() {
                let there = distances.values().filter(|one| **one == at as u32 + 1);
                assert_eq!(there.count(), *count);
            }
            let few = Budget {
                listed: 1,
                ..Budget::default()
            };
            let cut = near(&network, from, hops, &filter, &few)?;
            assert_eq!(cut.limit.is_some(), expected.len() > 1);
            assert_eq!(cut.standings, found.standings);
        }
        Ok(())
    }
}
