//! One table as read: rows and cells by column name, each with its place.
//!
//! Holds the decoded text of the file once. A cell is an offset into it; only
//! a cell with doubled quotes has a copy of its own. Places are worked out
//! when somebody asks for one. What a cell must say is for `check`.

use std::ops::Range;

use super::columns::{ByName, columns};
use super::place::{LineStart, Sheet, cell_name};
use crate::model::Place;
use crate::model::Table;

/// The usable rows of one table, in the order of the file.
#[derive(Debug)]
pub struct DraftTable {
    pub(super) table: Table,
    pub(super) by_name: ByName,
    pub(super) file: String,
    pub(super) text: String,
    pub(super) delimiter: u8,
    // For each of `columns(table)`, which column of the sheet it is.
    pub(super) positions: Vec<Option<usize>>,
    pub(super) rows: Vec<RowAt>,
    // The filled cells of all rows, row by row, in the order of `columns(table)`.
    pub(super) spans: Vec<Span>,
    // The text of the cells that had doubled quotes, and for each its index in
    // `spans` and where in `unescaped` it starts; in the order of `spans`.
    pub(super) unescaped: String,
    pub(super) unescaped_at: Vec<(usize, usize)>,
    pub(super) read: u32,
    pub(super) refused: u32,
    pub(super) complete: bool,
}

/// Where one row stands.
#[derive(Debug)]
pub(super) struct RowAt {
    /// Of the row's first byte in the text.
    pub start: usize,
    /// Of its first filled cell in `spans`.
    pub first_span: usize,
    /// One bit for each of `columns(table)` that is filled.
    pub filled: u32,
    pub line: u32,
    pub row: u32,
}

/// Where the trimmed content of a filled cell stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// From the row's start.
    pub at: u32,
    /// Of the content, in bytes, and whether quotes in it are doubled.
    length: u32,
}

const ESCAPED: u32 = 1 << 31;

impl Span {
    /// `length` is below 2^31: longer cells are refused.
    pub fn new(at: u32, length: u32, escaped: bool) -> Self {
        Self {
            at,
            length: if escaped { length | ESCAPED } else { length },
        }
    }

    fn length(self) -> usize {
        (self.length & !ESCAPED) as usize
    }

    fn escaped(self) -> bool {
        self.length & ESCAPED != 0
    }
}

impl DraftTable {
    /// A table of which nothing could be read.
    pub(super) fn unreadable(table: Table, file: &str) -> Self {
        Self {
            table,
            by_name: ByName::new(table),
            file: file.to_owned(),
            text: String::new(),
            delimiter: b',',
            positions: vec![None; columns(table).len()],
            rows: Vec::new(),
            spans: Vec::new(),
            unescaped: String::new(),
            unescaped_at: Vec::new(),
            read: 0,
            refused: 0,
            complete: false,
        }
    }

    /// Which table it is.
    pub fn table(&self) -> Table {
        self.table
    }

    /// The file's name inside the case folder.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The usable rows, in the order of the file.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = DraftRow<'_>> {
        self.rows.iter().map(|at| DraftRow { table: self, at })
    }

    /// Some of the usable rows, by their numbers from 0; fewer where there are
    /// not so many.
    pub fn rows_in(&self, numbers: Range<usize>) -> impl ExactSizeIterator<Item = DraftRow<'_>> {
        let end = numbers.end.min(self.rows.len());
        let rows = self.rows.get(numbers.start..end).unwrap_or_default();
        rows.iter().map(|at| DraftRow { table: self, at })
    }

    /// How many rows of data the file has; lines without any text are none.
    pub fn read(&self) -> u32 {
        self.read
    }

    /// How many of them are unusable: too few or too many cells, a quote that
    /// does not end, a cell too long, or a header without a required column.
    pub fn refused(&self) -> u32 {
        self.refused
    }

    /// Whether every row of the file is among [`DraftTable::rows`]. Where it
    /// is not, an id that is missing here may well be in the file.
    pub fn is_complete(&self) -> bool {
        self.complete && self.refused == 0
    }

    /// What stands between its cells: a comma, a semicolon or a tab.
    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// Whether the header has this column.
    pub fn has_column(&self, column: &str) -> bool {
        self.index(column)
            .is_some_and(|index| self.positions[index].is_some())
    }

    fn index(&self, column: &str) -> Option<usize> {
        self.by_name.index(column)
    }

    fn sheet(&self) -> Sheet<'_> {
        Sheet {
            file: &self.file,
            text: &self.text,
        }
    }

    fn content(&self, row: &RowAt, index: usize) -> Option<&str> {
        let at = span_of(row, index)?;
        let span = self.spans[at];
        if !span.escaped() {
            let start = row.start + span.at as usize;
            return Some(&self.text[start..start + span.length()]);
        }
        let copy = self
            .unescaped_at
            .binary_search_by_key(&at, |(span, _)| *span)
            .ok()?;
        let start = self.unescaped_at[copy].1;
        Some(&self.unescaped[start..start + span.length()])
    }

    /// Where the content of a cell starts in the text: after its quote and,
    /// where it is filled, after white space.
    fn content_start(&self, row: &RowAt, index: usize, position: usize) -> usize {
        if let Some(at) = span_of(row, index) {
            return row.start + self.spans[at].at as usize;
        }
        let bytes = self.text.as_bytes();
        let mut at = row.start;
        for _ in 0..position {
            at = cell_end(bytes, at, self.delimiter) + 1;
        }
        if bytes.get(at) == Some(&b'"') {
            at += 1;
        }
        at
    }
}

