//! What is told of sources and answers: every passage, what was withdrawn, who
//! must not be named, what an answer was given to, what is only planned.

use serde_json::Value;

use super::{FORMS, rows};
use crate::program::{Case, nutgraf};

/// Two people, a bank and a paper; `sources.csv`, then the tables given.
fn case(sources: &str, tables: &[(&str, &str)]) -> Case {
    let sources = format!("id,kind,name,via,protected\npaper,publication,Paper,,\n{sources}");
    let mut all = vec![
        ("people.csv", "id,name\nann,Ann Ode\nbo,Bo Ray\n"),
        ("companies.csv", "id,name\nbank,The Bank\n"),
        ("sources.csv", sources.as_str()),
    ];
    all.extend(tables);
    let case = Case::of(&all);
    case.run("check", &[]).ends(0);
    case
}

fn shown(case: &Case, name: &str) -> Value {
    case.run("show", &[name, "-o", "json"]).ends(0).json()
}

fn strings<'v>(list: &'v Value, field: &str) -> Vec<&'v str> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|one| one[field].as_str()).collect()
}

/// The cells of one column.
fn column(case: &Case, shown: &str, name: &str) -> Vec<String> {
    let (header, rows) = rows(&case.run("show", &[shown, "-o", "csv"]).ends(0).out, b',');
    let at = header.iter().position(|column| column == name);
    let at = at.expect("the column is there");
    rows.iter().map(|row| row[at].clone()).collect()
}

#[test]
fn a_quote_in_the_claims_own_row_is_shown_beside_the_passages() {
    let case = case(
        "",
        &[
            (
                "relationships.csv",
                "id,subject,relation,object,sources,text,quote\n\
                owns,ann,owns,bank,paper,Ann owns the bank.,in the row\n",
            ),
            (
                "citations.csv",
                "claim,source,quote\nowns,paper,in the passage\n",
            ),
        ],
    );
    let claim = &shown(&case, "owns")["claim"];
    assert_eq!(
        strings(&claim["sources"], "quote"),
        ["in the row", "in the passage"]
    );
    let text = case.run("show", &["owns"]).ends(0).out;
    assert!(text.contains("“in the row”") && text.contains("“in the passage”"));
}

#[test]
fn a_withdrawn_source_is_no_support_and_says_so() {
    let case = case(
        "other,publication,Other,,\n",
        &[
            (
                "relationships.csv",
                "id,subject,relation,object,sources,text\n\
                owns,ann,owns,bank,paper;other,Ann owns the bank.\n\
                runs,bo,owns,bank,paper,Bo owns the bank.\n",
            ),
            (
                "denials.csv",
                "id,of,stance,scope,by\ntaken-back,owns,retracted,whole,paper\n",
            ),
        ],
    );
    let falls = |source: &str| -> Vec<(String, bool)> {
        let value = shown(&case, source);
        let resting = value["source"]["resting"].as_array().cloned();
        let resting = resting.into_iter().flatten();
        let of = |one: Value| {
            let id = one["claim"]["id"].as_str().expect("an id").to_owned();
            (id, one["without"] == "falls")
        };
        resting.map(of).collect()
    };
    // Nothing but the other paper is left behind the claim.
    assert_eq!(falls("other"), [("owns".to_owned(), true)]);
    assert_eq!(
        falls("paper"),
        [("owns".to_owned(), false), ("runs".to_owned(), true)]
    );
    let claim = &shown(&case, "owns")["claim"];
    for source in claim["sources"].as_array().into_iter().flatten() {
        assert_eq!(source["withdrawn"], source["id"] == "paper", "{source}");
    }
    let text = case.run("show", &["owns"]).ends(0).out;
    assert!(text.contains("source: WITHDRAWN: Paper"), "{text}");
    assert!(!text.contains("WITHDRAWN: Other"), "{text}");
    assert_eq!(
        column(&case, "owns", "sources"),
        ["Other; Paper (WITHDRAWN)"]
    );
}

