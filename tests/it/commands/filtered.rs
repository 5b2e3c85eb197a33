//! What a filter leaves out among paths that are no longer, and among the links
//! of the same two: told by every question and in every form, in the same words.

use serde_json::{Value, json};

use crate::program::{Case, nutgraf};

/// From Ann to Dee: over Bo, whom nobody denies anything about; over Cy, denied;
/// over Eve and Fay, disputed. Two more links join Ann and Bo, which are contested.
fn case() -> Case {
    let case = Case::of(&[
        (
            "people.csv",
            "id,name\nann,Ann\nbo,Bo\ncy,Cy\ndee,Dee\neve,Eve\nfay,Fay\n",
        ),
        (
            "sources.csv",
            "id,kind,name\ndaily,publication,Daily\nwire,publication,Wire\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\n\
             ann-bo,ann,associate-of,bo,daily,Ann is an associate of Bo.\n\
             ann-bo-too,ann,spouse-of,bo,daily,Ann is married to Bo.\n\
             ann-bo-gave,ann,donated-to,bo,wire,Ann gave money to Bo.\n\
             bo-dee,bo,associate-of,dee,daily,Bo is an associate of Dee.\n\
             ann-cy,ann,associate-of,cy,daily,Ann is an associate of Cy.\n\
             cy-dee,cy,associate-of,dee,wire,Cy is an associate of Dee.\n\
             ann-eve,ann,associate-of,eve,daily,Ann is an associate of Eve.\n\
             eve-fay,eve,associate-of,fay,daily,Eve is an associate of Fay.\n\
             fay-dee,fay,associate-of,dee,wire,Fay is an associate of Dee.\n",
        ),
        (
            "denials.csv",
            "id,of,stance,scope,by\n\
             cy-denies,ann-cy,denied,whole,cy\n\
             bo-denies,ann-bo-too,denied,whole,bo\n\
             bo-disputes,ann-bo-gave,denied,part,bo\n\
             eve-disputes,ann-eve,denied,part,eve\n",
        ),
    ]);
    case.run("check", &[]).ends(0);
    case
}

const ENDS: [&str; 2] = ["Ann", "Dee"];

fn path(case: &Case, more: &[&str]) -> String {
    case.run("path", &[&ENDS[..], more].concat()).ends(0).out
}

#[test]
fn a_filter_that_hides_paths_of_the_same_lengths_says_how_many_and_how_to_see_them() {
    let case = case();
    let both = "Left out by the filter: 2 paths of at most 3 hops (1 DENIED, 1 disputed)";
    let one = "Left out by the filter: 1 path of at most 2 hops (1 DENIED)";
    for (more, said) in [
        (
            &["--within", "3", "--uncontested"][..],
            format!("{both}; without `--uncontested` they are shown"),
        ),
        (
            &["--uncontested"],
            format!("{one}; `--within 2` without `--uncontested` shows it"),
        ),
        (
            &["--all-shortest", "--uncontested"],
            format!("{one}; `--within 2` without `--all-shortest` and `--uncontested` shows it"),
        ),
        (
            &["-k", "1", "--uncontested"],
            format!(
                "{one}; `--within 2` without `-k` and `--uncontested` lists all paths, but no more than the first 1,000"
            ),
        ),
        // All that there are: as far as they may go.
        (
            &["-k", "9", "--max-hops", "3", "--uncontested"],
            format!(
                "{both}; `--within 3` without `-k`, `--max-hops` and `--uncontested` shows them"
            ),
        ),
        // No filter is given.
        (
            &["--all-shortest", "--strongest"],
            format!(
                "{}; `--within 2` without `--all-shortest` and `--strongest` shows it",
                one.replace("by the filter", "for weaker links")
            ),
        ),
        (
            &["--strongest", "--not-relation", "owns"],
            format!(
                "{}; `--within 2` without `--strongest` shows it",
                one.replace("by the filter", "for weaker links")
            ),
        ),
        (
            &["--strongest", "--not-relation", "spouse-of"],
            format!(
                "{}; `--within 2` without `--strongest` and `--not-relation` shows it",
                one.replace("by the filter", "by the filter or for weaker links")
            ),
        ),
        // What was given is named, and all of it.
        (
            &["--within", "3", "--standing", "uncontested"],
            format!("{both}; without `--standing` they are shown"),
        ),
        (
            &[
                "--within",
                "3",
                "--relation",
                "associate-of",
                "--not-relation",
                "spouse-of",
                "--uncontested",
            ],
            format!(
                "{both}; without `--uncontested`, `--relation` and `--not-relation` they are shown"
            ),
        ),
        (
            &[
                "--within",
                "3",
                "--avoid",
                "Cy",
                "--standing",
                "uncontested,denied",
            ],
            format!("{both}; without `--standing` and `--avoid` they are shown"),
        ),
        (
            &["--within", "3", "--without-source", "Wire", "--via", "Bo"],
            String::new(),
        ),
    ] {
        let out = path(&case, more);
        match said.is_empty() {
            true => assert!(!out.contains("by the filter"), "{more:?}: {out}"),
            false => assert!(out.contains(&said), "{more:?}: {out}"),
        }
    }
    // Nothing is chosen, or nothing left out of these lengths.
    for more in [
        &["--within", "3"][..],
        &["--within", "2", "--not-relation", "owns"],
    ] {
        let out = path(&case, more);
        assert!(!out.contains("the filter"), "{more:?}: {out}");
    }
}

