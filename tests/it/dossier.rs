//! `dossier`: nothing that `show` has is lost, each claim stands once, and
//! wherever one is referred to its answers are too.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use serde_json::Value;

use crate::program::Case;

type Outcome = Result<(), Box<dyn Error>>;

const ENTITY_TABLES: [&str; 3] = ["people.csv", "companies.csv", "assets.csv"];

/// The ids of all entities of a case.
fn entities(case: &Case) -> Result<Vec<String>, Box<dyn Error>> {
    let mut ids = Vec::new();
    for table in ENTITY_TABLES {
        for record in csv::Reader::from_path(case.file(table))?.records() {
            ids.push(format!("entity:{}", &record?[0]));
        }
    }
    Ok(ids)
}

fn dossier(case: &Case, id: &str, more: &[&str]) -> Value {
    let mut words = vec![id, "--with-protected", "-o", "json"];
    words.extend(more);
    case.run("dossier", &words).ends(0).json()
}

fn ids(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(|one| one["id"].to_string()).collect()
}

fn numbers(list: &Value) -> Vec<u64> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(Value::as_u64).collect()
}

/// The claims of a dossier by their numbers.
fn claims(dossier: &Value) -> BTreeMap<u64, Value> {
    let list = dossier["claims"].as_array().into_iter().flatten();
    list.map(|one| {
        (
            one["number"].as_u64().unwrap_or_default(),
            one["claim"].clone(),
        )
    })
    .collect()
}

#[test]
fn nothing_that_show_has_is_lost() -> Outcome {
    for case in [Case::first(), Case::copy("example"), Case::copy("harbour")] {
        for id in entities(&case)? {
            let shown = case.run("show", &[&id, "-o", "json"]).ends(0).json();
            let shown = &shown["entity"];
            let dossier = dossier(&case, &id, &[]);
            assert_eq!(dossier["schema"], "nutgraf/dossier/1");
            let all = claims(&dossier);
            let in_full: BTreeSet<String> =
                all.values().map(|claim| claim["id"].to_string()).collect();
            assert_eq!(in_full.len(), all.len(), "{id}: a claim stands twice");
            assert!(in_full.is_superset(&ids(&shown["claims"])), "{id}");
            // The very same objects, answers and all.
            for claim in shown["claims"].as_array().into_iter().flatten() {
                assert!(
                    all.values().any(|one| one == claim),
                    "{id}: {}",
                    claim["id"]
                );
            }
            let given: BTreeSet<String> = ["denials", "comments", "silences"]
                .iter()
                .flat_map(|kind| dossier["answers"][kind].as_array().into_iter().flatten())
                .map(|one| one["answer"]["id"].to_string())
                .collect();
            assert_eq!(given, ids(&shown["answers_given"]), "{id}");
            assert!(
                ids(&dossier["questions"]).is_superset(&ids(&shown["questions"])),
                "{id}"
            );
            assert_eq!(ids(&dossier["sources"]), ids(&shown["sources"]), "{id}");
            // Every section points at claims that are there, and every claim is pointed at.
            let mut pointed = BTreeSet::new();
            for section in ["by_others", "by_itself", "further", "figures", "timeline"] {
                pointed.extend(numbers(&dossier[section]));
            }
            assert_eq!(pointed, all.keys().copied().collect(), "{id}");
        }
    }
    Ok(())
}

/// Read from the tables, by a rule in a sentence: whose source is it?
#[test]
fn who_says_it_is_told_apart_as_the_tables_do() -> Outcome {
    let case = Case::first();
    let mut speaks_for: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut sources = csv::Reader::from_path(case.file("sources.csv"))?;
    let header = sources.headers()?.clone();
    let at = |name: &str| header.iter().position(|column| column == name);
    let (entity, side) = (at("entity").ok_or("entity")?, at("side").ok_or("side")?);
    for record in sources.records() {
        let record = record?;
        let of = [&record[entity], &record[side]].map(str::to_owned);
        speaks_for.insert(record[0].to_owned(), of.into_iter().collect());
    }
    let mut both = 0;
    for id in entities(&case)? {
        let dossier = dossier(&case, &id, &[]);
        let all = claims(&dossier);
        let plain = id.trim_start_matches("entity:");
        let its = |source: &Value| {
            let source = source["id"].as_str().unwrap_or_default();
            speaks_for[source].contains(plain)
        };
        let cited = |number: &u64| {
            all[number]["sources"]
                .as_array()
                .cloned()
                .unwrap_or_default()
        };
        for number in numbers(&dossier["by_others"]) {
            assert!(!cited(&number).iter().all(its), "{id}: {number}");
        }
        for number in numbers(&dossier["by_itself"]) {
            assert!(cited(&number).iter().any(its), "{id}: {number}");
            both += 1;
        }
    }
    assert!(both > 5, "{both}");
    Ok(())
}

#[test]
fn each_claim_stands_once_on_the_page_and_its_denial_goes_with_it() -> Outcome {
    let case = Case::first();
    for id in [
        "changpeng-zhao",
        "binance",
        "steve-witkoff",
        "world-liberty-financial",
    ] {
        let with = ["--with", "Donald Trump", "--with", "uae-investment-firm"];
        let dossier = dossier(&case, id, &with);
        let mut words = vec![id];
        words.extend(with);
        let page = case.run("dossier", &words).ends(0).out;
        for (number, claim) in claims(&dossier) {
            let place = format!("id=\"claim-{number}\"");
            assert_eq!(page.matches(&place).count(), 1, "{id}: {number}");
            // A line that refers to a denied claim says so in the same line.
            let reference = format!("href=\"#claim-{number}\"");
            let items = page
                .split("<li>")
                .filter_map(|item| item.split("</li>").next());
            for line in items.filter(|item| item.contains(&reference)) {
                if claim["standing"] == "denied" {
                    assert!(line.contains("DENIED"), "{id}: {line}");
                }
                for answer in claim["answers"].as_array().into_iter().flatten() {
                    let stance = answer["stance"]
                        .as_str()
                        .unwrap_or_default()
                        .replace('-', " ");
                    assert!(line.contains(&stance), "{id}: {line}");
                }
            }
        }
        words.extend(["-o", "md"]);
        let markdown = case.run("dossier", &words).ends(0).out;
        for number in claims(&dossier).keys() {
            assert!(
                markdown.contains(&format!("\\[{number}\\]")),
                "{id}: {number}"
            );
        }
    }
    Ok(())
}