#[test]
fn a_question_shows_the_answering_claim_with_its_denials() {
    let case = case(
        "",
        &[
            (
                "relationships.csv",
                "id,subject,relation,object,sources,text\nowns,ann,owns,bank,paper,Ann owns the bank.\n",
            ),
            (
                "questions.csv",
                "id,text,about,answered_by\nwho,Who owns the bank?,bank,owns\n",
            ),
            (
                "denials.csv",
                "id,of,stance,scope,by\nann-denies,owns,denied,whole,ann\n",
            ),
        ],
    );
    let answered = &shown(&case, "who")["question"]["answered_by"];
    assert_eq!(answered["standing"], "denied");
    assert_eq!(strings(&answered["answers"], "id"), ["ann-denies"]);
    for form in FORMS {
        let out = case.run("show", &["who", "-o", form]).ends(0).out;
        let plain = out.to_lowercase().replace('\\', "");
        assert!(plain.contains("denied"), "{form}: {out}");
        assert!(plain.contains("ann-denies"), "{form}: {out}");
    }
    assert_eq!(column(&case, "who", "claim"), ["owns", ""]);
}

#[test]
fn a_row_carries_a_denial_whole() {
    let case = case(
        "",
        &[
            (
                "relationships.csv",
                "id,subject,relation,object,sources,text\n\
                owns,ann,owns,bank,paper,Ann owns the bank.\n\
                runs,bo,owns,bank,paper,Bo owns the bank.\n",
            ),
            (
                "denials.csv",
                "id,of,stance,scope,by,on_behalf_of,via,when,quote\n\
                joint,owns;runs,denied,part,bo,ann,paper,2024-05,Not all of it.\n",
            ),
        ],
    );
    assert_eq!(
        column(&case, "owns", "answers"),
        [
            "denied (part) by Bo Ray for Ann Ode, also of 1 other claim, 2024-05, via Paper \
             — “Not all of it.” [joint, denials.csv row 2]"
        ]
    );
    let paper = column(&case, "ann", "answers");
    assert_eq!(paper.len(), 1, "no answer twice: {paper:?}");
    let given = &shown(&case, "owns")["claim"]["answers"][0];
    assert_eq!(strings(&given["of"], "id"), ["owns", "runs"]);
    assert_eq!(strings(&given["of"], "kind"), ["claim", "claim"]);
    let text = case.run("show", &["owns"]).ends(0).out;
    assert!(text.contains("also of 1 other claim"), "{text}");
}

#[test]
fn who_must_not_be_named_is_marked_wherever_a_source_is() {
    let case = case(
        "mole,person,Moll Deep,paper,yes\nlone,person,Lon Deep,,yes\n",
        &[
            (
                "relationships.csv",
                "id,subject,relation,object,sources,text\n\
                owns,ann,owns,bank,mole;lone,Ann owns the bank.\n",
            ),
            (
                "denials.csv",
                "id,of,stance,scope,by,via\nno,owns,denied,whole,mole,lone\n",
            ),
            (
                "questions.csv",
                "id,text,about,source\nwho,Who owns the bank?,bank,mole\n",
            ),
        ],
    );
    for name in ["owns", "mole", "lone", "no", "who", "ann"] {
        for form in ["table", "csv", "tsv", "md"] {
            let out = case.run("show", &[name, "-o", form]).ends(0).out;
            for who in ["Moll Deep", "Lon Deep"] {
                let all = out.matches(who).count();
                let marked = out.matches(&format!("{who} (PROTECTED)")).count();
                assert_eq!(all, marked, "{name} as {form}: {out}");
            }
        }
        assert_named_protected(&shown(&case, name));
    }
    let found = case.run("find", &["deep", "-o", "json"]).ends(0).json();
    assert_named_protected(&found);
    let found = case.run("find", &["deep"]).ends(0).out;
    assert_eq!(found.matches("(PROTECTED)").count(), 2, "{found}");
}

