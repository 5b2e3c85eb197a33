//! Hops and paths with names, verbs and claims in the place of the path graph's
//! numbers: what every answer about connections is made of.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::answer::graph::Graph;
use crate::answer::{AnswerError, ClaimView, Named, Selected};
use crate::edition::TermId;
use crate::model::{Mode, Standing};
use crate::network::{self, Filter, Network, NetworkError};

/// One path.
#[derive(Debug, Clone)]
pub struct Path {
    pub entities: Vec<Named>,
    pub hops: Vec<Hop>,
    /// That of the worst hop; `None` when both ends are the same entity.
    pub standing: Option<Standing>,
}

/// A step between two entities.
#[derive(Debug, Clone)]
pub struct Hop {
    pub from: Named,
    pub to: Named,
    /// The best among its links.
    pub standing: Standing,
    pub links: Vec<HopLink>,
    /// What carries no hop between the same two: the filter leaves it out, or it was
    /// withdrawn.
    pub excluded: Vec<HopLink>,
}

/// A link, read in the direction of the path.
#[derive(Debug, Clone)]
pub struct HopLink {
    pub id: String,
    /// Its number in the path graph of this edition.
    pub number: u32,
    pub relation: Arc<str>,
    /// Whether it means the same from either end.
    pub symmetric: bool,
    /// Whether it points the way the path goes, from the hop's `from` to its `to`.
    pub forward: bool,
    /// Put between the hop's `from` and `to`.
    pub verb: Arc<str>,
    /// Put between subject and object, whichever way the path goes.
    pub verb_as_stated: Arc<str>,
    pub mode: Mode,
    pub standing: Standing,
    /// Every claim it rests on.
    pub claims: Vec<Arc<ClaimView>>,
}

/// Links of a path that are worse than what is said of it, by standing in the
/// order of `Standing::ALL`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beside {
    /// They pass the filter, and are worse than the best link of their hop.
    pub passing: [usize; 4],
    /// The filter leaves them out.
    pub left_out: [usize; 4],
    /// Links that carry no hop, since they were withdrawn: no filter says so.
    pub withdrawn: usize,
}

impl Beside {
    /// Of one path that was found with a filter.
    pub(super) fn of(
        network: &Network,
        path: &network::Path,
        filter: &Filter,
    ) -> Result<Self, NetworkError> {
        let mut beside = Beside::default();
        for hop in path.hops() {
            for (links, counts) in [
                (&hop.links, &mut beside.passing),
                (&hop.excluded, &mut beside.left_out),
            ] {
                for link in links {
                    let standing = network.link(*link)?.byte.standing();
                    let places = Standing::ALL.iter().zip(counts.iter_mut());
                    let worse = standing > hop.standing;
                    for (_, count) in places.filter(|(one, _)| worse && **one == standing) {
                        *count += 1;
                    }
                }
            }
        }
        if !filter.has_standing(Standing::Retracted) {
            beside.withdrawn = std::mem::take(&mut beside.left_out[Standing::Retracted as usize]);
        }
        Ok(beside)
    }
}

/// Links that carry no hop between two that another one joins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOutBetween {
    /// Those that the choice of links leaves out, by standing in the order of
    /// `Standing::ALL`.
    pub chosen: [usize; Standing::ALL.len()],
    /// Those that were withdrawn, where nobody asked for such.
    pub withdrawn: usize,
}

impl LeftOutBetween {
    /// Counts one more of a standing.
    pub fn add(&mut self, standing: Standing, selected: &Selected) {
        match selected.is_withdrawn(standing) {
            true => self.withdrawn += 1,
            false => self.chosen[standing as usize] += 1,
        }
    }
}

/// The links that carry no hop between two that a hop joins, each once.
pub fn left_out_between<'a>(
    hops: impl Iterator<Item = &'a Hop>,
    selected: &Selected,
) -> LeftOutBetween {
    let mut left_out = LeftOutBetween::default();
    let mut seen = BTreeSet::new();
    for link in hops.flat_map(|hop| &hop.excluded) {
        if seen.insert(link.number) {
            left_out.add(link.standing, selected);
        }
    }
    left_out
}