#[test]
fn what_calls_for_an_answer_and_has_none_is_listed() {
    // Nobody answers the one, somebody declined the other.
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
        (
            "sources.csv",
            "id,kind,name,entity\nwhisper,anonymous,A voice,\npaper,publication,Paper,\nbo-says,person,Bo,bo\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\n\
             friends,ann,associate-of,bo,whisper,Ann knows Bo.\n\
             kin,ann,sibling-of,bo,paper,Ann is a sister of Bo.\n\
             asked,bo,associate-of,ann,whisper,Bo knows Ann.\n",
        ),
        (
            "denials.csv",
            "id,of,stance,by\nno-word,asked,declined,ann\n",
        ),
    ]);
    let of = |who: &str| -> Vec<(String, Value)> {
        let dossier = dossier(&case, who, &[]);
        let all = claims(&dossier);
        let list = dossier["unanswered"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        list.into_iter()
            .map(|one| {
                let number = one["number"].as_u64().unwrap_or_default();
                (
                    all[&number]["id"].as_str().unwrap_or_default().to_owned(),
                    one["because"].clone(),
                )
            })
            .collect()
    };
    let nobody_named = serde_json::json!(["nobody-named"]);
    assert_eq!(of("ann"), [("friends".to_owned(), nobody_named.clone())]);
    assert_eq!(
        of("bo"),
        [
            ("asked".to_owned(), nobody_named.clone()),
            ("friends".to_owned(), nobody_named)
        ]
    );
}

#[test]
fn a_protected_source_is_named_at_the_desk_alone() {
    let case = Case::copy("example");
    let id = "Orrin Vale";
    let public = case.run("dossier", &[id]).ends(0);
    assert!(!public.out.contains("must not leave"), "{}", public.out);
    let first = Case::first().run("dossier", &["CZ"]).ends(0);
    assert!(
        !first.out.contains("are withheld"),
        "nothing is withheld there"
    );
    assert_eq!(first.err, "");
    for name in ["Orrin Vale", "Port Brindle council", "Tamsin Quill"] {
        let full = case
            .run("dossier", &[name, "--with-protected", "-o", "json"])
            .ends(0);
        let named = full.out.contains("\"protected\": true");
        assert_eq!(full.json()["names_protected"], named, "{name}");
        let page = case.run("dossier", &[name, "--with-protected"]).ends(0);
        assert_eq!(page.out.contains("must not leave"), named, "{name}");
    }
}

#[test]
fn names_files_and_pipes_are_as_everywhere() -> Outcome {
    let case = Case::first();
    case.run("dossier", &["nobody at all"]).ends(2);
    case.run("dossier", &["CZ", "--with", "nobody at all"])
        .ends(2);
    case.run("dossier", &["bloomberg-report"]).ends(2);
    case.run("dossier", &["CZ", "-O", "/no/such/folder/page.html"])
        .ends(4);
    let file = case.file("page.html");
    let path = file.to_str().ok_or("plain")?;
    let run = case.run("dossier", &["CZ", "-O", path]).ends(0);
    assert_eq!(run.out, "");
    assert_eq!(
        std::fs::read_to_string(&file)?,
        case.run("dossier", &["CZ"]).ends(0).out
    );
    // Somebody of whom nothing is said has a dossier all the same.
    let empty = Case::of(&[
        ("people.csv", "id,name\nann,Ann\n"),
        ("sources.csv", "id,kind,name\n"),
    ]);
    let page = empty.run("dossier", &["Ann", "--with", "Ann"]).ends(0).out;
    assert!(
        page.contains("No claim by anybody else is on record."),
        "{page}"
    );
    Ok(())
}

/// Two commands say who was never asked; they are computed apart.
#[test]
fn what_calls_for_an_answer_is_what_replies_says_was_never_asked() -> Outcome {
    for shipped in ["binance-usd1", "harbour", "example"] {
        let case = Case::copy(shipped);
        let replies = case.run("replies", &["-o", "json"]).ends(0).json();
        let mut never_asked: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for group in replies["groups"].as_array().into_iter().flatten() {
            let ids = group["not_asked"].as_array().into_iter().flatten();
            let ids: BTreeSet<String> = ids.map(|one| one["claim"].to_string()).collect();
            if group["kind"] == "entity" {
                never_asked.insert(group["who"]["id"].to_string(), ids);
            }
        }
        assert!(never_asked.values().any(|ids| !ids.is_empty()), "{shipped}");
        for id in entities(&case)? {
            let dossier = dossier(&case, &id, &[]);
            let claims = claims(&dossier);
            let unanswered = dossier["unanswered"].as_array().into_iter().flatten();
            let unanswered: BTreeSet<String> = unanswered
                .filter_map(|one| claims.get(&one["number"].as_u64()?))
                .map(|claim| claim["id"].to_string())
                .collect();
            let bare = Value::from(id.trim_start_matches("entity:")).to_string();
            let expected = never_asked.remove(&bare).unwrap_or_default();
            assert_eq!(unanswered, expected, "{shipped}: {id}");
        }
    }
    Ok(())
}
