//! An edition as it was known on a day, from the edition alone.
//!
//! ```text
//! edition -recall-> cases -model::known_on-> cases -rdf-> edition in memory
//! ```
//!
//! Takes an edition and a day; gives a second edition, in memory, made as if
//! every row recorded later were absent, its standings computed anew. No table
//! is read. Time and memory are those of a load without its reading and
//! checking, and the new edition is in memory as a whole.

use std::collections::HashMap;

use crate::edition::{Draft, Edition, EditionError, KnownOn, TermId};
use crate::model;
use crate::model::{Day, LeftOut};
use crate::pipeline::current::CONTENT_VERSION;
use crate::pipeline::recall::{RecallError, recall};
use crate::pipeline::{LoadError, Progress, build};
use crate::rdf::Background;

/// Why it cannot be said what was known.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KnownOnError {
    /// It is one as known on a day already.
    #[error("the edition is itself one as known on {0}")]
    KnownOn(String),
    #[error(transparent)]
    Recall(#[from] RecallError),
    #[error(transparent)]
    Load(#[from] LoadError),
}

impl From<EditionError> for KnownOnError {
    fn from(error: EditionError) -> Self {
        KnownOnError::Load(error.into())
    }
}

/// Makes an edition without what was recorded after a day; see
/// [`model::known_on`] for what stays. Its provenance says so, with the counts.
///
/// # Errors
/// When something is withheld from the edition, or it was made by other rules, is damaged, or does
/// not say everything that its standings follow from.
pub fn known_on(
    edition: &Edition,
    day: Day,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Edition, KnownOn), KnownOnError> {
    let mut provenance = edition.provenance()?;
    if let Some(known) = &provenance.known_on {
        return Err(KnownOnError::KnownOn(known.day.clone()));
    }
    progress(Progress::new("reading the edition", &[]));
    let described: Vec<(String, Option<String>)> = provenance
        .cases
        .iter()
        .map(|case| (case.base.clone(), case.title.clone()))
        .collect();
    let whole = recall(edition)?;
    let mut left_out = LeftOut::default();
    let mut cases = Vec::with_capacity(whole.len());
    for recalled in whole {
        let known = model::known_on(recalled.case, day);
        let (case, counted) = known.ok_or(RecallError::Redacted)?;
        left_out += counted;
        cases.push(case);
    }
    let said = KnownOn {
        day: day.to_string(),
        whole: edition.content_id().to_owned(),
        claims: left_out.claims,
        answers: left_out.answers,
        answers_to_them: left_out.answers_to_them,
        decisions: left_out.decisions,
        undated: left_out.undated,
    };
    env!("CARGO_PKG_VERSION").clone_into(&mut provenance.tool_version);
    provenance.content_version = CONTENT_VERSION;
    provenance.known_on = Some(said.clone());
    let mut draft = Draft::new(provenance);
    lend(edition, &described, &mut draft)?;
    let built = build(cases, draft, progress)?;
    progress(Progress::writing(&built));
    Ok((built.into_edition(edition.path())?, said))
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
        if triple.iter().any(|term| *term >= terms)
            || !background.holds(triple).map_err(RecallError::Back)?
        {
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
