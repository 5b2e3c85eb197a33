//! How many of the claims in an answer are contested.
//!
//! A row of a query shows only what was asked for, and a denial may not have
//! been. This counts, over the distinct claims named anywhere in an answer, by
//! their IRIs or by their sentences alone, those that are denied, disputed or
//! retracted. Saying so is for `cli`.

use std::collections::BTreeSet;

use oxigraph::model::NamedNode;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::edition::TermId;
use crate::model::Standing;
use crate::model::iri;
use crate::query::named::NamedTerms;

/// Counts distinct claims of an answer by standing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contested {
    /// All claims named in the answer, contested or not.
    pub claims: usize,
    pub denied: usize,
    pub disputed: usize,
    pub retracted: usize,
}

impl Contested {
    /// Whether there is anything to warn of.
    pub fn any(&self) -> bool {
        self.denied + self.disputed + self.retracted > 0
    }
}

/// Counts the contested claims whose IRIs stand in an answer, and those of which
/// only the sentence does: of a meeting that is one for several claims.
///
/// # Errors
/// When the edition is damaged where its claims are looked up.
pub fn contested(edition: &Edition, named: &NamedTerms) -> Result<Contested, EditionError> {
    let term = |iri: String| edition.term_id(&NamedNode::new_unchecked(iri).into());
    let (Some(has), Some(rests_on)) = (term(iri::ng("standing"))?, term(iri::ng("claim"))?) else {
        return Ok(Contested::default());
    };
    let mut standings = Vec::new();
    for standing in Standing::ALL {
        standings.extend(term(iri::standing(standing))?.map(|id| (id, standing)));
    }
    let objects = |subject: TermId, predicate: TermId| {
        let triples = edition.matching(Some(subject), Some(predicate), None);
        triples.map(|triple| Ok::<TermId, EditionError>(triple?[2]))
    };
    let mut claims = BTreeSet::new();
    for id in &named.things {
        if objects(*id, has).next().transpose()?.is_some() {
            // A link stands for the claims it rests on; a claim that is a link, for itself.
            let behind: Vec<TermId> = objects(*id, rests_on).collect::<Result<_, _>>()?;
            if behind.is_empty() {
                claims.insert(*id);
            }
            claims.extend(behind);
        }
    }
    if let Some(says) = term(iri::ng("text"))? {
        // Where a claim is named the sentence in the answer is that one's.
        let mut others = named.texts.clone();
        for claim in &claims {
            for text in objects(*claim, says) {
                others.remove(&text?);
            }
        }
        for text in others {
            for (value, _) in &standings {
                claims.extend(edition.subjects_of_both([says, text], [has, *value])?);
            }
        }
    }
    let mut counts = Contested {
        claims: claims.len(),
        ..Contested::default()
    };
    for id in claims {
        for value in objects(id, has) {
            let value = value?;
            match standings.iter().find(|(id, _)| *id == value) {
                Some((_, Standing::Disputed)) => counts.disputed += 1,
                Some((_, Standing::Denied)) => counts.denied += 1,
                Some((_, Standing::Retracted)) => counts.retracted += 1,
                Some((_, Standing::Uncontested)) | None => {}
            }
        }
    }
    Ok(counts)
}
