//! A claim as every answer shows it: what it says, who says so, how it reached
//! the desk, what was answered, and the row it stands in.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::answer::graph::Graph;
use crate::answer::named::Named;
use crate::answer::row::{Place, When};
use crate::answer::{AnswerError, AnswerView, CitedSource, Kind};
use crate::edition::TermId;
use crate::model::iri;
use crate::model::{Mode, Rule, Standing, Support};

/// One claim, complete.
#[derive(Debug, Clone)]
pub struct ClaimView {
    pub iri: String,
    pub id: String,
    /// The title of its case, or its base where no title tells it apart.
    pub case: String,
    /// Whether the edition holds other cases too.
    pub among_cases: bool,
    pub text: String,
    pub subject: Named,
    /// The relation's id, e.g. `owns`.
    pub relation: Option<Arc<str>>,
    /// The words between subject and object, in the claim's mode.
    pub verb: Option<Arc<str>>,
    pub object: Option<Named>,
    pub detail: Option<String>,
    /// The attribute's name and value, for a claim of that shape.
    pub attribute: Option<(String, String)>,
    pub mode: Mode,
    pub when: When,
    /// As printed: `about 5 EUR`.
    pub amount: Option<String>,
    /// The amount, or an attribute's value, as numbers; none where it is no number.
    pub figure: Option<Figure>,
    pub purpose: Option<String>,
    pub standing: Standing,
    pub rule: Rule,
    pub support: Vec<Support>,
    /// At least so many.
    pub origins: u32,
    pub outlets: Vec<Named>,
    pub relays: Vec<Named>,
    /// `None` is unknown.
    pub voices: Option<u32>,
    /// One entry per passage; a source with several passages stands several times.
    pub sources: Vec<CitedSource>,
    /// Every answer, whatever it changes.
    pub answers: Vec<AnswerView>,
    /// Ids of the confirmations of the whole by a party.
    pub acknowledged_by: Vec<String>,
    pub concerns: Vec<Named>,
    /// Every claim it sums up, also through another summary; by id.
    pub summarises: Vec<SummedUp>,
    /// For an attendance: the others of that meeting that are contested,
    /// withdrawn or answered otherwise than this one; by id. The same sentence
    /// speaks of them.
    pub same_meeting: Vec<SummedUp>,
    pub credibility: Option<u32>,
    pub recorded: Option<String>,
    pub check: Option<String>,
    pub checked_by: Option<String>,
    pub concern: Option<String>,
    pub place: Place,
}

/// A figure: decimals as text, never rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub value: String,
    /// Up to; where a range was given.
    pub max: Option<String>,
    /// How exactly it was given: `exact`, `about`, `over`, `under`, `between`.
    pub qualifier: Option<String>,
    /// A currency (ISO 4217), or the unit of an attribute.
    pub unit: Option<String>,
}

/// A claim that speaks in another one's sentence: one that is summed up, or
/// another attendance of the same meeting. Its denials are to be shown there too.
#[derive(Debug, Clone)]
pub struct SummedUp {
    /// Its label is the sentence as it is shown to a person.
    pub named: Named,
    pub subject: Named,
    /// As in [`ClaimView`].
    pub verb: Option<Arc<str>>,
    pub standing: Standing,
    /// Every answer to it.
    pub answers: Vec<AnswerView>,
}

impl ClaimView {
    /// The sentence as it is shown to a person: that of a meeting speaks of all who
    /// are said to have been there, and behind it stands whom this claim is about.
    pub fn sentence(&self) -> Cow<'_, str> {
        match &self.verb {
            Some(verb) if is_attendance(&self.id) => {
                Cow::Owned(of_attendance(&self.text, &self.subject.label, verb))
            }
            Some(_) | None => Cow::Borrowed(&self.text),
        }
    }

    /// Whether anonymous voices are all there is.
    pub fn anonymous_only(&self) -> bool {
        self.support == [Support::Anonymous]
    }
}

/// Whether a claim of this id is one of those that a meeting makes, each of one
/// participant: no row has an id with a dot.
pub fn is_attendance(id: &str) -> bool {
    id.contains('.')
}

/// `Ann and Bo met (Ann Lee attended)`: the sentence of a meeting with whom one of
/// its claims is about, without which they would read alike.
pub fn of_attendance(sentence: &str, who: &str, verb: &str) -> String {
    format!("{sentence} ({who} {verb})")
}

