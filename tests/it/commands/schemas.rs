//! JSON: a schema's name on every answer, every field always there, and what
//! is unknown is `null`.

use serde_json::Value;

use crate::program::{Case, nutgraf};

const CLAIM: &[&str] = &[
    "id", "text", "subject", "relation", "object", "mode", "when", "amount", "standing", "rule",
    "support", "origins", "outlets", "voices", "sources", "answers", "check", "concern", "case",
    "table", "row",
];
const CITED: &[&str] = &["id", "name", "kind", "quote", "locator"];
const ANSWER: &[&str] = &[
    "id",
    "stance",
    "scope",
    "by",
    "on_behalf_of",
    "when",
    "via",
    "text",
    "table",
    "row",
];
const PATHS: &[&str] = &[
    "schema", "edition", "from", "to", "complete", "limit", "total", "paths", "no_path",
];
const HOP: &[&str] = &["from", "to", "standing", "claims", "excluded"];
const PROBLEM: &[&str] = &[
    "code", "severity", "file", "line", "column", "cell", "text", "message", "expected", "hints",
];

fn assert_fields(value: &Value, fields: &[&str]) {
    let object = value
        .as_object()
        .unwrap_or_else(|| panic!("no object: {value}"));
    for field in fields {
        assert!(object.contains_key(*field), "no `{field}` in {value}");
    }
}

fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value[field]
        .as_array()
        .unwrap_or_else(|| panic!("`{field}` is no list: {value}"))
}

fn assert_claims(claims: &[Value]) {
    for claim in claims {
        assert_fields(claim, CLAIM);
        list(claim, "sources")
            .iter()
            .for_each(|source| assert_fields(source, CITED));
        list(claim, "answers")
            .iter()
            .for_each(|answer| assert_fields(answer, ANSWER));
        assert!(!list(claim, "support").is_empty(), "{claim}");
        assert!(claim["row"].as_u64().is_some_and(|row| row > 1), "{claim}");
    }
}

fn assert_path(path: &Value) {
    assert_fields(path, &["length", "standing", "hops"]);
    assert_eq!(
        path["length"].as_u64(),
        Some(list(path, "hops").len() as u64)
    );
    for hop in list(path, "hops") {
        assert_fields(hop, HOP);
        assert!(!list(hop, "claims").is_empty(), "{hop}");
        assert_claims(list(hop, "claims"));
        assert_claims(list(hop, "excluded"));
    }
}

#[test]
fn a_path_has_every_field() {
    let case = Case::first();
    for more in [
        &[][..],
        &["--uncontested"],
        &["-k", "3"],
        &["--max-hops", "1"],
        &["--all-shortest"],
    ] {
        for to in [
            "Steve Witkoff",
            "Trump family",
            "Bloomberg",
            "CZ",
            "wlf-shares",
        ] {
            let arguments: Vec<&str> = ["CZ", to, "-o", "json"]
                .into_iter()
                .chain(more.iter().copied())
                .collect();
            let value = case.run("path", &arguments).json();
            assert_fields(&value, PATHS);
            assert_eq!(value["schema"], "nutgraf/path/1");
            assert_fields(&value["from"], &["id", "name"]);
            assert_fields(&value["to"], &["id", "name"]);
            let paths = list(&value, "paths");
            paths.iter().for_each(assert_path);
            assert_eq!(
                paths.is_empty(),
                !value["no_path"].is_null(),
                "{to} {more:?}"
            );
            if paths.is_empty() {
                assert_fields(&value["no_path"], &["reason", "without_filter"]);
            }
        }
    }
}

