//! Where paths of a given length between two entities can run.
//!
//! Takes a graph, two nodes and a length; gives the distance to the end of
//! every node that is on such a walk, and of some others. Layers are taken
//! from both ends, the cheaper side first, until they cover the length
//! together; only then the far side goes on, within what the near side knows.
//! So no more than about half the length is explored from either end.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::meet::NodeHasher;
use crate::network::visit::Adjacency;

type Distances = HashMap<u32, u32, BuildHasherDefault<NodeHasher>>;

#[derive(Debug)]
pub(super) struct Corridor {
    to_end: Distances,
    /// A node that is not there may be further from the end than this, and is no
    /// nearer.
    known: u32,
}

impl Corridor {
    pub fn new<G: Adjacency>(
        graph: G,
        from: u32,
        to: u32,
        length: u32,
        work: &mut Work,
    ) -> Result<Corridor, Stop> {
        let (near, mut far) = both_sides(graph, from, to, length, work)?;
        while far.depth < length && !far.layer.is_empty() {
            let from_start = |node: u32| near.distances.get(&node);
            let leads_on = |node, depth| from_start(node).is_some_and(|at| at + depth <= length);
            far.grow(graph, leads_on, work)?;
        }
        Ok(Corridor {
            to_end: far.distances,
            known: length,
        })
    }

    /// Only the half of it at the end, one hop short of where the halves meet: for
    /// a walk from the start, which reads the other half itself, and looks across
    /// that hop from whichever side has less to read.
    pub fn half<G: Adjacency>(
        graph: G,
        from: u32,
        to: u32,
        length: u32,
        work: &mut Work,
    ) -> Result<Corridor, Stop> {
        let (_, far) = both_sides(graph, from, to, length.saturating_sub(1), work)?;
        Ok(Corridor {
            known: match far.layer.is_empty() {
                true => u32::MAX,
                false => far.depth,
            },
            to_end: far.distances,
        })
    }

    /// Whether a path that comes to the node can end within so many hops more.
    /// May be no when the way from the start to the node is too long already, and
    /// yes where that is not known.
    pub fn ends_within(&self, node: u32, hops: u32) -> bool {
        match self.to_end.get(&node) {
            Some(more) => *more <= hops,
            None => hops > self.known,
        }
    }

    /// For each number of hops below a bound the nodes from which a path can end
    /// within so many, ascending; not for those of which that is not known.
    pub fn nodes_within(&self, bound: u32) -> Vec<Vec<u32>> {
        let known = self.known.saturating_add(1).min(bound);
        let mut within = vec![Vec::new(); known as usize];
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted below")]
        for (node, hops) in &self.to_end {
            if let Some(nodes) = within.get_mut(*hops as usize) {
                nodes.push(*node);
            }
        }
        for at in 0..within.len() {
            if let [.., nearer, nodes] = &mut within[..=at] {
                nodes.extend_from_slice(nearer);
            }
            within[at].sort_unstable();
        }
        within
    }
}

/// The nodes around both ends, the cheaper side first, until they cover so many
/// hops together, or one of them has all that it can reach.
fn both_sides<G: Adjacency>(
    graph: G,
    from: u32,
    to: u32,
    length: u32,
    work: &mut Work,
) -> Result<(Ball, Ball), Stop> {
    let mut near = Ball::around(graph, from);
    let mut far = Ball::around(graph, to);
    while near.depth + far.depth < length {
        let side = match (near.layer.is_empty(), far.layer.is_empty()) {
            // A side that has ended knows all there is.
            (true, _) | (_, true) => break,
            (false, false) if near.width <= far.width => &mut near,
            (false, false) => &mut far,
        };
        side.grow(graph, |_, _| true, work)?;
    }
    Ok((near, far))
}

/// All nodes up to a distance.
struct Ball {
    distances: Distances,
    layer: Vec<u32>,
    depth: u32,
    /// Slots to be read for the next layer.
    width: usize,
}

impl Ball {
    fn around<G: Adjacency>(graph: G, node: u32) -> Ball {
        Ball {
            distances: Distances::from_iter([(node, 0)]),
            layer: vec![node],
            depth: 0,
            width: graph.slots_of(node),
        }
    }

    /// Adds the next layer, without the nodes that are refused at their
    /// distance.
    fn grow<G: Adjacency>(
        &mut self,
        graph: G,
        allowed: impl Fn(u32, u32) -> bool,
        work: &mut Work,
    ) -> Result<(), Stop> {
        work.read_slots(self.width)?;
        self.depth += 1;
        self.width = 0;
        for here in std::mem::take(&mut self.layer) {
            for there in graph.neighbors(here) {
                if !self.distances.contains_key(&there) && allowed(there, self.depth) {
                    self.distances.insert(there, self.depth);
                    self.layer.push(there);
                    self.width += graph.slots_of(there);
                }
            }
        }
        Ok(())
    }
}
