//! petgraph's visit traits on the network and on a filtered view of it.
//!
//! Everything that names petgraph is here, since its next release replaces
//! these traits. Our own searches ask for [`Adjacency`] alone; the rest lets
//! petgraph's whole-graph algorithms run on an edition as it lies in the file.
//!
//! A node is a `u32`, an edge's id the number of its link, an edge's weight its
//! slot byte, a node's weight its term. The graph is undirected, parallel links
//! are kept, and the edges of a node come by target.

use fixedbitset::FixedBitSet;
use petgraph::Direction;
use petgraph::Undirected;
use petgraph::visit::Data;
use petgraph::visit::EdgeCount;
use petgraph::visit::EdgeIndexable;
use petgraph::visit::EdgeRef;
use petgraph::visit::GraphBase;
use petgraph::visit::GraphProp;
use petgraph::visit::IntoEdgeReferences;
use petgraph::visit::IntoEdges;
use petgraph::visit::IntoEdgesDirected;
use petgraph::visit::IntoNeighbors;
use petgraph::visit::IntoNeighborsDirected;
use petgraph::visit::IntoNodeIdentifiers;
use petgraph::visit::IntoNodeReferences;
use petgraph::visit::NodeCompactIndexable;
use petgraph::visit::NodeCount;
use petgraph::visit::NodeIndexable;
use petgraph::visit::Visitable;

use crate::network::filter::Filtered;
use crate::network::filter::Pass;
use crate::network::format::SlotByte;
use crate::network::graph::Network;
use crate::network::seen::Seen;

/// All that the searches ask of a graph. The neighbours of a node come in
/// ascending order, parallel ones side by side.
pub(super) trait Adjacency: IntoNeighbors<NodeId = u32> + NodeIndexable {
    /// How many slots are read to find the neighbours of a node.
    fn slots_of(self, node: u32) -> usize;

    /// Puts those neighbours of a node that are wanted into a list, in the place
    /// of what is there; one that several links lead to as often as that. What is
    /// not wanted costs a look at the slot: no filter is asked. A number that is no
    /// node has to be wanted, so that it is seen.
    fn read_neighbors(self, node: u32, wanted: impl Fn(u32) -> bool, into: &mut Vec<u32>);

    /// Likewise the slots that lead there, as places among all slots.
    fn read_slots(self, node: u32, wanted: impl Fn(u32) -> bool, into: &mut Vec<u32>);

    /// Where a slot that was read leads to.
    fn target(self, slot: u32) -> u32;

    /// Told before so many slots of some nodes are read.
    fn about_to_read(self, slots: usize);

    /// Whether a node has a slot, of any link, that leads to another one.
    fn leads(self, node: u32, other: u32) -> bool;

    /// Where a node stands in the order in which entities are given.
    fn place(self, node: u32) -> u32;

    /// The node that stands there.
    fn node_at(self, place: u32) -> u32;
}

/// A link seen from one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    pub source: u32,
    pub target: u32,
    /// The link's number.
    pub link: u32,
    pub byte: SlotByte,
}

impl EdgeRef for Edge {
    type NodeId = u32;
    type EdgeId = u32;
    type Weight = SlotByte;

    fn source(&self) -> u32 {
        self.source
    }

    fn target(&self) -> u32 {
        self.target
    }

    fn weight(&self) -> &SlotByte {
        &self.byte
    }

    fn id(&self) -> u32 {
        self.link
    }
}

/// The neighbours of a node. Ends early, with the network marked as damaged,
/// at one that is out of bounds.
#[derive(Debug, Clone)]
pub struct Neighbors<'n> {
    seen: Seen<'n>,
    // The slot behind the last one read.
    slot: usize,
    slots: std::iter::Zip<std::slice::Iter<'n, u32>, std::slice::Iter<'n, u8>>,
}

impl<'n> Neighbors<'n> {
    fn of(seen: Seen<'n>, node: u32) -> Neighbors<'n> {
        let slots = seen.slots(node);
        let targets = seen.network.targets.get(slots.clone()).unwrap_or_default();
        let bytes = seen.network.bytes.get(slots.clone()).unwrap_or_default();
        Neighbors {
            seen,
            slot: slots.start,
            slots: targets.iter().zip(bytes),
        }
    }
}

impl Iterator for Neighbors<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let seen = self.seen;
        loop {
            let (target, byte) = self.slots.next()?;
            self.slot += 1;
            if !seen.has(self.slot - 1, *target, *byte) {
                continue;
            }
            if (*target as usize) < seen.network.node_count() {
                return Some(*target);
            }
            seen.network.mark_damaged();
            self.slots = [].iter().zip(&[]);
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.slots.len()))
    }
}

/// The links of a node. Ends early, with the network marked as damaged, at a
/// number that is out of bounds.
#[derive(Debug, Clone)]
pub struct Edges<'n> {
    seen: Seen<'n>,
    source: u32,
    slots: std::ops::Range<usize>,
}

