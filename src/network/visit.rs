//! petgraph's visit traits on the network and on a filtered view of it.
//!
//! Everything that names petgraph is here, since its next release replaces
//! these traits. Our own searches ask for [`Adjacency`] alone; the rest lets
//! petgraph's whole-graph algorithms run on an edition as it lies in the file.
//!
//! A node is a `u32`, an edge's id the number of its link, an edge's weight its
//! slot byte, a node's weight its term. The graph is undirected, parallel links
//! are kept, and the edges of a node come by target, then by link.

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

/// All that the searches ask of a graph. The neighbours of a node come in
/// ascending order, parallel ones side by side; the upper bound of their
/// `size_hint` is the number of slots that are read to find them.
pub(super) trait Adjacency: IntoNeighbors<NodeId = u32> + NodeIndexable {}

impl<G> Adjacency for G where G: IntoNeighbors<NodeId = u32> + NodeIndexable {}

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
    network: &'n Network<'n>,
    pass: &'n Pass,
    slots: std::iter::Zip<std::slice::Iter<'n, u32>, std::slice::Iter<'n, u8>>,
}

impl<'n> Neighbors<'n> {
    fn of(network: &'n Network<'n>, pass: &'n Pass, node: u32) -> Neighbors<'n> {
        let slots = network.slots(node);
        let targets = network.targets.get(slots.clone()).unwrap_or_default();
        let bytes = network.bytes.get(slots).unwrap_or_default();
        Neighbors {
            network,
            pass,
            slots: targets.iter().zip(bytes),
        }
    }
}

impl Iterator for Neighbors<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let pass = self.pass;
        let (target, _) = self.slots.find(|(_, byte)| pass.has(**byte))?;
        if (*target as usize) < self.network.nodes.len() {
            return Some(*target);
        }
        self.network.mark_damaged();
        self.slots = [].iter().zip(&[]);
        None
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.slots.len()))
    }
}

/// The links of a node. Ends early, with the network marked as damaged, at a
/// number that is out of bounds.
#[derive(Debug, Clone)]
pub struct Edges<'n> {
    network: &'n Network<'n>,
    pass: &'n Pass,
    source: u32,
    slots: std::ops::Range<usize>,
}

impl Iterator for Edges<'_> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        let network = self.network;
        loop {
            let slot = self.slots.next()?;
            let (target, half, byte) = (
                *network.targets.get(slot)?,
                *network.halves.get(slot)?,
                *network.bytes.get(slot)?,
            );
            if !self.pass.has(byte) {
                continue;
            }
            let link = half >> 1;
            if target as usize >= network.nodes.len() || link as usize >= network.links.len() {
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

/// Every link once, in its own direction.
#[derive(Debug, Clone)]
pub struct EdgeReferences<'n> {
    network: &'n Network<'n>,
    pass: &'n Pass,
    links: std::ops::Range<u32>,
}

impl Iterator for EdgeReferences<'_> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        loop {
            let link = self.links.next()?;
            let record = self.network.links.get(link as usize)?;
            if !self.pass.has(record.byte().0) {
                continue;
            }
            let nodes = self.network.nodes.len();
            if record.from as usize >= nodes || record.to as usize >= nodes {
                self.network.mark_damaged();
                self.links = 0..0;
                return None;
            }
            return Some(Edge {
                source: record.from,
                target: record.to,
                link,
                byte: record.byte(),
            });
        }
    }
}

/// Nodes with their terms.
pub type NodeReferences<'n> = std::iter::Zip<std::ops::Range<u32>, std::slice::Iter<'n, u32>>;

impl Network<'_> {
    fn seen_through(&self) -> (&Network<'_>, &Pass) {
        (self, &Pass::ALL)
    }
}

impl Filtered<'_> {
    fn seen_through(&self) -> (&Network<'_>, &Pass) {
        (self.network, &self.pass)
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
                self.seen_through().0.nodes.len()
            }
        }

        /// Reads every link.
        impl EdgeCount for $graph<'_> {
            fn edge_count(&self) -> usize {
                let (network, pass) = self.seen_through();
                let links = network.links.iter();
                links.filter(|link| pass.has(link.byte().0)).count()
            }
        }

        impl NodeIndexable for $graph<'_> {
            fn node_bound(&self) -> usize {
                self.seen_through().0.nodes.len()
            }

            fn to_index(&self, node: u32) -> usize {
                node as usize
            }

            fn from_index(&self, index: usize) -> u32 {
                index as u32
            }
        }

        impl NodeCompactIndexable for $graph<'_> {}

        impl EdgeIndexable for $graph<'_> {
            fn edge_bound(&self) -> usize {
                self.seen_through().0.links.len()
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
                FixedBitSet::with_capacity(self.seen_through().0.nodes.len())
            }

            fn reset_map(&self, map: &mut FixedBitSet) {
                map.clear();
                map.grow(self.seen_through().0.nodes.len());
            }
        }

        impl<'n> IntoNeighbors for &'n $graph<'_> {
            type Neighbors = Neighbors<'n>;

            fn neighbors(self, node: u32) -> Neighbors<'n> {
                let (network, pass) = self.seen_through();
                Neighbors::of(network, pass, node)
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
                let (network, pass) = self.seen_through();
                // No more links than fit 31 bits are opened.
                let links = 0..network.links.len() as u32;
                EdgeReferences {
                    network,
                    pass,
                    links,
                }
            }
        }

        impl<'n> IntoEdges for &'n $graph<'_> {
            type Edges = Edges<'n>;

            fn edges(self, node: u32) -> Edges<'n> {
                let (network, pass) = self.seen_through();
                Edges {
                    network,
                    pass,
                    source: node,
                    slots: network.slots(node),
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
                0..self.seen_through().0.nodes.len() as u32
            }
        }

        impl<'n> IntoNodeReferences for &'n $graph<'_> {
            type NodeRef = (u32, &'n u32);
            type NodeReferences = NodeReferences<'n>;

            fn node_references(self) -> NodeReferences<'n> {
                self.node_identifiers().zip(self.seen_through().0.nodes)
            }
        }
    };
}

visit!(Network);
visit!(Filtered);
