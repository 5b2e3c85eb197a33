//! One row being checked: what its cells hold, and the problems found in it.
//!
//! Cells that hold the traces of an accident (`#REF!`, invisible characters)
//! are reported once, by [`RowCheck::check_all_cells`], and then read as empty
//! so that no second problem follows from the first. The readers of words,
//! dates, figures and references are further methods, each in its own file.

use crate::model::Code;
use crate::model::Problem;
use crate::model::RowPlace;
use crate::model::Table;
use crate::read::Cell;
use crate::read::DraftRow;
use crate::read::columns;

use super::characters;
use super::cycles::References;
use super::ids::Ids;
use super::problems::Meant;
use super::problems::Problems;
use super::problems::problem;
use super::traces;

/// The word for a cell whose content nobody knows: the same as an empty one.
pub(super) const UNKNOWN: &str = "unknown";

/// Required columns in which `unknown` is a word like any other.
const IS_TEXT: &[&str] = &[
    "attribute",
    "category",
    "id",
    "label",
    "name",
    "text",
    "value",
];

/// One row of one table.
pub(super) struct RowCheck<'r, 'a> {
    row: DraftRow<'a>,
    place: RowPlace,
    pub(super) ids: &'r Ids<'a>,
    /// The problems of the tables before this one.
    before: &'r Problems<'a>,
    found: &'r mut Found<'a>,
}

/// What rows have brought to light, besides what they say.
#[derive(Default)]
pub(super) struct Found<'a> {
    pub(super) problems: Problems<'a>,
    /// References that must not go in circles.
    pub(super) references: References<'a>,
}

impl<'r, 'a> RowCheck<'r, 'a> {
    pub(super) fn new(
        row: DraftRow<'a>,
        place: RowPlace,
        ids: &'r Ids<'a>,
        before: &'r Problems<'a>,
        found: &'r mut Found<'a>,
    ) -> Self {
        Self {
            row,
            place,
            ids,
            before,
            found,
        }
    }

    /// Where the row stands.
    pub(super) fn place(&self) -> RowPlace {
        self.place
    }

    /// The row's cells and the places of empty ones.
    pub(super) fn draft(&self) -> DraftRow<'a> {
        self.row
    }

    /// The row's id; `None` when it has none.
    pub(super) fn id(&self) -> Option<&'a str> {
        self.cell("id").map(|cell| cell.text())
    }

    /// A cell that can be read; `None` when it is empty or was reported as damaged.
    pub(super) fn cell(&self, column: &str) -> Option<Cell<'a>> {
        self.row
            .cell(column)
            .filter(|cell| is_readable(column, cell.text()))
    }

    /// A cell that can be read and does not say `unknown`.
    pub(super) fn known(&self, column: &str) -> Option<Cell<'a>> {
        self.cell(column).filter(|cell| !says_unknown(*cell))
    }

    /// The items of a list; of one that says `unknown`, none.
    pub(super) fn items(&self, column: &str) -> Vec<Cell<'a>> {
        self.known(column)
            .map(|cell| cell.items().collect())
            .unwrap_or_default()
    }

    /// A cell's text as written.
    pub(super) fn text(&self, column: &str) -> Option<Box<str>> {
        self.cell(column).map(|cell| cell.text().into())
    }

    /// Adds a problem of this row.
    pub(super) fn push(&mut self, problem: Problem) {
        self.found.problems.of_row(self.place, problem);
    }

    /// Adds a problem of this row, with what may have been meant as a hint.
    pub(super) fn push_with_hint(&mut self, problem: Problem, meant: Option<Meant<'a>>) {
        let problems = &mut self.found.problems;
        problems.of_row_with_hint(self.place, problem, meant);
    }

    /// Notes that this row refers to another of its kind, which in the end
    /// must not refer to it.
    pub(super) fn note_reference(&mut self, from: &'a str, to: &'a str, cell: Cell<'a>) {
        self.found.references.add(from, to, self.place, cell);
    }

    /// Adds a problem of another row that this one has brought to light.
    pub(super) fn push_for(&mut self, row: RowPlace, problem: Problem) {
        self.found.problems.of_row(row, problem);
    }

    /// Whether an error was found in some row of a table before this one.
    pub(super) fn any_refused(&self, table: Table) -> bool {
        self.before.any_refused(table)
    }

    /// What holds for every table: cells that must be filled are, and no cell
    /// is damaged.
    pub(super) fn check_all_cells(&mut self) {
        for (index, column) in columns(self.place.table).iter().enumerate() {
            match self.row.cell_at(index) {
                None if column.required => self.report_missing(column.name, "empty"),
                None => {}
                Some(cell) => {
                    if column.required && says_unknown(cell) && !IS_TEXT.contains(&column.name) {
                        self.report_missing(column.name, UNKNOWN);
                    }
                    if let Some(found) = traces::of_an_error(cell) {
                        self.push(found);
                    }
                    for found in characters::in_cell(column.name, cell) {
                        self.push(found);
                    }
                }
            }
        }
    }

    fn report_missing(&mut self, column: &'static str, state: &str) {
        let place = self.row.place_of(column);
        let found = match (self.place.table, column) {
            // A row that answers nothing, or that nobody says, has a name of its own.
            (Table::Denials, "of") => problem(
                Code::AnswerToNothing,
                place,
                "the answer does not say what it answers",
                "ids of claims, meetings, questions or sources, separated by `;`",
            ),
            (
                Table::Relationships | Table::Meetings | Table::Transactions | Table::Attributes,
                "sources",
            ) => problem(
                Code::ClaimWithoutSource,
                place,
                "nobody is named who says this",
                "ids of `sources.csv`, separated by `;`",
            ),
            (table, column) => problem(
                Code::MissingCell,
                place,
                format!("`{column}` is {state}"),
                format!("something in `{column}` in every row of {table}"),
            ),
        };
        self.push(found);
    }
}

/// Whether a cell says that nobody knows.
pub(super) fn says_unknown(cell: Cell<'_>) -> bool {
    cell.text().eq_ignore_ascii_case(UNKNOWN)
}

/// Whether a cell was not already reported as damaged.
pub(super) fn is_readable(column: &str, text: &str) -> bool {
    !traces::is_error(text) && !characters::makes_unreadable(column, text)
}
