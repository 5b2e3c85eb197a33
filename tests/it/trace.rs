//! `trace`: every reason follows, every node leads to its row, nothing that the
//! claim has is missing.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

use nutgraf::answer::{Graph, Trace, trace};
use nutgraf::edition::Edition;
use nutgraf::model::Bearing;
use nutgraf::pipeline::{Request, load};
use serde_json::Value;

use crate::known_on::random::random_tables;
use crate::program::Case;

type Outcome = Result<(), Box<dyn Error>>;

const CLAIM_TABLES: [&str; 4] = [
    "relationships.csv",
    "meetings.csv",
    "transactions.csv",
    "attributes.csv",
];

/// The ids of the claims of a case.
fn claims(case: &Case) -> Vec<String> {
    let rows = "SELECT ?claim { ?claim a ng:Claim } ORDER BY ?claim";
    let answer = case.run("query", &["-e", rows, "-o", "json"]).ends(0);
    let bindings = answer.json()["results"]["bindings"].clone();
    let rows = bindings.as_array().cloned().unwrap_or_default();
    let iri = |row: &Value| row["claim"]["value"].as_str().map(str::to_owned);
    rows.iter().filter_map(iri).collect()
}

/// All nodes of a tree.
fn nodes<'v>(node: &'v Value, found: &mut Vec<&'v Value>) {
    found.push(node);
    for child in node["nodes"].as_array().into_iter().flatten() {
        nodes(child, found);
    }
}

fn of_kind<'v>(root: &'v Value, kind: &str) -> Vec<&'v Value> {
    let mut found = Vec::new();
    nodes(root, &mut found);
    found.retain(|node| node["kind"] == kind);
    found
}

/// The id in the row of a table that a spreadsheet gives this number.
fn id_at(case: &Case, table: &str, row: u64) -> Result<String, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(case.file(table))?;
    let at = usize::try_from(row - 2)?;
    let record = reader.records().nth(at).ok_or("no such row")??;
    Ok(record[0].to_owned())
}

#[test]
fn the_reasons_given_are_those_that_decided() -> Outcome {
    let mut seen = BTreeSet::new();
    for seed in 0..40 {
        let folder = tempfile::tempdir()?;
        random_tables(seed).write(folder.path())?;
        let request = Request {
            cases: vec![folder.path().to_owned()],
            ..Request::default()
        };
        let bytes = load(&request, &mut |_| {})?.built.bytes();
        let graph = Graph::new(Edition::from_bytes(&bytes, Path::new("made here"))?)?;
        for table in CLAIM_TABLES {
            let Ok(mut reader) = csv::Reader::from_path(folder.path().join(table)) else {
                continue;
            };
            let at = reader.headers()?.iter().position(|column| column == "id");
            let at = at.ok_or("no column for ids")?;
            for record in reader.records() {
                let id = format!("claim:{}", &record?[at]);
                // A row of meetings makes several claims.
                let id = match table {
                    "meetings.csv" => id.replace("claim:", "entity:"),
                    _ => id,
                };
                let traced = match trace(&graph, &id)? {
                    Trace::Claim(claim) => vec![*claim],
                    Trace::Meeting(meeting) => meeting.claims,
                    other => return Err(format!("{id} is {other:?}").into()),
                };
                for trace in traced {
                    let claim = &trace.claim;
                    let place = format!("seed {seed}, {}", claim.id);
                    assert!(
                        trace.follows,
                        "{place}: {:?} {:#?}",
                        claim.rule, trace.answers
                    );
                    assert_eq!(trace.origins.len(), claim.origins as usize, "{place}");
                    // What is shown with the claim, and what only with a report.
                    let shown: BTreeSet<&str> =
                        claim.answers.iter().map(|a| a.id.as_str()).collect();
                    for answer in &trace.answers {
                        let id = answer.answer.id.as_str();
                        let with_claim = answer.bearing != Bearing::OnReportAlone;
                        assert_eq!(shown.contains(id), with_claim, "{place}: {id}");
                        seen.insert(answer.bearing);
                    }
                    let listed: BTreeSet<&str> =
                        trace.answers.iter().map(|a| a.answer.id.as_str()).collect();
                    assert!(listed.is_superset(&shown), "{place}");
                    let acknowledged: Vec<&str> = trace
                        .answers
                        .iter()
                        .filter(|answer| answer.bearing == Bearing::Acknowledges)
                        .map(|answer| answer.answer.id.as_str())
                        .collect();
                    let acknowledged: BTreeSet<&str> = acknowledged.into_iter().collect();
                    let stored = claim.acknowledged_by.iter().map(String::as_str).collect();
                    assert_eq!(acknowledged, stored, "{place}");
                    for voice in &trace.voices {
                        let took_back = !voice.withdrawn_by.is_empty();
                        assert_eq!(
                            took_back, voice.withdrawn,
                            "{place}: {}",
                            voice.source.named.id
                        );
                    }
                }
            }
        }
    }
    assert_eq!(
        seen.into_iter().collect::<Vec<_>>(),
        Bearing::ALL,
        "not every kind came up"
    );
    Ok(())
}

