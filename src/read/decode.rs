//! From bytes to text, or to one problem that says what the bytes are.
//!
//! Takes UTF-8, or UTF-16 with a byte order mark. Nothing is guessed and
//! nothing is replaced: another encoding is refused, with its likely name and
//! the byte where the text ends. Workbooks and archives are known by their
//! first bytes, whatever the file is called.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::place::{LineStart, Sheet, whole_file};
use crate::model::Code;
use crate::model::Place;
use crate::model::Problem;

const EXPECTED: &str = "UTF-8, or UTF-16 with a byte order mark";
const SAVE_AS: &str = "in Excel: File, Save As, \"CSV UTF-8 (Comma delimited)\"";

/// First bytes of files that are often handed in as tables.
const KINDS: &[(&[u8], &str)] = &[
    (
        b"PK\x03\x04",
        "a workbook (.xlsx, .ods, .numbers) or another zip archive",
    ),
    (b"PK\x05\x06", "an empty zip archive"),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "an old Excel workbook (.xls)",
    ),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
];

/// Gives the text of a file without its byte order mark.
pub(super) fn decode(file: &str, bytes: Vec<u8>) -> Result<String, Box<Problem>> {
    if let Some((_, kind)) = KINDS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(Box::new(not_csv(whole_file(file), kind)));
    }
    let text = match bytes.as_slice() {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => {
            return Err(Box::new(not_utf8(
                whole_file(file),
                "the file is UTF-32, which is not read".to_owned(),
                vec![iconv(file, "UTF-32")],
            )));
        }
        [0xFF, 0xFE, rest @ ..] => utf16(file, rest, UTF_16LE)?,
        [0xFE, 0xFF, rest @ ..] => utf16(file, rest, UTF_16BE)?,
        _ => utf8(file, bytes)?,
    };
    match text.find('\0') {
        Some(at) => Err(Box::new(nul(file, &text, at))),
        None => Ok(without_marks(text)),
    }
}

/// The problem of a file that is another kind of file.
pub(super) fn not_csv(place: Place, kind: &str) -> Problem {
    Problem {
        code: Code::NotCsv,
        message: format!("`{}` is {kind}, not text", place.file),
        place: Some(place),
        expected: "a CSV file".to_owned(),
        hints: vec![
            format!("export each sheet as a file of its own; {SAVE_AS}"),
            "each file is named after its table: people.csv, sources.csv, …".to_owned(),
        ],
    }
}

/// Files that were joined can have several marks.
fn without_marks(mut text: String) -> String {
    let marks = text.len() - text.trim_start_matches('\u{FEFF}').len();
    text.drain(..marks);
    text
}

fn utf8(file: &str, bytes: Vec<u8>) -> Result<String, Box<Problem>> {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let bytes = error.as_bytes();
    if let Some(problem) = unmarked(file, bytes) {
        return Err(Box::new(problem));
    }
    let at = error.utf8_error().valid_up_to();
    let valid = String::from_utf8_lossy(&bytes[..at]);
    let guess = guess(bytes);
    let mut place = undecodable(file, &valid);
    place.text = format!("\\x{:02X}", bytes[at]);
    let message = format!(
        "byte 0x{:02X} at offset {at} is not UTF-8; {}",
        bytes[at], guess.words
    );
    let mut hints = vec![SAVE_AS.to_owned()];
    if let Some(name) = guess.iconv {
        hints.push(iconv(file, name));
    }
    Err(Box::new(not_utf8(place, message, hints)))
}

fn utf16(file: &str, bytes: &[u8], encoding: &'static Encoding) -> Result<String, Box<Problem>> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if !damaged {
        return Ok(text.into_owned());
    }
    // The decoder does not say where, so that the units are walked again.
    let little = encoding == UTF_16LE;
    let units = bytes.chunks_exact(2).map(|pair| {
        if little {
            u16::from_le_bytes([pair[0], pair[1]])
        } else {
            u16::from_be_bytes([pair[0], pair[1]])
        }
    });
    let valid: String = char::decode_utf16(units).map_while(Result::ok).collect();
    let at = 2 + 2 * valid.encode_utf16().count();
    Err(Box::new(not_utf8(
        undecodable(file, &valid),
        format!("the file is {} and damaged at byte {at}", encoding.name()),
        vec![SAVE_AS.to_owned()],
    )))
}

fn nul(file: &str, text: &str, at: usize) -> Problem {
    if let Some(problem) = unmarked(file, text.as_bytes()) {
        return problem;
    }
    let mut place = Sheet { file, text }.place(LineStart::FIRST, at, "\0", None);
    place.line_text.clear();
    Problem {
        code: Code::NulByte,
        place: Some(place),
        message: format!("NUL character at byte {at}"),
        expected: "text".to_owned(),
        hints: vec![SAVE_AS.to_owned()],
    }
}

fn unmarked(file: &str, bytes: &[u8]) -> Option<Problem> {
    let name = unmarked_utf16(bytes)?;
    Some(not_utf8(
        whole_file(file),
        format!("the file is probably {name} without a byte order mark"),
        vec![SAVE_AS.to_owned(), iconv(file, name)],
    ))
}

