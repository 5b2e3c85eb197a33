//! An edition as it was known on a day, from the edition alone.
//!
//! ```text
//! edition -rdf-> cases -model::known_on-> cases -rdf-> edition in memory
//! ```
//!
//! Takes an edition and a day; gives a second edition, in memory, made as if
//! every row recorded later were absent, its standings computed anew. No table
//! is read. Time and memory are those of a load without its reading and
//! checking, and the new edition is in memory as a whole.

use std::collections::HashMap;

use oxigraph::model::Term;

use crate::edition::{Draft, Edition, EditionError, KnownOn, Provenance, TermId};
use crate::model;
use crate::model::iri::{self, CaseIris};
use crate::model::{Case, Day, Identified, LeftOut, RULE_SET, assess};
use crate::pipeline::current::CONTENT_VERSION;
use crate::pipeline::{LoadError, Progress, build, cores};
use crate::rdf::{BackError, Background, Statements, cases};

/// From this version on an edition says everything that its standings follow
/// from: which answers are to a whole meeting was the last thing to be added.
const SAYS_EVERYTHING: u32 = 3;

/// Why it cannot be said what was known.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KnownOnError {
    /// Its standings were carried over from the whole case.
    #[error(
        "the edition is redacted: what its standings follow from is withheld, so they cannot be computed as known on a day"
    )]
    Redacted,
    #[error("the edition was made by rule set {0}, and this program has {RULE_SET}")]
    OtherRules(String),
    #[error(
        "the edition was made by an older version, which left out which answers are to a whole meeting"
    )]
    OlderVersion,
    /// It is one as known on a day already.
    #[error("the edition is itself one as known on {0}")]
    KnownOn(String),
    /// The case that was read back does not follow from the edition, so an
    /// answer from it could be wrong.
    #[error("the standing of `{0}` does not follow from what the edition holds")]
    DoesNotFollow(String),
    #[error(transparent)]
    Back(#[from] BackError<EditionError>),
    #[error(transparent)]
    Load(#[from] LoadError),
}

impl From<EditionError> for KnownOnError {
    fn from(error: EditionError) -> Self {
        KnownOnError::Load(error.into())
    }
}

/// Makes an edition without the claims and answers recorded after a day; see
/// [`model::known_on`] for what stays. Its provenance says so, with the counts.
///
/// # Errors
/// When the edition is redacted, was made by other rules, is damaged, or does
/// not say everything that its standings follow from.
pub fn known_on(
    edition: &Edition,
    day: Day,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Edition, KnownOn), KnownOnError> {
    cores::start();
    let mut provenance = edition.provenance()?;
    refuse(&provenance)?;
    progress(Progress::new("reading the edition", &[]));
    let described: Vec<(String, Option<String>)> = provenance
        .cases
        .iter()
        .map(|case| (case.base.clone(), case.title.clone()))
        .collect();
    let whole = cases(edition, &described)?;
    progress(Progress::new("judging claims as a whole", &[]));
    for case in &whole {
        compare(edition, case)?;
    }
    let mut left_out = LeftOut::default();
    let mut known = Vec::with_capacity(whole.len());
    for case in whole {
        let (case, counted) = model::known_on(case, day).ok_or(KnownOnError::Redacted)?;
        left_out += counted;
        known.push(case);
    }
    let said = KnownOn {
        day: day.to_string(),
        whole: edition.content_id().to_owned(),
        claims: left_out.claims,
        answers: left_out.answers,
        answers_to_them: left_out.answers_to_them,
        undated: left_out.undated,
    };
    env!("CARGO_PKG_VERSION").clone_into(&mut provenance.tool_version);
    provenance.content_version = CONTENT_VERSION;
    provenance.known_on = Some(said.clone());
    let mut draft = Draft::new(provenance);
    lend(edition, &described, &mut draft)?;
    let built = build(known, draft, progress)?;
    progress(Progress::writing(&built));
    Ok((built.into_edition(edition.path())?, said))
}

fn refuse(provenance: &Provenance) -> Result<(), KnownOnError> {
    if provenance.is_redacted() {
        return Err(KnownOnError::Redacted);
    }
    if let Some(known) = &provenance.known_on {
        return Err(KnownOnError::KnownOn(known.day.clone()));
    }
    if provenance.content_version < SAYS_EVERYTHING {
        return Err(KnownOnError::OlderVersion);
    }
    if provenance.rule_set != RULE_SET {
        return Err(KnownOnError::OtherRules(provenance.rule_set.clone()));
    }
    Ok(())
}

/// Holds the standings of a case that was read back against those that the
/// edition was written with: were something lost on the way, nobody would notice.
fn compare(edition: &Edition, case: &Case) -> Result<(), KnownOnError> {
    let number = |iri: &str| Statements::number(edition, &node(iri));
    let predicates = [number(&iri::ng("standing"))?, number(&iri::ng("rule"))?];
    let iris = CaseIris::new(&case.base);
    let assessed = assess(case);
    for (ix, claim) in case.claims.iter() {
        let assessed = assessed.claim(ix);
        let iri = iris.claim(claim.id());
        let follows = [
            node(&iri::standing(assessed.standing)),
            Term::Literal(assessed.rule.as_str().into()),
        ];
        let subject = number(&iri)?;
        for (predicate, value) in predicates.iter().zip(follows) {
            let value = Statements::number(edition, &value)?;
            let (Some(subject), Some(predicate), Some(value)) = (subject, *predicate, value) else {
                return Err(KnownOnError::DoesNotFollow(iri));
            };
            if edition.count(Some(subject), Some(predicate), Some(value))? != 1 {
                return Err(KnownOnError::DoesNotFollow(iri));
            }
        }
    }
    Ok(())
}

/// Adds the background of an edition, as it is.
fn lend(
    edition: &Edition,
    described: &[(String, Option<String>)],
    draft: &mut Draft,
) -> Result<(), KnownOnError> {
    let mut background = Background::new(edition, described);
    let mut numbers: HashMap<TermId, u32> = HashMap::new();
    let terms = edition.content_term_count();
    for triple in edition.matching(None, None, None) {
        let triple = triple?;
        // The other layer has rows only.
        if triple.iter().any(|term| *term >= terms) || !background.holds(triple)? {
            continue;
        }
        let mut arrivals = [0; 3];
        for (arrival, term) in arrivals.iter_mut().zip(triple) {
            *arrival = match numbers.get(&term) {
                Some(number) => *number,
                None => {
                    let number = draft.number(edition.term(term)?.as_ref());
                    numbers.insert(term, number);
                    number
                }
            };
        }
        draft.content(arrivals);
    }
    Ok(())
}

fn node(iri: &str) -> Term {
    Term::NamedNode(oxigraph::model::NamedNode::new_unchecked(iri))
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
