//! What an answer about connections must not keep quiet: claims that make no
//! link, links that were withdrawn or left out, worse links beside the best.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{FORMS, ids, rows};
use crate::program::{Case, Run};

/// Ann's link to Acme was withdrawn; a longer way is left, by our own word at
/// its end.
fn case() -> Case {
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\ncy,Cy\ndee,Dee\n"),
        ("companies.csv", "id,name\nacme,Acme\nzed,Zed Ltd\n"),
        (
            "sources.csv",
            "id,kind,name,via\ndaily,publication,Daily,\nwire,publication,Wire,\n\
             relay,publication,Relay,\nreport,publication,Report,relay\n\
             us,editor,Our own inference,\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text,mode,concerns\n\
             ann-acme,ann,owns,acme,wire,Ann owns Acme.,,\n\
             ann-bo,ann,associate-of,bo,daily,Ann is an associate of Bo.,,zed\n\
             bo-acme,bo,manages,acme,daily;us,Bo manages Acme.,,\n\
             bo-cy,bo,associate-of,cy,report,Bo is an associate of Cy.,,\n\
             dee-plan,dee,owns,zed,daily,Dee is expected to own Zed.,projected,\n",
        ),
        (
            "denials.csv",
            "id,of,stance,scope,by\ngone,ann-acme,retracted,whole,wire\n\
             bo-denies,ann-bo,denied,whole,bo\n",
        ),
    ]);
    case.run("check", &[]).ends(0);
    case
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn of(value: &Value) -> Vec<String> {
    let ids = list(value).into_iter();
    ids.map(|one| one["id"].as_str().expect("an id").to_owned())
        .collect()
}

fn column(run: &Run, name: &str) -> Vec<String> {
    let (header, rows) = rows(&run.out, b',');
    let at = header.iter().position(|column| column == name);
    let at = at.expect("the column is there");
    rows.iter().map(|row| row[at].clone()).collect()
}

#[test]
fn claims_that_name_both_are_given_where_no_link_joins_the_two() {
    let case = Case::first();
    for (from, to, claims) in [
        (
            "usd1-contracts",
            "Binance",
            &["binance-developed-usd1-contracts"][..],
        ),
        (
            "Steve Witkoff",
            "wlf-shares",
            &["witkoff-holds-wlf-shares", "witkoff-transfers-shares"],
        ),
    ] {
        for (from, to) in [(from, to), (to, from)] {
            for verb in ["path", "holds", "key"] {
                let value = case.run(verb, &[from, to, "-o", "json"]).ends(1).json();
                assert_eq!(of(&value["naming_both"]), claims, "{verb}");
                assert_eq!(value["naming_both_in_all"], claims.len());
                let told = case.run(verb, &[from, to]).ends(1).out;
                let words = match claims.len() {
                    1 => "1 claim names both but makes no link between them (1 DENIED):",
                    _ => {
                        "2 claims name both but make no link between them (2 with no denial recorded):"
                    }
                };
                assert!(told.contains(words), "{told}");
                let rows = case.run(verb, &[from, to, "-o", "csv"]).ends(1);
                assert_eq!(column(&rows, "claim"), claims, "{verb}");
                assert!(rows.err.contains("no link between them"), "{}", rows.err);
                // Line by line, and none with a break written out.
                assert!(!rows.err.contains("\\n"), "{}", rows.err);
            }
        }
    }
    // The denial travels with it.
    for form in FORMS {
        let run = case.run("path", &["usd1-contracts", "binance", "-o", form]);
        let plain = run.ends(1).out.to_lowercase().replace('\\', "");
        assert!(plain.contains("wlf-denies"), "{form}: {plain}");
        assert!(plain.contains("relationships.csv"), "{form}: {plain}");
    }
    let value = case
        .run(
            "between",
            &["usd1-contracts", "binance", "usd1", "-o", "json"],
        )
        .ends(1)
        .json();
    let pairs = list(&value["pairs"]);
    assert_eq!(
        of(&pairs[0]["naming_both"]),
        ["binance-developed-usd1-contracts"]
    );
    assert_eq!(pairs[2]["naming_both_in_all"], 0);
    let told = case
        .run("between", &["usd1-contracts", "binance"])
        .ends(1)
        .out;
    assert!(!told.contains("nothing on record"), "{told}");
    assert!(told.contains("1 claim names both"), "{told}");
}

