//! A denial travels: whatever form an answer is asked for in, it carries the
//! same answers to claims that the JSON carries.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{FORMS, ids, ids_with, rows};
use crate::program::{Case, Run, nutgraf};

const CASES: [&str; 2] = ["binance-usd1", "example"];

/// The tables whose rows can be shown.
const TABLES: [&str; 10] = [
    "people.csv",
    "companies.csv",
    "assets.csv",
    "relationships.csv",
    "meetings.csv",
    "transactions.csv",
    "attributes.csv",
    "sources.csv",
    "denials.csv",
    "questions.csv",
];

/// The answers named in a text, of those that the case has.
fn named(text: &str, all: &[String]) -> BTreeSet<String> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let words: BTreeSet<&str> = text.split(|c| !part(c)).collect();
    all.iter()
        .filter(|id| words.contains(id.as_str()))
        .cloned()
        .collect()
}

fn assert_same_answers(run: impl Fn(&str) -> Run, all: &[String], what: &str) {
    let json = run("json").json();
    let wanted: BTreeSet<String> = ids_with(&json, "stance");
    for form in FORMS {
        let shown = run(form).out;
        assert_eq!(named(&shown, all), wanted, "{what} as {form}");
        let contested = ["denied", "disputed", "retracted"]
            .into_iter()
            .filter(|standing| has_standing(&json, standing));
        for standing in contested {
            let word = shown.to_lowercase();
            assert!(
                word.contains(standing),
                "{what} as {form} does not say {standing}"
            );
        }
    }
}

