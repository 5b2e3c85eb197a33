//! Relation types and how they read in a sentence.
//!
//! A relation's wording depends on the mode of the claim, so that a printed
//! link never sounds more certain than the claim behind it.

use super::rows::Identified;
use super::table::RowPlace;

/// How a statement is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    Asserted,
    Hearsay,
    Projected,
    Sought,
    Ended,
}

impl Mode {
    /// Every mode, for error messages.
    pub const ALL: [Mode; 5] = [
        Mode::Asserted,
        Mode::Hearsay,
        Mode::Projected,
        Mode::Sought,
        Mode::Ended,
    ];

    /// The word in the column `mode`.
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Asserted => "asserted",
            Mode::Hearsay => "hearsay",
            Mode::Projected => "projected",
            Mode::Sought => "sought",
            Mode::Ended => "ended",
        }
    }
}

/// The words between two names, in both directions: `A owns B`, `B is owned by A`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verb {
    pub forward: String,
    pub inverse: String,
}

/// A type of relation, shipped or the case's own.
#[derive(Debug, Clone)]
pub struct RelationType {
    pub id: String,
    pub asserted: Verb,
    /// Own wording for a mode; `None` is derived from the asserted one.
    pub hearsay: Option<Verb>,
    pub projected: Option<Verb>,
    pub sought: Option<Verb>,
    pub ended: Option<Verb>,
    pub symmetric: bool,
    /// One lower-case word: business, ownership, office, family, …
    pub category: String,
    /// The FollowTheMoney schema that comes nearest.
    pub ftm: Option<String>,
    /// `None` for a relation that ships with the program.
    pub place: Option<RowPlace>,
}

impl Identified for RelationType {
    fn id(&self) -> &str {
        &self.id
    }
}

impl RelationType {
    /// Whether another row says the same of the relation, wherever it stands.
    pub fn reads_like(&self, other: &RelationType) -> bool {
        let RelationType {
            id,
            asserted,
            hearsay,
            projected,
            sought,
            ended,
            symmetric,
            category,
            ftm,
            place: _,
        } = self;
        *id == other.id
            && *asserted == other.asserted
            && *hearsay == other.hearsay
            && *projected == other.projected
            && *sought == other.sought
            && *ended == other.ended
            && *symmetric == other.symmetric
            && *category == other.category
            && *ftm == other.ftm
    }

    /// The words for a claim in this mode. Where the relation has none of its
    /// own for the mode, the mode is put before the asserted wording.
    pub fn verb(&self, mode: Mode) -> Verb {
        let (own, before) = match mode {
            Mode::Asserted => return self.asserted.clone(),
            Mode::Hearsay => (&self.hearsay, "reportedly"),
            Mode::Projected => (&self.projected, "is expected to: "),
            Mode::Sought => (&self.sought, "sought: "),
            Mode::Ended => (&self.ended, "formerly"),
        };
        own.clone().unwrap_or_else(|| Verb {
            forward: join(before, &self.asserted.forward),
            inverse: join(before, &self.asserted.inverse),
        })
    }
}

fn join(before: &str, verb: &str) -> String {
    format!("{} {verb}", before.trim_end())
}
