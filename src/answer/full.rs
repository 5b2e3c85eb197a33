//! Many claims in full, as every answer shows one, on all cores.

use rayon::prelude::*;

use crate::answer::graph::Graph;
use crate::answer::{AnswerError, ClaimView};

/// Claims that one core reads in one go. Neighbours share sources and names,
/// which are kept; fewer would read them again and again.
const TOGETHER: usize = 256;

/// The claims with these IRIs, in their order; without labels that tell two of
/// one name apart, as JSON shows them. Whoever has more than thousands asks for
/// them in parts.
///
/// # Errors
/// When one of them is no claim of the edition, or that is damaged.
pub fn claims_in_full(graph: &Graph, iris: &[String]) -> Result<Vec<ClaimView>, AnswerError> {
    let parts: Vec<Vec<ClaimView>> = iris
        .par_chunks(TOGETHER)
        .map(|part| {
            // With facts of its own: one core would wait for the other.
            let graph = graph.clone().without_labels();
            part.iter()
                .map(|iri| match graph.node(iri)? {
                    Some(claim) => graph.claim(claim),
                    None => Err(AnswerError::Incomplete {
                        subject: iri.clone(),
                        what: "a claim of the case that was read from it",
                    }),
                })
                .collect::<Result<_, _>>()
        })
        .collect::<Result<_, _>>()?;
    Ok(parts.into_iter().flatten().collect())
}