fn has_standing(value: &Value, standing: &str) -> bool {
    match value {
        Value::Object(object) => {
            value["standing"] == standing
                || object.values().any(|inner| has_standing(inner, standing))
        }
        Value::Array(list) => list.iter().any(|inner| has_standing(inner, standing)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[test]
fn whatever_is_shown_carries_the_same_answers_in_every_form() {
    for name in CASES {
        let case = Case::copy(name);
        let answers = ids(&case, "denials.csv");
        for id in TABLES.iter().flat_map(|table| ids(&case, table)) {
            let run = |form: &str| case.run("show", &[&id, "-o", form]).ends(0);
            assert_same_answers(run, &answers, &id);
        }
    }
}

#[test]
fn paths_carry_the_same_answers_in_every_form() {
    for (name, from) in [
        ("binance-usd1", "changpeng-zhao"),
        ("example", "orrin-vale"),
    ] {
        let case = Case::copy(name);
        let answers = ids(&case, "denials.csv");
        for to in TABLES[..3].iter().flat_map(|table| ids(&case, table)) {
            for more in [
                &[][..],
                &["--uncontested"],
                &["--uncontested", "--max-hops", "1"],
                &["-k", "4"],
            ] {
                let run = |form: &str| {
                    let arguments: Vec<&str> = [from, &to, "-o", form]
                        .into_iter()
                        .chain(more.iter().copied())
                        .collect();
                    case.run("path", &arguments)
                };
                assert_same_answers(run, &answers, &format!("{to} {more:?}"));
            }
        }
    }
}

#[test]
fn connections_carry_the_same_answers_in_every_form() {
    for (name, from, other, [source, speaker]) in [
        (
            "binance-usd1",
            "changpeng-zhao",
            "usd1",
            ["two-people-close", "wlf-spokesperson"],
        ),
        (
            "example",
            "orrin-vale",
            "tamsin-quill",
            ["courier-article", "quill-statement"],
        ),
    ] {
        let case = Case::copy(name);
        let answers = ids(&case, "denials.csv");
        let mut questions: Vec<(&str, Vec<String>)> = vec![
            ("key", Vec::new()),
            ("falls", vec!["--source".to_owned(), source.to_owned()]),
            ("falls", vec!["--source".to_owned(), speaker.to_owned()]),
        ];
        for to in TABLES[..3].iter().flat_map(|table| ids(&case, table)) {
            questions.push(("ties", vec![to.clone()]));
            questions.push((
                "ties",
                vec![to.clone(), "--hops".to_owned(), "2".to_owned()],
            ));
            questions.push(("key", vec![from.to_owned(), to.clone()]));
            if to != from && to != other {
                let names = vec![from.to_owned(), to.clone(), other.to_owned()];
                questions.push(("between", names));
            }
            let ends = [from.to_owned(), to.clone()];
            questions.push(("path", [&ends[..], &["--independent".to_owned()]].concat()));
            for by in ["source", "outlet", "origin", "claim"] {
                let by = ["--by".to_owned(), by.to_owned()];
                questions.push(("holds", [&ends[..], &by].concat()));
            }
        }
        for (verb, asked) in &questions {
            for more in [None, Some("--uncontested")] {
                let run = |form: &str| {
                    let asked = asked.iter().map(String::as_str).chain(more);
                    let arguments: Vec<&str> = asked.chain(["-o", form]).collect();
                    case.run(verb, &arguments)
                };
                assert_same_answers(run, &answers, &format!("{verb} {asked:?} {more:?}"));
            }
        }
    }
}

#[test]
fn every_row_of_a_claim_has_the_answers_to_this_claim() {
    let case = Case::first();
    let all = ids(&case, "denials.csv");
    let json = case
        .run("show", &["bloomberg-report", "-o", "json"])
        .ends(0)
        .json();
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for resting in json["source"]["resting"].as_array().into_iter().flatten() {
        let claim = &resting["claim"];
        let id = claim["id"].as_str().expect("an id").to_owned();
        wanted.insert(id, ids_with(claim, "stance"));
    }
    assert!(
        wanted
            .values()
            .filter(|answers| !answers.is_empty())
            .count()
            > 8
    );
    for (form, delimiter) in [("csv", b','), ("tsv", b'\t')] {
        let text = case
            .run("show", &["bloomberg-report", "-o", form])
            .ends(0)
            .out;
        let (header, rows) = rows(&text, delimiter);
        let at = |name: &str| {
            header
                .iter()
                .position(|column| column == name)
                .expect("is there")
        };
        let (claim, answers) = (at("claim"), at("answers"));
        for row in rows.iter().filter(|row| !row[claim].is_empty()) {
            assert_eq!(
                named(&row[answers], &all),
                wanted[&row[claim]],
                "{}",
                row[claim]
            );
        }
    }
}

#[test]
fn what_is_found_is_counted_with_the_same_answers_in_every_form() {
    let case = Case::first();
    for text in ["zhao", "usd1", "met", "binance"] {
        let json = case.run("find", &[text, "-o", "json"]).ends(0).json();
        let table = case.run("find", &[text]).ends(0).out;
        let (header, rows) = rows(&case.run("find", &[text, "-o", "csv"]).ends(0).out, b',');
        let at = |name: &str| {
            header
                .iter()
                .position(|column| column == name)
                .expect("is there")
        };
        let found = json["found"].as_array().expect("a list");
        assert_eq!(found.len(), rows.len());
        assert_eq!(found.len(), table.lines().count());
        for ((found, row), line) in found.iter().zip(&rows).zip(table.lines()) {
            let cell = |field: &str| match &found[field] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(row[at("id")], cell("id"));
            assert_eq!(row[at("standing")], cell("standing"));
            assert_eq!(row[at("answers")], cell("answers"));
            let words = match found["answers"].as_u64() {
                None | Some(0) => String::new(),
                Some(1) => ", 1 answer".to_owned(),
                Some(several) => format!(", {several} answers"),
            };
            assert!(line.contains(&words), "{line}");
            if found["standing"] == "denied" {
                assert!(line.contains("DENIED"), "{line}");
            }
        }
    }
}

#[test]
fn no_form_is_silent_about_why_there_is_no_path() {
    let case = Case::first();
    for (to, more, words) in [
        ("bloomberg", &[][..], "no link on record connects"),
        ("trump-family", &["--max-hops", "1"], "the shortest has 2"),
        (
            "steve-witkoff",
            &["--uncontested", "--max-hops", "1"],
            "the shortest of these has 2",
        ),
    ] {
        for form in FORMS {
            let arguments: Vec<&str> = ["CZ", to, "-o", form]
                .into_iter()
                .chain(more.iter().copied())
                .collect();
            let run = case.run("path", &arguments).ends(1);
            match form {
                "table" => assert!(run.out.contains(words), "{}", run.out),
                "json" => assert!(run.json()["no_path"]["reason"].is_string(), "{}", run.out),
                _ => assert!(run.err.contains(words), "{form}: {}", run.err),
            }
        }
    }
}

#[test]
fn a_path_through_withdrawn_claims_is_none_and_is_shown_as_withdrawn() {
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
        ("sources.csv", "id,kind,name\npaper,publication,Paper\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\nr1,ann,associate-of,bo,paper,Ann knows Bo.\n",
        ),
        (
            "denials.csv",
            "id,of,stance,scope,by,text\nd1,paper,retracted,,paper,Withdrawn.\n",
        ),
    ]);
    let json = case
        .run("path", &["ann", "bo", "-o", "json"])
        .ends(1)
        .json();
    assert_eq!(json["no_path"]["reason"], "only-through-retracted");
    for more in [&[][..], &["--uncontested"]] {
        let all = ["d1".to_owned()];
        let run = |form: &str| {
            let arguments = [&["ann", "bo", "-o", form], more].concat();
            let run = case.run("path", &arguments).ends(1);
            let said = format!("{}{}", run.out, run.err);
            assert!(
                said.contains("withdrawn") || form == "json",
                "{form}: {said}"
            );
            run
        };
        assert_same_answers(run, &all, "ann to bo");
    }
}

#[test]
fn a_denial_of_a_report_or_a_question_is_in_the_rows_too() {
    let case = Case::first();
    // No claim rests on these: a question, a report's answer by a party to none of its claims.
    let rows_of = |name: &str| rows(&case.run("show", &[name, "-o", "csv"]).ends(0).out, b',').1;
    let question = rows_of("first-contact");
    assert_eq!(question.len(), 1);
    assert!(
        question[0]
            .iter()
            .any(|cell| cell.contains("declined")
                && cell.contains("[wlf-declines, denials.csv row "))
    );
    assert_eq!(question[0][0], "", "a question is no claim");
}

#[test]
fn standard_error_counts_the_contested_claims_an_answer_names() {
    let case = Case::first();
    let ask = |sparql: &str, form: &str| case.run("query", &["-e", sparql, "-o", form]).ends(0).err;
    for form in ["table", "csv", "tsv", "json", "xml", "md"] {
        let err = ask("SELECT ?c { ?c a ng:Claim }", form);
        assert!(
            err.contains("31 claims") && err.contains("5 DENIED, 1 disputed"),
            "{form}: {err}"
        );
    }
    for form in ["ttl", "nt", "jsonld"] {
        let err = ask("DESCRIBE claim:binance-supports-wlf", form);
        assert!(err.contains("DENIED"), "{form}: {err}");
    }
    // By their sentences alone as well; one that is named is the one that is meant.
    let err = ask("SELECT ?t { ?c ng:text ?t }", "csv");
    assert!(
        err.contains("31 claims") && err.contains("5 DENIED, 1 disputed"),
        "{err}"
    );
    let met = "zhao-witkoff-abu-dhabi.changpeng-zhao";
    let of_both = format!("SELECT ?t {{ claim:{met} ng:text ?t }}");
    assert!(ask(&of_both, "csv").contains("2 claims are named in this answer: 2 DENIED"));
    let of_one = format!("SELECT ?c ?t {{ VALUES ?c {{ claim:{met} }} ?c ng:text ?t }}");
    assert!(ask(&of_one, "csv").contains("1 claim is named in this answer: 1 DENIED"));
    let err = ask("SELECT ?a { ?a reported:met ?b }", "csv");
    assert!(
        err.contains("denied and disputed claims are included"),
        "{err}"
    );
    let err = ask("SELECT ?a { ?a rel:met ?b }", "csv");
    assert!(err.contains("use `reported:` or `uncontested:`"), "{err}");
    assert_eq!(ask("SELECT ?a { ?a uncontested:owns ?b }", "csv"), "");
}

#[test]
fn whoever_must_not_be_named_is_marked_in_every_form() {
    let case = Case::copy("example");
    for form in FORMS {
        let out = case
            .run("show", &["jenna-penhale-advises-council", "-o", form])
            .ends(0)
            .out;
        assert!(out.contains("Pell Anstey"), "{form}");
        assert!(out.to_lowercase().contains("protected"), "{form}: {out}");
    }
    for format in ["nt", "ttl", "jsonld"] {
        let run = case
            .run("export", &["--format", format, "--with-protected"])
            .ends(0);
        assert!(run.out.contains("ProtectedSource"), "{format}");
        assert!(
            run.err.contains("1 source is marked protected"),
            "{format}: {}",
            run.err
        );
    }
    assert_eq!(
        Case::first().run("export", &["--format", "nt"]).ends(0).err,
        ""
    );
}

#[test]
fn the_folder_and_its_edition_give_the_same_answers() {
    for name in CASES {
        let case = Case::copy(name);
        let edition = case.file("whole.edition");
        let edition = edition
            .to_str()
            .expect("a temporary folder has a plain name");
        nutgraf(&["load", case.path(), "--edition", edition]).ends(0);
        let people = ids(&case, "people.csv");
        let ends = (people[0].as_str(), people[people.len() - 1].as_str());
        for (verb, more) in [
            ("find", &["a"][..]),
            ("show", &[ends.0]),
            ("path", &[ends.0, ends.1]),
            ("path", &[ends.0, ends.1, "--uncontested", "-k", "3"]),
            ("query", &["denials"]),
            ("query", &["most-connected", "-o", "json"]),
            ("export", &["--format", "ttl", "--with-protected"]),
        ] {
            let folder = case.run(verb, more);
            let file = nutgraf(&[&[verb, edition], more].concat());
            assert_eq!(
                (folder.code, &folder.out),
                (file.code, &file.out),
                "{verb} {more:?}"
            );
        }
    }
}
