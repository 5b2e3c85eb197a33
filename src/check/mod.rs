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
//! | ids of all tables, references to them | `ids`, `text_map`, `references` |
//! | cells of one form | `words`, `dates`, `figures`, `written_figures`, `currencies`, `identifiers`, `base` |
//! | damage that hides in cells | `characters`, `traces`, `names` |
//! | tables | `entities`, `relations`, `sources`, `statements`, `claims`, `citations`, `questions`, `identities`, `denials` |
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
mod identities;
mod ids;
mod names;
mod problems;
mod questions;
mod redact;
mod references;
mod relations;
mod retractions;
mod row_check;
mod sources;
mod statements;
mod taken_back;
mod text_map;
mod traces;
mod words;
mod written_figures;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::model::Case;
use crate::model::Code;
use crate::model::Report;
use crate::model::RowPlace;
use crate::model::Table;
use crate::read::Draft;

pub use redact::BackgroundTells;
pub use redact::redact_case;
pub use taken_back::{Refused, SheetEntry, TAKEN_BACK, TakenBack, TakenCell, TakingBack};

use cycles::References;
use ids::Ids;
use problems::Problems;
use row_check::Found;
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

/// Checks a whole case, on all cores; what it gives does not depend on their number.
///
/// The case is to be used only when neither this report nor that of reading
/// holds an error: rows with errors, and what refers to them, may be absent.
/// Linear in cells, but for the search for the nearest id, which is made for
/// the first problems only.
pub fn check_case(draft: &Draft) -> (Case, Counts, Report) {
    check_counted(draft, &AtomicU64::new(0))
}

/// The same, counting the rows checked where somebody may look meanwhile.
pub fn check_counted(draft: &Draft, done: &AtomicU64) -> (Case, Counts, Report) {
    let (of_names, (case, ids, mut problems)) =
        rayon::join(|| names::check(draft), || check_tables(draft, done));
    problems.append(of_names);
    let counts = count(draft, &problems);
    (case, counts, problems.into_report(Some(&ids)))
}

/// Checks everything but what follows from names alone.
fn check_tables<'a>(draft: &'a Draft, done: &'a AtomicU64) -> (Case, Ids<'a>, Problems<'a>) {
    let mut problems = Problems::default();
    let ids = Ids::collect(draft, &mut problems);
    let mut checking = Checking {
        draft,
        ids,
        problems,
        references: References::default(),
        done,
    };
    let mut case = Case {
        base: base::check(draft, &mut checking.problems),
        title: draft.config.title.clone(),
        ..Case::default()
    };
    // Each step refers to rows of those before it.
    case.relations = relations::check(&mut checking);
    case.entities = entities::check(&mut checking);
    case.sources = sources::check(&mut checking);
    let passages = citations::check(&mut checking);
    claims::check(&mut checking, &mut case, passages);
    case.identities = identities::check(&mut checking, &case);
    case.questions = questions::check(&mut checking, &case);
    case.denials = denials::check(&mut checking, &case);
    (case, checking.ids, checking.problems)
}

/// So many rows are checked in one go by one core.
const ROWS_IN_A_PART: usize = 1 << 12;

/// So many parts are waited for before what was found in them is put together,
/// so that little of it is held twice.
const PARTS_IN_A_ROUND: usize = 16;

/// What all steps share.
struct Checking<'a> {
    draft: &'a Draft,
    ids: Ids<'a>,
    problems: Problems<'a>,
    /// Those noted since the last circles were looked for.
    references: References<'a>,
    /// Counts the rows checked.
    done: &'a AtomicU64,
}

impl<'a> Checking<'a> {
    /// Checks every row of one table, first for what holds for all tables,
    /// then by `check`; gives what could be made of them, in their order.
    fn rows<T: Send>(
        &mut self,
        table: Table,
        check: impl Fn(&mut RowCheck<'_, 'a>) -> Option<T> + Sync,
    ) -> Vec<T> {
        let mut checked = Vec::new();
        self.rows_into(&mut checked, table, check);
        checked
    }

    /// The same, added to what was made of other tables.
    fn rows_into<T: Send>(
        &mut self,
        checked: &mut Vec<T>,
        table: Table,
        check: impl Fn(&mut RowCheck<'_, 'a>) -> Option<T> + Sync,
    ) {
        let Some(draft) = self.draft.tables.get(&table) else {
            return;
        };
        let starts: Vec<usize> = (0..draft.rows().len()).step_by(ROWS_IN_A_PART).collect();
        for round in starts.chunks(PARTS_IN_A_ROUND) {
            let part = |start: &usize| {
                let mut checked = Vec::new();
                let mut found = Found::default();
                for row in draft.rows_in(*start..*start + ROWS_IN_A_PART) {
                    let place = RowPlace {
                        table,
                        row: Some(row.row()),
                    };
                    let mut row = RowCheck::new(row, place, &self.ids, &self.problems, &mut found);
                    row.check_all_cells();
                    checked.extend(check(&mut row));
                }
                let rows = draft.rows_in(*start..*start + ROWS_IN_A_PART).len();
                self.done.fetch_add(rows as u64, Ordering::Relaxed);
                (checked, found)
            };
            let parts: Vec<(Vec<T>, Found<'a>)> = round.par_iter().map(part).collect();
            for (rows, found) in parts {
                checked.extend(rows);
                self.problems.append(found.problems);
                self.references.append(found.references);
            }
        }
    }

    /// Reports the circles among the references noted since this was last
    /// done, and gives those references.
    fn circles(&mut self, code: Code, expected: &str) -> References<'a> {
        let references = std::mem::take(&mut self.references);
        references.report_cycles(code, expected, &mut self.problems);
        references
    }
}

fn count(draft: &Draft, problems: &Problems<'_>) -> Counts {
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
