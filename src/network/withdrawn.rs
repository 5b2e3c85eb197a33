//! What is left of the network when some sources are withdrawn.
//!
//! A claim is *alive* while one of the chains of its citations holds no
//! withdrawn label (see [`By`]); a link needs all of its claims, a hop one of
//! its links. [`Rests`] knows which claims a label is on and which links need
//! a claim; [`Withdrawn`] keeps what has fallen, and takes the last withdrawal
//! back, at a cost in proportion to what is touched.
//!
//! A claim of which no citation is left is alive under no circumstances.

use fixedbitset::FixedBitSet;

use crate::network::error::NetworkError;
use crate::network::graph::Network;
use crate::network::label::By;
use crate::network::meet::NodeSet;

/// What rests on what, from a label down to the links.
pub struct Rests<'n> {
    network: &'n Network<'n>,
    by: By<'n>,
    listed: Listed,
    /// The claims without a chain.
    never_alive: Vec<u32>,
}

/// The claims of each label.
enum Listed {
    /// In the sections: the sources on chains.
    InSections,
    /// Labels ascending; the claims of each, end to end, and where each's end.
    Here {
        labels: Vec<u32>,
        ends: Vec<usize>,
        claims: Vec<u32>,
    },
}

impl<'n> Rests<'n> {
    /// By source it reads the marks of all claims; else what all claims rest
    /// on. The network must not be damaged before, and what is found to be out
    /// of bounds marks it.
    ///
    /// # Errors
    /// When the network is damaged.
    pub fn new(network: &'n Network<'n>, by: By<'n>) -> Result<Rests<'n>, NetworkError> {
        let mut never_alive = Vec::new();
        // No more claims than fit 31 bits are opened.
        for number in 0..network.claim_count() as u32 {
            if !network.surely_has_chain(number)
                && network.claim(number)?.sources.chains().next().is_none()
            {
                never_alive.push(number);
            }
        }
        let listed = match by {
            By::Source => Listed::InSections,
            By::Outlet | By::Origin(_) | By::Claim => list(network, by)?,
        };
        Ok(Rests {
            network,
            by,
            listed,
            never_alive,
        })
    }

    pub fn network(&self) -> &'n Network<'n> {
        self.network
    }

    pub fn by(&self) -> By<'n> {
        self.by
    }

    /// Every label that is on a chain, ascending.
    pub fn labels(&self) -> &[u32] {
        match &self.listed {
            Listed::InSections => self.network.cited(),
            Listed::Here { labels, .. } => labels,
        }
    }

    /// The claims with a chain that the label is on, ascending; none for what
    /// is no label here. Marks the network when they are out of bounds.
    pub fn claims_of_label(&self, label: u32) -> &[u32] {
        match &self.listed {
            Listed::InSections => self.network.claims_citing(label).unwrap_or_default(),
            Listed::Here {
                labels,
                ends,
                claims,
            } => {
                let Ok(place) = labels.binary_search(&label) else {
                    return &[];
                };
                let start = place.checked_sub(1).map_or(0, |before| ends[before]);
                &claims[start..ends[place]]
            }
        }
    }
}

fn list(network: &Network, by: By) -> Result<Listed, NetworkError> {
    let mut pairs = Vec::new();
    let mut of_claim = Vec::new();
    for number in 0..network.claim_count() as u32 {
        let claim = network.claim(number)?;
        of_claim.clear();
        let chains = claim.sources.chains();
        of_claim.extend(chains.flat_map(|chain| by.labels(&claim, chain)));
        of_claim.sort_unstable();
        of_claim.dedup();
        pairs.extend(of_claim.iter().map(|label| (*label, number)));
    }
    pairs.sort_unstable();
    let (mut labels, mut ends) = (Vec::new(), Vec::new());
    for (place, (label, _)) in pairs.iter().enumerate() {
        if labels.last() != Some(label) {
            labels.push(*label);
            ends.push(place);
        }
        // The last one stands.
        if let Some(end) = ends.last_mut() {
            *end = place + 1;
        }
    }
    Ok(Listed::Here {
        labels,
        ends,
        claims: pairs.into_iter().map(|pair| pair.1).collect(),
    })
}

/// The links that no longer stand.
#[derive(Debug, Clone, Default)]
pub struct FallenLinks(FixedBitSet);

impl FallenLinks {
    /// No for a number that is no link.
    #[inline]
    pub fn has(&self, link: u32) -> bool {
        self.0.contains(link as usize)
    }

    /// Their numbers, ascending.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        self.0.ones().map(|link| link as u32)
    }
}

