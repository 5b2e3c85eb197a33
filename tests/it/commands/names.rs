//! Names as people type them: what is found, what is only suggested, and that
//! nothing is picked for anybody.

use std::fs;

use crate::program::{Case, nutgraf};

#[test]
fn ids_names_and_aliases_are_known_in_any_case_accent_and_spacing() {
    let case = Case::of(&[
        (
            "people.csv",
            "id,name,aliases\nzofie,Žofie Ångström-O’Neill,Zofka;Ž. Ångström\nli,李 明,\n",
        ),
        ("companies.csv", "id,name\nacme,ACME  & Söhne GmbH\n"),
        ("sources.csv", "id,kind,name\ns,publication,Paper\n"),
    ]);
    for (typed, meant) in [
        ("zofie", "zofie"),
        ("entity:zofie", "zofie"),
        ("https://w3id.org/nutgraf/case/entity/zofie", "zofie"),
        ("Žofie Ångström-O’Neill", "zofie"),
        ("zofie  ANGSTROM-O’NEILL ", "zofie"),
        ("zofka", "zofie"),
        ("Z. Angstrom", "zofie"),
        ("李 明", "li"),
        ("acme & sohne gmbh", "acme"),
    ] {
        let run = case.run("show", &[typed, "-o", "json"]).ends(0);
        assert_eq!(run.json()["entity"]["id"], meant, "{typed}");
    }
    for typed in ["Zofi", "Angstrom", "", " ", "entity:", "source:zofie"] {
        case.run("show", &[typed]).ends(2);
    }
}

