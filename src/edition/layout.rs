//! The outer form of the file: header, section table, sections.
//!
//! Takes named sections that were placed and gives the bytes before them; takes a whole
//! file and gives the table of its sections, checked for magic number, format
//! version, length, order, alignment and its own checksums. What is inside a
//! section, and whether its checksum holds, is for others.
//!
//! ```text
//! 0   magic number, 8 bytes        | header, 64 bytes, little-endian
//! 8   format version u32, sections u32
//! 16  length of the file u64
//! 24  content id, 16 bytes
//! 40  zero u64
//! 48  xxh3 of the section table u64
//! 56  xxh3 of bytes 0..56 u64
//! 64  section table: name (40 bytes, zero-padded), offset, length, xxh3 (u64 each)
//! …   sections in the order of the table, each on the next multiple of 64
//! ```

use std::path::Path;

use xxhash_rust::xxh3::xxh3_64;

use crate::edition::error::EditionError;

/// Grows by one with every change of the file that an older reader would misread.
pub const FORMAT_VERSION: u32 = 4;

// Opens with a byte that no text file has.
pub(super) const MAGIC: [u8; 8] = *b"\x8Anutgraf";
pub(super) const ID_BYTES: usize = 16;
const HEADER: usize = 64;
const ENTRY: usize = 64;
const NAME: usize = 40;
// A cache line, and a multiple of every number we cast to.
const ALIGNMENT: usize = 64;
// More than any writer makes; keeps a damaged count from being believed.
const MAX_SECTIONS: u32 = 1_000;

/// Places one section in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) name: String,
    pub(super) offset: usize,
    pub(super) len: usize,
    pub(super) checksum: u64,
}

/// Holds what the first bytes of an edition say.
// Invariant: no name comes twice; sections are in ascending order of offset, inside
// the file, on multiples of `ALIGNMENT`, with less than that between them.
#[derive(Debug)]
pub(super) struct Header {
    content_id: [u8; ID_BYTES],
    sections: Vec<Section>,
}

impl Header {
    pub(super) fn content_id(&self) -> [u8; ID_BYTES] {
        self.content_id
    }

    pub(super) fn sections(&self) -> &[Section] {
        &self.sections
    }

    pub(super) fn find(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name)
    }
}

