//! Links and claims in an edition's own numbers, laid out as its path graph.
//!
//! Takes case by case what a path needs, as arrival numbers, so that a case can
//! be let go before the edition is built; gives the sections once every term
//! has its id.

use std::collections::BTreeSet;

use crate::edition::{Built, EditionError};
use crate::model::{Assessment, Case, Link, Mode, Standing, Statement, chain};
use crate::network::{NetworkError, NewClaim, NewLink, layout};
use crate::pipeline::LoadError;
use crate::rdf::Numbers;

/// The path graph has room for this many categories; the rest share the last.
const CATEGORIES: usize = 16;

/// What the path graph is made of, in arrival numbers.
#[derive(Default)]
pub(super) struct Gathered {
    entities: Vec<u32>,
    links: Vec<GatheredLink>,
    claims: Vec<GatheredClaim>,
    // Lists of the links and claims, each with its length before it.
    lists: Vec<u32>,
    // Names of categories, in the order in which they came.
    categories: Vec<String>,
}

struct GatheredLink {
    link: u32,
    from: u32,
    to: u32,
    relation: u32,
    standing: Standing,
    mode: Mode,
    // A position in `categories`.
    category: u32,
    origins: u32,
    // Where its claims begin in `lists`.
    claims: u32,
}

struct GatheredClaim {
    claim: u32,
    standing: Standing,
    origins: u32,
    // Where its outlets begin in `lists`; the chains follow, after their count.
    outlets: u32,
}

impl Gathered {
    /// Adds the links and claims of a case.
    pub(super) fn add(
        &mut self,
        case: &Case,
        assessed: &Assessment,
        links: &[Link],
        numbers: &Numbers,
    ) {
        let of_entities = case.entities.indexes().map(|entity| numbers.entity(entity));
        self.entities.extend(of_entities);
        // A million of them: grown bit by bit they would be copied again and again.
        self.links.reserve_exact(links.len());
        self.claims.reserve_exact(case.claims.len());
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
            let claims = self.list(link.claims.iter().map(|claim| numbers.claim(*claim)));
            self.links.push(GatheredLink {
                link: numbers.link(at),
                from: numbers.entity(link.from),
                to: numbers.entity(link.to),
                relation: numbers.relation(link.relation),
                standing: link.standing,
                mode: link.mode,
                category,
                origins,
                claims,
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
            let outlets = self.list(
                assessed
                    .outlets
                    .iter()
                    .map(|source| numbers.source(*source)),
            );
            let left = claim
                .citations()
                .iter()
                .filter(|citation| !assessed.withdrawn.contains(&citation.source));
            let count = self.lists.len();
            self.lists.push(0);
            for citation in left {
                self.lists[count] += 1;
                let chain = chain(&case.sources, citation.source);
                self.list(chain.sources().iter().map(|source| numbers.source(*source)));
            }
            self.claims.push(GatheredClaim {
                claim: numbers.claim(index),
                standing: assessed.standing,
                origins: assessed.origins,
                outlets,
            });
        }
    }

    fn category(&mut self, name: &str) -> u32 {
        let known = self.categories.iter().position(|known| known == name);
        let at = known.unwrap_or_else(|| {
            self.categories.push(name.to_owned());
            self.categories.len() - 1
        });
        // There are no more than relations.
        at as u32
    }

    fn list(&mut self, items: impl Iterator<Item = u32>) -> u32 {
        let at = self.lists.len();
        self.lists.push(0);
        self.lists.extend(items);
        self.lists[at] = (self.lists.len() - at - 1) as u32;
        // Where there are more than that, nothing is laid out.
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Adds the path graph of everything gathered to a built edition.
    pub(super) fn lay_out(self, built: &mut Built) -> Result<(), LoadError> {
        if u32::try_from(self.lists.len()).is_err() {
            let limit = u64::from(u32::MAX);
            let what = "words in lists of the path graph";
            return Err(NetworkError::TooMany { what, limit }.into());
        }
        let ids = Ids(built);
        let categories = category_numbers(&self.categories);
        let mut entities = ids.of_all(&self.entities)?;
        entities.sort_unstable();
        let mut links = Vec::with_capacity(self.links.len());
        for link in &self.links {
            links.push(NewLink {
                link: ids.of(link.link)?,
                from: ids.of(link.from)?,
                to: ids.of(link.to)?,
                relation: ids.of(link.relation)?,
                standing: link.standing,
                mode: link.mode,
                category: categories[link.category as usize],
                origins: link.origins,
                claims: ids.of_all(self.list_at(link.claims as usize).0)?,
            });
        }
        let mut claims = Vec::with_capacity(self.claims.len());
        for claim in &self.claims {
            let (outlets, mut next) = self.list_at(claim.outlets as usize);
            let mut chains = Vec::new();
            for _ in 0..self.lists[next] {
                let (chain, after) = self.list_at(next + 1);
                chains.push(ids.of_all(chain)?);
                next = after - 1;
            }
            claims.push(NewClaim {
                claim: ids.of(claim.claim)?,
                standing: claim.standing,
                origins: claim.origins,
                outlets: ids.of_all(outlets)?,
                chains,
            });
        }
        drop(self);
        for (name, bytes) in layout(&entities, &links, &claims)? {
            built.add_section(name, bytes)?;
        }
        Ok(())
    }

    /// A list, and where what follows it begins.
    fn list_at(&self, at: usize) -> (&[u32], usize) {
        let end = at + 1 + self.lists[at] as usize;
        (&self.lists[at + 1..end], end)
    }
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

struct Ids<'a>(&'a Built);

impl Ids<'_> {
    fn of(&self, arrival: u32) -> Result<u32, EditionError> {
        self.0.id(arrival).ok_or_else(|| EditionError::Refused {
            what: "a link to something that is described nowhere".to_owned(),
        })
    }

    fn of_all(&self, arrivals: &[u32]) -> Result<Vec<u32>, EditionError> {
        arrivals.iter().map(|arrival| self.of(*arrival)).collect()
    }
}
