//! The redacted case: the same claims, standings and counts, and nothing that
//! tells who a protected source is.
//!
//! Takes a checked case; gives a second one from which an edition is made like
//! from any other, so that what leaves the desk was never filtered out of
//! something that holds the names. Also gives every cell that is kept and
//! would tell all the same. It has never heard of files or editions.
//!
//! | withheld | kept |
//! |---|---|
//! | every cell of a protected source | its kind, its number of voices, its place on chains, that it shares an origin |
//! | quote, locator, day of each passage that came through it | that it is cited |
//! | id, words, days of answers by, through or to it; for whom it speaks | what they answer, stance, scope |
//! | id, text, who could answer, of questions from or about it | what they are about |
//! | the desk's notes on claims that rest on it, and the day these were entered | the claims |
//! | people and companies that only such cells name | all others |
//! | decisions on whether one of those and another are the same | all others |
//! | the row numbers of each table from which something is withheld | those of all others |
//!
//! Standing, support and counts depend on who the sources are. They are those
//! of the full case, carried over: computed from what is left they would tell
//! another truth, and what they are computed from is the secret.

mod cover;
mod entities;
mod numbers;
mod order;
mod tells;
mod telltales;
mod withhold;

use std::collections::BTreeSet;

use super::answer::Denial;
use super::assessed::{Assessed, Assessment};
use super::case::Case;
use super::claim::Citation;
use super::entity::Entity;
use super::few::Few;
use super::rows::{Ix, Rows};
use super::source::Source;
use super::standing::assess;
use super::table::{RowPlace, Table};
use cover::Cover;
use numbers::Names;
use withhold::{Moved, withhold};

pub use tells::{Tell, TellKind};
pub use telltales::Telltales;

/// A case that may leave the desk once nothing in it tells.
#[derive(Debug, Clone)]
pub struct Redacted {
    pub case: Case,
    /// Cells that are kept and tell of a protected source; sorted by place.
    pub tells: Vec<Tell>,
    /// What told there, to look for in texts that are no cells.
    pub telltales: Telltales,
}

/// Redacts a case. `printable` are names and words that may be printed although
/// they are those of a protected source.
///
/// Shuffled rows give the same case but for row numbers. Linear in the case, but
/// for protected sources that look alike, see `order`.
pub fn redact(full: &Case, printable: &[String]) -> Redacted {
    let assessed = assess(full);
    let cover = Cover::of(full);
    let names = Names::of(full, &assessed, &cover);
    let (mut case, moved) = withhold(full, &cover, &names);
    let gone = entities::drop_unnamed(full, &mut case);
    let telltales = Telltales::of(full, &cover, &gone, &case, printable);
    let mut tells = tells::in_cells(&case, &telltales);
    tells.extend(tells::as_parties(full, &assessed, &cover));
    hide_rows(&mut case, &tables_with_gaps(full, &cover, &gone));
    case.assessed = Some(carried(full, &assessed, &moved));
    Redacted {
        case,
        tells: tells.into_iter().collect(),
        telltales,
    }
}

/// The tables from which a row or passage is withheld. Were the row numbers of
/// the others given, the gap would say where it stands; and tables are often
/// sorted by name.
fn tables_with_gaps(full: &Case, cover: &Cover, gone: &[Ix<Entity>]) -> BTreeSet<Table> {
    let mut tables = BTreeSet::new();
    if full.sources.indexes().any(|ix| cover.is_protected(ix)) {
        tables.insert(Table::Sources);
    }
    if full.denials.indexes().any(|ix| cover.has_denial(ix)) {
        tables.insert(Table::Denials);
    }
    if full.questions.indexes().any(|ix| cover.has_question(ix)) {
        tables.insert(Table::Questions);
    }
    let mut citations = full.claims.iter().flat_map(|(_, claim)| claim.citations());
    if citations
        .any(|citation| citation.passage().place.is_some() && cover.is_through(citation.source))
    {
        tables.insert(Table::Citations);
    }
    let mut identities = full.identities.iter();
    if identities.any(|(_, identity)| entities::is_on_gone(identity, gone)) {
        tables.insert(Table::Identities);
    }
    tables.extend(gone.iter().map(|ix| full.entities[*ix].place.table));
    tables
}

fn hide_rows(case: &mut Case, tables: &BTreeSet<Table>) {
    let hide = |place: &mut RowPlace| {
        if tables.contains(&place.table) {
            place.row = None;
        }
    };
    let mut entities = std::mem::take(&mut case.entities).into_rows();
    entities.iter_mut().for_each(|row| hide(&mut row.place));
    case.entities = Rows::new(entities);
    let mut sources = std::mem::take(&mut case.sources).into_rows();
    sources.iter_mut().for_each(|row| hide(&mut row.place));
    case.sources = Rows::new(sources);
    let mut denials = std::mem::take(&mut case.denials).into_rows();
    denials.iter_mut().for_each(|row| hide(&mut row.place));
    case.denials = Rows::new(denials);
    let mut questions = std::mem::take(&mut case.questions).into_rows();
    questions.iter_mut().for_each(|row| hide(&mut row.place));
    case.questions = Rows::new(questions);
    let mut identities = std::mem::take(&mut case.identities).into_rows();
    identities.iter_mut().for_each(|row| hide(&mut row.place));
    case.identities = Rows::new(identities);
    if !tables.contains(&Table::Citations) {
        return;
    }
    let claims = std::mem::take(&mut case.claims).into_rows().into_iter();
    let claims = claims.filter_map(|claim| {
        let citations = claim.citations().iter().map(|citation| {
            let mut passage = citation.passage().clone();
            passage.place.iter_mut().for_each(hide);
            Citation::new(citation.source, passage)
        });
        let citations = citations.collect();
        claim.cite(citations)
    });
    case.claims = Rows::new(claims.collect());
}

/// What was said of each claim, with sources and answers by their new indexes.
fn carried(full: &Case, assessed: &Assessment, moved: &Moved) -> Assessment {
    let sources = |old: &[Ix<Source>]| -> Box<[Ix<Source>]> {
        let new: BTreeSet<_> = old.iter().map(|ix| moved.source(*ix)).collect();
        new.into_iter().collect()
    };
    let denials = |old: &[Ix<Denial>]| -> Few<Ix<Denial>> {
        let new: BTreeSet<_> = old.iter().map(|ix| moved.denial(*ix)).collect();
        new.into_iter().collect()
    };
    let claims = full.claims.indexes().map(|claim| {
        let Assessed {
            standing,
            rule,
            support,
            outlets,
            origins,
            voices,
            acknowledged_by,
            withdrawn,
            answers,
            relays,
        } = assessed.claim(claim);
        Assessed {
            standing: *standing,
            rule: *rule,
            support: *support,
            outlets: sources(outlets),
            origins: *origins,
            voices: *voices,
            acknowledged_by: denials(acknowledged_by),
            withdrawn: sources(withdrawn).into(),
            answers: denials(answers),
            relays: sources(relays).into(),
        }
    });
    Assessment::new(claims.collect())
}
