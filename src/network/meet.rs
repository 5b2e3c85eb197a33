//! The search from both ends: breadth first, a whole layer at a time, always
//! on the side that has fewer slots to read, until the two sides meet.
//!
//! Gives every shortest path at once, as a [`Dag`]. When neither side has met
//! the other after `a` and `b` layers, no path is as short as `a + b`; so the
//! first layer that meets the other side holds one node of each shortest path.
//!
//! While it searches it remembers of a node only that it was reached; the hops
//! that lie on shortest paths are read again at the end.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;
use std::ops::Range;

use fixedbitset::FixedBitSet;

use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::dag::Dag;
use crate::network::visit::Adjacency;

/// Nodes of the graph for each that a side has reached before it remembers them
/// in an array of bits instead of a hash table: below, clearing the array is the
/// dearer part. Where so few nodes would be hashed, none is. Few under test, so
/// that small graphs try both.
const SHARE: usize = if cfg!(test) { 4 } else { 4_096 };
const FEW: usize = if cfg!(test) { 1 } else { 32 };

/// What a search found.
#[derive(Debug)]
pub(super) enum Met {
    /// All shortest paths.
    Paths(Dag),
    /// No path within the bound; there may be longer ones.
    NotWithin,
    /// No path of any length.
    Never,
}

/// What a search must go round: the beginning of a path, so that what it finds
/// continues that path and repeats none of the continuations already known.
#[derive(Debug, Default)]
pub(super) struct Detour {
    /// Nodes not to be entered.
    pub blocked: NodeSet,
    /// Where the search starts, and the next nodes it may not step to directly,
    /// ascending.
    pub start: u32,
    pub taken: Vec<u32>,
}

impl Detour {
    #[inline]
    fn forbids(&self, here: u32, there: u32) -> bool {
        self.blocked.contains(&there)
            || (!self.taken.is_empty()
                && (here == self.start && self.taken.binary_search(&there).is_ok()
                    || there == self.start && self.taken.binary_search(&here).is_ok()))
    }
}

/// Finds all shortest paths between two different nodes, none longer than
/// `bound` hops. Both must be nodes of the graph and not blocked.
pub(super) fn meet<G: Adjacency>(
    graph: G,
    from: u32,
    to: u32,
    bound: u32,
    detour: &Detour,
    work: &mut Work,
) -> Result<Met, Stop> {
    let mut near = Side::new(graph, from);
    let mut far = Side::new(graph, to);
    loop {
        if near.frontier().is_empty() || far.frontier().is_empty() {
            return Ok(Met::Never);
        }
        let length = near.depth + far.depth + 1;
        if length > bound {
            return Ok(Met::NotWithin);
        }
        let (side, other) = if near.width <= far.width {
            (&mut near, &far)
        } else {
            (&mut far, &near)
        };
        let meeting = side.advance(graph, &other.known, detour, work)?;
        if !meeting.is_empty() {
            let mut hops = Vec::new();
            let place = |node| graph.place(node);
            near.trace(graph, &meeting, detour, |layer, back, ahead| {
                hops.push((layer, place(back), place(ahead)));
            })?;
            far.trace(graph, &meeting, detour, |layer, back, ahead| {
                hops.push((length - 1 - layer, place(ahead), place(back)));
            })?;
            let node_at = |place| graph.node_at(place);
            return Ok(Met::Paths(Dag::new(
                hops,
                place(to),
                length,
                near.depth,
                node_at,
            )));
        }
    }
}

/// One end's search. Which hops led to a node is not remembered: a search looks
/// at far more slots than lie on shortest paths, and those are found again.
struct Side {
    start: u32,
    /// The nodes of the layers that were read, one after another.
    reached: Vec<u32>,
    /// Where each of these layers begins in `reached`, and where the last ends:
    /// from there on lies the frontier.
    layers: Vec<usize>,
    known: Known,
    depth: u32,
    /// Slots to be read for the next layer.
    width: usize,
    /// The neighbours of one node, while it is looked at.
    neighbors: Vec<u32>,
}

impl Side {
    fn new<G: Adjacency>(graph: G, start: u32) -> Side {
        let mut known = Known::new(graph.node_bound(), 0);
        known.add(start);
        Side {
            start,
            reached: vec![start],
            layers: vec![0],
            known,
            depth: 0,
            width: graph.slots_of(start),
            neighbors: Vec::new(),
        }
    }

    fn frontier(&self) -> Range<usize> {
        self.layers.last().copied().unwrap_or_default()..self.reached.len()
    }

