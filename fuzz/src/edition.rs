//! Edition bytes in, one question asked of them.
//!
//! An input is no edition: it says how to damage one, so that inputs keep their
//! meaning when the format changes and mutation stays close to what is valid.
//!
//! ```text
//! 0  bit 0: seal the checksums again    bit 1: the input from byte 2 on is the file
//! 1  which question is asked
//! 2… changes of 8 bytes: section, what to do, where (u24), with what (u24)
//! ```

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use nutgraf::edition::{Edition, Kind};
use nutgraf::pipeline::open_case;

use super::ask::{Question, ask, questions};
use super::sealed::{Section, reseal, reseal_table, sections};

/// A sound edition, where its sections lie, and what can be asked of it.
pub struct Base {
    pub bytes: Vec<u8>,
    pub sections: Vec<Section>,
    pub questions: Vec<Question>,
}

/// The edition of the smallest case that ships with the project.
pub fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| base_of(&data().join("example")))
}

/// Loads a case folder, from a copy of it.
pub fn base_of(case: &Path) -> Base {
    let copy = tempfile::tempdir().expect("a temporary folder");
    for entry in std::fs::read_dir(case).expect("the case is there") {
        let entry = entry.expect("the folder can be read");
        if entry.path().is_file() {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).expect("copied");
        }
    }
    let opened =
        open_case(copy.path(), Kind::Full, &mut |_| {}, &mut |_| {}).expect("the case loads");
    let bytes = std::fs::read(opened.edition.path()).expect("the edition was written");
    Base {
        sections: sections(&bytes),
        questions: questions(&opened.edition).expect("it is sound"),
        bytes,
    }
}

/// The folder of cases that ship with the project.
pub fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("data"))
        .find(|folder| folder.join("example").is_dir())
        .expect("the package lies inside the project")
}

/// Damages the edition as the input says, and asks what it says.
pub fn run(input: &[u8]) {
    let Some((&[how, which], changes)) = input.split_first_chunk::<2>() else {
        return;
    };
    let base = base();
    let mut file;
    if how & 2 != 0 {
        file = changes.to_vec();
    } else {
        file = base.bytes.clone();
        for change in changes.chunks_exact(8) {
            damage(&mut file, &base.sections, change);
        }
    }
    if how & 1 != 0 && file.len() >= 64 {
        reseal(&mut file);
    }
    let Ok(edition) = Edition::from_bytes(&file, Path::new("fuzzed.edition")) else {
        return;
    };
    let question = &base.questions[usize::from(which) % base.questions.len()];
    let _ = ask(&edition, question);
}

/// Makes one change; a place beyond the end is taken modulo the length.
fn damage(file: &mut Vec<u8>, sections: &[Section], change: &[u8]) {
    let word = |at: usize| {
        usize::from(change[at])
            | usize::from(change[at + 1]) << 8
            | usize::from(change[at + 2]) << 16
    };
    let (place, with) = (word(2), word(5));
    let number = usize::from(change[0]) % (sections.len() + 1);
    // One more than there are: header and section table.
    let (start, len) = match sections.get(number) {
        Some(section) => (section.offset, section.len),
        None => (0, 64 + sections.len() * 64),
    };
    if len == 0 || start + len > file.len() {
        return;
    }
    let at = start + place % len;
    let four = start + place % len / 4 * 4;
    let eight = start + place % len / 8 * 8;
    let small = with as u32;
    match change[1] % 10 {
        0 => file[at] ^= 1 << (with % 8),
        1 => file[at] = with as u8,
        2 => put(file, four, &small.to_le_bytes()),
        3 => put(file, four, &u32::MAX.wrapping_sub(small).to_le_bytes()),
        4 => put(file, eight, &(with as u64).to_le_bytes()),
        5 => put(
            file,
            eight,
            &u64::MAX.wrapping_sub(with as u64).to_le_bytes(),
        ),
        6 => {
            // A number from elsewhere in the section: in range, and wrong.
            let from = start + with % len / 4 * 4;
            if let Some(other) = file.get(from..from + 4).map(<[u8]>::to_vec) {
                put(file, four, &other);
            }
        }
        7 => {
            let found = file.get(four..four + 4).and_then(|w| w.try_into().ok());
            let next = found.map_or(0, u32::from_le_bytes).wrapping_add(1);
            put(file, four, &next.to_le_bytes());
        }
        8 => {
            let end = (at + 1 + with % 256).min(start + len);
            file[at..end].fill(0);
        }
        _ => file.truncate(at),
    }
    if number == sections.len() && file.len() >= 64 {
        reseal_table(file);
    }
}

fn put(file: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = file.get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}