/// What names an entity, from the triples that `export` writes.
#[test]
fn the_claims_that_name_both_are_those_of_the_triples() {
    let mut seen = 0;
    for name in ["binance-usd1", "example"] {
        let case = Case::copy(name);
        let triples = case.run("export", &["-o", "nt"]).ends(0).out;
        let last = |term: &str| {
            let term = term.trim_end_matches('>');
            term.rsplit(['/', '#'])
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let (mut naming, mut links) = (BTreeSet::new(), BTreeSet::new());
        let mut claims = BTreeSet::new();
        for line in triples.lines() {
            let words: Vec<&str> = line.splitn(3, ' ').collect();
            let object = words[2].trim_end_matches(" .");
            let fact = [last(words[0]), last(words[1]), last(object)];
            match fact[1].as_str() {
                "type" if fact[2] == "Claim" => {
                    claims.insert(fact[0].clone());
                }
                "subject" | "object" | "concerns" | "payer" | "payee" | "paidIn" | "forAsset" => {
                    naming.insert((fact[0].clone(), fact[2].clone()));
                }
                "reportedLink" => {
                    links.insert((fact[0].clone(), fact[2].clone()));
                }
                _ => {}
            }
        }
        let all = [ids(&case, "people.csv"), ids(&case, "companies.csv")].concat();
        let all = [all, ids(&case, "assets.csv")].concat();
        for (at, from) in all.iter().enumerate() {
            // Some of all pairs, every run the same.
            for to in all.iter().skip(at + 1).step_by(3) {
                let answer = case.run("path", &[from, to, "-o", "json"]).json();
                if links.contains(&(from.clone(), to.clone())) && answer["no_path"].is_null() {
                    assert_eq!(answer["naming_both_in_all"], 0, "{from} {to}");
                    continue;
                }
                let both = |claim: &&String| {
                    let claim = (*claim).clone();
                    naming.contains(&(claim.clone(), from.clone()))
                        && naming.contains(&(claim, to.clone()))
                };
                let mut told = of(&answer["naming_both"]);
                told.extend(of(&answer["plans"]));
                told.sort();
                let expected: Vec<String> = claims.iter().filter(both).cloned().collect();
                assert_eq!(told, expected, "{from} {to}");
                seen += expected.len();
            }
        }
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn a_shorter_path_that_was_withdrawn_is_left_out_in_words() {
    let case = case();
    let told = case.run("path", &["Ann", "Acme"]).ends(0).out;
    assert!(
        told.contains("Left out: a shorter path of 1 hop, RETRACTED"),
        "{told}"
    );
    assert!(
        told.contains("there is no other as short over claims that are not retracted"),
        "{told}"
    );
    for (options, code) in [(&[][..], 0), (&["--max-hops", "1"], 1)] {
        let asked = [&["Ann", "Acme", "-o", "json"], options].concat();
        let value = case.run("path", &asked).ends(code).json();
        let hidden = &value["shorter_through_retracted"];
        assert_eq!(
            (&hidden["length"], &hidden["standing"]),
            (&Value::from(1), &Value::from("retracted"))
        );
        let asked = [&["Ann", "Acme", "-o", "csv"], options].concat();
        let rows = case.run("path", &asked).ends(code);
        assert!(column(&rows, "claim").contains(&"ann-acme".to_owned()));
    }
    for verb in ["holds", "key", "between"] {
        let told = case.run(verb, &["Ann", "Acme"]).out.to_lowercase();
        let words = "left out: a shorter path of 1 hop, retracted";
        assert!(told.contains(words), "{verb}: {told}");
        let beside = case.run(verb, &["Ann", "Acme", "-o", "csv"]);
        assert!(beside.err.contains("RETRACTED"), "{verb}: {}", beside.err);
        assert!(column(&beside, "claim").contains(&"ann-acme".to_owned()));
    }
    // Where no withdrawn link would give one, nothing is said of it.
    let told = case.run("path", &["Ann", "Bo"]).ends(0).out;
    assert!(told.ends_with("there is no other as short\n") || !told.contains("not retracted"));
    let asked = ["Ann", "Acme", "--standing", "retracted,denied,uncontested"];
    let told = case.run("path", &asked).ends(0).out;
    assert!(!told.contains("Left out"), "{told}");
}

#[test]
fn where_retracted_links_count_nothing_parts_the_two() {
    let case = case();
    for standings in [
        "retracted",
        "retracted,denied",
        "retracted,denied,uncontested",
    ] {
        let asked = ["Ann", "Acme", "--standing", standings, "-o", "json"];
        let path = case.run("path", &asked).ends(0).json();
        let value = case.run("holds", &asked).ends(0).json();
        assert_eq!(value["answer"], "on-nothing", "{standings}");
        assert_eq!(value["no_path"], Value::Null);
        let entities = |path: &Value| of(&path["entities"]);
        let strand = &value["disjoint_paths"][0];
        assert_eq!(entities(strand), entities(&path["paths"][0]));
    }
    let apart = ["Ann", "Zed Ltd", "--standing", "retracted", "-o", "json"];
    let value = case.run("holds", &apart).ends(1).json();
    assert_eq!(value["answer"], "not-connected");
}

#[test]
fn the_denied_link_that_is_left_out_is_told_by_every_question() {
    let case = Case::first();
    let ends = ["Binance", "World Liberty Financial"];
    let path = case
        .run(
            "path",
            &[&ends[..], &["--uncontested", "-o", "json"]].concat(),
        )
        .ends(0)
        .json();
    let hidden = &path["shorter_without_filter"];
    assert_eq!(hidden["standing"], "denied");
    for verb in ["holds", "key"] {
        let asked = [&ends[..], &["--uncontested"]].concat();
        let run = case.run(verb, &asked);
        let words = "Left out by the filter: a shorter path of 1 hop\n   1 hop, DENIED";
        assert!(run.out.contains(words), "{verb}: {}", run.out);
        let value = case
            .run(verb, &[&asked[..], &["-o", "json"]].concat())
            .json();
        assert_eq!(&value["shorter_without_filter"], hidden, "{verb}");
        let rows = case.run(verb, &[&asked[..], &["-o", "csv"]].concat());
        assert!(column(&rows, "claim").contains(&"binance-supports-wlf".to_owned()));
        assert!(rows.err.contains("a shorter path of 1 hop, DENIED"));
    }
}

#[test]
fn a_block_of_paths_notes_what_its_rows_do_not_show() {
    let case = Case::first();
    let asked = |block: &str| {
        let query =
            format!("SELECT * {{ SERVICE ng:path {{ [] ng:from entity:binance ; {block} }} }}");
        case.run("query", &["-e", &query]).ends(0)
    };
    let outputs = "ng:path ?path ; ng:pathStanding ?standing";
    for (block, note) in [
        (
            format!("ng:to entity:usd1 ; {outputs}"),
            "from `entity:binance` to `entity:usd1`: beside the best link of a hop, by which its standing goes, lie other links: 2 DENIED, 1 disputed",
        ),
        (
            format!("ng:to entity:usd1 ; ng:only ng:uncontested ; {outputs}"),
            "its settings leave out links of the hops that it gives: 2 DENIED, 1 disputed",
        ),
        (
            format!("ng:to entity:world-liberty-financial ; ng:only ng:uncontested ; {outputs}"),
            "its settings leave out a shorter path of 1 hop, DENIED",
        ),
        (
            format!("ng:to entity:usd1-contracts ; {outputs}"),
            "; 1 claim names both and makes no link between them (1 DENIED)",
        ),
        (
            format!("ng:to entity:usd1 ; ng:relation rel:spouse-of ; {outputs}"),
            "no link on record has the relation `rel:spouse-of`",
        ),
        (
            format!("ng:to entity:usd1 ; ng:withoutSource source:summary-article ; {outputs}"),
            "`ng:withoutSource` only relayed 20 of the 20 claims between entities",
        ),
    ] {
        let run = asked(&block);
        assert!(run.err.contains(note), "{block}: {}", run.err);
    }
    let quiet = asked(&format!("ng:to entity:changpeng-zhao ; {outputs}"));
    assert_eq!(quiet.err.matches("SERVICE").count(), 0, "{}", quiet.err);
}

#[test]
fn a_pair_carries_the_standing_of_its_best_path() {
    let case = Case::first();
    let names = ["steve-witkoff", "changpeng-zhao", "binance"];
    let run = case.run("between", &names).ends(0);
    let denied = "Steve Witkoff – Changpeng Zhao: 1 hop, DENIED; 1 shortest path";
    assert!(run.out.contains(denied), "{}", run.out);
    // A name that stands between two others is among those in between.
    assert!(
        run.out
            .contains("Changpeng Zhao  (one of the names)  (between 1 of the 3 pairs)"),
        "{}",
        run.out
    );
    let json = [&names[..], &["-o", "json"]].concat();
    let value = case.run("between", &json).ends(0).json();
    for pair in list(&value["pairs"]) {
        let ends = [&pair["from"], &pair["to"]].map(|end| end.as_str().expect("an id").to_owned());
        let path = case
            .run("path", &[&ends[0], &ends[1], "-o", "json"])
            .ends(0)
            .json();
        assert_eq!(pair["standing"], path["paths"][0]["standing"], "{ends:?}");
    }
    let zhao = list(&value["entities"])
        .into_iter()
        .find(|one| one["id"] == "changpeng-zhao");
    assert_eq!(zhao.expect("he stands between two")["is_name"], true);
    let csv = [&names[..], &["-o", "csv"]].concat();
    let rows = case.run("between", &csv).ends(0);
    let pairs = column(&rows, "use");
    let standings = column(&rows, "link_standing");
    let of_pairs: Vec<&String> = pairs
        .iter()
        .zip(&standings)
        .filter(|(used, _)| *used == "pair")
        .map(|(_, standing)| standing)
        .collect();
    assert_eq!(of_pairs, ["denied", "denied", "uncontested"]);
}

#[test]
fn our_own_inference_is_no_source_of_its_own() {
    let case = case();
    // By source each of the two hops could be given one, but only with ours.
    let asked = ["Ann", "Acme", "--independent", "-o", "json"];
    let value = case.run("path", &asked).ends(1).json();
    assert_eq!(value["no_path"]["reason"], "none-independent");
    assert_eq!(value["independent"]["one_by_own_inference"], true);
    let told = case
        .run("path", &["Ann", "Acme", "--independent"])
        .ends(1)
        .out;
    assert!(
        told.contains("One would be if our own inference counted"),
        "{told}"
    );
    let asked = ["Ann", "Cy", "--independent", "-o", "json"];
    let value = case.run("path", &asked).ends(0).json();
    let own = list(&value["independent"]["own"]);
    let own: Vec<&str> = own
        .iter()
        .filter_map(|one| one["source"]["id"].as_str())
        .collect();
    assert_eq!(own, ["daily", "report"]);
    let told = case
        .run("path", &["Ann", "Cy", "--independent"])
        .ends(0)
        .out;
    assert!(!told.contains("independently sourced"), "{told}");
    assert!(told.contains("each hop has a source of its own"), "{told}");
    let told = case
        .run("path", &["Ann", "Cy", "--independent=outlet"])
        .ends(0)
        .out;
    assert!(told.contains("independently sourced"), "{told}");

    let without = ["Bo", "Acme", "--without-source", "daily"];
    let told = case.run("path", &without).ends(0).out;
    assert!(
        told.contains(
            "rest on our own inference, which may rest on the same reports:\n   Bo – Acme"
        ),
        "{told}"
    );
    let told = case.run("holds", &["Bo", "Acme"]).ends(0).out;
    assert!(
        told.contains("our own inference, which may rest on the same reports"),
        "{told}"
    );
    let value = case
        .run("holds", &["Bo", "Acme", "-o", "json"])
        .ends(0)
        .json();
    let ours: Vec<bool> = list(&value["set"])
        .iter()
        .filter_map(|one| one["own_inference"].as_bool())
        .collect();
    assert_eq!(ours, [false, true]);
}

#[test]
fn who_has_no_link_is_told_what_is_on_record_all_the_same() {
    let case = Case::copy("example");
    let told = case.run("ties", &["old-slipway"]).ends(1).out;
    assert!(told.contains("\nNo link.\n"), "{told}");
    assert!(
        told.contains("Brindle Quay Holdings is expected to own"),
        "{told}"
    );
    let value = case
        .run("ties", &["old-slipway", "-o", "json"])
        .ends(1)
        .json();
    assert_eq!(value["without_link"]["plans_in_all"], 1);
    let rows = case.run("ties", &["old-slipway", "-o", "csv"]).ends(1);
    assert_eq!(column(&rows, "use"), ["plan"]);
    let case = Case::first();
    let told = case.run("ties", &["Witkoff's team"]).ends(1).out;
    assert!(
        told.contains("1 answer by it, for it or from its side:"),
        "{told}"
    );
    assert!(told.contains("witkoff-team-denies-meeting"), "{told}");
    // Somebody with links, none of which fits, is another matter.
    let asked = ["Binance", "--relation", "spouse-of"];
    let told = case.run("ties", &asked).ends(1).out;
    assert!(
        told.contains("No tie that fits what was asked for."),
        "{told}"
    );
}

#[test]
fn one_of_several_smallest_sets_is_called_one_of_them() {
    let case = case();
    let told = case.run("holds", &["Bo", "Cy"]).ends(0).out;
    // The report or its relay: either is enough.
    assert!(
        told.contains("This is one smallest set; there may be others."),
        "{told}"
    );
    let told = case.run("holds", &["Ann", "Bo"]).ends(0).out;
    assert!(told.contains("It is the only such set."), "{told}");
    for (to, only) in [("Cy", false), ("Ann", true)] {
        let value = case.run("holds", &["Bo", to, "-o", "json"]).ends(0).json();
        assert_eq!(value["only_smallest"], only);
    }
}

#[test]
fn no_answer_in_text_has_a_code_word_in_it() {
    let case = case();
    for verb in ["holds", "key", "between", "path"] {
        for asked in [&["Ann", "Zed Ltd"][..], &["Ann", "Acme", "--documented"]] {
            let run = case.run(verb, asked).ends(1);
            for code in ["not-connected", "excluded-by-filter", "unfinished"] {
                assert!(!run.out.contains(code), "{verb}: {}", run.out);
            }
            assert!(run.out.to_lowercase().contains("no path"), "{}", run.out);
        }
        let csv = [&["Ann", "Zed Ltd", "-o", "csv"][..]].concat();
        let run = case.run(verb, &csv).ends(1);
        assert!(!run.err.contains("not-connected"), "{}", run.err);
    }
    let told = case
        .run("path", &["Ann", "Acme", "--on", "2024-01-01"])
        .ends(1);
    assert_eq!(told.out.matches("have no date").count(), 1, "{}", told.out);
}
