//! Links and claims in an edition's own numbers, laid out as its path graph.

use std::collections::BTreeMap;

use oxigraph::model::{NamedNode, Term};

use crate::edition::{Built, EditionError};
use crate::model::iri::{self, CaseIris};
use crate::model::{Assessment, Case, Identified, Link, Statement, chain};
use crate::network::{NewClaim, NewLink, layout};
use crate::pipeline::LoadError;

/// The path graph has room for this many categories; the rest share the last.
const CATEGORIES: usize = 16;

/// Adds the path graph of all cases to a built edition.
pub(super) fn add(
    built: &mut Built,
    cases: &[(&Case, Assessment, Vec<Link>)],
) -> Result<(), LoadError> {
    let numbers = Numbers(built);
    let categories = categories(cases);
    let mut entities = Vec::new();
    let mut new_links = Vec::new();
    let mut new_claims = Vec::new();
    for (case, assessed, links) in cases {
        let iris = CaseIris::new(&case.base);
        for (_, entity) in case.entities.iter() {
            entities.push(numbers.of(iris.entity(&entity.id))?);
        }
        for link in links {
            let relation = &case.relations[link.relation];
            let own = link.claims.len() == 1 && case.claims[link.claims[0]].id == link.id;
            new_links.push(NewLink {
                link: numbers.of(if own {
                    iris.claim(&link.id)
                } else {
                    iris.link(&link.id)
                })?,
                from: numbers.of(iris.entity(case.entities[link.from].id()))?,
                to: numbers.of(iris.entity(case.entities[link.to].id()))?,
                relation: numbers.of(format!("{}{}", iri::REL, relation.id))?,
                standing: link.standing,
                mode: link.mode,
                category: categories
                    .get(relation.category.as_str())
                    .copied()
                    .unwrap_or_default(),
                // A link needs all of its claims, so it is as well founded as the least of them.
                origins: link
                    .claims
                    .iter()
                    .map(|claim| assessed.claim(*claim).origins)
                    .min()
                    .unwrap_or(0),
                claims: link
                    .claims
                    .iter()
                    .map(|claim| numbers.of(iris.claim(case.claims[*claim].id())))
                    .collect::<Result<_, _>>()?,
            });
        }
        for (index, claim) in case.claims.iter() {
            match claim.statement {
                Statement::Attribute { .. } => continue,
                Statement::Relationship { .. }
                | Statement::Attendance { .. }
                | Statement::Transaction { .. } => {}
            }
            let assessed = assessed.claim(index);
            let source = |source| numbers.of(iris.source(case.sources[source].id()));
            let left = claim
                .citations()
                .iter()
                .filter(|citation| !assessed.withdrawn.contains(&citation.source));
            let chains = left.map(|citation| {
                let chain = chain(&case.sources, citation.source);
                chain
                    .sources()
                    .iter()
                    .map(|on_chain| source(*on_chain))
                    .collect::<Result<Vec<u32>, _>>()
            });
            new_claims.push(NewClaim {
                claim: numbers.of(iris.claim(claim.id()))?,
                standing: assessed.standing,
                origins: assessed.origins,
                outlets: assessed
                    .outlets
                    .iter()
                    .map(|outlet| source(*outlet))
                    .collect::<Result<_, _>>()?,
                chains: chains.collect::<Result<_, _>>()?,
            });
        }
    }
    entities.sort_unstable();
    for (name, bytes) in layout(&entities, &new_links, &new_claims)? {
        built.add_section(name, bytes)?;
    }
    Ok(())
}

/// Categories in use, numbered in the order of their names.
fn categories<'a>(cases: &'a [(&Case, Assessment, Vec<Link>)]) -> BTreeMap<&'a str, u8> {
    let mut names: Vec<&str> = cases
        .iter()
        .flat_map(|(case, _, links)| {
            links
                .iter()
                .map(|link| case.relations[link.relation].category.as_str())
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            (
                name,
                u8::try_from(at.min(CATEGORIES - 1)).unwrap_or_default(),
            )
        })
        .collect()
}

struct Numbers<'a>(&'a Built);

impl Numbers<'_> {
    fn of(&self, iri: String) -> Result<u32, EditionError> {
        let term = Term::NamedNode(NamedNode::new_unchecked(iri));
        self.0.term_id(&term).ok_or_else(|| EditionError::Refused {
            what: format!("a link to {term}, which is described nowhere,"),
        })
    }
}
