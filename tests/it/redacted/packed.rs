//! What is packed in a workbook, as plain bytes.
//!
//! A reader of ZIP archives by the list at their end, for the one kind of packing
//! that there is in them; anything else fails the test.

use std::io::Read;

use flate2::read::DeflateDecoder;

/// Every file of an archive with its name, one after the other.
pub fn unpacked(archive: &[u8]) -> Vec<u8> {
    let end = archive.windows(4).rposition(|four| four == b"PK\x05\x06");
    let end = end.expect("an archive ends with its list");
    let (files, mut at) = (short(archive, end + 10), long(archive, end + 16));
    let mut all = Vec::new();
    for _ in 0..files {
        assert_eq!(&archive[at..at + 4], b"PK\x01\x02");
        let packed = long(archive, at + 20);
        let name = short(archive, at + 28);
        let more = short(archive, at + 30) + short(archive, at + 32);
        all.extend_from_slice(&archive[at + 46..at + 46 + name]);
        let file = long(archive, at + 42);
        let begins = file + 30 + short(archive, file + 26) + short(archive, file + 28);
        let bytes = &archive[begins..begins + packed];
        match short(archive, at + 10) {
            0 => all.extend_from_slice(bytes),
            8 => {
                let read = DeflateDecoder::new(bytes).read_to_end(&mut all);
                read.expect("it is packed so");
            }
            other => panic!("packed in the way {other}"),
        }
        at += 46 + name + more;
    }
    all
}

fn short(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
}

fn long(bytes: &[u8], at: usize) -> usize {
    short(bytes, at) + (short(bytes, at + 2) << 16)
}