/// The labels withdrawn so far, and what has fallen with them.
pub struct Withdrawn<'r> {
    rests: &'r Rests<'r>,
    // Invariant: `claims` and `links` are what `labels` bring down, beside the
    // claims that were never alive and their links.
    labels: NodeSet,
    claims: FixedBitSet,
    links: FallenLinks,
    /// In order, to be undone from the end.
    steps: Vec<Step>,
    /// The claims and the links that the steps brought down, in order.
    fallen_claims: Vec<u32>,
    fallen_links: Vec<u32>,
}

struct Step {
    label: u32,
    /// Whether it was not withdrawn before.
    fresh: bool,
    /// How many had fallen before it.
    claims: usize,
    links: usize,
}

impl<'r> Withdrawn<'r> {
    /// Nothing is withdrawn.
    pub fn new(rests: &'r Rests<'r>) -> Withdrawn<'r> {
        let mut withdrawn = Withdrawn {
            rests,
            labels: NodeSet::default(),
            claims: FixedBitSet::with_capacity(rests.network.claim_count()),
            links: FallenLinks(FixedBitSet::with_capacity(rests.network.link_count())),
            steps: Vec::new(),
            fallen_claims: Vec::new(),
            fallen_links: Vec::new(),
        };
        for claim in &rests.never_alive {
            // What is out of bounds marks the network, which everyone asks.
            let _ = withdrawn.fell(*claim);
        }
        // Nobody can bring these back.
        withdrawn.fallen_claims.clear();
        withdrawn.fallen_links.clear();
        withdrawn
    }

    /// Withdraws a label; what is withdrawn already, or is no label, brings
    /// nothing down. Reads the claims of the label.
    ///
    /// # Errors
    /// When the network is damaged.
    pub fn withdraw(&mut self, label: u32) -> Result<(), NetworkError> {
        let fresh = self.labels.insert(label);
        self.steps.push(Step {
            label,
            fresh,
            claims: self.fallen_claims.len(),
            links: self.fallen_links.len(),
        });
        if fresh {
            let rests = self.rests;
            for claim in rests.claims_of_label(label) {
                if !self.claims.contains(*claim as usize) && !self.stands(*claim)? {
                    self.fell(*claim)?;
                }
            }
        }
        Ok(())
    }

    /// Takes the last withdrawal back. Does nothing when there is none.
    pub fn undo(&mut self) {
        let Some(step) = self.steps.pop() else {
            return;
        };
        if step.fresh {
            self.labels.remove(&step.label);
        }
        for claim in self.fallen_claims.drain(step.claims..) {
            self.claims.set(claim as usize, false);
        }
        for link in self.fallen_links.drain(step.links..) {
            self.links.0.set(link as usize, false);
        }
    }

    /// Takes withdrawals back until there are so many; does nothing when there
    /// are no more.
    pub fn undo_to(&mut self, count: usize) {
        while self.steps.len() > count {
            self.undo();
        }
    }

    /// The labels, in the order in which they were withdrawn.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
        self.steps.iter().map(|step| step.label)
    }

    pub fn has(&self, label: u32) -> bool {
        self.labels.contains(&label)
    }

    /// Whether the claim has fallen, or was never alive.
    pub fn has_fallen(&self, claim: u32) -> bool {
        self.claims.contains(claim as usize)
    }

    /// Every link that does not stand, also those that never did: for
    /// [`Filtered::without`](crate::network::Filtered::without).
    pub fn fallen_links(&self) -> &FallenLinks {
        &self.links
    }

    /// The claims that fell with the labels, ascending.
    pub fn claims_brought_down(&self) -> Vec<u32> {
        let mut claims = self.fallen_claims.clone();
        claims.sort_unstable();
        claims
    }

    /// The links that fell with the labels, ascending.
    pub fn links_brought_down(&self) -> Vec<u32> {
        let mut links = self.fallen_links.clone();
        links.sort_unstable();
        links
    }

    pub(super) fn rests(&self) -> &'r Rests<'r> {
        self.rests
    }

    /// Whether a chain of the claim is left.
    fn stands(&self, claim: u32) -> Result<bool, NetworkError> {
        let claim = self.rests.network.claim(claim)?;
        let stands = |chain| {
            let mut labels = self.rests.by.labels(&claim, chain);
            !labels.any(|label| self.labels.contains(&label))
        };
        Ok(claim.sources.chains().any(stands))
    }

    fn fell(&mut self, claim: u32) -> Result<(), NetworkError> {
        self.claims.insert(claim as usize);
        self.fallen_claims.push(claim);
        for link in self.rests.network.links_of(claim)? {
            // A link falls with the first of its claims, and stands again with
            // that one: undoing goes backwards.
            if !self.links.0.put(link as usize) {
                self.fallen_links.push(link);
            }
        }
        Ok(())
    }
}
