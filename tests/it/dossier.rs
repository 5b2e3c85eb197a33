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
            let given: BTreeSet<String> =
                ["denials", "comments", "declined", "no_response", "pending"]
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

/// What somebody did not respond to is a report, not each of its claims.
#[test]
fn an_answer_to_a_report_says_so_wherever_it_stands() {
    let case = Case::first();
    let dossier = case.run("dossier", &["CZ", "-o", "md"]).ends(0).out;
    let answers: Vec<&str> = dossier
        .lines()
        .filter(|line| line.contains("no response by Changpeng Zhao"))
        .collect();
    assert!(answers.len() > 5, "{dossier}");
    for line in answers {
        let after = line.split("no response by Changpeng Zhao").nth(1);
        assert!(
            after.is_some_and(|after| after.starts_with(", to Bloomberg report as a whole")),
            "{line}"
        );
    }
    assert!(
        dossier.contains("to Bloomberg report as a whole, via Bloomberg report"),
        "{dossier}"
    );
    let pages = [
        case.run("dossier", &["CZ"]).ends(0).out,
        case.run("sheet", &["-o", "html"]).ends(0).out,
        case.run("timeline", &["-o", "html"]).ends(0).out,
    ];
    for page in pages {
        let silent = page.matches("<strong>no response</strong>").count();
        let report = "Changpeng Zhao</bdi>, to <bdi title=\"bloomberg-report\">Bloomberg report</bdi> as a whole";
        let said = page.matches(report).count();
        assert!(silent > 0 && silent == said, "{silent} {said}: {page}");
    }
}

/// A refusal, a silence and a request whose time is not up are three things.
#[test]
fn who_declined_who_was_silent_and_who_has_time_stand_apart() {
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
        ("sources.csv", "id,kind,name\npaper,publication,Paper\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\n\
             one,ann,associate-of,bo,paper,Ann knows Bo.\n",
        ),
        (
            "denials.csv",
            "id,of,stance,by,asked,deadline\n\
             refuses,one,declined,ann,,\n\
             silent,one,no-response,ann,,\n\
             has-time,one,pending,ann,2026-11-20,2026-11-30\n\
             no-limit,one,pending,ann,2026-11-20,\n",
        ),
    ]);
    let page = case.run("dossier", &["Ann"]).ends(0).out;
    let markdown = case.run("dossier", &["Ann", "-o", "md"]).ends(0).out;
    for text in [&page, &markdown] {
        assert!(!text.to_lowercase().contains("never answered"), "{text}");
        assert!(text.contains("deadline 2026-11-30"), "{text}");
        assert_eq!(text.matches("no deadline recorded").count(), 1, "{text}");
    }
    let section = |title: &str| -> &str {
        let from = markdown.split(&format!("## {title}")).nth(1);
        from.and_then(|rest| rest.split("\n## ").next())
            .unwrap_or_default()
    };
    for (title, id) in [
        ("Declined by Ann", "(refuses, "),
        ("Did not respond: Ann", "(silent, "),
        ("Asked, not answered yet: Ann", "(has-time, "),
    ] {
        assert!(section(title).contains(id), "{title}: {markdown}");
        for other in ["(refuses, ", "(silent, ", "(has-time, "] {
            assert_eq!(section(title).contains(other), other == id, "{title}");
        }
    }
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
