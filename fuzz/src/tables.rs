//! Tables in, an edition or a report out.
//!
//! An input is several files one after another, each under a line `> NAME`;
//! a name that is none of a case's files stands for `relationships.csv`.
//! Nothing may panic; what is accepted must load, and what loads must be sound.

use std::fs;
use std::path::Path;

use nutgraf::edition::Kind;
use nutgraf::model::Severity;
use nutgraf::network::Network;
use nutgraf::pipeline::{LoadError, open_case, read_and_check};

const NAMES: [&str; 17] = [
    "people.csv",
    "companies.csv",
    "assets.csv",
    "relationships.csv",
    "meetings.csv",
    "transactions.csv",
    "attributes.csv",
    "sources.csv",
    "citations.csv",
    "denials.csv",
    "questions.csv",
    "identities.csv",
    "relations.csv",
    "nutgraf.toml",
    "background.ttl",
    "background.nt",
    "People.CSV",
];

/// Cuts an input into files.
fn files(input: &[u8]) -> Vec<(&'static str, &[u8])> {
    let mut files: Vec<(&str, &[u8])> = Vec::new();
    let mut rest = input;
    let mut name = "relationships.csv";
    while !rest.is_empty() {
        let mark = rest.windows(3).position(|three| three == b"\n> ");
        let (file, after) = match mark {
            _ if rest.starts_with(b"> ") => (&rest[..0], Some(&rest[2..])),
            Some(at) => (&rest[..at + 1], Some(&rest[at + 3..])),
            None => (rest, None),
        };
        if !file.is_empty() {
            files.push((name, file));
        }
        let Some(after) = after else { break };
        let end = after.iter().position(|byte| *byte == b'\n');
        let line = &after[..end.unwrap_or(after.len())];
        let known = NAMES.iter().find(|known| known.as_bytes() == line);
        name = known.copied().unwrap_or("relationships.csv");
        rest = end.map_or(&[][..], |end| &after[end + 1..]);
    }
    files
}

/// Reads, checks and loads the files of an input.
pub fn run(input: &[u8]) {
    let case = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files(input) {
        fs::write(case.path().join(name), bytes).expect("the folder is ours");
    }
    load(case.path());
}

fn load(case: &Path) {
    let checked = read_and_check(case, &mut |_| {});
    let errors = match &checked {
        Ok((_, _, counts, report)) => {
            for (table, count) in &counts.tables {
                assert_eq!(count.read, count.accepted + count.refused, "{table}");
            }
            Some(report.count(Severity::Error))
        }
        Err(_) => None,
    };
    match open_case(case, Kind::Full, &mut |_| {}, &mut |_| {}) {
        Ok(opened) => {
            assert_eq!(errors, Some(0), "loaded in spite of errors");
            let edition = opened.edition;
            let faults = edition.verify();
            assert!(faults.is_empty(), "{faults:?}");
            let network = Network::new(|name| edition.section(name).ok().flatten());
            let sound = network.and_then(|network| network.check());
            assert!(sound.is_ok(), "{sound:?}");
        }
        Err(LoadError::Problems(_)) => assert_ne!(errors, Some(0), "refused without an error"),
        Err(LoadError::Read(_)) => assert_eq!(errors, None, "reading failed the second time only"),
        Err(other) => panic!("the tables were accepted, and then: {other:?}"),
    }
}