#[test]
fn a_path_that_is_shown_as_left_out_is_not_counted_again() {
    let case = case();
    // One that is shorter is shown; no path of two hops is left.
    let out = path(&case, &["--within", "3", "--avoid", "Bo", "--avoid", "Cy"]);
    assert!(
        out.contains("Left out by the filter: a shorter path of 2 hops"),
        "{out}"
    );
    let said = "Left out by the filter: 1 more path of at most 3 hops (1 DENIED)";
    assert!(out.contains(said), "{out}");
    // Where there is none at all, the best without the filter.
    let none = case.run("path", &["Ann", "Dee", "--relation", "spouse-of"]);
    let said = "Left out by the filter: 1 more path of at most 2 hops (1 DENIED); `--within 2` without `--relation` shows it";
    assert!(none.ends(1).out.contains(said));
}

/// The words of a picture, whose lines end anywhere, beside those of a page.
fn joined(markup: &str) -> String {
    let texts = markup
        .split('>')
        .filter_map(|piece| piece.split('<').next());
    let words = texts.flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_form_says_what_a_filter_hides() {
    let case = case();
    let asked = ["--within", "3", "--uncontested"];
    let words = "eft out by the filter: 2 paths of at most 3 hops (1 DENIED, 1 disputed)";
    let all = [&ENDS[..], &asked].concat();
    let value: Value = case
        .run("path", &[&all[..], &["-o", "json"]].concat())
        .ends(0)
        .json();
    let left_out = json!({
        "max_hops": 3, "paths": 2, "all_counted": true,
        "by_standing": {"uncontested": 0, "disputed": 1, "denied": 1, "retracted": 0},
    });
    assert_eq!(value["left_out_by_filter"], left_out);
    let plain = case
        .run("path", &[&ENDS[..], &["-o", "json"]].concat())
        .ends(0)
        .json();
    assert_eq!(plain.get("left_out_by_filter"), Some(&Value::Null));
    for form in ["csv", "tsv", "md", "jsonl"] {
        let run = case
            .run("path", &[&all[..], &["-o", form]].concat())
            .ends(0);
        assert!(run.err.contains(words), "{form}: {}", run.err);
    }
    for (command, form) in [
        ("export", "d3"),
        ("export", "html"),
        ("draw", "svg"),
        ("draw", "html"),
    ] {
        let all = [&[command, "path", case.path()], &all[..], &["-o", form]].concat();
        let run = nutgraf(&all).ends(0);
        let out = joined(&run.out);
        assert!(out.contains(words), "{command} {form}: {out}");
        // A picture is summed up there by what is in it.
        assert_eq!(run.err.contains(words), command == "export", "{}", run.err);
    }
    let between = case
        .run("between", &[&ENDS[..], &["--uncontested"]].concat())
        .ends(0);
    let words = "left out by the filter: 1 path of at most 2 hops (1 DENIED)";
    assert!(between.out.contains(words), "{}", between.out);
    let query = "SELECT ?path { SERVICE ng:path { [] ng:from entity:ann ; ng:to entity:dee ; ng:only ng:uncontested ; ng:path ?path } }";
    let block = case.run("query", &["-e", query]).ends(0);
    let words = "left out by its settings: 1 path of at most 2 hops (1 DENIED)";
    assert!(block.err.contains(words), "{}", block.err);
}

#[test]
fn links_that_are_left_out_between_the_same_two_are_counted_by_standing_in_one_wording() {
    let case = case();
    let words = "2 more links between these left out by the choice of links: 1 DENIED, 1 disputed";
    let ends = [&ENDS[..], &["--uncontested"]].concat();
    for verb in ["path", "between"] {
        let out = case.run(verb, &ends).ends(0).out;
        assert!(out.contains(words), "{verb}: {out}");
    }
    let ties = case.run("ties", &["Ann", "--uncontested"]).ends(0).out;
    assert!(
        ties.contains("more links between these left out by the choice of links"),
        "{ties}"
    );
    for (command, form) in [("export", "d3"), ("draw", "svg")] {
        let all = [&[command, "path", case.path()], &ends[..], &["-o", form]].concat();
        let run = nutgraf(&all).ends(0);
        assert!(run.err.contains(words), "{command}: {}", run.err);
    }
    let all = [&["export", "path", case.path()], &ends[..], &["-o", "d3"]].concat();
    let about = nutgraf(&all).ends(0).json()["graph"].clone();
    assert_eq!(about["links_left_out_between_these"], 2);
    assert_eq!(about["links_left_out_between_these_denied"], 1);
    assert_eq!(about["links_left_out_between_these_disputed"], 1);
    // Without a choice nothing is left out.
    let plain = case.run("path", &ENDS).ends(0).out;
    assert!(!plain.contains("left out by the choice"), "{plain}");
}

/// The line that counts the links which carry no hop beside one that does.
fn more_links(text: &str) -> String {
    let mut lines = text.lines();
    let line = lines.find(|line| line.contains("between these"));
    line.unwrap_or_default().to_owned()
}

#[test]
fn a_picture_of_ties_counts_what_is_left_out_beside_direct_ties_and_beyond() {
    let case = case();
    for (hops, links) in [("1", 2), ("2", 2), ("3", 2)] {
        let asked = [case.path(), "Ann", "--uncontested", "--hops", hops];
        let told = more_links(&nutgraf(&[&["ties"], &asked[..]].concat()).ends(0).out);
        assert!(told.starts_with(&format!("{links} more links")), "{told}");
        let drawn = nutgraf(&[&["draw", "ties"], &asked[..]].concat()).ends(0);
        assert!(drawn.err.contains(&told), "{hops}: {}", drawn.err);
        assert!(joined(&drawn.out).contains(&told), "{hops}: {}", drawn.out);
    }
    // From Cy the two are beyond the direct ties, one of which is theirs.
    let asked = [
        case.path(),
        "Cy",
        "--relation",
        "associate-of",
        "--hops",
        "2",
    ];
    let told = more_links(&nutgraf(&[&["ties"], &asked[..]].concat()).ends(0).out);
    assert!(told.starts_with("2 more links"), "{told}");
    let drawn = nutgraf(&[&["draw", "ties"], &asked[..]].concat()).ends(0);
    assert!(drawn.err.contains(&told), "{}", drawn.err);
}

/// Ann and Bo, joined by a link that stands and by two of which one was withdrawn
/// and one is denied; Ann and Cy by a withdrawn one alone.
fn withdrawn() -> Case {
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\ncy,Cy\n"),
        (
            "sources.csv",
            "id,kind,name\ndaily,publication,Daily\nwire,publication,Wire\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\n\
             ann-bo,ann,associate-of,bo,daily,Ann is an associate of Bo.\n\
             ann-bo-too,ann,spouse-of,bo,daily,Ann is married to Bo.\n\
             ann-bo-gave,ann,donated-to,bo,wire,Ann gave money to Bo.\n\
             ann-cy,ann,associate-of,cy,wire,Ann is an associate of Cy.\n",
        ),
        (
            "denials.csv",
            "id,of,stance,scope,by\n\
             gone,ann-bo-gave,retracted,whole,wire\n\
             gone-too,ann-cy,retracted,whole,wire\n\
             bo-denies,ann-bo-too,denied,whole,bo\n",
        ),
    ]);
    case.run("check", &[]).ends(0);
    case
}

