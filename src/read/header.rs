//! The top of a table: Excel's `sep=` line, the delimiter, the column names.
//!
//! The delimiter is decided on the header line alone: the one that gives the
//! most known column names, and among equals the most cells. A `sep=` line
//! decides without a look. Names are trimmed and folded to lower case; what
//! is then still unknown is a problem, never a column that nobody reads.

use std::collections::BTreeSet;

use csv::StringRecord;

use super::columns::columns;
use super::place::{Sheet, cell_name};
use super::records::{RawCell, Row, reader};
use crate::model::Code;
use crate::model::Place;
use crate::model::Problem;
use crate::model::Table;
use crate::model::mistyped;

/// What may stand between cells, the likelier first.
pub(super) const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A header is looked for in so many bytes: a quote that does not end must not
/// make three readers walk the whole file.
const LONGEST_HEADER: usize = 1 << 20;

/// What the first line says when it is Excel's.
pub(super) enum SepLine<'t> {
    Absent,
    /// A delimiter, and the length of the line without its break.
    Delimiter(u8, usize),
    /// Something else, and where it stands.
    Unknown(&'t str, usize),
}

/// Reads a first line such as `sep=;`.
pub(super) fn sep_line(text: &str) -> SepLine<'_> {
    let line = &text[..text.find(['\n', '\r']).unwrap_or(text.len())];
    let bare = line.strip_prefix('"').unwrap_or(line);
    if !bare
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("sep="))
    {
        return SepLine::Absent;
    }
    let value = &bare[4..];
    for delimiter in DELIMITERS {
        // A program that took the line for a row has quoted it, or filled it
        // up with empty cells.
        let rest = value.strip_prefix(char::from(delimiter));
        if let Some(rest) = rest
            && rest.trim_matches(['"', char::from(delimiter)]).is_empty()
        {
            return SepLine::Delimiter(delimiter, line.len());
        }
    }
    SepLine::Unknown(value.trim_end_matches('"'), line.len() - value.len())
}

/// Chooses the delimiter of a text that starts with its header.
pub(super) fn delimiter(table: Table, text: &str) -> u8 {
    let mut end = text.len().min(LONGEST_HEADER);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut best = (0, 0, DELIMITERS[0]);
    for candidate in DELIMITERS {
        let mut header = StringRecord::new();
        // A slice of text cannot fail to be read; if it did, the reading that
        // follows would report it.
        let _ = reader(&text[..end], candidate).read_record(&mut header);
        let known = header
            .iter()
            .map(folded)
            .filter(|name| columns(table).iter().any(|c| c.name == name))
            .count();
        if (known, header.len()) > (best.0, best.1) {
            best = (known, header.len(), candidate);
        }
    }
    best.2
}

/// The header as understood.
pub(super) struct Header {
    /// For each of `columns(table)`, which column of the sheet it is.
    pub positions: Vec<Option<usize>>,
    /// The columns of the sheet that have no name.
    pub nameless: BTreeSet<usize>,
    pub width: usize,
    /// False when a required column is missing.
    pub usable: bool,
}

/// Reads the column names, and reports each that cannot be used.
pub(super) fn header(
    table: Table,
    sheet: Sheet<'_>,
    row: &Row,
    names: &StringRecord,
    cells: &[RawCell],
    problems: &mut Vec<Problem>,
) -> Header {
    let known = columns(table);
    let mut positions = vec![None; known.len()];
    let mut nameless = BTreeSet::new();
    let mut strangers = Vec::new();
    for (position, (written, raw)) in names.iter().zip(cells).enumerate() {
        let name = folded(written);
        let place = || {
            let name = Some(cell_name(position, row.number));
            sheet.place(row.start, raw.content_at(written), written.trim(), name)
        };
        if name.is_empty() {
            nameless.insert(position);
            continue;
        }
        match known.iter().position(|c| c.name == name) {
            None => {
                problems.push(unknown_column(table, written.trim(), &name, place()));
                strangers.push(name);
            }
            Some(index) if positions[index].is_some() => problems.push(Problem {
                code: Code::DuplicateColumn,
                place: Some(place()),
                message: format!("a second column `{name}`"),
                expected: "each column once".to_owned(),
                hints: Vec::new(),
            }),
            Some(index) => positions[index] = Some(position),
        }
    }
    let mut usable = true;
    for (column, position) in known.iter().zip(&positions) {
        if column.required && position.is_none() {
            usable = false;
            let candidates = strangers.iter().map(String::as_str);
            let hints = match mistyped(column.name, candidates) {
                Some(near) => vec![format!("is it the column `{near}`?")],
                None => Vec::new(),
            };
            problems.push(Problem {
                code: Code::MissingColumn,
                place: Some(sheet.place(row.start, row.start.offset, "", None)),
                message: format!("no column `{}`", column.name),
                expected: format!("a column `{}` in every {table}", column.name),
                hints,
            });
        }
    }
    Header {
        positions,
        nameless,
        width: names.len(),
        usable,
    }
}

fn unknown_column(table: Table, written: &str, name: &str, place: Place) -> Problem {
    let known: Vec<&str> = columns(table).iter().map(|c| c.name).collect();
    let mut hints = Vec::new();
    let spaced = name.replace([' ', '-', '.'], "_");
    if let Some(near) = mistyped(&spaced, known.iter().copied()) {
        hints.push(format!("did you mean `{near}`?"));
    }
    if written.contains('|') {
        hints.push("cells may stand between commas, semicolons or tabs, not `|`".to_owned());
    }
    if hints.is_empty() {
        let homes: Vec<&str> = Table::ALL
            .iter()
            .filter(|other| columns(**other).iter().any(|c| c.name == spaced))
            .map(|other| other.file())
            .collect();
        if !homes.is_empty() {
            hints.push(format!("`{spaced}` is a column of {}", homes.join(", ")));
        }
    }
    Problem {
        code: Code::UnknownColumn,
        place: Some(place),
        message: format!("{table} has no column `{written}`"),
        expected: format!("one of {}", known.join(", ")),
        hints,
    }
}

/// A column name as compared: no-break spaces are spaces, and joined files
/// leave byte order marks.
pub(super) fn folded(name: &str) -> String {
    name.replace(['\u{A0}', '\u{FEFF}'], " ")
        .trim()
        .to_lowercase()
}