impl Iterator for Edges<'_> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        let network = self.seen.network;
        loop {
            let slot = self.slots.next()?;
            let (target, byte) = (*network.targets.get(slot)?, *network.bytes.get(slot)?);
            if !self.seen.has(slot, target, byte) {
                continue;
            }
            let link = network.link_number(slot);
            if target as usize >= network.node_count() || link as usize >= network.link_count() {
                network.mark_damaged();
                self.slots = 0..0;
                return None;
            }
            return Some(Edge {
                source: self.source,
                target,
                link,
                byte: SlotByte(byte),
            });
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.slots.len()))
    }
}

/// The links of a node, turned so that it is their source or their target.
#[derive(Debug, Clone)]
pub struct EdgesDirected<'n> {
    edges: Edges<'n>,
    direction: Direction,
}

impl Iterator for EdgesDirected<'_> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        let edge = self.edges.next()?;
        Some(match self.direction {
            Direction::Outgoing => edge,
            Direction::Incoming => Edge {
                source: edge.target,
                target: edge.source,
                ..edge
            },
        })
    }
}

/// Every link once, in its own direction and in the order of their numbers.
#[derive(Debug, Clone)]
pub struct EdgeReferences<'n> {
    seen: Seen<'n>,
    nodes: std::ops::Range<u32>,
    // Of the node before the next one.
    source: u32,
    slots: std::ops::Range<usize>,
    // Its links are passed over, but not their numbers.
    avoided: bool,
    links: u32,
}

impl Iterator for EdgeReferences<'_> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        let network = self.seen.network;
        loop {
            let Some(slot) = self.slots.next() else {
                self.source = self.nodes.next()?;
                self.slots = network.slots(self.source);
                self.avoided = self.seen.slots(self.source).is_empty();
                continue;
            };
            if !network.ahead.get(slot) {
                continue;
            }
            let link = self.links;
            self.links += 1;
            if self.avoided {
                continue;
            }
            let (target, byte) = (*network.targets.get(slot)?, *network.bytes.get(slot)?);
            if !self.seen.has(slot, target, byte) {
                continue;
            }
            if target as usize >= network.node_count() || link as usize >= network.link_count() {
                network.mark_damaged();
                self.nodes = 0..0;
                self.slots = 0..0;
                return None;
            }
            return Some(Edge {
                source: self.source,
                target,
                link,
                byte: SlotByte(byte),
            });
        }
    }
}

/// Nodes with their terms. Ends early, with the network marked as damaged, at
/// a node without one.
#[derive(Debug, Clone)]
pub struct NodeReferences<'n> {
    network: &'n Network<'n>,
    nodes: std::ops::Range<u32>,
}

impl<'n> Iterator for NodeReferences<'n> {
    type Item = (u32, &'n u32);

    fn next(&mut self) -> Option<(u32, &'n u32)> {
        let node = self.nodes.next()?;
        let term = self.network.entities.get(self.network.place(node) as usize);
        Some((node, term?))
    }

    /// petgraph asks it how many nodes there are.
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.nodes.size_hint()
    }
}

impl Network<'_> {
    fn seen(&self) -> Seen<'_> {
        Seen {
            network: self,
            pass: &Pass::ALL,
            beyond: None,
            fallen: None,
        }
    }
}

impl Filtered<'_> {
    /// The nodes one hop away, ascending, one that several links lead to as
    /// often as that.
    pub(super) fn neighbors_of(&self, node: u32) -> Neighbors<'_> {
        self.neighbors(node)
    }

    /// The links of a node that carry a hop, by the other end.
    pub(super) fn links_of(&self, node: u32) -> impl Iterator<Item = u32> {
        self.edges(node).map(|edge| edge.link)
    }

    /// The nodes of every link that carries a hop.
    pub(super) fn ends(&self) -> impl Iterator<Item = (u32, u32)> {
        let links = self.edge_references();
        links.map(|link| (link.source, link.target))
    }

    /// The neighbours of a node, each once.
    pub(super) fn distinct_neighbours(&self, node: u32) -> Vec<u32> {
        let mut neighbours: Vec<u32> = self.neighbors(node).collect();
        // Parallel links stand side by side.
        neighbours.dedup();
        neighbours
    }

    pub(super) fn seen(&self) -> Seen<'_> {
        Seen {
            network: self.network,
            pass: &self.pass,
            beyond: self.beyond.as_deref(),
            fallen: self.fallen,
        }
    }
}