#[test]
fn what_was_withdrawn_is_not_told_as_left_out_by_a_choice_that_nobody_made() {
    let case = withdrawn();
    let words = "1 more link between these was withdrawn and carries no hop";
    let chosen = "1 more link between these left out by the choice of links: 1 DENIED";
    let retracted = "between these left out by the choice of links: 1 RETRACTED, 1 DENIED";
    for (more, said, unsaid) in [
        (
            &[][..],
            words.to_owned(),
            &["choice of links", "filter"][..],
        ),
        (&["--uncontested"], format!("{chosen}; {words}"), &[]),
        (
            &[
                "--standing",
                "uncontested,retracted",
                "--relation",
                "associate-of",
            ],
            retracted.to_owned(),
            &["was withdrawn"],
        ),
    ] {
        for command in [
            &["path"][..],
            &["between"],
            &["ties"],
            &["draw", "ties"],
            &["export", "path"],
            &["export", "between"],
            &["draw", "path"],
        ] {
            let names = match command.contains(&"ties") {
                true => &["Ann"][..],
                false => &["Ann", "Bo"],
            };
            let form = match command[0] == "export" {
                true => &["-o", "d3"][..],
                false => &[],
            };
            let all = [command, &[case.path()], names, more, form].concat();
            let run = nutgraf(&all).ends(0);
            let told = match command.len() {
                1 => &run.out,
                _ => &run.err,
            };
            assert!(told.contains(&said), "{all:?}: {told}");
            for words in unsaid {
                assert!(!told.contains(words), "{all:?}: {told}");
            }
        }
    }
    let about = |more: &[&str]| {
        let all = [
            &["export", "path", case.path(), "Ann", "Bo", "-o", "d3"],
            more,
        ]
        .concat();
        nutgraf(&all).ends(0).json()["graph"].clone()
    };
    let plain = about(&[]);
    assert_eq!(plain["links_withdrawn_between_these"], 1);
    assert!(plain["links_left_out_between_these"].is_null(), "{plain}");
    let asked = about(&[
        "--standing",
        "uncontested,retracted",
        "--relation",
        "associate-of",
    ]);
    assert_eq!(asked["links_left_out_between_these_retracted"], 1);
    assert!(asked["links_withdrawn_between_these"].is_null(), "{asked}");
    let ties = case.run("ties", &["Ann"]).ends(0).out;
    assert!(ties.contains("(withdrawn: no tie)"), "{ties}");
    let to_cy =
        "Left out as neighbours, since all links that join them to it directly were withdrawn: 1";
    assert!(ties.contains(to_cy), "{ties}");
    let query = "SELECT ?path { SERVICE ng:path { [] ng:from entity:ann ; ng:to entity:bo ; ng:path ?path } }";
    let block = case.run("query", &["-e", query]).ends(0).err;
    let said = "1 link of the hops that it gives was withdrawn and carries none";
    assert!(
        block.contains(said) && !block.contains("settings"),
        "{block}"
    );
}

