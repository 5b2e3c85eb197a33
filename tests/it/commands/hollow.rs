//! What `falls` tells besides what falls: what stands in name only, what a
//! party confirmed, which answers the source itself gave; and what a source
//! that only relays would take with it.

use serde_json::Value;

use super::{FORMS, rows};
use crate::program::Case;

/// Two voices of one leak, in two papers; a summary; a party that confirms.
fn case() -> Case {
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\ncy,Cy\n"),
        ("companies.csv", "id,name\nacme,Acme\n"),
        (
            "sources.csv",
            "id,kind,name,via,origin,side\ndaily,publication,Daily,,,\n\
             weekly,publication,Weekly,,,\nwire,publication,Wire,,,\n\
             leak-a,anonymous,Voice A,daily,the leak,\n\
             leak-b,anonymous,Voice B,weekly,the leak,\n\
             other,anonymous,Voice C,weekly,,\n\
             bo-voice,spokesperson,Spokesperson of Bo,wire,,bo\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text,summarises\n\
             ann-bo,ann,associate-of,bo,leak-a,Ann is an associate of Bo.,\n\
             bo-acme,bo,manages,acme,leak-a,Bo manages Acme.,\n\
             bo-cy,bo,associate-of,cy,leak-a;leak-b,Bo is an associate of Cy.,\n\
             cy-acme,cy,manages,acme,leak-a;other,Cy manages Acme.,\n\
             both,ann,involved-in,acme,wire,All of it.,ann-bo;bo-acme\n\
             half,ann,involved-in,cy,wire,Half of it.,ann-bo;bo-cy\n\
             above,cy,involved-in,ann,wire,A summary of the summary.,both\n",
        ),
        (
            "denials.csv",
            "id,of,stance,scope,by\nyes,ann-bo,confirmed,whole,ann\n\
             no,bo-cy;bo-acme,denied,whole,bo-voice\nsilent,ann-bo,declined,,bo-voice\n",
        ),
    ]);
    case.run("check", &[]).ends(0);
    case
}

fn falls(case: &Case, source: &str, code: i32) -> (String, Value) {
    let asked = ["--source", source];
    let text = case.run("falls", &asked).ends(code).out;
    let json = [&asked[..], &["-o", "json"]].concat();
    (text, case.run("falls", &json).ends(code).json())
}

fn ids(list: &Value, key: Option<&str>) -> Vec<String> {
    let list = list.as_array().expect("a list").iter();
    let claim = |one: &Value| match key {
        Some(key) => one[key]["id"].clone(),
        None => one["id"].clone(),
    };
    list.map(|one| claim(one).as_str().expect("an id").to_owned())
        .collect()
}

