//! All claims of an edition, in the order in which a sheet lists them.

use std::collections::{BTreeMap, HashSet};

use crate::answer::AnswerError;
use crate::answer::checking::Entry;
use crate::answer::graph::Graph;
use crate::edition::TermId;
use crate::model::{fold, iri};

impl Graph {
    /// Every claim, in the order of their IRIs.
    pub(super) fn all_claims(&self) -> Result<Vec<TermId>, AnswerError> {
        let Some(class) = self.node(&iri::ng("Claim"))? else {
            return Ok(Vec::new());
        };
        let mut claims = self.subjects(iri::RDF_TYPE, class)?;
        claims.sort_unstable();
        claims.dedup();
        Ok(claims)
    }

    /// The claims by their subject's name, then by id. Sorts the names of the
    /// subjects, not of every claim.
    pub(super) fn by_subject(&self, claims: &[TermId]) -> Result<Vec<Entry>, AnswerError> {
        let mut of_subject: BTreeMap<TermId, Vec<TermId>> = BTreeMap::new();
        let mut met: HashSet<TermId> = HashSet::with_capacity(claims.len());
        if let Some(subject) = self.known(iri::RDF_SUBJECT)? {
            for triple in self.edition().matching(None, Some(subject), None) {
                let [claim, _, subject] = triple?;
                if claims.binary_search(&claim).is_ok() && met.insert(claim) {
                    of_subject.entry(subject).or_default().push(claim);
                }
            }
        }
        let mut subjects = Vec::with_capacity(of_subject.len());
        for (subject, mut claims) in of_subject {
            claims.sort_unstable();
            // What tells two of one name apart is not needed here.
            let named = self.read_named(subject, false)?;
            subjects.push((fold(&named.name), named.name.clone(), subject, claims));
        }
        subjects.sort();
        let sorted = subjects.into_iter().flat_map(|(_, _, _, claims)| claims);
        // Whatever has no subject is damaged, and must be met, not left out.
        let others = claims.iter().copied().filter(|claim| !met.contains(claim));
        let entries = sorted.chain(others).map(|claim| Entry {
            line: None,
            claim: Some(claim),
        });
        Ok(entries.collect())
    }
}
