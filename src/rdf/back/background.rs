//! Which triples no table says: background RDF, which stays as it is.
//!
//! Takes triple after triple; says of each whether it was lent. It can be told
//! since `read` lets no background use our terms, nor describe a row of a case
//! by the properties that tables describe it with.

use std::collections::HashMap;

use oxigraph::model::Term;

use super::{Read, Statements};
use crate::model::iri;

/// Tells background from what the tables of some cases say.
pub struct Background<'s, S> {
    statements: &'s S,
    described: &'s [(String, Option<String>)],
    roles: HashMap<u32, Role>,
    // Whether a class is one of ours.
    classes: HashMap<u32, bool>,
    // The subject asked about last: triples come subject by subject.
    last: Option<(u32, About)>,
}

/// What a predicate is used for.
#[derive(Clone, Copy)]
enum Role {
    /// By our tables only.
    Ours,
    /// For classes, ours and others.
    Class,
    /// By our tables for the title of a case.
    Title,
    /// By our tables for what is in them; by background for everything else.
    Shared,
    /// By background only.
    Lent,
}

/// What a subject is.
#[derive(Clone, Copy)]
enum About {
    /// The case at this position.
    Case(usize),
    /// A row of a case, or a relation.
    Row,
    Other,
}

/// Properties of other vocabularies by which tables describe their rows.
const SHARED: [(&str, &str); 6] = [
    (iri::RDF, "subject"),
    (iri::RDF, "predicate"),
    (iri::RDF, "object"),
    (iri::RDFS, "label"),
    (iri::SKOS, "altLabel"),
    (iri::DCTERMS, "description"),
];

impl<'s, S: Statements> Background<'s, S> {
    /// For cases with these bases and titles.
    pub fn new(statements: &'s S, described: &'s [(String, Option<String>)]) -> Self {
        Self {
            statements,
            described,
            roles: HashMap::new(),
            classes: HashMap::new(),
            last: None,
        }
    }

    /// Whether a triple of the content is background. Cheapest where triples of
    /// one subject come together.
    ///
    /// # Errors
    /// When a term cannot be read.
    pub fn holds(&mut self, [subject, predicate, object]: [u32; 3]) -> Read<bool, S> {
        Ok(match self.role(predicate)? {
            Role::Ours => false,
            Role::Lent => true,
            Role::Class => !self.is_our_class(object)?,
            Role::Shared => match self.about(subject)? {
                About::Row => false,
                About::Case(_) | About::Other => true,
            },
            Role::Title => match self.about(subject)? {
                // Another case's background may call it something else.
                About::Case(at) => {
                    let title = self.described[at].1.as_deref();
                    match self.statements.term(object)? {
                        Term::Literal(found) => {
                            found.language().is_some() || Some(found.value()) != title
                        }
                        Term::NamedNode(_) | Term::BlankNode(_) => true,
                    }
                }
                About::Row => false,
                About::Other => true,
            },
        })
    }

    fn role(&mut self, predicate: u32) -> Read<Role, S> {
        if let Some(role) = self.roles.get(&predicate) {
            return Ok(*role);
        }
        let iri = name(self.statements.term(predicate)?);
        let is = |namespace: &str, local: &str| iri.strip_prefix(namespace) == Some(local);
        let ours = [iri::NG, iri::REPORTED, iri::UNCONTESTED];
        let role = if ours.iter().any(|namespace| iri.starts_with(namespace)) {
            Role::Ours
        } else if is(iri::RDF, "type") {
            Role::Class
        } else if is(iri::DCTERMS, "title") {
            Role::Title
        } else if SHARED.iter().any(|(namespace, local)| is(namespace, local)) {
            Role::Shared
        } else {
            Role::Lent
        };
        self.roles.insert(predicate, role);
        Ok(role)
    }

    fn is_our_class(&mut self, class: u32) -> Read<bool, S> {
        if let Some(is_ours) = self.classes.get(&class) {
            return Ok(*is_ours);
        }
        let is_ours = name(self.statements.term(class)?).starts_with(iri::NG);
        self.classes.insert(class, is_ours);
        Ok(is_ours)
    }

    fn about(&mut self, subject: u32) -> Read<About, S> {
        if let Some((last, about)) = self.last
            && last == subject
        {
            return Ok(about);
        }
        let iri = name(self.statements.term(subject)?);
        let mut bases = self.described.iter().map(|(base, _)| base);
        let about = if let Some(at) = bases.clone().position(|base| *base == iri) {
            About::Case(at)
        } else if iri.starts_with(iri::REL) || bases.any(|base| iri::row(&iri, base).is_some()) {
            About::Row
        } else {
            About::Other
        };
        self.last = Some((subject, about));
        Ok(about)
    }
}

/// An IRI as text; nothing of ours for what is none.
fn name(term: Term) -> String {
    match term {
        Term::NamedNode(node) => node.into_string(),
        Term::Literal(_) | Term::BlankNode(_) => String::new(),
    }
}
