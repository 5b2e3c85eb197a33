//! Changing single cells of a table and nothing else.
//!
//! Takes the bytes of a table and the cells to be changed; gives the bytes with
//! these cells anew. Every other byte stays: other cells, their quotes, line
//! ends, order, blank lines, byte order mark, encoding. A cell that was quoted
//! stays quoted, and one that has to be is.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::PathBuf;

use csv::StringRecord;

use super::columns::columns;
use super::header::header;
use super::parse::top;
use super::place::Sheet;
use super::records::{RawCell, Records};
use super::table::cell_end;
use super::{Draft, ReadError, Staged, decode, io_error, sha256};
use crate::model::Table;

/// What a cell is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellEdit {
    /// As a spreadsheet counts.
    pub row: u32,
    pub column: &'static str,
    /// Empty for an empty cell.
    pub value: String,
}

/// Writes edits into the tables of a case that was read: into all of them, or,
/// as far as the disk lets us, into none. Gives the tables that were written.
///
/// # Errors
/// When a table is not the one that was read, has no such cell, or cannot be
/// written. Where one of several could not be put in its place, those before it
/// stay written; the same edits can be made again.
pub fn write_edits(
    draft: &Draft,
    edits: &BTreeMap<Table, Vec<CellEdit>>,
) -> Result<Vec<PathBuf>, ReadError> {
    let mut staged = Vec::new();
    for (table, edits) in edits.iter().filter(|(_, edits)| !edits.is_empty()) {
        let input = draft.inputs.iter().find(|input| input.name == table.file());
        let Some(input) = input else { continue };
        let path = &input.path;
        let bytes = fs::read(path).map_err(|source| io_error(path, source))?;
        let changed = || ReadError::Changed { path: path.clone() };
        if sha256(&bytes) != input.sha256 {
            return Err(changed());
        }
        let edited = edited(*table, &bytes, edits).ok_or_else(changed)?;
        let cannot = |source| ReadError::Write {
            path: path.clone(),
            source,
        };
        let file = Staged::new(path).map_err(cannot)?;
        file.file().write_all(&edited).map_err(cannot)?;
        staged.push((path.clone(), file));
    }
    let (written, files): (Vec<PathBuf>, Vec<Staged>) = staged.into_iter().unzip();
    Staged::put_all(files).map_err(|(at, source)| {
        // As the user names it.
        let is_it = |path: &&PathBuf| path.canonicalize().is_ok_and(|path| path == at);
        let path = written.iter().find(is_it).cloned().unwrap_or(at);
        ReadError::Write { path, source }
    })?;
    Ok(written)
}

/// The bytes of a table with some cells anew; `None` where it has no such cell,
/// or is none that can be read.
pub fn edited(table: Table, bytes: &[u8], edits: &[CellEdit]) -> Option<Vec<u8>> {
    let text = decode::decode(table.file(), bytes.to_vec()).ok()?;
    let new = edited_text(table, &text, edits)?;
    let encode: fn(&str) -> Vec<u8> = match bytes {
        [0xFF, 0xFE, ..] => |text| text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        [0xFE, 0xFF, ..] => |text| text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => |text| text.as_bytes().to_vec(),
    };
    // What decoding dropped are marks at the start.
    let marks = bytes.len().checked_sub(encode(&text).len())?;
    Some([&bytes[..marks], &encode(&new)].concat())
}