#[test]
fn for_an_independent_path_it_is_said_that_not_all_left_out_were_counted() {
    // Ann to Dee over Bo rests on one report; over Cy and Eve on three. What is left
    // out has three hops.
    let case = Case::of(&[
        (
            "people.csv",
            "id,name\nann,Ann\nbo,Bo\ncy,Cy\ndee,Dee\neve,Eve\nfay,Fay\n",
        ),
        (
            "sources.csv",
            "id,kind,name\ndaily,publication,Daily\nwire,publication,Wire\nnews,publication,News\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\n\
             ann-bo,ann,associate-of,bo,daily,Ann is an associate of Bo.\n\
             bo-dee,bo,associate-of,dee,daily,Bo is an associate of Dee.\n\
             ann-cy,ann,associate-of,cy,daily,Ann is an associate of Cy.\n\
             cy-eve,cy,associate-of,eve,wire,Cy is an associate of Eve.\n\
             eve-dee,eve,associate-of,dee,news,Eve is an associate of Dee.\n\
             cy-fay,cy,associate-of,fay,wire,Cy is an associate of Fay.\n\
             fay-dee,fay,associate-of,dee,news,Fay is an associate of Dee.\n",
        ),
        (
            "denials.csv",
            "id,of,stance,scope,by\nfay-denies,fay-dee,denied,whole,fay\n",
        ),
    ]);
    let asked = ["--independent", "--uncontested"];
    let out = path(&case, &asked);
    let said = "Whether paths of at most 3 hops are left out by the filter was not found out: those longer than the shortest path were not counted; `--within 3` without `--independent` and `--uncontested` lists all paths, but no more than the first 1,000";
    assert!(out.contains(said), "{out}");
    let json = [&ENDS[..], &asked, &["-o", "json"]].concat();
    let left_out = case.run("path", &json).ends(0).json()["left_out_by_filter"].clone();
    assert_eq!(left_out["max_hops"], 3);
    assert_eq!(left_out["all_counted"], false);
    // Where it is one of the shortest, they are counted.
    let out = path(&case, &["--independent=claim", "--uncontested"]);
    assert!(!out.contains("by the filter"), "{out}");
    // Where there is none, of none up to where it was looked for.
    let none = [
        "Ann",
        "Dee",
        "--independent",
        "--uncontested",
        "--avoid",
        "Eve",
    ];
    let out = case.run("path", &none).ends(1).out;
    let said = "Whether paths of at most 6 hops are left out by the filter was not found out";
    assert!(out.contains(said), "{out}");
    // Which is said once in a file, with the best of the others.
    let all = [&["export", "path", case.path()], &none[..], &["-o", "d3"]].concat();
    let beside = nutgraf(&all).ends(1).json()["graph"]["beside"].to_string();
    assert_eq!(beside.matches("a source of its own").count(), 1, "{beside}");
    assert!(
        beside.contains("The best of the others has 2 hops; its links are not given"),
        "{beside}"
    );
}

