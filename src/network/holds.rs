//! What holds a connection up: the smallest set of labels (sources, outlets,
//! origins or claims) without which two entities are no longer connected.
//!
//! Such a set has to hit every [`Strand`] between the two. Finding the
//! smallest is hard in general (P. Zhang, J.-Y. Cai, L.-Q. Tang, W.-B. Zhao
//! 2009 on the label cut; Zhang and B. Fu 2016 on searching it by its size),
//! and easy for the sets of a few labels that occur. How it is found is in
//! `label_cut.rs`; here are the question, and what an answer says.
//!
//! An answer can be checked without trusting the search: the set, and either
//! as many strands with nothing in common or the size up to which all failed.

use crate::network::error::NetworkError;
use crate::network::filter::Filter;
use crate::network::label_cut::Search;
use crate::network::strand::Strand;
use crate::network::withdrawn::Rests;

/// Labels in the largest set that is proved to be the smallest by trying: each
/// label more costs as much again as a strand has labels.
const MOST: u32 = 8;

/// Slots, chains and claims that a question may read: some seconds.
const WORK: u64 = 60_000_000;

/// The connection asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Nodes.
    pub from: u32,
    pub to: u32,
    pub filter: Filter,
}

/// How far to go for the exact answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldsBudget {
    /// The size up to which sets are tried, at most 64.
    pub most: u32,
    /// Slots, chains and claims read, all of them counted alike.
    pub work: u64,
}

impl Default for HoldsBudget {
    fn default() -> HoldsBudget {
        HoldsBudget {
            most: MOST,
            work: WORK,
        }
    }
}

/// What holds the connection up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// Both ends are the same entity: nothing has to hold.
    SameEntity,
    /// There is no connection over alive links that pass the filter.
    NotConnected,
    /// This connection rests on nothing that could be withdrawn.
    OnNothing { strand: Strand },
    /// Without this set they are not connected, and no smaller one does it.
    Exactly {
        /// Ascending, never empty.
        set: Vec<u32>,
        because: AtLeast,
        /// Whether no other set of this size does it; no where that was not
        /// found out.
        only: bool,
    },
    /// The smallest set was not found.
    Between {
        /// No smaller set does it. Zero when not even a connection was found.
        at_least: u32,
        because: AtLeast,
        /// Some set that does it, ascending; `None` when none was found.
        at_most: Option<Vec<u32>>,
        limit: HoldsLimit,
    },
}

/// Why no smaller set does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AtLeast {
    /// These strands have no label in common, and each has to lose one.
    Disjoint { strands: Vec<Strand> },
    /// All sets up to this size have been tried, by branching, and left a
    /// strand whole.
    Tried { size: u32 },
}

/// Why the smallest set was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HoldsLimit {
    /// It is larger than what is tried.
    Size,
    /// The search read all it may.
    Work,
}

/// Finds the smallest set of labels that the connection hangs on. Between the
/// same ends in either order the set is the same.
///
/// Of several smallest sets it gives the first that is found in this order:
/// what isolates the end with the lower node, what isolates the other, what
/// comes of taking the label on most of the strands known, and last the sets
/// that are tried, labels with more claims before others and then lower terms
/// first. That depends on the network alone.
///
/// ```
/// use nutgraf::model::{Mode, Standing};
/// use nutgraf::network::{By, Connection, Days, Filter, Holds, HoldsBudget, Network};
/// use nutgraf::network::{NetworkDraft, NewClaim, NewLink, Rests, holds, layout};
///
/// // ann --- bo --- cy, both links from the same report
/// let (ann, bo, cy, knows, report) = (10, 11, 12, 20, 40);
/// let standing = Standing::Uncontested;
/// let mut draft = NetworkDraft::default();
/// draft.entities([ann, bo, cy]);
/// for (claim, from, to) in [(30, ann, bo), (31, bo, cy)] {
///     let link = NewLink {
///         link: claim, from, to, relation: knows, standing,
///         mode: Mode::Asserted, category: 0, origins: 1, days: Days::UNDATED,
///     };
///     draft.link(link, [claim]);
///     let claim = NewClaim { claim, standing, origins: 1, named: true, documented: false };
///     draft.claim(claim, [report], [[report]]);
/// }
/// let sections = layout(draft)?;
/// let section = |name: &str| sections.iter().find(|one| one.0 == name).map(|one| &one.1[..]);
/// let network = Network::new(section)?;
/// let rests = Rests::new(&network, By::Source)?;
/// let node = |term| network.node_of(term).expect("one of the three");
/// let ends = Connection { from: node(ann), to: node(cy), filter: Filter::default() };
/// let Holds::Exactly { set, .. } = holds(&rests, &ends, &HoldsBudget::default())? else {
///     panic!("one report is all there is");
/// };
/// assert_eq!(set, [report]);
/// # Ok::<(), nutgraf::network::NetworkError>(())
/// ```
///
/// # Errors
/// When an end is no node of the network, or the network is damaged.
pub fn holds(
    rests: &Rests,
    connection: &Connection,
    budget: &HoldsBudget,
) -> Result<Holds, NetworkError> {
    let network = rests.network();
    for node in [connection.from, connection.to] {
        if network.term_of(node).is_none() {
            return Err(NetworkError::NoSuchNode { node });
        }
    }
    if connection.from == connection.to {
        return Ok(Holds::SameEntity);
    }
    let mut search = Search::new(rests, connection);
    let found = search.answer(budget);
    network.sound()?;
    let turn = connection.from > connection.to;
    Ok(match found? {
        Holds::OnNothing { strand } if turn => Holds::OnNothing {
            strand: strand.reversed(),
        },
        Holds::Exactly { set, because, only } if turn => Holds::Exactly {
            set,
            because: because.reversed(),
            only,
        },
        Holds::Between {
            at_least,
            because,
            at_most,
            limit,
        } if turn => Holds::Between {
            at_least,
            because: because.reversed(),
            at_most,
            limit,
        },
        found @ (Holds::SameEntity
        | Holds::NotConnected
        | Holds::OnNothing { .. }
        | Holds::Exactly { .. }
        | Holds::Between { .. }) => found,
    })
}

impl AtLeast {
    fn reversed(self) -> AtLeast {
        match self {
            AtLeast::Disjoint { strands } => AtLeast::Disjoint {
                strands: strands.into_iter().map(Strand::reversed).collect(),
            },
            AtLeast::Tried { size } => AtLeast::Tried { size },
        }
    }
}