fn assert_named_protected(value: &Value) {
    match value {
        Value::Object(object) => {
            if let Some(name) = value["name"].as_str()
                && name.contains("Deep")
            {
                assert_eq!(value["protected"], true, "{value}");
            }
            object.values().for_each(assert_named_protected);
        }
        Value::Array(list) => list.iter().for_each(assert_named_protected),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn a_plan_is_no_path_but_is_not_kept_quiet() {
    let case = case(
        "",
        &[
            (
                "relationships.csv",
                "id,subject,relation,object,sources,text,mode\n\
                plan,ann,owns,bank,paper,Ann is expected to own the bank.,projected\n",
            ),
            (
                "denials.csv",
                "id,of,stance,scope,by\nann-denies,plan,denied,whole,ann\n",
            ),
        ],
    );
    for (from, to) in [("ann", "bank"), ("bank", "ann")] {
        let value = case.run("path", &[from, to, "-o", "json"]).ends(1).json();
        assert_eq!(value["no_path"]["reason"], "not-connected");
        assert_eq!(strings(&value["plans"], "id"), ["plan"]);
        assert_eq!(strings(&value["plans"][0]["answers"], "id"), ["ann-denies"]);
        for form in FORMS {
            let out = case.run("path", &[from, to, "-o", form]).ends(1).out;
            assert!(
                out.contains("ann") && out.contains("denies"),
                "{form}: {out}"
            );
        }
        let text = case.run("path", &[from, to]).ends(1).out;
        assert!(text.contains("no link on record connects"), "{text}");
        assert!(text.contains("Plans make no link:"), "{text}");
        assert!(text.contains("DENIED"), "{text}");
    }
    let none = case
        .run("path", &["ann", "bo", "-o", "json"])
        .ends(1)
        .json();
    assert_eq!(none["plans"], Value::Array(Vec::new()));
}

#[test]
fn counts_of_nothing_read_well() {
    let case = case(
        "unused,person,Una Sed,,\n",
        &[
            (
                "questions.csv",
                "id,text,about\nwho,Who owns the bank?,bank\n",
            ),
            ("denials.csv", "id,of,stance,by\nsilent,who,declined,ann\n"),
        ],
    );
    let source = case.run("show", &["unused"]).ends(0).out;
    assert!(source.contains("\nno claim rests on it\n"), "{source}");
    let answer = case.run("show", &["silent"]).ends(0).out;
    assert!(answer.contains("\nno claim is shown with it\n"), "{answer}");
}

#[test]
fn claims_of_several_cases_say_whose_they_are() {
    let tables = |base: &str| {
        let settings = format!("base = \"https://cases.example/{base}/\"\n");
        case(
            "",
            &[
                ("nutgraf.toml", settings.as_str()),
                (
                    "relationships.csv",
                    "id,subject,relation,object,sources,text\nowns,ann,owns,bank,paper,Ann owns the bank.\n",
                ),
            ],
        )
    };
    let (one, other) = (tables("one"), tables("other"));
    let edition = one.file("both.edition");
    let edition = edition.to_str().expect("a plain name");
    nutgraf(&["load", one.path(), other.path(), "--edition", edition]).ends(0);
    // No case has a title: each goes by its base, and ids alone tell nothing.
    let run = nutgraf(&["show", edition, "owns"]).ends(2);
    for words in [
        "[https://cases.example/one/: https://cases.example/one/claim/owns]",
        "[https://cases.example/other/: https://cases.example/other/claim/owns]",
        "an IRI, as printed above, can be given instead",
    ] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    let iri = "https://cases.example/other/entity/ann";
    for form in FORMS {
        let out = nutgraf(&["show", edition, iri, "-o", form]).ends(0).out;
        assert!(
            out.contains("https://cases.example/other/"),
            "{form}: {out}"
        );
        assert!(!out.contains("https://cases.example/one/"), "{form}: {out}");
    }
    assert_eq!(column(&one, "owns", "case"), ["https://cases.example/one/"]);
}
