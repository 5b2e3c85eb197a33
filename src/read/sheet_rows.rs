//! The rows of a sheet that nutgraf gave away and a person edited.
//!
//! Takes a CSV file as spreadsheets save it: with commas, semicolons or tabs, a
//! byte order mark, a `sep=` line, any line ends, columns moved about. Hands out
//! its rows one by one, since there may be a million; what they mean is for
//! whoever asked. As in tables, nothing is mended or guessed.

use std::path::Path;

use csv::StringRecord;

use super::header::{DELIMITERS, SepLine, folded, sep_line};
use super::parse::misfitting;
use super::place::{LineStart, Sheet, breaks, cell_name};
use super::records::{RawCell, Records, Row, reader};
use super::{ReadError, decode, read_file};
use crate::model::{Code, Place, Problem, Report};

/// The names of the columns that are known; the first `needed` of them must be there.
#[derive(Debug, Clone, Copy)]
pub struct SheetColumns<'a> {
    pub names: &'a [&'a str],
    pub needed: usize,
}

/// One row of an edited sheet.
pub struct SheetRow<'s> {
    sheet: Sheet<'s>,
    row: Row,
    record: &'s StringRecord,
    cells: &'s [RawCell],
    positions: &'s [Option<usize>],
}

impl SheetRow<'_> {
    /// As a spreadsheet counts.
    pub fn number(&self) -> u32 {
        self.row.number
    }

    /// The text under a column, by its index among the names; `None` where the
    /// sheet has no such column.
    pub fn cell(&self, column: usize) -> Option<&str> {
        self.record.get((*self.positions.get(column)?)?)
    }

    /// Where the text under a column stands.
    pub fn place(&self, column: usize) -> Place {
        let position = self.positions.get(column).copied().flatten();
        let content = self.cell(column).unwrap_or_default();
        match position.and_then(|position| Some((position, self.cells.get(position)?))) {
            Some((position, raw)) => {
                let name = cell_name(position, self.row.number);
                let at = raw.content_at(content);
                self.sheet
                    .place(self.row.start, at, content.trim(), Some(name))
            }
            None => self
                .sheet
                .place(self.row.start, self.row.start.offset, "", None),
        }
    }
}

/// Hands out the rows of a sheet that has the columns that are needed. What is
/// wrong with the file as a file is in the report; rows that cannot be read are
/// in it too and not handed out.
///
/// # Errors
/// When the file cannot be opened or read.
pub fn each_sheet_row(
    path: &Path,
    columns: SheetColumns<'_>,
    on_row: &mut dyn FnMut(&SheetRow<'_>),
) -> Result<Report, ReadError> {
    let name = path.display().to_string();
    let (_, bytes) = read_file(path, &name)?;
    let mut report = Report::default();
    match decode::decode(&name, bytes) {
        Ok(text) => rows(
            Sheet {
                file: &name,
                text: &text,
            },
            columns,
            on_row,
            &mut report,
        ),
        Err(problem) => report.push(*problem),
    }
    Ok(report)
}

fn rows(
    sheet: Sheet<'_>,
    columns: SheetColumns<'_>,
    on_row: &mut dyn FnMut(&SheetRow<'_>),
    report: &mut Report,
) {
    let (start, delimiter) = match sep_line(sheet.text) {
        SepLine::Delimiter(delimiter, length) => {
            let rest = &sheet.text[length..];
            let line_end = if rest.starts_with("\r\n") {
                2
            } else {
                1.min(rest.len())
            };
            let offset = length + line_end;
            let line = 1 + breaks(&sheet.text[..offset]);
            (LineStart { offset, line }, delimiter)
        }
        SepLine::Absent | SepLine::Unknown(..) => {
            (LineStart::FIRST, delimiter(sheet.text, columns.names))
        }
    };
    let mut records = Records::new(sheet.text, start, delimiter);
    let (mut record, mut cells) = (StringRecord::new(), Vec::new());
    let mut positions = vec![None; columns.names.len()];
    let mut width = 0;
    if let Some((row, fit)) = records.next(&mut record, &mut cells) {
        if let Err(misfit) = fit {
            report.push(misfitting(sheet, &row, cells.len(), misfit));
            return;
        }
        width = record.len();
        for (position, (written, raw)) in record.iter().zip(&cells).enumerate() {
            let known = columns
                .names
                .iter()
                .position(|name| *name == folded(written));
            // What somebody added for themselves is theirs.
            let Some(index) = known else { continue };
            if positions[index].replace(position).is_some() {
                let cell = Some(cell_name(position, row.number));
                let at = raw.content_at(written);
                report.push(Problem {
                    code: Code::DuplicateColumn,
                    place: Some(sheet.place(row.start, at, written.trim(), cell)),
                    message: format!("a second column `{}`", columns.names[index]),
                    expected: "each column once".to_owned(),
                    hints: Vec::new(),
                });
            }
        }
    }
    for (name, _) in columns
        .names
        .iter()
        .zip(&positions)
        .take(columns.needed)
        .filter(|(_, at)| at.is_none())
    {
        report.push(Problem {
            code: Code::MissingColumn,
            place: Some(sheet.place(start, start.offset, "", None)),
            message: format!("no column `{name}`"),
            expected: format!("a column `{name}`, as `nutgraf sheet -o csv` writes it"),
            hints: Vec::new(),
        });
    }
    if report.has_errors() {
        return;
    }
    while let Some((row, fit)) = records.next(&mut record, &mut cells) {
        match fit {
            Err(misfit) => report.push(misfitting(sheet, &row, cells.len(), misfit)),
            Ok(()) if record.len() != width => report.push(Problem {
                code: Code::RaggedRow,
                place: Some(sheet.place(row.start, row.start.offset, "", None)),
                message: format!("the header has {width} columns, this row {}", record.len()),
                expected: "as many cells as the header".to_owned(),
                hints: Vec::new(),
            }),
            Ok(()) => on_row(&SheetRow {
                sheet,
                row,
                record: &record,
                cells: &cells,
                positions: &positions,
            }),
        }
    }
}

/// What stands between the cells: what gives the most known names.
fn delimiter(text: &str, names: &[&str]) -> u8 {
    let mut best = (0, DELIMITERS[0]);
    for candidate in DELIMITERS {
        let mut header = StringRecord::new();
        // Text in memory cannot fail to be read.
        let _ = reader(text, candidate).read_record(&mut header);
        let known = header
            .iter()
            .filter(|name| names.contains(&&*folded(name)))
            .count();
        if known > best.0 {
            best = (known, candidate);
        }
    }
    best.1
}
