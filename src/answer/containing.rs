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

/// Of more things than this that have a text in their names, and are wanted, it is
/// not counted how many there are: of each it has to be looked up what it is.
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

/// How a text stands in a name, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    /// It is the name of a placeholder, as that is printed.
    Printed,
    Word,
    Part,
}

impl Graph {
    /// The first of what has a text in its name or id, and how many there are: what
    /// is printed as `[text]`, then people, organisations and assets, and among these
    /// whatever has it as a word of its own.
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
        let mut parts: BTreeMap<TermId, Match> = BTreeMap::new();
        for entry in names.containing(&folded) {
            let (key, ids) = entry?;
            let found = match is_word_of(key, &folded) {
                true => Match::Word,
                false => Match::Part,
            };
            for id in ids {
                let best = parts.entry(*id).or_insert(found);
                *best = found.min(*best);
            }
        }
        for id in self.placeholders(name)? {
            parts.insert(id, Match::Printed);
        }
        let mut parts: Vec<(Match, TermId)> =
            parts.into_iter().map(|(id, found)| (found, id)).collect();
        parts.sort_unstable();
        let mut ranked: Vec<(bool, bool, Match, TermId)> = Vec::new();
        for (found, id) in parts {
            if self.is_wanted(id, wanted)? {
                let is_entity = self.is_wanted(id, Wanted::Entity)?;
                ranked.push((found != Match::Printed, !is_entity, found, id));
            }
            if ranked.len() > MOST_COUNTED {
                break;
            }
        }
        ranked.sort_unstable();
        let count = match ranked.len() {
            0 => None,
            count if count > MOST_COUNTED => Some(Count::MoreThan(MOST_COUNTED as u128)),
            count => Some(Count::Exactly(count as u128)),
        };
        ranked.truncate(MOST_SUGGESTIONS);
        Ok((ranked.into_iter().map(|(.., id)| id).collect(), count))
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
