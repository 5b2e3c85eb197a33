//! Claims that name somebody and make no link: a claim of two others that
//! concerns a third, a plan, an attribute.
//!
//! Takes one entity or two; gives the claims in which they are subject, object,
//! payer, payee, asset or concern. "No link" is no more than that, and must not
//! read as "nothing on record".

use std::collections::BTreeSet;

use oxigraph::model::Literal;

use crate::answer::graph::Graph;
use crate::answer::{AnswerError, AnswerView, ClaimView};
use crate::edition::TermId;
use crate::model::{Mode, SourceKind, Standing, iri};
use crate::network::Network;

/// Claims that are listed; all are counted.
const LISTED: usize = 20;

/// Up to so many times an entity is mentioned, all that mentions it is read:
/// it lies in one place, where a search by predicate goes through the file.
const FEW_MENTIONS: u64 = 1_000;

/// What an entity may be in a claim.
const PARTS: [&str; 7] = [
    "subject", "object", "concerns", "payer", "payee", "paidIn", "forAsset",
];

/// Claims without a link, the first of them listed.
#[derive(Debug, Clone, Default)]
pub struct Unlinked {
    /// By id, no more than a few.
    pub claims: Vec<ClaimView>,
    /// How many have each standing, in the order of `Standing::ALL`, those that
    /// are not listed as well.
    pub standings: [usize; 4],
}

impl Unlinked {
    /// How many there are, listed or not.
    pub fn in_all(&self) -> usize {
        self.standings.iter().sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.in_all() == 0
    }
}

/// What is on record of an entity without a link.
#[derive(Debug, Clone, Default)]
pub struct OnRecord {
    /// Claims that something is planned or expected.
    pub plans: Unlinked,
    /// All others that name it.
    pub naming: Unlinked,
    /// Answers that it gave, or that were given for it or from its side; by id.
    pub answers: Vec<AnswerView>,
}

/// What is on record between two entities without a link.
#[derive(Debug, Clone, Default)]
pub struct BetweenThem {
    /// Claims that something between the two is planned or expected.
    pub plans: Vec<ClaimView>,
    /// All others that name both.
    pub naming: Unlinked,
}

impl BetweenThem {
    /// Whether there is neither.
    pub fn is_empty(&self) -> bool {
        self.plans.is_empty() && self.naming.is_empty()
    }
}

impl Graph {
    /// Plans between two entities, and claims that name both and make no link
    /// between them.
    pub(super) fn between_them(
        &self,
        network: &Network,
        one: TermId,
        other: TermId,
    ) -> Result<BetweenThem, AnswerError> {
        let plans = self.plan_ids(network, one, other)?;
        let mut beside: BTreeSet<TermId> = plans.iter().copied().collect();
        let ends = (self.node_in(network, one)?, self.node_in(network, other)?);
        for link in network.links_between(ends.0, ends.1)? {
            for claim in network.link(link)?.claims.numbers() {
                beside.insert(network.claim(claim)?.claim);
            }
        }
        Ok(BetweenThem {
            plans: self.claims(plans)?,
            naming: self.naming_both(one, other, &beside)?,
        })
    }

    /// Claims that name two entities, but for some.
    fn naming_both(
        &self,
        one: TermId,
        other: TermId,
        without: &BTreeSet<TermId>,
    ) -> Result<Unlinked, AnswerError> {
        let mut few = self.naming(one)?;
        let mut many = match few.is_empty() {
            true => return Ok(Unlinked::default()),
            false => self.naming(other)?,
        };
        if many.len() < few.len() {
            std::mem::swap(&mut few, &mut many);
        }
        few.retain(|claim| many.binary_search(claim).is_ok() && !without.contains(claim));
        self.unlinked(few)
    }

    /// What is on record of an entity that no link leads to.
    pub(super) fn on_record(&self, entity: TermId) -> Result<OnRecord, AnswerError> {
        let (mut plans, mut others) = (Vec::new(), Vec::new());
        for claim in self.naming(entity)? {
            if self.is_a(claim, "Claim")? {
                match self.mode(claim)? {
                    Mode::Projected => plans.push(claim),
                    Mode::Asserted | Mode::Hearsay | Mode::Sought | Mode::Ended => {
                        others.push(claim);
                    }
                }
            }
        }
        Ok(OnRecord {
            plans: self.unlinked(plans)?,
            naming: self.unlinked(others)?,
            answers: self.answers_from(entity)?,
        })
    }

    /// Whatever has an entity as one of its parts, ascending.
    fn naming(&self, entity: TermId) -> Result<Vec<TermId>, AnswerError> {
        let parts = PARTS.map(|part| match part {
            "subject" | "object" => format!("{}{part}", iri::RDF),
            other => other.to_owned(),
        });
        let mut found = Vec::new();
        if self.edition().count(None, None, Some(entity))? > FEW_MENTIONS {
            for part in parts {
                found.extend(self.subjects(&part, entity)?);
            }
        } else {
            let mut known = Vec::with_capacity(parts.len());
            for part in parts {
                known.extend(self.known(&part)?);
            }
            for triple in self.edition().matching(None, None, Some(entity)) {
                let [subject, predicate, _] = triple?;
                if known.contains(&predicate) {
                    found.push(subject);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The claims among these: the first listed, all counted.
    fn unlinked(&self, mut ids: Vec<TermId>) -> Result<Unlinked, AnswerError> {
        let mut standings = [0; 4];
        let mut claims = Vec::new();
        ids.dedup();
        for id in ids {
            // Background may say of things of its own that they concern somebody.
            if !self.is_a(id, "Claim")? {
                continue;
            }
            let standing = self.standing(id)?;
            let places = Standing::ALL.iter().zip(&mut standings);
            for (_, count) in places.filter(|(one, _)| **one == standing) {
                *count += 1;
            }
            if claims.len() < LISTED {
                claims.push(id);
            }
        }
        Ok(Unlinked {
            claims: self.claims(claims)?,
            standings,
        })
    }

    /// Answers that an entity gave, and those for it or from its side.
    fn answers_from(&self, entity: TermId) -> Result<Vec<AnswerView>, AnswerError> {
        let mut answers: BTreeSet<TermId> = BTreeSet::new();
        answers.extend(self.subjects("by", entity)?);
        answers.extend(self.subjects("onBehalfOf", entity)?);
        for part in ["entity", "side"] {
            for source in self.subjects(part, entity)? {
                answers.extend(self.subjects("by", source)?);
            }
        }
        let mut read = Vec::with_capacity(answers.len());
        for id in answers {
            if self.is_a(id, "Denial")? {
                read.push(self.answer(id)?);
            }
        }
        read.sort_by(|one, other| one.iri.cmp(&other.iri));
        Ok(read)
    }

    /// The sources that are our own inference: no source of their own.
    pub(super) fn own_inferences(&self) -> Result<Vec<TermId>, AnswerError> {
        let word = Literal::new_simple_literal(SourceKind::Editor.as_str());
        let mut found = Vec::new();
        if let Some(word) = self.edition().term_id(&word.into())? {
            for source in self.subjects("kind", word)? {
                if self.is_a(source, "Source")? {
                    found.push(source);
                }
            }
        }
        Ok(found)
    }
}
