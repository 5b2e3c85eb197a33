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
use crate::network::dag::Read;
use crate::network::visit::Adjacency;

/// A side that has reached more than one in so many nodes of the graph remembers
/// them in an array of bits; with fewer, to clear the array would take longer than
/// to hash them. Small under test, so that small graphs try both.
const SHARE: usize = if cfg!(test) { 4 } else { 4_096 };

/// Where no more nodes than this would be hashed, none is.
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
            let mut is_one_way = false;
            let depths = (near.depth, far.depth);
            let place = |node| graph.place(node);
            // A hop was seen from the end that it was read from, and within a side
            // from the nearer one as well, unless it is the further that was read.
            let leads_back = |back, ahead, read: Read, is_last: bool| match read.node == ahead {
                true => graph.leads(back, ahead),
                false => !is_last || graph.leads(ahead, back),
            };
            near.trace(graph, &meeting, detour, |layer, back, ahead, read| {
                is_one_way |= !leads_back(back, ahead, read, layer + 1 == depths.0);
                hops.push(((layer, place(back), place(ahead)), read));
            })?;
            far.trace(graph, &meeting, detour, |layer, back, ahead, read| {
                is_one_way |= !leads_back(back, ahead, read, layer + 1 == depths.1);
                hops.push(((length - 1 - layer, place(ahead), place(back)), read));
            })?;
            // Only in a damaged graph: the sides then meet where they should not.
            if is_one_way {
                return Err(Stop::Damaged);
            }
            let node_at = |place| graph.node_at(place);
            let dag = Dag::new(hops, place(to), length, node_at)?;
            return Ok(Met::Paths(dag));
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
    /// Slots of each of these layers.
    widths: Vec<usize>,
    known: Known,
    depth: u32,
    /// Slots to be read for the next layer.
    width: usize,
    /// The neighbours of one node, or the slots that lead there, while it is
    /// looked at.
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
            widths: Vec::new(),
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
        graph.about_to_read(self.width);
        self.depth += 1;
        self.widths.push(std::mem::take(&mut self.width));
        let mut meeting = Vec::new();
        let layer = self.frontier();
        let mut neighbors = std::mem::take(&mut self.neighbors);
        for at in layer.clone() {
            let here = self.reached[at];
            let known = &self.known;
            // With a meeting this is the last layer, where nothing else counts.
            match meeting.is_empty() {
                true => graph.read_neighbors(here, |there| !known.has(there), &mut neighbors),
                false => {
                    let meets = |there| {
                        other.has(there) && !known.has(there)
                            || there as usize >= graph.node_bound()
                    };
                    graph.read_neighbors(here, meets, &mut neighbors);
                }
            }
            for there in neighbors.iter().copied() {
                if detour.forbids(here, there) {
                    continue;
                }
                // Of parallel links the first has reached it.
                if other.has(there) {
                    if self.known.add(there) {
                        meeting.push(there);
                    }
                } else if meeting.is_empty() && self.known.add(there) {
                    self.width += graph.slots_of(there);
                    self.reached.push(there);
                    self.known.fit(graph.node_bound(), self.reached.len());
                }
            }
        }
        self.neighbors = neighbors;
        self.layers.push(layer.end);
        meeting.sort_unstable();
        Ok(meeting)
    }

    /// Walks back from some nodes of the frontier to this side's end, giving each
    /// hop once as (layer of the nearer node, nearer node, further node, from where
    /// and in which slot it was read).
    fn trace<G: Adjacency>(
        &mut self,
        graph: G,
        meeting: &[u32],
        detour: &Detour,
        mut hop: impl FnMut(u32, u32, u32, Read),
    ) -> Result<(), Stop> {
        let mut marked = Known::new(graph.node_bound(), self.reached.len());
        let mut ahead = meeting.to_vec();
        for depth in (0..self.depth).rev() {
            let at = depth as usize;
            let layer = self.layers[at]..self.layers[at + 1];
            let slots_ahead: usize = ahead.iter().map(|node| graph.slots_of(*node)).sum();
            let mut step = Step {
                graph,
                detour,
                marked: &mut marked,
                slots: &mut self.neighbors,
            };
            let layer = &self.reached[layer];
            ahead = match slots_ahead + layer.len() < self.widths[at] {
                true => step.by_ahead(layer, &ahead, |here, there, slot| {
                    hop(depth, here, there, Read { node: there, slot });
                })?,
                false => step.by_layer(layer, &ahead, |here, there, slot| {
                    hop(depth, here, there, Read { node: here, slot });
                })?,
            };
        }
        match ahead == [self.start] {
            true => Ok(()),
            false => Err(Stop::Damaged),
        }
    }
}

/// The hops between one layer and nodes that are one further ahead, some of which
/// the search has passed. Whichever side has fewer slots is read; each way gives
/// every hop once, and the nodes of the layer that have one.
struct Step<'a, G> {
    graph: G,
    detour: &'a Detour,
    /// Empty before and after.
    marked: &'a mut Known,
    slots: &'a mut Vec<u32>,
}

impl<G: Adjacency> Step<'_, G> {
    /// Reads the slots of the layer again.
    fn by_layer(
        &mut self,
        layer: &[u32],
        ahead: &[u32],
        mut hop: impl FnMut(u32, u32, u32),
    ) -> Result<Vec<u32>, Stop> {
        self.mark(ahead);
        let (mut back, mut led_to) = (Vec::new(), Vec::new());
        for here in layer.iter().copied() {
            self.read(here);
            let before = led_to.len();
            for slot in self.slots.iter().copied() {
                let there = self.graph.target(slot);
                if !self.detour.forbids(here, there) {
                    hop(here, there, slot);
                    led_to.push(there);
                }
            }
            if led_to.len() > before {
                back.push(here);
            }
        }
        self.unmark(ahead);
        led_to.sort_unstable();
        led_to.dedup();
        // Only in a damaged graph, where a hop leads one way.
        match led_to.len() == ahead.len() {
            true => Ok(back),
            false => Err(Stop::Damaged),
        }
    }

    /// Reads those of the nodes ahead, which a search from there would.
    fn by_ahead(
        &mut self,
        layer: &[u32],
        ahead: &[u32],
        mut hop: impl FnMut(u32, u32, u32),
    ) -> Result<Vec<u32>, Stop> {
        self.mark(layer);
        let mut back = Vec::new();
        for there in ahead.iter().copied() {
            self.read(there);
            let before = back.len();
            for slot in self.slots.iter().copied() {
                let here = self.graph.target(slot);
                if !self.detour.forbids(here, there) {
                    hop(here, there, slot);
                    back.push(here);
                }
            }
            // Only in a damaged graph, as above.
            if back.len() == before {
                return Err(Stop::Damaged);
            }
        }
        self.unmark(layer);
        back.sort_unstable();
        back.dedup();
        Ok(back)
    }

    /// The slots that lead to marked neighbours of a node; parallel links are one
    /// hop.
    fn read(&mut self, node: u32) {
        let (graph, marked) = (self.graph, &*self.marked);
        let bound = graph.node_bound();
        let wanted = |other| marked.has(other) || other as usize >= bound;
        graph.read_slots(node, wanted, self.slots);
        self.slots.dedup_by_key(|slot| graph.target(*slot));
    }

    fn mark(&mut self, nodes: &[u32]) {
        for node in nodes {
            self.marked.add(*node);
        }
    }

    fn unmark(&mut self, nodes: &[u32]) {
        for node in nodes {
            self.marked.remove(*node);
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
            bits.extend(hashed.iter().map(|node| *node as usize));
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
