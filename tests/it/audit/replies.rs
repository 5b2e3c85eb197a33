//! The answers by person: who spoke and for whom, what is overdue, and who was
//! never asked, the same as an audit finds.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{DAY, Outcome};
use crate::program::{Case, Run};

fn replies(case: &Case, more: &[&str]) -> Run {
    let arguments: Vec<&str> = more.iter().chain(&["--as-of", DAY]).copied().collect();
    case.run("replies", &arguments)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The replies of one name.
fn of<'v>(answer: &'v Value, who: &str) -> Vec<&'v Value> {
    let groups = list(&answer["groups"]).filter(|group| group["who"]["id"] == who);
    groups.flat_map(|group| list(&group["replies"])).collect()
}

#[test]
fn every_answer_is_listed_under_whom_it_comes_from() -> Outcome {
    for name in ["harbour", "binance-usd1", "example"] {
        let case = Case::copy(name);
        let answer = replies(&case, &["-o", "json"]).ends(0).json();
        assert_eq!(answer["schema"], "nutgraf/replies/1");
        let groups = || list(&answer["groups"]).flat_map(|group| list(&group["replies"]));
        let listed: BTreeSet<&str> = groups().filter_map(|reply| reply["id"].as_str()).collect();
        let mut reader = csv::Reader::from_path(case.file("denials.csv"))?;
        let rows = reader.records().collect::<Result<Vec<_>, _>>()?;
        let all: BTreeSet<&str> = rows.iter().map(|row| &row[0]).collect();
        assert_eq!(listed, all, "{name}");
        let counts = answer["counts"].as_object().ok_or("counts")?;
        let counted: u64 = counts
            .iter()
            .filter(|(kind, _)| *kind != "not-asked")
            .filter_map(|(_, count)| count.as_u64())
            .sum();
        assert_eq!(counted, all.len() as u64, "{name}");
        // Every claim that is named is there in full, with its standing.
        let full: BTreeSet<&str> = list(&answer["claims"])
            .filter_map(|c| c["id"].as_str())
            .collect();
        let named = groups().flat_map(|reply| list(&reply["claims"]));
        assert!(
            named.filter_map(Value::as_str).all(|id| full.contains(id)),
            "{name}"
        );
    }
    Ok(())
}

#[test]
fn a_press_office_is_not_the_person() {
    let case = Case::first();
    let answer = replies(&case, &["-o", "json"]).ends(0).json();
    let ways = |who: &str| -> Vec<(String, String)> {
        let replies = of(&answer, who).into_iter();
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        replies
            .map(|reply| (word(&reply["id"]), word(&reply["way"])))
            .collect()
    };
    let pair = |id: &str, way: &str| (id.to_owned(), way.to_owned());
    assert_eq!(
        ways("world-liberty-financial"),
        [
            pair("wlf-denies", "on-its-side"),
            pair("wlf-declines", "on-its-side")
        ]
    );
    assert_eq!(ways("changpeng-zhao"), [pair("zhao-no-response", "itself")]);
    assert_eq!(
        ways("witkoff-team"),
        [pair("witkoff-team-denies-meeting", "as-source")]
    );
    assert_eq!(
        ways("steve-witkoff"),
        [pair("witkoff-team-denies-meeting", "on-its-side")]
    );
    let text = replies(&case, &["Steve Witkoff"]).ends(0).out;
    assert!(text.contains("on its side, and not itself"), "{text}");
    assert!(
        text.contains("DENIED (whole)") && text.contains("denials.csv row 2"),
        "{text}"
    );
    assert!(!text.contains("White House"), "{text}");
}

