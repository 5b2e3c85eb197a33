//! From the text of one table to its rows, and every problem on the way.
//!
//! A row that cannot be read is refused and counted, and never keeps the
//! others from being read; nothing is mended. A table whose header cannot be
//! used is still walked to its end, so that the count of its rows is true.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use csv::StringRecord;

use super::columns::{ByName, columns};
use super::decode::not_csv;
use super::header::{Header, SepLine, delimiter, header, sep_line};
use super::place::{LineStart, Sheet, breaks, cell_name, whole_file};
use super::records::{Misfit, RawCell, Records, Row};
use super::table::{DraftTable, RowAt, Span};
use crate::model::Code;
use crate::model::Problem;
use crate::model::Report;
use crate::model::Table;

/// A longer cell is a missing quote or a pasted document. In bytes.
const LONGEST_CELL: usize = 1 << 20;

/// Likewise for a row. In bytes; below 2^31, which spans rely on.
const LONGEST_ROW: usize = 8 << 20;

/// So many problems of one code are listed for one table: a million ragged
/// rows would fill the memory with their places.
const MOST_PER_CODE: u32 = 1_000;

/// The caller hears of progress once in so many rows.
const ROWS_PER_TICK: u32 = 1 << 14;

/// Reads one table. `tick` hears how many rows were read since it was last
/// called, and up to which byte of the text.
pub(super) fn parse(
    table: Table,
    file: &str,
    text: String,
    report: &mut Report,
    tick: &mut dyn FnMut(u32, usize),
) -> DraftTable {
    let mut problems = Vec::new();
    let rows = rows(table, Sheet { file, text: &text }, &mut problems, tick);
    for problem in problems {
        report.push(problem);
    }
    let Some(rows) = rows else {
        return DraftTable::unreadable(table, file);
    };
    let Rows {
        delimiter,
        header,
        at,
        spans,
        unescaped,
        unescaped_at,
        read,
        refused,
    } = rows;
    DraftTable {
        table,
        by_name: ByName::new(table),
        file: file.to_owned(),
        text,
        delimiter,
        positions: header.positions,
        rows: at,
        spans,
        unescaped,
        unescaped_at,
        read,
        refused,
        complete: header.usable,
    }
}

/// The rows as far as they are known while the text is walked.
struct Rows {
    delimiter: u8,
    header: Header,
    at: Vec<RowAt>,
    spans: Vec<Span>,
    unescaped: String,
    unescaped_at: Vec<(usize, usize)>,
    read: u32,
    refused: u32,
}

fn rows(
    table: Table,
    sheet: Sheet<'_>,
    problems: &mut Vec<Problem>,
    tick: &mut dyn FnMut(u32, usize),
) -> Option<Rows> {
    let (start, delimiter) = match top(table, sheet) {
        Ok(top) => top,
        Err(problem) => {
            problems.push(*problem);
            return None;
        }
    };
    let mut records = Records::new(sheet.text, start, delimiter);
    let mut record = StringRecord::new();
    let mut cells = Vec::new();
    let Some((row, fit)) = records.next(&mut record, &mut cells) else {
        problems.push(empty(table, sheet.file));
        return None;
    };
    if let Err(misfit) = fit {
        problems.push(misfitting(sheet, &row, cells.len(), misfit));
        return None;
    }
    let header = header(table, sheet, &row, &record, &cells, problems);
    let mut rows = Rows {
        delimiter,
        header,
        at: Vec::new(),
        spans: Vec::new(),
        unescaped: String::new(),
        unescaped_at: Vec::new(),
        read: 0,
        refused: 0,
    };
    let mut refusals = Refusals::default();
    let mut unsaid = 0;
    while let Some((row, fit)) = records.next(&mut record, &mut cells) {
        rows.read += 1;
        let usable = match fit {
            Err(misfit) => {
                refusals.push(problems, misfit.code(), || {
                    misfitting(sheet, &row, cells.len(), misfit)
                });
                false
            }
            Ok(()) => rows.sound(sheet, &row, &record, &cells, &mut refusals, problems),
        };
        if usable && rows.header.usable {
            rows.keep(&row, &record, &cells);
        } else {
            rows.refused += 1;
        }
        unsaid += 1;
        if unsaid == ROWS_PER_TICK {
            tick(unsaid, row.end);
            unsaid = 0;
        }
    }
    tick(unsaid, sheet.text.len());
    refusals.close(sheet.file, problems);
    Some(rows)
}

/// The problem of a table without a header.
pub(super) fn empty(table: Table, file: &str) -> Problem {
    Problem {
        code: Code::EmptyTable,
        place: Some(whole_file(file)),
        message: format!("`{file}` is empty"),
        expected: format!("a header row: {}", required(table)),
        hints: Vec::new(),
    }
}