#[test]
fn what_stands_in_name_only_is_listed() {
    let case = case();
    let (text, value) = falls(&case, "leak-a", 0);
    assert_eq!(ids(&value["claims"], Some("claim")), ["ann-bo", "bo-acme"]);
    assert_eq!(ids(&value["same_origin"], Some("claim")), ["bo-cy"]);
    assert_eq!(value["same_origin"][0]["origins"][0], "the leak");
    assert_eq!(ids(&value["summaries"], None), ["above", "both"]);
    for words in [
        "Summaries that stand, though all that they sum up falls",
        "Claims that stand only with sources of the same origin",
        "(of the origin “the leak”)",
        "(confirmed by a party, which stays on record: yes)",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let csv = ["--source", "leak-a", "-o", "csv"];
    let (header, rows) = rows(&case.run("falls", &csv).ends(0).out, b',');
    let at = |name: &str| header.iter().position(|one| one == name).expect("a column");
    let told: Vec<[&str; 3]> = rows
        .iter()
        .map(|row| {
            [
                row[at("claim")].as_str(),
                &row[at("falls")],
                &row[at("note")],
            ]
        })
        .collect();
    assert_eq!(
        told,
        [
            ["ann-bo", "yes", "confirmed by a party"],
            ["bo-acme", "yes", ""],
            [
                "bo-cy",
                "no",
                "stands only with sources of the origin “the leak”"
            ],
            ["above", "no", "all that it sums up falls"],
            ["both", "no", "all that it sums up falls"],
        ]
    );
    // Nothing of it where the other voice is of no assessed origin.
    let (text, value) = falls(&case, "weekly", 1);
    assert_eq!(ids(&value["same_origin"], Some("claim")), ["bo-cy"]);
    assert!(!text.contains("Summaries"), "{text}");
}

#[test]
fn the_summary_of_the_first_case_falls_with_its_parts() {
    let case = Case::first();
    let (text, value) = falls(&case, "three-people-close", 0);
    assert_eq!(ids(&value["summaries"], None), ["binance-supports-wlf"]);
    assert!(text.contains("the case is in 6 parts, as before"), "{text}");
    // Its denial comes with it.
    for form in FORMS {
        let asked = ["--source", "three-people-close", "-o", form];
        let out = case.run("falls", &asked).ends(0).out.replace('\\', "");
        assert!(out.contains("binance-supports-wlf"), "{form}: {out}");
        assert!(out.contains("wlf-denies"), "{form}: {out}");
    }
}

#[test]
fn a_source_that_speaks_in_answers_is_told_with_them() {
    let case = case();
    let (text, value) = falls(&case, "bo-voice", 1);
    assert!(
        text.contains(
            "Spokesperson of Bo is the speaker of 2 answers: DENIED (2 claims), declined (1 claim)"
        ),
        "{text}"
    );
    let answers = &value["speakers"][0]["answers"];
    assert_eq!(ids(answers, None), ["no", "silent"]);
    let run = case
        .run("falls", &["--source", "bo-voice", "-o", "csv"])
        .ends(1);
    assert!(
        run.err.contains("is the speaker of 2 answers"),
        "{}",
        run.err
    );
    for form in FORMS {
        let run = case.run("falls", &["--source", "bo-voice", "-o", form]);
        let out = run.ends(1).out.replace('\\', "");
        assert!(
            out.contains("denials.csv") && out.contains("silent"),
            "{form}: {out}"
        );
    }
    let (_, value) = falls(&case, "leak-a", 0);
    assert_eq!(value["speakers"], serde_json::json!([]));
}

#[test]
fn a_source_that_only_relays_is_said_to() {
    let case = Case::first();
    let asked = ["Binance", "USD1", "--without-source", "summary-article"];
    let words = "it only relayed the 20 claims between entities that fall here: \
                 its own withdrawal removes nothing of that";
    for verb in ["path", "between", "key"] {
        let run = case.run(verb, &asked).ends(1);
        assert!(run.out.contains(words), "{verb}: {}", run.out);
        let json = [&asked[..], &["-o", "json"]].concat();
        let filter = &case.run(verb, &json).ends(1).json()["filter"];
        let told = serde_json::json!({"in_all": 20, "only_relayed": 20});
        assert_eq!(filter["without_claims"], told, "{verb}");
    }
    let asked = ["Binance", "--without-source", "summary-article"];
    assert!(case.run("ties", &asked).ends(1).out.contains(words));
    // The same number as `falls` has of them, where each has a link.
    let asked = ["--source", "three-people-close", "-o", "json"];
    let fallen = case.run("falls", &asked).ends(0).json();
    let asked = ["Binance", "USD1", "--without-source", "three-people-close"];
    let json = [&asked[..], &["-o", "json"]].concat();
    let filter = &case.run("path", &json).ends(0).json()["filter"];
    assert_eq!(filter["without_claims"]["in_all"], fallen["claims_in_all"]);
    assert_eq!(filter["without_claims"]["only_relayed"], 0);
    let told = case.run("path", &asked).ends(0).out;
    assert!(!told.contains("only relayed"), "{told}");
}
