//! One thing in full: an entity with all its claims, a claim, a source with
//! what rests on it, a meeting, an answer, a question, a decision on identity.

use std::collections::BTreeSet;

use crate::answer::graph::Graph;
use crate::answer::name::{Wanted, resolve};
use crate::answer::{
    AnswerError, AnswerView, Candidate, CitedSource, ClaimView, IdentityView, Named, Place,
    SourceRow,
};
use crate::edition::TermId;
use crate::model::iri;

/// What `show` shows.
#[derive(Debug, Clone)]
pub enum Shown {
    Entity(Box<EntityView>),
    Claim(Box<ClaimView>),
    Source(Box<SourceView>),
    Meeting(Box<MeetingView>),
    Denial(Box<DenialView>),
    Question(Box<QuestionView>),
    Identity(Box<IdentityView>),
    /// A link that is not a claim itself: the claims it rests on.
    Link(Named, Vec<ClaimView>),
}

impl Shown {
    /// The claims that are shown, in their order.
    pub fn claims(&self) -> Vec<&ClaimView> {
        match self {
            Shown::Entity(entity) => entity.claims.iter().collect(),
            Shown::Claim(claim) => vec![claim],
            Shown::Source(source) => source
                .resting
                .iter()
                .map(|resting| &resting.claim)
                .collect(),
            Shown::Meeting(meeting) => meeting.claims.iter().collect(),
            Shown::Denial(denial) => denial.shown_with.iter().collect(),
            Shown::Question(question) => question.answered_by.as_deref().into_iter().collect(),
            Shown::Identity(_) => Vec::new(),
            Shown::Link(_, claims) => claims.iter().collect(),
        }
    }
}

/// A person, an organisation or an asset, and whatever is claimed of it.
#[derive(Debug, Clone)]
pub struct EntityView {
    pub what: Candidate,
    pub jurisdiction: Option<String>,
    pub wikidata: Option<String>,
    pub lei: Option<String>,
    pub place: Place,
    /// Claims it is subject, object, payer, payee, asset or concern of; by id.
    pub claims: Vec<ClaimView>,
    /// Answers it gave, or that were given on its behalf or from its side.
    pub answers: Vec<AnswerView>,
    /// Sources that are this entity or speak from its side.
    pub sources: Vec<Named>,
    /// Open and answered questions about it.
    pub questions: Vec<QuestionView>,
    /// Decisions on whether it and another entity are one; by id.
    pub identities: Vec<IdentityView>,
}

/// A source, its chain, and what rests on it.
#[derive(Debug, Clone)]
pub struct SourceView {
    pub what: Candidate,
    /// Itself and what it came through; never empty.
    pub chain: Vec<SourceRow>,
    pub outlet: Named,
    pub resting: Vec<Resting>,
    /// Answers given to the source as a whole.
    pub answers_to: Vec<AnswerView>,
    /// Answers that this source gave.
    pub answers_by: Vec<AnswerView>,
}

/// A claim that rests on a source.
#[derive(Debug, Clone)]
pub struct Resting {
    pub claim: ClaimView,
    pub without: Without,
}

/// What becomes of a claim without one of the sources it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    /// The chain of every citation that is left contains the source.
    Falls,
    /// Likewise, but it only relayed them: its own withdrawal removes nothing.
    FallsThoughRelayed,
    /// Other sources that were not withdrawn are left.
    Stands,
    /// Nothing is left with it either: every citation was withdrawn.
    Fallen,
}

impl Without {
    /// Every one.
    pub const ALL: [Without; 4] = [
        Without::Falls,
        Without::FallsThoughRelayed,
        Without::Stands,
        Without::Fallen,
    ];

    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Without::Falls => "falls",
            Without::FallsThoughRelayed => "falls-though-relayed",
            Without::Stands => "stands",
            Without::Fallen => "fallen-already",
        }
    }

    pub(super) fn of(claim: &ClaimView, source: &str) -> Self {
        Self::of_all(&claim.sources, &[source])
    }

    /// Likewise without several sources, by their IRIs.
    pub(super) fn of_all(cited: &[CitedSource], sources: &[&str]) -> Self {
        let mut left = cited.iter().filter(|cited| !cited.withdrawn).peekable();
        if left.peek().is_none() {
            return Without::Fallen;
        }
        let mut only_relayed = true;
        for cited in left {
            let at = |iri: &str| cited.chain.iter().position(|next| next.iri == iri);
            match sources.iter().filter_map(|source| at(source)).min() {
                None => return Without::Stands,
                Some(place) => only_relayed &= Some(place) > at(&cited.outlet.iri),
            }
        }
        match only_relayed {
            true => Without::FallsThoughRelayed,
            false => Without::Falls,
        }
    }
}

