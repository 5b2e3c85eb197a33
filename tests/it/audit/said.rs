//! What an audit prints: every form carries the findings, the claims with their
//! denials and rows, and the day; claims are those that `show` gives.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use nutgraf::answer::{AuditQuestion, FindingCode, Shown, audit, show};
use nutgraf::pipeline::recall;
use nutgraf::render::json;
use serde_json::Value;

use super::{DAY, Finding, Outcome, graph, read_findings};
use crate::generated::case::{Plan, write_case};
use crate::program::{Case, Run, nutgraf};

fn audited(case: &Case, more: &[&str]) -> Run {
    let arguments: Vec<&str> = ["--as-of", DAY].iter().chain(more).copied().collect();
    case.run("audit", &arguments)
}

/// Rows of an answer by the names of their columns.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize();
    rows.map(|row| row.expect("rows fit their header"))
        .collect()
}

fn strings(list: &Value, field: &str) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    items
        .map(|item| if field.is_empty() { item } else { &item[field] })
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

#[test]
fn every_form_carries_the_same_findings() -> Outcome {
    let case = Case::copy("harbour");
    let planted = read_findings(&std::fs::read_to_string("tests/it/audit/harbour.csv")?)?;
    let found = |value: &Value| -> Finding {
        let code = value["code"].as_str().unwrap_or_default().to_owned();
        (
            code,
            strings(&value["about"], "id"),
            strings(&value["claims"], ""),
        )
    };
    let json = audited(&case, &["-o", "json"]).ends(1).json();
    assert_eq!(json["schema"], "nutgraf/audit/1");
    assert_eq!(json["as_of"], DAY);
    assert_eq!(json["known_on"], Value::Null);
    assert_eq!(json["not_compared"], 0);
    let list = json["findings"].as_array().ok_or("findings")?;
    assert_eq!(list.iter().map(found).collect::<Vec<_>>(), planted);
    for finding in list {
        assert!(
            finding["row"].as_u64().is_some_and(|row| row > 1),
            "{finding}"
        );
        assert!(
            finding["finding"]
                .as_str()
                .is_some_and(|text| text.ends_with(['.', '?', '”'])),
            "{finding}"
        );
    }
    for (code, count) in json["counts"].as_object().ok_or("counts")? {
        let of_code = planted.iter().filter(|finding| finding.0 == *code).count();
        assert_eq!(count, of_code, "{code}");
    }
    // Each claim once, and every claim that a finding names.
    let named: BTreeSet<String> = planted.iter().flat_map(|f| f.2.clone()).collect();
    let ids = strings(&json["claims"], "id");
    assert_eq!(ids, named.into_iter().collect::<Vec<_>>());

    let lines = audited(&case, &["-o", "jsonl"]).ends(1).out;
    let lines: Vec<Value> = lines
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    assert_eq!(lines.iter().map(found).collect::<Vec<_>>(), planted);
    for line in &lines {
        assert_eq!(
            strings(&line["claims_shown"], "id"),
            strings(&line["claims"], "")
        );
        assert_eq!(line["claims_not_shown"], 0);
    }

    let table = audited(&case, &[]).ends(1).out;
    let csv = audited(&case, &["-o", "csv"]).ends(1).out;
    for (row, (code, about, claims)) in rows(&csv).iter().zip(&planted) {
        assert_eq!((&row["code"], &row["about"]), (code, &about.join("; ")));
        assert_eq!(row["claims"], claims.join("; "));
        for sentence in [&row["finding"], &row["about_names"]] {
            let shown = sentence.split("; ").all(|part| table.contains(part));
            assert!(shown, "the page lacks {sentence}");
        }
    }
    assert_eq!(rows(&csv).len(), planted.len());
    let markdown = audited(&case, &["-o", "md"]).ends(1).out;
    assert_eq!(markdown.lines().count(), planted.len() + 2);
    Ok(())
}

#[test]
fn a_claim_is_the_one_that_show_gives() -> Outcome {
    let generated = tempfile::tempdir()?;
    let plan = Plan {
        claims: 400,
        seed: 5,
        denied: 8,
        disputed: 8,
    };
    write_case(generated.path(), &plan)?;
    let mut compared = 0;
    for folder in [
        generated.path(),
        Path::new("data/harbour"),
        Path::new("data/binance-usd1"),
        Path::new("data/example"),
    ] {
        let graph = graph(folder)?.without_labels();
        let cases = recall(graph.edition())?;
        let question = AuditQuestion {
            only: Vec::new(),
            as_of: DAY.parse()?,
        };
        let whole = cases.iter().map(|case| (&case.case, &case.assessment));
        let answer = audit(&graph, whole, &question);
        for claim in answer.in_full(&answer.claims()) {
            let Shown::Claim(shown) = show(&graph, &format!("claim:{}", claim.id))? else {
                return Err("a claim is shown as something else".into());
            };
            assert_eq!(json::claim(&claim), json::claim(&shown));
            compared += 1;
        }
    }
    assert!(compared > 400, "{compared}");
    Ok(())
}

