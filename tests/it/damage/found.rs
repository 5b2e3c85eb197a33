//! Flipped bits and cut files: `check` finds every one.

use std::fs;
use std::path::Path;

use nutgraf::edition::Edition;

use super::watch::Watch;
use crate::fuzzed::ask::{Question, ask};
use crate::fuzzed::edition::{Base, base, base_of};
use crate::generated::case::{Plan, write_case};
use crate::program::{Case, nutgraf};
use crate::query_graph::Random;

const FLIPS: usize = 1_000;
const CUTS: usize = 200;

/// An edition of a made-up case, some hundred kilobytes.
fn made_up() -> Base {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = Plan {
        claims: 100,
        seed: 6,
        denied: 5,
        disputed: 8,
    };
    write_case(folder.path(), &plan).expect("a case can be written");
    base_of(folder.path())
}

/// What `check` says of these bytes; none when it finds nothing.
fn fault(file: &[u8]) -> Option<String> {
    match Edition::from_bytes(file, Path::new("damaged.edition")) {
        Ok(edition) => ask(&edition, &Question::Sound).err(),
        Err(error) => Some(error.to_string()),
    }
}

/// Asks a damaged file some of the questions, as one would be asked that is
/// too large to be read through. Only that each ends matters.
fn ask_some(file: &[u8], base: &Base, turn: usize, watch: &Watch, what: &str) {
    let Ok(edition) = Edition::from_bytes(file, Path::new("damaged.edition")) else {
        return;
    };
    for step in 0..3 {
        let question = &base.questions[(turn * 3 + step) % base.questions.len()];
        watch.next(format!("{what}: {question:?}"));
        let _ = ask(&edition, question);
    }
}

#[test]
fn every_flipped_bit_is_found() {
    let (base, mut random, watch) = (made_up(), Random::new(11), Watch::new());
    assert_eq!(fault(&base.bytes), None);
    for turn in 0..FLIPS {
        let (at, bit) = (random.below(base.bytes.len()), random.below(8));
        let mut file = base.bytes.clone();
        file[at] ^= 1 << bit;
        assert!(fault(&file).is_some(), "bit {bit} of byte {at}");
        ask_some(
            &file,
            &base,
            turn,
            &watch,
            &format!("bit {bit} of byte {at}"),
        );
    }
}

/// Between sections lie bytes that mean nothing; a change there is found too.
#[test]
fn every_flipped_bit_between_sections_is_found() {
    let base = base();
    let mut end = 0;
    let mut gaps = 0;
    for section in &base.sections {
        for at in end.max(64 + 64 * base.sections.len())..section.offset {
            let mut file = base.bytes.clone();
            file[at] ^= 1 << (at % 8);
            assert!(fault(&file).is_some(), "byte {at}");
            gaps += 1;
        }
        end = section.offset + section.len;
    }
    assert!(gaps > 50, "only {gaps} bytes lie between sections");
}

#[test]
fn every_cut_is_found() {
    let (base, mut random) = (made_up(), Random::new(12));
    for _ in 0..CUTS {
        let len = random.below(base.bytes.len());
        let said = fault(&base.bytes[..len]).unwrap_or_else(|| panic!("cut at {len}"));
        assert!(
            said.contains("is incomplete") || len == 0,
            "cut at {len}: {said}"
        );
    }
    let longer = [&base.bytes[..], b"\n"].concat();
    assert!(fault(&longer).is_some_and(|said| said.contains("was added to")));
}

/// Through the program: `check` says so, and no other command answers.
#[test]
fn no_command_answers_from_a_small_edition_that_is_damaged() {
    let case = Case::copy("example");
    case.run("load", &[]).ends(0);
    let bytes = fs::read(case.edition()).expect("it was loaded");
    let path = case.file("damaged.edition");
    let name = path.to_str().expect("a plain name");
    let mut random = Random::new(13);
    for turn in 0..30 {
        let mut file = bytes.clone();
        let (at, bit) = (random.below(file.len()), random.below(8));
        match turn % 6 {
            5 => file.truncate(at),
            _ => file[at] ^= 1 << bit,
        }
        fs::write(&path, &file).expect("written");
        let check = nutgraf(&["check", name]).ends(4);
        let said = format!("{}{}", check.out, check.err);
        assert!(!said.contains("sound"), "byte {at}: {said}");
        for arguments in [
            vec!["query", name, "denials"],
            vec!["show", name, "orrin-vale"],
            vec!["find", name, "vale"],
            vec!["path", name, "orrin-vale", "brindle-group"],
            vec!["export", name, "--format", "nt"],
        ] {
            let run = nutgraf(&arguments).ends(4);
            assert!(run.out.is_empty(), "{arguments:?}, byte {at}: {}", run.out);
            assert_eq!(run.err.lines().count(), 1, "byte {at}: {}", run.err);
        }
    }
    // In its case folder it is as if it were not there: the tables are loaded again.
    let right = case.run("query", &["denials"]).ends(0).out;
    for _ in 0..8 {
        let mut file = bytes.clone();
        file[random.below(bytes.len())] ^= 1 << random.below(8);
        fs::write(case.edition(), &file).expect("written");
        assert_eq!(case.run("query", &["denials"]).ends(0).out, right);
        assert_eq!(fs::read(case.edition()).expect("made again"), bytes);
    }
}
