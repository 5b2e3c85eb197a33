//! What is said of one subject, asked by property and read as a type.
//!
//! Takes numbers from [`Statements`]; gives texts, dates, figures, words of
//! closed lists and references to rows that are known already. A value that no
//! case is written with is an error that names subject and property.

use std::collections::HashMap;
use std::str::FromStr;

use oxigraph::model::{NamedNode, Term};

use super::{BackError, Class, Property, Read, Statements};
use crate::model::iri;
use crate::model::{Edtf, Ix, RowPlace, Table};

/// A row that is there, by its number and its id.
pub(super) struct Member {
    pub(super) number: u32,
    pub(super) id: Box<str>,
}

/// Reads facts by the vocabulary's own numbers.
pub(super) struct Reader<'s, S> {
    statements: &'s S,
    bases: &'s [&'s str],
    // In the order of the variants; `None` for what no triple has.
    properties: Vec<Option<u32>>,
    classes: Vec<Option<u32>>,
}

impl<'s, S: Statements> Reader<'s, S> {
    pub(super) fn new(statements: &'s S, bases: &'s [&'s str]) -> Read<Self, S> {
        let number = |iri: String| statements.number(&node(&iri));
        let properties = Property::iris().map(number).collect::<Result<_, _>>()?;
        let classes = Class::iris().map(number).collect::<Result<_, _>>()?;
        Ok(Self {
            statements,
            bases,
            properties,
            classes,
        })
    }

    /// The number of an IRI, if any triple has it.
    pub(super) fn number(&self, iri: &str) -> Read<Option<u32>, S> {
        Ok(self.statements.number(&node(iri))?)
    }

    fn property(&self, property: Property) -> Option<u32> {
        self.properties[property as usize]
    }

    /// Every subject of a class.
    pub(super) fn subjects(&self, class: Class) -> Read<Vec<u32>, S> {
        match (self.property(Property::Type), self.classes[class as usize]) {
            (Some(is_a), Some(class)) => Ok(self.statements.subjects(is_a, class)?),
            (None, _) | (_, None) => Ok(Vec::new()),
        }
    }

    /// The rows of a class, each with the position of its case's base.
    pub(super) fn members(&self, class: Class) -> Read<Vec<(usize, Member)>, S> {
        let mut members = Vec::new();
        for number in self.subjects(class)? {
            let iri = self.iri(number)?;
            let bases = self.bases.iter().enumerate();
            let found = bases
                .filter_map(|(case, base)| Some((case, iri::row(&iri, base)?)))
                .next();
            let Some((case, (_, id))) = found else {
                return Err(BackError::NotARow {
                    about: iri,
                    what: "it lies in no case".to_owned(),
                });
            };
            let id = id.into();
            members.push((case, Member { number, id }));
        }
        Ok(members)
    }

    /// The IRI behind a number.
    pub(super) fn iri(&self, number: u32) -> Read<String, S> {
        match self.statements.term(number)? {
            Term::NamedNode(node) => Ok(node.into_string()),
            other @ (Term::Literal(_) | Term::BlankNode(_)) => Err(BackError::NotARow {
                about: other.to_string(),
                what: "it is no IRI".to_owned(),
            }),
        }
    }

    /// Everything that is said of a subject.
    pub(super) fn facts(&self, subject: u32) -> Read<Facts<'_, S>, S> {
        let mut pairs = Vec::with_capacity(48);
        self.statements.about(subject, &mut pairs)?;
        Ok(Facts {
            reader: self,
            subject,
            pairs,
        })
    }
}

/// What is said of one subject.
pub(super) struct Facts<'r, S> {
    reader: &'r Reader<'r, S>,
    pub(super) subject: u32,
    // Predicate and object.
    pairs: Vec<[u32; 2]>,
}

