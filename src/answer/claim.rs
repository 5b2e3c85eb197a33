//! A claim as every answer shows it: what it says, who says so, how it reached
//! the desk, what was answered, and the row it stands in.

use std::collections::BTreeSet;

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::edition::TermId;
use crate::model::iri;
use crate::model::{Mode, Rule, Standing, Support};

/// A resource by its id and its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    pub iri: String,
    /// The id in its case; the whole IRI for what is no row of a case.
    pub id: String,
    /// The name as printed: a placeholder comes in brackets.
    pub label: String,
}

/// The table and row a thing stands in, as a spreadsheet counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub table: String,
    pub row: u32,
}

/// A date as written and in the report's words, with its bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    pub written: Option<String>,
    pub printed: Option<String>,
    pub earliest: Option<String>,
    pub latest: Option<String>,
}

/// One claim, complete.
#[derive(Debug, Clone)]
pub struct ClaimView {
    pub iri: String,
    pub id: String,
    /// The title of its case, or its base where it has none.
    pub case: String,
    pub text: String,
    pub subject: Named,
    /// The relation's id, e.g. `owns`.
    pub relation: Option<String>,
    /// The words between subject and object, in the claim's mode.
    pub verb: Option<String>,
    pub object: Option<Named>,
    pub detail: Option<String>,
    /// The attribute's name and value, for a claim of that shape.
    pub attribute: Option<(String, String)>,
    pub mode: Mode,
    pub when: When,
    /// As printed: `about 5 EUR`.
    pub amount: Option<String>,
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
    pub credibility: Option<u32>,
    pub recorded: Option<String>,
    pub check: Option<String>,
    pub checked_by: Option<String>,
    pub concern: Option<String>,
    pub place: Place,
}

/// A claim that another one sums up: its denials are the summary's too.
#[derive(Debug, Clone)]
pub struct SummedUp {
    pub named: Named,
    pub standing: Standing,
    /// Every answer to it.
    pub answers: Vec<AnswerView>,
}

/// A source behind a claim.
#[derive(Debug, Clone)]
pub struct CitedSource {
    pub named: Named,
    pub kind: String,
    pub knowledge: Option<String>,
    /// `None` is unknown.
    pub voices: Option<u32>,
    pub quote: Option<String>,
    pub locator: Option<String>,
    /// How it reached the desk, this source first.
    pub chain: Vec<Named>,
    pub outlet: Named,
    pub protected: bool,
    /// The row of the passage, where it has one; else that of the source.
    pub place: Place,
}

/// An answer to a claim, a report or a question.
#[derive(Debug, Clone)]
pub struct AnswerView {
    pub iri: String,
    pub id: String,
    /// `denied`, `no-response`, …
    pub stance: String,
    pub scope: Option<String>,
    pub by: Option<Named>,
    pub on_behalf_of: Option<Named>,
    /// What it was given to, when that is not the claim itself.
    pub of: Vec<Named>,
    pub when: When,
    pub via: Option<Named>,
    pub asked: Option<String>,
    pub deadline: Option<String>,
    pub quote: Option<String>,
    pub text: Option<String>,
    pub recorded: Option<String>,
    pub place: Place,
}

impl ClaimView {
    /// Whether it is denied, disputed or retracted.
    pub fn is_contested(&self) -> bool {
        self.standing != Standing::Uncontested
    }

    /// Whether anonymous voices are all there is.
    pub fn anonymous_only(&self) -> bool {
        self.support == [Support::Anonymous]
    }
}

impl Graph {
    /// Name and id of a resource.
    pub(super) fn named(&self, id: TermId) -> Result<Named, AnswerError> {
        let iri = self.iri(id)?;
        let label = match self.text_of(id, &format!("{}label", iri::RDFS))? {
            Some(name) => name,
            None => match self.text(id, "text")? {
                Some(text) => text,
                None => iri.clone(),
            },
        };
        let short = self
            .row(&iri)
            .map_or(iri.as_str(), |(_, _, id)| id)
            .to_owned();
        Ok(Named {
            id: short,
            iri,
            label,
        })
    }

    pub(super) fn named_all(&self, subject: TermId, name: &str) -> Result<Vec<Named>, AnswerError> {
        let ids = self.objects(subject, &iri::ng(name))?;
        ids.into_iter().map(|id| self.named(id)).collect()
    }

    pub(super) fn named_one(
        &self,
        subject: TermId,
        name: &str,
    ) -> Result<Option<Named>, AnswerError> {
        self.object(subject, name)?
            .map(|id| self.named(id))
            .transpose()
    }

    /// Table and row.
    pub(super) fn place(&self, subject: TermId) -> Result<Place, AnswerError> {
        match (self.text(subject, "table")?, self.number(subject, "row")?) {
            (Some(table), Some(row)) => Ok(Place { table, row }),
            _ => Err(self.incomplete(subject, "its table and row")),
        }
    }

