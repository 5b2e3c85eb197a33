//! The answers of an edition, as they are on record: denials, comments, refusals,
//! a part of them at a time.
//!
//! Takes whose, which stance, and which part; gives that part in full and counts
//! the rest. Whom nobody asked it does not say: that takes a whole case, which
//! `replies` has. Costs what is shown, and a look at the numbers of the rest.

use std::collections::BTreeSet;

use crate::answer::graph::Graph;
use crate::answer::name::{Wanted, resolve};
use crate::answer::{AnswerError, AnswerView, ClaimView, Named};
use crate::edition::TermId;
use crate::model::{Stance, iri};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct GivenQuestion {
    /// A person, an organisation or a source; everybody without it. Of a source
    /// the answers that it gave, those to it, and those that came through it.
    pub name: Option<String>,
    /// Only of this stance.
    pub stance: Option<Stance>,
    /// So many are passed over.
    pub skip: usize,
    /// So many at most are shown.
    pub count: usize,
    /// So many claims at most are shown with each.
    pub claims: usize,
}

/// Some answers, and how many there are.
#[derive(Debug, Clone)]
pub struct GivenAnswers {
    pub of: Option<Named>,
    /// Every stance, with how many answers are of it.
    pub counts: Vec<(Stance, usize)>,
    /// How many there are of the stance that was asked for.
    pub total: usize,
    /// The part that was asked for, by id.
    pub shown: Vec<GivenAnswer>,
}

/// One answer.
#[derive(Debug, Clone)]
pub struct GivenAnswer {
    pub answer: AnswerView,
    /// The first of the claims it is shown with.
    pub claims: Vec<ClaimView>,
    /// How many there are besides.
    pub more: usize,
}

/// Gives a part of the answers on record.
///
/// # Errors
/// For a name that nothing or more than one thing has, or that is no person,
/// organisation or source; or when the edition is damaged.
pub fn find_given(graph: &Graph, question: &GivenQuestion) -> Result<GivenAnswers, AnswerError> {
    let GivenQuestion {
        name,
        stance,
        skip,
        count,
        claims,
    } = question;
    let (of, among) = match name {
        None => (None, None),
        Some(name) => {
            let id = resolve(graph, name, Wanted::Anything)?;
            (Some(graph.named(id)?), Some(graph.answers_of(id, name)?))
        }
    };
    let mut counts = Vec::with_capacity(Stance::ALL.len());
    let mut wanted: Vec<TermId> = Vec::new();
    for one in Stance::ALL.iter().copied() {
        let of_stance = match graph.node(&iri::stance(one))? {
            Some(object) => graph.subjects("stance", object)?,
            None => Vec::new(),
        };
        let is_asked = stance.is_none_or(|asked| asked == one);
        let mut of_it = 0;
        for id in of_stance {
            if among.as_ref().is_none_or(|among| among.contains(&id)) {
                of_it += 1;
                if is_asked {
                    wanted.push(id);
                }
            }
        }
        counts.push((one, of_it));
    }
    // Each is of one stance; in the order of their ids.
    wanted.sort_unstable();
    let part = wanted.iter().skip(*skip).take(*count);
    let shown = part.map(|id| graph.given(*id, *claims));
    Ok(GivenAnswers {
        of,
        counts,
        total: wanted.len(),
        shown: shown.collect::<Result<_, _>>()?,
    })
}

impl Graph {
    fn given(&self, id: TermId, most: usize) -> Result<GivenAnswer, AnswerError> {
        let mut shown_with: BTreeSet<TermId> = self.subjects("answer", id)?.into_iter().collect();
        shown_with.extend(self.subjects("partAnswer", id)?);
        let claims = shown_with.iter().copied().take(most);
        Ok(GivenAnswer {
            answer: self.answer(id)?,
            claims: claims
                .map(|claim| self.claim(claim))
                .collect::<Result<_, _>>()?,
            more: shown_with.len().saturating_sub(most),
        })
    }

    /// Whatever could be an answer that has to do with somebody.
    fn answers_of(&self, id: TermId, name: &str) -> Result<BTreeSet<TermId>, AnswerError> {
        let mut answers = BTreeSet::new();
        if self.is_wanted(id, Wanted::Entity)? {
            answers.extend(self.subjects("by", id)?);
            answers.extend(self.subjects("onBehalfOf", id)?);
            for part in ["entity", "side"] {
                for source in self.subjects(part, id)? {
                    answers.extend(self.subjects("by", source)?);
                }
            }
            return Ok(answers);
        }
        if self.is_wanted(id, Wanted::Source)? {
            answers.extend(self.subjects("of", id)?);
            // What goes back to a source has it on its chain; so has the source.
            for through in self.subjects("chain", id)?.into_iter().chain([id]) {
                answers.extend(self.subjects("by", through)?);
                answers.extend(self.subjects("via", through)?);
            }
            return Ok(answers);
        }
        Err(AnswerError::OtherKind {
            name: name.to_owned(),
            is: self.kind(id)?.words().into_owned(),
            wanted: "a person, an organisation or a source",
            nearest: Vec::new(),
        })
    }
}