// The two graphs differ in what passes and in nothing else.
macro_rules! visit {
    ($graph:ident) => {
        impl GraphBase for $graph<'_> {
            type NodeId = u32;
            type EdgeId = u32;
        }

        impl Data for $graph<'_> {
            type NodeWeight = u32;
            type EdgeWeight = SlotByte;
        }

        impl GraphProp for $graph<'_> {
            type EdgeType = Undirected;
        }

        impl NodeCount for $graph<'_> {
            fn node_count(&self) -> usize {
                self.seen().network.node_count()
            }
        }

        /// Reads every link.
        impl EdgeCount for $graph<'_> {
            fn edge_count(&self) -> usize {
                self.edge_references().count()
            }
        }

        impl NodeIndexable for $graph<'_> {
            fn node_bound(&self) -> usize {
                self.seen().network.node_count()
            }

            fn to_index(&self, node: u32) -> usize {
                node as usize
            }

            fn from_index(&self, index: usize) -> u32 {
                index as u32
            }
        }

        impl Adjacency for &$graph<'_> {
            fn slots_of(self, node: u32) -> usize {
                self.seen().slots(node).len()
            }

            fn read_neighbors(self, node: u32, wanted: impl Fn(u32) -> bool, into: &mut Vec<u32>) {
                self.seen().read_neighbors(node, wanted, into);
            }

            fn read_slots(self, node: u32, wanted: impl Fn(u32) -> bool, into: &mut Vec<u32>) {
                self.seen().read_slots(node, wanted, into);
            }

            fn target(self, slot: u32) -> u32 {
                self.seen().target(slot)
            }

            fn about_to_read(self, slots: usize) {
                self.seen().network.about_to_read(slots);
            }

            fn leads(self, node: u32, other: u32) -> bool {
                let slots = self.seen().network.slots_between(node, other);
                slots.is_ok_and(|slots| !slots.is_empty())
            }

            fn place(self, node: u32) -> u32 {
                self.seen().network.place(node)
            }

            fn node_at(self, place: u32) -> u32 {
                self.seen().network.node_at(place)
            }
        }

        impl NodeCompactIndexable for $graph<'_> {}

        impl EdgeIndexable for $graph<'_> {
            fn edge_bound(&self) -> usize {
                self.seen().network.link_count()
            }

            fn to_index(&self, link: u32) -> usize {
                link as usize
            }

            fn from_index(&self, index: usize) -> u32 {
                index as u32
            }
        }

        impl Visitable for $graph<'_> {
            type Map = FixedBitSet;

            fn visit_map(&self) -> FixedBitSet {
                FixedBitSet::with_capacity(self.seen().network.node_count())
            }

            fn reset_map(&self, map: &mut FixedBitSet) {
                map.clear();
                map.grow(self.seen().network.node_count());
            }
        }

        impl<'n> IntoNeighbors for &'n $graph<'_> {
            type Neighbors = Neighbors<'n>;

            fn neighbors(self, node: u32) -> Neighbors<'n> {
                Neighbors::of(self.seen(), node)
            }
        }

        impl<'n> IntoNeighborsDirected for &'n $graph<'_> {
            type NeighborsDirected = Neighbors<'n>;

            fn neighbors_directed(self, node: u32, _: Direction) -> Neighbors<'n> {
                self.neighbors(node)
            }
        }

        impl<'n> IntoEdgeReferences for &'n $graph<'_> {
            type EdgeRef = Edge;
            type EdgeReferences = EdgeReferences<'n>;

            fn edge_references(self) -> EdgeReferences<'n> {
                EdgeReferences {
                    seen: self.seen(),
                    // No more nodes than fit 31 bits are opened.
                    nodes: 0..self.seen().network.node_count() as u32,
                    source: 0,
                    slots: 0..0,
                    avoided: false,
                    links: 0,
                }
            }
        }

        impl<'n> IntoEdges for &'n $graph<'_> {
            type Edges = Edges<'n>;

            fn edges(self, node: u32) -> Edges<'n> {
                Edges {
                    seen: self.seen(),
                    source: node,
                    slots: self.seen().slots(node),
                }
            }
        }

        impl<'n> IntoEdgesDirected for &'n $graph<'_> {
            type EdgesDirected = EdgesDirected<'n>;

            fn edges_directed(self, node: u32, direction: Direction) -> EdgesDirected<'n> {
                EdgesDirected {
                    edges: self.edges(node),
                    direction,
                }
            }
        }

        impl<'n> IntoNodeIdentifiers for &'n $graph<'_> {
            type NodeIdentifiers = std::ops::Range<u32>;

            fn node_identifiers(self) -> std::ops::Range<u32> {
                0..self.seen().network.node_count() as u32
            }
        }

        impl<'n> IntoNodeReferences for &'n $graph<'_> {
            type NodeRef = (u32, &'n u32);
            type NodeReferences = NodeReferences<'n>;

            fn node_references(self) -> NodeReferences<'n> {
                NodeReferences {
                    network: self.seen().network,
                    nodes: self.node_identifiers(),
                }
            }
        }
    };
}

visit!(Network);
visit!(Filtered);
