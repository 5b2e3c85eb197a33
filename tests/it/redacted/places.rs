//! The two editions of a folder side by side, and what leaves the desk.

use std::fs;
use std::path::Path;

use super::protect;
use crate::program::{Case, nutgraf};

/// The files in a case's folder of editions, but for the lock.
fn files(case: &Case) -> Vec<String> {
    let listed = fs::read_dir(case.file(".nutgraf")).expect("it is there");
    let mut names: Vec<String> = listed
        .map(|entry| {
            entry
                .expect("can be listed")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name != "lock" && name != ".gitignore")
        .collect();
    names.sort();
    names
}

fn redacted(case: &Case) -> String {
    let name = fs::read_to_string(case.file(".nutgraf/current-redacted")).expect("it is there");
    case.file(".nutgraf")
        .join(name.trim())
        .display()
        .to_string()
}

#[test]
fn both_editions_lie_side_by_side_and_each_is_kept_up_to_date() {
    let case = Case::copy("example");
    case.run("load", &[]).ends(0);
    let out = case.run("load", &["--redacted"]).ends(0).out;
    assert!(out.starts_with("redacted edition "), "{out}");
    let both = files(&case);
    assert_eq!(both.len(), 6, "{both:?}");
    for again in [&[][..], &["--redacted"]] {
        let out = case.run("load", again).ends(0).out;
        assert!(out.contains("nothing had changed"), "{out}");
    }
    assert_eq!(files(&case), both);

    // A source that is marked now must not stay named in an older edition.
    protect(Path::new(case.path()), &["two-dock-workers"]);
    let before = redacted(&case);
    let run = case.run("export", &["--format", "nt"]).ends(0);
    assert!(!run.out.contains("dock workers"), "{}", run.out);
    assert!(
        run.err.contains("2 sources are protected and withheld"),
        "{}",
        run.err
    );
    assert!(!Path::new(&before).exists());
    let now = files(&case);
    assert_eq!(
        now.len(),
        3,
        "only the redacted one is of these tables: {now:?}"
    );
    case.run("load", &[]).ends(0);
    assert_eq!(files(&case).len(), 6);
}

#[test]
fn a_case_without_protected_sources_has_two_editions_too() {
    let case = Case::first();
    case.run("load", &[]).ends(0);
    case.run("load", &["--redacted"]).ends(0);
    assert_eq!(files(&case).len(), 6);
    let whole = case.run("check", &["-o", "json"]).ends(0);
    assert!(!whole.out.contains("protected"));
    let of_full = nutgraf(&["check", &case.edition().display().to_string(), "-o", "json"])
        .ends(0)
        .json();
    let of_redacted = nutgraf(&["check", &redacted(&case), "-o", "json"])
        .ends(0)
        .json();
    assert_eq!(of_full["redacted"], false);
    assert_eq!(of_redacted["redacted"], true);
    // The same content, and nothing of the tables it was made from.
    assert_eq!(of_full["edition"], of_redacted["edition"]);
    assert!(
        of_full["inputs"]
            .as_array()
            .is_some_and(|inputs| inputs.len() > 9)
    );
    assert_eq!(of_redacted["inputs"].as_array().map(Vec::len), Some(0));
    assert_eq!(case.run("export", &["--format", "nt"]).ends(0).err, "");
}

#[test]
fn only_who_asks_for_it_by_name_gets_protected_sources_out() {
    let case = Case::copy("example");
    let out = case.file("full.edition").display().to_string();
    case.run("load", &["--edition", &out]).ends(0);
    let refused = nutgraf(&["export", &out, "--format", "ttl"]).ends(2);
    assert_eq!(refused.out, "");
    for word in [
        "1 protected source",
        "load CASE --redacted",
        "--with-protected",
    ] {
        assert!(refused.err.contains(word), "{}", refused.err);
    }
    assert!(!refused.err.contains("Anstey"), "{}", refused.err);
    for from in [out.as_str(), case.path()] {
        let named = nutgraf(&["export", from, "--format", "ttl", "--with-protected"]).ends(0);
        assert!(named.out.contains("Pell Anstey"));
        assert!(
            named.err.contains("must not leave the desk"),
            "{}",
            named.err
        );
    }
    let twin = case.file("twin.edition").display().to_string();
    case.run("load", &["--redacted", "--edition", &twin])
        .ends(0);
    let from_file = nutgraf(&["export", &twin, "--format", "ttl"]).ends(0);
    let from_tables = case.run("export", &["--format", "ttl"]).ends(0);
    assert_eq!(from_file.out, from_tables.out);
    assert!(from_file.out.contains("source:protected-1"));
    assert!(!from_file.out.contains("Anstey"));
    // Nobody is named in it, so there is nothing to be warned of.
    let asked = nutgraf(&["export", &twin, "--format", "ttl", "--with-protected"]).ends(0);
    assert_eq!(asked.out, from_file.out);
    assert_eq!(asked.err, "");
}

#[test]
fn rows_in_another_order_make_the_same_redacted_content() {
    let case = Case::copy("example");
    let id = |case: &Case| {
        let out = case.run("load", &["--redacted"]).ends(0).out;
        out.split([' ', ':']).nth(2).unwrap_or_default().to_owned()
    };
    let before = id(&case);
    assert_eq!(before.len(), 32, "{before}");
    for table in [
        "sources.csv",
        "relationships.csv",
        "denials.csv",
        "citations.csv",
    ] {
        let text = fs::read_to_string(case.file(table)).expect("it is there");
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        fs::write(case.file(table), lines.join("\n")).expect("can be written");
    }
    assert_eq!(id(&case), before);
}

#[test]
fn a_query_says_that_it_names_a_protected_source() {
    let case = Case::copy("example");
    let by_name = "SELECT ?name { source:council-clerk rdfs:label ?name }";
    let by_iri = "SELECT ?source { ?source a ng:ProtectedSource }";
    let none = "SELECT ?text { ?claim ng:text ?text }";
    let warning = "warning: 1 source is marked protected and named in this answer: it must not leave the desk\n";
    for (query, warned) in [(by_name, true), (by_iri, true), (none, false)] {
        let run = case.run("query", &["-e", query, "-o", "csv"]).ends(0);
        assert_eq!(run.err.contains(warning), warned, "{query}: {}", run.err);
    }
    case.run("load", &["--redacted"]).ends(0);
    let redacted = redacted(&case);
    let run = nutgraf(&["query", &redacted, "-e", by_iri, "-o", "csv"]).ends(0);
    assert!(!run.err.contains("protected"), "{}", run.err);
}

/// What is withheld may be recorded all the same: a redacted edition says neither.
#[test]
fn what_is_withheld_of_a_source_is_never_said_not_to_be_recorded() {
    let case = Case::copy("example");
    let clerk = case.run("show", &["council-clerk"]).ends(0).out;
    assert!(clerk.contains("terms: "), "{clerk}");
    case.run("load", &["--redacted"]).ends(0);
    let redacted = redacted(&case);
    for command in ["show", "trace"] {
        let text = nutgraf(&[command, &redacted, "Protected source 1"])
            .ends(0)
            .out;
        assert!(
            text.contains("what else is recorded of it is withheld"),
            "{text}"
        );
        assert!(!text.contains("not recorded"), "{text}");
        let row = nutgraf(&[command, &redacted, "Protected source 1", "-o", "json"]);
        let row = row.ends(0).json().to_string();
        assert!(
            row.contains(r#""terms":null"#) && row.contains(r#""withheld":true"#),
            "{row}"
        );
    }
    // A claim's days may be withheld with its source, and nothing in it tells.
    let claim = nutgraf(&["trace", &redacted, "jenna-penhale-advises-council"]).ends(0);
    assert!(claim.out.contains("not recorded"), "{}", claim.out);
    assert!(claim.err.contains("may be withheld"), "{}", claim.err);
    let full = case
        .run("trace", &["jenna-penhale-advises-council"])
        .ends(0);
    assert!(!full.err.contains("may be withheld"), "{}", full.err);
}

/// Where rows are missing, why they are is said in the answer itself, in the same words
/// everywhere, and only there.
#[test]
fn where_rows_are_missing_it_is_said_why() {
    const WORDS: &str = "some row numbers are not shown: this edition withholds protected sources";
    let case = Case::copy("example");
    case.run("load", &["--redacted"]).ends(0);
    let edition = redacted(&case);
    let (whole, open) = (case.path(), Case::first());
    let written: [&[&str]; 10] = [
        &[
            "draw",
            "path",
            "CASE",
            "jenna-penhale",
            "port-brindle-council",
        ],
        &["draw", "ties", "CASE", "jenna-penhale", "-o", "html"],
        &["draw", "timeline", "CASE"],
        &["draw", "timeline", "CASE", "-o", "html"],
        &["timeline", "CASE", "-o", "html"],
        &["dossier", "CASE", "jenna-penhale"],
        &["dossier", "CASE", "jenna-penhale", "-o", "md"],
        &["sheet", "CASE", "-o", "html"],
        &["export", "CASE", "--format", "graphml"],
        &["export", "CASE", "--format", "dot"],
    ];
    let named = |command: &[&str], case: &str| -> Vec<String> {
        let named = command.iter().map(|word| word.replace("CASE", case));
        named.collect()
    };
    for command in written {
        let run = |case: &str, more: &[&str]| {
            let command = named(command, case);
            let command: Vec<&str> = command.iter().map(String::as_str).collect();
            nutgraf(&[&command[..], more].concat()).ends(0).out
        };
        assert!(run(whole, &[]).contains(WORDS), "{command:?}");
        let full = run(whole, &["--with-protected"]);
        assert!(!full.contains("row numbers are not"), "{command:?}");
    }
    let read: [&[&str]; 5] = [
        &["show", "CASE", "jenna-penhale-advises-council"],
        &["path", "CASE", "jenna-penhale", "port-brindle-council"],
        &["ties", "CASE", "jenna-penhale"],
        &["trace", "CASE", "jenna-penhale-advises-council"],
        &["timeline", "CASE"],
    ];
    for command in read {
        let run = |case: &str| {
            let command = named(command, case);
            let command: Vec<&str> = command.iter().map(String::as_str).collect();
            nutgraf(&command).ends(0).out
        };
        assert!(run(&edition).contains(WORDS), "{command:?}");
        assert!(!run(whole).contains("row numbers are not"), "{command:?}");
        // Rows and objects have no room for it.
        for form in ["json", "csv"] {
            let of = |case: &str| {
                let command = named(command, case);
                let command: Vec<&str> = command.iter().map(String::as_str).collect();
                nutgraf(&[&command[..], &["-o", form]].concat())
            };
            if command[0] == "trace" && form == "csv" {
                continue;
            }
            let (lacking, all) = (of(&edition).ends(0), of(whole).ends(0));
            assert_eq!(lacking.err.matches(WORDS).count(), 1, "{command:?} {form}");
            assert!(
                !all.err.contains("row numbers are not"),
                "{command:?} {form}"
            );
        }
    }
    // Nobody is protected there: its redacted edition has every row.
    let plain = nutgraf(&["draw", "timeline", open.path()]).ends(0).out;
    assert!(!plain.contains("row numbers are not"));
}