#[test]
fn a_denial_is_told_wherever_its_claim_is() {
    let case = Case::copy("harbour");
    for form in ["table", "csv", "tsv", "md", "json", "jsonl"] {
        let out = audited(&case, &["--only", "single-outlet", "-o", form])
            .ends(1)
            .out;
        let plain = out.to_lowercase().replace('\\', "");
        for told in [
            "denied",
            "ministry-denies-dinner",
            "never dined with bidders",
        ] {
            assert!(plain.contains(told), "{form} lacks {told}: {out}");
        }
    }
}

#[test]
fn codes_are_chosen_explained_and_suggested() {
    let case = Case::copy("harbour");
    let two = audited(&case, &["--only", "no-reply,maybe-same", "-o", "csv"])
        .ends(1)
        .out;
    let codes: BTreeSet<String> = rows(&two)
        .into_iter()
        .map(|row| row["code"].clone())
        .collect();
    assert_eq!(
        codes.into_iter().collect::<Vec<_>>(),
        ["maybe-same", "no-reply"]
    );
    let unknown = audited(&case, &["--only", "no-rply"]).ends(2);
    assert!(
        unknown.err.contains("`no-reply`") && unknown.out.is_empty(),
        "{}",
        unknown.err
    );
    let list = nutgraf(&["explain"]).ends(0).out;
    for code in FindingCode::ALL {
        let word = code.as_str();
        assert!(list.contains(&format!("{word}  (audit)")), "{word}");
        let explained = nutgraf(&["explain", word]).ends(0).out;
        for part in [code.meaning(), code.fires(), code.why(), code.mend()] {
            assert!(explained.contains(part), "{word}: {explained}");
        }
    }
    assert!(
        nutgraf(&["explain", "no-rply"])
            .ends(2)
            .err
            .contains("no-reply")
    );
}

#[test]
fn a_clean_case_ends_with_zero_and_an_empty_one_too() {
    let sound = Case::of(&[
        ("people.csv", "id,name\nann,Ann Ode\nbo,Bo Ray\n"),
        (
            "sources.csv",
            "id,kind,name,archived,sha256\nfile,document,The file,https://a.example/1,0000000000000000000000000000000000000000000000000000000000000000\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text,quote,locator\nc,ann,owns,bo,file,Ann owns.,She owns.,page 1\n",
        ),
    ]);
    let said = audited(&sound, &[]).ends(0).out;
    assert!(
        said.contains("nothing found") && said.contains("no word on what is true"),
        "{said}"
    );
    let empty = Case::of(&[("sources.csv", "id,kind,name\n")]);
    audited(&empty, &[]).ends(0);
    let json = audited(&empty, &["-o", "json"]).ends(0).json();
    assert_eq!(
        (&json["findings"], &json["claims"]),
        (&serde_json::json!([]), &serde_json::json!([]))
    );
    // Without a day it is today's, and the answer says which.
    let today = empty.run("audit", &["-o", "json"]).ends(0).json();
    assert!(
        today["as_of"]
            .as_str()
            .is_some_and(|day| day > "2026-01-01"),
        "{today}"
    );
}

#[test]
fn findings_are_those_of_the_day_that_is_known() {
    let case = Case::copy("harbour");
    let codes = |more: &[&str]| -> Vec<String> {
        let arguments: Vec<&str> = ["-o", "csv"].iter().chain(more).copied().collect();
        let out = audited(&case, &arguments).ends(1).out;
        rows(&out)
            .into_iter()
            .map(|row| row["code"].clone())
            .collect()
    };
    let known = codes(&["--known-on", "2026-04-01"]);
    assert!(known.len() < codes(&[]).len());
    assert!(!known.iter().any(|code| code == "retracted"));
    let out = audited(&case, &["--known-on", "2026-04-01", "-o", "csv"])
        .ends(1)
        .out;
    assert!(rows(&out).iter().all(|row| row["known_on"] == "2026-04-01"));
    let text = audited(&case, &["--known-on", "2026-04-01"]).ends(1).out;
    assert!(text.starts_with("as known on 2026-04-01"), "{text}");
}