impl<S: Statements> Facts<'_, S> {
    /// Every value of a predicate, by its number.
    pub(super) fn values(&self, predicate: Option<u32>) -> impl Iterator<Item = u32> {
        let pairs = self.pairs.iter();
        let of_it = pairs.filter(move |[found, _]| Some(*found) == predicate);
        of_it.map(|[_, object]| *object)
    }

    pub(super) fn all(&self, property: Property) -> impl Iterator<Item = u32> {
        self.values(self.reader.property(property))
    }

    pub(super) fn one(&self, property: Property) -> Option<u32> {
        self.all(property).next()
    }

    pub(super) fn is_a(&self, class: Class) -> bool {
        let class = self.reader.classes[class as usize];
        class.is_some_and(|class| self.all(Property::Type).any(|found| found == class))
    }

    /// The text behind a number, whatever its datatype.
    pub(super) fn text_of(&self, number: u32) -> Read<Box<str>, S> {
        match self.reader.statements.term(number)? {
            Term::Literal(literal) => Ok(literal.value().into()),
            other @ (Term::NamedNode(_) | Term::BlankNode(_)) => {
                Err(self.wrong(format!("{other} is no text")))
            }
        }
    }

    pub(super) fn text(&self, property: Property) -> Read<Option<Box<str>>, S> {
        self.one(property).map(|n| self.text_of(n)).transpose()
    }

    pub(super) fn texts(&self, property: Property) -> Read<Vec<Box<str>>, S> {
        self.all(property).map(|n| self.text_of(n)).collect()
    }

    /// What every row of its kind has.
    pub(super) fn needed<T>(&self, property: Property, found: Option<T>) -> Read<T, S> {
        found.ok_or_else(|| self.wrong(format!("it has no `{property:?}`")))
    }

    pub(super) fn needed_text(&self, property: Property) -> Read<Box<str>, S> {
        self.needed(property, self.text(property)?)
    }

    /// A value that is written as a text: a day, a date, a figure.
    pub(super) fn parsed<T: FromStr>(&self, property: Property) -> Read<Option<T>, S> {
        let Some(text) = self.text(property)? else {
            return Ok(None);
        };
        match text.parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(self.wrong(format!("its `{property:?}` is `{text}`"))),
        }
    }

    pub(super) fn date(&self, property: Property) -> Read<Option<Edtf>, S> {
        self.parsed(property)
    }

    /// A word of a closed list.
    pub(super) fn word<T: Copy>(
        &self,
        property: Property,
        all: &[T],
        as_str: impl Fn(T) -> &'static str,
    ) -> Read<Option<T>, S> {
        let Some(text) = self.text(property)? else {
            return Ok(None);
        };
        match all.iter().find(|word| as_str(**word) == &*text) {
            Some(word) => Ok(Some(*word)),
            None => Err(self.wrong(format!("its `{property:?}` is `{text}`"))),
        }
    }

    /// A term of the vocabulary that stands for a word.
    pub(super) fn term_word<T: Copy>(
        &self,
        property: Property,
        all: &[T],
        iri: impl Fn(T) -> String,
    ) -> Read<Option<T>, S> {
        let Some(found) = self.one(property) else {
            return Ok(None);
        };
        let found = self.reader.iri(found)?;
        match all.iter().find(|word| iri(**word) == found) {
            Some(word) => Ok(Some(*word)),
            None => Err(self.wrong(format!("its `{property:?}` is `{found}`"))),
        }
    }

    /// The row behind a number.
    pub(super) fn known<T>(&self, number: u32, rows: &HashMap<u32, Ix<T>>) -> Read<Ix<T>, S> {
        match rows.get(&number) {
            Some(row) => Ok(*row),
            None => {
                let what = self.reader.iri(number)?;
                Err(self.wrong(format!("`{what}` is no such row")))
            }
        }
    }

    pub(super) fn reference<T>(
        &self,
        property: Property,
        rows: &HashMap<u32, Ix<T>>,
    ) -> Read<Option<Ix<T>>, S> {
        let found = self.one(property);
        found.map(|number| self.known(number, rows)).transpose()
    }

    /// Every row that a property leads to, sorted.
    pub(super) fn references<T>(
        &self,
        property: Property,
        rows: &HashMap<u32, Ix<T>>,
    ) -> Read<Vec<Ix<T>>, S> {
        let found = self.all(property).map(|number| self.known(number, rows));
        let mut found = found.collect::<Result<Vec<_>, _>>()?;
        found.sort_unstable();
        Ok(found)
    }

    /// Every place it stands in, by row; several only for a relation of several cases.
    pub(super) fn places(&self) -> Read<Vec<RowPlace>, S> {
        let Some(table) = self.word(Property::Table, &Table::ALL, Table::file)? else {
            return Ok(Vec::new());
        };
        let mut rows = Vec::new();
        for number in self.all(Property::Row) {
            let text = self.text_of(number)?;
            let row = text.parse();
            rows.push(row.map_err(|_| self.wrong(format!("its row is `{text}`")))?);
        }
        rows.sort_unstable();
        let place = |row| RowPlace { table, row };
        Ok(match rows[..] {
            [] => vec![place(None)],
            _ => rows.into_iter().map(|row| place(Some(row))).collect(),
        })
    }

    pub(super) fn place(&self) -> Read<RowPlace, S> {
        let place = self.places()?.first().copied();
        self.needed(Property::Table, place)
    }

    /// Says what is wrong with the subject.
    pub(super) fn wrong(&self, what: String) -> BackError<S::Error> {
        match self.reader.iri(self.subject) {
            Ok(about) => BackError::NotARow { about, what },
            Err(error) => error,
        }
    }
}

fn node(iri: &str) -> Term {
    Term::NamedNode(NamedNode::new_unchecked(iri))
}
