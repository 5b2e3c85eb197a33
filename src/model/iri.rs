//! Every IRI that nutgraf writes or reads, in one place.
//!
//! Terms of the vocabulary are constants; rows are named by [`CaseIris`] from
//! the case's base. Ids are `[a-z0-9][a-z0-9-]*` (and dots between the parts
//! of a derived one), so that nothing needs escaping.

use super::answer::{Scope, Stance};
use super::assessed::{Standing, Support};
use super::relation::Mode;

/// The terms of nutgraf itself.
pub const NG: &str = "https://w3id.org/nutgraf/ns#";
/// Relations, as values of `rdf:predicate` only.
pub const REL: &str = "https://w3id.org/nutgraf/rel#";
/// Relations that somebody reported.
pub const REPORTED: &str = "https://w3id.org/nutgraf/reported#";
/// Relations with at least one claim that nobody is recorded as denying.
pub const UNCONTESTED: &str = "https://w3id.org/nutgraf/uncontested#";

pub const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
pub const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
pub const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
pub const PROV: &str = "http://www.w3.org/ns/prov#";
pub const DCTERMS: &str = "http://purl.org/dc/terms/";

/// What every answer asks for.
pub const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
pub const RDF_SUBJECT: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject";
pub const RDF_PREDICATE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate";
pub const RDF_OBJECT: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object";
pub const RDFS_LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";

/// The base of a case that names none. It never holds a folder's name.
pub const DEFAULT_BASE: &str = "https://w3id.org/nutgraf/case/";

/// The prefixes of the vocabulary, in the order in which they are declared.
pub const PREFIXES: [(&str, &str); 10] = [
    ("ng", NG),
    ("rel", REL),
    ("reported", REPORTED),
    ("uncontested", UNCONTESTED),
    ("rdf", RDF),
    ("rdfs", RDFS),
    ("xsd", XSD),
    ("skos", SKOS),
    ("prov", PROV),
    ("dcterms", DCTERMS),
];

/// The kinds of rows that have IRIs, each a folder under the case's base and
/// a prefix of that name.
pub const ROW_KINDS: [&str; 8] = [
    "entity", "claim", "source", "denial", "question", "citation", "identity", "link",
];

/// The kind of a row and its id, from its IRI; `None` for anything that is no
/// row of the case with this base.
pub fn row<'a>(iri: &'a str, base: &str) -> Option<(&'a str, &'a str)> {
    let (kind, id) = iri.strip_prefix(base)?.split_once('/')?;
    ROW_KINDS.contains(&kind).then_some((kind, id))
}

/// The namespaces of one case.
#[derive(Debug, Clone)]
pub struct CaseIris {
    base: String,
}

impl CaseIris {
    /// For a base that ends in `/` or `#`.
    pub fn new(base: &str) -> Self {
        Self {
            base: base.to_owned(),
        }
    }

    /// The case itself.
    pub fn case(&self) -> &str {
        &self.base
    }

    /// A person, an organisation, an asset, or a meeting as an event.
    pub fn entity(&self, id: &str) -> String {
        self.row("entity", id)
    }

    pub fn claim(&self, id: &str) -> String {
        self.row("claim", id)
    }

    pub fn source(&self, id: &str) -> String {
        self.row("source", id)
    }

    pub fn denial(&self, id: &str) -> String {
        self.row("denial", id)
    }

    pub fn question(&self, id: &str) -> String {
        self.row("question", id)
    }

    /// A passage: a row of `citations.csv`.
    pub fn citation(&self, id: &str) -> String {
        self.row("citation", id)
    }

    /// A decision on identity: a row of `identities.csv`.
    pub fn identity(&self, id: &str) -> String {
        self.row("identity", id)
    }

    /// A link whose id is not that of a claim: `m.<a>.<b>`, `t.paid`, ….
    pub fn link(&self, id: &str) -> String {
        self.row("link", id)
    }

    fn row(&self, kind: &str, id: &str) -> String {
        format!("{}{kind}/{id}", self.base)
    }
}

/// A term of the vocabulary: `ng("text")`.
pub fn ng(name: &str) -> String {
    format!("{NG}{name}")
}

/// The term for a standing: `ng:uncontested`, …
pub fn standing(standing: Standing) -> String {
    ng(standing.as_str())
}

/// The term for a kind of support: `ng:anonymous`, `ng:ownAccount`, …
pub fn support(support: Support) -> String {
    ng(&camel(support.as_str()))
}

/// The term for a stance: `ng:stanceDenied`, `ng:stanceNoResponse`, …
pub fn stance(stance: Stance) -> String {
    ng(&camel(&format!("stance-{}", stance.as_str())))
}

/// The term for a scope: `ng:scopeWhole`, …
pub fn scope(scope: Scope) -> String {
    ng(&camel(&format!("scope-{}", scope.as_str())))
}

/// The term for a relation's wording in a mode: `label` of RDFS for asserted
/// claims, else `ng:labelSought`, ….
pub fn mode_label(mode: Mode) -> String {
    match mode {
        Mode::Asserted => format!("{RDFS}label"),
        other => ng(&camel(&format!("label-{}", other.as_str()))),
    }
}

/// Likewise read from the object's side: `ng:inverseLabel`, `ng:inverseLabelSought`, ….
pub fn mode_inverse_label(mode: Mode) -> String {
    match mode {
        Mode::Asserted => ng("inverseLabel"),
        other => ng(&camel(&format!("inverse-label-{}", other.as_str()))),
    }
}

/// `no-response` becomes `noResponse`.
fn camel(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (at, word) in words.split('-').enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if at > 0 => out.extend(first.to_uppercase()),
            Some(first) => out.push(first),
            None => {}
        }
        out.push_str(letters.as_str());
    }
    out
}
