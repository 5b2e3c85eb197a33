//! Sources as their rows say: what each is, knows and ends at; and what rests
//! on one.

use std::collections::BTreeSet;

use crate::answer::graph::Graph;
use crate::answer::trace::{LISTED, Part, QuestionTrace, RestingTrace, SourceRow, SourceTrace};
use crate::answer::{AnswerError, CitedSource, Without};
use crate::edition::TermId;
use crate::model::{SourceKind, Stance};

impl Graph {
    /// A source and what it came through, each as its row says.
    pub(in crate::answer) fn chain_rows(
        &self,
        source: TermId,
    ) -> Result<Vec<SourceRow>, AnswerError> {
        let (chain, outlet) = self.chain_terms(source)?;
        let mut rows = Vec::with_capacity(chain.len());
        for (at, source) in chain.into_iter().enumerate() {
            let kind = self.source_kind(source)?;
            let part = match at.cmp(&outlet) {
                std::cmp::Ordering::Less => Part::Voice,
                std::cmp::Ordering::Equal => Part::Outlet,
                std::cmp::Ordering::Greater if kind == SourceKind::Publication => Part::Relay,
                std::cmp::Ordering::Greater => Part::Between,
            };
            rows.push(self.source_row(source, kind, part)?);
        }
        Ok(rows)
    }

    fn source_row(
        &self,
        id: TermId,
        kind: SourceKind,
        part: Part,
    ) -> Result<SourceRow, AnswerError> {
        Ok(SourceRow {
            named: self.named(id)?,
            kind,
            part,
            entity: self.named_one(id, "entity")?,
            side: self.named_one(id, "side")?,
            voices: self.number(id, "voices")?,
            knowledge: self.text(id, "knowledge")?,
            terms: self.text(id, "terms")?,
            origin: self.text(id, "origin")?,
            url: self.text(id, "url")?,
            archived: self.text(id, "archived")?,
            published: self.text(id, "published")?,
            accessed: self.text(id, "accessed")?,
            sha256: self.text(id, "sha256")?,
            reliability: self.text(id, "reliability")?,
            place: self.place(id)?,
        })
    }

    pub(super) fn source_trace(&self, id: TermId) -> Result<SourceTrace, AnswerError> {
        let mut citing = BTreeSet::new();
        for cited in self.subjects("chain", id)? {
            citing.extend(self.subjects("source", cited)?);
        }
        let iri = self.iri(id)?;
        let mut resting = Vec::new();
        let (mut resting_in_all, mut withdrawn_in_all, mut falling_in_all) = (0, 0, 0);
        let own_chain = self.chain_terms(id)?;
        let mut took_back = 0;
        for claim in citing {
            // Questions and passages have sources as well.
            if !self.is_a(claim, "Claim")? {
                continue;
            }
            resting_in_all += 1;
            let cited = self.cited_sources(claim)?;
            let without = Without::of_all(&cited, &[&iri]);
            let mut through = cited
                .iter()
                .filter(|cited| cited.chain.iter().any(|on| on.iri == iri));
            let withdrawn = through.all(|cited| cited.withdrawn);
            if withdrawn {
                withdrawn_in_all += 1;
                took_back += usize::from(self.takes_back(id, &own_chain, claim, &cited)?);
            }
            falling_in_all += usize::from(match without {
                Without::Falls | Without::FallsThoughRelayed => true,
                Without::Stands | Without::Fallen => false,
            });
            if resting.len() < LISTED {
                resting.push(RestingTrace {
                    claim: self.claim(claim)?,
                    without,
                    withdrawn,
                });
            }
        }
        resting.sort_by(|one, other| one.claim.id.cmp(&other.claim.id));
        Ok(SourceTrace {
            view: self.source_view_without_claims(id)?,
            chain: self.chain_rows(id)?,
            resting,
            resting_in_all,
            withdrawn_in_all,
            falling_in_all,
            withdrawn: took_back > 0 && took_back == resting_in_all,
        })
    }

    /// Whether a source is withdrawn for a claim by its own word or that of who
    /// published it, and not only by somebody that it quotes.
    fn takes_back(
        &self,
        id: TermId,
        own_chain: &(Vec<TermId>, usize),
        claim: TermId,
        cited: &[CitedSource],
    ) -> Result<bool, AnswerError> {
        let iri = self.iri(id)?;
        if cited
            .iter()
            .any(|cited| cited.withdrawn && cited.named.iri == iri)
        {
            return Ok(true);
        }
        for denial in self.objects(claim, "answer")? {
            if self.answer(denial)?.stance == Stance::Retracted
                && self.withdraws(denial, claim, own_chain)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn question_trace(&self, id: TermId) -> Result<QuestionTrace, AnswerError> {
        let answered_by = self.object(id, "answeredBy")?;
        Ok(QuestionTrace {
            question: self.question_view(id)?,
            chain: match self.object(id, "source")? {
                Some(source) => self.chain_rows(source)?,
                None => Vec::new(),
            },
            answered_by: answered_by
                .map(|claim| self.claim_trace(claim))
                .transpose()?,
        })
    }
}
