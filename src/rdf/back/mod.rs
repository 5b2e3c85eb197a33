//! Triples back to the cases that they were written from.
//!
//! Takes whoever can look up triples of both layers; gives [`Case`]s that are
//! written as the same triples, content and places, and judged and linked
//! alike. Standings are not read: they follow. Which triples are not of any
//! table is for [`Background`].
//!
//! What no triple depends on cannot be told from them and may differ from the
//! tables: the spelling of an amount, relations that nobody uses, and of which
//! source the words in a claim's own row are where each has passages besides.

mod background;
mod claims;
mod facts;
mod rows;

use std::collections::{BTreeSet, HashMap};

use oxigraph::model::Term;

use super::vocabulary::{Class, Property};
use crate::model::{
    Case, Claim, Entity, Identified, Ix, Meeting, Question, RelationType, RowPlace, Rows, Source,
    Statement,
};
use facts::{Member, Reader};

pub use background::Background;

/// Whoever can look up triples by number: an edition, or a test.
///
/// Both layers are asked as one.
pub trait Statements {
    type Error: std::error::Error + 'static;

    /// The term behind a number.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    fn term(&self, number: u32) -> Result<Term, Self::Error>;

    /// The number of a term, if any triple has it.
    ///
    /// # Errors
    /// When it cannot be looked up.
    fn number(&self, term: &Term) -> Result<Option<u32>, Self::Error>;

    /// Adds predicate and object of every triple with this subject.
    ///
    /// # Errors
    /// When they cannot be read.
    fn about(&self, subject: u32, facts: &mut Vec<[u32; 2]>) -> Result<(), Self::Error>;

    /// Every subject of a triple with this predicate and object.
    ///
    /// # Errors
    /// When they cannot be read.
    fn subjects(&self, predicate: u32, object: u32) -> Result<Vec<u32>, Self::Error>;
}

/// Why triples are not read back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackError<E: std::error::Error + 'static> {
    #[error(transparent)]
    Statements(#[from] E),
    /// No case of this version is written so.
    #[error("`{about}` is not described as a row of a case is: {what}")]
    NotARow { about: String, what: String },
}

/// The result of reading something back from `S`.
type Read<T, S> = Result<T, BackError<<S as Statements>::Error>>;

/// What numbers stand for in one case.
#[derive(Default)]
struct Known {
    entities: HashMap<u32, Ix<Entity>>,
    relations: HashMap<u32, Ix<RelationType>>,
    meetings: HashMap<u32, Ix<Meeting>>,
    sources: HashMap<u32, Ix<Source>>,
    claims: HashMap<u32, Ix<Claim>>,
    questions: HashMap<u32, Ix<Question>>,
}

/// Reads the cases with these bases and titles, in this order. Linear in the
/// triples of their rows, but for look-ups.
///
/// Where several cases define one relation, which row is whose cannot be told:
/// each row is given to one of those that use it.
///
/// # Errors
/// When a triple cannot be read, or a row lacks what each of its kind has, as
/// in what another program wrote.
pub fn cases<S: Statements>(
    statements: &S,
    described: &[(String, Option<String>)],
) -> Read<Vec<Case>, S> {
    let bases: Vec<&str> = described.iter().map(|(base, _)| base.as_str()).collect();
    let reader = Reader::new(statements, &bases)?;
    let members = Members::of(&reader, bases.len())?;
    let relations = rows::relations(&reader)?;
    let mut cases = Vec::with_capacity(described.len());
    for ((base, title), members) in described.iter().zip(members) {
        let case = Case {
            base: base.clone(),
            title: title.clone(),
            ..Case::default()
        };
        cases.push(read_case(&reader, case, &relations, &members)?);
    }
    give_places(&mut cases, &relations);
    Ok(cases)
}

