//! A part of what there is to show of a person, an organisation, an asset or a
//! source: so many claims from a place on, and the exact numbers of all.
//!
//! What `show` shows of them is as large as the case around a hub; a page shows
//! fifty claims, and only these are read.

use std::collections::BTreeSet;

use crate::answer::facets::{Chosen, ClaimChoice, Facets};
use crate::answer::graph::Graph;
use crate::answer::name::{Wanted, resolve};
use crate::answer::{
    AnswerError, AnswerView, Candidate, ClaimView, IdentityView, Named, Place, QuestionView,
    Resting, Shown, SourceRow, Without,
};
use crate::edition::TermId;

/// One of the lists that something has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartList {
    /// Of a source: those that rest on it.
    Claims,
    /// The claims among them that give an attribute or an amount.
    Figures,
    /// Answers that it gave, or that were given for it or from its side.
    Answers,
    /// Answers given to a source as a whole.
    AnswersTo,
    Sources,
    Questions,
}

impl PartList {
    /// Every list.
    pub const ALL: [PartList; 6] = [
        PartList::Claims,
        PartList::Figures,
        PartList::Answers,
        PartList::AnswersTo,
        PartList::Sources,
        PartList::Questions,
    ];

    /// The word in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            PartList::Claims => "claims",
            PartList::Figures => "figures",
            PartList::Answers => "answers",
            PartList::AnswersTo => "answers-to",
            PartList::Sources => "sources",
            PartList::Questions => "questions",
        }
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct PartQuestion {
    pub choice: ClaimChoice,
    /// The list that is looked through; `None` is the claims, with the beginnings of
    /// the others.
    pub list: Option<PartList>,
    /// How many of it come before, and how many are wanted at most.
    pub from: usize,
    pub count: usize,
    /// How many of each of the other lists.
    pub beginnings: usize,
}

/// Some of a list.
#[derive(Debug, Clone)]
pub struct Listed<T> {
    pub listed: Vec<T>,
    /// Whatever is listed.
    pub in_all: usize,
}

/// A part of what there is to show.
#[derive(Debug, Clone)]
pub enum ShownPart {
    Entity(Box<EntityPart>),
    Source(Box<SourcePart>),
    /// Anything else is shown whole.
    Other(Shown),
}

/// A person, an organisation or an asset, and some of what is claimed of it.
#[derive(Debug, Clone)]
pub struct EntityPart {
    pub what: Candidate,
    pub jurisdiction: Option<String>,
    pub wikidata: Option<String>,
    pub lei: Option<String>,
    pub place: Place,
    /// All in which it takes part, whatever was chosen.
    pub claims_in_all: usize,
    pub facets: Facets,
    /// Those that were chosen, by id.
    pub claims: Listed<ClaimView>,
    pub figures: Listed<ClaimView>,
    pub answers: Listed<AnswerView>,
    pub sources: Listed<Named>,
    pub questions: Listed<QuestionView>,
    pub identities: Vec<IdentityView>,
}

/// A source, and some of what rests on it.
#[derive(Debug, Clone)]
pub struct SourcePart {
    pub what: Candidate,
    /// Itself and what it came through; never empty.
    pub chain: Vec<SourceRow>,
    pub outlet: Named,
    pub claims_in_all: usize,
    pub facets: Facets,
    /// Those that were chosen, by id.
    pub resting: Listed<Resting>,
    pub answers_to: Listed<AnswerView>,
    pub answers_by: Listed<AnswerView>,
}

/// Shows a part of the one thing of this name or id.
///
/// # Errors
/// See [`resolve`]; also when the edition is damaged.
pub fn show_part(
    graph: &Graph,
    name: &str,
    question: &PartQuestion,
) -> Result<ShownPart, AnswerError> {
    let id = resolve(graph, name, Wanted::Anything)?;
    Ok(if graph.is_wanted(id, Wanted::Entity)? {
        ShownPart::Entity(Box::new(graph.entity_part(id, question)?))
    } else if graph.is_a(id, "Source")? {
        ShownPart::Source(Box::new(graph.source_part(id, question)?))
    } else {
        ShownPart::Other(graph.shown(id)?)
    })
}

