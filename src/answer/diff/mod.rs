//! What became of a case between two editions: claims, standings, sources,
//! answers and whatever else is new, gone or changed.
//!
//! Takes two graphs and finds out which subjects differ, without holding either
//! case in memory (`subjects`); each change is then read in full when it is
//! asked for (`change`), with why a standing changed (`because`). Whether
//! names came to be connected is for `paths`. Rows and tables are no part of
//! what is compared: a row that only moved is no difference.

mod change;
mod fields;
mod paths;
mod reason;
mod subjects;
mod twins;

pub use change::{Change, How, State, Thing};
pub use fields::{Field, FieldValue};
pub use paths::{Connected, NamesDiff, find_names_diff};
pub use reason::Reason;

use std::collections::{BTreeMap, HashSet};

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::edition::TermId;

use subjects::Pair;
use twins::Twins;

/// What kind of thing changed, in the order in which changes are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DiffKind {
    Claim,
    Answer,
    Source,
    Entity,
    Meeting,
    Question,
    /// Whether two entities are the same, as the desk decided.
    Identity,
    Relation,
    Case,
    /// What background RDF says of something that is no row.
    Background,
}

impl DiffKind {
    pub const ALL: [DiffKind; 10] = [
        DiffKind::Claim,
        DiffKind::Answer,
        DiffKind::Source,
        DiffKind::Entity,
        DiffKind::Meeting,
        DiffKind::Question,
        DiffKind::Identity,
        DiffKind::Relation,
        DiffKind::Case,
        DiffKind::Background,
    ];

    /// The word used in JSON and in rows.
    pub fn as_str(self) -> &'static str {
        match self {
            DiffKind::Claim => "claim",
            DiffKind::Answer => "answer",
            DiffKind::Source => "source",
            DiffKind::Entity => "entity",
            DiffKind::Meeting => "meeting",
            DiffKind::Question => "question",
            DiffKind::Identity => "identity",
            DiffKind::Relation => "relation",
            DiffKind::Case => "case",
            DiffKind::Background => "background",
        }
    }
}

/// By what the things of two editions were told to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchedBy {
    Iri,
    /// One case each, with different bases.
    Id,
}

/// How many of one kind changed in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DiffCounts {
    pub new: usize,
    pub gone: usize,
    /// Of claims: those whose standing changed are among them.
    pub changed: usize,
    /// Of claims only.
    pub standing_changed: usize,
}

/// One of the two editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedEdition {
    pub edition: String,
    /// Base and title of each case.
    pub cases: Vec<(String, Option<String>)>,
    pub rule_set: String,
    pub redacted: bool,
}

/// Everything that differs between two editions, found but not yet read.
pub struct Difference {
    old: Graph,
    new: Graph,
    pub before: ComparedEdition,
    pub after: ComparedEdition,
    pub matched_by: MatchedBy,
    pairs: BTreeMap<DiffKind, Vec<Pair>>,
    // By their numbers in the newer edition.
    changed_answers: HashSet<TermId>,
    changed_sources: HashSet<TermId>,
}

/// Finds what differs between an older edition and a newer one.
///
/// Linear in the triples of both, but for one look-up a term; in memory are a
/// number for each term and what differs.
///
/// # Errors
/// When an edition is damaged.
pub fn find_difference(old: &Graph, new: &Graph) -> Result<Difference, AnswerError> {
    let (before, after) = (side(old)?, side(new)?);
    let matched_by = match (&before.cases[..], &after.cases[..]) {
        ([(one, _)], [(other, _)]) if one != other => MatchedBy::Id,
        _ => MatchedBy::Iri,
    };
    let pairs = match before.edition == after.edition {
        true => BTreeMap::new(),
        false => subjects::differing(Twins {
            old,
            new,
            matched_by,
        })?,
    };
    let numbers = |kind| -> HashSet<TermId> {
        let of_kind = pairs.get(&kind).into_iter().flatten();
        of_kind
            .filter_map(|pair: &Pair| pair.old.and(pair.new))
            .collect()
    };
    Ok(Difference {
        changed_answers: numbers(DiffKind::Answer),
        changed_sources: numbers(DiffKind::Source),
        old: old.clone(),
        new: new.clone(),
        before,
        after,
        matched_by,
        pairs,
    })
}

fn side(graph: &Graph) -> Result<ComparedEdition, AnswerError> {
    let provenance = graph.edition().provenance()?;
    Ok(ComparedEdition {
        edition: graph.edition().content_id().to_owned(),
        redacted: provenance.is_redacted(),
        rule_set: provenance.rule_set,
        cases: provenance
            .cases
            .into_iter()
            .map(|case| (case.base, case.title))
            .collect(),
    })
}

impl Difference {
    /// Whether protected sources are withheld from one of the two.
    pub fn withholds(&self) -> bool {
        self.old.withholds() || self.new.withholds()
    }

    /// Whether both say the same, wherever in the tables it stands.
    pub fn is_empty(&self) -> bool {
        self.pairs.values().all(Vec::is_empty)
    }

    /// How many things of a kind changed.
    pub fn counts(&self, kind: DiffKind) -> DiffCounts {
        let mut counts = DiffCounts::default();
        for pair in self.pairs.get(&kind).into_iter().flatten() {
            match pair.how() {
                How::New => counts.new += 1,
                How::Gone => counts.gone += 1,
                How::Changed => counts.changed += 1,
            }
            counts.standing_changed += usize::from(pair.other_standing);
        }
        counts
    }

    /// The changes one after another, each read when its turn comes: by kind;
    /// claims of another standing, then what is new, gone, changed; by id.
    pub fn changes(&self) -> impl Iterator<Item = Result<Change, AnswerError>> {
        self.pairs
            .iter()
            .flat_map(|(kind, pairs)| pairs.iter().map(|pair| self.change(*kind, pair)))
    }
}