/// A meeting, and who is claimed to have attended.
#[derive(Debug, Clone)]
pub struct MeetingView {
    pub named: Named,
    pub text: String,
    pub venue: Option<String>,
    pub place: Place,
    pub claims: Vec<ClaimView>,
}

/// An answer, and the claims it is shown with.
#[derive(Debug, Clone)]
pub struct DenialView {
    pub answer: AnswerView,
    pub shown_with: Vec<ClaimView>,
}

/// A question.
#[derive(Debug, Clone)]
pub struct QuestionView {
    pub named: Named,
    pub text: String,
    pub about: Vec<Named>,
    pub who_could_answer: Vec<Named>,
    /// The claim that answers it.
    pub answered_by: Option<Box<ClaimView>>,
    pub source: Option<Named>,
    /// Answers and refusals on record.
    pub answers: Vec<AnswerView>,
    pub place: Place,
}

/// Shows the one thing of this name or id.
///
/// # Errors
/// See [`resolve`]; also when the edition is damaged.
pub fn show(graph: &Graph, name: &str) -> Result<Shown, AnswerError> {
    graph.shown(resolve(graph, name, Wanted::Anything)?)
}

impl Graph {
    /// Whatever it is, in full.
    pub(super) fn shown(&self, id: TermId) -> Result<Shown, AnswerError> {
        Ok(if self.is_a(id, "Claim")? {
            Shown::Claim(Box::new(self.claim(id)?))
        } else if self.is_a(id, "Source")? {
            Shown::Source(Box::new(self.source_view(id)?))
        } else if self.is_a(id, "Meeting")? {
            Shown::Meeting(Box::new(self.meeting_view(id)?))
        } else if self.is_a(id, "Denial")? {
            Shown::Denial(Box::new(self.denial_view(id)?))
        } else if self.is_a(id, "Question")? {
            Shown::Question(Box::new(self.question_view(id)?))
        } else if self.is_a(id, "Identity")? {
            Shown::Identity(Box::new(self.identity_view(id)?))
        } else if self.is_a(id, "Citation")? {
            match self.object(id, "passageOf")? {
                Some(claim) => Shown::Claim(Box::new(self.claim(claim)?)),
                None => return Err(self.incomplete(id, "the claim it is a passage of")),
            }
        } else if self.is_a(id, "Link")? {
            let claims = self.objects(id, "claim")?;
            Shown::Link(self.named(id)?, self.claims(claims)?)
        } else {
            Shown::Entity(Box::new(self.entity_view(id)?))
        })
    }

    /// The claims, sorted by id, each once.
    pub(super) fn claims(
        &self,
        ids: impl IntoIterator<Item = TermId>,
    ) -> Result<Vec<ClaimView>, AnswerError> {
        let distinct: BTreeSet<TermId> = ids.into_iter().collect();
        let mut claims: Vec<ClaimView> = Vec::with_capacity(distinct.len());
        for id in distinct {
            if self.is_a(id, "Claim")? {
                claims.push(self.claim(id)?);
            }
        }
        claims.sort_by(|a, b| a.iri.cmp(&b.iri));
        Ok(claims)
    }

    pub(super) fn answers(
        &self,
        ids: impl IntoIterator<Item = TermId>,
    ) -> Result<Vec<AnswerView>, AnswerError> {
        let distinct: BTreeSet<TermId> = ids.into_iter().collect();
        distinct.into_iter().map(|id| self.answer(id)).collect()
    }

    /// The claims in which an entity takes part, each once.
    pub(super) fn claims_about(&self, id: TermId) -> Result<BTreeSet<TermId>, AnswerError> {
        let mut claims = BTreeSet::new();
        for subject in self.naming_in_claims(id)? {
            if self.is_a(subject, "Claim")? {
                claims.insert(subject);
            }
        }
        Ok(claims)
    }

    /// Whatever an entity takes part in as in a claim: links have a subject and an
    /// object too.
    pub(super) fn naming_in_claims(&self, id: TermId) -> Result<BTreeSet<TermId>, AnswerError> {
        let mut about = Vec::new();
        for predicate in ["subject", "object"] {
            about.extend(self.subjects(&format!("{}{predicate}", iri::RDF), id)?);
        }
        for predicate in ["concerns", "payer", "payee", "paidIn", "forAsset"] {
            about.extend(self.subjects(predicate, id)?);
        }
        Ok(about.into_iter().collect())
    }

