//! Words planted in everything that is withheld are in nothing that the
//! redacted edition gives, in no form; and the same search over the full
//! edition finds every one of them, and something in each kind of output.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use nutgraf::edition::Edition;

use super::forms::Search;
use super::packed::unpacked;
use super::planted::{BASE, Planted, beginning, planted};
use crate::program::{Run, nutgraf};

/// Formats that carry every triple of an edition.
const RDF: [&str; 6] = ["nt", "ttl", "nq", "trig", "rdfxml", "jsonld"];

const FORMS: [&str; 6] = ["table", "csv", "tsv", "json", "jsonl", "md"];

/// Everything that was given, by what gave it.
type Outputs = BTreeMap<String, Vec<u8>>;

fn search(words: &[super::planted::Canary]) -> Search {
    let words = words.iter();
    Search::new(words.map(|canary| (canary.word.as_str(), Planted::iris(&canary.word))))
}

/// The bytes of an edition, and what is packed in it as plain text.
fn of_the_file(path: &Path, outputs: &mut Outputs) {
    let edition = Edition::open(path).expect("it opens");
    outputs.insert(
        "the edition's bytes".to_owned(),
        fs::read(path).expect("can be read"),
    );
    let mut terms = String::new();
    for id in 0..edition.term_count() {
        terms += &format!("{}\n", edition.term(id).expect("a term"));
    }
    outputs.insert("the edition's terms".to_owned(), terms.into_bytes());
    for name in ["names", "words"] {
        let index = edition.index(name).expect("sound").expect("it is there");
        let keys: Vec<&str> = index.all().map(|entry| entry.expect("sound").0).collect();
        assert!(!keys.is_empty());
        outputs.insert(format!("the index of {name}"), keys.join("\n").into_bytes());
    }
    let provenance = edition.section("provenance");
    let said = format!("{:?} {provenance:?}", edition.provenance().expect("sound"));
    outputs.insert("the provenance".to_owned(), said.into_bytes());
}

fn keep(outputs: &mut Outputs, arguments: &[&str], run: Run) {
    // The path of the edition is no part of what is asked.
    let asked: Vec<&str> = arguments
        .iter()
        .filter(|a| !a.starts_with('/'))
        .copied()
        .collect();
    let asked = asked.join(" ");
    let before = outputs.insert(format!("{asked} (errors)"), run.err.into_bytes());
    assert!(before.is_none(), "asked twice: {asked}");
    outputs.insert(asked, run.out.into_bytes());
}

fn ask(outputs: &mut Outputs, arguments: &[&str]) {
    keep(outputs, arguments, nutgraf(arguments));
}

/// What a program's help lists as the values of an option.
fn values(verb: &str, option: &str) -> Vec<String> {
    let help = nutgraf(&[verb, "--help"]).ends(0).out;
    // The line of its usage names it too.
    let after = help.split(option).last().expect("the option is there");
    let mut values = Vec::new();
    let lines = after.lines().skip_while(|line| !line.contains("- "));
    // What is said of a value may take several lines.
    for line in lines.take_while(|line| !line.trim().is_empty()) {
        let value = line.trim().strip_prefix("- ");
        values.extend(value.and_then(|value| value.split(':').next().map(str::to_owned)));
    }
    assert!(values.len() > 2, "{help}");
    values
}

/// Every format that can be exported, in every flavour: the names and the bytes
/// of what is written.
fn of_the_exports(edition: &str, folder: &Path, outputs: &mut Outputs) {
    let formats = nutgraf(&["formats", "-o", "json"]).ends(0).json();
    let formats = formats["formats"].as_array().expect("a list");
    assert!(formats.len() > 20, "{formats:?}");
    // Parquet packs its columns, and not every build has it: `exported` reads it.
    let formats = formats.iter().filter(|one| one["format"] != "parquet");
    for format in formats {
        let mut asked = vec!["export", "--with-protected", "--format"];
        asked.push(format["format"].as_str().expect("a word"));
        if let Some(flavour) = format["flavour"].as_str() {
            asked.extend(["--flavour", flavour]);
        }
        let into = tempfile::tempdir_in(folder).expect("a temporary folder");
        let path = into.path().join("it");
        let words = [&asked[..], &[edition, "-O", text(&path)]].concat();
        let run = nutgraf(&words).ends(0);
        let asked = asked.join(" ");
        outputs.insert(format!("{asked} (errors)"), run.err.into_bytes());
        outputs.insert(asked, under(&path));
    }
}

/// A file, or all files of a folder with their names.
fn under(path: &Path) -> Vec<u8> {
    if path.is_file() {
        return fs::read(path).expect("can be read");
    }
    let mut all = Vec::new();
    for entry in fs::read_dir(path).expect("it was written") {
        let entry = entry.expect("can be listed");
        all.extend(entry.file_name().into_encoded_bytes());
        all.extend(under(&entry.path()));
    }
    all
}

