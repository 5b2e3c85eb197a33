//! Names that were given and that nothing has: what has them as a part of its
//! name, and several of them told at once.
//!
//! Whoever types half a name is shown whom that may be, by id; nothing is picked.

use std::collections::BTreeMap;

use crate::answer::graph::Graph;
use crate::answer::name::{MOST_SUGGESTIONS, Wanted, nearest, resolve};
use crate::answer::{AnswerError, Candidate, Count};
use crate::edition::TermId;
use crate::model::fold;

/// Of more things than this that have a text in their names it is not counted how
/// many there are: of each it has to be looked up what it is.
const MOST_COUNTED: usize = 10_000;

/// The resources that several names mean, in their order.
///
/// # Errors
/// As for [`resolve`]; where several names are wrong, all of them are told.
pub(super) fn resolve_all(
    graph: &Graph,
    names: &[String],
    wanted: Wanted,
) -> Result<Vec<TermId>, AnswerError> {
    let mut found = Vec::with_capacity(names.len());
    let mut wrong: Vec<(&String, AnswerError)> = Vec::new();
    for name in names {
        match resolve(graph, name, wanted) {
            Ok(id) => found.push(id),
            Err(error) if is_of_name(&error) => {
                if wrong.iter().all(|(other, _)| *other != name) {
                    wrong.push((name, error));
                }
            }
            Err(error) => return Err(error),
        }
    }
    let mut errors = wrong.into_iter().map(|(_, error)| error);
    match (errors.next(), errors.len()) {
        (None, _) => Ok(found),
        (Some(only), 0) => Err(only),
        (Some(first), _) => Err(AnswerError::Several {
            first: Box::new(first),
            others: errors.collect(),
        }),
    }
}

/// Both ends of what is asked about.
///
/// # Errors
/// As for [`resolve_all`].
pub(super) fn resolve_ends(
    graph: &Graph,
    from: &str,
    to: &str,
) -> Result<(TermId, TermId), AnswerError> {
    let ends = [from, to].map(|name| resolve(graph, name, Wanted::Entity));
    match ends {
        [Ok(from), Ok(to)] => Ok((from, to)),
        [Err(one), Err(other)] if from != to && is_of_name(&one) && is_of_name(&other) => {
            Err(AnswerError::Several {
                first: Box::new(one),
                others: vec![other],
            })
        }
        [Err(error), _] | [_, Err(error)] => Err(error),
    }
}

/// Whether it is the name that is wrong, and not the edition.
fn is_of_name(error: &AnswerError) -> bool {
    matches!(
        error,
        AnswerError::Unknown { .. } | AnswerError::OtherKind { .. } | AnswerError::Ambiguous { .. }
    )
}

/// Why a name that nothing has means nothing: with what has it in a name or an
/// id, or else with what is spelt alike.
///
/// # Errors
/// When the edition is damaged.
pub(super) fn unknown(
    graph: &Graph,
    name: &str,
    wanted: Wanted,
) -> Result<AnswerError, AnswerError> {
    let near = |id: &TermId| graph.candidate(*id);
    let (ids, containing) = graph.containing(name, wanted)?;
    let nearest: Vec<Candidate> = match containing {
        Some(_) => ids.iter().map(near).collect::<Result<_, _>>()?,
        None => nearest(graph, name, wanted)?,
    };
    Ok(AnswerError::Unknown {
        name: name.to_owned(),
        nearest,
        containing,
    })
}

impl Graph {
    /// The first of what has a text in its name or id, and how many there are:
    /// people, organisations and assets first, then whatever has it as a word of
    /// its own.
    fn containing(
        &self,
        name: &str,
        wanted: Wanted,
    ) -> Result<(Vec<TermId>, Option<Count>), AnswerError> {
        let folded = fold(name);
        let Some(names) = self.edition().index("names")? else {
            return Ok((Vec::new(), None));
        };
        if folded.is_empty() {
            return Ok((Vec::new(), None));
        }
        let mut parts: BTreeMap<TermId, bool> = BTreeMap::new();
        for entry in names.containing(&folded) {
            let (key, ids) = entry?;
            let is_word = is_word_of(key, &folded);
            for id in ids {
                *parts.entry(*id).or_default() |= is_word;
            }
            if parts.len() > MOST_COUNTED {
                break;
            }
        }
        let are_all = parts.len() <= MOST_COUNTED;
        let mut ranked: Vec<(bool, bool, TermId)> = Vec::new();
        for (id, is_word) in parts {
            if self.is_wanted(id, wanted)? {
                let is_entity = self.is_wanted(id, Wanted::Entity)?;
                ranked.push((!is_entity, !is_word, id));
            }
        }
        ranked.sort_unstable();
        let count = ranked.len() as u128;
        let count = match (count, are_all) {
            (0, _) => None,
            (count, true) => Some(Count::Exactly(count)),
            (count, false) => Some(Count::MoreThan(count)),
        };
        let mut first = self.placeholders(name)?;
        first.extend(ranked.into_iter().map(|(_, _, id)| id));
        first.truncate(MOST_SUGGESTIONS);
        Ok((first, count))
    }
}

/// Whether a text stands in a key as one word of it, or several.
fn is_word_of(key: &str, text: &str) -> bool {
    key.match_indices(text).any(|(at, found)| {
        let (before, after) = (&key[..at], &key[at + found.len()..]);
        let ends = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
        ends(before.chars().next_back()) && ends(after.chars().next())
    })
}
