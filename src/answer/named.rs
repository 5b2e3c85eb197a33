//! What a resource is called: its name and id, and what tells two of one name
//! apart.
//!
//! Takes a number of the edition and gives the name as it is shown. An entity
//! that shares its name with another has its id in the label, and a claim of a
//! meeting whom it is about, so that two never read as one; to know that takes a search per name, which is made only for
//! forms that show labels.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use oxigraph::model::Literal;

use crate::answer::AnswerError;
use crate::answer::claim::{is_attendance, of_attendance};
use crate::answer::graph::Graph;
use crate::edition::TermId;
use crate::model::{Terms, fold, iri};

/// A resource by its id and its name. A clone shares them: a claim names ten
/// things, most of which a thousand other claims name too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named(Arc<Name>);

/// What a resource is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub iri: String,
    /// The id in its case; the whole IRI for what is no row of a case.
    pub id: String,
    /// The name; a placeholder comes in brackets.
    pub name: String,
    /// The name as printed: of a protected source it says that it is one.
    pub label: String,
    /// A source that must never be named outside the desk.
    pub protected: bool,
}

impl From<Name> for Named {
    fn from(name: Name) -> Self {
        Self(Arc::new(name))
    }
}

impl Deref for Named {
    type Target = Name;

    fn deref(&self) -> &Name {
        &self.0
    }
}

impl Graph {
    /// Name and id of a resource.
    pub(super) fn named(&self, id: TermId) -> Result<Named, AnswerError> {
        let known = self.kept().named(id);
        if let Some(named) = known {
            return Ok(named);
        }
        let named = self.read_named(id, self.labels_tell_apart)?;
        // Of these there are the most, and each is named by hardly more than one other.
        let is_one_of_many = matches!(self.row(&named.iri), Some((_, "claim" | "denial", _)));
        if !is_one_of_many {
            self.kept().keep_named(id, &named);
        }
        Ok(named)
    }

    /// Likewise, anew: with a label that tells entities apart, or any.
    pub(super) fn read_named(&self, id: TermId, apart: bool) -> Result<Named, AnswerError> {
        let iri = self.iri(id)?;
        let name = match self.text(id, iri::RDFS_LABEL)? {
            Some(name) => Some(name),
            None => self.text(id, "text")?,
        };
        let (kind, short) = match self.row(&iri) {
            Some((_, kind, id)) => (Some(kind), id.to_owned()),
            None => (None, iri.clone()),
        };
        let name = match (name, kind) {
            (Some(name), _) => name,
            // Why it was so decided need not be said.
            (None, Some("identity")) => short.clone(),
            (None, Some(_) | None) => iri.clone(),
        };
        let protected = kind == Some("source") && self.is_a(id, "ProtectedSource")?;
        let told_apart = match kind {
            Some("entity") if apart => self.told_apart(&name, id, &short)?,
            Some(_) | None => None,
        };
        let attended = match kind {
            Some("claim") if apart && is_attendance(&short) => self.attended(&name, id)?,
            Some(_) | None => None,
        };
        let off_record = kind == Some("source") && self.terms(id)? == Some(Terms::OffRecord);
        Ok(Named::from(Name {
            label: match (protected, off_record, told_apart) {
                (true, true, _) => format!("{name} (PROTECTED, OFF THE RECORD)"),
                (true, false, _) => format!("{name} (PROTECTED)"),
                (false, true, _) => format!("{name} (OFF THE RECORD)"),
                // Two of one name must never read as one.
                (false, false, Some(told_apart)) => format!("{name} ({told_apart})"),
                (false, false, None) => attended.unwrap_or_else(|| name.clone()),
            },
            id: short,
            iri,
            name,
            protected,
        }))
    }

    /// The sentence of a meeting with whom the claim is about.
    fn attended(&self, sentence: &str, claim: TermId) -> Result<Option<String>, AnswerError> {
        let who = self.object(claim, &format!("{}subject", iri::RDF))?;
        let (Some(who), Some(verb)) = (who, self.verb_of(claim)?) else {
            return Ok(None);
        };
        let who = self.named(who)?;
        Ok(Some(of_attendance(sentence, &who.label, &verb)))
    }

    /// What tells an entity from others that can be called by the same name:
    /// its id, with its case where that is shared too. `None` when its name will do.
    fn told_apart(
        &self,
        name: &str,
        id: TermId,
        short: &str,
    ) -> Result<Option<String>, AnswerError> {
        // A placeholder, or a name that looks like one: in no index of names.
        let bracketed = name.starts_with('[');
        if !bracketed && !self.kept().may_share_its_name(self.edition(), id)? {
            return Ok(None);
        }
        let mut others: BTreeSet<TermId> = BTreeSet::new();
        if let Some(names) = self.edition().index("names")? {
            others.extend(names.exact(&fold(name))?);
        }
        // Placeholders are in no index of names.
        let label = Literal::new_simple_literal(name);
        if let Some(label) = self.edition().term_id(&label.into())? {
            // Few things have a value in common with a name: by that value they
            // are found sooner than among everything that has a label.
            let is_called = self.known(iri::RDFS_LABEL)?;
            for triple in self.edition().matching(None, None, Some(label)) {
                let [other, predicate, _] = triple?;
                if Some(predicate) == is_called {
                    others.insert(other);
                }
            }
        }
        let mut told = None;
        others.remove(&id);
        for other in others {
            let iri = self.iri(other)?;
            if let Some((_, "entity", theirs)) = self.row(&iri) {
                if theirs == short {
                    let own = self.iri(id)?;
                    let case = self.row(&own).map(|(case, _, _)| self.case_name(case));
                    return Ok(Some(format!("{short}, {}", case.unwrap_or(own))));
                }
                told = Some(short.to_owned());
            }
        }
        Ok(told)
    }

    pub(super) fn named_all(&self, subject: TermId, name: &str) -> Result<Vec<Named>, AnswerError> {
        let ids = self.objects(subject, name)?;
        ids.into_iter().map(|id| self.named(id)).collect()
    }

    pub(super) fn named_one(
        &self,
        subject: TermId,
        name: &str,
    ) -> Result<Option<Named>, AnswerError> {
        self.object(subject, name)?
            .map(|id| self.named(id))
            .transpose()
    }
}