/// The commands of the desk, in every form; `other` is another edition, to be
/// compared with, and `folder` holds nothing.
fn of_the_desk(edition: &str, other: &str, folder: &Path, outputs: &mut Outputs) {
    for form in FORMS {
        for command in ["audit", "replies"] {
            ask(outputs, &[command, edition, "-o", form]);
        }
        ask(outputs, &["diff", other, edition, "-o", form]);
        ask(outputs, &["replies", edition, "ann", "-o", form]);
    }
    for (what, names) in [
        ("path", &["ann", "acme"][..]),
        ("between", &["ann", "bo", "acme"]),
        ("ties", &["ann"]),
        ("timeline", &[]),
    ] {
        for form in ["svg", "html"] {
            let more = ["--with-protected", "-o", form];
            ask(
                outputs,
                &[&["draw", what, edition], names, &more[..]].concat(),
            );
        }
    }
    for form in values("timeline", "--output <OUTPUT>") {
        ask(
            outputs,
            &[
                "timeline",
                edition,
                "--undated",
                "--with-protected",
                "-o",
                &form,
            ],
        );
    }
    for form in values("sheet", "--output <OUTPUT>") {
        if form != "xlsx" {
            ask(
                outputs,
                &["sheet", edition, "--with-protected", "-o", &form],
            );
            continue;
        }
        let book = folder.with_extension("xlsx");
        nutgraf(&[
            "sheet",
            edition,
            "--with-protected",
            "-o",
            "xlsx",
            "-O",
            text(&book),
        ])
        .ends(0);
        let bytes = fs::read(&book).expect("it was written");
        outputs.insert("sheet -o xlsx".to_owned(), unpacked(&bytes));
        fs::remove_file(&book).expect("it was written");
    }
    for form in ["text", "json"] {
        ask(
            outputs,
            &["check", edition, "--evidence", text(folder), "-o", form],
        );
    }
}

/// Every other command on an edition file, in every form of its answer.
fn of_the_commands(edition: &str, shown: &[String], outputs: &mut Outputs) {
    for form in FORMS {
        // Two forms of everything, the others of some of each kind.
        let all = ["table", "json"].contains(&form);
        for id in shown.iter().step_by(if all { 1 } else { 4 }) {
            ask(outputs, &["show", edition, id, "-o", form]);
        }
        for text in ["a", "protected", "source", "ann"] {
            ask(outputs, &["find", edition, text, "-o", form]);
        }
        ask(outputs, &["path", edition, "ann", "acme", "-o", form]);
        ask(
            outputs,
            &["path", edition, "ann", "bo", "-k", "5", "-o", form],
        );
        ask(
            outputs,
            &[
                "path",
                edition,
                "ann",
                "bo",
                "--uncontested",
                "--all-shortest",
                "-o",
                form,
            ],
        );
    }
    for form in ["html", "md", "json"] {
        for who in ["ann", "bo"] {
            ask(
                outputs,
                &[
                    "dossier",
                    edition,
                    who,
                    "--with",
                    "acme",
                    "--with-protected",
                    "-o",
                    form,
                ],
            );
        }
    }
    for form in ["table", "md", "json"] {
        for id in shown.iter().step_by(3) {
            ask(outputs, &["trace", edition, id, "-o", form]);
        }
    }
    let all = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o";
    for form in values("query", "--output <OUTPUT>") {
        let graph = ["ttl", "nt", "rdf", "jsonld"].contains(&form.as_str());
        if !graph {
            for question in [
                "denials",
                "anonymous-only",
                "contested",
                "open-questions",
                "one-origin",
                "silences",
                "own-inferences",
            ] {
                ask(outputs, &["query", edition, question, "-o", &form]);
            }
            for (question, param) in [
                ("voices", "claim=alone-0"),
                ("rests-on", "source=copy"),
                ("claims-about", "entity=ann"),
                ("answers-to", "entity=ann"),
                ("entered-since", "since=1000-01-01"),
            ] {
                ask(
                    outputs,
                    &["query", edition, question, "--param", param, "-o", &form],
                );
            }
            ask(outputs, &["query", edition, "-e", all, "-o", &form]);
            continue;
        }
        for query in [
            "DESCRIBE ?x { ?x a ng:Source }",
            "DESCRIBE ?x { ?x a ng:Claim }",
            "DESCRIBE ?x { ?x a ng:Denial }",
            "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
        ] {
            ask(outputs, &["query", edition, "-e", query, "-o", &form]);
        }
    }
    ask(outputs, &["check", edition]);
    ask(outputs, &["check", edition, "-o", "json"]);
    // What is said when nothing is answered.
    for wrong in [
        &["show", edition, "nobody-of-this-name"][..],
        &["path", edition, "ann", "nobody"],
        &[
            "query",
            edition,
            "-e",
            "SELECT * { ?s ng:nothing ?o } LIMIT",
        ],
        &[
            "query",
            edition,
            "-e",
            "SELECT * { source:nobody ng:url ?o }",
        ],
        &["query", edition, "claims-about", "--param", "entity=nobody"],
        &["query", edition, "rests-on", "--param", "source=nobody"],
        &["query", edition, "by-relation", "--param", "relation=sued"],
    ] {
        ask(outputs, wrong);
    }
}

