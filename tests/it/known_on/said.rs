//! What `show` and `path` say with `--known-on`: in every form, in the answer
//! itself and beside it.

use std::fs;

use crate::program::{Case, nutgraf};

/// Ann is said to own Acme, which she denies a month later; what Bo owns is
/// recorded later still.
fn case() -> Case {
    Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
        ("companies.csv", "id,name\nacme,Acme\n"),
        ("sources.csv", "id,kind,name\ndaily,publication,Daily\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text,recorded\n\
             ann-owns,ann,owns,acme,daily,Ann owns Acme.,2026-01-05\n\
             bo-owns,bo,owns,acme,daily,Bo owns Acme.,2026-03-01\n\
             bo-manages,bo,manages,acme,daily,Bo manages Acme.,\n",
        ),
        (
            "denials.csv",
            "id,of,stance,scope,by,text,recorded\n\
             ann-denies,ann-owns,denied,whole,ann,Not mine.,2026-02-10\n\
             bo-declines,bo-owns,declined,,bo,No comment.,\n",
        ),
    ])
}

const SENTENCE: &str = "as known on 2026-02-09: 1 claim and 1 answer recorded later are left out, \
                        and 1 answer to such claims alone; 1 row has no `recorded` day and stays";

#[test]
fn a_claim_is_uncontested_before_its_denial_was_recorded_and_the_answer_says_so() {
    let case = case();
    let now = case.run("path", &["Ann", "Acme"]).ends(0);
    assert!(now.out.contains("DENIED") && now.out.contains("Not mine."));
    assert!(!now.out.contains("as known on") && !now.err.contains("as known on"));

    let then = case
        .run("path", &["Ann", "Acme", "--known-on", "2026-02-09"])
        .ends(0);
    assert!(then.out.starts_with(SENTENCE), "{}", then.out);
    // Once is enough.
    assert!(!then.err.contains("as known on"), "{}", then.err);
    assert!(then.out.contains("no denial recorded"), "{}", then.out);
    assert!(!then.out.contains("DENIED") && !then.out.contains("Not mine."));

    // The day itself counts.
    let day = case
        .run("path", &["Ann", "Acme", "--known-on", "2026-02-10"])
        .ends(0);
    assert!(day.out.contains("DENIED") && day.out.contains("Not mine."));
    let before = case
        .run("path", &["Ann", "Acme", "--known-on", "2026-01-04"])
        .ends(1);
    assert!(before.out.starts_with("as known on 2026-01-04"));
}

#[test]
fn the_day_that_an_answer_is_of_is_said_once() {
    let case = case();
    for words in [
        &["path", "Ann", "Acme"][..],
        &["show", "Ann"],
        &["trace", "ann-owns"],
        &["replies"],
        &["audit"],
        &["timeline"],
        &["ties", "Ann"],
    ] {
        let all = [&words[1..], &["--known-on", "2026-02-09"]].concat();
        let run = case.run(words[0], &all);
        let both = format!("{}{}", run.out, run.err);
        assert_eq!(both.matches("as known on").count(), 1, "{words:?}: {both}");
    }
}

#[test]
fn every_form_says_on_which_day_it_was_known() {
    let case = case();
    for verb in [&["path", "Bo", "Acme"][..], &["show", "Acme"]] {
        let asked = |form: &str, day: Option<&str>| {
            let mut arguments = verb[1..].to_vec();
            arguments.extend(["-o", form]);
            arguments.extend(day.into_iter().flat_map(|day| ["--known-on", day]));
            case.run(verb[0], &arguments).ends(0)
        };
        let whole = asked("json", None).json();
        assert!(whole["known_on"].is_null() && whole.get("known_on").is_some());
        let then = asked("json", Some("2026-02-09")).json();
        let known = &then["known_on"];
        assert_eq!(known["day"], "2026-02-09");
        assert_eq!(known["whole_edition"], whole["edition"]);
        assert_ne!(then["edition"], whole["edition"]);
        let left_out =
            serde_json::json!({"claims": 1, "answers": 1, "answers_to_them": 1, "decisions": 0});
        assert_eq!(known["left_out"], left_out);
        assert_eq!(known["undated"], 1);
        for line in asked("jsonl", Some("2026-02-09")).out.lines() {
            let value: serde_json::Value = serde_json::from_str(line).expect("a line is an object");
            assert_eq!(value["known_on"], *known);
        }
        for (form, end) in [("csv", ",2026-02-09"), ("tsv", "\t2026-02-09")] {
            let rows = asked(form, Some("2026-02-09")).out;
            assert!(rows.lines().count() > 1, "{rows}");
            let header = rows.lines().next().unwrap_or_default();
            assert!(header.ends_with("known_on"), "{rows}");
            assert!(rows.lines().skip(1).all(|row| row.ends_with(end)), "{rows}");
            assert!(!asked(form, None).out.contains("known_on"));
        }
        assert!(
            asked("md", Some("2026-02-09"))
                .out
                .contains("| known\\_on |")
        );
    }
}

