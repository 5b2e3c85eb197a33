//! Checking: from the cells of a case to claims with every reference resolved,
//! and every problem on the way.
//!
//! Takes a [`Draft`]; gives a [`Case`], the [`Counts`] of rows, and a
//! [`Report`]. All problems are found in one go: a row that refers to a
//! refused row is not itself a problem. Bytes, delimiters and headers are
//! `read`'s; what follows from a good case (standing, links) is `model`'s.
//!
//! | concern | file |
//! |---|---|
//! | one row being checked: its cells, its problems | `row_check`, `problems` |
//! | ids of all tables, references to them | `ids`, `references`, `nearest` |
//! | cells of one form | `words`, `dates`, `figures`, `written_figures`, `currencies`, `identifiers`, `base` |
//! | damage that hides in cells | `characters`, `traces`, `names` |
//! | tables | `entities`, `relations`, `sources`, `statements`, `claims`, `citations`, `questions`, `denials` |
//! | rows taken together | `cycles`, `retractions` |
//! | what may leave the desk | `redact` |

mod base;
mod characters;
mod citations;
mod claims;
mod currencies;
mod cycles;
mod dates;
mod denials;
mod entities;
mod figures;
mod identifiers;
mod ids;
mod names;
mod nearest;
mod problems;
mod questions;
mod redact;
mod references;
mod relations;
mod retractions;
mod row_check;
mod sources;
mod statements;
mod traces;
mod words;
mod written_figures;

use std::collections::BTreeMap;

use crate::model::Case;
use crate::model::Report;
use crate::model::RowPlace;
use crate::model::Table;
use crate::read::Draft;

pub use redact::check_background;
pub use redact::redact_case;

use ids::Ids;
use problems::Problems;
use row_check::RowCheck;

/// How many rows of one table were read, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// Always `accepted + refused`.
    pub read: u32,
    pub accepted: u32,
    /// Rows with at least one problem of severity error, of reading or of checking.
    pub refused: u32,
}

/// The counts of rows of every table that the case has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub tables: BTreeMap<Table, RowCounts>,
}

/// Checks a whole case.
///
/// The case is to be used only when neither this report nor that of reading
/// holds an error: rows with errors, and what refers to them, may be absent.
/// Linear in cells, but for the search for the nearest id, which is made for
/// the first problems only.
pub fn check_case(draft: &Draft) -> (Case, Counts, Report) {
    let mut problems = Problems::default();
    let ids = Ids::collect(draft, &mut problems);
    let mut checking = Checking {
        draft,
        ids,
        problems,
    };
    let mut case = Case {
        base: base::check(draft, &mut checking.problems),
        title: draft.config.title.clone(),
        ..Case::default()
    };
    // Each step refers to rows of those before it.
    case.relations = relations::check(&mut checking);
    case.entities = entities::check(&mut checking);
    checking.ids.point_to_entities(&case.entities);
    names::check(&mut checking);
    case.sources = sources::check(&mut checking);
    checking.ids.point_to_sources(&case.sources);
    let passages = citations::check(&mut checking);
    claims::check(&mut checking, &mut case, passages);
    case.questions = questions::check(&mut checking, &case);
    case.denials = denials::check(&mut checking, &case);

    let counts = count(draft, &checking.problems);
    (case, counts, checking.problems.into_report())
}

/// What all steps share.
struct Checking<'a> {
    draft: &'a Draft,
    ids: Ids<'a>,
    problems: Problems,
}

impl<'a> Checking<'a> {
    /// Checks every row of one table, first for what holds for all tables,
    /// then by `check`; gives what could be made of them.
    fn rows<T>(
        &mut self,
        table: Table,
        mut check: impl FnMut(&mut RowCheck<'_, 'a>) -> Option<T>,
    ) -> Vec<T> {
        let Some(rows) = self.draft.tables.get(&table) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for row in rows.rows() {
            let place = RowPlace {
                table,
                row: Some(row.row()),
            };
            let mut row = RowCheck::new(row, place, &self.ids, &mut self.problems);
            row.check_all_cells();
            found.extend(check(&mut row));
        }
        found
    }
}

fn count(draft: &Draft, problems: &Problems) -> Counts {
    let mut tables: BTreeMap<Table, RowCounts> = draft
        .tables
        .iter()
        .map(|(table, rows)| {
            let counts = RowCounts {
                read: rows.read(),
                accepted: rows.read() - rows.refused(),
                refused: rows.refused(),
            };
            (*table, counts)
        })
        .collect();
    for place in problems.refused() {
        if let Some(counts) = tables.get_mut(&place.table) {
            counts.accepted -= 1;
            counts.refused += 1;
        }
    }
    Counts { tables }
}
