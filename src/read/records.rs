//! The records of a CSV text, and where in the text each cell stands.
//!
//! The `csv` crate says what the cells are. It does not say where they stand,
//! and it quietly mends misplaced quotes. So each record is laid over the raw
//! text again: that gives the place of every cell, and where the two do not
//! fit, the text is not what any program would have written for these cells,
//! and the record is a misfit instead of a guess.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::place::{LineStart, breaks};
use crate::model::Code;

/// Walks the records of a text.
pub(super) struct Records<'t> {
    text: &'t str,
    delimiter: u8,
    reader: Reader<&'t [u8]>,
    /// Where the reader's own count starts.
    base: usize,
    at: LineStart,
    /// Of the next record, as a spreadsheet counts.
    row: u32,
}

/// Where a record stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub start: LineStart,
    /// After its line break.
    pub end: usize,
    /// As a spreadsheet counts.
    pub number: u32,
}

/// Where a cell stands in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawCell {
    /// Of the first byte after the opening quote, if there is one.
    pub content: usize,
    /// Whether quotes in it are doubled.
    pub escaped: bool,
}

impl RawCell {
    /// Where the content starts without the white space before it.
    pub fn content_at(&self, content: &str) -> usize {
        self.content + content.len() - content.trim_start().len()
    }
}

/// Why a record cannot be laid over its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misfit {
    /// A quote inside a cell that is not quoted, at this offset.
    Inside { at: usize },
    /// The cell quoted at `opened` goes on after its closing quote, at `closed`.
    AfterClosing { opened: usize, closed: usize },
    /// The quote at this offset is not closed before the end of the text.
    Unclosed { at: usize },
}

impl Misfit {
    pub fn code(self) -> Code {
        match self {
            Misfit::Inside { .. } | Misfit::AfterClosing { .. } => Code::StrayQuote,
            Misfit::Unclosed { .. } => Code::UnclosedQuote,
        }
    }
}

/// A reader of records; it takes rows of any width.
pub(super) fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}

impl<'t> Records<'t> {
    /// Starts at a line; the rows are counted from 1 there.
    pub fn new(text: &'t str, mut from: LineStart, delimiter: u8) -> Self {
        // A byte order mark below a `sep=` line: `csv` would drop it unseen.
        while text[from.offset..].starts_with('\u{FEFF}') {
            from.offset += '\u{FEFF}'.len_utf8();
        }
        Self {
            text,
            delimiter,
            reader: reader(&text[from.offset..], delimiter),
            base: from.offset,
            at: from,
            row: 1,
        }
    }

    /// Reads the next record that has any text into `record`, and where its
    /// cells stand into `cells`; of a misfit, the cells before the one that
    /// does not fit. A misfit is skipped as `csv` reads it.
    pub fn next(
        &mut self,
        record: &mut StringRecord,
        cells: &mut Vec<RawCell>,
    ) -> Option<(Row, Result<(), Misfit>)> {
        loop {
            // Decoded text is valid, and a slice has no input errors.
            if !self.reader.read_record(record).unwrap_or(false) {
                return None;
            }
            self.skip_blank_lines();
            let start = self.at;
            let fit = lay(self.text, start.offset, record, self.delimiter, cells);
            let end = match fit {
                Ok(end) => end,
                Err(_) => {
                    let taken = usize::try_from(self.reader.position().byte());
                    self.base + taken.unwrap_or(self.text.len())
                }
            };
            let end = self.after_crlf(end);
            let row = Row {
                start,
                end,
                number: self.row,
            };
            let lines = breaks(&self.text[start.offset..end]);
            self.at = LineStart {
                offset: end,
                line: start.line.saturating_add(lines),
            };
            self.row = self.row.saturating_add(1);
            // A row of empty cells is a blank line to whoever typed it.
            if fit.is_err() || record.iter().any(|cell| !cell.trim().is_empty()) {
                return Some((row, fit.map(|_| ())));
            }
        }
    }

    /// `csv` skips empty lines; they count as lines and as rows all the same.
    fn skip_blank_lines(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(b'\n' | b'\r') = bytes.get(self.at.offset) {
            self.at.offset = self.after_crlf(self.at.offset + 1);
            self.at.line = self.at.line.saturating_add(1);
            self.row = self.row.saturating_add(1);
        }
    }

    /// Steps over the second half of a CRLF.
    fn after_crlf(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let between = at > 0 && bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n');
        at + usize::from(between)
    }
}

/// Finds the cells of a record in the text from `at` on; gives the offset
/// after its line break (after the CR of a CRLF).
fn lay(
    text: &str,
    mut at: usize,
    record: &StringRecord,
    delimiter: u8,
    cells: &mut Vec<RawCell>,
) -> Result<usize, Misfit> {
    let bytes = text.as_bytes();
    cells.clear();
    for content in record {
        let quoted = bytes.get(at) == Some(&b'"');
        let end = if quoted {
            closing(bytes, at, delimiter)? + 1
        } else {
            if let Some(inside) = content.find('"') {
                return Err(Misfit::Inside { at: at + inside });
            }
            at + content.len()
        };
        cells.push(RawCell {
            content: at + usize::from(quoted),
            escaped: quoted && content.contains('"'),
        });
        // The delimiter, the line break or the end of the text.
        at = (end + 1).min(bytes.len());
    }
    Ok(at)
}

/// Finds the closing quote of the cell that opens at `opened`.
fn closing(bytes: &[u8], opened: usize, delimiter: u8) -> Result<usize, Misfit> {
    let mut at = opened + 1;
    loop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (None, _) => return Err(Misfit::Unclosed { at: opened }),
            (Some(b'"'), Some(b'"')) => at += 2,
            (Some(b'"'), None | Some(b'\n' | b'\r')) => return Ok(at),
            (Some(b'"'), Some(after)) if *after == delimiter => return Ok(at),
            (Some(b'"'), Some(_)) => return Err(Misfit::AfterClosing { opened, closed: at }),
            (Some(_), _) => at += 1,
        }
    }
}