/// Turns the path graph's numbers into names and claims, each claim read once.
pub(super) struct Reader<'a> {
    graph: &'a Graph,
    network: &'a Network<'a>,
    claims: BTreeMap<TermId, Arc<ClaimView>>,
}

impl<'a> Reader<'a> {
    pub fn new(graph: &'a Graph, network: &'a Network<'a>) -> Self {
        Self {
            graph,
            network,
            claims: BTreeMap::new(),
        }
    }

    pub fn graph(&self) -> &'a Graph {
        self.graph
    }

    pub fn network(&self) -> &'a Network<'a> {
        self.network
    }

    /// A path as the network gives it.
    pub fn path(&mut self, path: &network::Path) -> Result<Path, AnswerError> {
        let entities: Vec<Named> = path
            .nodes()
            .iter()
            .map(|node| self.entity(*node))
            .collect::<Result<_, _>>()?;
        let mut hops = Vec::with_capacity(path.hops().len());
        for ((ends, nodes), hop) in entities
            .windows(2)
            .zip(path.nodes().windows(2))
            .zip(path.hops())
        {
            hops.push(self.hop_between((&ends[0], &ends[1]), nodes[0], hop)?);
        }
        Ok(Path {
            standing: path.standing(),
            entities,
            hops,
        })
    }

    /// A hop, read from the entity that it begins at.
    pub fn hop(&mut self, from: u32, to: u32, hop: &network::Hop) -> Result<Hop, AnswerError> {
        let ends = (self.entity(from)?, self.entity(to)?);
        self.hop_between((&ends.0, &ends.1), from, hop)
    }

    fn hop_between(
        &mut self,
        (from, to): (&Named, &Named),
        node: u32,
        hop: &network::Hop,
    ) -> Result<Hop, AnswerError> {
        let network::Hop {
            standing,
            outlets: _,
            links,
            excluded,
        } = hop;
        Ok(Hop {
            from: from.clone(),
            to: to.clone(),
            standing: *standing,
            links: self.links(links, node)?,
            excluded: self.links(excluded, node)?,
        })
    }

    /// An entity by its node.
    pub fn entity(&self, node: u32) -> Result<Named, AnswerError> {
        let term = self.network.term_of(node).ok_or(NetworkError::Damaged)?;
        self.graph.named(term)
    }

    fn links(&mut self, links: &[u32], from: u32) -> Result<Vec<HopLink>, AnswerError> {
        links.iter().map(|link| self.link(*link, from)).collect()
    }

    /// A claim by its term.
    pub fn claim(&mut self, term: TermId) -> Result<Arc<ClaimView>, AnswerError> {
        Ok(match self.claims.entry(term) {
            Entry::Occupied(known) => Arc::clone(known.get()),
            Entry::Vacant(new) => Arc::clone(new.insert(Arc::new(self.graph.claim(term)?))),
        })
    }

    /// A link read from one of its ends.
    pub fn link(&mut self, number: u32, from: u32) -> Result<HopLink, AnswerError> {
        let link = self.network.link(number)?;
        let mode = link.mode;
        let relation = self.graph.relation(link.relation, mode)?;
        let mut claims = Vec::new();
        for claim in link.claims.numbers() {
            let term = self.network.claim(claim)?.claim;
            claims.push(self.claim(term)?);
        }
        Ok(HopLink {
            id: self.graph.id(link.link)?,
            number,
            relation: relation.id.clone(),
            symmetric: relation.symmetric,
            forward: link.from == from,
            verb: match link.from == from {
                true => relation.forward.clone(),
                false => relation.inverse.clone(),
            },
            verb_as_stated: relation.forward.clone(),
            mode,
            standing: link.byte.standing(),
            claims,
        })
    }
}