impl PartQuestion {
    /// The numbers of those of a list that are wanted.
    fn of(&self, list: PartList, all: &[TermId]) -> Listed<TermId> {
        let (from, count) = match self.list.unwrap_or(PartList::Claims) == list {
            true => (self.from, self.count),
            false if self.list.is_none() => (0, self.beginnings),
            false => (0, 0),
        };
        Listed {
            listed: all.iter().copied().skip(from).take(count).collect(),
            in_all: all.len(),
        }
    }
}

impl Listed<TermId> {
    fn read<T>(
        self,
        read: impl Fn(TermId) -> Result<T, AnswerError>,
    ) -> Result<Listed<T>, AnswerError> {
        Ok(Listed {
            listed: self
                .listed
                .into_iter()
                .map(read)
                .collect::<Result<_, _>>()?,
            in_all: self.in_all,
        })
    }
}

impl Graph {
    fn entity_part(&self, id: TermId, question: &PartQuestion) -> Result<EntityPart, AnswerError> {
        let Chosen {
            in_all,
            claims,
            figures,
            facets,
        } = self.chosen(&self.naming_in_claims(id)?, &question.choice, None)?;
        let speaking = self.speaking_for(id)?;
        let answers: Vec<TermId> = self.answered_from(id, &speaking)?.into_iter().collect();
        let speaking: Vec<TermId> = speaking.into_iter().collect();
        let questions: BTreeSet<TermId> = self.subjects("about", id)?.into_iter().collect();
        let questions: Vec<TermId> = questions.into_iter().collect();
        let claim = |claim| self.claim(claim);
        Ok(EntityPart {
            what: self.candidate(id)?,
            jurisdiction: self.text(id, "jurisdiction")?,
            wikidata: self.text(id, "wikidata")?,
            lei: self.text(id, "lei")?,
            place: self.place(id)?,
            claims_in_all: in_all,
            facets,
            claims: question.of(PartList::Claims, &claims).read(claim)?,
            figures: question.of(PartList::Figures, &figures).read(claim)?,
            answers: question
                .of(PartList::Answers, &answers)
                .read(|answer| self.answer(answer))?,
            sources: question
                .of(PartList::Sources, &speaking)
                .read(|source| self.named(source))?,
            questions: question
                .of(PartList::Questions, &questions)
                .read(|question| self.question_view(question))?,
            identities: self.identities(id)?,
        })
    }

    fn source_part(&self, id: TermId, question: &PartQuestion) -> Result<SourcePart, AnswerError> {
        let what = self.candidate(id)?;
        let (citing, behind) = self.citing(id)?;
        let Chosen {
            in_all,
            claims,
            figures: _,
            facets,
        } = self.chosen(&citing, &question.choice, Some(&behind))?;
        let iri = &what.named.iri;
        let answer = |answer| self.answer(answer);
        let of = |predicate: &str| -> Result<Vec<TermId>, AnswerError> {
            let distinct: BTreeSet<TermId> = self.subjects(predicate, id)?.into_iter().collect();
            Ok(distinct.into_iter().collect())
        };
        Ok(SourcePart {
            chain: self.chain_rows(id)?,
            outlet: self.outlet(id)?,
            claims_in_all: in_all,
            facets,
            resting: question.of(PartList::Claims, &claims).read(|claim| {
                let claim = self.claim(claim)?;
                let without = Without::of(&claim, iri);
                Ok(Resting { claim, without })
            })?,
            answers_to: question.of(PartList::AnswersTo, &of("of")?).read(answer)?,
            answers_by: question.of(PartList::Answers, &of("by")?).read(answer)?,
            what,
        })
    }
}
