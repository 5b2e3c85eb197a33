//! What falls with a set of withdrawn sources, outlets, origins or claims:
//! claims, links, hops, and what that does to the whole.
//!
//! Takes what rests on what and the labels; gives numbers before and after.
//! Finding the parts of the network reads every link, with a union-find.

use petgraph::unionfind::UnionFind;

use crate::network::error::NetworkError;
use crate::network::filter::Filter;
use crate::network::filter::Filtered;
use crate::network::withdrawn::Rests;
use crate::network::withdrawn::Withdrawn;

/// What is lost. Everything ascends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Falls {
    /// Numbers of the claims that have no chain left and had one before,
    /// whether or not they make a link.
    pub claims: Vec<u32>,
    /// Numbers of the links that lose a claim they need, of those that pass
    /// the filter.
    pub links: Vec<u32>,
    /// The pairs of nodes, the lower first, that lose their last such link.
    pub hops: Vec<(u32, u32)>,
    /// The nodes that had a hop and have none any more.
    pub isolated: Vec<u32>,
    /// How many parts the network falls into, an entity without a hop being a
    /// part of its own: before, and afterwards.
    pub parts_before: usize,
    pub parts_after: usize,
}

/// Finds what falls with the labels. A label that is none in this network
/// brings nothing down.
///
/// # Errors
/// When the network is damaged.
pub fn falls(rests: &Rests, labels: &[u32], filter: &Filter) -> Result<Falls, NetworkError> {
    let network = rests.network();
    let all = Filtered::new(network, filter);
    let mut withdrawn = Withdrawn::new(rests);
    let parts_before = parts(&all.without(withdrawn.fallen_links()));
    for label in labels {
        withdrawn.withdraw(*label)?;
    }
    let left = all.without(withdrawn.fallen_links());
    let brought_down = withdrawn.links_brought_down();
    let mut pairs = Vec::with_capacity(brought_down.len());
    for number in &brought_down {
        let link = network.link(*number)?;
        pairs.push((link.from.min(link.to), link.from.max(link.to)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    let (mut links, mut hops) = (Vec::new(), Vec::new());
    for (a, b) in pairs {
        let mut passing = all.links_between(a, b)?;
        passing.retain(|link| brought_down.binary_search(link).is_ok());
        if !passing.is_empty() && left.links_between(a, b)?.is_empty() {
            hops.push((a, b));
        }
        links.extend(passing);
    }
    links.sort_unstable();
    let mut isolated: Vec<u32> = hops.iter().flat_map(|(a, b)| [*a, *b]).collect();
    isolated.sort_unstable();
    isolated.dedup();
    isolated.retain(|node| left.links_of(*node).next().is_none());
    let found = Falls {
        claims: withdrawn.claims_brought_down(),
        links,
        hops,
        isolated,
        parts_before,
        parts_after: parts(&left),
    };
    network.sound()?;
    Ok(found)
}

fn parts(view: &Filtered) -> usize {
    let nodes = view.network.node_count();
    let mut union = UnionFind::<u32>::new(nodes);
    let joined = view.ends().filter(|(a, b)| union.union(*a, *b));
    nodes - joined.count()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::network::label::By;
    use crate::network::sourced::Told;
    use crate::network::testing::Dice;

    #[test]
    fn what_falls_is_what_counting_again_without_it_finds() -> Result<(), NetworkError> {
        let mut dice = Dice(31);
        let mut seen = [0; 5];
        for round in 0..2_000 {
            let told = Told::random(&mut dice, 9, 14);
            let sections = told.plain.laid_out_in_order()?;
            let network = sections.network()?;
            let filter = told.filter(&mut dice);
            let kind = told.kind(round);
            let origin = |source| told.origin_of(source);
            let rests = Rests::new(&network, kind.by(&origin))?;
            let all = told.labels(kind);
            assert_eq!(rests.labels(), all);
            let chosen = (0..dice.below(4)).map(|_| match all.len() as u32 {
                0 => 77,
                count => all[dice.below(count) as usize],
            });
            let chosen: Vec<u32> = chosen.collect();
            let found = falls(&rests, &chosen, &filter)?;
            let (before, after) = (BTreeSet::new(), chosen.iter().copied().collect());

            let term = |number: &u32| network.claim(*number).map(|claim| claim.claim);
            let claims = found
                .claims
                .iter()
                .map(term)
                .collect::<Result<Vec<_>, _>>()?;
            let alive = |claim: &u32, gone| told.is_alive(*claim, kind, gone);
            let mut lost: Vec<u32> = told.plain.claims.iter().map(|one| one.claim).collect();
            lost.retain(|one| alive(one, &before) && !alive(one, &after));
            lost.sort_unstable();
            assert_eq!(BTreeSet::from_iter(claims), BTreeSet::from_iter(lost));

            let term = |number: &u32| network.link(*number).map(|link| link.link);
            let links = found
                .links
                .iter()
                .map(term)
                .collect::<Result<BTreeSet<_>, _>>()?;
            let (had, has) = (
                told.links(kind, &filter, &before),
                told.links(kind, &filter, &after),
            );
            let terms = |links: &[usize]| {
                let links = links.iter().map(|at| told.plain.links[*at].link);
                links.collect::<BTreeSet<u32>>()
            };
            assert_eq!(links, &terms(&had) - &terms(&has));

            let (had, has) = (told.hops(&had), told.hops(&has));
            assert_eq!(BTreeSet::from_iter(found.hops.iter().copied()), &had - &has);
            let linked = |hops: &BTreeSet<(u32, u32)>| {
                hops.iter()
                    .flat_map(|(a, b)| [*a, *b])
                    .collect::<BTreeSet<u32>>()
            };
            let alone = &linked(&had) - &linked(&has);
            assert_eq!(BTreeSet::from_iter(found.isolated.iter().copied()), alone);
            assert_eq!(found.parts_before, told.parts(&had, None));
            assert_eq!(found.parts_after, told.parts(&has, None));

            seen[0] += usize::from(!found.claims.is_empty());
            seen[1] += usize::from(!found.links.is_empty());
            seen[2] += usize::from(found.links.len() > found.hops.len());
            seen[3] += usize::from(!found.isolated.is_empty());
            seen[4] += usize::from(found.parts_after > found.parts_before);
        }
        assert!(seen.iter().all(|count| *count > 100), "{seen:?}");
        Ok(())
    }

    #[test]
    fn withdrawing_everything_leaves_everybody_alone() -> Result<(), NetworkError> {
        let told = Told::random(&mut Dice(32), 9, 30);
        let sections = told.plain.laid_out_in_order()?;
        let network = sections.network()?;
        let rests = Rests::new(&network, By::Claim)?;
        let found = falls(&rests, rests.labels(), &Filter::everything())?;
        assert_eq!(found.parts_after, network.node_count());
        assert_eq!(
            found.claims.len() + told.without_chain(),
            told.plain.claims.len()
        );
        Ok(())
    }
}
