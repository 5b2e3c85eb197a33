//! What an edited fact-checker's sheet changes in the tables.
//!
//! Takes the tables as read and the rows of the sheet, one by one; gives the cells
//! to be changed. A cell counts as edited when it differs from what the sheet says
//! it held before. Such an edit is taken only where the table still says the same;
//! where it does not, the row is refused with both. Claims that share a row (those
//! of a meeting) must be given the same values, or one of them would be given a
//! check that nobody made.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{CheckStatus, Code, Place, Problem, Report, Table, did_you_mean, nearest};
use crate::read::{CellEdit, Draft, DraftRow};

/// The columns that are taken back.
pub const TAKEN_BACK: [&str; 3] = ["check", "checked_by", "concern"];

/// The tables whose rows are claims.
const CLAIMS: [Table; 4] = [
    Table::Relationships,
    Table::Meetings,
    Table::Transactions,
    Table::Attributes,
];

/// What stands in one row of the sheet; texts as the table would have them.
#[derive(Debug, Clone)]
pub struct SheetEntry<'a> {
    pub claim: &'a str,
    /// In the order of [`TAKEN_BACK`]: the value, and what it was.
    pub cells: [(&'a str, &'a str); 3],
}

impl SheetEntry<'_> {
    /// Which of [`TAKEN_BACK`] is the first that says something else than it did.
    pub fn first_edited(&self) -> Option<usize> {
        let mut cells = self.cells.iter();
        cells.position(|(new, was)| normal(new) != normal(was))
    }
}

/// A cell that is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenCell {
    pub table: Table,
    pub edit: CellEdit,
    /// What it holds now.
    pub old: String,
}

/// What is to be done with an edited sheet.
#[derive(Debug, Default)]
pub struct TakenBack {
    /// By table, row and column.
    pub cells: Vec<TakenCell>,
    /// Edits of the sheet that the tables have already.
    pub already: usize,
    /// What is wrong with the sheet; with one of these nothing is to be written.
    pub report: Report,
    /// Likewise: cells that cannot be given what the sheet says, with why.
    pub refused: Vec<Refused>,
    /// Rows whose cells say something else than when the sheet was made: none of
    /// their edits is among the cells.
    pub changed: Vec<Refused>,
    /// Claims of edited rows that the sheet does not list.
    pub also_of: Vec<String>,
}

/// Why an edit is not taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// Line and column in the sheet.
    pub line: u32,
    pub column: u32,
    pub why: String,
}

/// A value of the sheet for a cell of a table.
#[derive(Debug, Clone)]
struct Given {
    claim: String,
    new: String,
    was: String,
    line: u32,
    column: u32,
}

impl Given {
    fn is_edited(&self) -> bool {
        self.new != self.was
    }
}

/// Collects the edits of a sheet.
pub struct TakingBack<'d> {
    draft: &'d Draft,
    // The row of each claim: its table, and its number among the rows read.
    rows: HashMap<Box<str>, (Table, usize)>,
    // By table, number among the rows read, and column. Of claims that have a row
    // to themselves only what was edited.
    given: BTreeMap<(Table, usize, usize), Vec<Given>>,
    report: Report,
}

impl<'d> TakingBack<'d> {
    /// Finds the rows of all claims.
    pub fn new(draft: &'d Draft) -> Self {
        let mut rows = HashMap::new();
        for table in CLAIMS {
            let Some(read) = draft.tables.get(&table) else {
                continue;
            };
            for (at, row) in read.rows().enumerate() {
                for claim in claims_of(table, &row) {
                    rows.insert(claim.into_boxed_str(), (table, at));
                }
            }
        }
        Self {
            draft,
            rows,
            given: BTreeMap::new(),
            report: Report::default(),
        }
    }

    /// Takes one row of the sheet; `place` tells where a cell of it stands, with
    /// `None` for the claim's.
    pub fn entry(&mut self, entry: &SheetEntry<'_>, place: &dyn Fn(Option<usize>) -> Place) {
        let SheetEntry { claim, cells } = entry;
        let Some((table, at)) = self.rows.get(*claim).copied() else {
            let near = match self.report.problems.len() < MOST_LOOKED_FOR {
                true => nearest(claim, self.rows.keys().map(|id| &**id)),
                false => Vec::new(),
            };
            self.report.push(Problem {
                code: Code::DanglingReference,
                place: Some(place(None)),
                message: format!("no claim has the id `{claim}`"),
                expected: "the id of a claim of this case".to_owned(),
                hints: did_you_mean(&near).into_iter().collect(),
            });
            return;
        };
        for (column, (new, was)) in cells.iter().enumerate() {
            let (new, was) = (normal(new), normal(was));
            let is_shared = table == Table::Meetings;
            if new == was && !is_shared {
                continue;
            }
            let at_place = place(Some(column));
            let is_word = || CheckStatus::ALL.iter().any(|word| word.as_str() == new);
            if new != was && TAKEN_BACK[column] == "check" && !new.is_empty() && !is_word() {
                self.report.push(no_word(&new, at_place));
                continue;
            }
            let Place {
                line,
                column: character,
                ..
            } = at_place;
            self.given
                .entry((table, at, column))
                .or_default()
                .push(Given {
                    claim: (*claim).to_owned(),
                    new,
                    was,
                    line,
                    column: character,
                });
        }
    }

