//! Search: names, aliases, ids, and words of texts.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::graph::Graph;
use crate::answer::{AnswerError, Candidate, Kind};
use crate::edition::TermId;
use crate::model::iri;
use crate::model::{Standing, fold, words};

/// One thing that was found.
#[derive(Debug, Clone)]
pub struct Found {
    pub what: Candidate,
    pub matched: Matched,
    /// The standing, where it is a claim.
    pub standing: Option<Standing>,
    /// The number of answers to be shown with it, where it is a claim.
    pub answers: Option<u32>,
}

/// How it matched; earlier is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matched {
    Id,
    Name,
    /// Part of a name or id.
    Part,
    Words,
}

impl Matched {
    /// The words used in every form.
    pub fn as_str(self) -> &'static str {
        match self {
            Matched::Id => "id",
            Matched::Name => "name",
            Matched::Part => "part of a name or id",
            Matched::Words => "words",
        }
    }
}

/// Everything that has the text as its id or name, as part of a name or id, or
/// that has all its words (the last may be the beginning of one). Best match
/// first, then by kind and id. An empty text finds nothing.
///
/// # Errors
/// When the edition is damaged.
pub fn find(graph: &Graph, text: &str) -> Result<Vec<Found>, AnswerError> {
    let folded = fold(text);
    let mut matched: BTreeMap<TermId, Matched> = BTreeMap::new();
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let mut add = |id: TermId, how: Matched| {
        let best = matched.entry(id).or_insert(how);
        *best = (*best).min(how);
    };
    if let Some(names) = graph.edition().index("names")? {
        for id in names.exact(&folded)? {
            let own = graph.named(*id)?.id;
            add(
                *id,
                match own == text {
                    true => Matched::Id,
                    false => Matched::Name,
                },
            );
        }
        for entry in names.containing(&folded) {
            let (_, ids) = entry?;
            ids.iter().for_each(|id| add(*id, Matched::Part));
        }
    }
    for id in with_all_words(graph, &words(text))? {
        add(id, Matched::Words);
    }
    let mut ranked: Vec<Found> = Vec::new();
    for (id, how) in matched {
        let what = graph.candidate(id)?;
        let (standing, answers) = match what.kind {
            Kind::Claim => (Some(graph.standing(id)?), graph.number(id, "answers")?),
            Kind::Meeting => graph.worst_attendance(id)?,
            Kind::Entity(_)
            | Kind::Source(_)
            | Kind::Answer
            | Kind::Question
            | Kind::Identity(_)
            | Kind::Passage
            | Kind::Link => (None, None),
        };
        ranked.push(Found {
            standing,
            answers,
            matched: how,
            what,
        });
    }
    ranked.sort_by(|a, b| {
        (a.matched, kind_rank(a.what.kind), &a.what).cmp(&(
            b.matched,
            kind_rank(b.what.kind),
            &b.what,
        ))
    });
    Ok(ranked)
}

impl Graph {
    /// The worst standing among the attendances of a meeting, and how many
    /// answers there are to them.
    fn worst_attendance(
        &self,
        meeting: TermId,
    ) -> Result<(Option<Standing>, Option<u32>), AnswerError> {
        let (mut worst, mut answers) = (None, BTreeSet::new());
        for claim in self.subjects(iri::RDF_OBJECT, meeting)? {
            worst = worst.max(Some(self.standing(claim)?));
            answers.extend(self.objects(claim, "answer")?);
        }
        Ok((worst, u32::try_from(answers.len()).ok()))
    }
}

/// Entities before sources before claims before the rest.
fn kind_rank(kind: Kind) -> u8 {
    match kind {
        Kind::Entity(_) => 0,
        Kind::Meeting => 1,
        Kind::Source(_) => 2,
        Kind::Claim => 3,
        Kind::Answer => 4,
        Kind::Question | Kind::Identity(_) => 5,
        Kind::Passage | Kind::Link => 6,
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
