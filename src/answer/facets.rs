//! Which of the claims of one thing are wanted, and how many there are of each
//! sort, without reading one in full.
//!
//! Takes the numbers of claims and a choice; gives those that fit, in the order of
//! their ids, and counts. Of a claim only what it is told apart by is looked at: a
//! hub of a hundred thousand claims is counted in the time in which some hundred
//! of them are read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::answer::graph::Graph;
use crate::answer::{AnswerError, Without};
use crate::edition::{Facts, TermId};
use crate::model::{Mode, Standing, Support, iri};

/// The id of a relation, and its words.
type IdAndWords = (Arc<str>, Arc<str>);

/// Which claims are wanted. Of what a claim may lack, `Some(None)` is those that
/// lack it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimChoice {
    /// By the id of the relation; an attribute, or a payment with one known end,
    /// has none.
    pub relation: Option<Option<String>>,
    pub standing: Option<Standing>,
    /// Among whatever it rests on; a withdrawn one rests on nothing.
    pub support: Option<Option<Support>>,
    /// The year of the first day that its date can mean.
    pub year: Option<Option<i32>>,
    /// What becomes of it without the source whose claims these are.
    pub without: Option<Without>,
}

/// How many claims there are of each sort. A sort is counted among those that the
/// rest of the choice leaves: so many there would be if it were chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By id and words; those of most claims first.
    pub relations: Vec<(Option<IdAndWords>, usize)>,
    /// In the order of `Standing::ALL`.
    pub standings: [usize; Standing::ALL.len()],
    /// In the order of `Support::ALL`, then those that rest on nothing. A claim may
    /// rest on several kinds.
    pub supports: [usize; Support::ALL.len() + 1],
    /// In their order, those without last.
    pub years: Vec<(Option<i32>, usize)>,
    /// In the order of `Without::ALL`; of an entity's claims all are 0.
    pub without: [usize; Without::ALL.len()],
}

/// What was found.
pub(super) struct Chosen {
    /// Whatever fits the choice or not.
    pub in_all: usize,
    /// Those that fit, in the order of their ids.
    pub claims: Vec<TermId>,
    /// Those among them that give a figure: an attribute or an amount.
    pub figures: Vec<TermId>,
    pub facets: Facets,
}

/// What a claim is told apart by.
struct Sort {
    relation: Option<TermId>,
    standing: usize,
    // One bit for each of `Support::ALL`.
    supports: u8,
    year: Option<i32>,
    without: Option<Without>,
    is_figure: bool,
}

/// Claims that rest on a source are asked what becomes of them without it.
pub(super) struct Behind {
    // The sources on whose chain it is, and whether only after the outlet.
    relayed: FxHashMap<TermId, bool>,
}

impl Graph {
    /// The claims among these numbers that fit, and how many there are of each sort.
    pub(super) fn chosen(
        &self,
        candidates: &BTreeSet<TermId>,
        choice: &ClaimChoice,
        behind: Option<&Behind>,
    ) -> Result<Chosen, AnswerError> {
        let mut reader = SortReader::new(self)?;
        let relation = match &choice.relation {
            None => None,
            Some(None) => Some(None),
            // One that the edition lacks fits nothing.
            Some(Some(id)) => Some(Some(
                self.node(&format!("{}{id}", iri::REL))?
                    .unwrap_or(TermId::MAX),
            )),
        };
        let mut chosen = Chosen {
            in_all: 0,
            claims: Vec::new(),
            figures: Vec::new(),
            facets: Facets::default(),
        };
        let facets = &mut chosen.facets;
        let (mut relations, mut years) = (BTreeMap::new(), BTreeMap::new());
        for id in candidates {
            let Some(sort) = reader.sort(*id, behind)? else {
                continue;
            };
            chosen.in_all += 1;
            let support = match choice.support {
                None => true,
                Some(None) => sort.supports == 0,
                Some(Some(support)) => sort.supports & 1 << support as u8 != 0,
            };
            let fits = [
                relation.is_none_or(|wanted| wanted == sort.relation),
                choice
                    .standing
                    .is_none_or(|wanted| wanted as usize == sort.standing),
                support,
                choice.year.is_none_or(|wanted| wanted == sort.year),
                choice.without.is_none() || choice.without == sort.without,
            ];
            // Whether all fits but for, perhaps, one thing.
            let but_for = |at: usize| (0..fits.len()).all(|other| other == at || fits[other]);
            if but_for(0) {
                *relations.entry(sort.relation).or_insert(0_usize) += 1;
            }
            if but_for(1) {
                facets.standings[sort.standing] += 1;
            }
            if but_for(2) {
                for (bit, count) in facets.supports.iter_mut().enumerate() {
                    let none = bit == Support::ALL.len() && sort.supports == 0;
                    *count += usize::from(none || sort.supports >> bit & 1 == 1);
                }
            }
            if but_for(3) {
                *years.entry(sort.year).or_insert(0_usize) += 1;
            }
            if let (true, Some(without)) = (but_for(4), sort.without) {
                facets.without[without as usize] += 1;
            }
            if fits.iter().all(|fits| *fits) {
                chosen.claims.push(*id);
                if sort.is_figure {
                    chosen.figures.push(*id);
                }
            }
        }
        let mut named = Vec::with_capacity(relations.len());
        for (relation, count) in relations {
            let words = match relation {
                None => None,
                Some(id) => {
                    let words = self.relation(id, Mode::Asserted)?;
                    Some((words.id.clone(), words.forward.clone()))
                }
            };
            named.push((words, count));
        }
        named.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        facets.relations = named;
        let without_year = years.remove(&None).map(|count| (None, count));
        facets.years = years.into_iter().chain(without_year).collect();
        Ok(chosen)
    }