/// Where the header line starts, and the delimiter.
pub(super) fn top(table: Table, sheet: Sheet<'_>) -> Result<(LineStart, u8), Box<Problem>> {
    let text = sheet.text;
    if text.trim_start().starts_with('<') {
        let kind = "a web page or another document in angle brackets";
        return Err(Box::new(not_csv(whole_file(sheet.file), kind)));
    }
    match sep_line(text) {
        SepLine::Absent => Ok((LineStart::FIRST, delimiter(table, text))),
        SepLine::Delimiter(delimiter, length) => {
            let line_end = match text.as_bytes().get(length..length + 2) {
                Some(b"\r\n") => length + 2,
                _ => (length + 1).min(text.len()),
            };
            let start = LineStart {
                offset: line_end,
                line: 1 + breaks(&text[..line_end]),
            };
            Ok((start, delimiter))
        }
        SepLine::Unknown(written, at) => Err(Box::new(Problem {
            code: Code::BadSeparator,
            place: Some(sheet.place(LineStart::FIRST, at, written, None)),
            message: format!("`{written}` is not read as a delimiter"),
            expected: "a comma, a semicolon or a tab after `sep=`".to_owned(),
            hints: vec!["save the table as \"CSV UTF-8 (Comma delimited)\"".to_owned()],
        })),
    }
}

fn required(table: Table) -> String {
    let names: Vec<&str> = columns(table)
        .iter()
        .filter(|column| column.required)
        .map(|column| column.name)
        .collect();
    names.join(", ")
}

/// What to say of a record whose quotes are wrong in the cell at `position`.
pub(super) fn misfitting(sheet: Sheet<'_>, row: &Row, position: usize, misfit: Misfit) -> Problem {
    let doubled = "a quoted cell, with each quotation mark inside it doubled";
    let (at, message, expected, hint) = match misfit {
        Misfit::Inside { at } => (
            at,
            "a quotation mark inside a cell that is not quoted".to_owned(),
            doubled,
            "quote the whole cell: \"5\"\" pipe\"".to_owned(),
        ),
        Misfit::AfterClosing { opened, closed } => {
            let from = row.start.line + breaks(&sheet.text[row.start.offset..opened]);
            let line = row.start.line + breaks(&sheet.text[row.start.offset..closed]);
            let hint = if line == from {
                "double the marks inside the cell: \"He said \"\"no\"\"\"".to_owned()
            } else {
                format!(
                    "the cell was opened on line {from}; is its closing quotation mark missing there?"
                )
            };
            let message = "a quotation mark ends a cell, but the cell goes on".to_owned();
            (closed, message, doubled, hint)
        }
        Misfit::Unclosed { at } => (
            at,
            "a quotation mark opens a cell that never ends".to_owned(),
            "a closing quotation mark",
            "a mark that belongs to the text must be doubled in a quoted cell".to_owned(),
        ),
    };
    let cell = Some(cell_name(position, row.number));
    Problem {
        code: misfit.code(),
        place: Some(sheet.place(row.start, at, "\"", cell)),
        message,
        expected: expected.to_owned(),
        hints: vec![hint],
    }
}

impl Rows {
    /// Whether a row that was parsed can be used; what is wrong is reported.
    fn sound(
        &mut self,
        sheet: Sheet<'_>,
        row: &Row,
        record: &StringRecord,
        cells: &[RawCell],
        refusals: &mut Refusals,
        problems: &mut Vec<Problem>,
    ) -> bool {
        if row.end - row.start.offset > LONGEST_ROW {
            refusals.push(problems, Code::LongRow, || Problem {
                code: Code::LongRow,
                place: Some(sheet.place(row.start, row.start.offset, "", None)),
                message: format!("a row of {} bytes", row.end - row.start.offset),
                expected: format!("at most {LONGEST_ROW} bytes"),
                hints: vec![spanning(sheet, row)],
            });
            return false;
        }
        if record.len() != self.header.width {
            refusals.push(problems, Code::RaggedRow, || {
                self.ragged(sheet, row, record, cells)
            });
            return false;
        }
        let mut sound = true;
        for (position, (content, raw)) in record.iter().zip(cells).enumerate() {
            let place = || {
                let name = Some(cell_name(position, row.number));
                sheet.place(row.start, raw.content_at(content), content.trim(), name)
            };
            if content.len() > LONGEST_CELL {
                refusals.push(problems, Code::LongCell, || Problem {
                    code: Code::LongCell,
                    place: Some(place()),
                    message: format!("a cell of {} bytes", content.len()),
                    expected: format!("at most {LONGEST_CELL} bytes"),
                    hints: vec![spanning(sheet, row)],
                });
                sound = false;
            }
            if !content.trim().is_empty() && self.header.nameless.remove(&position) {
                problems.push(Problem {
                    code: Code::NamelessColumn,
                    place: Some(place()),
                    message: "text in a column that has no name".to_owned(),
                    expected: "a name in the header".to_owned(),
                    hints: Vec::new(),
                });
            }
        }
        sound
    }

