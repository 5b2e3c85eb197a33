//! How many of the claims in an answer are contested.
//!
//! A row of a query shows only what was asked for, and a denial may not have
//! been. This counts, over the distinct claims named anywhere in an answer, by
//! their IRIs or by their sentences alone, those that are denied, disputed or
//! retracted. Saying so is for `cli`.

use std::collections::BTreeSet;

use oxigraph::model::NamedNode;
use oxigraph::model::NamedOrBlankNode;
use oxigraph::model::Term;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::edition::TermId;
use crate::model::Standing;
use crate::model::iri;
use crate::query::prepare::Answer;

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
pub fn contested(edition: &Edition, answer: &Answer) -> Result<Contested, EditionError> {
    let term = |iri: String| edition.term_id(&NamedNode::new_unchecked(iri).into());
    let mut counts = Contested::default();
    let (Some(has), Some(rests_on)) = (term(iri::ng("standing"))?, term(iri::ng("claim"))?) else {
        return Ok(counts);
    };
    let named = named(edition, answer)?;
    let mut claims = BTreeSet::new();
    for id in &named {
        let id = *id;
        if edition.count(Some(id), Some(has), None)? > 0 {
            // A link stands for the claims it rests on; a claim that is a link, for itself.
            let behind: Vec<TermId> = edition
                .matching(Some(id), Some(rests_on), None)
                .map(|triple| Ok(triple?[2]))
                .collect::<Result<_, EditionError>>()?;
            if behind.is_empty() {
                claims.insert(id);
            }
            claims.extend(behind);
        }
    }
    let sentences = term(iri::ng("text"))?;
    let mut by_sentence = BTreeSet::new();
    for id in named.into_iter().filter(|_| sentences.is_some()) {
        let mut saying = BTreeSet::new();
        for triple in edition.matching(None, sentences, Some(id)) {
            let [claim, _, _] = triple?;
            if edition.count(Some(claim), Some(has), None)? > 0 {
                saying.insert(claim);
            }
        }
        // Where a claim is named the sentence in the answer is that one's.
        if saying.is_disjoint(&claims) {
            by_sentence.extend(saying);
        }
    }
    claims.extend(by_sentence);
    for id in claims {
        counts.claims += 1;
        for standing in Standing::ALL {
            let Some(value) = term(iri::standing(standing))? else {
                continue;
            };
            if edition.count(Some(id), Some(has), Some(value))? == 0 {
                continue;
            }
            match standing {
                Standing::Uncontested => {}
                Standing::Disputed => counts.disputed += 1,
                Standing::Denied => counts.denied += 1,
                Standing::Retracted => counts.retracted += 1,
            }
        }
    }
    Ok(counts)
}

/// Gives the terms of the edition that an answer names, literals too.
pub(super) fn named(edition: &Edition, answer: &Answer) -> Result<BTreeSet<TermId>, EditionError> {
    let mut found = BTreeSet::new();
    let mut add = |term: &Term| -> Result<(), EditionError> {
        found.extend(edition.term_id(term)?);
        Ok(())
    };
    match answer {
        Answer::Boolean(_) => {}
        Answer::Rows(rows) => {
            for term in rows.rows.iter().flatten().flatten() {
                add(term)?;
            }
        }
        Answer::Graph(triples) => {
            for triple in triples {
                match &triple.subject {
                    NamedOrBlankNode::NamedNode(node) => add(&node.clone().into())?,
                    NamedOrBlankNode::BlankNode(_) => {}
                }
                add(&triple.object)?;
            }
        }
    }
    Ok(found)
}