fn edited_text(table: Table, text: &str, edits: &[CellEdit]) -> Option<String> {
    let sheet = Sheet {
        file: table.file(),
        text,
    };
    let (start, delimiter) = top(table, sheet).ok()?;
    let mut records = Records::new(text, start, delimiter);
    let (mut record, mut cells) = (StringRecord::new(), Vec::new());
    let (row, fit) = records.next(&mut record, &mut cells)?;
    fit.ok()?;
    let header = header(table, sheet, &row, &record, &cells, &mut Vec::new());
    let mut of_row: BTreeMap<u32, BTreeMap<usize, &str>> = BTreeMap::new();
    for CellEdit { row, column, value } in edits {
        let index = columns(table)
            .iter()
            .position(|known| known.name == *column)?;
        let position = (*header.positions.get(index)?)?;
        of_row.entry(*row).or_default().insert(position, value);
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut copied = 0;
    while let Some(last) = of_row.last_key_value().map(|(row, _)| *row) {
        let (row, fit) = records.next(&mut record, &mut cells)?;
        if row.number > last {
            return None;
        }
        let Some(edits) = of_row.remove(&row.number) else {
            continue;
        };
        fit.ok()?;
        for (position, value) in edits {
            let span = span(text, cells.get(position)?, delimiter);
            out.push_str(&text[copied..span.start]);
            let quoted = text[span.clone()].starts_with('"');
            push_cell(&mut out, value, quoted, delimiter);
            copied = span.end;
        }
    }
    out.push_str(&text[copied..]);
    Some(out)
}

/// Where a cell stands, with its quotes.
fn span(text: &str, cell: &RawCell, delimiter: u8) -> Range<usize> {
    let bytes = text.as_bytes();
    // Before the content of a cell that is not quoted stands a delimiter, a line
    // break or nothing.
    let quoted = cell.content > 0 && bytes.get(cell.content - 1) == Some(&b'"');
    let start = cell.content - usize::from(quoted);
    start..cell_end(bytes, start, delimiter)
}

fn push_cell(out: &mut String, value: &str, quoted: bool, delimiter: u8) {
    let special = |c: char| matches!(c, '"' | '\n' | '\r') || c == char::from(delimiter);
    if quoted || value.contains(special) || value.trim() != value {
        out.push('"');
        out.push_str(&value.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CellEdit, edited};
    use crate::model::Table;

    const HEADER: [&str; 5] = ["id", "name", "kind", "aliases", "description"];

    /// A table as some program would write it: what stands between cells, at the
    /// ends of lines, around cells and above everything.
    #[derive(Debug, Clone)]
    struct Written {
        delimiter: char,
        line_end: &'static str,
        last_line_ends: bool,
        encoding: u8,
        sep_line: bool,
        rows: Vec<Vec<(String, bool)>>,
        // Blank lines after each row.
        blank: usize,
    }

    impl Written {
        fn cell(&self, (text, quoted): &(String, bool)) -> String {
            let special = [self.delimiter, '"', '\n', '\r'];
            match *quoted || text.contains(special) || text.trim() != text {
                true => format!("\"{}\"", text.replace('"', "\"\"")),
                false => text.clone(),
            }
        }

        fn line(&self, cells: &[(String, bool)]) -> String {
            let cells: Vec<String> = cells.iter().map(|cell| self.cell(cell)).collect();
            cells.join(&self.delimiter.to_string())
        }

        fn bytes(&self) -> Vec<u8> {
            let header = HEADER.map(|name| (name.to_owned(), false));
            let mut lines = vec![self.line(&header)];
            for row in &self.rows {
                lines.push(self.line(row));
                lines.extend((0..self.blank).map(|_| String::new()));
            }
            let mut text = lines.join(self.line_end);
            if self.sep_line {
                text = format!("sep={}{}{text}", self.delimiter, self.line_end);
            }
            if self.last_line_ends {
                text.push_str(self.line_end);
            }
            match self.encoding {
                0 => text.into_bytes(),
                1 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
                2 => {
                    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
                    [0xFF, 0xFE].into_iter().chain(units).collect()
                }
                _ => {
                    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
                    [0xFE, 0xFF].into_iter().chain(units).collect()
                }
            }
        }
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z,;\t\"' =-]{0,6}",
            "[žš鬼😀\n\r\"x ]{0,5}",
            Just(String::new())
        ]
    }

    fn written() -> impl Strategy<Value = Written> {
        let cell = (text(), any::<bool>());
        let row = ("[a-z]{1,4}", proptest::collection::vec(cell, 4)).prop_map(|(id, rest)| {
            let mut row = vec![(id, false)];
            row.extend(rest);
            row
        });
        (
            prop_oneof![Just(','), Just(';'), Just('\t')],
            prop_oneof![Just("\n"), Just("\r\n"), Just("\r")],
            any::<bool>(),
            0..4_u8,
            any::<bool>(),
            proptest::collection::vec(row, 1..5),
            0..2_usize,
        )
            .prop_map(
                |(delimiter, line_end, last_line_ends, encoding, sep_line, rows, blank)| Written {
                    delimiter,
                    line_end,
                    last_line_ends,
                    encoding,
                    sep_line,
                    rows,
                    blank,
                },
            )
    }

    proptest! {
        #[test]
        fn a_cell_is_changed_and_every_other_byte_stays(
            table in written(),
            at in 0..5_usize,
            column in 1..5_usize,
            value in text(),
        ) {
            let at = at % table.rows.len();
            let row = u32::try_from(2 + at * (1 + table.blank)).expect("few rows");
            let edit = CellEdit { row, column: HEADER[column], value: value.clone() };
            let bytes = table.bytes();
            let new = edited(Table::People, &bytes, &[edit]).expect("the cell is there");
            // The same table, written with the new cell from the start.
            let mut other = table.clone();
            let cell = &mut other.rows[at][column];
            let was_quoted = table.cell(cell).starts_with('"');
            *cell = (value, was_quoted);
            prop_assert_eq!(new, other.bytes());
        }
    }

    #[test]
    fn what_is_not_there_is_not_changed() {
        let table = b"id,name\n\nann,Ann\n";
        let edit = |row, column| CellEdit {
            row,
            column,
            value: "x".to_owned(),
        };
        let one = |edit| edited(Table::People, table, &[edit]);
        assert_eq!(
            one(edit(3, "name")).as_deref(),
            Some(&b"id,name\n\nann,x\n"[..])
        );
        assert_eq!(one(edit(2, "name")), None);
        assert_eq!(one(edit(4, "name")), None);
        assert_eq!(one(edit(3, "kind")), None);
        assert_eq!(
            edited(Table::People, table, &[]).as_deref(),
            Some(&table[..])
        );
    }
}
