//! What the first case, `data/binance-usd1`, must answer: every standing, the
//! counts, and the paths with every claim of every hop.
//!
//! Each expectation was worked out by hand from the report's summary, before
//! the program could answer.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::program::Case;

/// Claim, standing, support, outlet.
const CLAIMS: &[(&str, &str, &str, &str)] = &[
    (
        "binance-developed-usd1-contracts",
        "denied",
        "anonymous",
        "bloomberg-report",
    ),
    (
        "binance-introduced-usd1",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "binance-involved-in-usd1",
        "disputed",
        "document anonymous",
        "bloomberg-report",
    ),
    (
        "binance-largest-exchange",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "binance-listed-usd1",
        "uncontested",
        "own-account",
        "bloomberg-report",
    ),
    (
        "binance-paid-fines",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "binance-supports-wlf",
        "denied",
        "outlet",
        "bloomberg-report",
    ),
    ("binance-users", "uncontested", "outlet", "bloomberg-report"),
    (
        "binance-wrote-usd1-code",
        "denied",
        "anonymous",
        "bloomberg-report",
    ),
    ("help-timing", "uncontested", "outlet", "bloomberg-report"),
    (
        "introduction-coveted",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "trump-appointed-witkoff",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "trump-belongs-to-trump-family",
        "uncontested",
        "editor",
        "editor",
    ),
    (
        "trump-family-interest-income",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "trump-family-owns-wlf",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "trump-president",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "uae-firm-bought-binance-shares",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "usd1-held-in-binance-wallets",
        "uncontested",
        "document",
        "bloomberg-report",
    ),
    (
        "warrington-advises-white-house",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "witkoff-associate-of-trump",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "witkoff-co-founded-wlf",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "witkoff-holds-wlf-shares",
        "uncontested",
        "editor",
        "editor",
    ),
    (
        "witkoff-transfer-ethics",
        "uncontested",
        "named",
        "bloomberg-report",
    ),
    (
        "witkoff-transfers-shares",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "wlf-launched-usd1",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "zhao-founded-binance",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "zhao-no-longer-chief-executive",
        "uncontested",
        "own-account",
        "bloomberg-report",
    ),
    (
        "zhao-released-from-prison",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "zhao-seeks-clemency",
        "uncontested",
        "outlet",
        "bloomberg-report",
    ),
    (
        "zhao-witkoff-abu-dhabi.changpeng-zhao",
        "denied",
        "anonymous",
        "bloomberg-report",
    ),
    (
        "zhao-witkoff-abu-dhabi.steve-witkoff",
        "denied",
        "anonymous",
        "bloomberg-report",
    ),
];

/// Answer, and the claims it is shown with.
const ANSWERS: &[(&str, &str)] = &[
    ("binance-on-clemency", "zhao-seeks-clemency"),
    ("binance-on-listing", "introduction-coveted"),
    ("warrington-on-transfer", "witkoff-transfers-shares"),
    ("white-house-declines", "warrington-advises-white-house"),
    (
        "witkoff-team-denies-meeting",
        "zhao-witkoff-abu-dhabi.changpeng-zhao zhao-witkoff-abu-dhabi.steve-witkoff",
    ),
    (
        "wlf-declines",
        "binance-developed-usd1-contracts binance-involved-in-usd1 binance-supports-wlf binance-wrote-usd1-code",
    ),
    (
        "wlf-denies",
        "binance-developed-usd1-contracts binance-supports-wlf binance-wrote-usd1-code",
    ),
    (
        "zhao-no-response",
        "zhao-founded-binance zhao-no-longer-chief-executive zhao-released-from-prison zhao-seeks-clemency \
         zhao-witkoff-abu-dhabi.changpeng-zhao",
    ),
];

fn ids(list: &Value) -> Vec<String> {
    let id = |item: &Value| {
        item.as_str()
            .or(item["id"].as_str())
            .expect("an id")
            .to_owned()
    };
    let mut ids: Vec<String> = list.as_array().expect("a list").iter().map(id).collect();
    ids.sort();
    ids
}