#[test]
fn an_ambiguous_name_lists_all_that_have_it_and_picks_none() {
    let case = Case::copy("example");
    for arguments in [
        &["show", case.path(), "j. penhale"][..],
        &["path", case.path(), "J. Penhale", "Orrin Vale"],
        &["path", case.path(), "Orrin Vale", "J. Penhale"],
        &[
            "query",
            case.path(),
            "claims-about",
            "-p",
            "entity=J. Penhale",
        ],
    ] {
        let run = nutgraf(arguments).ends(2);
        assert_eq!(run.out, "");
        assert!(run.err.contains("choose one of"), "{}", run.err);
        for id in ["jenna-penhale", "jory-penhale"] {
            assert!(run.err.contains(id), "{id} is missing: {}", run.err);
        }
    }
    let found = case
        .run("find", &["J. Penhale", "-o", "json"])
        .ends(0)
        .json();
    let found: Vec<&str> = found["found"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|found| found["matched"] == "name")
        .filter_map(|found| found["id"].as_str())
        .collect();
    assert_eq!(found, ["jenna-penhale", "jory-penhale"]);
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest_and_not_with_them_alone() {
    let case = Case::first();
    for (typed, near) in [
        ("Changpeng Zaho", "changpeng-zhao"),
        ("Witkof", "steve-witkoff"),
        ("Trump", "donald-trump"),
        ("World Liberty", "world-liberty-financial"),
        ("USD2", "usd1"),
    ] {
        let run = case.run("path", &[typed, "binance"]).ends(2);
        assert_eq!(run.out, "");
        assert!(run.err.contains("did you mean"), "{typed}: {}", run.err);
        assert!(run.err.contains(near), "{typed}: {}", run.err);
    }
}

#[test]
fn a_part_of_a_name_lists_who_has_it_and_how_many_there_are() {
    let more: String = (10..25).map(|n| format!("v{n},Vale no. {n}\n")).collect();
    let people = format!("id,name\norrin,Orrin Vale\nvalerie,Valerie Moss\n{more}");
    let case = Case::of(&[
        ("people.csv", &people),
        ("sources.csv", "id,kind,name\ns,publication,Paper\n"),
    ]);
    let run = case.run("path", &["vale", "Moss"]).ends(2);
    let listed = |text: &str| {
        text.lines()
            .filter(|line| line.contains("person: "))
            .count()
    };
    let (first, second) = run
        .err
        .split_once("error: nothing in the case is called `Moss`")
        .expect("both ends are told");
    assert!(first.contains("is called `vale`"), "{first}");
    assert_eq!(listed(first), 8, "{first}");
    assert!(first.contains("\norrin  person: Orrin Vale\n"), "{first}");
    assert!(first.contains("hint: give the id"), "{first}");
    let all = "8 of 17 that have it in a name or id; `nutgraf find CASE vale` lists all";
    assert!(first.contains(all), "{first}");
    // Whoever has it as a word comes first, and who is only spelt alike not at all.
    assert!(!first.contains("valerie"), "{first}");
    assert_eq!(listed(second), 1, "{second}");
    assert!(second.contains("valerie  person: Valerie Moss"), "{second}");
    let found = case.run("find", &["vale", "-o", "csv"]).ends(0);
    assert_eq!(found.out.lines().count(), 1 + 17, "{}", found.out);
}

#[test]
fn all_wrong_names_are_told_at_once_and_each_once() {
    let case = Case::first();
    for (verb, names) in [
        ("path", &["Trump", "Zho"][..]),
        ("holds", &["Trump", "Zho"]),
        ("key", &["Trump", "Zho"]),
        ("between", &["Trump", "binance", "Zho", "Trump"]),
        ("timeline", &["Trump", "Zho"]),
    ] {
        let run = case.run(verb, names).ends(2);
        for name in ["`Trump`", "`Zho`"] {
            let told = format!("error: nothing in the case is called {name}\n");
            assert_eq!(run.err.matches(&told).count(), 1, "{verb}: {}", run.err);
        }
        assert!(run.err.contains("changpeng-zhao"), "{verb}: {}", run.err);
    }
    let run = case.run("path", &["Trump", "Trump"]).ends(2);
    assert_eq!(run.err.matches("error: ").count(), 1, "{}", run.err);
}

#[test]
fn equal_ids_of_two_cases_are_told_apart() {
    let (first, second) = (Case::first(), Case::copy("example"));
    let settings = "base = \"https://w3id.org/nutgraf/case/example/\"\n";
    fs::write(second.file("nutgraf.toml"), settings).expect("a file can be written");
    let edition = first.file("both.edition");
    let edition = edition
        .to_str()
        .expect("a temporary folder has a plain name");
    nutgraf(&["load", first.path(), second.path(), "--edition", edition]).ends(0);
    let run = nutgraf(&["show", edition, "editor"]).ends(2);
    for base in [
        "case/binance-usd1/source/editor",
        "case/example/source/editor",
    ] {
        assert!(run.err.contains(base), "{}", run.err);
    }
    nutgraf(&[
        "show",
        edition,
        "https://w3id.org/nutgraf/case/example/source/editor",
    ])
    .ends(0);
    for form in super::FORMS {
        let run = nutgraf(&["find", edition, "editor", "-o", form]).ends(0);
        assert!(
            run.out.contains("case/binance-usd1/source/editor"),
            "{form}: {}",
            run.out
        );
    }
    nutgraf(&["path", edition, "CZ", "Orrin Vale"]).ends(1);
}

/// Whatever a question takes a meeting for, it says; and it finds what is said of one.
#[test]
fn a_question_on_a_meeting_takes_its_id() {
    let case = Case::first();
    let meeting = "zhao-witkoff-abu-dhabi";
    let library = nutgraf(&["queries", "-o", "json"]).ends(0).json();
    let mut asked = 0;
    for question in library["queries"].as_array().into_iter().flatten() {
        let name = question["name"].as_str().unwrap_or_default();
        for parameter in question["parameters"].as_array().into_iter().flatten() {
            if parameter["kind"] == "entity-or-meeting" {
                let value = format!(
                    "{}={meeting}",
                    parameter["name"].as_str().unwrap_or_default()
                );
                case.run("query", &[name, "--param", &value, "-o", "csv"])
                    .ends(0);
                asked += 1;
            }
        }
    }
    assert!(asked >= 9, "{asked}: {library}");
    for (question, found) in [
        ("claims-about", "zhao-witkoff-abu-dhabi.steve-witkoff"),
        ("answers-to", "zhao-witkoff-abu-dhabi.changpeng-zhao"),
        ("timeline", "zhao-witkoff-abu-dhabi.changpeng-zhao"),
        ("contested", "zhao-witkoff-abu-dhabi.changpeng-zhao"),
    ] {
        let value = format!("entity={meeting}");
        let rows = case.run("query", &[question, "--param", &value, "-o", "csv"]);
        let rows = rows.ends(0).out;
        assert!(rows.contains(found), "{question}: {rows}");
    }
    // Who spoke is never a meeting.
    let value = format!("entity={meeting}");
    let refused = case.run("query", &["said-by", "--param", &value]).ends(2);
    assert!(refused.err.contains("is a meeting"), "{}", refused.err);
}

#[test]
fn a_placeholder_is_listed_first_and_once_and_counted_with_the_rest() {
    let mut people = "id,name,named\nbanker-1,banker,no\n".to_owned();
    for number in 0..8 {
        people.push_str(&format!("p{number},Number {number} Banker,\n"));
    }
    let case = Case::of(&[
        ("people.csv", &people),
        (
            "sources.csv",
            "id,kind,name\ns,publication,The Banker Weekly\n",
        ),
    ]);
    let run = case.run("ties", &["banker"]).ends(2);
    assert_eq!(run.err.matches("banker-1").count(), 1, "{}", run.err);
    assert!(run.err.contains("these are 8 of 9 that"), "{}", run.err);
    assert!(!run.err.contains("some ids are equal"), "{}", run.err);
    // Where a source is wanted it is none.
    let run = case.run("falls", &["--source", "banker"]).ends(2);
    assert!(!run.err.contains("banker-1"), "{}", run.err);
    assert!(run.err.contains("The Banker Weekly"), "{}", run.err);
}

#[test]
fn a_name_that_is_like_no_other_comes_with_where_to_look() {
    let run = Case::first().run("show", &["qqqqzzzz"]).ends(2);
    let hint = "hint: `nutgraf find CASE qqqqzzzz` looks";
    assert!(run.err.contains(hint), "{}", run.err);
}
