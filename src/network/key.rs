//! Key entities and hops: those that everything between some others passes.
//!
//! One walk in depth over the filtered network finds them all, in the time it
//! takes to read it once (J. Hopcroft and R. Tarjan, 1973): a node whose
//! subtree reaches back no further than to the node itself cuts the subtree
//! off. Links between the same two entities are one hop here, and the walk
//! goes back over a hop never, so that parallel links do not look like a way
//! round; a key hop says whether it hangs on a single link. The walk keeps its
//! own stack: a chain of a million entities is as deep as it is long.

use crate::network::error::NetworkError;
use crate::network::filter::Filtered;

/// Key entities and key hops of the whole view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// By node.
    pub entities: Vec<KeyEntity>,
    /// By the lower node, then the higher.
    pub hops: Vec<KeyHop>,
}

/// An entity without which some others are no longer connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyEntity {
    pub node: u32,
    /// Into how many parts those connected with it fall when it is taken out;
    /// at least two.
    pub parts: u32,
}

/// Two entities joined by the only hop between two parts of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyHop {
    /// The lower node first.
    pub ends: (u32, u32),
    /// The link, when only one carries the hop; `None` when there are several,
    /// each of which could go.
    pub only_link: Option<u32>,
    /// How many entities are on the smaller side.
    pub cuts_off: u32,
}

/// What every path from one entity to another passes, in the order in which
/// paths pass it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyBetween {
    /// Nodes; the two ends are not among them.
    pub entities: Vec<u32>,
    /// The first of the two nodes is the one that paths come to first; with
    /// the link, when only one carries the hop.
    pub hops: Vec<((u32, u32), Option<u32>)>,
}

/// Finds all key entities and hops. Reads every slot, and keeps a few numbers
/// for each node.
///
/// # Errors
/// When the network is damaged.
pub fn key(view: &Filtered) -> Result<Key, NetworkError> {
    let mut walk = Walk::new(view);
    let mut found = Key {
        entities: Vec::new(),
        hops: Vec::new(),
    };
    // No more nodes than fit 31 bits are opened.
    for root in 0..view.network.node_count() as u32 {
        if walk.orders[root as usize] != NOT_SEEN {
            continue;
        }
        let first = walk.seen.len();
        walk.from(root)?;
        let size = (walk.seen.len() - first) as u32;
        // Every subtree comes after its root, so that backwards each is whole
        // before it is added to the one above.
        let mut below = vec![1u32; walk.seen.len() - first];
        let mut parts = vec![0u32; walk.seen.len() - first];
        for at in (1..walk.seen.len() - first).rev() {
            let here = &walk.seen[first + at];
            let above = here.above as usize - first;
            below[above] += below[at];
            if here.back >= here.above {
                parts[above] += 1;
            }
            if here.back > here.above {
                let ends = (walk.seen[here.above as usize].node, here.node);
                found.hops.push(KeyHop {
                    ends: (ends.0.min(ends.1), ends.0.max(ends.1)),
                    only_link: only_link(view, ends)?,
                    cuts_off: below[at].min(size - below[at]),
                });
            }
        }
        for (at, parts) in parts.into_iter().enumerate() {
            // What is above is a part too; there is nothing above the root.
            let parts = parts + u32::from(at > 0);
            if parts >= 2 {
                let node = walk.seen[first + at].node;
                found.entities.push(KeyEntity { node, parts });
            }
        }
    }
    view.network.sound()?;
    found.entities.sort_unstable();
    found.hops.sort_unstable();
    Ok(found)
}

/// Finds the entities and hops that every path between two nodes passes;
/// `None` when they are not connected. Nothing is between a node and itself.
/// Reads what is connected with them once.
///
/// # Errors
/// When an end is no node of the network, or the network is damaged.
pub fn key_between(
    view: &Filtered,
    from: u32,
    to: u32,
) -> Result<Option<KeyBetween>, NetworkError> {
    for node in [from, to] {
        if view.network.term_of(node).is_none() {
            return Err(NetworkError::NoSuchNode { node });
        }
    }
    let mut walk = Walk::new(view);
    walk.from(from)?;
    view.network.sound()?;
    let mut at = walk.orders[to as usize];
    if at == NOT_SEEN {
        return Ok(None);
    }
    // One path is enough: what every path passes is on it.
    let mut found = KeyBetween {
        entities: Vec::new(),
        hops: Vec::new(),
    };
    while at > 0 {
        let here = &walk.seen[at as usize];
        let above = walk.seen[here.above as usize].node;
        if here.back > here.above {
            let ends = (above, here.node);
            found.hops.push((ends, only_link(view, ends)?));
        }
        if here.back >= here.above && here.above > 0 {
            found.entities.push(above);
        }
        at = here.above;
    }
    found.entities.reverse();
    found.hops.reverse();
    Ok(Some(found))
}

