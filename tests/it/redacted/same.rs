//! The redacted edition says of every claim what the full one says: standing,
//! rule, support, counts, and the paths.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use nutgraf::edition::Edition;
use nutgraf::model::iri::{NG, RDF};
use nutgraf::pipeline::{Request, load};
use oxigraph::model::{NamedNode, Term};
use serde_json::Value;

use super::super::generated::case::{Plan, write_case};
use super::{Dice, Sheet, allow_names, protect};
use crate::program::{Case, nutgraf};

fn edition(folder: &Path, redacted: bool) -> Edition {
    let request = Request {
        cases: vec![folder.to_owned()],
        redacted,
        ..Request::default()
    };
    let loaded = load(&request, &mut |_| {}).unwrap_or_else(|error| panic!("{error:?}"));
    Edition::from_bytes(&loaded.built.bytes(), Path::new("test.edition")).expect("it is sound")
}

/// What the rules said of each claim: predicate, values in order. Sources and
/// answers have other ids, so they are counted.
fn assessed(edition: &Edition) -> BTreeMap<String, Vec<(String, Vec<String>)>> {
    let node = |iri: String| edition.term_id(&NamedNode::new_unchecked(iri).into());
    let ng = |name: &str| format!("{NG}{name}");
    let is_a = node(format!("{RDF}type")).expect("sound");
    let claims = node(ng("Claim")).expect("sound");
    let mut all = BTreeMap::new();
    for triple in edition.matching(None, is_a, claims) {
        let [claim, ..] = triple.expect("sound");
        let mut said = Vec::new();
        for name in [
            "standing",
            "rule",
            "support",
            "origins",
            "outlets",
            "answers",
            "text",
            "mode",
            "concerns",
            "summarises",
            "payer",
            "payee",
            "amount",
            "credibility",
            "check",
        ] {
            let mut values: Vec<String> = objects(edition, claim, &ng(name))
                .iter()
                .map(Term::to_string)
                .collect();
            values.sort();
            said.push((name.to_owned(), values));
        }
        for name in ["subject", "predicate", "object"] {
            let values = objects(edition, claim, &format!("{RDF}{name}"));
            said.push((
                name.to_owned(),
                values.iter().map(Term::to_string).collect(),
            ));
        }
        for name in [
            "source",
            "outlet",
            "relay",
            "withdrawnSource",
            "answer",
            "partAnswer",
            "acknowledgedBy",
        ] {
            let count = objects(edition, claim, &ng(name)).len();
            said.push((name.to_owned(), vec![count.to_string()]));
        }
        let name = edition.term(claim).expect("sound").to_string();
        all.insert(name, said);
    }
    all
}

fn objects(edition: &Edition, subject: u32, predicate: &str) -> Vec<Term> {
    let predicate = NamedNode::new_unchecked(predicate);
    let Some(predicate) = edition.term_id(&predicate.into()).expect("sound") else {
        return Vec::new();
    };
    edition
        .matching(Some(subject), Some(predicate), None)
        .map(|triple| edition.term(triple.expect("sound")[2]).expect("sound"))
        .collect()
}

/// How many sources of an edition are of a class.
fn protected(edition: &Edition) -> u64 {
    let term = |iri: String| edition.term_id(&NamedNode::new_unchecked(iri).into());
    let is_a = term(format!("{RDF}type")).expect("sound");
    let class = term(format!("{NG}ProtectedSource")).expect("sound");
    match class {
        Some(class) => edition.count(None, is_a, Some(class)).expect("sound"),
        None => 0,
    }
}

/// Loads both editions of a case and compares all claims; gives how many.
fn compare(folder: &Path) -> usize {
    let (full, redacted) = (edition(folder, false), edition(folder, true));
    assert!(protected(&full) > 0);
    assert_eq!(protected(&full), protected(&redacted));
    let (of_full, of_redacted) = (assessed(&full), assessed(&redacted));
    assert_eq!(of_full.len(), of_redacted.len());
    for (claim, said) in &of_full {
        assert_eq!(said, &of_redacted[claim], "{claim}");
    }
    assert!(redacted.verify().is_empty());
    of_full.len()
}