#[test]
fn what_is_out_is_overdue_after_its_deadline() {
    let case = Case::copy("harbour");
    let answer = replies(&case, &["skarnholt-port-authority", "-o", "json"])
        .ends(0)
        .json();
    let reply = |id: &str| -> (Value, Value) {
        let mut found = of(&answer, "skarnholt-port-authority").into_iter();
        let reply = found.rfind(|reply| reply["id"] == id);
        let reply = reply.unwrap_or_else(|| panic!("{id} is not listed: {answer}"));
        (reply["reply"].clone(), reply["days_overdue"].clone())
    };
    assert_eq!(
        reply("authority-to-answer-on-award"),
        ("overdue".into(), 20.into())
    );
    assert_eq!(
        reply("authority-to-answer-on-depth"),
        ("waiting".into(), Value::Null)
    );
    let text = replies(&case, &["skarnholt-port-authority"]).ends(0).out;
    assert!(text.contains("OVERDUE by 20 days"), "{text}");
    // On the day itself it is not late yet.
    let on_the_day = case
        .run("replies", &["--as-of", "2026-10-12", "-o", "json"])
        .ends(0)
        .json();
    assert_eq!(on_the_day["counts"]["overdue"], 0);
}

#[test]
fn a_request_that_was_answered_is_no_longer_out() {
    let tables = |more: &str| {
        let denials = format!(
            "id,of,stance,by,asked,deadline\nasked,c,pending,ann,2026-01-02,2026-01-05\n{more}"
        );
        Case::of(&[
            ("people.csv", "id,name\nann,Ann Ode\nbo,Bo Ray\n"),
            ("sources.csv", "id,kind,name\nfile,document,The file\n"),
            (
                "relationships.csv",
                "id,subject,relation,object,sources,text\nc,ann,owns,bo,file,Ann owns.\n",
            ),
            ("denials.csv", denials.as_str()),
        ])
    };
    let asked = |case: &Case| {
        let answer = replies(case, &["ann", "-o", "json"]).ends(0).json();
        let asked = of(&answer, "ann")
            .into_iter()
            .find(|reply| reply["id"] == "asked")
            .cloned();
        asked.unwrap_or_default()
    };
    let out = asked(&tables(""));
    assert_eq!(
        (&out["reply"], &out["settled"]),
        (&"overdue".into(), &false.into())
    );
    let settled = asked(&tables("came,c,commented,ann,,\n"));
    assert_eq!(
        (&settled["reply"], &settled["settled"]),
        (&"waiting".into(), &true.into())
    );
    let other = asked(&tables("came,c,commented,bo,,\n"));
    assert_eq!(other["reply"], "overdue");
}

#[test]
fn never_asked_are_those_that_an_audit_finds() {
    for name in ["harbour", "binance-usd1", "example"] {
        let case = Case::copy(name);
        let only = [
            "--only",
            "no-reply,asked-elsewhere",
            "--as-of",
            DAY,
            "-o",
            "json",
        ];
        let audit = case.run("audit", &only).json();
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let found: BTreeSet<(String, String, bool)> = list(&audit["findings"])
            .map(|finding| {
                let elsewhere = finding["code"] == "asked-elsewhere";
                (
                    word(&finding["about"][0]["id"]),
                    word(&finding["claims"][0]),
                    elsewhere,
                )
            })
            .collect();
        let answer = replies(&case, &["-o", "json"]).ends(0).json();
        let mut listed = BTreeSet::new();
        for group in list(&answer["groups"]) {
            let elsewhere = list(&group["refused_elsewhere"]).next().is_some();
            for claim in list(&group["not_asked"]) {
                listed.insert((word(&group["who"]["id"]), word(&claim["claim"]), elsewhere));
            }
        }
        assert_eq!(listed, found, "{name}");
        assert_eq!(answer["counts"]["not-asked"], listed.len(), "{name}");
    }
}

#[test]
fn names_are_looked_up_as_everywhere() {
    let case = Case::first();
    replies(&case, &["Nobody At All"]).ends(2);
    let claim = replies(&case, &["wlf-launched-usd1"]).ends(2);
    assert!(
        claim.err.contains("a person, an organisation or a source"),
        "{}",
        claim.err
    );
    let source = replies(&case, &["wlf-spokesperson", "-o", "json"])
        .ends(0)
        .json();
    assert_eq!(of(&source, "world-liberty-financial").len(), 2);
    assert_eq!(list(&source["groups"]).count(), 1);
    let nothing = replies(&case, &["usd1"]).ends(0).out;
    assert!(nothing.contains("Nothing is on record"), "{nothing}");
    for form in ["csv", "tsv", "md", "jsonl"] {
        let out = replies(&case, &["-o", form]).ends(0).out;
        let plain = out.replace('\\', "");
        for told in ["wlf-denies", "wlf-declines", "denied", "denials.csv"] {
            assert!(plain.contains(told), "{form}: {out}");
        }
    }
}

