//! Claims to triples, and back: what a case says, as RDF 1.1 without blank nodes.
//!
//! Takes a [`Case`] with its [`Assessment`] and [`Link`]s; hands a [`Sink`]
//! triples in two layers: *content*, which is the same however rows are
//! ordered, and *places*, which says in which row each thing stands. Also the
//! entries of the name and word indexes. [`cases`] reads the same triples back
//! into cases, from whoever can look them up. It has never heard of files, of
//! SPARQL or of the edition.
//!
//! `docs/sparql.md` describes the vocabulary for those who query it.

mod back;
mod claims;
mod index;
mod numbers;
mod rows;
mod vocabulary;

use std::collections::{BTreeSet, HashMap};

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, LiteralRef, TermRef};

use crate::model::{Assessment, Case, Day, Decimal, Link, RowPlace, Standing};

pub use back::{BackError, Background, Statements, cases};
pub use index::{Index, index_entries};
pub use numbers::Numbers;

use vocabulary::{Class, Property, number};

/// What moving rows about can change, and what it cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Whatever does not depend on the order of rows.
    Content,
    /// `ng:table` and `ng:row` of each thing that stands in a table.
    Places,
}

/// Whoever takes the triples: an edition's draft, or a test.
///
/// Terms are numbered by it, so that a case of a million claims names each of
/// them once and then counts.
pub trait Sink {
    /// Gives the number of a term: the same one every time.
    fn number(&mut self, term: TermRef<'_>) -> u32;

    /// Takes a triple of numbers that it gave.
    fn triple(&mut self, layer: Layer, triple: [u32; 3]);
}

/// Hands out a case as triples, one by one and in no particular order; a triple
/// may come twice. Nothing is collected here: a case has tens of them per claim.
/// Its links are for [`link_triples`].
pub fn triples(case: &Case, assessed: &Assessment, numbers: &Numbers, sink: &mut dyn Sink) {
    let mut writer = Writer::new(numbers, sink);
    rows::write(&mut writer, case);
    claims::write(&mut writer, case, assessed);
}

/// Hands out the links of a case, and the shortcuts that follow from them. Apart
/// from the rest, so that whoever has a million links can let go of them first.
pub fn link_triples(case: &Case, links: &[Link], numbers: &Numbers, sink: &mut dyn Sink) {
    let mut writer = Writer::new(numbers, sink);
    let relations: BTreeSet<_> = links.iter().map(|link| link.relation).collect();
    rows::write_relations(&mut writer, case, relations);
    claims::write_links(&mut writer, case, links);
}

/// Describes one subject at a time.
struct Writer<'s> {
    numbers: &'s Numbers,
    // Values that come again and again, and take long to spell.
    integers: HashMap<u32, u32>,
    days: HashMap<Day, u32>,
    sink: &'s mut dyn Sink,
}

impl<'s> Writer<'s> {
    fn new(numbers: &'s Numbers, sink: &'s mut dyn Sink) -> Self {
        Self {
            integers: HashMap::new(),
            days: HashMap::new(),
            numbers,
            sink,
        }
    }

    fn about(&mut self, subject: u32) -> Subject<'_, 's> {
        Subject { subject, w: self }
    }

    fn node(&mut self, iri: &str) -> u32 {
        number(self.sink, iri)
    }

    fn text(&mut self, text: &str) -> u32 {
        self.sink
            .number(TermRef::Literal(LiteralRef::new_simple_literal(text)))
    }

    fn literal(&mut self, literal: &Literal) -> u32 {
        self.sink.number(TermRef::Literal(literal.as_ref()))
    }

    fn integer(&mut self, integer: u32) -> u32 {
        let small = self.numbers.vocabulary.integer(integer);
        if let Some(known) = small.or_else(|| self.integers.get(&integer).copied()) {
            return known;
        }
        let number = self.literal(&Literal::from(i64::from(integer)));
        self.integers.insert(integer, number);
        number
    }

    fn day(&mut self, day: Day) -> u32 {
        if let Some(known) = self.days.get(&day) {
            return *known;
        }
        let number = self.literal(&Literal::new_typed_literal(day.to_string(), xsd::DATE));
        self.days.insert(day, number);
        number
    }
}

/// What is being described.
struct Subject<'w, 's> {
    subject: u32,
    w: &'w mut Writer<'s>,
}

impl Subject<'_, '_> {
    fn put(&mut self, predicate: u32, object: u32) {
        let triple = [self.subject, predicate, object];
        self.w.sink.triple(Layer::Content, triple);
    }

    fn link(&mut self, property: Property, object: u32) {
        self.put(self.w.numbers.vocabulary.property(property), object);
    }

    /// `a ng:Claim`
    fn class(&mut self, class: Class) {
        self.link(Property::Type, self.w.numbers.vocabulary.class(class));
    }

    /// A link to a term of the vocabulary that is made of a word: `ng:denied`.
    fn word(&mut self, property: Property, iri: &str) {
        let object = self.w.node(iri);
        self.link(property, object);
    }

    fn standing(&mut self, standing: Standing) {
        let object = self.w.numbers.vocabulary.standing(standing);
        self.link(Property::Standing, object);
    }

    fn text(&mut self, property: Property, text: &str) {
        let object = self.w.text(text);
        self.link(property, object);
    }

    fn text_if(&mut self, property: Property, text: Option<&str>) {
        if let Some(text) = text {
            self.text(property, text);
        }
    }

    fn integer(&mut self, property: Property, integer: u32) {
        let object = self.w.integer(integer);
        self.link(property, object);
    }

    fn decimal(&mut self, property: Property, decimal: Decimal) {
        let literal = Literal::new_typed_literal(decimal.to_string(), xsd::DECIMAL);
        let object = self.w.literal(&literal);
        self.link(property, object);
    }

    fn day(&mut self, property: Property, day: Option<Day>) {
        if let Some(day) = day {
            let object = self.w.day(day);
            self.link(property, object);
        }
    }

    /// `ng:table` and `ng:row`: apart, since they change when rows move.
    fn place(&mut self, place: RowPlace) {
        let table = self.w.text(place.table.file());
        let row = place.row.map(|row| self.w.integer(row));
        let row = row.map(|row| (Property::Row, row));
        for (property, object) in [(Property::Table, table)].into_iter().chain(row) {
            let triple = [
                self.subject,
                self.w.numbers.vocabulary.property(property),
                object,
            ];
            self.w.sink.triple(Layer::Places, triple);
        }
    }
}
