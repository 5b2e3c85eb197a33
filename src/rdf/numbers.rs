//! The number of every row, link and relation of a case, asked for once.
//!
//! Takes a case and whoever numbers terms; gives numbers by index, so that
//! forty triples about a claim, the path graph and the indexes all name a row
//! without spelling its IRI again.

use super::Sink;
use super::vocabulary::{Vocabulary, number};
use crate::model::iri::{self, CaseIris};
use crate::model::{
    Case, Claim, Denial, Entity, Identified, Identity, Ix, Link, Meeting, Question, RelationType,
    Rows, Source,
};

/// Numbers by index. They are those of one [`Sink`] and one case.
pub struct Numbers {
    pub(super) vocabulary: Vocabulary,
    entities: Vec<u32>,
    meetings: Vec<u32>,
    sources: Vec<u32>,
    claims: Vec<u32>,
    denials: Vec<u32>,
    questions: Vec<u32>,
    identities: Vec<u32>,
    relations: Vec<u32>,
    // In the order of the links.
    links: Vec<u32>,
}

impl Numbers {
    /// Numbers everything that has an IRI.
    pub fn new(case: &Case, links: &[Link], sink: &mut dyn Sink) -> Self {
        let vocabulary = Vocabulary::new(sink);
        let iris = CaseIris::new(&case.base);
        let claims = numbered(&case.claims, sink, |id| iris.claim(id));
        let links = links
            .iter()
            .map(|link| match own_claim(case, link) {
                Some(claim) => claims[claim.number() as usize],
                None => number(sink, &iris.link(&link.id)),
            })
            .collect();
        Self {
            vocabulary,
            entities: numbered(&case.entities, sink, |id| iris.entity(id)),
            meetings: numbered(&case.meetings, sink, |id| iris.entity(id)),
            sources: numbered(&case.sources, sink, |id| iris.source(id)),
            claims,
            denials: numbered(&case.denials, sink, |id| iris.denial(id)),
            questions: numbered(&case.questions, sink, |id| iris.question(id)),
            identities: numbered(&case.identities, sink, |id| iris.identity(id)),
            relations: numbered(&case.relations, sink, |id| format!("{}{id}", iri::REL)),
            links,
        }
    }

    pub fn entity(&self, entity: Ix<Entity>) -> u32 {
        self.entities[entity.number() as usize]
    }

    pub fn meeting(&self, meeting: Ix<Meeting>) -> u32 {
        self.meetings[meeting.number() as usize]
    }

    pub fn source(&self, source: Ix<Source>) -> u32 {
        self.sources[source.number() as usize]
    }

    pub fn claim(&self, claim: Ix<Claim>) -> u32 {
        self.claims[claim.number() as usize]
    }

    pub fn denial(&self, denial: Ix<Denial>) -> u32 {
        self.denials[denial.number() as usize]
    }

    pub fn question(&self, question: Ix<Question>) -> u32 {
        self.questions[question.number() as usize]
    }

    pub fn identity(&self, identity: Ix<Identity>) -> u32 {
        self.identities[identity.number() as usize]
    }

    /// The relation as a value of `rdf:predicate`.
    pub fn relation(&self, relation: Ix<RelationType>) -> u32 {
        self.relations[relation.number() as usize]
    }

    /// The link at this position; its claim's number where it is its own claim.
    pub fn link(&self, at: usize) -> u32 {
        self.links[at]
    }
}

/// The claim that a link is, where it has no IRI of its own.
pub(super) fn own_claim(case: &Case, link: &Link) -> Option<Ix<Claim>> {
    match link.claims[..] {
        [only] if case.claims[only].id() == &*link.id => Some(only),
        _ => None,
    }
}

fn numbered<T: Identified>(
    rows: &Rows<T>,
    sink: &mut dyn Sink,
    iri: impl Fn(&str) -> String,
) -> Vec<u32> {
    rows.iter()
        .map(|(_, row)| number(sink, &iri(row.id())))
        .collect()
}
