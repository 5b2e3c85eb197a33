//! Where in a file something stands: line, column, and the cell's name in a
//! spreadsheet.
//!
//! Takes a byte offset in the decoded text and a line start before it whose
//! number is known; gives a [`Place`]. Lines end with LF, CRLF or a lone CR,
//! as in a table, and columns count characters.

use crate::model::Place;

/// A longer line is not copied into a place: it would be shown by nobody.
const LONGEST_SHOWN_LINE: usize = 16 << 10;

/// A longer text is cut in a place, with an ellipsis.
const LONGEST_SHOWN_TEXT: usize = 4 << 10;

/// The decoded text of one file, with its name inside the case folder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

/// The start of a physical line whose number is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineStart {
    /// In bytes.
    pub offset: usize,
    /// From 1.
    pub line: u32,
}

impl LineStart {
    /// Where every file starts.
    pub const FIRST: LineStart = LineStart { offset: 0, line: 1 };
}

impl Sheet<'_> {
    /// The place of `text`, which starts at byte `at`, no earlier than `from`.
    /// Costs the distance between the two.
    pub fn place(&self, from: LineStart, at: usize, text: &str, cell: Option<String>) -> Place {
        let at = at.min(self.text.len());
        let between = &self.text[from.offset..at];
        let line_start = match between.rfind(is_break) {
            Some(last) => from.offset + last + 1,
            None => from.offset,
        };
        // A place between CR and LF would start a line of its own; nothing
        // that is reported starts there.
        let rest = &self.text[line_start..];
        let line = &rest[..rest.find(is_break).unwrap_or(rest.len())];
        Place {
            file: self.file.to_owned(),
            line: from.line.saturating_add(breaks(between)),
            column: count(self.text[line_start..at].chars().count()).saturating_add(1),
            cell,
            text: shortened(text),
            line_text: if line.len() <= LONGEST_SHOWN_LINE {
                line.to_owned()
            } else {
                String::new()
            },
        }
    }
}

/// The start of a file as a whole, for what is wrong with all of it.
pub(super) fn whole_file(file: &str) -> Place {
    Place {
        file: file.to_owned(),
        line: 1,
        column: 1,
        cell: None,
        text: String::new(),
        line_text: String::new(),
    }
}

/// How many lines end in this text; CRLF ends one.
pub(super) fn breaks(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut found = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\r' || (*byte == b'\n' && (at == 0 || bytes[at - 1] != b'\r')) {
            found += 1;
        }
    }
    count(found)
}

/// The cell's name in a spreadsheet: column 0 of row 3 is `A3`.
pub(super) fn cell_name(column: usize, row: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).expect("a remainder of 26 fits a byte");
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{row}")
}

fn is_break(character: char) -> bool {
    character == '\n' || character == '\r'
}

fn shortened(text: &str) -> String {
    if text.len() <= LONGEST_SHOWN_TEXT {
        return text.to_owned();
    }
    let mut end = LONGEST_SHOWN_TEXT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end])
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{LineStart, Sheet, breaks, cell_name};

    #[test]
    fn cells_are_named_as_a_spreadsheet_names_them() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702]
            .iter()
            .map(|column| cell_name(*column, 3))
            .collect();
        assert_eq!(names, ["A3", "Z3", "AA3", "AZ3", "BA3", "ZZ3", "AAA3"]);
    }

    #[test]
    fn a_line_ends_with_lf_crlf_or_cr() {
        assert_eq!(breaks("a\nb\r\nc\rd\n\n"), 5);
        assert_eq!(breaks(""), 0);
    }

    #[test]
    fn columns_count_characters() {
        let text = "id\r\nžaba,鬼,x\r\n";
        let sheet = Sheet { file: "f", text };
        let at = text.find('x').unwrap_or_default();
        let place = sheet.place(LineStart::FIRST, at, "x", None);
        assert_eq!((place.line, place.column), (2, 8));
        assert_eq!(place.line_text, "žaba,鬼,x");
    }
}
