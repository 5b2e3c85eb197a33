//! The questions of a case: those that are open, then those that a claim answers.

use crate::answer::graph::Graph;
use crate::answer::part::Listed;
use crate::answer::{AnswerError, QuestionView};
use crate::edition::TermId;
use crate::model::iri;

/// The questions from a place on, open ones first, then by id.
#[derive(Debug, Clone)]
pub struct Questions {
    pub questions: Listed<QuestionView>,
    /// How many of all no claim answers.
    pub open_in_all: usize,
}

/// Finds questions: so many at most, after so many.
///
/// # Errors
/// When the edition is damaged.
pub fn questions(graph: &Graph, from: usize, count: usize) -> Result<Questions, AnswerError> {
    let (mut open, mut answered): (Vec<TermId>, Vec<TermId>) = Default::default();
    if let Some(class) = graph.known("Question")? {
        for id in graph.subjects(iri::RDF_TYPE, class)? {
            match graph.object(id, "answeredBy")? {
                None => open.push(id),
                Some(_) => answered.push(id),
            }
        }
    }
    let open_in_all = open.len();
    // Each by its IRI, as terms are numbered.
    let all = open.into_iter().chain(answered);
    let listed = all.clone().skip(from).take(count);
    Ok(Questions {
        questions: Listed {
            listed: listed
                .map(|id| graph.question_view(id))
                .collect::<Result<_, _>>()?,
            in_all: all.count(),
        },
        open_in_all,
    })
}
