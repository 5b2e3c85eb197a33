//! Who is a party to a claim, and who speaks for one: read from the triples as
//! `model::standing` reads it from the case.

use std::collections::BTreeMap;

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::answer::trace::Role;
use crate::edition::TermId;
use crate::model::{Table, iri};

impl Graph {
    /// The parties to a claim and what each is in it; for an answer to its
    /// meeting, all the participants are.
    pub(in crate::answer) fn parties(
        &self,
        claim: TermId,
        of_meeting: bool,
    ) -> Result<BTreeMap<TermId, Role>, AnswerError> {
        let mut parties = BTreeMap::new();
        let mut add = |who: Vec<TermId>, role: Role| {
            for who in who {
                parties.entry(who).or_insert(role);
            }
        };
        let rdf = |name: &str| self.objects(claim, &format!("{}{name}", iri::RDF));
        // What is bought or paid in is no party, though it may stand as the object.
        if self.text(claim, "table")?.as_deref() == Some(Table::Transactions.file()) {
            add(self.objects(claim, "payer")?, Role::Payer);
            add(self.objects(claim, "payee")?, Role::Payee);
        } else if let Some(meeting) = self.meeting_of(claim)? {
            add(rdf("subject")?, Role::Subject);
            if of_meeting {
                add(self.objects(meeting, "participant")?, Role::Participant);
            }
        } else {
            add(rdf("subject")?, Role::Subject);
            add(rdf("object")?, Role::Object);
        }
        add(self.objects(claim, "concerns")?, Role::Concerned);
        Ok(parties)
    }

    /// The meeting that a claim is one attendance of.
    pub(super) fn meeting_of(&self, claim: TermId) -> Result<Option<TermId>, AnswerError> {
        match self.object(claim, iri::RDF_OBJECT)? {
            Some(object) if self.is_a(object, "Meeting")? => Ok(Some(object)),
            Some(_) | None => Ok(None),
        }
    }

    /// Whom an answer speaks for: its principal, its speaker, and whoever the
    /// speaking source is or sides with.
    pub(super) fn speaks_for(&self, denial: TermId) -> Result<Vec<TermId>, AnswerError> {
        let mut speakers = self.objects(denial, "onBehalfOf")?;
        for by in self.objects(denial, "by")? {
            match self.is_a(by, "Source")? {
                true => speakers.extend(self.source_speaks_for(by)?),
                false => speakers.push(by),
            }
        }
        Ok(speakers)
    }

    /// The entity that a source is, and the one whose side it is on.
    pub(super) fn source_speaks_for(&self, source: TermId) -> Result<Vec<TermId>, AnswerError> {
        let mut speakers = self.objects(source, "entity")?;
        speakers.extend(self.objects(source, "side")?);
        Ok(speakers)
    }

    /// Whether an answer withdraws what came over a chain: its speaker is, or
    /// is the entity of, a source up to the outlet; and where it was given to a
    /// report, that is on the chain.
    pub(super) fn withdraws(
        &self,
        denial: TermId,
        claim: TermId,
        (chain, outlet): &(Vec<TermId>, usize),
    ) -> Result<bool, AnswerError> {
        let of = self.objects(denial, "of")?;
        if !of.contains(&claim) && !of.iter().any(|source| chain.contains(source)) {
            return Ok(false);
        }
        let by = self.objects(denial, "by")?;
        for source in &chain[..=*outlet] {
            if by.contains(source) {
                return Ok(true);
            }
            let entities = self.objects(*source, "entity")?;
            if entities.iter().any(|entity| by.contains(entity)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