impl Graph {
    /// Everything that is shown of a claim.
    pub(super) fn claim(&self, claim: TermId) -> Result<ClaimView, AnswerError> {
        let iri = self.iri(claim)?;
        let (case, id) = match self.row(&iri) {
            Some((case, _, id)) => (self.case_name(case), id.to_owned()),
            None => return Err(self.incomplete(claim, "the case it belongs to")),
        };
        let mode = self.mode(claim)?;
        let relation = self.object(claim, iri::RDF_PREDICATE)?;
        let relation = relation.map(|relation| self.relation(relation, mode));
        let relation = relation.transpose()?;
        let attribute = match (
            self.text(claim, "attribute")?,
            self.text(claim, "valueText")?,
        ) {
            (Some(name), Some(value)) => Some((name, value)),
            _ => None,
        };
        Ok(ClaimView {
            text: self
                .text(claim, "text")?
                .ok_or_else(|| self.incomplete(claim, "its text"))?,
            subject: match self.object(claim, iri::RDF_SUBJECT)? {
                Some(subject) => self.named(subject)?,
                None => return Err(self.incomplete(claim, "its subject")),
            },
            relation: relation.as_ref().map(|relation| relation.id.clone()),
            verb: relation.as_ref().map(|relation| relation.forward.clone()),
            object: self.named_one(claim, iri::RDF_OBJECT)?,
            detail: self.text(claim, "detail")?,
            attribute,
            mode,
            when: self.when(claim)?,
            amount: self.text(claim, "amountText")?,
            figure: self.figure(claim)?,
            purpose: self.text(claim, "purpose")?,
            standing: self.standing(claim)?,
            rule: self
                .word_for(
                    (claim, "rule"),
                    |kept| &mut kept.rules,
                    Rule::ALL,
                    Rule::as_str,
                )?
                .ok_or_else(|| self.incomplete(claim, "the rule that decided"))?,
            support: self.support(claim)?,
            origins: self
                .number(claim, "origins")?
                .ok_or_else(|| self.incomplete(claim, "its origins"))?,
            outlets: self.named_all(claim, "outlet")?,
            relays: self.named_all(claim, "relay")?,
            voices: self.number(claim, "voices")?,
            sources: self.cited_sources(claim)?,
            same_meeting: self.same_meeting(claim)?,
            answers: self.answers_to(claim)?,
            acknowledged_by: self
                .named_all(claim, "acknowledgedBy")?
                .into_iter()
                .map(|named| named.id.clone())
                .collect(),
            concerns: self.named_all(claim, "concerns")?,
            summarises: self.summed_up(claim)?,
            credibility: self.number(claim, "credibility")?,
            recorded: self.day(claim, "recorded")?,
            check: self.text(claim, "check")?,
            checked_by: self.text(claim, "checkedBy")?,
            concern: self.text(claim, "concern")?,
            place: self.place(claim)?,
            iri,
            id,
            case,
            among_cases: self.cases().len() > 1,
        })
    }

    /// What kinds of source are left, in the order of `Support::ALL`.
    fn support(&self, claim: TermId) -> Result<Vec<Support>, AnswerError> {
        let mut found = Vec::new();
        for id in self.objects(claim, "support")? {
            found.extend(self.remembered(
                id,
                |kept| &mut kept.supports,
                || {
                    let iri = self.iri(id)?;
                    let mut all = Support::ALL.into_iter();
                    Ok(all.find(|support| iri::support(*support) == iri))
                },
            )?);
        }
        let all = Support::ALL.into_iter();
        Ok(all.filter(|support| found.contains(support)).collect())
    }

    fn figure(&self, claim: TermId) -> Result<Option<Figure>, AnswerError> {
        for [value, max, qualifier, unit] in [
            ["amount", "amountMax", "amountQualifier", "currency"],
            ["number", "valueMax", "qualifier", "unit"],
        ] {
            if let Some(value) = self.text(claim, value)? {
                return Ok(Some(Figure {
                    value,
                    max: self.text(claim, max)?,
                    qualifier: self.text(claim, qualifier)?,
                    unit: self.text(claim, unit)?,
                }));
            }
        }
        Ok(None)
    }

    /// The words between subject and object, in the claim's mode.
    pub(super) fn verb_of(&self, claim: TermId) -> Result<Option<Arc<str>>, AnswerError> {
        let Some(relation) = self.object(claim, iri::RDF_PREDICATE)? else {
            return Ok(None);
        };
        let relation = self.relation(relation, self.mode(claim)?)?;
        Ok(Some(relation.forward.clone()))
    }

    fn summed_up(&self, claim: TermId) -> Result<Vec<SummedUp>, AnswerError> {
        let mut parts = BTreeSet::new();
        let mut open = vec![claim];
        while let Some(summary) = open.pop() {
            for part in self.objects(summary, "summarises")? {
                if part != claim && parts.insert(part) {
                    open.push(part);
                }
            }
        }
        let parts = parts.into_iter().map(|part| self.beside(part));
        let mut summed_up: Vec<SummedUp> = parts.collect::<Result<_, AnswerError>>()?;
        summed_up.sort_by(|a, b| a.named.iri.cmp(&b.named.iri));
        Ok(summed_up)
    }

    fn beside(&self, claim: TermId) -> Result<SummedUp, AnswerError> {
        let subject = self.object(claim, &format!("{}subject", iri::RDF))?;
        let subject = subject.ok_or_else(|| self.incomplete(claim, "its subject"))?;
        Ok(SummedUp {
            named: self.named(claim)?,
            subject: self.named(subject)?,
            verb: self.verb_of(claim)?,
            standing: self.standing(claim)?,
            answers: self.answers_to(claim)?,
        })
    }

    /// What is to be said of a meeting with any of its attendances.
    fn same_meeting(&self, claim: TermId) -> Result<Vec<SummedUp>, AnswerError> {
        let object = self.object(claim, iri::RDF_OBJECT)?;
        let Some(meeting) = object else {
            return Ok(Vec::new());
        };
        if self.kind(meeting)? != Kind::Meeting {
            return Ok(Vec::new());
        }
        let own: BTreeSet<TermId> = self.objects(claim, "answer")?.into_iter().collect();
        let mut others = Vec::new();
        for other in self.subjects(iri::RDF_OBJECT, meeting)? {
            if other == claim {
                continue;
            }
            let answers = self.objects(other, "answer")?;
            let is_own = answers.iter().all(|answer| own.contains(answer));
            if !is_own || self.standing(other)? != self.standing(claim)? {
                others.push(self.beside(other)?);
            }
        }
        others.sort_by(|a, b| a.named.iri.cmp(&b.named.iri));
        Ok(others)
    }
}