    /// The sources that are an entity or speak from its side.
    pub(super) fn speaking_for(&self, entity: TermId) -> Result<BTreeSet<TermId>, AnswerError> {
        let mut speaking = BTreeSet::new();
        for predicate in ["entity", "side"] {
            for source in self.subjects(predicate, entity)? {
                // Decisions on identity name an entity by the same word.
                if self.is_a(source, "Source")? {
                    speaking.insert(source);
                }
            }
        }
        Ok(speaking)
    }

    /// The answers that an entity gave, or that were given for it or by these sources.
    pub(super) fn answered_from(
        &self,
        entity: TermId,
        speaking: &BTreeSet<TermId>,
    ) -> Result<BTreeSet<TermId>, AnswerError> {
        let mut answers: BTreeSet<TermId> = self.subjects("by", entity)?.into_iter().collect();
        answers.extend(self.subjects("onBehalfOf", entity)?);
        for source in speaking {
            answers.extend(self.subjects("by", *source)?);
        }
        Ok(answers)
    }

    pub(super) fn entity_view(&self, id: TermId) -> Result<EntityView, AnswerError> {
        let claims = self.claims_about(id)?;
        let sources = self.speaking_for(id)?;
        let answers = self.answered_from(id, &sources)?;
        let questions: BTreeSet<TermId> = self.subjects("about", id)?.into_iter().collect();
        Ok(EntityView {
            what: self.candidate(id)?,
            jurisdiction: self.text(id, "jurisdiction")?,
            wikidata: self.text(id, "wikidata")?,
            lei: self.text(id, "lei")?,
            place: self.place(id)?,
            claims: self.claims(claims)?,
            answers: self.answers(answers)?,
            sources: sources
                .into_iter()
                .map(|source| self.named(source))
                .collect::<Result<_, _>>()?,
            questions: questions
                .into_iter()
                .map(|q| self.question_view(q))
                .collect::<Result<_, _>>()?,
            identities: self.identities(id)?,
        })
    }

    fn source_view(&self, id: TermId) -> Result<SourceView, AnswerError> {
        let what = self.candidate(id)?;
        let mut citing = BTreeSet::new();
        for cited in self.subjects("chain", id)? {
            citing.extend(self.subjects("source", cited)?);
        }
        let resting = self.claims(citing)?.into_iter().map(|claim| Resting {
            without: Without::of(&claim, &what.named.iri),
            claim,
        });
        Ok(SourceView {
            resting: resting.collect(),
            chain: self.chain_rows(id)?,
            outlet: self.outlet(id)?,
            answers_to: self.answers(self.subjects("of", id)?)?,
            answers_by: self.answers(self.subjects("by", id)?)?,
            what,
        })
    }

    pub(super) fn meeting_view(&self, id: TermId) -> Result<MeetingView, AnswerError> {
        let named = self.named(id)?;
        Ok(MeetingView {
            text: self
                .text(id, "text")?
                .unwrap_or_else(|| named.label.clone()),
            venue: self.text(id, "venue")?,
            place: self.place(id)?,
            claims: self.claims(self.subjects(iri::RDF_OBJECT, id)?)?,
            named,
        })
    }

    fn denial_view(&self, id: TermId) -> Result<DenialView, AnswerError> {
        let mut shown_with = self.subjects("answer", id)?;
        shown_with.extend(self.subjects("partAnswer", id)?);
        Ok(DenialView {
            answer: self.answer(id)?,
            shown_with: self.claims(shown_with)?,
        })
    }

    pub(super) fn question_view(&self, id: TermId) -> Result<QuestionView, AnswerError> {
        let named = self.named(id)?;
        Ok(QuestionView {
            text: self
                .text(id, "text")?
                .unwrap_or_else(|| named.label.clone()),
            about: self.named_all(id, "about")?,
            who_could_answer: self.named_all(id, "whoCouldAnswer")?,
            answered_by: match self.object(id, "answeredBy")? {
                Some(claim) => Some(Box::new(self.claim(claim)?)),
                None => None,
            },
            source: self.named_one(id, "source")?,
            answers: self.answers(self.subjects("of", id)?)?,
            place: self.place(id)?,
            named,
        })
    }
}