/// Says whether a section may have this name.
pub(super) fn is_name(name: &str) -> bool {
    (1..=NAME).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// Says where the first of so many sections starts, before any padding.
pub(super) fn head_length(sections: usize) -> usize {
    HEADER + ENTRY * sections
}

/// Gives the header and the section table of a file with these sections.
///
/// Names must be valid, and the sections placed one after another from
/// [`head_length`] on, each with its [`padding`] before it.
pub(super) fn encode(content_id: [u8; ID_BYTES], sections: &[Section]) -> Vec<u8> {
    let mut table = Vec::with_capacity(ENTRY * sections.len());
    let mut length = head_length(sections.len());
    for section in sections {
        let Section {
            name,
            offset,
            len,
            checksum,
        } = section;
        let mut padded = [0; NAME];
        padded[..name.len()].copy_from_slice(name.as_bytes());
        table.extend_from_slice(&padded);
        table.extend_from_slice(&(*offset as u64).to_le_bytes());
        table.extend_from_slice(&(*len as u64).to_le_bytes());
        table.extend_from_slice(&checksum.to_le_bytes());
        length = offset + len;
    }
    let mut header = Vec::with_capacity(HEADER + table.len());
    header.extend_from_slice(&MAGIC);
    header.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
    header.extend_from_slice(&(sections.len() as u32).to_le_bytes());
    header.extend_from_slice(&(length as u64).to_le_bytes());
    header.extend_from_slice(&content_id);
    header.extend_from_slice(&0_u64.to_le_bytes());
    header.extend_from_slice(&xxh3_64(&table).to_le_bytes());
    header.extend_from_slice(&xxh3_64(&header).to_le_bytes());
    header.extend_from_slice(&table);
    header
}

/// Counts the zero bytes between a section that ends here and the next one.
pub(super) fn padding(end: usize) -> usize {
    end.next_multiple_of(ALIGNMENT) - end
}

/// Reads header and section table; the path is for messages only.
///
/// # Errors
/// When the bytes are not an edition, of another format, not of the length
/// that was written, or damaged in header or table.
pub(super) fn decode(file: &[u8], path: &Path) -> Result<Header, EditionError> {
    let found = file.len() as u64;
    if !file.starts_with(&MAGIC[..file.len().min(MAGIC.len())]) {
        return Err(EditionError::NotAnEdition {
            path: path.to_owned(),
            looks_like: looks_like(file),
        });
    }
    let wrong_length = |expected| EditionError::WrongLength {
        path: path.to_owned(),
        expected,
        found,
    };
    let Some((header, rest)) = file.split_at_checked(HEADER) else {
        return Err(wrong_length(HEADER as u64));
    };
    let version = u32_at(header, 8);
    if version != FORMAT_VERSION {
        return Err(EditionError::OtherVersion {
            path: path.to_owned(),
            found: version,
            supported: FORMAT_VERSION,
        });
    }
    let damaged = |what: &str| EditionError::damaged("header", what);
    if xxh3_64(&header[..56]) != u64_at(header, 56) {
        return Err(damaged("its checksum does not hold"));
    }
    let expected = u64_at(header, 16);
    if expected != found {
        return Err(wrong_length(expected));
    }
    let count = u32_at(header, 12);
    if count > MAX_SECTIONS {
        return Err(damaged("it counts too many sections"));
    }
    let Some(table) = rest.get(..ENTRY * count as usize) else {
        return Err(damaged("the section table does not fit the file"));
    };
    if xxh3_64(table) != u64_at(header, 48) {
        return Err(EditionError::damaged(
            "section table",
            "its checksum does not hold",
        ));
    }
    let mut content_id = [0; ID_BYTES];
    content_id.copy_from_slice(&header[24..40]);
    Ok(Header {
        content_id,
        sections: decode_table(table, file.len())?,
    })
}

fn decode_table(table: &[u8], file_len: usize) -> Result<Vec<Section>, EditionError> {
    let damaged = |what: String| EditionError::damaged("section table", what);
    let mut sections: Vec<Section> = Vec::with_capacity(table.len() / ENTRY);
    let mut end = HEADER + table.len();
    for entry in table.chunks_exact(ENTRY) {
        let name = entry[..NAME].split(|b| *b == 0).next().unwrap_or_default();
        let name = match std::str::from_utf8(name) {
            Ok(name) if is_name(name) => name.to_owned(),
            Ok(_) | Err(_) => return Err(damaged("a section has no valid name".to_owned())),
        };
        if sections.iter().any(|before| before.name == name) {
            return Err(damaged(format!("`{name}` comes twice")));
        }
        // One way to place the sections: any gap or overlap is damage.
        let offset = u64_at(entry, 40);
        if offset != (end + padding(end)) as u64 {
            return Err(damaged(format!("`{name}` is not where it should be")));
        }
        let offset = end + padding(end);
        let section_end = usize::try_from(u64_at(entry, 48))
            .ok()
            .and_then(|len| offset.checked_add(len))
            .filter(|section_end| *section_end <= file_len)
            .ok_or_else(|| damaged(format!("`{name}` reaches beyond the file")))?;
        sections.push(Section {
            name,
            offset,
            len: section_end - offset,
            checksum: u64_at(entry, 56),
        });
        end = section_end;
    }
    if end != file_len {
        return Err(damaged("the file is longer than its sections".to_owned()));
    }
    Ok(sections)
}

/// Guesses in words what a file that is no edition may be.
fn looks_like(file: &[u8]) -> &'static str {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "a zip archive, such as .xlsx or .ods"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"%PDF", "a PDF document"),
        (b"SQLite format 3", "an SQLite database"),
    ];
    for (start, words) in KNOWN {
        if file.starts_with(start) {
            return words;
        }
    }
    let sample = &file[..file.len().min(4096)];
    // The sample may end inside a letter, which is not an error of the text.
    let is_text = match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    } && !sample.contains(&0);
    if is_text {
        "text, such as a table or a query"
    } else {
        "some other binary file"
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut number = [0; 4];
    number.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(number)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut number = [0; 8];
    number.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(number)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::edition::section_writer::SectionWriter;

    fn file(sections: &[(&str, &[u8])]) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        let write = |file: &mut Cursor<Vec<u8>>| {
            let mut out = SectionWriter::new(file, sections.len())?;
            for (name, bytes) in sections {
                out.add(name, bytes)?;
            }
            out.finish([7; ID_BYTES])
        };
        write(&mut file).expect("memory can be written");
        file.into_inner()
    }

    fn reason(bytes: &[u8]) -> String {
        match decode(bytes, Path::new("x.edition")) {
            Ok(_) => "none".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_was_written_is_found_again() -> Result<(), EditionError> {
        let bytes = file(&[("a", b"one"), ("b.c", b""), ("d", &[5; 100])]);
        let header = decode(&bytes, Path::new("x"))?;
        assert_eq!(header.content_id(), [7; ID_BYTES]);
        assert_eq!(header.sections().len(), 3);
        assert_eq!(header.find("a").map(|s| s.len), Some(3));
        assert_eq!(
            header.find("d").map(|s| &bytes[s.offset..s.offset + s.len]),
            Some(&[5; 100][..])
        );
        assert!(header.sections().iter().all(|s| s.offset % ALIGNMENT == 0));
        assert_eq!(header.find("c"), None);
        decode(&file(&[]), Path::new("x"))?;
        Ok(())
    }

    #[test]
    fn foreign_files_are_named_for_what_they_are() {
        for (bytes, words) in [
            (&b"id,name\nann,Ann\n"[..], "text"),
            (b"PK\x03\x04....", "a zip archive"),
            (b"\xff\x00\x01", "some other binary file"),
        ] {
            let found = reason(bytes);
            assert!(
                found.starts_with("x.edition is not an edition: it is "),
                "{found}"
            );
            assert!(found.contains(words), "{found}");
        }
    }

    #[test]
    fn another_format_is_named_with_both_numbers() {
        let mut bytes = file(&[("a", b"one")]);
        bytes[8] = 9;
        assert_eq!(
            reason(&bytes),
            "x.edition is an edition of format 9, but this program reads format 4: load the tables again"
        );
    }

    #[test]
    fn every_truncation_and_every_addition_is_refused() {
        let whole = file(&[("a", b"one"), ("b", &[5; 100])]);
        for len in 1..whole.len() {
            assert!(
                reason(&whole[..len]).contains("is incomplete"),
                "cut at {len}"
            );
        }
        let mut longer = whole;
        longer.push(0);
        assert!(reason(&longer).contains("was added to"));
    }

    #[test]
    fn every_flipped_bit_of_header_and_table_is_refused() {
        let whole = file(&[("a", b"one"), ("b", &[5; 100])]);
        for at in 0..(HEADER + 2 * ENTRY) * 8 {
            let mut bytes = whole.clone();
            bytes[at / 8] ^= 1 << (at % 8);
            assert_ne!(reason(&bytes), "none", "bit {at}");
        }
    }
}
