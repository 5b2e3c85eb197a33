//! Claims to triples: what a case says, as RDF 1.1 without blank nodes.
//!
//! Takes a [`Case`] with its [`Assessment`] and [`Link`]s; hands out
//! triples in two layers: *content*, which is the same however rows are
//! ordered, and *places*, which says in which row each thing stands. Also the
//! entries of the name and word indexes. It has never heard of files, of
//! SPARQL or of the edition.
//!
//! `docs/sparql.md` describes the vocabulary for those who query it.

mod claims;
mod index;
mod rows;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Term, Triple};

use crate::model::iri::{self, CaseIris};
use crate::model::{Assessment, Case, Day, Decimal, Link, RowPlace};

pub use index::{Index, index_entries};

/// What moving rows about can change, and what it cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Whatever does not depend on the order of rows.
    Content,
    /// `ng:table` and `ng:row` of each thing that stands in a table.
    Places,
}

/// Hands out a case as triples, one by one and in no particular order; a triple
/// may come twice. Nothing is collected here: a case has tens of them per claim.
pub fn triples(
    case: &Case,
    assessed: &Assessment,
    links: &[Link],
    sink: &mut dyn FnMut(Layer, Triple),
) {
    let mut writer = Writer {
        iris: CaseIris::new(&case.base),
        sink,
    };
    rows::write(&mut writer, case, links);
    claims::write(&mut writer, case, assessed);
    claims::write_links(&mut writer, case, links);
}

/// Describes one subject at a time.
struct Writer<'s> {
    iris: CaseIris,
    sink: &'s mut dyn FnMut(Layer, Triple),
}

impl Writer<'_> {
    fn about(&mut self, subject: String) -> Subject<'_> {
        Subject {
            subject: node(subject),
            sink: &mut *self.sink,
        }
    }
}

/// What is being described.
struct Subject<'a> {
    subject: NamedNode,
    sink: &'a mut dyn FnMut(Layer, Triple),
}

impl Subject<'_> {
    fn put(&mut self, predicate: String, object: impl Into<Term>) {
        let triple = Triple::new(self.subject.clone(), node(predicate), object);
        (self.sink)(Layer::Content, triple);
    }

    /// `a ng:Claim`
    fn class(&mut self, name: &str) {
        self.put(format!("{}type", iri::RDF), node(iri::ng(name)));
    }

    fn link(&mut self, predicate: &str, object: String) {
        self.put(iri::ng(predicate), node(object));
    }

    fn text(&mut self, predicate: &str, text: &str) {
        self.put(iri::ng(predicate), Literal::new_simple_literal(text));
    }

    fn text_if(&mut self, predicate: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(predicate, text);
        }
    }

    fn label(&mut self, label: &str) {
        self.put(
            format!("{}label", iri::RDFS),
            Literal::new_simple_literal(label),
        );
    }

    fn integer(&mut self, predicate: &str, number: u32) {
        self.put(iri::ng(predicate), Literal::from(i64::from(number)));
    }

    fn decimal(&mut self, predicate: &str, number: Decimal) {
        self.put(
            iri::ng(predicate),
            Literal::new_typed_literal(number.to_string(), xsd::DECIMAL),
        );
    }

    fn day(&mut self, predicate: &str, day: Option<Day>) {
        if let Some(day) = day {
            self.put(
                iri::ng(predicate),
                Literal::new_typed_literal(day.to_string(), xsd::DATE),
            );
        }
    }

    /// `ng:table` and `ng:row`: apart, since they change when rows move.
    fn place(&mut self, place: RowPlace) {
        let mut add = |name: &str, value: Literal| {
            let triple = Triple::new(self.subject.clone(), node(iri::ng(name)), value);
            (self.sink)(Layer::Places, triple);
        };
        add("table", Literal::new_simple_literal(place.table.file()));
        if let Some(row) = place.row {
            add("row", Literal::from(i64::from(row)));
        }
    }
}

/// An IRI made of a checked base and checked ids.
fn node(iri: String) -> NamedNode {
    NamedNode::new_unchecked(iri)
}
