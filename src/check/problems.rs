//! The problems found so far, and the rows that they refuse.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Code;
use crate::model::Place;
use crate::model::Problem;
use crate::model::Report;
use crate::model::RowPlace;
use crate::model::Severity;
use crate::model::Table;
use crate::model::did_you_mean;

use super::ids::Ids;

/// So many problems of one code are listed for one table. The first show what
/// is wrong; millions of them would need more memory than the case.
const MOST_PER_CODE: u32 = 1_000;

/// Searching the nearest of all ids is linear, and a mistake in thousands of
/// cells has few causes, which are seen in the first. So many comparisons take
/// some seconds.
const COMPARISONS: usize = 10_000_000;

/// Collects problems; a row with an error among them is refused.
#[derive(Default)]
pub(super) struct Problems<'a> {
    of_case: Vec<Problem>,
    /// In the order of rows, as far as they are listed.
    of_rows: Vec<OfRow<'a>>,
    refused: BTreeSet<RowPlace>,
    counts: BTreeMap<(Table, Code), u32>,
}

/// A problem of one row.
struct OfRow<'a> {
    table: Table,
    problem: Problem,
    meant: Option<Meant<'a>>,
}

/// An id that is not there; the nearest ones in these tables become a hint.
#[derive(Clone, Copy)]
pub(super) struct Meant<'a> {
    pub(super) id: &'a str,
    pub(super) tables: &'static [Table],
}

impl<'a> Problems<'a> {
    /// Adds a problem of one row.
    pub(super) fn of_row(&mut self, row: RowPlace, problem: Problem) {
        self.of_row_with_hint(row, problem, None);
    }

    /// Adds a problem of one row, to which the ids nearest to what is meant
    /// are added as a hint when all problems are known: only so many searches
    /// are made, and which of them must not depend on who checks first.
    pub(super) fn of_row_with_hint(
        &mut self,
        row: RowPlace,
        problem: Problem,
        meant: Option<Meant<'a>>,
    ) {
        match problem.severity() {
            Severity::Error => {
                self.refused.insert(row);
            }
            Severity::Warning => {}
        }
        let table = row.table;
        self.count(table, problem.code, 1);
        self.list(OfRow {
            table,
            problem,
            meant,
        });
    }

    /// Adds the problems of rows that come after these.
    pub(super) fn append(&mut self, later: Problems<'a>) {
        let Problems {
            of_case,
            of_rows,
            refused,
            counts,
        } = later;
        let mut unlisted = counts;
        for found in of_rows {
            if let Some(count) = unlisted.get_mut(&(found.table, found.problem.code)) {
                *count -= 1;
            }
            self.count(found.table, found.problem.code, 1);
            self.list(found);
        }
        for ((table, code), count) in unlisted {
            self.count(table, code, count);
        }
        self.of_case.extend(of_case);
        self.refused.extend(refused);
    }

    fn count(&mut self, table: Table, code: Code, more: u32) {
        *self.counts.entry((table, code)).or_default() += more;
    }

    /// Keeps what was counted just now, unless it was one too many.
    fn list(&mut self, found: OfRow<'a>) {
        let count = self.counts.get(&(found.table, found.problem.code));
        if count.is_some_and(|count| *count <= MOST_PER_CODE) {
            self.of_rows.push(found);
        }
    }

    /// Adds a problem that no row has.
    pub(super) fn of_case(&mut self, problem: Problem) {
        self.of_case.push(problem);
    }

    /// The rows with errors, in order.
    pub(super) fn refused(&self) -> impl Iterator<Item = &RowPlace> {
        self.refused.iter()
    }

    /// Whether a row of this table has an error.
    pub(super) fn any_refused(&self, table: Table) -> bool {
        let from = RowPlace { table, row: None };
        let first = self.refused.range(from..).next();
        first.is_some_and(|row| row.table == table)
    }

    /// All problems, in the order in which they are shown; with ids, also what
    /// may have been meant by one that is not there.
    pub(super) fn into_report(self, ids: Option<&Ids<'a>>) -> Report {
        let mut report = Report {
            problems: self.of_case,
        };
        let mut comparisons = 0;
        for OfRow {
            mut problem, meant, ..
        } in self.of_rows
        {
            if let (Some(Meant { id, tables }), Some(ids)) = (meant, ids)
                && comparisons < COMPARISONS
            {
                comparisons += ids.len();
                problem.hints.extend(did_you_mean(&ids.nearest(id, tables)));
            }
            report.push(problem);
        }
        for ((table, code), count) in self.counts {
            let over = count.saturating_sub(MOST_PER_CODE);
            if over > 0 {
                report.push(more(table, code, over));
            }
        }
        report.sort();
        report
    }
}

/// Says how many problems of a code are not listed.
fn more(table: Table, code: Code, over: u32) -> Problem {
    let place = Place {
        file: table.file().to_owned(),
        line: 1,
        column: 1,
        cell: None,
        text: String::new(),
        line_text: String::new(),
    };
    let name = code.as_str();
    problem(
        match code.severity() {
            Severity::Error => Code::MoreOfTheSame,
            Severity::Warning => Code::MoreWarnings,
        },
        place,
        format!("`{name}` is found {over} times more in this table"),
        format!("a table without it; mend the {MOST_PER_CODE} that are listed, then check again"),
    )
}

/// A problem without hints.
pub(super) fn problem(
    code: Code,
    place: Place,
    message: impl Into<String>,
    expected: impl Into<String>,
) -> Problem {
    Problem {
        code,
        place: Some(place),
        message: message.into(),
        expected: expected.into(),
        hints: Vec::new(),
    }
}