fn not_utf8(place: Place, message: String, hints: Vec<String>) -> Problem {
    Problem {
        code: Code::NotUtf8,
        place: Some(place),
        message,
        expected: EXPECTED.to_owned(),
        hints,
    }
}

/// The place just after the part of a file that could be decoded.
fn undecodable(file: &str, valid: &str) -> Place {
    let sheet = Sheet { file, text: valid };
    let mut place = sheet.place(LineStart::FIRST, valid.len(), "", None);
    // Half a line would look as if the rest of it were missing.
    place.line_text.clear();
    place
}

fn iconv(file: &str, encoding: &str) -> String {
    format!("or: iconv -f {encoding} -t UTF-8 {file} > new.csv")
}

struct Guess {
    words: String,
    /// The name by which `iconv` knows it.
    iconv: Option<&'static str>,
}

/// What bytes that are not UTF-8 probably are.
fn guess(bytes: &[u8]) -> Guess {
    let likely = |name: &'static str| Guess {
        words: format!("the file is probably {name}"),
        iconv: Some(name),
    };
    let (mut valid, mut invalid, mut windows) = (0usize, 0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        for byte in chunk.invalid() {
            invalid += 1;
            // Where Latin-1 has control characters, windows-1252 has
            // typographic quotes and dashes.
            windows += usize::from((0x80..=0x9F).contains(byte));
        }
    }
    if valid > 4 * invalid {
        return Guess {
            words: "the rest of the file mostly is, so the text is damaged here".to_owned(),
            iconv: None,
        };
    }
    if windows > 0 {
        likely("WINDOWS-1252")
    } else {
        likely("ISO-8859-1")
    }
}

/// The name of UTF-16 without a mark, told by NULs in every other byte: in
/// tables most characters are ASCII.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static str> {
    let sample = &bytes[..bytes.len().min(4096)];
    let nuls = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (first, second) = (nuls(0), nuls(1));
    let most = sample.len() * 3 / 10;
    if second > most && first * 8 < second {
        Some("UTF-16LE")
    } else if first > most && second * 8 < first {
        Some("UTF-16BE")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::model::Code;

    /// Code, line, column, and a word of the message.
    fn assert_refused(bytes: &[u8], code: Code, line: u32, column: u32, word: &str) {
        let problem = decode("people.csv", bytes.to_vec()).expect_err("must be refused");
        let place = problem.place.expect("has a place");
        assert_eq!(problem.code, code, "{}", problem.message);
        assert_eq!((place.line, place.column), (line, column));
        assert!(problem.message.contains(word), "{}", problem.message);
        assert!(!problem.hints.is_empty());
        assert!(!place.line_text.contains('\0'));
    }

    #[test]
    fn other_encodings_are_refused_by_name_and_byte() {
        let quotes = b"id,name\nann,\x93Ann\x94\n";
        assert_refused(quotes, Code::NotUtf8, 2, 5, "0x93 at offset 12");
        assert_refused(quotes, Code::NotUtf8, 2, 5, "WINDOWS-1252");
        assert_refused(b"id,name\nann,Andr\xE9", Code::NotUtf8, 2, 9, "ISO-8859-1");
        let damaged = ["id,name\nžŽšŠčČ,".as_bytes(), b"\xC5"].concat();
        assert_refused(&damaged, Code::NotUtf8, 2, 8, "damaged here");
        assert_refused(b"\xFF\xFE\0\0i\0\0\0", Code::NotUtf8, 1, 1, "UTF-32");
    }

    #[test]
    fn utf16_is_read_with_a_mark_and_named_without() {
        let le: Vec<u8> = "id,name\nž,😀"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let be: Vec<u8> = "id,name\nž,😀"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        for (mark, bytes, name) in [
            (b"\xFF\xFE", &le, "UTF-16LE"),
            (b"\xFE\xFF", &be, "UTF-16BE"),
        ] {
            let marked = [mark.as_slice(), bytes].concat();
            assert_eq!(decode("f", marked.clone()).as_deref(), Ok("id,name\nž,😀"));
            assert_refused(bytes, Code::NotUtf8, 1, 1, name);
            // Half of the last character is missing.
            assert_refused(&marked[..marked.len() - 2], Code::NotUtf8, 2, 3, "byte 22");
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_kind() {
        assert_refused(b"PK\x03\x04\x14\0\x06\0", Code::NotCsv, 1, 1, "workbook");
        assert_refused(b"%PDF-1.7", Code::NotCsv, 1, 1, "PDF");
        assert_refused(b"id,name\nann,A\0nn", Code::NulByte, 2, 6, "byte 13");
    }

    #[test]
    fn every_mark_at_the_start_is_dropped() {
        let twice = "\u{FEFF}\u{FEFF}id".as_bytes().to_vec();
        assert_eq!(decode("f", twice).as_deref(), Ok("id"));
    }
}
