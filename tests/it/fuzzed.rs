//! What the fuzzers run, over every input that is kept: the seeds, and what
//! once made something fail. The fuzzers themselves are `fuzz/run`.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

#[path = "../../fuzz/src/ask.rs"]
pub mod ask;
#[path = "../../fuzz/src/edition.rs"]
pub mod edition;
#[path = "../../fuzz/src/query.rs"]
pub mod query;
#[path = "../../fuzz/src/sealed.rs"]
pub mod sealed;
#[path = "../../fuzz/src/tables.rs"]
pub mod tables;

/// Runs a target over its kept inputs; a panic names the input.
fn over_kept_inputs(target: &str, run: fn(&[u8])) {
    let mut count = 0;
    for folder in ["seeds", "found"] {
        let folder = Path::new("fuzz").join(folder).join(target);
        // Nothing was found yet where there is no folder.
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("the folder can be read").path();
            let input = fs::read(&path).expect("a file");
            let survived = catch_unwind(|| run(&input)).is_ok();
            assert!(survived, "{}", path.display());
            count += 1;
        }
    }
    assert!(count >= 6, "the seeds of `{target}` are missing");
}

#[test]
fn every_kept_damage_is_survived() {
    over_kept_inputs("edition", edition::run);
}

#[test]
fn every_kept_table_is_survived() {
    over_kept_inputs("tables", tables::run);
}

#[test]
fn every_kept_query_is_survived() {
    over_kept_inputs("query", query::run);
}

/// The seeds in the folder are not all: the fuzzers start from these as well.
#[test]
fn what_ships_is_survived_by_every_fuzzer() {
    for entry in fs::read_dir("queries").expect("the library") {
        query::run(&fs::read(entry.expect("a file").path()).expect("a query"));
    }
    for case in ["example", "binance-usd1"] {
        let mut input = Vec::new();
        for entry in fs::read_dir(edition::data().join(case)).expect("a case") {
            let path = entry.expect("a file").path();
            if path.is_file() {
                let name = path.file_name().expect("a name").to_string_lossy();
                input.extend(format!("\n> {name}\n").bytes());
                input.extend(fs::read(&path).expect("a table"));
            }
        }
        tables::run(&input);
    }
}
