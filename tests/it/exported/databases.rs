//! Tables for other programs, Cypher, FollowTheMoney and Parquet, each read back
//! by something that is not ours.

use std::error::Error;

use unicode_normalization::UnicodeNormalization;

use crate::exported::Told;
use crate::exported::compare::{Seen, Ways, against_edition, against_tables};
use crate::exported::readers::in_python;
use crate::exported::tables::unguard;

/// A format, its reader, and how it differs from the plain tables.
struct Read {
    options: &'static [&'static str],
    reader: &'static str,
    ways: Ways,
    /// An apostrophe stands before what a spreadsheet would run.
    is_guarded: bool,
    /// Whoever writes it is told what its readers do not show.
    warned_of: Option<&'static str>,
}

const fn table(flavour: &'static [&'static str]) -> Read {
    Read {
        options: flavour,
        reader: "tables_of_programs",
        ways: Ways::PLAIN,
        is_guarded: false,
        warned_of: None,
    }
}

const ALL: &[Read] = &[
    table(&["-o", "csv", "--flavour", "gephi"]),
    Read {
        is_guarded: true,
        ..table(&["-o", "csv", "--flavour", "kumu"])
    },
    Read {
        is_guarded: true,
        warned_of: Some("Flourish draws no dash"),
        ..table(&["-o", "csv", "--flavour", "flourish"])
    },
    table(&["-o", "csv", "--flavour", "linkurious"]),
    table(&["-o", "csv", "--flavour", "neo4j"]),
    Read {
        reader: "cypher_ladybug",
        ..table(&["-o", "cypher"])
    },
    Read {
        reader: "ftm_model",
        ways: Ways {
            shown: in_ftm,
            ..Ways::PLAIN
        },
        warned_of: Some("FollowTheMoney has no denial"),
        ..table(&["-o", "ftm"])
    },
    #[cfg(feature = "parquet")]
    Read {
        reader: "parquet_arrow",
        ..table(&["-o", "parquet"])
    },
];

/// Text as FollowTheMoney keeps it: composed, with plain blanks; what it would
/// take away is shown.
fn in_ftm(text: &str) -> String {
    let mut shown = String::new();
    for character in text.nfc() {
        match u32::from(character) {
            0x9 | 0xa | 0xd | 0xa0 => shown.push(character),
            number @ (0..=0x1f
            | 0x7f..=0x9f
            | 0xad
            | 0x61c
            | 0x200b..=0x200f
            | 0x2060..=0x2064
            | 0xfeff) => shown.push_str(&format!("\\u{{{number:x}}}")),
            _ if character.is_whitespace() => shown.push(' '),
            _ => shown.push(character),
        }
    }
    shown.trim().to_owned()
}

/// Where a file does not say what the edition and the plain tables say.
pub fn wrong(cases: &[Told], plain: &[Seen]) -> Result<Vec<String>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut wrong = Vec::new();
    let mut files = Vec::new();
    let mut reads = Vec::new();
    for read in ALL {
        for (at, told) in cases.iter().enumerate() {
            let (path, run) = told.export(folder.path(), read.options)?;
            let warned = run.err.contains("WARNING: ");
            let words = read.warned_of.unwrap_or_default();
            if warned != read.warned_of.is_some() || !run.err.contains(words) {
                wrong.push(format!("{}: {}", read.options.join(" "), run.err));
            }
            files.push((read.reader, path));
            reads.push((read, at));
        }
    }
    for ((read, at), mut seen) in reads.into_iter().zip(in_python(&files)?) {
        let told = &cases[at];
        if read.is_guarded {
            let nodes = seen.nodes.iter_mut().map(|(_, attributes)| attributes);
            let edges = seen.edges.iter_mut().map(|(.., attributes)| attributes);
            nodes.chain(edges).for_each(unguard);
        }
        let mut found = against_edition(&seen, &told.expected, &read.ways);
        found.extend(against_tables(&seen, &plain[at], &read.ways));
        if read.reader == "ftm_model" {
            found.extend(denials_without_note(told, &seen));
        }
        let name = format!("{} as {}", told.name, read.options.join(" "));
        wrong.extend(found.iter().map(|line| format!("{name}: {line}")));
    }
    Ok(wrong)
}

/// FollowTheMoney has no denial: a note holds each.
fn denials_without_note(told: &Told, seen: &Seen) -> Vec<String> {
    let notes = seen.facts["notes"].to_string();
    let denials = told.expected.denials.iter();
    denials
        .filter(|denial| !notes.contains(&format!("[{denial}, denials.csv row ")))
        .map(|denial| format!("{denial} is in no note"))
        .collect()
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_program_without_parquet_says_how_to_have_one_with_it() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let into = folder.path().join("tables");
    let into = into.to_str().ok_or("a plain name")?;
    let case = crate::program::Case::first();
    let run = case.run("export", &["-o", "parquet", "-O", into]).ends(2);
    assert!(run.err.contains("--features parquet"), "{}", run.err);
    Ok(())
}