#[test]
fn more_paths_than_are_listed_are_not_promised() -> Result<(), Box<dyn std::error::Error>> {
    let between = 0..1_001;
    let people: String = between
        .clone()
        .map(|n| format!("p{n},Person {n}\n"))
        .collect();
    let links = between.map(|n| {
        format!("a{n},ann,associate-of,p{n},daily,Ann knows {n}.\nd{n},p{n},associate-of,dee,daily,{n} knows Dee.\n")
    });
    let links: String = links.collect();
    let case = Case::of(&[
        (
            "people.csv",
            &format!("id,name\nann,Ann\ndee,Dee\n{people}"),
        ),
        ("sources.csv", "id,kind,name\ndaily,publication,Daily\n"),
        (
            "relationships.csv",
            &format!("id,subject,relation,object,sources,text\n{links}"),
        ),
        (
            "denials.csv",
            "id,of,stance,scope,by\nno,a0,denied,whole,ann\n",
        ),
    ]);
    let said = "without `--uncontested` all paths are listed, but no more than the first 1,000";
    let out = path(&case, &["--within", "2", "--uncontested"]);
    assert!(out.contains(said), "{out}");
    let all = case
        .run("path", &["Ann", "Dee", "--within", "2", "-o", "json"])
        .ends(5)
        .json();
    assert_eq!(all["paths"].as_array().ok_or("paths")?.len(), 1_000);
    Ok(())
}

/// A title is read without the rest, and there are shorter paths and others as short.
#[test]
fn what_is_said_of_other_paths_is_said_of_those_that_were_asked_for() {
    let case = Case::copy("harbour");
    let strongest = [
        "Maddo Tarrick",
        "Torvin Quellstad",
        "--strongest",
        "--all-shortest",
    ];
    let strongest = case.run("path", &strongest).ends(0).out;
    let words = "there is no other as short over links as strong";
    assert!(strongest.contains(words), "{strongest}");
    let title = |more: &[&str]| {
        let asked = [
            "draw",
            "path",
            case.path(),
            "Hesk Brannoway",
            "Ilva Dornmarrow",
        ];
        let svg = nutgraf(&[&asked[..], more].concat()).ends(0).out;
        let title = svg
            .split_once("<title")
            .and_then(|(_, rest)| rest.split_once('>'));
        let title = title.and_then(|(_, rest)| rest.split_once('<'));
        title.map(|(title, _)| title.to_owned()).unwrap_or_default()
    };
    assert!(title(&[]).ends_with(": shortest path"), "{}", title(&[]));
    for (option, ends) in [
        (
            "--uncontested",
            ": shortest path that fits what was asked for",
        ),
        ("--strongest", ": shortest path over the strongest links"),
    ] {
        assert!(title(&[option]).ends_with(ends), "{}", title(&[option]));
    }
}
