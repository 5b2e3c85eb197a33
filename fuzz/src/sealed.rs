//! The outer form of an edition file, read and written a second time.
//!
//! Written from the description of the format and not from its code: where the
//! sections of a file lie, and how to make every checksum of a changed file
//! hold again, so that damage reaches the code behind the checksums.

use xxhash_rust::xxh3::xxh3_64;

const HEADER: usize = 64;
const ENTRY: usize = 64;
const NAME: usize = 40;

/// One section: its name and where it lies.
#[derive(Debug, Clone)]
pub struct Section {
    pub name: String,
    pub offset: usize,
    pub len: usize,
}

fn number(file: &[u8], at: usize) -> usize {
    let mut bytes = [0; 8];
    if let Some(found) = file.get(at..at + 8) {
        bytes.copy_from_slice(found);
    }
    u64::from_le_bytes(bytes) as usize
}

fn count(file: &[u8]) -> usize {
    // The upper half of this word; the lower one is the format version.
    number(file, 8) >> 32
}

/// Lists the sections of a file, as far as its table can be read.
pub fn sections(file: &[u8]) -> Vec<Section> {
    // A damaged count is no reason to look beyond the file four thousand million times.
    let entries = count(file).min(file.len() / ENTRY);
    let entries = (0..entries).map(|entry| HEADER + entry * ENTRY);
    entries
        .filter_map(|at| {
            let name: Vec<u8> = file
                .get(at..at + NAME)?
                .iter()
                .copied()
                .take_while(|byte| *byte != 0)
                .collect();
            Some(Section {
                name: String::from_utf8(name).ok()?,
                offset: number(file, at + NAME),
                len: number(file, at + NAME + 8),
            })
        })
        .collect()
}

/// Makes the checksums of table and header hold, whatever they say.
pub fn reseal_table(file: &mut [u8]) {
    let Some(end) = count(file).checked_mul(ENTRY).map(|len| len + HEADER) else {
        return;
    };
    let Some(table) = file.get(HEADER..end) else {
        return;
    };
    let seal = xxh3_64(table);
    file[48..56].copy_from_slice(&seal.to_le_bytes());
    let seal = xxh3_64(&file[..56]);
    file[56..64].copy_from_slice(&seal.to_le_bytes());
}

/// Makes every checksum of a changed file hold; its sections must lie where they did.
pub fn reseal(file: &mut [u8]) {
    for (entry, section) in sections(file).iter().enumerate() {
        let Section {
            name: _,
            offset,
            len,
        } = section;
        let Some(bytes) = offset
            .checked_add(*len)
            .and_then(|end| file.get(*offset..end))
        else {
            continue;
        };
        let seal = xxh3_64(bytes);
        let at = HEADER + entry * ENTRY + NAME + 16;
        if let Some(place) = file.get_mut(at..at + 8) {
            place.copy_from_slice(&seal.to_le_bytes());
        }
    }
    reseal_table(file);
}
