//! Search: names, aliases, ids, and words of texts.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::graph::Graph;
use crate::answer::{AnswerError, Candidate};
use crate::edition::TermId;
use crate::model::{Standing, fold, words};

/// One thing that was found.
#[derive(Debug, Clone)]
pub struct Found {
    pub what: Candidate,
    /// How it matched: `id`, `name`, `part of a name or id`, `words`.
    pub matched: &'static str,
    /// The standing, where it is a claim.
    pub standing: Option<Standing>,
    /// The number of answers to be shown with it, where it is a claim.
    pub answers: Option<u32>,
}

const ID: &str = "id";
const NAME: &str = "name";
const PART: &str = "part of a name or id";
const WORDS: &str = "words";

/// Everything that has the text as its id or name, as part of a name or id, or
/// that has all its words (the last may be the beginning of one). Best match
/// first, then by kind and id. An empty text finds nothing.
///
/// # Errors
/// When the edition is damaged.
pub fn find(graph: &Graph, text: &str) -> Result<Vec<Found>, AnswerError> {
    let folded = fold(text);
    let mut matched: BTreeMap<TermId, (u8, &'static str)> = BTreeMap::new();
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let mut add = |id: TermId, rank: u8, how: &'static str| {
        let best = matched.entry(id).or_insert((rank, how));
        *best = (*best).min((rank, how));
    };
    if let Some(names) = graph.edition().index("names")? {
        for id in names.exact(&folded)? {
            let own = graph.named(*id)?.id;
            add(
                *id,
                u8::from(own != text),
                if own == text { ID } else { NAME },
            );
        }
        for entry in names.containing(&folded) {
            let (_, ids) = entry?;
            ids.iter().for_each(|id| add(*id, 2, PART));
        }
    }
    for id in with_all_words(graph, &words(text))? {
        add(id, 3, WORDS);
    }
    let mut ranked = Vec::new();
    for (id, (rank, how)) in matched {
        let what = graph.candidate(id)?;
        let is_claim = what.kind == "claim";
        ranked.push((
            rank,
            Found {
                standing: is_claim.then(|| graph.standing(id)).transpose()?,
                answers: if is_claim {
                    graph.number(id, "answers")?
                } else {
                    None
                },
                matched: how,
                what,
            },
        ));
    }
    ranked.sort_by(|(a_rank, a), (b_rank, b)| {
        (a_rank, kind_rank(a), &a.what).cmp(&(b_rank, kind_rank(b), &b.what))
    });
    Ok(ranked.into_iter().map(|(_, found)| found).collect())
}

/// Entities before sources before claims before the rest.
fn kind_rank(found: &Found) -> u8 {
    match found.what.kind.as_str() {
        "meeting" => 1,
        "claim" => 3,
        "answer" => 4,
        "question" => 5,
        kind if kind.starts_with("source") => 2,
        _ => 0,
    }
}

fn with_all_words(graph: &Graph, wanted: &[String]) -> Result<BTreeSet<TermId>, AnswerError> {
    let Some(index) = graph.edition().index("words")? else {
        return Ok(BTreeSet::new());
    };
    let mut left: Option<BTreeSet<TermId>> = None;
    for (at, word) in wanted.iter().enumerate() {
        let mut with: BTreeSet<TermId> = index.exact(word)?.iter().copied().collect();
        if at + 1 == wanted.len() {
            for entry in index.prefix(word) {
                with.extend(entry?.1);
            }
        }
        left = Some(match left {
            None => with,
            Some(left) => left.intersection(&with).copied().collect(),
        });
    }
    Ok(left.unwrap_or_default())
}
