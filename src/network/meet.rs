//! The search from both ends: breadth first, a whole layer at a time, always
//! on the side that has fewer slots to read, until the two sides meet.
//!
//! Gives every shortest path at once, as a [`Dag`]. When neither side has met
//! the other after `a` and `b` layers, no path is as short as `a + b`; so the
//! first layer that meets the other side holds one node of each shortest path.
//!
//! What it remembers is hashed at first: in a big graph an array as long as
//! the graph costs more than the search does.

use std::collections::HashMap;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;

use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::dag::Dag;
use crate::network::visit::Adjacency;

/// Nodes a side reaches before it remembers them in an array instead of a hash
/// table. Measured: below, filling the array is the dearer part. Few under test,
/// so that small graphs try both.
const HASHED: usize = if cfg!(test) { 5 } else { 65_536 };

/// Of a small graph an array is soon worth while: when a side has reached one in
/// so many nodes, and a few.
const SHARE: usize = 64;
const FEW: usize = if cfg!(test) { 5 } else { 256 };

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
        if near.frontier.is_empty() || far.frontier.is_empty() {
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
        let meeting = side.advance(graph, other, detour, work)?;
        if !meeting.is_empty() {
            let mut hops = Vec::new();
            let place = |node| graph.place(node);
            near.trace(&meeting, |layer, back, ahead| {
                hops.push((layer, place(back), place(ahead)));
            });
            far.trace(&meeting, |layer, back, ahead| {
                hops.push((length - 1 - layer, place(ahead), place(back)));
            });
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

/// No node, no parent.
const NONE: u32 = u32::MAX;

/// A node that a side has reached.
#[derive(Debug, Clone, Copy)]
struct Reached {
    node: u32,
    depth: u32,
    /// The head of its list in `Side::parents`, or `NONE`.
    parents: u32,
}

/// One end's search.
struct Side {
    /// In order of discovery, so that a layer is a range.
    reached: Vec<Reached>,
    places: Places,
    /// Lists of places in `reached`, one layer back, each with the next entry.
    parents: Vec<(u32, u32)>,
    /// The last layer.
    frontier: std::ops::Range<usize>,
    depth: u32,
    /// Slots to be read for the next layer.
    width: usize,
    /// The neighbours of one node, while it is looked at.
    neighbors: Vec<u32>,
}

impl Side {
    fn new<G: Adjacency>(graph: G, node: u32) -> Side {
        let mut side = Side {
            reached: Vec::new(),
            places: Places::Hashed(HashMap::default()),
            parents: Vec::new(),
            frontier: 0..1,
            depth: 0,
            width: graph.slots_of(node),
            neighbors: Vec::new(),
        };
        side.insert(graph, node, 0);
        side
    }

    fn insert<G: Adjacency>(&mut self, graph: G, node: u32, depth: u32) -> u32 {
        // No more than there are nodes, and those fit 31 bits.
        let place = self.reached.len() as u32;
        self.reached.push(Reached {
            node,
            depth,
            parents: NONE,
        });
        if self.reached.len() == HASHED.min(graph.node_bound() / SHARE + FEW) {
            self.places = Places::array(graph.node_bound(), &self.reached);
        } else {
            self.places.set(node, place);
        }
        place
    }

    /// Reaches the next layer; gives the nodes at which it meets the other
    /// side, ascending.
    fn advance<G: Adjacency>(
        &mut self,
        graph: G,
        other: &Side,
        detour: &Detour,
        work: &mut Work,
    ) -> Result<Vec<u32>, Stop> {
        work.read_slots(self.width)?;
        self.depth += 1;
        self.width = 0;
        let mut meeting = Vec::new();
        let layer = self.frontier.clone();
        for place in layer.clone() {
            let here = self.reached[place].node;
            let mut last = NONE;
            let mut neighbors = std::mem::take(&mut self.neighbors);
            graph.read_neighbors(here, &mut neighbors);
            for there in neighbors.iter().copied() {
                // Parallel links are one hop.
                if there == last || detour.forbids(here, there) {
                    continue;
                }
                last = there;
                let reached = match self.places.get(there) {
                    Some(reached) if self.reached[reached as usize].depth == self.depth => reached,
                    Some(_) => continue,
                    None => {
                        let met = match other.places.get(there) {
                            // Only in a damaged graph, where a hop leads one way.
                            Some(at) if other.reached[at as usize].depth != other.depth => {
                                return Err(Stop::Damaged);
                            }
                            Some(_) => true,
                            None => false,
                        };
                        if met {
                            meeting.push(there);
                        } else if !meeting.is_empty() {
                            // This is the last layer: only meetings count.
                            continue;
                        } else {
                            self.width += graph.slots_of(there);
                        }
                        self.insert(graph, there, self.depth)
                    }
                };
                let list = &mut self.reached[reached as usize].parents;
                self.parents.push((place as u32, *list));
                *list = (self.parents.len() - 1) as u32;
            }
            self.neighbors = neighbors;
        }
        self.frontier = layer.end..self.reached.len();
        meeting.sort_unstable();
        Ok(meeting)
    }

    /// Walks back from some nodes of one layer to this side's end, giving each
    /// hop once as (layer of the nearer node, nearer node, further node).
    fn trace(&self, nodes: &[u32], mut hop: impl FnMut(u32, u32, u32)) {
        let places = nodes.iter().filter_map(|node| self.places.get(*node));
        let mut layer: Vec<u32> = places.collect();
        while !layer.is_empty() {
            let mut back = Vec::new();
            for place in &layer {
                let ahead = self.reached[*place as usize];
                let mut list = ahead.parents;
                while let Some((parent, next)) = self.parents.get(list as usize) {
                    hop(
                        ahead.depth - 1,
                        self.reached[*parent as usize].node,
                        ahead.node,
                    );
                    back.push(*parent);
                    list = *next;
                }
            }
            back.sort_unstable();
            back.dedup();
            layer = back;
        }
    }
}

/// Where a node stands in `Side::reached`.
enum Places {
    Hashed(HashMap<u32, u32, BuildHasherDefault<NodeHasher>>),
    /// One more than the place; 0 for a node not reached.
    Array(Vec<u32>),
}

impl Places {
    fn array(nodes: usize, reached: &[Reached]) -> Places {
        let mut places = vec![0; nodes];
        for (place, one) in reached.iter().enumerate() {
            places[one.node as usize] = place as u32 + 1;
        }
        Places::Array(places)
    }

    #[inline]
    fn get(&self, node: u32) -> Option<u32> {
        match self {
            Places::Hashed(places) => places.get(&node).copied(),
            Places::Array(places) => places[node as usize].checked_sub(1),
        }
    }

    fn set(&mut self, node: u32, place: u32) {
        match self {
            Places::Hashed(places) => {
                places.insert(node, place);
            }
            Places::Array(places) => places[node as usize] = place + 1,
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