fn read_case<S: Statements>(
    reader: &Reader<'_, S>,
    mut case: Case,
    relations: &[rows::Relation],
    members: &Members,
) -> Read<Case, S> {
    let mut known = Known::default();
    let types = relations.iter().map(|found| found.relation.clone());
    case.relations = Rows::new(types.collect());
    let types = relations.iter().filter_map(|found| {
        let at = case.relations.find(found.relation.id())?;
        Some((found.number, at))
    });
    known.relations = types.collect();
    case.entities = read_rows(&members.entities, |m| rows::entity(reader, m))?;
    known.entities = numbers(&members.entities, &case.entities);
    case.sources = read_rows(&members.sources, |m| rows::source(reader, &known, m))?;
    known.sources = numbers(&members.sources, &case.sources);
    for member in &members.sources {
        let facts = reader.facts(member.number)?;
        if let Some(via) = facts.reference(Property::Via, &known.sources)? {
            let from = facts.known(member.number, &known.sources)?;
            case.sources.row_mut(from).via = Some(via);
        }
    }
    case.meetings = read_rows(&members.meetings, |m| rows::meeting(reader, &known, m))?;
    known.meetings = numbers(&members.meetings, &case.meetings);
    let mut passages = claims::passages(reader, &known, &members.citations)?;
    let mut summaries = Vec::new();
    case.claims = read_rows(&members.claims, |m| {
        let own = passages.remove(&m.number).unwrap_or_default();
        claims::claim(reader, &known, m, own, &mut summaries)
    })?;
    known.claims = numbers(&members.claims, &case.claims);
    for number in summaries {
        let facts = reader.facts(number)?;
        let parts = facts.references(Property::Summarises, &known.claims)?;
        let summary = facts.known(number, &known.claims)?;
        case.claims.row_mut(summary).summarises = parts.into_iter().collect();
    }
    case.questions = read_rows(&members.questions, |m| {
        rows::question(reader, &known, &case.claims, m)
    })?;
    known.questions = numbers(&members.questions, &case.questions);
    case.denials = read_rows(&members.denials, |m| {
        rows::denial(reader, &known, &case.claims, m)
    })?;
    case.identities = read_rows(&members.identities, |m| rows::identity(reader, &known, m))?;
    Ok(case)
}

/// What rows there are of each kind, in one case.
#[derive(Default)]
struct Members {
    entities: Vec<Member>,
    meetings: Vec<Member>,
    sources: Vec<Member>,
    claims: Vec<Member>,
    citations: Vec<Member>,
    denials: Vec<Member>,
    questions: Vec<Member>,
    identities: Vec<Member>,
}

impl Members {
    /// Those of each of so many cases.
    fn of<S: Statements>(reader: &Reader<'_, S>, cases: usize) -> Read<Vec<Members>, S> {
        let mut of_cases: Vec<Members> = Vec::new();
        of_cases.resize_with(cases, Members::default);
        type Kind = fn(&mut Members) -> &mut Vec<Member>;
        let kinds: [(Class, Kind); 10] = [
            (Class::Person, |m| &mut m.entities),
            (Class::Organization, |m| &mut m.entities),
            (Class::Asset, |m| &mut m.entities),
            (Class::Meeting, |m| &mut m.meetings),
            (Class::Source, |m| &mut m.sources),
            (Class::Claim, |m| &mut m.claims),
            (Class::Citation, |m| &mut m.citations),
            (Class::Denial, |m| &mut m.denials),
            (Class::Question, |m| &mut m.questions),
            (Class::Identity, |m| &mut m.identities),
        ];
        for (class, kind) in kinds {
            for (case, member) in reader.members(class)? {
                kind(&mut of_cases[case]).push(member);
            }
        }
        Ok(of_cases)
    }
}

fn read_rows<T: Identified, E>(
    members: &[Member],
    mut read: impl FnMut(&Member) -> Result<T, E>,
) -> Result<Rows<T>, E> {
    // A million of them: gathered in one list of their size.
    let mut rows = Vec::with_capacity(members.len());
    for member in members {
        rows.push(read(member)?);
    }
    Ok(Rows::new(rows))
}

/// The index of each row by its number.
fn numbers<T: Identified>(members: &[Member], rows: &Rows<T>) -> HashMap<u32, Ix<T>> {
    let members = members.iter();
    members
        .filter_map(|member| Some((member.number, rows.find(&member.id)?)))
        .collect()
}

/// Gives the rows of `relations.csv` to the cases that use what stands in them.
fn give_places(cases: &mut [Case], relations: &[rows::Relation]) {
    let own: Vec<_> = relations.iter().filter(|r| !r.places.is_empty()).collect();
    if own.is_empty() {
        return;
    }
    let used: Vec<BTreeSet<Ix<RelationType>>> = cases.iter().map(relations_used).collect();
    for relation in own {
        let mut places = relation.places.iter().copied().peekable();
        for (case, used) in cases.iter_mut().zip(&used) {
            let at = case.relations.find(relation.relation.id());
            let Some(at) = at.filter(|at| used.contains(at)) else {
                continue;
            };
            let place: Option<RowPlace> = places.peek().copied();
            case.relations.row_mut(at).place = place;
            // The last one is that of all who are left: equal places are one.
            if places.len() > 1 {
                places.next();
            }
        }
    }
}

/// The relations that a row of a case names: those of its own table are among
/// them, since the program's own cannot be defined again.
fn relations_used(case: &Case) -> BTreeSet<Ix<RelationType>> {
    let claims = case.claims.iter();
    claims
        .filter_map(|(_, claim)| match claim.statement {
            Statement::Relationship { relation, .. } => Some(relation),
            Statement::Attendance { .. }
            | Statement::Transaction { .. }
            | Statement::Attribute { .. } => None,
        })
        .collect()
}