#[test]
fn two_cases_of_an_edition_are_told_apart() {
    let (one, other) = (Case::copy("harbour"), Case::copy("example"));
    let edition = other.file("both.edition").display().to_string();
    nutgraf(&["load", one.path(), other.path(), "--edition", &edition]).ends(0);
    let run = |more: &[&str]| {
        let arguments: Vec<&str> = ["audit", &edition, "--as-of", DAY]
            .iter()
            .chain(more)
            .copied()
            .collect();
        nutgraf(&arguments).ends(1).out
    };
    let both = rows(&run(&["-o", "csv"]));
    let single = |case: &Case| rows(&audited(case, &["-o", "csv"]).ends(1).out).len();
    assert_eq!(both.len(), single(&one) + single(&other));
    let cases: BTreeSet<&String> = both.iter().map(|row| &row["case"]).collect();
    assert_eq!(cases.len(), 2, "{cases:?}");
    assert!(run(&[]).contains("case: "));
}

#[test]
fn names_that_many_share_are_counted_and_not_compared() {
    let mut people = "id,name\n".to_owned();
    for number in 0..60 {
        people += &format!("p{number},Ann Ode\n");
    }
    let case = Case::of(&[("people.csv", &people), ("sources.csv", "id,kind,name\n")]);
    let json = audited(&case, &["-o", "json"]).ends(0).json();
    assert_eq!(json["not_compared"], 60);
    let text = audited(&case, &[]).ends(0).out;
    assert!(
        text.contains("60 names are alike to more than 50 others each: not compared"),
        "{text}"
    );
    let rows = audited(&case, &["-o", "csv"]).ends(0);
    assert!(rows.err.contains("60 names"), "{}", rows.err);
}

#[test]
fn no_cell_is_a_formula() {
    let case = Case::of(&[
        ("people.csv", "id,name\nann,=1+1\nbo,Bo\n"),
        (
            "sources.csv",
            "id,kind,name\nfile,document,@file\nother,document,=2\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\nc,ann,owns,bo,file,=HYPERLINK(1)\n",
        ),
    ]);
    let csv = audited(&case, &["-o", "csv"]).ends(1).out;
    for row in rows(&csv) {
        assert!(
            row.values().all(|cell| !cell.starts_with(['=', '@', '+'])),
            "{row:?}"
        );
    }
}

#[test]
fn what_is_out_after_its_deadline_is_found_whoever_was_asked() {
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann Ode\nbo,Bo Ray\n"),
        (
            "sources.csv",
            "id,kind,name\nfile,document,The file\ndesk,organization,The desk\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\nc,ann,owns,bo,file,Ann owns.\nd,ann,friend-of,bo,file,Ann knows.\n",
        ),
        (
            "denials.csv",
            "id,of,stance,by,asked,deadline\n\
             late-1,c,pending,ann,2026-01-02,2026-10-30\n\
             late-2,d,pending,ann,2026-01-02,2026-10\n\
             half,c;d,pending,bo,2026-01-02,2026-10-31\n\
             came,c,commented,bo,,\n\
             to-source,c,pending,desk,2026-01-02,2026-10-31\n\
             in-time,c,pending,ann,2026-01-02,2026-11-01\n\
             no-limit,c,pending,ann,2026-01-02,\n",
        ),
    ]);
    let run = |more: &[&str]| {
        let only = ["--only", "reply-overdue", "-o", "csv"];
        let arguments: Vec<&str> = only.iter().chain(more).copied().collect();
        case.run("audit", &arguments)
    };
    let found: Vec<(String, String)> = rows(&run(&["--as-of", DAY]).ends(1).out)
        .into_iter()
        .map(|row| (row["about"].clone(), row["finding"].clone()))
        .collect();
    let about: Vec<&str> = found.iter().map(|(about, _)| about.as_str()).collect();
    assert_eq!(about, ["desk", "ann", "bo"]);
    assert_eq!(
        found[1].1,
        "Ann Ode was asked, and no answer is on record: late-1 (denials.csv row 2, deadline \
         2026-10-30, overdue by 2 days) and late-2 (denials.csv row 3, deadline 2026-10, overdue \
         by 1 day)."
    );
    // On the last day of the deadline nobody is late yet.
    run(&["--as-of", "2026-10-30"]).ends(0);
}
