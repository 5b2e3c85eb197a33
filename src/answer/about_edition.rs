//! From what an edition was made, by which rules, and what it withholds.

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::edition::Provenance;
use crate::model::explain_rules;

/// What an edition says of itself.
#[derive(Debug, Clone)]
pub struct AboutEdition {
    pub edition: String,
    pub provenance: Provenance,
    pub redacted: bool,
    /// How many sources are protected: withheld in a redacted edition.
    pub protected: u64,
    /// The rules of standing, as this program has them.
    pub rules: &'static str,
}

/// Finds what an edition says of itself.
///
/// # Errors
/// When the edition is damaged.
pub fn about_edition(graph: &Graph) -> Result<AboutEdition, AnswerError> {
    let provenance = graph.edition().provenance()?;
    Ok(AboutEdition {
        edition: graph.edition().content_id().to_owned(),
        redacted: provenance.is_redacted(),
        provenance,
        protected: graph.count_class("ProtectedSource")?,
        rules: explain_rules(),
    })
}
