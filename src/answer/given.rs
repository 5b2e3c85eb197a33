//! The answers of an edition, as they are on record: denials, comments, refusals,
//! a part of them at a time.
//!
//! Takes whose, which stance, and which part; gives that part in full and counts
//! the rest. Whom nobody asked it does not say: that takes a whole case, which
//! `replies` has. Costs what is shown, and a look at the numbers of the rest.

use std::collections::BTreeSet;

use crate::answer::graph::Graph;
use crate::answer::name::{Wanted, resolve};
use crate::answer::{AnswerError, AnswerView, ClaimView, Named};
use crate::edition::TermId;
use crate::model::{Stance, iri};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct GivenQuestion {
    /// A person, an organisation or a source; everybody without it. Of a source
    /// the answers that it gave, those to it, and those that came through it.
    pub name: Option<String>,
    /// Only of this stance.
    pub stance: Option<Stance>,
    /// So many are passed over.
    pub skip: usize,
    /// So many at most are shown.
    pub count: usize,
    /// So many claims at most are shown with each.
    pub claims: usize,
}

/// Some answers, and how many there are.
#[derive(Debug, Clone)]
pub struct GivenAnswers {
    pub of: Option<Named>,
    /// Every stance, with how many answers are of it.
    pub counts: Vec<(Stance, usize)>,
    /// How many there are of the stance that was asked for.
    pub total: usize,
    /// The part that was asked for, by id.
    pub shown: Vec<GivenAnswer>,
}

/// One answer.
#[derive(Debug, Clone)]
pub struct GivenAnswer {
    pub answer: AnswerView,
    /// The first of the claims it is shown with.
    pub claims: Vec<ClaimView>,
    /// How many there are besides.
    pub more: usize,
}

/// Gives a part of the answers on record.
///
/// # Errors
/// For a name that nothing or more than one thing has, or that is no person,
/// organisation or source; or when the edition is damaged.
pub fn find_given(graph: &Graph, question: &GivenQuestion) -> Result<GivenAnswers, AnswerError> {
    let GivenQuestion {
        name,
        stance,
        skip,
        count,
        claims,
    } = question;
    let (of, counts, part) = match name {
        None => {
            let (counts, part) = graph.given_by_all(*stance, *skip, *count)?;
            (None, counts, part)
        }
        Some(name) => {
            let id = resolve(graph, name, Wanted::Anything)?;
            let (counts, ids) = graph.given_by(graph.answers_of(id, name)?, *stance)?;
            (
                Some(graph.named(id)?),
                counts,
                ids.into_iter().skip(*skip).take(*count).collect(),
            )
        }
    };
    let of_stance = |(one, count): &(Stance, usize)| match stance {
        Some(asked) if asked != one => 0,
        Some(_) | None => *count,
    };
    let shown = part.into_iter().map(|id| graph.given(id, *claims));
    Ok(GivenAnswers {
        of,
        total: counts.iter().map(of_stance).sum(),
        counts,
        shown: shown.collect::<Result<_, _>>()?,
    })
}

/// How many answers are of which stance.
type Counts = Vec<(Stance, usize)>;

impl Graph {
    fn given(&self, id: TermId, most: usize) -> Result<GivenAnswer, AnswerError> {
        let mut shown_with: BTreeSet<TermId> = self.subjects("answer", id)?.into_iter().collect();
        shown_with.extend(self.subjects("partAnswer", id)?);
        let claims = shown_with.iter().copied().take(most);
        Ok(GivenAnswer {
            answer: self.answer(id)?,
            claims: claims
                .map(|claim| self.claim(claim))
                .collect::<Result<_, _>>()?,
            more: shown_with.len().saturating_sub(most),
        })
    }

    /// Of all answers how many are of each stance, and the ids of a part of those of
    /// one: by counts that the edition has, so that nothing is read of the others.
    fn given_by_all(
        &self,
        stance: Option<Stance>,
        skip: usize,
        count: usize,
    ) -> Result<(Counts, Vec<TermId>), AnswerError> {
        let edition = self.edition();
        let counts = self.count_stances()?.into_iter();
        let counts = counts.map(|(one, count)| (one, usize::try_from(count).unwrap_or(usize::MAX)));
        let counts: Counts = counts.collect();
        let pattern = match stance {
            Some(stance) => (self.known("stance")?, self.node(&iri::stance(stance))?),
            None => (self.known(iri::RDF_TYPE)?, self.node(&iri::ng("Denial"))?),
        };
        let (Some(predicate), Some(object)) = pattern else {
            return Ok((counts, Vec::new()));
        };
        let all = edition.matching(None, Some(predicate), Some(object));
        let part = all.skip(skip).take(count).map(|triple| Ok(triple?[0]));
        Ok((counts, part.collect::<Result<_, AnswerError>>()?))
    }

    /// Likewise of some things, of which those that are no answer are left out.
    fn given_by(
        &self,
        among: BTreeSet<TermId>,
        stance: Option<Stance>,
    ) -> Result<(Counts, Vec<TermId>), AnswerError> {
        let mut stances: Vec<(Stance, Option<TermId>)> = Vec::with_capacity(Stance::ALL.len());
        for one in Stance::ALL.iter().copied() {
            stances.push((one, self.node(&iri::stance(one))?));
        }
        let mut counts: Counts = stances.iter().map(|(one, _)| (*one, 0)).collect();
        let mut wanted = Vec::new();
        for id in among {
            let said = self.object(id, "stance")?;
            let of_it = stances
                .iter()
                .position(|(_, one)| said.is_some() && *one == said);
            let Some(at) = of_it else { continue };
            counts[at].1 += 1;
            if stance.is_none_or(|stance| stance == counts[at].0) {
                wanted.push(id);
            }
        }
        Ok((counts, wanted))
    }

    /// Whatever could be an answer that has to do with somebody.
    fn answers_of(&self, id: TermId, name: &str) -> Result<BTreeSet<TermId>, AnswerError> {
        if self.is_wanted(id, Wanted::Entity)? {
            return self.answered_from(id, &self.speaking_for(id)?);
        }
        if self.is_wanted(id, Wanted::Source)? {
            let mut answers: BTreeSet<TermId> = self.subjects("of", id)?.into_iter().collect();
            // What goes back to a source has it on its chain; so has the source.
            for through in self.subjects("chain", id)?.into_iter().chain([id]) {
                answers.extend(self.subjects("by", through)?);
                answers.extend(self.subjects("via", through)?);
            }
            return Ok(answers);
        }
        Err(AnswerError::OtherKind {
            name: name.to_owned(),
            is: self.kind(id)?.words().into_owned(),
            wanted: "a person, an organisation or a source",
            nearest: Vec::new(),
        })
    }
}
