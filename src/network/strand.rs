//! A strand: one way in which two entities hang together, down to the sources.
//!
//! A path, for each hop one link, for each claim of that link one chain. It
//! holds as long as none of its labels is withdrawn, and two entities are
//! connected as long as one strand holds. Takes the nodes of a path in what is
//! left of the network; picks links and chains that bring in few labels.

use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::filter::Filtered;
use crate::network::meet::NodeSet;
use crate::network::withdrawn::Withdrawn;

/// A path with what it was made to rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strand {
    // Invariant: one more node than hops.
    nodes: Vec<u32>,
    hops: Vec<StrandHop>,
    // Invariant: the labels of all hops, ascending.
    labels: Vec<u32>,
}

/// A step, over one link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrandHop {
    pub link: u32,
    /// Every claim of the link.
    pub claims: Vec<Resting>,
}

/// A claim, and the one of its chains that is relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resting {
    /// Its number.
    pub claim: u32,
    /// The labels of the chain; see [`By`](crate::network::By).
    pub labels: Vec<u32>,
}

impl Strand {
    /// From one end to the other.
    pub fn nodes(&self) -> &[u32] {
        &self.nodes
    }

    /// One for each step between the nodes.
    pub fn hops(&self) -> &[StrandHop] {
        &self.hops
    }

    /// Everything that it would fall with, ascending. Empty when nothing that
    /// can be withdrawn is behind it.
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }

    pub(super) fn reversed(mut self) -> Strand {
        self.nodes.reverse();
        self.hops.reverse();
        self
    }

    /// A strand along a path of `view`. Hop by hop it takes the link, and for
    /// each claim the chain, that brings in the fewest labels beside `kept`
    /// and those it has already; the lowest link and the first chain if that
    /// leaves a choice. `view` must be without what `withdrawn` brought down.
    pub(super) fn along(
        nodes: Vec<u32>,
        view: &Filtered,
        withdrawn: &Withdrawn,
        kept: &NodeSet,
        work: &mut Work,
    ) -> Result<Strand, Stop> {
        let mut picker = Picker {
            withdrawn,
            kept,
            has: NodeSet::default(),
        };
        let mut hops = Vec::with_capacity(nodes.len().saturating_sub(1));
        for pair in nodes.windows(2) {
            hops.push(picker.hop(view, pair[0], pair[1], work)?);
        }
        let claims = hops.iter().flat_map(|hop| &hop.claims);
        let mut labels: Vec<u32> = claims.flat_map(|one| one.labels.iter().copied()).collect();
        labels.sort_unstable();
        labels.dedup();
        Ok(Strand {
            nodes,
            hops,
            labels,
        })
    }
}

struct Picker<'p> {
    withdrawn: &'p Withdrawn<'p>,
    kept: &'p NodeSet,
    /// Labels of the hops so far that are not kept.
    has: NodeSet,
}

impl Picker<'_> {
    fn hop(&mut self, view: &Filtered, a: u32, b: u32, work: &mut Work) -> Result<StrandHop, Stop> {
        let network = view.network;
        let links = view.links_between(a, b)?;
        work.read_slots(links.len())?;
        let mut best: Option<(StrandHop, Vec<u32>)> = None;
        for link in links {
            let (hop, fresh) = self.link(link, work)?;
            let fewest = best.as_ref().map(|best| best.1.len());
            if fewest.is_none_or(|fewest| fresh.len() < fewest) {
                let none = fresh.is_empty();
                best = Some((hop, fresh));
                if none {
                    break;
                }
            }
        }
        // A hop without a link can be met in a damaged network only, where the
        // search came this way from the other end.
        let (hop, fresh) = best.ok_or_else(|| network.mark_damaged())?;
        self.has.extend(fresh);
        Ok(hop)
    }

    /// The chains to rely on, and the labels that they bring in.
    fn link(&self, link: u32, work: &mut Work) -> Result<(StrandHop, Vec<u32>), Stop> {
        let rests = self.withdrawn.rests();
        let network = rests.network();
        let (mut claims, mut fresh) = (Vec::new(), Vec::new());
        for number in network.claims_of(link)?.numbers() {
            let claim = network.claim(number)?;
            let mut best: Option<(Vec<u32>, Vec<u32>)> = None;
            for chain in claim.sources.chains() {
                work.read_slots(1 + chain.len())?;
                let mut labels: Vec<u32> = rests.by().labels(&claim, chain).collect();
                labels.sort_unstable();
                labels.dedup();
                if labels.iter().any(|label| self.withdrawn.has(*label)) {
                    continue;
                }
                let known = |label: &u32| {
                    self.kept.contains(label) || self.has.contains(label) || fresh.contains(label)
                };
                let new: Vec<u32> = labels.iter().copied().filter(|one| !known(one)).collect();
                if best.as_ref().is_none_or(|best| new.len() < best.1.len()) {
                    best = Some((labels, new));
                }
            }
            // The link stands, so that its claims do.
            let (labels, new) = best.ok_or_else(|| network.mark_damaged())?;
            fresh.extend(new);
            claims.push(Resting {
                claim: number,
                labels,
            });
        }
        Ok((StrandHop { link, claims }, fresh))
    }
}
