//! What was edited in a sheet beside the columns that are taken back.
//!
//! The sheet says which edition it was made from. Where the case still has that
//! edition, its rows are made again and compared; where it has not, nobody can
//! tell an edit from what changed since.

use std::collections::BTreeMap;
use std::path::Path;

use crate::answer::{AnswerError, Checking, CheckingRow, Graph};
use crate::check::TAKEN_BACK;
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::open::open_kind;
use crate::edition::Kind;
use crate::read::SheetRow;
use crate::render::escape::{unguarded, workbook};
use crate::render::line_by_line::{COLUMNS, PARTED, cells};

use super::named_cells;

/// Rows that are named of one column.
const MOST_NAMED: usize = 10;

/// The rows of a sheet, of whose texts only hashes are kept.
pub(super) struct Elsewhere<'n> {
    names: &'n [&'static str],
    // The columns that are compared.
    compared: Vec<&'static str>,
    // Of the first row.
    edition: Option<String>,
    rows: Vec<Row>,
}

struct Row {
    number: u32,
    claim: String,
    // One for each of the columns that are compared; `None` where the sheet has it not.
    cells: Box<[Option<u64>]>,
}

/// Whether a column is nobody's but the case's.
fn is_compared(name: &str) -> bool {
    // The story's columns are not the case's, and the rest is the checker's.
    !(TAKEN_BACK.contains(&name)
        || name.ends_with("_was")
        || matches!(
            name,
            "claim" | "line" | "story_text" | "old_wording" | "edition"
        ))
}

impl<'n> Elsewhere<'n> {
    pub fn new(names: &'n [&'static str]) -> Self {
        Self {
            compared: names
                .iter()
                .copied()
                .filter(|name| is_compared(name))
                .collect(),
            names,
            edition: None,
            rows: Vec::new(),
        }
    }

    /// Takes one row of the sheet.
    pub fn row(&mut self, row: &SheetRow<'_>) {
        let cells = named_cells(row, self.names);
        let text = |wanted: &str| {
            let found = cells.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, text)| unguarded(text).trim().to_owned())
        };
        if self.edition.is_none() {
            self.edition = text("edition");
        }
        let key_of = |name: &&'static str| {
            let found = cells.iter().find(|(other, _)| other == name);
            found.map(|(_, cell)| key(unguarded(cell)))
        };
        self.rows.push(Row {
            number: row.number(),
            claim: text("claim").unwrap_or_default(),
            cells: self.compared.iter().map(key_of).collect(),
        });
    }

    /// What is to be said of the rows that were edited elsewhere.
    pub fn said(
        &self,
        case: &Path,
        graph: &Graph,
        console: &mut Console,
    ) -> Result<Option<String>, Failure> {
        if self.rows.is_empty() {
            return Ok(None);
        }
        let made_from = self.edition.as_deref().unwrap_or_default();
        if graph.edition().content_id() == made_from {
            return Ok(self.compared(graph)?);
        }
        // A sheet that left the desk was made from the redacted one; that one
        // cannot be had at all while a text names a protected source.
        if let Ok(redacted) = open_kind(case, Kind::Redacted, console)
            && redacted.edition().content_id() == made_from
        {
            return Ok(self.compared(&redacted)?);
        }
        Ok(Some(
            "note: the case has changed since the sheet was made, so that edits in other columns cannot be told".to_owned(),
        ))
    }

    fn compared(&self, graph: &Graph) -> Result<Option<String>, AnswerError> {
        let mut edited: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        let mut rows = 0;
        for some in self.rows.chunks(256) {
            let claims = some.iter().map(|row| row.claim.as_str());
            let claims = Checking::of_claims(graph, claims)?;
            for (row, claim) in some.iter().zip(claims) {
                let made = CheckingRow { line: None, claim };
                if made.claim.is_none() {
                    continue;
                }
                let before = edited.values().map(Vec::len).sum::<usize>();
                let made = cells(&made, "", PARTED);
                for (column, given) in self.compared.iter().zip(&row.cells) {
                    let at = COLUMNS.iter().position(|known| known.name == *column);
                    let (Some(given), Some(at)) = (given, at) else {
                        continue;
                    };
                    // A workbook saved as CSV shows what would hide.
                    let text = &made[at];
                    if *given != key(text) && *given != key(&workbook(text)) {
                        edited.entry(column).or_default().push(row.number);
                    }
                }
                rows += usize::from(edited.values().map(Vec::len).sum::<usize>() > before);
            }
        }
        if edited.is_empty() {
            return Ok(None);
        }
        let columns: Vec<String> = edited
            .iter()
            .map(|(name, rows)| named(name, rows))
            .collect();
        Ok(Some(format!(
            "note: {} edited in columns that are not taken back: {}",
            if rows == 1 {
                "1 row was".to_owned()
            } else {
                format!("{rows} rows were")
            },
            columns.join(", ")
        )))
    }
}

/// `text (rows 7, 9)`.
fn named(column: &str, rows: &[u32]) -> String {
    let shown: Vec<String> = rows.iter().take(MOST_NAMED).map(u32::to_string).collect();
    let more = match rows.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let word = if rows.len() == 1 { "row" } else { "rows" };
    format!("{column} ({word} {}{more})", shown.join(", "))
}

/// A number for a text as compared: line ends, white space around it, and how
/// several values are parted are nobody's edit.
fn key(text: &str) -> u64 {
    let plain = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace(PARTED, "\n");
    xxhash_rust::xxh3::xxh3_64(plain.trim().as_bytes())
}