    /// Reaches the next layer; gives the nodes at which it meets the other
    /// side, ascending.
    fn advance<G: Adjacency>(
        &mut self,
        graph: G,
        other: &Known,
        detour: &Detour,
        work: &mut Work,
    ) -> Result<Vec<u32>, Stop> {
        work.read_slots(self.width)?;
        self.depth += 1;
        self.width = 0;
        let mut meeting = Vec::new();
        let layer = self.frontier();
        let mut neighbors = std::mem::take(&mut self.neighbors);
        for at in layer.clone() {
            let here = self.reached[at];
            let known = &self.known;
            graph.read_neighbors(here, |there| !known.has(there), &mut neighbors);
            for there in neighbors.iter().copied() {
                // Of parallel links the first has reached it.
                if detour.forbids(here, there) || !self.known.add(there) {
                    continue;
                }
                if other.has(there) {
                    meeting.push(there);
                } else if meeting.is_empty() {
                    self.width += graph.slots_of(there);
                    self.reached.push(there);
                    self.known.fit(graph.node_bound(), self.reached.len());
                }
                // Else this is the last layer: only meetings count.
            }
        }
        self.neighbors = neighbors;
        self.layers.push(layer.end);
        meeting.sort_unstable();
        Ok(meeting)
    }

    /// Walks back from some nodes of the frontier to this side's end, giving each
    /// hop once as (layer of the nearer node, nearer node, further node). Reads
    /// the slots again that the search has read.
    fn trace<G: Adjacency>(
        &mut self,
        graph: G,
        meeting: &[u32],
        detour: &Detour,
        mut hop: impl FnMut(u32, u32, u32),
    ) -> Result<(), Stop> {
        let mut marked = Known::new(graph.node_bound(), self.reached.len());
        let mut ahead = meeting.to_vec();
        let mut led_to = Vec::new();
        for depth in (0..self.depth).rev() {
            for node in &ahead {
                marked.add(*node);
            }
            led_to.clear();
            let mut back = Vec::new();
            let layer = self.layers[depth as usize]..self.layers[depth as usize + 1];
            for here in &self.reached[layer] {
                graph.read_neighbors(*here, |there| marked.has(there), &mut self.neighbors);
                // Parallel links are one hop.
                self.neighbors.dedup();
                let before = led_to.len();
                for there in self.neighbors.iter().copied() {
                    if !detour.forbids(*here, there) {
                        hop(depth, *here, there);
                        led_to.push(there);
                    }
                }
                if led_to.len() > before {
                    back.push(*here);
                }
            }
            led_to.sort_unstable();
            led_to.dedup();
            // Only in a damaged graph, where a hop leads one way.
            if led_to.len() != ahead.len() {
                return Err(Stop::Damaged);
            }
            for node in &ahead {
                marked.remove(*node);
            }
            ahead = back;
        }
        match ahead == [self.start] {
            true => Ok(()),
            false => Err(Stop::Damaged),
        }
    }
}

/// Nodes that are known. Hashed at first: in a big graph an array of bits costs
/// more than many searches do.
enum Known {
    Hashed(NodeSet),
    Bits(FixedBitSet),
}

impl Known {
    /// For so many nodes of a graph, as far as that is known.
    fn new(graph: usize, nodes: usize) -> Known {
        let most = graph / SHARE;
        match most <= FEW || nodes > most {
            true => Known::Bits(FixedBitSet::with_capacity(graph)),
            false => Known::Hashed(NodeSet::with_capacity_and_hasher(
                most + 1,
                BuildHasherDefault::default(),
            )),
        }
    }

    /// Takes bits where there are so many nodes that these are cheaper.
    #[inline]
    fn fit(&mut self, graph: usize, nodes: usize) {
        if let Known::Hashed(hashed) = self
            && nodes > graph / SHARE
        {
            let mut bits = FixedBitSet::with_capacity(graph);
            for node in hashed.iter() {
                bits.insert(*node as usize);
            }
            *self = Known::Bits(bits);
        }
    }

    #[inline]
    fn has(&self, node: u32) -> bool {
        match self {
            Known::Hashed(hashed) => hashed.contains(&node),
            Known::Bits(bits) => bits.contains(node as usize),
        }
    }

    /// Whether it was not there before; nodes are below the bound of the graph.
    #[inline]
    fn add(&mut self, node: u32) -> bool {
        match self {
            Known::Hashed(hashed) => hashed.insert(node),
            Known::Bits(bits) => !bits.put(node as usize),
        }
    }

    fn remove(&mut self, node: u32) {
        match self {
            Known::Hashed(hashed) => {
                hashed.remove(&node);
            }
            Known::Bits(bits) => bits.remove(node as usize),
        }
    }
}

/// A set of nodes.
pub(super) type NodeSet = HashSet<u32, BuildHasherDefault<NodeHasher>>;

/// Spreads node numbers by one multiplication. Nobody chooses them to collide:
/// they follow from sorting.
#[derive(Debug, Default)]
pub(super) struct NodeHasher(u64);

impl Hasher for NodeHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    #[inline]
    fn write_u32(&mut self, node: u32) {
        // The table uses the low bits and the top seven: fold the product.
        let product = (self.0 ^ u64::from(node)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ product >> 32;
    }
}