#[test]
fn every_node_leads_to_the_row_it_names() -> Outcome {
    for case in [Case::first(), Case::copy("example"), Case::copy("harbour")] {
        let mut rows = 0;
        for claim in claims(&case) {
            let root = case.run("trace", &[&claim, "-o", "json"]).ends(0).json();
            assert_eq!(root["schema"], "nutgraf/trace/1");
            let root = &root["trace"];
            let mut found = Vec::new();
            nodes(root, &mut found);
            for node in found {
                let (Some(table), Some(row)) = (node["table"].as_str(), node["row"].as_u64())
                else {
                    continue;
                };
                let Some(id) = node["id"].as_str() else {
                    continue;
                };
                let there = id_at(&case, table, row)?;
                // An attendance stands in the row of its meeting.
                assert!(
                    id == there || id.starts_with(&format!("{there}.")),
                    "{table} {row}: {id}"
                );
                rows += 1;
            }
            let claim = &root["claim"];
            for (field, kind) in [("sources", "voice"), ("summarises", "part")] {
                let ids = |list: Vec<&Value>| -> BTreeSet<String> {
                    list.iter().map(|one| one["id"].to_string()).collect()
                };
                let of_claim = claim[field].as_array().into_iter().flatten().collect();
                let in_tree = ids(of_kind(root, kind));
                assert!(in_tree.is_superset(&ids(of_claim)), "{claim}");
            }
            let standing = of_kind(root, "standing")[0];
            assert_eq!(standing["standing"], claim["standing"]);
            assert_eq!(standing["follows"], true);
            // Whatever denies it, or part of what it sums up, is in the words too.
            let page = case
                .run("trace", &[root["id"].as_str().ok_or("an id")?])
                .ends(0)
                .out;
            for answer in of_kind(root, "answer") {
                assert!(
                    page.contains(answer["id"].as_str().ok_or("an id")?),
                    "{page}"
                );
            }
        }
        assert!(rows > 30, "{rows}");
    }
    Ok(())
}

#[test]
fn a_trace_ends_at_the_hash_of_the_file() {
    let case = Case::copy("example");
    let hash = "a".repeat(64);
    let table = fs::read_to_string(case.file("sources.csv")).expect("the table is there");
    let mut lines = table.lines();
    let header = lines.next().expect("a header");
    assert!(!header.is_empty());
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("memory");
    for record in reader.records() {
        let record = record.expect("sound");
        let cells = header.iter().zip(&record);
        let cells = cells.map(|(name, cell)| {
            if name == "sha256" {
                hash.as_str()
            } else {
                cell
            }
        });
        writer.write_record(cells).expect("memory");
    }
    fs::write(
        case.file("sources.csv"),
        writer.into_inner().expect("memory"),
    )
    .expect("written");
    let claim = &claims(&case)[0];
    for form in ["table", "json", "md"] {
        let out = case.run("trace", &[claim, "-o", form]).ends(0).out;
        assert!(out.contains(&hash), "{form}: {out}");
    }
}

#[test]
fn what_is_no_claim_is_traced_or_told_where_to_look() {
    let case = Case::first();
    for (what, words) in [
        ("wlf-denies", "makes the claim DENIED: a denial in general"),
        ("zhao-no-response", "no response is no denial"),
        ("zhao-witkoff-abu-dhabi", "2 attendances are claimed"),
        ("first-contact", "open: no claim answers it"),
        ("three-people-close", "2 claims rest on it; 2 fall with it"),
        ("summary-article", "its withdrawal removes nothing"),
    ] {
        let out = case.run("trace", &[what]).ends(0).out;
        assert!(out.contains(words), "{what}: {out}");
        let markdown = case.run("trace", &[what, "-o", "md"]).ends(0).out;
        assert!(
            markdown
                .lines()
                .all(|line| line.trim_start().starts_with("- ")),
            "{markdown}"
        );
    }
    let entity = case.run("trace", &["Changpeng Zhao"]).ends(2);
    assert!(entity.err.contains("is a person"), "{}", entity.err);
    assert!(entity.err.contains("nutgraf show"), "{}", entity.err);
    assert!(entity.err.contains("nutgraf dossier"), "{}", entity.err);
    case.run("trace", &["no-such-thing"]).ends(2);
    let before = case.run("trace", &["wlf-denies", "--known-on", "2020-01-01"]);
    assert_eq!(before.code, 2, "{}", before.out);
}

