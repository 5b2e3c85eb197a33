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

/// So many problems of one code are listed for one table. The first show what
/// is wrong; millions of them would need more memory than the case.
const MOST_PER_CODE: u32 = 1_000;

/// Collects problems; a row with an error among them is refused.
#[derive(Default)]
pub(super) struct Problems {
    report: Report,
    refused: BTreeSet<RowPlace>,
    counts: BTreeMap<(Table, Code), u32>,
}

impl Problems {
    /// Adds a problem of one row.
    pub(super) fn of_row(&mut self, row: RowPlace, problem: Problem) {
        match problem.severity() {
            Severity::Error => {
                self.refused.insert(row);
            }
            Severity::Warning => {}
        }
        let count = self.counts.entry((row.table, problem.code)).or_default();
        *count += 1;
        if *count <= MOST_PER_CODE {
            self.report.push(problem);
        }
    }

    /// Adds a problem that no row has.
    pub(super) fn of_case(&mut self, problem: Problem) {
        self.report.push(problem);
    }

    /// The rows with errors, in order.
    pub(super) fn refused(&self) -> impl Iterator<Item = &RowPlace> {
        self.refused.iter()
    }

    /// Whether a row of this table has an error.
    pub(super) fn any_refused(&self, table: Table) -> bool {
        self.refused.iter().any(|row| row.table == table)
    }

    /// All problems, in the order in which they are shown.
    pub(super) fn into_report(mut self) -> Report {
        for ((table, code), count) in self.counts {
            let over = count.saturating_sub(MOST_PER_CODE);
            if over > 0 {
                self.report.push(more(table, code, over));
            }
        }
        self.report.sort();
        self.report
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
