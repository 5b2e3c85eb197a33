//! What `DESCRIBE` gives: a thing with everything needed to judge it.
//!
//! A claim comes with its sources and their chains, its answers, its passages
//! and the links it makes; an entity with every claim to which it is a party
//! or which concerns it, each with all of that, and with the decisions on
//! whether it is another entity too; a source with what rests on it. Anything
//! else comes with its own triples.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use oxigraph::model::BlankNode;
use oxigraph::model::NamedNode;
use oxigraph::model::NamedOrBlankNode;
use oxigraph::model::Term;
use oxigraph::model::Triple;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::edition::TermId;
use crate::model::iri;

/// Predicates that lead from a claim to the entities it is about.
pub(super) const ABOUT: [(&str, &str); 7] = [
    (iri::RDF, "subject"),
    (iri::RDF, "object"),
    (iri::NG, "concerns"),
    (iri::NG, "payer"),
    (iri::NG, "payee"),
    (iri::NG, "paidIn"),
    (iri::NG, "forAsset"),
];

/// Gives the triples that describe these resources, sorted, none twice.
///
/// What the edition does not have is described by nothing.
///
/// # Errors
/// When the edition is damaged where the description leads.
pub(super) fn describe(
    edition: &Edition,
    named: impl Iterator<Item = NamedNode>,
) -> Result<Vec<Triple>, EditionError> {
    let mut description = Description {
        edition,
        subjects: BTreeSet::new(),
    };
    for node in named.collect::<BTreeSet<_>>() {
        if let Some(id) = edition.term_id(&node.into())? {
            description.thing(id)?;
        }
    }
    let mut triples = Vec::new();
    for subject in description.subjects {
        for triple in edition.matching(Some(subject), None, None) {
            triples.push(decoded(edition, triple?)?);
        }
    }
    Ok(in_order(triples))
}

struct Description<'a> {
    edition: &'a Edition,
    // Whose triples make up the description.
    subjects: BTreeSet<TermId>,
}

impl Description<'_> {
    fn thing(&mut self, id: TermId) -> Result<(), EditionError> {
        self.subjects.insert(id);
        if self.is_a(id, "Claim")? {
            self.claim(id)?;
        }
        if self.is_a(id, "Link")? {
            for claim in self.objects(id, iri::NG, "claim")? {
                self.claim(claim)?;
            }
        }
        if self.is_a(id, "Source")? {
            self.chain(id)?;
            // Whatever has this source on its chain.
            for resting in self.subjects_of(iri::NG, "chain", id)? {
                for claim in self.subjects_of(iri::NG, "source", resting)? {
                    if self.is_a(claim, "Claim")? {
                        self.claim(claim)?;
                    }
                }
            }
            self.subjects.extend(self.subjects_of(iri::NG, "of", id)?);
        }
        // Only entities (and what background data says of them) stand in these places.
        for (namespace, name) in ABOUT {
            for claim in self.subjects_of(namespace, name, id)? {
                if self.is_a(claim, "Claim")? {
                    self.claim(claim)?;
                }
            }
        }
        for name in ["entity", "other"] {
            for decision in self.subjects_of(iri::NG, name, id)? {
                if self.is_a(decision, "Identity")? {
                    self.subjects.insert(decision);
                }
            }
        }
        Ok(())
    }

    fn claim(&mut self, id: TermId) -> Result<(), EditionError> {
        self.subjects.insert(id);
        for source in self.objects(id, iri::NG, "source")? {
            self.chain(source)?;
        }
        let mut answers = self.objects(id, iri::NG, "answer")?;
        answers.extend(self.objects(id, iri::NG, "partAnswer")?);
        let parts = self.objects(id, iri::NG, "summarises")?;
        self.subjects.extend(parts);
        for answer in answers {
            self.subjects.insert(answer);
            for speaker in self.objects(answer, iri::NG, "by")? {
                if self.is_a(speaker, "Source")? {
                    self.chain(speaker)?;
                }
            }
        }
        for (namespace, name) in [(iri::NG, "passageOf"), (iri::NG, "claim")] {
            let related = self.subjects_of(namespace, name, id)?;
            self.subjects.extend(related);
        }
        Ok(())
    }

    fn chain(&mut self, source: TermId) -> Result<(), EditionError> {
        self.subjects.insert(source);
        let chain = self.objects(source, iri::NG, "chain")?;
        self.subjects.extend(chain);
        Ok(())
    }

    fn is_a(&self, id: TermId, class: &str) -> Result<bool, EditionError> {
        let kind = self.term(iri::RDF, "type")?;
        let class = self.term(iri::NG, class)?;
        match (kind, class) {
            (Some(kind), Some(class)) => {
                Ok(self.edition.count(Some(id), Some(kind), Some(class))? > 0)
            }
            (None, _) | (_, None) => Ok(false),
        }
    }

    fn objects(
        &self,
        id: TermId,
        namespace: &str,
        name: &str,
    ) -> Result<Vec<TermId>, EditionError> {
        let Some(predicate) = self.term(namespace, name)? else {
            return Ok(Vec::new());
        };
        self.edition
            .matching(Some(id), Some(predicate), None)
            .map(|triple| triple.map(|[_, _, object]| object))
            .collect()
    }

    fn subjects_of(
        &self,
        namespace: &str,
        name: &str,
        object: TermId,
    ) -> Result<Vec<TermId>, EditionError> {
        let Some(predicate) = self.term(namespace, name)? else {
            return Ok(Vec::new());
        };
        self.edition
            .matching(None, Some(predicate), Some(object))
            .map(|triple| triple.map(|[subject, _, _]| subject))
            .collect()
    }

    fn term(&self, namespace: &str, name: &str) -> Result<Option<TermId>, EditionError> {
        let node = NamedNode::new_unchecked(format!("{namespace}{name}"));
        self.edition.term_id(&node.into())
    }
}

fn decoded(edition: &Edition, triple: [TermId; 3]) -> Result<Triple, EditionError> {
    let wrong = || EditionError::Refused {
        what: "a triple whose subject or predicate is a literal".to_owned(),
    };
    let [subject, predicate, object] = triple;
    let subject = match edition.term(subject)? {
        Term::NamedNode(node) => NamedOrBlankNode::from(node),
        Term::BlankNode(node) => node.into(),
        Term::Literal(_) => return Err(wrong()),
    };
    let predicate = match edition.term(predicate)? {
        Term::NamedNode(node) => node,
        Term::BlankNode(_) | Term::Literal(_) => return Err(wrong()),
    };
    Ok(Triple::new(subject, predicate, edition.term(object)?))
}

/// Sorts triples by their text and drops repetitions.
///
/// The engine names blank nodes at random; they are numbered in the order in
/// which the rows of the query came.
pub(super) fn in_order(triples: Vec<Triple>) -> Vec<Triple> {
    let mut names: BTreeMap<String, BlankNode> = BTreeMap::new();
    let mut renamed = |node: BlankNode| {
        let next = BlankNode::new_unchecked(format!("b{}", names.len() + 1));
        names.entry(node.into_string()).or_insert(next).clone()
    };
    let mut keyed: Vec<(String, Triple)> = triples
        .into_iter()
        .map(|mut triple| {
            if let NamedOrBlankNode::BlankNode(node) = triple.subject {
                triple.subject = renamed(node).into();
            }
            if let Term::BlankNode(node) = triple.object {
                triple.object = renamed(node).into();
            }
            (triple.to_string(), triple)
        })
        .collect();
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    keyed.dedup_by(|(a, _), (b, _)| a == b);
    keyed.into_iter().map(|(_, triple)| triple).collect()
}