    pub(super) fn when(&self, subject: TermId) -> Result<When, AnswerError> {
        Ok(When {
            written: self.text(subject, "when")?,
            printed: self.text(subject, "whenText")?,
            earliest: self.text(subject, "earliest")?,
            latest: self.text(subject, "latest")?,
        })
    }

    pub(super) fn incomplete(&self, subject: TermId, what: &'static str) -> AnswerError {
        let subject = self.iri(subject).unwrap_or_else(|_| subject.to_string());
        AnswerError::Incomplete { subject, what }
    }

    /// The standing of a claim or of a link.
    pub(super) fn standing(&self, subject: TermId) -> Result<Standing, AnswerError> {
        let iri = self.iris(subject, "standing")?.into_iter().next();
        Standing::ALL
            .into_iter()
            .find(|standing| iri.as_deref() == Some(&iri::standing(*standing)))
            .ok_or_else(|| self.incomplete(subject, "its standing"))
    }

    /// The mode of a claim or of a link.
    pub(super) fn mode(&self, subject: TermId) -> Result<Mode, AnswerError> {
        let word = self.text(subject, "mode")?;
        Mode::ALL
            .into_iter()
            .find(|mode| word.as_deref() == Some(mode.as_str()))
            .ok_or_else(|| self.incomplete(subject, "its mode"))
    }

    /// A relation's words in a mode: from its subject, from its object.
    pub(super) fn verbs(
        &self,
        relation: TermId,
        mode: Mode,
    ) -> Result<(String, String), AnswerError> {
        let forward = self.text_of(relation, &iri::mode_label(mode))?;
        let inverse = self.text_of(relation, &iri::mode_inverse_label(mode))?;
        match (forward, inverse) {
            (Some(forward), Some(inverse)) => Ok((forward, inverse)),
            _ => Err(self.incomplete(relation, "its wording")),
        }
    }

