//! A claim with every voice, passage, origin, answer and part.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::answer::trace::{ClaimTrace, OriginTrace, PartTrace, PassageRow, VoiceTrace, strongest};
use crate::edition::TermId;
use crate::model::{Rule, Stance, Standing};

impl Graph {
    /// The claims, sorted by id, each traced by itself.
    pub(super) fn claim_traces(
        &self,
        claims: impl IntoIterator<Item = TermId>,
    ) -> Result<Vec<ClaimTrace>, AnswerError> {
        let mut traces = Vec::new();
        for claim in claims {
            traces.push(self.claim_trace(claim)?);
        }
        traces.sort_by(|one, other| one.claim.iri.cmp(&other.claim.iri));
        Ok(traces)
    }

    /// A claim with everything it rests on and sums up.
    pub(super) fn claim_trace(&self, claim: TermId) -> Result<ClaimTrace, AnswerError> {
        let mut trace = self.claim_alone(claim)?;
        let mut summed_up_by: BTreeMap<TermId, BTreeSet<String>> = BTreeMap::new();
        let mut open = vec![claim];
        while let Some(summary) = open.pop() {
            for part in self.objects(summary, "summarises")? {
                if part == claim {
                    continue;
                }
                if !summed_up_by.contains_key(&part) {
                    open.push(part);
                }
                summed_up_by
                    .entry(part)
                    .or_default()
                    .insert(self.id(summary)?);
            }
        }
        for (part, by) in summed_up_by {
            trace.parts.push(PartTrace {
                trace: self.claim_alone(part)?,
                summed_up_by: by.into_iter().collect(),
            });
        }
        trace
            .parts
            .sort_by(|one, other| one.trace.claim.iri.cmp(&other.trace.claim.iri));
        Ok(trace)
    }

    /// Likewise, but for what it sums up.
    fn claim_alone(&self, id: TermId) -> Result<ClaimTrace, AnswerError> {
        let claim = self.claim(id)?;
        let answers = self.answer_traces(id)?;
        let meeting = self.meeting_of(id)?;
        let follows = match claim.rule {
            Rule::NoCitationLeft => claim.sources.iter().all(|cited| cited.withdrawn),
            Rule::DeniedByParty | Rule::DeniedOtherwise => {
                strongest(&answers) == Some((claim.standing, claim.rule))
            }
            Rule::SummarisesContested => {
                strongest(&answers).is_none()
                    && claim.summarises.iter().any(|part| match part.standing {
                        Standing::Denied | Standing::Disputed => true,
                        Standing::Retracted | Standing::Uncontested => false,
                    })
            }
            Rule::NoDenialRecorded => strongest(&answers).is_none(),
        };
        Ok(ClaimTrace {
            meeting: meeting.map(|meeting| self.named(meeting)).transpose()?,
            voices: self.voice_traces(id)?,
            origins: self.origin_traces(id)?,
            answers,
            follows,
            parts: Vec::new(),
            claim,
        })
    }

    fn voice_traces(&self, claim: TermId) -> Result<Vec<VoiceTrace>, AnswerError> {
        let mut passages: BTreeMap<TermId, Vec<PassageRow>> = BTreeMap::new();
        for passage in self.subjects("passageOf", claim)? {
            if let Some(source) = self.object(passage, "source")? {
                let row = self.passage(passage, passage)?;
                passages.entry(source).or_default().push(row);
            }
        }
        let parties = self.parties(claim, false)?;
        let withdrawn = self.objects(claim, "withdrawnSource")?;
        let retracted: Vec<TermId> = self
            .objects(claim, "answer")?
            .into_iter()
            .filter_map(|denial| match self.answer(denial) {
                Ok(answer) => (answer.stance == Stance::Retracted).then_some(Ok(denial)),
                Err(error) => Some(Err(error)),
            })
            .collect::<Result<_, _>>()?;
        let sources = self.objects(claim, "source")?;
        let own = self.passage(claim, claim)?;
        let mut voices = Vec::with_capacity(sources.len());
        for source in &sources {
            let mut rows = self.chain_rows(*source)?.into_iter();
            let mut of_source = passages.remove(source).unwrap_or_default();
            // A quote in the claim's own row belongs to the only source there.
            if sources.len() == 1 && (own.quote.is_some() || own.locator.is_some()) {
                of_source.insert(0, own.clone());
            }
            let chain = self.chain_terms(*source)?;
            let mut withdrawn_by = Vec::new();
            for denial in &retracted {
                if self.withdraws(*denial, claim, &chain)? {
                    withdrawn_by.push(self.id(*denial)?);
                }
            }
            let speaks_for = self.source_speaks_for(*source)?;
            let of_itself = speaks_for.into_iter().find(|who| parties.contains_key(who));
            voices.push(VoiceTrace {
                source: rows
                    .next()
                    .ok_or_else(|| self.incomplete(*source, "its chain"))?,
                of_itself: of_itself.map(|who| self.named(who)).transpose()?,
                passages: of_source,
                via: rows.collect(),
                withdrawn_by,
                withdrawn: withdrawn.contains(source),
            });
        }
        voices.sort_by(|one, other| one.source.named.id.cmp(&other.source.named.id));
        Ok(voices)
    }

    fn passage(&self, of: TermId, place: TermId) -> Result<PassageRow, AnswerError> {
        Ok(PassageRow {
            quote: self.text(of, "quote")?,
            locator: self.text(of, "locator")?,
            accessed: self.text(of, "accessed")?,
            place: self.place(place)?,
        })
    }

    /// What the number of origins counts, as the rules count it.
    fn origin_traces(&self, claim: TermId) -> Result<Vec<OriginTrace>, AnswerError> {
        // An assessed origin by its word, another by the IRI of its outlet.
        let mut origins: BTreeMap<(bool, String), OriginTrace> = BTreeMap::new();
        for end in self.ends_of_summary(claim)? {
            let withdrawn = self.objects(end, "withdrawnSource")?;
            for source in self.objects(end, "source")? {
                if withdrawn.contains(&source) {
                    continue;
                }
                let named = self.named(source)?;
                let assessed = self.text(source, "origin")?;
                let (key, outlet) = match &assessed {
                    Some(word) => ((false, word.clone()), None),
                    None => {
                        let outlet = self.named_one(source, "outlet")?;
                        let outlet = outlet.ok_or_else(|| self.incomplete(source, "its outlet"))?;
                        ((true, outlet.iri.clone()), Some(outlet))
                    }
                };
                let origin = origins.entry(key).or_insert_with(|| OriginTrace {
                    assessed,
                    outlet,
                    sources: Vec::new(),
                });
                if !origin.sources.contains(&named) {
                    origin.sources.push(named);
                }
            }
        }
        Ok(origins.into_values().collect())
    }

    /// The claims that stand at the end of what one sums up; itself where it
    /// sums up nothing.
    fn ends_of_summary(&self, claim: TermId) -> Result<BTreeSet<TermId>, AnswerError> {
        let mut seen = BTreeSet::from([claim]);
        let mut open = vec![claim];
        let mut ends = BTreeSet::new();
        while let Some(at) = open.pop() {
            let parts = self.objects(at, "summarises")?;
            if parts.is_empty() {
                ends.insert(at);
            }
            open.extend(parts.into_iter().filter(|part| seen.insert(*part)));
        }
        Ok(ends)
    }
}