/// What `show` can be asked for.
fn shown(edition: &Path) -> Vec<String> {
    let edition = Edition::open(edition).expect("it opens");
    let names = edition.index("names").expect("sound").expect("it is there");
    let mut ids = Vec::new();
    for entry in names.all() {
        let (key, terms) = entry.expect("sound");
        let is_id = terms.iter().any(|term| {
            let term = edition.term(*term).expect("sound").to_string();
            term.starts_with(&format!("<{BASE}")) && term.ends_with(&format!("/{key}>"))
        });
        ids.extend(is_id.then(|| key.to_owned()));
    }
    ids
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary folder has a plain name")
}

#[test]
fn what_is_withheld_is_in_nothing_that_is_given() {
    let planted = planted();
    let folder = planted.case.path();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let [full, redacted] = ["full", "redacted"].map(|name| elsewhere.path().join(name));
    let (full, redacted) = (text(&full), text(&redacted));
    nutgraf(&["load", folder, "--edition", full]).ends(0);
    // What all of it is new to.
    let other = elsewhere.path().join("other");
    let other = text(&other);
    let before = beginning();
    nutgraf(&["load", before.path(), "--edition", other]).ends(0);
    let copies = elsewhere.path().join("copies");
    fs::create_dir(&copies).expect("a folder can be made");

    let mut given = Outputs::new();
    keep(
        &mut given,
        &["load"],
        nutgraf(&["load", folder, "--redacted", "--edition", redacted]).ends(0),
    );
    keep(
        &mut given,
        &["load in place"],
        planted.case.run("load", &["--redacted"]).ends(0),
    );
    keep(
        &mut given,
        &["export"],
        planted.case.run("export", &["--format", "ttl"]).ends(0),
    );
    for name in ["current-redacted", "inputs-redacted", "lock", ".gitignore"] {
        let bytes = fs::read(planted.folder().join(".nutgraf").join(name)).expect("it is there");
        given.insert(format!(".nutgraf/{name}"), bytes);
    }
    of_the_file(Path::new(redacted), &mut given);
    of_the_commands(redacted, &shown(Path::new(redacted)), &mut given);
    of_the_desk(redacted, other, &copies, &mut given);
    of_the_exports(redacted, elsewhere.path(), &mut given);

    let mut whole = Outputs::new();
    of_the_file(Path::new(full), &mut whole);
    of_the_commands(full, &shown(Path::new(full)), &mut whole);
    of_the_desk(full, other, &copies, &mut whole);
    of_the_exports(full, elsewhere.path(), &mut whole);

    // The positive control: every word is found where nothing is withheld.
    let secret = search(&planted.secret);
    let mut in_each: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (output, bytes) in &whole {
        in_each.insert(output, secret.words(bytes));
    }
    let found: BTreeSet<usize> = in_each.values().flatten().copied().collect();
    let missed = |found: &BTreeSet<usize>| -> Vec<&str> {
        let all = planted.secret.iter().enumerate();
        all.filter(|(at, _)| !found.contains(at))
            .map(|(_, canary)| canary.cell.as_str())
            .collect()
    };
    assert_eq!(missed(&found), Vec::<&str>::new());
    let terms = &in_each["the edition's terms"];
    assert_eq!(missed(terms), Vec::<&str>::new());
    // The file itself packs its terms: days as numbers, and what a term shares
    // with its neighbours apart from the rest of it.
    let bytes = &in_each["the edition's bytes"];
    assert!(bytes.len() > planted.secret.len() / 2, "{}", bytes.len());
    for format in RDF {
        let export = &in_each[format!("export --with-protected --format {format}").as_str()];
        assert_eq!(missed(export), Vec::<&str>::new(), "{format}");
    }
    // Each kind of output is one in which something would be found.
    let open = search(&planted.open);
    let mut kinds: BTreeMap<String, (bool, bool)> = BTreeMap::new();
    for (output, bytes) in &given {
        let kind = kind(output);
        let secret_in_full = in_each
            .get(output.as_str())
            .is_some_and(|found| !found.is_empty());
        let entry = kinds.entry(kind).or_default();
        entry.0 |= secret_in_full;
        entry.1 |= !open.words(bytes).is_empty();
    }
    let never = [
        "(errors)",
        "check -o",
        "load",
        "export",
        ".nutgraf",
        "the provenance",
    ];
    for (kind, (secret_in_full, open_in_redacted)) in kinds {
        if kind == "check"
            || never.iter().any(|start| kind.starts_with(start)) && !kind.starts_with("export --")
        {
            continue;
        }
        assert!(
            secret_in_full,
            "the search finds nothing in the full {kind}"
        );
        // These compute standings anew, for which a redacted edition lacks the reasons.
        let refused = kind.starts_with("audit ") || kind.starts_with("replies ");
        assert_eq!(
            open_in_redacted, !refused,
            "the search in the redacted {kind}"
        );
    }

    let mut leaks = Vec::new();
    for (output, bytes) in &given {
        for (word, form) in secret.find(bytes) {
            let canary = &planted.secret[word];
            leaks.push(format!("{output}: {} ({form})", canary.cell));
        }
    }
    assert!(
        leaks.is_empty(),
        "{} leaks:\n{}",
        leaks.len(),
        leaks.join("\n")
    );

    // Nor does it tell of this machine, and what is open is all there.
    let file = fs::read(redacted).expect("can be read");
    let here = search_here(folder);
    assert_eq!(here.find(&file), BTreeSet::new());
    let terms = open.words(&given["the edition's terms"]);
    assert_eq!(terms.len(), planted.open.len());
}

