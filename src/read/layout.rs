//! How the tables of a case are laid out: encoding, delimiter, the columns in
//! the order of their files.
//!
//! Takes a case folder; reads headers and looks at no row. For programs that
//! read the tables themselves and must be told how.

use std::path::Path;

use csv::StringRecord;

use super::columns::{Column, columns};
use super::header::header;
use super::parse::{misfitting, top};
use super::place::Sheet;
use super::records::Records;
use super::{Config, ReadError, config, decode, folder, read_file};
use crate::model::Problem;
use crate::model::Report;
use crate::model::Table;

/// How the text of a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// With a byte order mark.
    Utf8Marked,
    /// With a byte order mark, which tells the order.
    Utf16,
}

/// How one table is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub table: Table,
    pub encoding: Encoding,
    pub delimiter: char,
    /// Whether Excel's `sep=` line stands above the header.
    pub sep_line: bool,
    /// The columns in the order of the file, each under its name as written
    /// there. A column without a name has no [`Column`].
    pub columns: Vec<(String, Option<Column>)>,
}

impl Layout {
    /// Every table with every column, as nutgraf would write it.
    pub fn all() -> Vec<Layout> {
        let layouts = Table::ALL.into_iter().map(|table| Layout {
            table,
            encoding: Encoding::Utf8,
            delimiter: ',',
            sep_line: false,
            columns: columns(table)
                .iter()
                .map(|column| (column.name.to_owned(), Some(*column)))
                .collect(),
        });
        layouts.collect()
    }
}

/// Gives the layout of every table of a case folder, and its settings.
///
/// A table whose header has an error is left out, and the report says why. Rows
/// are not looked at, but a file must be text to its end.
///
/// # Errors
/// When there is no such folder, or a file in it cannot be read.
pub fn layouts(folder: &Path) -> Result<(Config, Vec<Layout>, Report), ReadError> {
    let found = folder::Folder::list(folder)?;
    let mut report = Report::default();
    let mut settings = Config::default();
    if let Some(path) = &found.config {
        let (_, bytes) = read_file(path, folder::CONFIG)?;
        settings = config::read(folder::CONFIG, bytes, folder, &mut report);
    }
    found.report(&settings, &mut report);
    let mut layouts = Vec::new();
    for (table, path) in &found.tables {
        let (_, bytes) = read_file(path, table.file())?;
        let encoding = match bytes.as_slice() {
            [0xEF, 0xBB, 0xBF, ..] => Encoding::Utf8Marked,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Encoding::Utf16,
            _ => Encoding::Utf8,
        };
        let mut problems = Vec::new();
        match decode::decode(table.file(), bytes) {
            Ok(text) => layouts.extend(layout(*table, encoding, &text, &mut problems)),
            Err(problem) => problems.push(*problem),
        }
        for problem in problems {
            report.push(problem);
        }
    }
    Ok((settings, layouts, report))
}

fn layout(
    table: Table,
    encoding: Encoding,
    text: &str,
    problems: &mut Vec<Problem>,
) -> Option<Layout> {
    let file = table.file();
    let sheet = Sheet { file, text };
    let (start, delimiter) = match top(table, sheet) {
        Ok(top) => top,
        Err(problem) => {
            problems.push(*problem);
            return None;
        }
    };
    let mut record = StringRecord::new();
    let mut cells = Vec::new();
    let mut records = Records::new(text, start, delimiter);
    let Some((row, fit)) = records.next(&mut record, &mut cells) else {
        problems.push(super::parse::empty(table, file));
        return None;
    };
    if let Err(misfit) = fit {
        problems.push(misfitting(sheet, &row, cells.len(), misfit));
        return None;
    }
    let before = problems.len();
    let header = header(table, sheet, &row, &record, &cells, problems);
    if problems.len() > before {
        return None;
    }
    let column_at = |position| {
        let index = header.positions.iter().position(|p| *p == Some(position))?;
        columns(table).get(index).copied()
    };
    let columns = record.iter().enumerate();
    Some(Layout {
        table,
        encoding,
        delimiter: char::from(delimiter),
        sep_line: start.offset > 0,
        columns: columns
            .map(|(position, name)| (name.to_owned(), column_at(position)))
            .collect(),
    })
}
