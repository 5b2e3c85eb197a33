//! The cases of an edition, from the edition alone, and what the rules say of them.
//!
//! ```text
//! edition -rdf-> cases -model::assess-> cases with their standings
//! ```
//!
//! For whoever has to see a case whole: no table is read. What is read back is
//! held against the standings that the edition was written with, since an
//! answer from a case that lost something on the way would be wrong unnoticed.

use oxigraph::model::{NamedNode, Term};

use crate::edition::{Edition, EditionError};
use crate::model::iri::{self, CaseIris};
use crate::model::{Assessment, Case, Identified, RULE_SET, assess};
use crate::pipeline::cores;
use crate::rdf::{BackError, Statements, cases};

/// From this version on an edition says everything that its standings follow
/// from: which answers are to a whole meeting was the last thing to be added.
const SAYS_EVERYTHING: u32 = 3;

/// Why the cases of an edition cannot be had from it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecallError {
    /// Its standings were carried over from the whole case.
    #[error(
        "the edition is redacted: what its standings follow from is withheld, so they cannot be computed again"
    )]
    Redacted,
    #[error("the edition was made by rule set {0}, and this program has {RULE_SET}")]
    OtherRules(String),
    #[error(
        "the edition was made by an older version, which left out which answers are to a whole meeting"
    )]
    OlderVersion,
    /// The case that was read back does not follow from the edition.
    #[error("the standing of `{0}` does not follow from what the edition holds")]
    DoesNotFollow(String),
    #[error(transparent)]
    Back(#[from] BackError<EditionError>),
    #[error(transparent)]
    Edition(#[from] EditionError),
}

/// One case of an edition, and what the rules say of its claims.
#[derive(Debug, Clone)]
pub struct Recalled {
    pub case: Case,
    pub assessment: Assessment,
}

/// Reads the cases of an edition back, in its order. Linear in the triples of
/// their rows, but for look-ups; everything is in memory at once.
///
/// # Errors
/// When something is withheld from the edition, or it was made by other rules, is
/// damaged, or does not say everything that its standings follow from.
pub fn recall(edition: &Edition) -> Result<Vec<Recalled>, RecallError> {
    cores::start();
    let provenance = edition.provenance()?;
    // Where no source is protected, nothing is left out but hashes and counts.
    if provenance.is_redacted() && names_a_protected_source(edition)? {
        return Err(RecallError::Redacted);
    }
    if provenance.content_version < SAYS_EVERYTHING {
        return Err(RecallError::OlderVersion);
    }
    if provenance.rule_set != RULE_SET {
        return Err(RecallError::OtherRules(provenance.rule_set));
    }
    let described = provenance.cases.into_iter();
    let described: Vec<_> = described.map(|case| (case.base, case.title)).collect();
    let mut recalled = Vec::with_capacity(described.len());
    for case in cases(edition, &described)? {
        let assessment = assess(&case);
        compare(edition, &case, &assessment)?;
        recalled.push(Recalled { case, assessment });
    }
    Ok(recalled)
}

/// Whether something rests on a source that is protected.
fn names_a_protected_source(edition: &Edition) -> Result<bool, EditionError> {
    let number = |iri: &str| Statements::number(edition, &node(iri));
    let is_a = number(&format!("{}type", iri::RDF))?;
    match (is_a, number(&iri::ng("ProtectedSource"))?) {
        (Some(is_a), Some(class)) => Ok(edition.count(None, Some(is_a), Some(class))? > 0),
        _ => Ok(false),
    }
}

/// Holds the standings of a case that was read back against those that the
/// edition was written with: were something lost on the way, nobody would notice.
fn compare(edition: &Edition, case: &Case, assessment: &Assessment) -> Result<(), RecallError> {
    let number = |iri: &str| Statements::number(edition, &node(iri));
    let predicates = [number(&iri::ng("standing"))?, number(&iri::ng("rule"))?];
    let iris = CaseIris::new(&case.base);
    for (ix, claim) in case.claims.iter() {
        let assessed = assessment.claim(ix);
        let iri = iris.claim(claim.id());
        let follows = [
            node(&iri::standing(assessed.standing)),
            Term::Literal(assessed.rule.as_str().into()),
        ];
        let subject = number(&iri)?;
        for (predicate, value) in predicates.iter().zip(follows) {
            let value = Statements::number(edition, &value)?;
            let (Some(subject), Some(predicate), Some(value)) = (subject, *predicate, value) else {
                return Err(RecallError::DoesNotFollow(iri));
            };
            if edition.count(Some(subject), Some(predicate), Some(value))? != 1 {
                return Err(RecallError::DoesNotFollow(iri));
            }
        }
    }
    Ok(())
}

fn node(iri: &str) -> Term {
    Term::NamedNode(NamedNode::new_unchecked(iri))
}

/// `rdf` has never heard of editions.
impl Statements for Edition {
    type Error = EditionError;

    fn term(&self, number: u32) -> Result<Term, EditionError> {
        Edition::term(self, number)
    }

    fn number(&self, term: &Term) -> Result<Option<u32>, EditionError> {
        self.term_id(term)
    }

    fn about(&self, subject: u32, facts: &mut Vec<[u32; 2]>) -> Result<(), EditionError> {
        for triple in self.matching(Some(subject), None, None) {
            let [_, predicate, object] = triple?;
            facts.push([predicate, object]);
        }
        Ok(())
    }

    fn subjects(&self, predicate: u32, object: u32) -> Result<Vec<u32>, EditionError> {
        self.matching(None, Some(predicate), Some(object))
            .map(|triple| Ok(triple?[0]))
            .collect()
    }
}