#[test]
fn of_a_report_those_to_it_and_through_it_are_listed() -> Outcome {
    let case = Case::first();
    let answer = replies(&case, &["bloomberg-report", "-o", "json"])
        .ends(0)
        .json();
    let listed: BTreeSet<&str> = list(&answer["groups"])
        .flat_map(|group| list(&group["replies"]))
        .filter_map(|reply| reply["id"].as_str())
        .collect();
    // All eight of the table came through it, and two are to all that it says.
    let mut reader = csv::Reader::from_path(case.file("denials.csv"))?;
    let rows = reader.records().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(listed, rows.iter().map(|row| &row[0]).collect());
    assert_eq!(
        answer["bearing"],
        serde_json::json!({"by": 0, "to": 2, "through": 8})
    );
    let text = replies(&case, &["bloomberg-report"]).ends(0).out;
    for told in [
        "Replies of, to and through Bloomberg report",
        "of these 0 given by it, 2 to all that it says, 8 through it",
        "DENIED (whole)",
    ] {
        assert!(text.contains(told), "{text}");
    }
    assert!(!text.contains("Nothing is on record"), "{text}");
    // A voice has what it said itself.
    let voice = replies(&case, &["wlf-spokesperson", "-o", "json"]).json();
    assert_eq!(
        voice["bearing"],
        serde_json::json!({"by": 2, "to": 0, "through": 0})
    );
    let person = replies(&case, &["changpeng-zhao", "-o", "json"]).json();
    assert_eq!(person["bearing"], Value::Null);
    Ok(())
}

#[test]
fn on_a_past_day_nobody_is_waited_for_who_was_not_yet_asked() {
    let case = Case::copy("harbour");
    let on = |day: &str, form: &str| case.run("replies", &["--as-of", day, "-o", form]).ends(0);
    let json = on("2026-10-12", "json").json();
    assert_eq!(json["counts"]["not-yet-asked"], 1);
    assert_eq!(json["counts"]["waiting"], 1);
    assert_eq!(json["later"], 1);
    let text = on("2026-10-12", "table").out;
    let note = "1 answer was asked, given or recorded after 2026-10-12; \
                for what was known then use --known-on 2026-10-12";
    assert!(
        text.contains(note) && text.contains("not yet asked on that day: "),
        "{text}"
    );
    assert!(on("2026-10-12", "csv").err.contains(note));
    // Before anybody was asked nobody is waited for.
    let before = on("2020-01-01", "json").json();
    assert_eq!(before["counts"]["waiting"], 0);
    assert_eq!(before["counts"]["not-yet-asked"], 2);
    // On a day after all of it there is nothing to say.
    let after = on("2026-11-30", "table");
    assert!(!after.out.contains("--known-on"), "{}", after.out);
    assert_eq!(on("2026-11-30", "csv").err, "");
}

#[test]
fn a_decision_on_who_somebody_is_stands_with_what_is_missing_from_them() {
    let case = Case::copy("harbour");
    let told = "nsure whether it is the same as Torvin Quellstad";
    for (command, name) in [("audit", "--only=no-reply"), ("replies", "t-quellstad")] {
        for form in ["table", "csv", "tsv", "md"] {
            let out = case.run(command, &[name, "--as-of", DAY, "-o", form]).out;
            let out = out.replace('\\', "");
            let other = "unsure whether T. Quellstad (t-quellstad) is the same as";
            assert!(out.contains(told) || out.contains(other), "{out}");
            assert!(out.contains("identities.csv row 3"), "{command}: {out}");
        }
    }
    let answer = replies(&case, &["t-quellstad", "-o", "json"]).json();
    let decision = &answer["groups"][0]["identities"][0];
    assert_eq!(
        (
            &decision["same"],
            &decision["other"]["id"],
            &decision["row"]
        ),
        (&"unsure".into(), &"torvin-quellstad".into(), &3.into())
    );
}