    /// Everything that is shown of a claim.
    pub(super) fn claim(&self, claim: TermId) -> Result<ClaimView, AnswerError> {
        let iri = self.iri(claim)?;
        let (case, id) = match self.row(&iri) {
            Some((case, _, id)) => (
                case.title
                    .clone()
                    .unwrap_or_else(|| case.iris.case().to_owned()),
                id.to_owned(),
            ),
            None => return Err(self.incomplete(claim, "the case it belongs to")),
        };
        let rdf = |name: &str| format!("{}{name}", iri::RDF);
        let one =
            |name: &str| Ok::<_, AnswerError>(self.objects(claim, &rdf(name))?.into_iter().next());
        let mode = self.mode(claim)?;
        let relation = one("predicate")?;
        let verb = relation
            .map(|relation| self.verbs(relation, mode))
            .transpose()?;
        let rule_word = self.text(claim, "rule")?;
        let supports = self.iris(claim, "support")?;
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
            subject: match one("subject")? {
                Some(subject) => self.named(subject)?,
                None => return Err(self.incomplete(claim, "its subject")),
            },
            relation: relation.map(|id| self.relation_id(id)).transpose()?,
            verb: verb.map(|(forward, _)| forward),
            object: one("object")?
                .map(|object| self.named(object))
                .transpose()?,
            detail: self.text(claim, "detail")?,
            attribute,
            mode,
            when: self.when(claim)?,
            amount: self.text(claim, "amountText")?,
            purpose: self.text(claim, "purpose")?,
            standing: self.standing(claim)?,
            rule: Rule::ALL
                .into_iter()
                .find(|rule| rule_word.as_deref() == Some(rule.as_str()))
                .ok_or_else(|| self.incomplete(claim, "the rule that decided"))?,
            support: Support::ALL
                .into_iter()
                .filter(|support| supports.contains(&iri::support(*support)))
                .collect(),
            origins: self
                .number(claim, "origins")?
                .ok_or_else(|| self.incomplete(claim, "its origins"))?,
            outlets: self.named_all(claim, "outlet")?,
            relays: self.named_all(claim, "relay")?,
            voices: self.number(claim, "voices")?,
            sources: self.cited_sources(claim)?,
            answers: self.answers_to(claim)?,
            acknowledged_by: self
                .named_all(claim, "acknowledgedBy")?
                .into_iter()
                .map(|named| named.id)
                .collect(),
            concerns: self.named_all(claim, "concerns")?,
            summarises: self.summed_up(claim)?,
            credibility: self.number(claim, "credibility")?,
            recorded: self.text(claim, "recorded")?,
            check: self.text(claim, "check")?,
            checked_by: self.text(claim, "checkedBy")?,
            concern: self.text(claim, "concern")?,
            place: self.place(claim)?,
            iri,
            id,
            case,
        })
    }

    /// Every answer to be shown with a claim; `of` is what else it was given to.
    fn answers_to(&self, claim: TermId) -> Result<Vec<AnswerView>, AnswerError> {
        let iri = self.iri(claim)?;
        let mut answers = Vec::new();
        for denial in self.objects(claim, &iri::ng("answer"))? {
            let mut answer = self.answer(denial)?;
            answer.of.retain(|of| of.iri != iri);
            answers.push(answer);
        }
        Ok(answers)
    }

    fn summed_up(&self, claim: TermId) -> Result<Vec<SummedUp>, AnswerError> {
        let mut parts = BTreeSet::new();
        let mut open = vec![claim];
        while let Some(summary) = open.pop() {
            for part in self.objects(summary, &iri::ng("summarises"))? {
                if part != claim && parts.insert(part) {
                    open.push(part);
                }
            }
        }
        let mut summed_up: Vec<SummedUp> = parts
            .into_iter()
            .map(|part| {
                Ok(SummedUp {
                    named: self.named(part)?,
                    standing: self.standing(part)?,
                    answers: self.answers_to(part)?,
                })
            })
            .collect::<Result<_, AnswerError>>()?;
        summed_up.sort_by(|a, b| a.named.iri.cmp(&b.named.iri));
        Ok(summed_up)
    }

    /// `owns`, for `rel:owns`.
    pub(super) fn relation_id(&self, relation: TermId) -> Result<String, AnswerError> {
        let iri = self.iri(relation)?;
        Ok(iri.strip_prefix(iri::REL).unwrap_or(&iri).to_owned())
    }

    fn cited_sources(&self, claim: TermId) -> Result<Vec<CitedSource>, AnswerError> {
        let passages = self.subjects(&iri::ng("passageOf"), claim)?;
        let mut cited = Vec::new();
        for source in self.objects(claim, &iri::ng("source"))? {
            let mut own = Vec::new();
            for passage in &passages {
                if self.object(*passage, "source")? == Some(source) {
                    own.push(*passage);
                }
            }
            if own.is_empty() {
                // A quote in the claim's own row belongs to its only source.
                cited.push(self.cited_source(source, claim, None)?);
            }
            for passage in own {
                cited.push(self.cited_source(source, passage, Some(passage))?);
            }
        }
        Ok(cited)
    }

    fn cited_source(
        &self,
        source: TermId,
        quoted_in: TermId,
        passage: Option<TermId>,
    ) -> Result<CitedSource, AnswerError> {
        Ok(CitedSource {
            named: self.named(source)?,
            kind: self
                .text(source, "kind")?
                .ok_or_else(|| self.incomplete(source, "its kind"))?,
            knowledge: self.text(source, "knowledge")?,
            voices: self.number(source, "voices")?,
            quote: self.text(quoted_in, "quote")?,
            locator: self.text(quoted_in, "locator")?,
            chain: self.chain(source)?,
            outlet: self
                .named_one(source, "outlet")?
                .ok_or_else(|| self.incomplete(source, "its outlet"))?,
            protected: self.is_a(source, "ProtectedSource")?,
            place: self.place(passage.unwrap_or(source))?,
        })
    }

    /// A source, its `via`, that one's `via`, ….
    pub(super) fn chain(&self, source: TermId) -> Result<Vec<Named>, AnswerError> {
        let mut chain = Vec::new();
        let mut at = Some(source);
        // `check` refuses cycles; a damaged edition must not hang on one.
        let longest = self.objects(source, &iri::ng("chain"))?.len();
        while let Some(source) = at {
            if chain.len() >= longest {
                return Err(self.incomplete(source, "the end of its chain"));
            }
            chain.push(self.named(source)?);
            at = self.object(source, "via")?;
        }
        Ok(chain)
    }

    /// Everything that is shown of an answer.
    pub(super) fn answer(&self, denial: TermId) -> Result<AnswerView, AnswerError> {
        let named = self.named(denial)?;
        let word = |name: &str, prefix: &str| -> Result<Option<String>, AnswerError> {
            let iri = self.iris(denial, name)?.into_iter().next();
            Ok(iri.and_then(|iri| Some(kebab(iri.strip_prefix(&iri::ng(prefix))?))))
        };
        Ok(AnswerView {
            stance: word("stance", "stance")?
                .ok_or_else(|| self.incomplete(denial, "its stance"))?,
            scope: word("scope", "scope")?,
            by: self.named_one(denial, "by")?,
            on_behalf_of: self.named_one(denial, "onBehalfOf")?,
            of: self.named_all(denial, "of")?,
            when: self.when(denial)?,
            via: self.named_one(denial, "via")?,
            asked: self.text(denial, "asked")?,
            deadline: self.text(denial, "deadline")?,
            quote: self.text(denial, "quote")?,
            text: self.text(denial, "text")?,
            recorded: self.text(denial, "recorded")?,
            place: self.place(denial)?,
            iri: named.iri,
            id: named.id,
        })
    }
}

/// `NoResponse` becomes `no-response`.
fn kebab(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 2);
    for letter in words.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