#[test]
fn every_claim_has_the_standing_and_support_that_follow_from_the_rules() {
    let case = Case::first();
    let ask = "SELECT ?claim { ?claim a ng:Claim } ORDER BY ?claim";
    let listed = case.run("query", &["-e", ask, "-o", "csv"]).ends(0);
    let count = listed.out.lines().count() - 1;
    assert_eq!(count, CLAIMS.len(), "{}", listed.out);
    for (id, standing, support, outlet) in CLAIMS {
        let shown = case.run("show", &[id, "-o", "json"]).ends(0).json();
        let claim = &shown["claim"];
        assert_eq!(claim["standing"], *standing, "{id}");
        let mut expected: Vec<&str> = support.split(' ').collect();
        expected.sort_unstable();
        assert_eq!(ids(&claim["support"]), expected, "{id}");
        assert_eq!(ids(&claim["outlets"]), [*outlet], "{id}");
        assert_eq!(claim["origins"], 1, "{id}");
        let relays = if *outlet == "editor" {
            vec![]
        } else {
            vec!["summary-article"]
        };
        assert_eq!(ids(&claim["relays"]), relays, "{id}");
    }
}

#[test]
fn every_answer_stands_with_each_claim_it_concerns_and_no_other() {
    let case = Case::first();
    let mut shown: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, ..) in CLAIMS {
        let claim = case.run("show", &[id, "-o", "json"]).ends(0).json();
        for answer in ids(&claim["claim"]["answers"]) {
            shown.entry(answer).or_default().push((*id).to_owned());
        }
    }
    let expected: BTreeMap<String, Vec<String>> = ANSWERS
        .iter()
        .map(|(answer, claims)| {
            (
                (*answer).to_owned(),
                claims.split_whitespace().map(str::to_owned).collect(),
            )
        })
        .collect();
    assert_eq!(shown, expected);
}

/// A path as a line: entities, and between them the claims of each hop, those
/// left out by the filter in brackets.
fn line(path: &Value) -> String {
    let mut line = String::new();
    for hop in path["hops"].as_array().expect("hops") {
        let claims = ids(&hop["claims"]).join(" ");
        let excluded = ids(&hop["excluded"]).join(" ");
        let excluded = if excluded.is_empty() {
            excluded
        } else {
            format!(" [{excluded}]")
        };
        line += &format!(
            "{} -({claims}{excluded})- ",
            hop["from"].as_str().expect("an id")
        );
    }
    line + path["entities"]
        .as_array()
        .and_then(|e| e.last())
        .expect("an end")["id"]
        .as_str()
        .expect("an id")
}

fn paths(answer: &Value) -> Vec<(String, String)> {
    let list = answer["paths"].as_array().expect("paths");
    list.iter()
        .map(|path| {
            (
                path["standing"].as_str().expect("a standing").to_owned(),
                line(path),
            )
        })
        .collect()
}

fn uncontested(line: &str) -> (String, String) {
    (
        "uncontested".to_owned(),
        line.split_whitespace().collect::<Vec<_>>().join(" "),
    )
}

#[test]
fn zhao_reaches_the_trump_family_in_two_hops_nobody_denied() {
    let case = Case::first();
    let answer = case
        .run("path", &["Changpeng Zhao", "Trump family", "-o", "json"])
        .ends(0)
        .json();
    let expected = "changpeng-zhao -(zhao-seeks-clemency)- donald-trump -(trump-belongs-to-trump-family)- trump-family";
    assert_eq!(paths(&answer), [uncontested(expected)]);
    assert_eq!(answer["complete"], true);
    assert_eq!(answer["total"], 1);
    assert_eq!(answer["no_path"], Value::Null);
    let verbs: Vec<&str> = answer["paths"][0]["hops"]
        .as_array()
        .expect("hops")
        .iter()
        .map(|hop| hop["links"][0]["verb"].as_str().expect("a verb"))
        .collect();
    assert_eq!(verbs, ["sought clemency from", "belongs to"]);
}

