//! Editions through the shipped binary: the same rows give the same bytes, no
//! error ever leaves an old answer standing, and nothing reads a table twice.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use nutgraf::edition::Edition;

use crate::program::{Case, command, nutgraf};

fn sections(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let edition = Edition::open(path).expect("an edition that was just written");
    edition
        .sections()
        .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
        .collect()
}

#[test]
fn the_same_tables_give_the_same_bytes_with_any_number_of_threads() {
    let mut seen: Vec<Vec<u8>> = Vec::new();
    for threads in ["1", "2"] {
        let case = Case::first();
        let target = case.file("out.edition");
        let status = command(&[
            "load",
            case.path(),
            "--edition",
            target.to_str().expect("plain"),
        ])
        .env("RAYON_NUM_THREADS", threads)
        .output()
        .expect("the program runs");
        assert!(status.status.success());
        case.run("find", &["zhao"]).ends(0);
        let bytes = fs::read(&target).expect("the edition was written");
        assert_eq!(
            bytes,
            fs::read(case.edition()).expect("an edition was loaded")
        );
        seen.push(bytes);
    }
    assert_eq!(seen[0], seen[1]);
}

/// The rows below the header, last first. The shipped tables quote no line break.
fn turn_round(path: &Path) {
    let text = fs::read_to_string(path).expect("a table");
    let (header, rows) = text.split_once('\n').expect("a header");
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    fs::write(path, format!("{header}\n{}\n", rows.join("\n"))).expect("the table can be written");
}

#[test]
fn shuffled_rows_change_nothing_but_places_and_provenance() {
    let (straight, shuffled) = (Case::copy("example"), Case::copy("example"));
    for entry in fs::read_dir(shuffled.path()).expect("the case") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|end| end == "csv") {
            turn_round(&path);
        }
    }
    straight.run("load", &[]).ends(0);
    shuffled.run("load", &[]).ends(0);
    assert_eq!(
        straight.edition().file_name(),
        shuffled.edition().file_name(),
        "the content id is the file's name"
    );
    let (straight, shuffled) = (sections(&straight.edition()), sections(&shuffled.edition()));
    assert_eq!(
        straight.keys().collect::<Vec<_>>(),
        shuffled.keys().collect::<Vec<_>>()
    );
    let mut differing: Vec<&str> = Vec::new();
    for (name, bytes) in &straight {
        if *bytes != shuffled[name] && !name.starts_with("place") && name != "provenance" {
            differing.push(name);
        }
    }
    assert!(differing.is_empty(), "{differing:?}");
    assert_ne!(straight["provenance"], shuffled["provenance"]);
}

#[test]
fn two_cases_in_one_edition_stay_two_in_either_order() {
    let (first, example) = (Case::first(), Case::copy("example"));
    let toml = fs::read_to_string(example.file("nutgraf.toml")).expect("the example has one");
    let toml: String = toml
        .lines()
        .filter(|line| !line.starts_with("base"))
        .map(|line| format!("{line}\n"))
        .collect();
    fs::write(
        example.file("nutgraf.toml"),
        format!("base = \"https://example.org/brindle/\"\n{toml}"),
    )
    .expect("written");
    let target = |name: &str| first.file(name).to_str().expect("plain").to_owned();
    let (one, other) = (target("one.edition"), target("other.edition"));
    nutgraf(&["load", first.path(), example.path(), "--edition", &one]).ends(0);
    nutgraf(&["load", example.path(), first.path(), "--edition", &other]).ends(0);
    assert_eq!(
        fs::read(&one).expect("written"),
        fs::read(&other).expect("written")
    );
    nutgraf(&["check", &one]).ends(0);
    nutgraf(&["path", &one, "CZ", "Trump family"]).ends(0);
    let apart = nutgraf(&["path", &one, "CZ", "Orrin Vale"]).ends(1);
    assert!(
        apart.out.contains("no link on record connects"),
        "{}",
        apart.out
    );
    let same = nutgraf(&["load", first.path(), first.path(), "--edition", &one]).ends(3);
    assert!(same.err.contains("same base"), "{}", same.err);
}

#[test]
fn no_command_but_check_and_load_needs_the_tables() {
    let case = Case::first();
    case.run("load", &[]).ends(0);
    let edition = case.file("kept.edition");
    fs::copy(case.edition(), &edition).expect("copied");
    for entry in fs::read_dir(case.path()).expect("the case") {
        let path = entry.expect("an entry").path();
        if path
            .extension()
            .is_some_and(|end| end == "csv" || end == "toml")
        {
            fs::remove_file(path).expect("removed");
        }
    }
    let edition = edition.to_str().expect("plain");
    for arguments in [
        vec!["find", edition, "zhao"],
        vec!["show", edition, "Changpeng Zhao"],
        vec!["show", edition, "zhao-seeks-clemency"],
        vec!["show", edition, "bloomberg-report"],
        vec!["path", edition, "CZ", "Trump family"],
        vec!["query", edition, "denials"],
        vec!["export", edition, "--format", "ttl"],
        vec!["check", edition],
    ] {
        let run = nutgraf(&arguments).ends(0);
        assert!(!run.out.is_empty(), "{arguments:?}");
    }
}

