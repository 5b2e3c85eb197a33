//! The same thing in another edition: by its IRI, or by its id where the two
//! editions hold one case each under different bases.

use crate::answer::AnswerError;
use crate::answer::diff::MatchedBy;
use crate::answer::graph::Graph;
use crate::edition::TermId;
use crate::model::iri;

/// Two editions, and how the things of one are found in the other.
#[derive(Clone, Copy)]
pub(super) struct Twins<'g> {
    pub old: &'g Graph,
    pub new: &'g Graph,
    pub matched_by: MatchedBy,
}

impl Twins<'_> {
    /// What an IRI of the older edition is in the newer one, where that differs.
    pub fn newer(&self, old: &str) -> Option<String> {
        self.moved(self.old, self.new, old)
    }

    /// The number of a thing of the older edition in the newer one, if it says
    /// anything of it.
    pub fn in_new(&self, old: TermId) -> Result<Option<TermId>, AnswerError> {
        self.twin(self.old, self.new, old)
    }

    /// The other way round.
    pub fn in_old(&self, new: TermId) -> Result<Option<TermId>, AnswerError> {
        self.twin(self.new, self.old, new)
    }

    fn twin(&self, from: &Graph, to: &Graph, id: TermId) -> Result<Option<TermId>, AnswerError> {
        let here = from.iri(id)?;
        let there = self.moved(from, to, &here).unwrap_or(here);
        let Some(twin) = to.node(&there)? else {
            return Ok(None);
        };
        Ok(match to.edition().count(Some(twin), None, None)? {
            0 => None,
            _ => Some(twin),
        })
    }

    fn moved(&self, from: &Graph, to: &Graph, here: &str) -> Option<String> {
        match (self.matched_by, from.cases(), to.cases()) {
            (MatchedBy::Id, [from], [to]) => {
                let (from, to) = (from.iris.case(), to.iris.case());
                let rest = here.strip_prefix(from)?;
                // The case itself, or a row of it.
                let is_own = rest.is_empty() || iri::row(here, from).is_some();
                is_own.then(|| format!("{to}{rest}"))
            }
            (MatchedBy::Id | MatchedBy::Iri, _, _) => None,
        }
    }
}