    fn ragged(
        &self,
        sheet: Sheet<'_>,
        row: &Row,
        record: &StringRecord,
        cells: &[RawCell],
    ) -> Problem {
        let (found, wanted) = (record.len(), self.header.width);
        // Point at the first cell too many, else at the row as a whole.
        let place = match (record.get(wanted), cells.get(wanted)) {
            (Some(content), Some(raw)) => {
                let name = Some(cell_name(wanted, row.number));
                sheet.place(row.start, raw.content_at(content), content.trim(), name)
            }
            _ => sheet.place(row.start, row.start.offset, "", None),
        };
        let mut hints = Vec::new();
        let line = sheet.text[row.start.offset..row.end].trim_end();
        let other = [',', ';', '\t']
            .into_iter()
            .find(|c| line.matches(*c).count() + 1 == wanted);
        match other {
            Some(other) if found == 1 => hints.push(format!(
                "this row seems to be delimited by {other:?}, the header by {:?}",
                char::from(self.delimiter)
            )),
            _ if found > wanted => hints.push(format!(
                "a cell that contains {:?} must be quoted",
                char::from(self.delimiter)
            )),
            _ => {}
        }
        if breaks(line) > 0 {
            hints.push(spanning(sheet, row));
        }
        Problem {
            code: Code::RaggedRow,
            place: Some(place),
            message: format!(
                "row {} has {}, the header has {wanted}",
                row.number,
                match found {
                    1 => "1 cell".to_owned(),
                    _ => format!("{found} cells"),
                }
            ),
            expected: "as many cells as the header has".to_owned(),
            hints,
        }
    }

    fn keep(&mut self, row: &Row, record: &StringRecord, cells: &[RawCell]) {
        let first_span = self.spans.len();
        let mut filled = 0;
        for (index, position) in self.header.positions.iter().enumerate() {
            let Some(position) = *position else { continue };
            let (Some(content), Some(raw)) = (record.get(position), cells.get(position)) else {
                continue;
            };
            let trimmed = content.trim();
            if trimmed.is_empty() {
                continue;
            }
            filled |= 1 << index;
            let fits = "`sound` refused longer rows";
            let at = u32::try_from(raw.content_at(content) - row.start.offset).expect(fits);
            let length = u32::try_from(trimmed.len()).expect(fits);
            // White space holds no quote, so that the offset is the same.
            let escaped = raw.escaped && trimmed.contains('"');
            if escaped {
                self.unescaped_at
                    .push((self.spans.len(), self.unescaped.len()));
                self.unescaped.push_str(trimmed);
            }
            self.spans.push(Span::new(at, length, escaped));
        }
        self.at.push(RowAt {
            start: row.start.offset,
            first_span,
            filled,
            line: row.start.line,
            row: row.number,
        });
    }
}

fn spanning(sheet: Sheet<'_>, row: &Row) -> String {
    let text = sheet.text[row.start.offset..row.end].trim_end_matches(['\n', '\r']);
    let last = row.start.line + breaks(text);
    format!(
        "the row spans lines {} to {last}; is a quotation mark missing?",
        row.start.line
    )
}

/// Counts refused rows by code, and lists the first of each.
#[derive(Default)]
struct Refusals {
    counts: BTreeMap<Code, u32>,
}

impl Refusals {
    fn push(&mut self, problems: &mut Vec<Problem>, code: Code, problem: impl FnOnce() -> Problem) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= MOST_PER_CODE {
            problems.push(problem());
        }
    }

    fn close(self, file: &str, problems: &mut Vec<Problem>) {
        let over: BTreeSet<(Code, u32)> = self
            .counts
            .into_iter()
            .filter(|(_, count)| *count > MOST_PER_CODE)
            .collect();
        for (code, count) in over {
            problems.push(Problem {
                code: Code::MoreOfTheSame,
                place: Some(whole_file(file)),
                message: format!(
                    "{} more rows with `{}`",
                    count - MOST_PER_CODE,
                    code.as_str()
                ),
                expected: format!("mend the {MOST_PER_CODE} that are listed, then check again"),
                hints: Vec::new(),
            });
        }
    }
}