    /// Everything that the sheet changes.
    pub fn finish(self) -> TakenBack {
        let Self {
            draft,
            rows: _,
            given,
            report,
        } = self;
        let mut back = TakenBack {
            report,
            ..TakenBack::default()
        };
        let mut changed_rows = BTreeSet::new();
        let mut edited_rows: BTreeMap<(Table, usize), BTreeSet<String>> = BTreeMap::new();
        for ((table, at, column), given) in &given {
            let Some(read) = draft.tables.get(table) else {
                continue;
            };
            let Some(row) = read.rows_in(*at..at + 1).next() else {
                continue;
            };
            let name = TAKEN_BACK[*column];
            let value = match agreed(given) {
                Ok(None) => continue,
                Ok(Some(value)) => value,
                Err(other) => {
                    back.refused.push(other);
                    continue;
                }
            };
            let here = |why: String| Refused {
                line: value.line,
                column: value.column,
                why,
            };
            if !read.has_column(name) {
                back.refused.push(here(format!(
                    "{table} has no column `{name}`: add it to the header, then import again"
                )));
                continue;
            }
            let old = row.cell(name).map_or("", |cell| cell.text());
            let present = match name == "check" && old.eq_ignore_ascii_case("unknown") {
                true => String::new(),
                false => normal(old),
            };
            if present == value.new {
                back.already += 1;
            } else if present != value.was {
                changed_rows.insert((*table, row.row()));
                back.changed.push(here(format!(
                    "`{name}` of `{}` is {} in the sheet, where it was {}; {table} row {} now has {}",
                    value.claim,
                    shown(&value.new),
                    shown(&value.was),
                    row.row(),
                    shown(&present)
                )));
            } else {
                let listed = given.iter().map(|given| given.claim.clone());
                edited_rows.entry((*table, *at)).or_default().extend(listed);
                back.cells.push(TakenCell {
                    table: *table,
                    edit: CellEdit {
                        row: row.row(),
                        column: name,
                        value: value.new.clone(),
                    },
                    old: old.to_owned(),
                });
            }
        }
        back.cells
            .retain(|cell| !changed_rows.contains(&(cell.table, cell.edit.row)));
        for ((table, at), listed) in edited_rows {
            let Some(read) = draft.tables.get(&table) else {
                continue;
            };
            for row in read.rows_in(at..at + 1) {
                if !changed_rows.contains(&(table, row.row())) {
                    let all = claims_of(table, &row).into_iter();
                    back.also_of
                        .extend(all.filter(|claim| !listed.contains(claim)));
                }
            }
        }
        back.refused.sort();
        back.changed.sort();
        back
    }
}

/// The nearest ids are looked for among all claims for so many wrong ones; with
/// more of them the sheet is of another case.
const MOST_LOOKED_FOR: usize = 50;

/// The ids of the claims that a row makes.
fn claims_of(table: Table, row: &DraftRow<'_>) -> Vec<String> {
    let Some(id) = row.cell("id") else {
        return Vec::new();
    };
    let id = id.text();
    match row.cell("participants") {
        Some(participants) if table == Table::Meetings => participants
            .items()
            .map(|participant| format!("{id}.{}", participant.text()))
            .collect(),
        Some(_) | None => vec![id.to_owned()],
    }
}

/// The one value that the sheet gives a cell; `None` where nothing was edited.
fn agreed(given: &[Given]) -> Result<Option<&Given>, Refused> {
    // A claim stands on several lines of a story and is edited on one of them.
    let mut of_claim: BTreeMap<&str, &Given> = BTreeMap::new();
    for next in given {
        match of_claim.get(next.claim.as_str()) {
            Some(before) if before.is_edited() && next.is_edited() && before.new != next.new => {
                return Err(disagreeing(before, next));
            }
            Some(before) if before.is_edited() => {}
            Some(_) | None => {
                of_claim.insert(&next.claim, next);
            }
        }
    }
    let Some(edited) = of_claim.values().copied().find(|given| given.is_edited()) else {
        return Ok(None);
    };
    match of_claim.values().find(|other| other.new != edited.new) {
        Some(other) => Err(disagreeing(other, edited)),
        None => Ok(Some(edited)),
    }
}

fn disagreeing(one: &Given, other: &Given) -> Refused {
    let (first, second) = match (one.line, one.column) <= (other.line, other.column) {
        true => (one, other),
        false => (other, one),
    };
    let why = match first.claim == second.claim {
        true => format!(
            "`{}` is given {} here and {} on line {}",
            second.claim,
            shown(&second.new),
            shown(&first.new),
            first.line
        ),
        false => format!(
            "`{}` has {} here and `{}` has {} on line {}: both are of one row of the tables, which can say only one of them",
            second.claim,
            shown(&second.new),
            first.claim,
            shown(&first.new),
            first.line
        ),
    };
    Refused {
        line: second.line,
        column: second.column,
        why,
    }
}

fn no_word(text: &str, place: Place) -> Problem {
    let words: Vec<&str> = CheckStatus::ALL.iter().map(|word| word.as_str()).collect();
    let plain = text.to_lowercase().replace([' ', '_'], "-");
    let meant = match words.iter().copied().find(|word| *word == plain) {
        Some(same) => vec![same],
        None => nearest(&plain, words.iter().copied()),
    };
    Problem {
        code: Code::UnknownWord,
        place: Some(place),
        message: format!("`{text}` is no value of `check`"),
        expected: format!("one of: {}", words.join(", ")),
        hints: did_you_mean(&meant).into_iter().collect(),
    }
}

/// A text as compared: spreadsheets change line ends, and tables trim.
fn normal(text: &str) -> String {
    text.trim().replace("\r\n", "\n").replace('\r', "\n")
}

fn shown(text: &str) -> String {
    match text {
        "" => "empty".to_owned(),
        text => format!("`{text}`"),
    }
}
