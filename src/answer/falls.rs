//! What falls with some sources: the claims that rest on nothing else, the
//! links these carried, and what becomes of the connections.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::answer::graph::{Graph, Named};
use crate::answer::hops::{HopLink, Reader};
use crate::answer::name::{Wanted, resolve};
use crate::answer::{AnswerError, ClaimView, Selected, Selection, Without};
use crate::edition::TermId;
use crate::network::{By, Rests, falls};

/// Claims and links that are listed; all are counted.
const LISTED: usize = 1_000;

/// What is asked.
#[derive(Debug, Clone)]
pub struct FallsQuestion {
    /// At least one.
    pub sources: Vec<String>,
    pub selection: Selection,
}

/// What falls.
#[derive(Debug, Clone)]
pub struct FallsAnswer {
    pub sources: Vec<Named>,
    pub selected: Selected,
    /// The claims that every citation of which needs one of the sources, by
    /// id; and how many there are, listed or not.
    pub claims: Vec<FallenClaim>,
    pub claims_in_all: usize,
    /// Claims that cite one of them and rest on others as well.
    pub standing_claims: usize,
    /// The links that fall, and how many there are.
    pub links: Vec<FallenLink>,
    pub links_in_all: usize,
    /// The pairs that lose their last link.
    pub pairs: Vec<(Named, Named)>,
    pub pairs_in_all: usize,
    /// Who is left without any link.
    pub isolated: Vec<Named>,
    pub isolated_in_all: usize,
    /// Into how many parts the entities fall, before and after; one without a
    /// link is a part of its own.
    pub parts: (usize, usize),
}

impl FallsAnswer {
    /// Whether everything is listed.
    pub fn is_complete(&self) -> bool {
        self.claims.len() == self.claims_in_all
            && self.links.len() == self.links_in_all
            && self.pairs.len() == self.pairs_in_all
            && self.isolated.len() == self.isolated_in_all
    }
}

/// A claim that falls.
#[derive(Debug, Clone)]
pub struct FallenClaim {
    pub claim: Arc<ClaimView>,
    /// The sources only relayed it: their own withdrawal removes nothing.
    pub only_relayed: bool,
}

/// A link that falls, from end to end.
#[derive(Debug, Clone)]
pub struct FallenLink {
    pub from: Named,
    pub to: Named,
    pub link: HopLink,
}

/// Finds what falls with some sources.
///
/// # Errors
/// For a name that nothing or more than one thing has, an edition without a
/// path graph, or a damaged one.
pub fn find_falls(graph: &Graph, question: &FallsQuestion) -> Result<FallsAnswer, AnswerError> {
    let FallsQuestion { sources, selection } = question;
    if !selection.without_sources.is_empty() {
        return Err(AnswerError::NotTogether {
            one: "falls",
            other: "--without-source",
        });
    }
    let network = graph.network()?;
    let selected = selection.resolve(graph, &network, &[])?;
    let mut terms: Vec<TermId> = Vec::new();
    for name in sources {
        let source = resolve(graph, name, Wanted::Source)?;
        if !terms.contains(&source) {
            terms.push(source);
        }
    }
    let named: Vec<Named> = terms
        .iter()
        .map(|source| graph.named(*source))
        .collect::<Result<_, _>>()?;
    let mut reader = Reader::new(graph, &network);
    // From the triples, since claims that make no link fall as well.
    let mut citing = BTreeSet::new();
    for source in &terms {
        for cited in graph.subjects("chain", *source)? {
            citing.extend(graph.subjects("source", cited)?);
        }
    }
    let iris: Vec<&str> = named.iter().map(|source| source.iri.as_str()).collect();
    let (mut claims, mut claims_in_all, mut standing_claims) = (Vec::new(), 0, 0);
    for claim in citing {
        // Questions and passages have sources as well.
        if !graph.is_a(claim, "Claim")? {
            continue;
        }
        let cited = graph.cited_sources(claim)?;
        let only_relayed = match Without::of_all(&cited, &iris) {
            Without::Stands => {
                standing_claims += 1;
                continue;
            }
            Without::Fallen => continue,
            Without::Falls => false,
            Without::FallsThoughRelayed => true,
        };
        claims_in_all += 1;
        if claims.len() < LISTED {
            claims.push(FallenClaim {
                claim: reader.claim(claim)?,
                only_relayed,
            });
        }
    }
    claims.sort_by(|one, other| one.claim.id.cmp(&other.claim.id));
    let rests = Rests::new(&network, By::Source)?;
    let fallen = falls(&rests, &terms, &selected.filter)?;
    let mut links = Vec::new();
    for number in fallen.links.iter().take(LISTED) {
        let link = network.link(*number)?;
        links.push(FallenLink {
            from: reader.entity(link.from)?,
            to: reader.entity(link.to)?,
            link: reader.link(*number, link.from)?,
        });
    }
    links.sort_by(|one, other| one.link.id.cmp(&other.link.id));
    let mut pairs = Vec::new();
    for (a, b) in fallen.hops.iter().take(LISTED) {
        let (a, b) = (reader.entity(*a)?, reader.entity(*b)?);
        pairs.push(if a.id <= b.id { (a, b) } else { (b, a) });
    }
    pairs.sort();
    let mut isolated = Vec::new();
    for node in fallen.isolated.iter().take(LISTED) {
        isolated.push(reader.entity(*node)?);
    }
    isolated.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(FallsAnswer {
        sources: named,
        selected,
        claims,
        claims_in_all,
        standing_claims,
        links,
        links_in_all: fallen.links.len(),
        pairs,
        pairs_in_all: fallen.hops.len(),
        isolated,
        isolated_in_all: fallen.isolated.len(),
        parts: (fallen.parts_before, fallen.parts_after),
    })
}
