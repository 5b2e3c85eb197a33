//! What the editor decided on whether two entities are one.
//!
//! A decision is shown with each of the two. Nothing follows from it: names,
//! claims and paths stay those of the entity they name.

use std::collections::BTreeSet;

use crate::answer::graph::Graph;
use crate::answer::hops::Path;
use crate::answer::named::Named;
use crate::answer::row::Place;
use crate::answer::{AnswerError, Kind};
use crate::edition::TermId;
use crate::model::Verdict;

/// One decision: a row of `identities.csv`.
#[derive(Debug, Clone)]
pub struct IdentityView {
    pub named: Named,
    pub entity: Named,
    pub other: Named,
    pub same: Verdict,
    pub decided_by: Option<String>,
    /// Why.
    pub text: Option<String>,
    pub recorded: Option<String>,
    pub place: Place,
}

impl IdentityView {
    /// The one of the two that is not the entity with this IRI.
    pub fn other_than(&self, iri: &str) -> &Named {
        match self.other.iri == iri {
            true => &self.entity,
            false => &self.other,
        }
    }
}

impl Graph {
    /// The decisions that name an entity, in the order of their IRIs.
    pub(super) fn identities(&self, entity: TermId) -> Result<Vec<IdentityView>, AnswerError> {
        self.identities_on([entity], [])
    }

    /// The decisions that name one of these entities, or one on these paths: each once,
    /// in the order of their IRIs.
    pub(super) fn identities_on<'p>(
        &self,
        entities: impl IntoIterator<Item = TermId>,
        paths: impl IntoIterator<Item = &'p Path>,
    ) -> Result<Vec<IdentityView>, AnswerError> {
        if self.count_of("Identity")? == 0 {
            return Ok(Vec::new());
        }
        let mut entities: BTreeSet<TermId> = entities.into_iter().collect();
        for passed in paths.into_iter().flat_map(|path| &path.entities) {
            entities.extend(self.node(&passed.iri)?);
        }
        let mut found: BTreeSet<TermId> = BTreeSet::new();
        for entity in entities {
            for end in ["entity", "other"] {
                for subject in self.subjects(end, entity)? {
                    // A source may be an entity too.
                    if self.is_a(subject, "Identity")? {
                        found.insert(subject);
                    }
                }
            }
        }
        let views = found.into_iter().map(|id| self.identity_view(id));
        let mut views: Vec<IdentityView> = views.collect::<Result<_, _>>()?;
        views.sort_by(|a, b| a.named.iri.cmp(&b.named.iri));
        Ok(views)
    }

    pub(super) fn identity_view(&self, id: TermId) -> Result<IdentityView, AnswerError> {
        let end = |name: &str| -> Result<Named, AnswerError> {
            let end = self.named_one(id, name)?;
            end.ok_or_else(|| self.incomplete(id, "the two entities it is on"))
        };
        Ok(IdentityView {
            named: self.named(id)?,
            entity: end("entity")?,
            other: end("other")?,
            same: self.verdict(id)?,
            decided_by: self.text(id, "decidedBy")?,
            text: self.text(id, "text")?,
            recorded: self.text(id, "recorded")?,
            place: self.place(id)?,
        })
    }

    /// What kind of thing a decision is: its verdict is part of that.
    pub(super) fn kind_of_identity(&self, id: TermId) -> Result<Kind, AnswerError> {
        Ok(Kind::Identity(self.verdict(id)?))
    }

    fn verdict(&self, id: TermId) -> Result<Verdict, AnswerError> {
        let word = self.text(id, "same")?;
        let mut all = Verdict::ALL.iter().copied();
        all.find(|verdict| word.as_deref() == Some(verdict.as_str()))
            .ok_or_else(|| self.incomplete(id, "what was decided"))
    }
}