#[test]
fn every_path_nobody_denied_between_zhao_and_the_trump_family() {
    let case = Case::first();
    let three = case
        .run(
            "path",
            &[
                "CZ",
                "Trump family",
                "--uncontested",
                "-k",
                "3",
                "-o",
                "json",
            ],
        )
        .ends(0)
        .json();
    let all = case
        .run(
            "path",
            &[
                "CZ",
                "Trump family",
                "--uncontested",
                "-k",
                "50",
                "-o",
                "json",
            ],
        )
        .ends(0)
        .json();
    let usd1 = "binance -(binance-introduced-usd1 binance-listed-usd1 \
                [binance-developed-usd1-contracts binance-involved-in-usd1 binance-wrote-usd1-code])- \
                usd1 -(wlf-launched-usd1)- world-liberty-financial";
    let founded = "changpeng-zhao -(zhao-founded-binance zhao-no-longer-chief-executive)-";
    let expected = [
        uncontested(
            "changpeng-zhao -(zhao-seeks-clemency)- donald-trump -(trump-belongs-to-trump-family)- trump-family",
        ),
        uncontested(&format!(
            "{founded} {usd1} -(trump-family-owns-wlf)- trump-family"
        )),
        uncontested(
            "changpeng-zhao -(zhao-seeks-clemency)- donald-trump \
             -(trump-appointed-witkoff witkoff-associate-of-trump)- steve-witkoff \
             -(witkoff-co-founded-wlf witkoff-holds-wlf-shares)- world-liberty-financial \
             -(trump-family-owns-wlf)- trump-family",
        ),
        uncontested(&format!(
            "{founded} {usd1} -(witkoff-co-founded-wlf witkoff-holds-wlf-shares)- steve-witkoff \
             -(trump-appointed-witkoff witkoff-associate-of-trump)- donald-trump \
             -(trump-belongs-to-trump-family)- trump-family"
        )),
    ];
    assert_eq!(paths(&three), expected[..3]);
    assert_eq!(three["complete"], true);
    assert_eq!(paths(&all), expected);
    assert_eq!(all["total"], 4);
}

#[test]
fn the_meeting_is_shown_with_its_denial_and_the_silence() {
    let case = Case::first();
    let answer = case
        .run("path", &["CZ", "Steve Witkoff", "-o", "json"])
        .ends(0)
        .json();
    assert_eq!(
        paths(&answer),
        [(
            "denied".to_owned(),
            "changpeng-zhao -(zhao-witkoff-abu-dhabi.changpeng-zhao zhao-witkoff-abu-dhabi.steve-witkoff)- steve-witkoff"
                .to_owned()
        )]
    );
    let claims = &answer["paths"][0]["hops"][0]["claims"];
    assert_eq!(
        ids(&claims[0]["answers"]),
        ["witkoff-team-denies-meeting", "zhao-no-response"]
    );
    assert_eq!(ids(&claims[1]["answers"]), ["witkoff-team-denies-meeting"]);
    assert_eq!(
        answer["paths"][0]["hops"][0]["links"][0]["id"],
        "zhao-witkoff-abu-dhabi.changpeng-zhao.steve-witkoff"
    );
}

#[test]
fn without_denied_claims_they_connect_by_a_longer_way_and_the_shorter_is_named() {
    let case = Case::first();
    let answer = case
        .run(
            "path",
            &["CZ", "Steve Witkoff", "--uncontested", "-o", "json"],
        )
        .ends(0)
        .json();
    assert_eq!(
        paths(&answer),
        [uncontested(
            "changpeng-zhao -(zhao-seeks-clemency)- donald-trump \
             -(trump-appointed-witkoff witkoff-associate-of-trump)- steve-witkoff"
        )]
    );
    assert_eq!(answer["shorter_without_filter"]["standing"], "denied");
    assert_eq!(answer["shorter_without_filter"]["length"], 1);
    let text = case
        .run("path", &["CZ", "Steve Witkoff", "--uncontested"])
        .ends(0)
        .out;
    assert!(
        text.contains("Left out by the filter: a shorter path of 1 hop"),
        "{text}"
    );
    assert!(text.contains("DENIED"), "{text}");
}