fn only_link(view: &Filtered, ends: (u32, u32)) -> Result<Option<u32>, NetworkError> {
    let links = view.links_between(ends.0, ends.1)?;
    Ok(match links[..] {
        [only] => Some(only),
        _ => None,
    })
}

const NOT_SEEN: u32 = u32::MAX;

/// A walk in depth; nodes are numbered as they are seen.
struct Walk<'v> {
    view: &'v Filtered<'v>,
    /// Per node its number.
    orders: Vec<u32>,
    seen: Vec<Seen>,
}

struct Seen {
    node: u32,
    /// The number of the node it was reached from; its own for a root.
    above: u32,
    /// The lowest number that its subtree reaches, other than over the hop to
    /// the node above.
    back: u32,
    /// The next slot to read.
    slot: usize,
}

impl<'v> Walk<'v> {
    fn new(view: &'v Filtered<'v>) -> Walk<'v> {
        Walk {
            view,
            orders: vec![NOT_SEEN; view.network.node_count()],
            seen: Vec::new(),
        }
    }

    fn see(&mut self, node: u32, above: Option<u32>) -> u32 {
        let order = self.seen.len() as u32;
        self.orders[node as usize] = order;
        self.seen.push(Seen {
            node,
            above: above.unwrap_or(order),
            back: order,
            slot: self.view.network.slots(node).start,
        });
        order
    }

    /// Sees all that is connected with a node not yet seen.
    fn from(&mut self, root: u32) -> Result<(), NetworkError> {
        let network = self.view.network;
        let root = self.see(root, None);
        let mut here = root;
        loop {
            let Seen {
                node, above, slot, ..
            } = self.seen[here as usize];
            if slot >= network.slots(node).end || self.view.avoids(node) {
                if here == root {
                    return Ok(());
                }
                let back = self.seen[here as usize].back;
                let over = &mut self.seen[above as usize].back;
                *over = back.min(*over);
                here = above;
                continue;
            }
            self.seen[here as usize].slot += 1;
            let Some(there) = self.passing(slot)? else {
                continue;
            };
            match self.orders[there as usize] {
                NOT_SEEN => here = self.see(there, Some(here)),
                // Parallel links lead to the node above as well.
                order if order == above => {}
                order => {
                    let back = &mut self.seen[here as usize].back;
                    *back = order.min(*back);
                }
            }
        }
    }

    /// The node that a slot leads to, when its link carries a hop.
    fn passing(&self, slot: usize) -> Result<Option<u32>, NetworkError> {
        let network = self.view.network;
        let target = match network.targets.get(slot) {
            Some(target) if (*target as usize) < network.node_count() => *target,
            _ => return Err(network.mark_damaged()),
        };
        Ok(self.view.passes(slot).then_some(target))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::network::filter::Filter;
    use crate::network::label::By;
    use crate::network::sourced::Kind;
    use crate::network::sourced::Told;
    use crate::network::sourced::joined;
    use crate::network::testing::Dice;
    use crate::network::testing::Plain;
    use crate::network::withdrawn::Rests;
    use crate::network::withdrawn::Withdrawn;

    type Hops = BTreeSet<(u32, u32)>;

    fn without_node(hops: &Hops, node: u32) -> Hops {
        let left = hops.iter().filter(|(a, b)| *a != node && *b != node);
        left.copied().collect()
    }

    fn without_hop(hops: &Hops, hop: (u32, u32)) -> Hops {
        hops.iter()
            .filter(|other| **other != hop)
            .copied()
            .collect()
    }

    /// What removing one thing after the other and counting again finds.
    fn by_removing(told: &Told, nodes: u32, links: &[usize]) -> Key {
        let hops = told.hops(links);
        let before = told.parts(&hops, None);
        let entities = (0..nodes).map(|node| {
            let parts = (told.parts(&hops, Some(node)) + 1).saturating_sub(before);
            let parts = parts as u32;
            KeyEntity { node, parts }
        });
        let cut = hops.iter().filter_map(|hop| {
            let left = without_hop(&hops, *hop);
            let side = |end| (0..nodes).filter(|node| joined(&left, end, *node)).count() as u32;
            let mut over = links
                .iter()
                .filter(|link| told.hops(&[**link]).contains(hop));
            let only = over.next().filter(|_| over.next().is_none());
            (told.parts(&left, None) > before).then(|| KeyHop {
                ends: *hop,
                only_link: only.map(|place| told.plain.links[*place].link),
                cuts_off: side(hop.0).min(side(hop.1)),
            })
        });
        Key {
            entities: entities.filter(|one| one.parts >= 2).collect(),
            hops: cut.collect(),
        }
    }

    #[test]
    fn what_is_key_is_what_removing_it_and_counting_again_says() -> Result<(), NetworkError> {
        let mut dice = Dice(61);
        let mut seen = [0; 5];
        for _ in 0..3_000 {
            let told = Told::random(&mut dice, 10, 14);
            let sections = told.plain.laid_out_in_order()?;
            let network = sections.network()?;
            let nodes = network.node_count() as u32;
            let filter = told.filter(&mut dice);
            let rests = Rests::new(&network, By::Source)?;
            let mut withdrawn = Withdrawn::new(&rests);
            if let Some(label) = rests.labels().first()
                && dice.below(2) == 0
            {
                withdrawn.withdraw(*label)?;
            }
            let view = Filtered::new(&network, &filter).without(withdrawn.fallen_links());
            let links = told.links(Kind::Source, &filter, &withdrawn.labels().collect());
            let mut found = key(&view)?;
            for hop in &mut found.hops {
                if let Some(link) = &mut hop.only_link {
                    *link = network.link(*link)?.link;
                }
            }
            assert_eq!(found, by_removing(&told, nodes, &links));
            seen[0] += found.entities.len();
            seen[1] += found.entities.iter().filter(|one| one.parts > 2).count();
            let only = found
                .hops
                .iter()
                .filter(|hop| hop.only_link.is_some())
                .count();
            seen[2] += only;
            seen[3] += found.hops.len() - only;

            let hops = told.hops(&links);
            let (from, to) = (dice.below(nodes), dice.below(nodes));
            let Some(between) = key_between(&view, from, to)? else {
                assert!(!joined(&hops, from, to));
                continue;
            };
            assert!(joined(&hops, from, to));
            let needed = (0..nodes).filter(|node| *node != from && *node != to);
            let needed = needed.filter(|node| !joined(&without_node(&hops, *node), from, to));
            let sorted = BTreeSet::from_iter(between.entities.iter().copied());
            assert_eq!(sorted, needed.collect());
            assert_eq!(sorted.len(), between.entities.len());
            let needed = hops
                .iter()
                .filter(|hop| !joined(&without_hop(&hops, **hop), from, to));
            let ends = between
                .hops
                .iter()
                .map(|((a, b), _)| (*a.min(b), *a.max(b)));
            assert_eq!(BTreeSet::from_iter(ends), needed.copied().collect());
            // In order: without an earlier one the later are out of reach.
            for two in between.entities.windows(2) {
                assert!(!joined(&without_node(&hops, two[0]), from, two[1]));
            }
            for ((a, b), only) in &between.hops {
                let left = without_hop(&hops, (*a.min(b), *a.max(b)));
                assert!(joined(&left, from, *a) && !joined(&left, from, *b));
                let over = links
                    .iter()
                    .filter(|link| told.hops(&[**link]).contains(&(*a.min(b), *a.max(b))));
                assert_eq!(only.is_some(), over.count() == 1);
            }
            for two in between.hops.windows(2) {
                let ((a, b), _) = two[0];
                let left = without_hop(&hops, (a.min(b), a.max(b)));
                assert!(!joined(&left, from, two[1].0.0));
            }
            seen[4] += between.entities.len();
        }
        assert!(seen.iter().all(|count| *count > 300), "{seen:?}");
        Ok(())
    }

    #[test]
    fn on_larger_networks_key_entities_are_those_of_petgraph() -> Result<(), NetworkError> {
        let mut dice = Dice(62);
        for round in 0..30 {
            let nodes = 300 + dice.below(400);
            let plain = Plain::random(&mut dice, nodes, nodes + 40 * round);
            let sections = plain.laid_out_in_order()?;
            let network = sections.network()?;
            let view = Filtered::new(&network, &Filter::default());
            let theirs = petgraph::algo::articulation_points::articulation_points(&view);
            let ours = key(&view)?.entities.into_iter().map(|one| one.node);
            assert_eq!(BTreeSet::from_iter(ours), BTreeSet::from_iter(theirs));
        }
        Ok(())
    }
}
