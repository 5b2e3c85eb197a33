//! The problems found so far, and the rows that they refuse.

use std::collections::BTreeSet;

use crate::model::Code;
use crate::model::Place;
use crate::model::Problem;
use crate::model::Report;
use crate::model::RowPlace;
use crate::model::Severity;

/// Collects problems; a row with an error among them is refused.
#[derive(Default)]
pub(super) struct Problems {
    report: Report,
    refused: BTreeSet<RowPlace>,
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
        self.report.push(problem);
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
    pub(super) fn any_refused(&self, table: crate::model::Table) -> bool {
        self.refused.iter().any(|row| row.table == table)
    }

    /// All problems, in the order in which they are shown.
    pub(super) fn into_report(mut self) -> Report {
        self.report.sort();
        self.report
    }
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