#[test]
fn binance_to_world_liberty_financial_is_denied_with_the_refusal_beside_it() {
    let case = Case::first();
    let answer = case
        .run(
            "path",
            &["Binance", "World Liberty Financial Inc.", "-o", "json"],
        )
        .ends(0)
        .json();
    assert_eq!(
        paths(&answer),
        [(
            "denied".to_owned(),
            "binance -(binance-supports-wlf)- world-liberty-financial".to_owned()
        )]
    );
    let claim = &answer["paths"][0]["hops"][0]["claims"][0];
    let stances: Vec<(&str, &Value)> = claim["answers"]
        .as_array()
        .expect("answers")
        .iter()
        .map(|answer| {
            (
                answer["stance"].as_str().expect("a stance"),
                &answer["scope"],
            )
        })
        .collect();
    assert_eq!(
        stances,
        [
            ("declined", &Value::Null),
            ("denied", &Value::from("general"))
        ]
    );
}

#[test]
fn a_claim_that_sums_up_denied_ones_is_shown_with_their_denials() {
    let case = Case::first();
    let shown = case
        .run("show", &["binance-involved-in-usd1", "-o", "json"])
        .ends(0)
        .json();
    let claim = &shown["claim"];
    assert_eq!(claim["rule"], "summarises-contested");
    let parts: Vec<(String, Vec<String>)> = claim["summarises"]
        .as_array()
        .expect("parts")
        .iter()
        .map(|part| {
            (
                part["id"].as_str().expect("an id").to_owned(),
                ids(&part["answers"]),
            )
        })
        .collect();
    let both = || vec!["wlf-declines".to_owned(), "wlf-denies".to_owned()];
    assert_eq!(
        parts,
        [
            ("binance-developed-usd1-contracts".to_owned(), both()),
            ("binance-introduced-usd1".to_owned(), Vec::new()),
            ("binance-wrote-usd1-code".to_owned(), both()),
        ]
    );
    for form in ["table", "csv", "tsv", "md"] {
        let out = case
            .run("show", &["binance-involved-in-usd1", "-o", form])
            .ends(0)
            .out
            .replace('\\', "");
        assert_eq!(out.matches("wlf-denies").count(), 2, "{form}: {out}");
    }
}

#[test]
fn everything_but_our_own_inferences_falls_with_the_bloomberg_report() {
    let case = Case::first();
    let report = case
        .run("show", &["bloomberg-report", "-o", "json"])
        .ends(0)
        .json();
    let resting = report["source"]["resting"].as_array().expect("claims");
    let falling: Vec<&str> = resting
        .iter()
        .filter(|one| one["without"] == "falls")
        .map(|one| one["claim"]["id"].as_str().expect("an id"))
        .collect();
    let expected: Vec<&str> = CLAIMS
        .iter()
        .filter(|(.., outlet)| *outlet == "bloomberg-report")
        .map(|(id, ..)| *id)
        .collect();
    assert_eq!(falling, expected);
    // What is left connects nobody of those the case is about.
    let left = "SELECT ?a ?b { ?link ng:claim ?claim ; rdf:subject ?a ; rdf:object ?b . ?claim ng:outlet source:editor }
                ORDER BY ?a";
    let rows = case.run("query", &["-e", left, "-o", "tsv"]).ends(0);
    let base = "https://w3id.org/nutgraf/case/binance-usd1/entity/";
    let pairs: Vec<String> = rows
        .out
        .lines()
        .skip(1)
        .map(|row| row.replace(base, ""))
        .collect();
    assert_eq!(
        pairs,
        [
            "<donald-trump>\t<trump-family>",
            "<steve-witkoff>\t<world-liberty-financial>"
        ]
    );
}