#[test]
fn every_claim_of_the_first_case_stands_as_it_did_whoever_is_protected() {
    let sources = Sheet::read(Path::new("data/binance-usd1"), "sources.csv").expect("it is there");
    let ids: Vec<&str> = sources.rows.iter().map(|row| row["id"].as_str()).collect();
    let names: Vec<&str> = sources
        .rows
        .iter()
        .map(|row| row["name"].as_str())
        .collect();
    let mut sets: Vec<Vec<&str>> = ids.iter().map(|id| vec![*id]).collect();
    sets.push(ids.clone());
    let mut dice = Dice(1);
    for _ in 0..20 {
        let some = ids.iter().filter(|_| dice.below(3) == 0).copied();
        sets.push(some.collect());
    }
    for protected in sets.iter().filter(|set| !set.is_empty()) {
        let case = Case::first();
        let folder = Path::new(case.path());
        protect(folder, protected);
        // The case was written for all to read, so its sentences name them.
        allow_names(folder, &names);
        assert_eq!(compare(folder), 31, "{protected:?}");
    }
}

#[test]
fn every_claim_of_generated_cases_stands_as_it_did() {
    for seed in [3, 4, 5] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let plan = Plan {
            claims: 2_000,
            seed,
            denied: 10,
            disputed: 10,
        };
        write_case(folder.path(), &plan).expect("can be written");
        // More than the generator marks, and of every kind.
        let mut dice = Dice(seed);
        let mut sources = Sheet::read(folder.path(), "sources.csv").expect("it is there");
        let mut names = Vec::new();
        for row in &mut sources.rows {
            if dice.below(3) == 0 {
                row.insert("protected".to_owned(), "yes".to_owned());
                names.push(row["name"].clone());
                names.push(row["origin"].clone());
            }
        }
        sources.write(folder.path(), "sources.csv");
        names.retain(|name| !name.is_empty());
        let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        allow_names(folder.path(), &names.into_iter().collect::<Vec<_>>());
        assert_eq!(compare(folder.path()), 2_000);
    }
}

/// A path's answer without what a redacted edition says otherwise.
fn bare(mut value: Value) -> Value {
    strip(&mut value);
    value
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for withheld in [
                "edition",
                "sources",
                "outlets",
                "relays",
                "answers",
                "acknowledged_by",
                "recorded",
                "checked_by",
                "concern",
                "row",
            ] {
                if let Some(value) = object.get_mut(withheld) {
                    // That there are so many is not withheld.
                    *value = match value.as_array() {
                        Some(list) => list.len().into(),
                        None => Value::Null,
                    };
                }
            }
            object.values_mut().for_each(strip);
        }
        Value::Array(list) => list.iter_mut().for_each(strip),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn paths_and_answers_are_the_same() {
    let case = Case::first();
    let folder = Path::new(case.path());
    protect(
        folder,
        &[
            "two-people-close",
            "witkoff-team-member",
            "bloomberg-report",
        ],
    );
    let names = [
        "Bloomberg report",
        "Two people described as close (to what is not said)",
    ];
    allow_names(folder, &names);
    let files = ["full", "redacted"].map(|name| case.file(name).display().to_string());
    case.run("load", &["--edition", &files[0]]).ends(0);
    case.run("load", &["--redacted", "--edition", &files[1]])
        .ends(0);
    let people = Sheet::read(folder, "people.csv").expect("it is there").rows;
    let companies = Sheet::read(folder, "companies.csv")
        .expect("it is there")
        .rows;
    let ids: Vec<&str> = people
        .iter()
        .chain(&companies)
        .map(|row| row["id"].as_str())
        // Only protected sources bring these into the case.
        .filter(|id| !["bloomberg", "witkoff-team"].contains(id))
        .collect();
    let mut found = 0;
    for from in ids.iter().step_by(3) {
        for to in ids.iter().step_by(2).filter(|to| *to != from) {
            for how in [&["-k", "3"][..], &["--uncontested"]] {
                let runs = files.each_ref().map(|file| {
                    let asked = [&["path", file, from, to, "-o", "json"], how].concat();
                    nutgraf(&asked)
                });
                let [full, redacted] = runs;
                assert_eq!(full.code, redacted.code, "{from} {to}: {}", redacted.err);
                found += usize::from(full.code == 0);
                assert_eq!(bare(full.json()), bare(redacted.json()), "{from} {to}");
            }
        }
    }
    assert!(found > 20, "{found}");
    // Every question of the library that needs nothing gives as many rows.
    for question in [
        "denials",
        "contested",
        "anonymous-only",
        "one-origin",
        "open-questions",
        "silences",
    ] {
        let rows = files.each_ref().map(|file| {
            let run = nutgraf(&["query", file, question, "-o", "csv"]).ends(0);
            csv::Reader::from_reader(run.out.as_bytes())
                .records()
                .count()
        });
        assert_eq!(rows[0], rows[1], "{question}");
    }
}