#[test]
fn an_edition_file_alone_is_enough_unless_something_is_withheld_from_it() {
    let case = case();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str| {
        let path = elsewhere.path().join(name);
        path.to_str().expect("a plain name").to_owned()
    };
    let (whole, redacted) = (file("whole.edition"), file("redacted.edition"));
    case.run("load", &["--edition", &whole]).ends(0);
    case.run("load", &["--redacted", "--edition", &redacted])
        .ends(0);
    fs::remove_dir_all(case.path()).expect("the tables can be removed");
    let then = nutgraf(&["show", &whole, "ann-owns", "--known-on", "2026-02-09"]).ends(0);
    assert!(then.out.starts_with(SENTENCE), "{}", then.out);
    assert!(then.out.contains("no denial recorded"), "{}", then.out);
    let gone = nutgraf(&["show", &whole, "bo-owns", "--known-on", "2026-02-09"]).ends(2);
    let later = "after 2026-02-09: not known on that day";
    assert!(gone.err.contains(later), "{}", gone.err);
    // No source of this case is protected, so its redacted edition withholds nothing.
    let then = nutgraf(&["show", &redacted, "ann-owns", "--known-on", "2026-02-09"]).ends(0);
    assert!(then.out.starts_with(SENTENCE), "{}", then.out);
    let example = Case::copy("example");
    let withheld = file("withheld.edition");
    let load = ["--redacted", "--edition", &withheld];
    example.run("load", &load).ends(0);
    let refused = nutgraf(&[
        "show",
        &withheld,
        "Gannet Dredging",
        "--known-on",
        "2026-02-09",
    ]);
    let refused = refused.ends(2);
    assert!(
        refused.err.contains("the edition is redacted"),
        "{}",
        refused.err
    );
}

#[test]
fn what_is_no_day_is_refused_with_the_days_that_may_be_meant() {
    let case = case();
    for (date, said) in [
        ("12/03/2026", "`2026-03-12` or `2026-12-03`?"),
        ("5 May 2026", "`2026-05-05`?"),
        ("2026-02", "`2026-02-01` or `2026-02-28`?"),
        ("2026-02-30", "a day that the calendar does not have"),
        ("soon", "one day written `YYYY-MM-DD` is needed"),
        ("2026-02-09/..", "not a single day"),
    ] {
        let refused = case.run("show", &["Ann", "--known-on", date]).ends(2);
        assert!(refused.err.contains(said), "{date}: {}", refused.err);
    }
}

#[test]
fn an_error_about_a_name_says_the_day_in_every_command() {
    let case = case();
    let asked: [&[&str]; 10] = [
        &["show", "NAME"],
        &["trace", "NAME"],
        &["path", "Ann", "NAME"],
        &["ties", "NAME"],
        &["between", "Ann", "Bo", "NAME"],
        &["holds", "Ann", "NAME"],
        &["falls", "--source", "NAME"],
        &["key", "Ann", "NAME"],
        &["replies", "NAME"],
        &["timeline", "NAME"],
    ];
    for words in asked {
        for (name, said) in [
            (
                "bo-owns",
                "`bo-owns` was recorded 2026-03-01, after 2026-02-09: not known on that day",
            ),
            ("nobody-at-all", "the case was asked as known on 2026-02-09"),
        ] {
            let mut more = words[1..].to_vec();
            *more.last_mut().expect("a name") = name;
            more.extend(["--known-on", "2026-02-09"]);
            let run = case.run(words[0], &more).ends(2);
            assert!(run.err.contains(said), "{words:?}: {}", run.err);
        }
    }
}