/// The index in `spans` of a cell, where it is filled.
fn span_of(row: &RowAt, index: usize) -> Option<usize> {
    let bit = 1u32 << index;
    let before = (row.filled & (bit - 1)).count_ones() as usize;
    (row.filled & bit != 0).then_some(row.first_span + before)
}

/// Where a well-formed cell that starts at `at` ends: at a delimiter, a line
/// break, or the end of the text.
pub(super) fn cell_end(bytes: &[u8], mut at: usize, delimiter: u8) -> usize {
    let mut quoted = false;
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            other if other == delimiter && !quoted => break,
            _ => {}
        }
        at += 1;
    }
    at
}

/// One usable row.
#[derive(Debug, Clone, Copy)]
pub struct DraftRow<'a> {
    table: &'a DraftTable,
    at: &'a RowAt,
}

impl<'a> DraftRow<'a> {
    /// The row as a spreadsheet counts: the header is 1, a blank line counts,
    /// a quoted line break starts no row, and Excel's `sep=` line is hidden.
    pub fn row(&self) -> u32 {
        self.at.row
    }

    /// The cell under a column; `None` when it is blank, or the file has no
    /// such column.
    pub fn cell(&self, column: &str) -> Option<Cell<'a>> {
        self.cell_at(self.table.index(column)?)
    }

    /// The cell under a column, by its index in [`columns`].
    pub fn cell_at(&self, index: usize) -> Option<Cell<'a>> {
        let text = self.table.content(self.at, index)?;
        Some(Cell {
            row: *self,
            index,
            offset: 0,
            text,
        })
    }

    /// The place of the cell under a column, blank or not; that of the row
    /// where the file has no such column.
    pub fn place_of(&self, column: &str) -> Place {
        match self.cell(column) {
            Some(cell) => cell.place(),
            None => match self.table.index(column) {
                Some(index) => self.place_in(index, 0, ""),
                None => self.place_of_row(),
            },
        }
    }

    /// The place of the row: that of its first cell, without a cell's name.
    pub fn place_of_row(&self) -> Place {
        let first = self.line_start();
        self.table.sheet().place(first, self.at.start, "", None)
    }

    fn line_start(&self) -> LineStart {
        LineStart {
            offset: self.at.start,
            line: self.at.line,
        }
    }

    /// The place of what starts `offset` bytes into the content of a cell.
    fn place_in(&self, index: usize, offset: usize, text: &str) -> Place {
        let Some(position) = self.table.positions[index] else {
            return self.place_of_row();
        };
        let mut at = self.table.content_start(self.at, index, position);
        let escaped = span_of(self.at, index).is_some_and(|span| self.table.spans[span].escaped());
        if escaped {
            // Every quote of the content stands twice in the file.
            let bytes = self.table.text.as_bytes();
            for _ in 0..offset {
                at += if bytes.get(at) == Some(&b'"') { 2 } else { 1 };
            }
        } else {
            at += offset;
        }
        let name = cell_name(position, self.at.row);
        self.table
            .sheet()
            .place(self.line_start(), at, text, Some(name))
    }
}

/// The text of a filled cell, or a part of it.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    row: DraftRow<'a>,
    index: usize,
    // In bytes, of `text` in the content of the cell.
    offset: usize,
    text: &'a str,
}

impl<'a> Cell<'a> {
    /// The text without white space around it; never empty.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        self.row.place_in(self.index, self.offset, self.text)
    }

    /// The items between `;`, without white space around them; empty ones are
    /// left out.
    pub fn items(&self) -> impl Iterator<Item = Cell<'a>> + use<'a> {
        let cell = *self;
        let mut from = 0;
        cell.text.split(';').filter_map(move |item| {
            let at = from + item.len() - item.trim_start().len();
            from += item.len() + 1;
            let text = item.trim();
            (!text.is_empty()).then_some(Cell {
                offset: cell.offset + at,
                text,
                ..cell
            })
        })
    }

    /// What starts `start` bytes into the text and is `length` bytes long, to
    /// point at; the whole where that is not a part.
    pub fn part(&self, start: usize, length: usize) -> Cell<'a> {
        match self.text.get(start..start.saturating_add(length)) {
            Some(text) => Cell {
                offset: self.offset + start,
                text,
                ..*self
            },
            None => *self,
        }
    }
}
