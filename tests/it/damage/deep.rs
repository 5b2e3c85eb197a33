//! Numbers changed under checksums that hold: offsets, counts, ids.

use std::path::Path;

use nutgraf::edition::Edition;

use super::watch::Watch;
use crate::fuzzed::ask::{Question, ask};
use crate::fuzzed::edition::{Base, base};
use crate::fuzzed::sealed::{reseal, sections};
use crate::query_graph::Random;

/// Asks a file some questions; each ends in an answer or in an error.
fn ask_some(file: &[u8], base: &Base, turn: usize, count: usize, watch: &Watch, what: &str) {
    let Ok(edition) = Edition::from_bytes(file, Path::new("damaged.edition")) else {
        return;
    };
    for step in 0..count {
        let question = &base.questions[(turn * count + step) % base.questions.len()];
        watch.next(format!("{what}: {question:?}"));
        let _ = ask(&edition, question);
    }
}

/// Values that are off by one, out of range, or huge, in the width of a number.
fn wrong(found: u64, width: usize, len: usize) -> Vec<u64> {
    let most = if width == 8 {
        u64::MAX
    } else {
        u64::from(u32::MAX)
    };
    let mut wrong = vec![
        0,
        1,
        found.wrapping_sub(1) & most,
        found.wrapping_add(1) & most,
        found.wrapping_mul(2) & most,
        len as u64,
        most,
        most / 2,
        most / 8 + 1,
    ];
    wrong.sort_unstable();
    wrong.dedup();
    wrong.retain(|value| *value != found);
    wrong
}

#[test]
fn wrong_numbers_in_every_section_never_panic_or_hang() {
    let (base, watch) = (base(), Watch::new());
    let mut turn = 0;
    for section in &base.sections {
        for width in [4, 8] {
            let words = section.len / width;
            let places = [
                0,
                1,
                2,
                words / 3,
                words / 2,
                words.saturating_sub(2),
                words.saturating_sub(1),
            ];
            for place in places.into_iter().filter(|place| *place < words) {
                let at = section.offset + place * width;
                let mut bytes = [0; 8];
                bytes[..width].copy_from_slice(&base.bytes[at..at + width]);
                for value in wrong(u64::from_le_bytes(bytes), width, section.len) {
                    let mut file = base.bytes.clone();
                    file[at..at + width].copy_from_slice(&value.to_le_bytes()[..width]);
                    reseal(&mut file);
                    let what = format!("`{}` at {place} of {width} bytes is {value}", section.name);
                    ask_some(&file, base, turn, 2, &watch, &what);
                    turn += 1;
                }
            }
        }
    }
    assert!(turn > 1_000, "only {turn} numbers were changed");
}

#[test]
fn random_damage_under_good_checksums_never_panics_or_hangs() {
    let (base, watch) = (base(), Watch::new());
    let mut random = Random::new(17);
    for turn in 0..600 {
        let mut file = base.bytes.clone();
        let mut what = String::new();
        for _ in 0..1 + random.below(6) {
            let section = random.pick(&base.sections);
            if section.len == 0 {
                continue;
            }
            let at = section.offset + random.below(section.len);
            file[at] ^= [1 << random.below(8), 0xFF][random.below(2)];
            what.push_str(&format!("`{}` byte {} ", section.name, at - section.offset));
        }
        reseal(&mut file);
        ask_some(&file, base, turn, 4, &watch, &what);
    }
}

/// The table of sections says where everything is; here it lies, sealed.
#[test]
fn a_section_table_that_lies_is_found() {
    let base = base();
    let count = base.sections.len();
    for entry in 0..count {
        for (field, at) in [("offset", 40), ("length", 48)] {
            let place = 64 + entry * 64 + at;
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&base.bytes[place..place + 8]);
            for value in wrong(u64::from_le_bytes(bytes), 8, base.bytes.len()) {
                let mut file = base.bytes.clone();
                file[place..place + 8].copy_from_slice(&value.to_le_bytes());
                reseal(&mut file);
                let found = match Edition::from_bytes(&file, Path::new("lies.edition")) {
                    Err(_) => true,
                    // A length that still ends in the gap before the next section:
                    // then the section does not fit what others say of it.
                    Ok(edition) => ask(&edition, &Question::Sound).is_err(),
                };
                assert!(found, "{field} of entry {entry} is {value}");
            }
        }
    }
    assert_eq!(sections(&base.bytes).len(), count);
}
