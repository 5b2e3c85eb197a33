//! What a file says of itself: what it was made of, and how much is in it.

use std::collections::BTreeSet;

use fixedbitset::FixedBitSet;

use crate::answer::{AnswerError, AnswerView, Graph, KnownOn, LeftOutBetween, Named, Selected};
use crate::edition::TermId;
use crate::model::{Standing, iri};
use crate::network::{Limit, Network};

/// What was asked for.
#[derive(Debug, Clone)]
pub enum Asked {
    /// Everything in the case.
    Whole,
    /// The paths between two.
    Paths { from: Named, to: Named },
    /// What connects several.
    Between { names: Vec<Named> },
    /// The neighbourhood of one, so many hops around.
    Ties { of: Named, hops: u32 },
    /// The links, claims and entities that the result of a query names.
    Query {
        /// Triples of it that name none.
        left_out: usize,
    },
}

/// The head of a file.
#[derive(Debug, Clone)]
pub struct About {
    pub asked: Asked,
    /// The titles of the cases, or their bases.
    pub cases: Vec<String>,
    /// Several cases: the key of a thing begins with the number of its case.
    pub among_cases: bool,
    /// The edition's content id.
    pub edition: String,
    pub rule_set: String,
    pub known_on: Option<KnownOn>,
    /// Which links count; `None` where no choice was made.
    pub selected: Option<Selected>,
    /// Which paths were asked for, and over which links, in words; where none are
    /// given, `selected` says all there is.
    pub phrases: Vec<String>,
    /// The first limit that was hit: the answer is not complete.
    pub limit: Option<Limit>,
    /// What the answer says that links alone do not, in its words: why there is no
    /// path, what a filter or a withdrawal hides.
    pub beside: Vec<String>,
    pub collapsed: bool,
    pub nodes: usize,
    pub edges: usize,
    pub links: usize,
    /// Links of the edition that are not in the file.
    pub links_left_out: usize,
    /// Those among them that join two which a hop of the answer joins. Not told of a
    /// whole case.
    pub left_out_on_hops: LeftOutBetween,
    /// Claims, by standing in the order of `Standing::ALL`.
    pub standings: [usize; 4],
    /// Claims of the edition that are not in the file.
    pub claims_left_out: usize,
    /// These by standing, where links of a whole case were chosen: counting them
    /// means looking at each.
    pub standings_left_out: Option<[usize; 4]>,
    /// Different answers that are shown with the claims.
    pub answers: usize,
    /// Protected sources are withheld, and with them row numbers.
    pub withholds: bool,
    /// There are claims in the case, and no answer of anybody.
    pub unanswered: bool,
    /// Answers of the case that belong to no claim of it: to questions, and to
    /// reports on which none of the speaker's rests. Only of a whole case.
    pub other_answers: Vec<AnswerView>,
}

impl About {
    /// How many claims there are.
    pub fn claims(&self) -> usize {
        self.standings.iter().sum()
    }
}

/// Claims and answers of a file, counted.
pub(super) struct Counted {
    pub standings: [usize; 4],
    pub claims_left_out: usize,
    pub standings_left_out: Option<[usize; 4]>,
    pub answers: usize,
    pub other_answers: Vec<AnswerView>,
}

/// Of how much of a case a file is to be, for what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// All of it but for links that a choice leaves out.
    Choice,
    /// What an answer shows.
    Answer,
}

/// Counts the claims of some links and some claims beside them, by term.
pub(super) fn count(
    graph: &Graph,
    network: &Network,
    links: &[u32],
    beside: &[(u32, u32)],
    extent: Extent,
) -> Result<Counted, AnswerError> {
    let mut standings = [0; Standing::ALL.len()];
    let mut counted = FixedBitSet::with_capacity(network.claim_count());
    let mut terms: Vec<TermId> = Vec::new();
    for link in links {
        for number in network.link(*link)?.claims.numbers() {
            let claim = network.claim(number)?;
            if !counted.put(number as usize) {
                standings[claim.standing as usize] += 1;
                terms.push(claim.claim);
            }
        }
    }
    for (_, claim) in beside {
        standings[graph.standing(*claim)? as usize] += 1;
        terms.push(*claim);
    }
    terms.sort_unstable();
    let in_all = all_of(graph, "Claim")?;
    let mut other_answers = Vec::new();
    let answers = match extent {
        Extent::Whole => {
            let mut shown = 0;
            for answer in all_of(graph, "Denial")? {
                let given = graph.subjects("answer", answer)?;
                match given.iter().any(|claim| terms.binary_search(claim).is_ok()) {
                    true => shown += 1,
                    false => other_answers.push(graph.answer(answer)?),
                }
            }
            shown
        }
        Extent::Choice | Extent::Answer => {
            let mut answers = BTreeSet::new();
            for claim in &terms {
                answers.extend(graph.objects(*claim, "answer")?);
            }
            answers.len()
        }
    };
    let standings_left_out = match extent {
        Extent::Choice => Some(left_out(graph, network, terms.clone(), &in_all)?),
        Extent::Whole | Extent::Answer => None,
    };
    Ok(Counted {
        standings,
        claims_left_out: in_all.len().saturating_sub(terms.len()),
        standings_left_out,
        answers,
        other_answers,
    })
}

/// Counts by standing the claims that are not among some, which are in order.
fn left_out(
    graph: &Graph,
    network: &Network,
    mut seen: Vec<TermId>,
    in_all: &[TermId],
) -> Result<[usize; 4], AnswerError> {
    let mut standings = [0; Standing::ALL.len()];
    let mut count = |standing: Standing| standings[standing as usize] += 1;
    // The path graph tells standings at once; the edition has to look each up.
    let mut others = Vec::new();
    for number in 0..network.claim_count() as u32 {
        let claim = network.claim(number)?;
        if seen.binary_search(&claim.claim).is_err() {
            count(claim.standing);
            others.push(claim.claim);
        }
    }
    seen.extend(others);
    seen.sort_unstable();
    for claim in in_all {
        if seen.binary_search(claim).is_err() {
            count(graph.standing(*claim)?);
        }
    }
    Ok(standings)
}

/// Everything of a class, in the edition's order.
pub(super) fn all_of(graph: &Graph, class: &str) -> Result<Vec<TermId>, AnswerError> {
    match graph.known(class)? {
        Some(class) => graph.subjects(iri::RDF_TYPE, class),
        None => Ok(Vec::new()),
    }
}