#[test]
fn an_error_in_the_tables_is_never_answered_from_an_older_edition() {
    let case = Case::first();
    case.run("path", &["CZ", "Trump family"]).ends(0);
    let people = fs::read_to_string(case.file("people.csv")).expect("a table");
    fs::write(
        case.file("people.csv"),
        format!("{people}Not An Id,Somebody\n"),
    )
    .expect("written");
    let run = case.run("path", &["CZ", "Trump family"]).ends(3);
    assert!(run.out.is_empty(), "{}", run.out);
    assert!(run.err.contains("people.csv:"), "{}", run.err);
    fs::write(case.file("people.csv"), people).expect("written");
    case.run("path", &["CZ", "Trump family"]).ends(0);
}

#[test]
fn a_changed_table_is_loaded_before_the_answer() {
    let case = Case::first();
    case.run("find", &["Nobody Atall"]).ends(1);
    let people = fs::read_to_string(case.file("people.csv")).expect("a table");
    let header = people.lines().next().expect("a header").split(',').count();
    let row = format!("nobody-atall,Nobody Atall{}", ",".repeat(header - 2));
    fs::write(case.file("people.csv"), format!("{people}{row}\n")).expect("written");
    case.run("find", &["Nobody Atall"]).ends(0);
    let apart = case.run("path", &["CZ", "Nobody Atall"]).ends(1);
    assert!(
        apart.out.contains("no link on record connects"),
        "{}",
        apart.out
    );
}

#[test]
fn a_damaged_edition_is_an_error_that_says_so() {
    let case = Case::first();
    case.run("load", &[]).ends(0);
    let bytes = fs::read(case.edition()).expect("an edition");
    let path = case.file("damaged.edition");
    let name = path.to_str().expect("plain");
    let mut flipped = bytes.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 4;
    fs::write(&path, &flipped).expect("written");
    let run = nutgraf(&["check", name]).ends(4);
    assert!(run.out.contains("DAMAGED"), "{}", run.out);
    fs::write(&path, &bytes[..bytes.len() - 7]).expect("written");
    let run = nutgraf(&["path", name, "CZ", "Trump family"]).ends(4);
    assert!(run.err.contains("incomplete"), "{}", run.err);
    fs::write(&path, "id,name\nann,Ann\n").expect("written");
    let run = nutgraf(&["find", name, "ann"]).ends(4);
    assert!(run.err.contains("not an edition"), "{}", run.err);
}

#[test]
fn a_damaged_edition_in_a_case_folder_is_made_again() {
    let case = Case::first();
    let before = case.run("path", &["CZ", "Trump family"]).ends(0);
    let path = case.edition();
    let bytes = fs::read(&path).expect("an edition");
    for damaged in [&bytes[..100], &bytes[..bytes.len() - 1], b"not an edition"] {
        fs::write(&path, damaged).expect("written");
        assert_eq!(
            case.run("path", &["CZ", "Trump family"]).ends(0).out,
            before.out
        );
        assert_eq!(fs::read(&path).expect("made again"), bytes);
    }
}

#[test]
fn background_rdf_enters_no_standing_and_no_path() {
    let case = Case::first();
    let plain = case
        .run("path", &["CZ", "Trump family", "-k", "9", "-o", "json"])
        .ends(0)
        .json();
    let base = "https://w3id.org/nutgraf/case/binance-usd1/entity/";
    let turtle = format!(
        "@prefix x: <https://example.org/x#> .\n<{base}changpeng-zhao> x:knows <{base}trump-family> , [ x:name \"somebody\" ] .\n"
    );
    fs::write(case.file("extra.ttl"), turtle).expect("written");
    let edition = case.file("with.edition");
    let (extra, name) = (case.file("extra.ttl"), edition.to_str().expect("plain"));
    nutgraf(&[
        "load",
        case.path(),
        "--rdf",
        extra.to_str().expect("plain"),
        "--edition",
        name,
    ])
    .ends(0);
    let with = nutgraf(&["path", name, "CZ", "Trump family", "-k", "9", "-o", "json"])
        .ends(0)
        .json();
    assert_eq!(plain["paths"], with["paths"]);
    let ask = "ASK { entity:changpeng-zhao <https://example.org/x#knows> entity:trump-family }";
    nutgraf(&["query", name, "-e", ask]).ends(0);
    case.run("query", &["-e", ask]).ends(1);
    let forged = format!(
        "<{base}changpeng-zhao> <https://w3id.org/nutgraf/uncontested#owns> <{base}usd1> .\n"
    );
    fs::write(case.file("extra.ttl"), forged).expect("written");
    let refused = nutgraf(&[
        "load",
        case.path(),
        "--rdf",
        extra.to_str().expect("plain"),
        "--edition",
        name,
    ])
    .ends(3);
    assert!(refused.err.contains("extra.ttl:1:"), "{}", refused.err);
}