    /// Whatever cites a source or one that it is on the chain of, and how it is
    /// behind that.
    pub(super) fn citing(&self, source: TermId) -> Result<(BTreeSet<TermId>, Behind), AnswerError> {
        let mut relayed = FxHashMap::default();
        let mut citing = BTreeSet::new();
        for cited in self.subjects("chain", source)? {
            // Only sources have a chain.
            let outlet = self.object(cited, "outlet")?;
            let chain = self.chain_ids(cited)?;
            let at = |wanted| chain.iter().position(|on| Some(*on) == wanted);
            relayed.insert(cited, at(Some(source)) > at(outlet));
            citing.extend(self.subjects("source", cited)?);
        }
        Ok((citing, Behind { relayed }))
    }
}

/// What a property says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Class,
    Relation,
    Standing,
    Support,
    FirstDay,
    Cites,
    Withdrawn,
    Figure,
}

/// Reads what claims are told apart by.
struct SortReader<'g> {
    graph: &'g Graph,
    facts: Facts<'g>,
    // In the order of the numbers, as facts are: both are walked together.
    properties: Vec<(TermId, Says)>,
    claim: Option<TermId>,
    standings: [Option<TermId>; Standing::ALL.len()],
    supports: [Option<TermId>; Support::ALL.len()],
    years: FxHashMap<TermId, Option<i32>>,
    // Of the claim at hand.
    cited: Vec<TermId>,
    withdrawn: Vec<TermId>,
}

impl<'g> SortReader<'g> {
    fn new(graph: &'g Graph) -> Result<Self, AnswerError> {
        let mut standings = [None; Standing::ALL.len()];
        for (id, standing) in standings.iter_mut().zip(Standing::ALL) {
            *id = graph.node(&iri::standing(standing))?;
        }
        let mut supports = [None; Support::ALL.len()];
        for (id, support) in supports.iter_mut().zip(Support::ALL) {
            *id = graph.node(&iri::support(support))?;
        }
        let mut properties = Vec::new();
        for (name, says) in [
            (iri::RDF_TYPE, Says::Class),
            (iri::RDF_PREDICATE, Says::Relation),
            ("standing", Says::Standing),
            ("support", Says::Support),
            ("earliest", Says::FirstDay),
            ("source", Says::Cites),
            ("withdrawnSource", Says::Withdrawn),
            ("attribute", Says::Figure),
            ("amountText", Says::Figure),
        ] {
            // What no claim of the edition has is not there.
            properties.extend(graph.known(name)?.map(|id| (id, says)));
        }
        properties.sort_unstable();
        Ok(Self {
            facts: graph.edition().facts()?,
            properties,
            claim: graph.known("Claim")?,
            standings,
            supports,
            years: FxHashMap::default(),
            cited: Vec::new(),
            withdrawn: Vec::new(),
            graph,
        })
    }

    /// `None` for what is no claim.
    fn sort(&mut self, id: TermId, behind: Option<&Behind>) -> Result<Option<Sort>, AnswerError> {
        let (mut is_claim, mut standing, mut first_day) = (false, None, None);
        let mut sort = Sort {
            relation: None,
            standing: 0,
            supports: 0,
            year: None,
            without: None,
            is_figure: false,
        };
        self.cited.clear();
        self.withdrawn.clear();
        let mut properties = self.properties.iter().peekable();
        for [predicate, object] in self.facts.of(id)? {
            while properties.next_if(|known| known.0 < *predicate).is_some() {}
            let Some((_, says)) = properties.peek().filter(|known| known.0 == *predicate) else {
                continue;
            };
            match says {
                Says::Class => is_claim |= Some(*object) == self.claim,
                Says::Relation => sort.relation = Some(*object),
                Says::Standing => {
                    standing = self.standings.iter().position(|one| *one == Some(*object));
                }
                Says::Support => {
                    let kind = self.supports.iter().position(|one| *one == Some(*object));
                    sort.supports |= kind.map_or(0, |kind| 1 << kind);
                }
                Says::FirstDay => first_day = Some(*object),
                Says::Cites => self.cited.push(*object),
                Says::Withdrawn => self.withdrawn.push(*object),
                Says::Figure => sort.is_figure = true,
            }
        }
        if !is_claim {
            return Ok(None);
        }
        sort.standing = standing.ok_or_else(|| self.graph.incomplete(id, "its standing"))?;
        sort.without = behind.map(|behind| self.without(behind));
        if let Some(day) = first_day {
            sort.year = self.year(day)?;
        }
        Ok(Some(sort))
    }

    /// What becomes of the claim at hand, as [`Without::of_all`] has it of one source.
    fn without(&self, behind: &Behind) -> Without {
        let left = self.cited.iter();
        let left = left.filter(|source| !self.withdrawn.contains(source));
        let mut left = left.map(|source| behind.relayed.get(source)).peekable();
        if left.peek().is_none() {
            return Without::Fallen;
        }
        let falls = left.try_fold(Without::FallsThoughRelayed, |so_far, relayed| {
            relayed.map(|relayed| if *relayed { so_far } else { Without::Falls })
        });
        falls.unwrap_or(Without::Stands)
    }

    /// The year of a day.
    fn year(&mut self, day: TermId) -> Result<Option<i32>, AnswerError> {
        if let Some(year) = self.years.get(&day) {
            return Ok(*year);
        }
        let text = self.graph.literal_text(day)?;
        // `2024-05-12`; a year before the first begins with a minus.
        let year = text.as_deref().and_then(|text| {
            let (rest, _) = text.rsplit_once('-')?;
            rest.rsplit_once('-')?.0.parse().ok()
        });
        self.years.insert(day, year);
        Ok(year)
    }
}
