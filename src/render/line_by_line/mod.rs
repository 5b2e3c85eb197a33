//! The line-by-line sheet of a fact-checker, in every form it has.
//!
//! Takes rows as `answer` makes them, a few hundred at a time, and writes each
//! lot before the next is made: a sheet of a million claims is never in memory as
//! a whole. What stands in which column is for `cells`; one file here per form.

mod cells;
mod json;
mod page;
mod workbook;

pub use cells::{COLUMNS, Column, PARTED, cells};
pub use json::{value, write_json};
pub use page::write_html;
pub use workbook::{write_xlsx, write_xlsx_split};

use std::io;

use crate::answer::{AnswerError, Checking, CheckingRow};
use crate::render::escape::guarded;
use crate::render::sheet::{markdown_line, markdown_rule};
use crate::render::words::count;

/// Why a sheet could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("cannot write the answer")]
    Write(#[from] io::Error),
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// Nothing is cut, so there is no workbook.
    #[error(
        "a cell of a workbook holds {most} characters at most, and `{column}` of `{claim}` has {length}"
    )]
    LongCell {
        column: &'static str,
        claim: String,
        length: usize,
        most: usize,
    },
    #[error("cannot make the workbook")]
    Workbook(#[source] rust_xlsxwriter::XlsxError),
}

/// Writes the sheet as CSV. A cell that a spreadsheet would run has an apostrophe
/// before it, which can be told from one of the text.
///
/// # Errors
/// Those of the writer; when the edition is damaged.
pub fn write_csv(checking: &Checking<'_>, out: &mut dyn io::Write) -> Result<(), WriteError> {
    out.write_all(&records(&[COLUMNS.map(|column| column.name.to_owned())])?)?;
    let edition = checking.edition();
    checking.each(
        &|rows| {
            let rows: Vec<_> = rows.iter().map(|row| cells(row, edition, PARTED)).collect();
            Ok(records(&rows)?)
        },
        &mut |some| Ok(out.write_all(&some)?),
    )
}

fn records<const N: usize>(rows: &[[String; N]]) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| guarded(cell).into_owned()))?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}

/// Writes the sheet as a Markdown table.
///
/// # Errors
/// Those of the writer; when the edition is damaged.
pub fn write_md(checking: &Checking<'_>, out: &mut dyn io::Write) -> Result<(), WriteError> {
    let header = COLUMNS.map(|column| column.name.to_owned());
    writeln!(out, "{}", markdown_line(&header))?;
    writeln!(out, "{}", markdown_rule(header.len()))?;
    let edition = checking.edition();
    let line = |row: &CheckingRow| markdown_line(&cells(row, edition, PARTED)) + "\n";
    checking.each(
        &|rows| Ok(rows.iter().map(line).collect::<String>()),
        &mut |some| Ok(out.write_all(some.as_bytes())?),
    )
}

/// What the sheet does not list, and what it lists without a claim; for standard
/// error. `None` where it lists every claim.
pub fn beside(checking: &Checking<'_>) -> Option<String> {
    let story = checking.story()?;
    let unsourced = match checking.unsourced() {
        0 => "no sentence asserts something without a claim".to_owned(),
        1 => "1 sentence asserts something without a claim".to_owned(),
        several => format!("{several} sentences assert something without a claim"),
    };
    let headings = match story.headings {
        0 => String::new(),
        some => format!("{} not looked at; ", count(some, "heading")),
    };
    Some(format!(
        "note: {unsourced}; {headings}{} of the case {} used in the story and not listed",
        count(checking.unused(), "claim"),
        if checking.unused() == 1 {
            "is not"
        } else {
            "are not"
        }
    ))
}