#[test]
fn whatever_is_shown_has_every_field() {
    let case = Case::copy("example");
    for (name, kind) in [
        ("orrin-vale", "entity"),
        ("old-slipway", "entity"),
        ("gannet-paid-unknown", "claim"),
        ("lantern-inn-dinner", "meeting"),
        ("courier-article", "source"),
        ("quill-denies-dinner", "answer"),
        ("licence-granted", "question"),
    ] {
        let value = case.run("show", &[name, "-o", "json"]).ends(0).json();
        assert_eq!(value["schema"], "nutgraf/show/1", "{name}");
        assert_eq!(value["kind"], kind, "{name}");
        let shown = &value[kind];
        assert_fields(shown, &["id", "table", "row"]);
        match kind {
            "entity" | "meeting" => assert_claims(list(shown, "claims")),
            "claim" => assert_claims(std::slice::from_ref(shown)),
            "source" => {
                let resting: Vec<Value> = list(shown, "resting")
                    .iter()
                    .map(|r| r["claim"].clone())
                    .collect();
                assert!(!resting.is_empty());
                assert_claims(&resting);
            }
            "answer" => assert_claims(list(shown, "shown_with")),
            _ => assert_fields(
                shown,
                &[
                    "text",
                    "about",
                    "who_could_answer",
                    "answered_by",
                    "answers",
                ],
            ),
        }
    }
}

#[test]
fn unknown_is_null() {
    let case = Case::copy("example");
    let claim = |id: &str| case.run("show", &[id, "-o", "json"]).ends(0).json()["claim"].clone();
    let payment = claim("gannet-paid-unknown");
    assert_eq!(payment["object"], Value::Null);
    assert_eq!(payment["credibility"], Value::Null);
    assert_ne!(payment["amount"], Value::Null);
    let hearsay = claim("jenna-penhale-advises-council");
    for unknown in ["when", "amount"] {
        assert_eq!(hearsay[unknown], Value::Null, "{unknown}");
    }
    let first = Case::first();
    let involved = first
        .run("show", &["binance-involved-in-usd1", "-o", "json"])
        .ends(0)
        .json();
    assert_eq!(involved["claim"]["voices"], Value::Null);
    let csv = first
        .run("show", &["binance-involved-in-usd1", "-o", "csv"])
        .ends(0)
        .out;
    let (header, rows) = super::rows(&csv, b',');
    for column in ["voices", "when", "amount"] {
        let at = header
            .iter()
            .position(|name| name == column)
            .expect("the column is there");
        assert_eq!(rows[0][at], "", "{column}");
    }
    let source = first
        .run("show", &["people-familiar", "-o", "json"])
        .ends(0)
        .json();
    assert_eq!(source["source"]["voices"], Value::Null);
    assert_eq!(source["source"]["url"], Value::Null);
    let found = first.run("find", &["CZ", "-o", "json"]).ends(0).json();
    assert_eq!(found["found"][0]["standing"], Value::Null);
    assert_eq!(found["found"][0]["answers"], Value::Null);
}

#[test]
fn every_list_names_its_schema() {
    let case = Case::copy("example");
    let edition = case.file("whole.edition");
    let edition = edition
        .to_str()
        .expect("a temporary folder has a plain name");
    nutgraf(&["load", case.path(), "--edition", edition]).ends(0);
    let found = case.run("find", &["vale", "-o", "json"]).ends(0).json();
    assert_eq!(found["schema"], "nutgraf/find/1");
    for what in list(&found, "found") {
        assert_fields(
            what,
            &[
                "id",
                "iri",
                "name",
                "kind",
                "description",
                "aliases",
                "matched",
                "standing",
                "answers",
            ],
        );
    }
    let queries = nutgraf(&["queries", "-o", "json"]).ends(0).json();
    assert_eq!(queries["schema"], "nutgraf/queries/1");
    for query in list(&queries, "queries") {
        assert_fields(query, &["name", "question", "parameters", "columns"]);
        for parameter in list(query, "parameters") {
            assert_fields(parameter, &["name", "kind", "optional", "words"]);
        }
    }
    let problems = case.run("check", &["-o", "json"]).ends(0).json();
    assert_eq!(problems["schema"], "nutgraf/problems/1");
    assert_eq!(problems["warnings"], 1);
    list(&problems, "problems")
        .iter()
        .for_each(|problem| assert_fields(problem, PROBLEM));
    for table in list(&problems, "tables") {
        let count = |field: &str| table[field].as_u64().expect("a count");
        assert_eq!(
            count("read"),
            count("accepted") + count("refused"),
            "{table}"
        );
    }
    let sound = nutgraf(&["check", edition, "-o", "json"]).ends(0).json();
    assert_eq!(sound["schema"], "nutgraf/edition-check/1");
    assert_fields(&sound, &["edition", "sound", "faults"]);
}