#[test]
fn a_source_says_what_counts_it_and_whether_it_is_withdrawn() {
    let case = Case::copy("harbour");
    let trace = |what: &str| case.run("trace", &[what]).ends(0).out;
    for source in ["ledger-clerk", "gull-house-bill"] {
        let out = trace(source);
        assert!(!out.contains("counted by the outlet"), "{source}: {out}");
        assert!(out.contains("counted as the origin"), "{source}: {out}");
    }
    for source in ["tender-clerks", "lantern-flat"] {
        let out = trace(source);
        assert!(out.starts_with("WITHDRAWN: "), "{source}: {out}");
        assert!(
            out.contains("no claim rests on it any more; withdrawn for 1 claim that cited it"),
            "{source}: {out}"
        );
    }
    // Only a voice in that report took its words back.
    let out = trace("lantern-dredge");
    assert!(!out.starts_with("WITHDRAWN"), "{out}");
    assert!(out.contains("withdrawn for 1 claim"), "{out}");
    let claim = trace("tarrick-advised-authority");
    assert!(
        claim.contains("rests on 2 sources (1 more withdrawn)"),
        "{claim}"
    );
    let flat = trace("dornmarrow-owns-flat");
    assert!(
        flat.contains("rests on no source any more (1 withdrawn)"),
        "{flat}"
    );
    let waiter = trace("gull-house-waiter");
    assert!(waiter.contains("keeps other sources"), "{waiter}");
    assert!(!waiter.contains("and stands without"), "{waiter}");
}

/// The denials that make a claim contested stand under it, each with its row.
#[test]
fn what_rests_on_a_source_has_its_denials_with_it() {
    let mut contested = 0;
    for case in [Case::first(), Case::copy("harbour")] {
        for record in csv::Reader::from_path(case.file("sources.csv"))
            .expect("a table")
            .records()
        {
            let id = format!("source:{}", &record.expect("sound")[0]);
            let json = case.run("trace", &[&id, "-o", "json"]).ends(0).json();
            for claim in of_kind(&json["trace"], "claims")
                .iter()
                .flat_map(|node| node["nodes"].as_array().into_iter().flatten())
            {
                let notes = claim["notes"].to_string();
                let view = &claim["claim"];
                let parts = ["summarises", "same_meeting"]
                    .iter()
                    .flat_map(|field| view[field].as_array().into_iter().flatten());
                for of in std::iter::once(view).chain(parts) {
                    for answer in of["answers"].as_array().into_iter().flatten() {
                        let id = answer["id"].as_str().unwrap_or_default();
                        let place = format!("{id}, denials.csv row {}", answer["row"]);
                        assert!(notes.contains(&place), "{place}: {notes}");
                        contested += 1;
                    }
                }
            }
        }
    }
    assert!(contested > 20, "{contested}");
    let out = Case::first()
        .run("trace", &["binance-involved-in-usd1"])
        .ends(0)
        .out;
    assert!(!out.contains("since by a denial"), "{out}");
}

#[test]
fn what_was_recorded_later_was_not_known_on_that_day() {
    let case = Case::copy("harbour");
    let mut later = 0;
    let mut table = csv::Reader::from_path(case.file("relationships.csv")).expect("a table");
    let header = table.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name);
    let (id, recorded) = (at("id").expect("id"), at("recorded").expect("recorded"));
    for record in table.records() {
        let record = record.expect("sound");
        if later > 1 || record[recorded] <= *"2026-05-01" {
            continue;
        }
        for verb in ["trace", "show"] {
            let run = case
                .run(verb, &[&record[id], "--known-on", "2026-05-01"])
                .ends(2);
            let words = format!(
                "was recorded {}, after 2026-05-01: not known on that day",
                &record[recorded]
            );
            assert!(run.err.contains(&words), "{verb}: {}", run.err);
            assert!(!run.err.contains("did you mean"), "{}", run.err);
        }
        later += 1;
    }
    assert_eq!(later, 2);
    let run = case.run("trace", &["no-such-thing", "--known-on", "2026-05-01"]);
    assert!(run.ends(2).err.contains("nothing in the case is called"));
}

/// Words that stand in the claim's own row are found there.
#[test]
fn a_passage_in_the_row_of_a_claim_has_that_row() {
    let case = Case::copy("harbour");
    let shown = case
        .run("show", &["dornmarrow-owns-flat", "-o", "json"])
        .ends(0)
        .json();
    let claim = &shown["claim"];
    let source = &claim["sources"][0];
    assert!(source["quote"].is_string(), "{claim}");
    assert_eq!(source["id"], "lantern-flat");
    assert_eq!(source["table"], "relationships.csv");
    assert_eq!(source["row"], claim["row"]);
}

#[test]
fn a_redacted_edition_says_that_its_reasons_are_withheld() -> Outcome {
    let case = Case::copy("example");
    let file = case.file("public.edition");
    let path = file.to_str().ok_or("plain")?;
    case.run("load", &["--redacted", "--edition", path]).ends(0);
    for claim in claims(&case) {
        let run = crate::program::nutgraf(&["trace", path, &claim, "-o", "json"]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    Ok(())
}
