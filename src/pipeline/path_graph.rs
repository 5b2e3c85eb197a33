//! Links and claims in an edition's own numbers, laid out as its path graph.
//!
//! Takes case by case what a path needs, as arrival numbers, so that a case can
//! be let go before the edition is built; gives the sections once every term
//! has its id.

use std::collections::BTreeSet;

use oxigraph::model::LiteralRef;

use crate::edition::{Built, EditionError};
use crate::model::{Assessment, Case, Edtf, Link, Statement, Support, chain};
use crate::network::{Days, NetworkDraft, NewClaim, NewLink, layout};
use crate::pipeline::LoadError;
use crate::rdf::{Numbers, Sink};

/// The path graph has room for this many categories; the rest share the last.
const CATEGORIES: usize = 16;

/// What the path graph is made of, in arrival numbers.
#[derive(Default)]
pub(super) struct Gathered {
    // A category is, until all are known, a position in `categories`.
    draft: NetworkDraft,
    // Names of categories, in the order in which they came.
    categories: Vec<String>,
}

impl Gathered {
    /// Adds the links and claims of a case.
    pub(super) fn add(
        &mut self,
        case: &Case,
        assessed: &Assessment,
        links: &[Link],
        numbers: &Numbers,
        sink: &mut dyn Sink,
    ) {
        let of_entities = case.entities.indexes().map(|entity| numbers.entity(entity));
        self.draft.entities(of_entities);
        self.draft.reserve(links.len(), case.claims.len());
        for (at, link) in links.iter().enumerate() {
            let relation = &case.relations[link.relation];
            let category = self.category(&relation.category);
            // A link needs all of its claims, so it is as well founded as the least of them.
            let origins = link
                .claims
                .iter()
                .map(|claim| assessed.claim(*claim).origins)
                .min()
                .unwrap_or(0);
            let days = link.claims.first();
            let new = NewLink {
                link: numbers.link(at),
                from: numbers.entity(link.from),
                to: numbers.entity(link.to),
                relation: numbers.relation(link.relation),
                standing: link.standing,
                mode: link.mode,
                category,
                origins,
                // The claims of a link come from one row.
                days: days.map_or(Days::UNDATED, |claim| {
                    days_of(case.claims[*claim].when.as_ref())
                }),
            };
            let claims = link.claims.iter().map(|claim| numbers.claim(*claim));
            self.draft.link(new, claims);
        }
        for (index, claim) in case.claims.iter() {
            match claim.statement {
                Statement::Attribute { .. } => continue,
                Statement::Relationship { .. }
                | Statement::Attendance { .. }
                | Statement::Transaction { .. } => {}
            }
            let assessed = assessed.claim(index);
            let new = NewClaim {
                claim: numbers.claim(index),
                standing: assessed.standing,
                origins: assessed.origins,
                named: assessed.support.contains(Support::Named),
                documented: assessed.support.contains(Support::Document),
            };
            let source = |source| numbers.source(source);
            let left = claim
                .citations()
                .iter()
                .filter(|citation| !assessed.withdrawn.contains(&citation.source));
            let chains = left.map(|citation| {
                let sources = chain(&case.sources, citation.source).sources().to_vec();
                sources.into_iter().map(source)
            });
            self.draft
                .claim(new, assessed.outlets.iter().copied().map(source), chains);
        }
        for (index, source) in case.sources.iter() {
            if let Some(origin) = &source.origin {
                let origin = sink.number(LiteralRef::new_simple_literal(origin).into());
                self.draft.origin(numbers.source(index), origin);
            }
        }
    }

    fn category(&mut self, name: &str) -> u8 {
        let known = self.categories.iter().position(|known| known == name);
        let at = known.unwrap_or_else(|| {
            self.categories.push(name.to_owned());
            self.categories.len() - 1
        });
        // Those beyond share the last number in any case.
        u8::try_from(at).unwrap_or(u8::MAX)
    }

    /// Adds the path graph of everything gathered to a built edition.
    pub(super) fn lay_out(mut self, built: &mut Built) -> Result<(), LoadError> {
        let categories = category_numbers(&self.categories);
        self.draft.categorise(|category| {
            let number = categories.get(usize::from(category));
            number.copied().unwrap_or(CATEGORIES as u8 - 1)
        });
        self.draft.renumber(|arrival| {
            built.id(arrival).ok_or_else(|| EditionError::Refused {
                what: "a link to something that is described nowhere".to_owned(),
            })
        })?;
        for (name, bytes) in layout(self.draft)? {
            built.add_section(name, bytes)?;
        }
        Ok(())
    }
}

/// The days of a date, as the path graph counts them.
fn days_of(date: Option<&Edtf>) -> Days {
    date.map_or(Days::UNDATED, |date| {
        Days::new(
            date.earliest().map(Days::number),
            date.latest().map(Days::number),
        )
    })
}

/// The number of each category, in the order of their names.
fn category_numbers(names: &[String]) -> Vec<u8> {
    let sorted: BTreeSet<&String> = names.iter().collect();
    let number = |name| {
        let at = sorted.iter().take_while(|other| **other < name).count();
        u8::try_from(at.min(CATEGORIES - 1)).unwrap_or_default()
    };
    names.iter().map(number).collect()
}