/// `show -o json`, whatever was shown.
fn kind(output: &str) -> String {
    if output.ends_with("(errors)") {
        return "(errors)".to_owned();
    }
    let words: Vec<&str> = output.split(' ').collect();
    match words[..] {
        [
            "show" | "find" | "path" | "trace" | "dossier" | "replies",
            ..,
            "-o",
            form,
        ] => format!("{} -o {form}", words[0]),
        // Bad names and queries have nothing to show.
        ["query", .., "-o", form] => format!("query -o {form}"),
        ["show" | "path" | "query", ..] => "(errors)".to_owned(),
        _ => output.to_owned(),
    }
}

/// The folder, the host and the user.
fn search_here(folder: &str) -> Search {
    let mut here = vec![folder.to_owned()];
    here.extend(
        fs::read_to_string("/etc/hostname")
            .ok()
            .map(|name| name.trim().to_owned()),
    );
    here.extend(std::env::var("HOME").ok());
    here.retain(|word| word.len() >= 8);
    let here: Vec<String> = here;
    Search::new(here.iter().map(|word| (word.as_str(), Vec::new())))
}

#[test]
fn asking_for_a_withheld_word_is_answered_like_asking_for_any_other() {
    let planted = planted();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let edition = elsewhere.path().join("redacted");
    let edition = text(&edition);
    nutgraf(&[
        "load",
        planted.case.path(),
        "--redacted",
        "--edition",
        edition,
    ])
    .ends(0);
    let answers = |word: &str| -> Vec<(i32, String, String)> {
        let filter = format!("ASK {{ ?s ?p ?o FILTER(CONTAINS(STR(?o), \"{word}\")) }}");
        let iri = format!("SELECT ?p ?o {{ <{BASE}source/{word}> ?p ?o }}");
        let runs = [
            nutgraf(&["find", edition, word]),
            nutgraf(&["find", edition, word, "-o", "json"]),
            nutgraf(&["show", edition, word]),
            nutgraf(&["path", edition, "ann", word]),
            nutgraf(&["query", edition, "-e", &filter]),
            nutgraf(&["query", edition, "-e", &iri]),
            nutgraf(&[
                "query",
                edition,
                "rests-on",
                "--param",
                &format!("source={word}"),
            ]),
        ];
        let without = |text: String| text.replace(word, "…");
        runs.map(|run| (run.code, without(run.out), without(run.err)))
            .into()
    };
    // A word of the same make that is nowhere in the case.
    let id = answers("zzkqvwxjqzpw");
    let name = answers("Qzkqvéwxjq&wzpwk");
    let mut asked = 0;
    for canary in &planted.secret {
        let word = canary.word.as_str();
        if word.len() == 12 && word.bytes().all(|b| b.is_ascii_lowercase()) {
            assert_eq!(answers(word), id, "{}", canary.cell);
        } else if word.contains('é') && canary.cell.starts_with("name") {
            assert_eq!(answers(word), name, "{}", canary.cell);
        } else {
            continue;
        }
        asked += 1;
        // Nor is it what one letter less is said to mean.
        let near: String = word.chars().skip(1).collect();
        for run in [
            nutgraf(&["show", edition, &near]),
            nutgraf(&["find", edition, &near]),
        ] {
            assert!(
                !run.err.contains(word) && !run.out.contains(word),
                "{}",
                run.err
            );
        }
    }
    assert!(asked > 60, "{asked}");
}
