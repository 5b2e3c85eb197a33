//! One case: everything its tables say, with every reference resolved.

use super::answer::{Denial, Question};
use super::assessed::Assessment;
use super::claim::{Claim, Meeting};
use super::entity::Entity;
use super::identity::Identity;
use super::relation::RelationType;
use super::rows::Rows;
use super::source::Source;

/// A case whose tables had no problem of severity error.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// The IRI under which its rows are named; ends in `/` or `#`.
    pub base: String,
    pub title: Option<String>,
    pub entities: Rows<Entity>,
    /// The shipped relation types and the case's own.
    pub relations: Rows<RelationType>,
    pub sources: Rows<Source>,
    pub claims: Rows<Claim>,
    pub meetings: Rows<Meeting>,
    pub denials: Rows<Denial>,
    pub questions: Rows<Question>,
    pub identities: Rows<Identity>,
    /// What the rules said of the whole case, where this is the redacted one:
    /// who is a party cannot be told from what is left.
    pub assessed: Option<Assessment>,
}
