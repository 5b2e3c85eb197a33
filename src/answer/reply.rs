//! Answers: what was said to a claim, a report or a question, by whom, for
//! whom, and what else the same answer was given to.

use crate::answer::graph::Graph;
use crate::answer::named::Named;
use crate::answer::row::{Place, When};
use crate::answer::{AnswerError, Kind};
use crate::edition::TermId;
use crate::model::iri;
use crate::model::{Scope, Stance};

/// An answer to a claim, a report or a question.
#[derive(Debug, Clone)]
pub struct AnswerView {
    pub iri: String,
    pub id: String,
    pub stance: Stance,
    pub scope: Option<Scope>,
    pub by: Option<Named>,
    pub on_behalf_of: Option<Named>,
    /// Everything it was given to; a meeting's is given to each attendance.
    pub of: Vec<Target>,
    pub when: When,
    pub via: Option<Named>,
    pub asked: Option<String>,
    pub deadline: Option<String>,
    pub quote: Option<String>,
    pub text: Option<String>,
    pub recorded: Option<String>,
    pub place: Place,
}

/// What an answer is given to.
#[derive(Debug, Clone)]
pub struct Target {
    pub kind: TargetKind,
    pub named: Named,
}

/// What kind of thing an answer is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    Claim,
    /// A report: the answer is to all that it says.
    Source,
    Question,
}

impl TargetKind {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            TargetKind::Claim => "claim",
            TargetKind::Source => "source",
            TargetKind::Question => "question",
        }
    }
}

impl Graph {
    /// Everything that is shown of an answer.
    pub(super) fn answer(&self, denial: TermId) -> Result<AnswerView, AnswerError> {
        let iri = self.iri(denial)?;
        let id = self.id_of(&iri).to_owned();
        let stance = self.one_of(
            (denial, "stance"),
            |kept| &mut kept.stances,
            Stance::ALL,
            iri::stance,
        )?;
        let scope = self.one_of(
            (denial, "scope"),
            |kept| &mut kept.scopes,
            Scope::ALL,
            iri::scope,
        )?;
        Ok(AnswerView {
            stance: stance.ok_or_else(|| self.incomplete(denial, "its stance"))?,
            scope,
            by: self.named_one(denial, "by")?,
            on_behalf_of: self.named_one(denial, "onBehalfOf")?,
            of: self
                .objects(denial, "of")?
                .into_iter()
                .map(|target| self.target(target))
                .collect::<Result<_, _>>()?,
            when: self.when(denial)?,
            via: self.named_one(denial, "via")?,
            asked: self.day(denial, "asked")?,
            deadline: self.day(denial, "deadline")?,
            quote: self.text(denial, "quote")?,
            text: self.text(denial, "text")?,
            recorded: self.day(denial, "recorded")?,
            place: self.place(denial)?,
            iri,
            id,
        })
    }

    /// Every answer to be shown with a claim.
    pub(super) fn answers_to(&self, claim: TermId) -> Result<Vec<AnswerView>, AnswerError> {
        let answers = self.objects(claim, "answer")?;
        answers.into_iter().map(|id| self.answer(id)).collect()
    }

    fn target(&self, target: TermId) -> Result<Target, AnswerError> {
        let kind = match self.kind(target)? {
            Kind::Claim => TargetKind::Claim,
            Kind::Source(_) => TargetKind::Source,
            Kind::Question => TargetKind::Question,
            Kind::Entity(_)
            | Kind::Meeting
            | Kind::Answer
            | Kind::Identity(_)
            | Kind::Passage
            | Kind::Link => return Err(self.incomplete(target, "whether it can be answered")),
        };
        Ok(Target {
            kind,
            named: self.named(target)?,
        })
    }
}
