//! Sources as their rows say: what each is, knows and ends at; and what rests
//! on one.

use std::collections::BTreeSet;

use crate::answer::graph::Graph;
use crate::answer::trace::{LISTED, QuestionTrace, RestingTrace, SourceTrace};
use crate::answer::{AnswerError, CitedSource, Without};
use crate::edition::TermId;
use crate::model::Stance;

impl Graph {
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
            chain: self.chain_rows(id)?,
            outlet: self.outlet(id)?,
            answers_to: self.answers(self.subjects("of", id)?)?,
            answers_by: self.answers(self.subjects("by", id)?)?,
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
