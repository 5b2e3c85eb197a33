//! What falls with some sources: the claims that rest on nothing else, the
//! links these carried, and what becomes of the connections.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::answer::graph::Graph;
use crate::answer::hops::{HopLink, Reader};
use crate::answer::name::{Wanted, resolve};
use crate::answer::named::Named;
use crate::answer::{
    AnswerError, AnswerView, CitedSource, ClaimView, Selected, Selection, Without,
};
use crate::edition::TermId;
use crate::model::Standing;
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
    /// Claims that stand, but on sources of the same assessed origin alone; and
    /// how many there are.
    pub same_origin: Vec<SameOrigin>,
    pub same_origin_in_all: usize,
    /// Summaries that rest on other sources, but every claim they sum up falls
    /// or has fallen; and how many there are.
    pub summaries: Vec<Arc<ClaimView>>,
    pub summaries_in_all: usize,
    /// Those of the sources that speak in answers: these stay on record.
    pub speakers: Vec<Speaker>,
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
            && self.same_origin.len() == self.same_origin_in_all
            && self.summaries.len() == self.summaries_in_all
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

/// A claim that stands with sources of one origin with those that withdraw.
#[derive(Debug, Clone)]
pub struct SameOrigin {
    pub claim: Arc<ClaimView>,
    /// In the editor's word, in order.
    pub origins: Vec<String>,
}

/// A source that gave answers.
#[derive(Debug, Clone)]
pub struct Speaker {
    pub source: Named,
    /// By id; never none.
    pub answers: Vec<AnswerView>,
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
    let (mut same_origin, mut same_origin_in_all) = (Vec::new(), 0);
    let mut brought_down = BTreeSet::new();
    for claim in citing {
        // Questions and passages have sources as well.
        if !graph.is_a(claim, "Claim")? {
            continue;
        }
        let cited = graph.cited_sources(claim)?;
        let only_relayed = match Without::of_all(&cited, &iris) {
            Without::Stands => {
                standing_claims += 1;
                let origins = graph.shared_origins(claim, &cited, &iris)?;
                if let Some(origins) = origins {
                    same_origin_in_all += 1;
                    if same_origin.len() < LISTED {
                        let claim = reader.claim(claim)?;
                        same_origin.push(SameOrigin { claim, origins });
                    }
                }
                continue;
            }
            Without::Fallen => continue,
            Without::Falls => false,
            Without::FallsThoughRelayed => true,
        };
        claims_in_all += 1;
        brought_down.insert(claim);
        if claims.len() < LISTED {
            claims.push(FallenClaim {
                claim: reader.claim(claim)?,
                only_relayed,
            });
        }
    }
    claims.sort_by(|one, other| one.claim.id.cmp(&other.claim.id));
    same_origin.sort_by(|one, other| one.claim.id.cmp(&other.claim.id));
    let hollow = graph.hollow_summaries(&brought_down)?;
    let mut summaries = Vec::new();
    for summary in hollow.iter().take(LISTED) {
        summaries.push(reader.claim(*summary)?);
    }
    summaries.sort_by(|one, other| one.id.cmp(&other.id));
    let mut speakers = Vec::new();
    for (term, source) in terms.iter().zip(&named) {
        let answers = graph.answers_by(*term)?;
        if !answers.is_empty() {
            let source = source.clone();
            speakers.push(Speaker { source, answers });
        }
    }
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
        same_origin,
        same_origin_in_all,
        summaries,
        summaries_in_all: hollow.len(),
        speakers,
        links,
        links_in_all: fallen.links.len(),
        pairs,
        pairs_in_all: fallen.hops.len(),
        isolated,
        isolated_in_all: fallen.isolated.len(),
        parts: (fallen.parts_before, fallen.parts_after),
    })
}

impl Graph {
    /// The assessed origins of a claim that stands without some sources, where
    /// all sources that are left share theirs with those that are gone.
    fn shared_origins(
        &self,
        claim: TermId,
        cited: &[CitedSource],
        gone: &[&str],
    ) -> Result<Option<Vec<String>>, AnswerError> {
        let (mut of_gone, mut of_left) = (BTreeSet::new(), BTreeSet::new());
        for source in self.objects(claim, "source")? {
            let iri = self.iri(source)?;
            let passages = cited.iter().filter(|one| one.named.iri == iri);
            // Passages of one source have one chain.
            let Some(passage) = passages.take(1).find(|one| !one.withdrawn) else {
                continue;
            };
            let mut chain = passage.chain.iter();
            let falls = chain.any(|one| gone.contains(&one.iri.as_str()));
            match (falls, self.text(source, "origin")?) {
                (true, origin) => of_gone.extend(origin),
                (false, Some(origin)) => {
                    of_left.insert(origin);
                }
                (false, None) => return Ok(None),
            }
        }
        let shared = !of_left.is_empty() && of_left.is_subset(&of_gone);
        Ok(shared.then(|| of_left.into_iter().collect()))
    }

    /// Summaries that do not fall themselves, but of which every claim that
    /// they sum up does, was withdrawn before, or is such a summary.
    fn hollow_summaries(&self, fallen: &BTreeSet<TermId>) -> Result<BTreeSet<TermId>, AnswerError> {
        let mut hollow = BTreeSet::new();
        let mut open: Vec<TermId> = fallen.iter().copied().collect();
        while let Some(part) = open.pop() {
            for summary in self.subjects("summarises", part)? {
                if fallen.contains(&summary) || hollow.contains(&summary) {
                    continue;
                }
                let mut all = true;
                for part in self.objects(summary, "summarises")? {
                    all &= fallen.contains(&part)
                        || hollow.contains(&part)
                        || self.standing(part)? == Standing::Retracted;
                }
                if all && self.standing(summary)? != Standing::Retracted {
                    hollow.insert(summary);
                    open.push(summary);
                }
            }
        }
        Ok(hollow)
    }

    /// The answers of a source, by id.
    fn answers_by(&self, source: TermId) -> Result<Vec<AnswerView>, AnswerError> {
        let mut answers = Vec::new();
        for id in self.subjects("by", source)? {
            if self.is_a(id, "Denial")? {
                answers.push(self.answer(id)?);
            }
        }
        answers.sort_by(|one, other| one.iri.cmp(&other.iri));
        Ok(answers)
    }
}
