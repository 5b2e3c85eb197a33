//! What must not be taken for something else: two people of one name, a relay
//! for an outlet, the best link of a hop for all of them, silence for "no".

use std::fs;

use serde_json::Value;

use crate::program::{Case, nutgraf};

/// Two men of one name, a summary of a summary, a relay, a retraction.
fn case() -> Case {
    Case::of(&[
        (
            "people.csv",
            "id,name\nold,Jo Marten\nyoung,Jo Marten\nann,Ann Ode\n",
        ),
        ("companies.csv", "id,name\nbank,The Bank\n"),
        (
            "sources.csv",
            "id,kind,name,via\nwire,publication,The Wire,\npaper,publication,The Paper,wire\n\
             voice,anonymous,A voice,paper\nother,document,A deed,\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text,summarises\n\
             old-owns,old,owns,bank,voice,Jo Marten the elder owns the bank.,\n\
             young-owns,young,owns,bank,paper,Jo Marten the younger owns the bank.,\n\
             young-advises,young,adviser-to,bank,other,Jo Marten the younger advises the bank.,\n\
             middle,old,associate-of,bank,voice,They are close.,old-owns\n\
             top,old,associate-of,ann,other,They are all close.,middle\n",
        ),
        (
            "denials.csv",
            "id,of,stance,scope,by\nno,old-owns,denied,whole,old\nnot-so,young-owns,denied,whole,young\n\
             back,middle,retracted,,voice\nrelayed,wire,retracted,,wire\n",
        ),
    ])
}

#[test]
fn two_of_one_name_are_told_apart_in_every_form() {
    let case = case();
    let text = case.run("path", &["old", "young"]).ends(0).out;
    assert!(
        text.contains("Jo Marten (old) → Jo Marten (young)"),
        "{text}"
    );
    for form in ["csv", "tsv", "md"] {
        let out = case.run("path", &["old", "young", "-o", form]).ends(0).out;
        for name in ["Jo Marten (old)", "Jo Marten (young)"] {
            assert!(out.replace('\\', "").contains(name), "{form}: {out}");
        }
    }
    let header = case.run("path", &["old", "young", "-o", "csv"]).ends(0).out;
    let header = header.lines().next().expect("a header").to_owned();
    for column in ["from_id", "to_id", "subject_id", "object_id"] {
        assert!(
            header.split(',').any(|name| name == column),
            "{column}: {header}"
        );
    }
    let alone = case.run("show", &["ann"]).ends(0).out;
    assert!(alone.starts_with("Ann Ode  person"), "{alone}");
}

#[test]
fn a_withdrawn_summary_passes_the_denial_on() {
    let case = case();
    let standing = |id: &str| {
        case.run("show", &[id, "-o", "json"]).ends(0).json()["claim"]["standing"].clone()
    };
    assert_eq!(standing("old-owns"), "denied");
    assert_eq!(standing("middle"), "retracted");
    assert_eq!(standing("top"), "disputed");
    case.run("path", &["old", "ann", "--uncontested"]).ends(1);
    let rows = case
        .run("query", &["claims-about", "-p", "entity=ann", "-o", "csv"])
        .ends(0)
        .out;
    assert!(rows.contains("denial/no,"), "{rows}");
}

#[test]
fn a_relays_withdrawal_is_said_to_remove_nothing() {
    let case = case();
    let relay = case.run("show", &["wire"]).ends(0).out;
    assert!(relay.contains("its withdrawal removes nothing"), "{relay}");
    assert!(!relay.contains("falls with this source"), "{relay}");
    let outlet = case.run("show", &["paper"]).ends(0).out;
    assert!(outlet.contains("falls with this source"), "{outlet}");
}

#[test]
fn denied_links_beside_the_best_of_a_hop_are_counted_at_the_top() {
    let case = case();
    let text = case.run("path", &["young", "bank"]).ends(0).out;
    assert!(
        text.contains("1 hop, no denial recorded by the best link of each hop; others: 1 DENIED"),
        "{text}"
    );
}

#[test]
fn a_link_says_where_it_points_whichever_way_the_path_goes() {
    let case = case();
    let there = case
        .run("path", &["young", "bank", "-o", "json"])
        .ends(0)
        .json();
    let back = case
        .run("path", &["bank", "young", "-o", "json"])
        .ends(0)
        .json();
    for answer in [&there, &back] {
        let links = answer["paths"][0]["hops"][0]["links"]
            .as_array()
            .expect("links");
        assert_eq!(links.len(), 2);
        for link in links {
            assert_eq!(
                (&link["subject"], &link["object"]),
                (&Value::from("young"), &Value::from("bank"))
            );
            assert_eq!(link["symmetric"], false);
        }
    }
}

#[test]
fn a_thing_of_another_kind_is_not_said_to_be_unknown() {
    let case = case();
    let run = case.run("path", &["paper", "bank"]).ends(2);
    assert!(
        run.err.contains("`paper` is a source (publication)"),
        "{}",
        run.err
    );
    let run = case.run("find", &["Martn"]).ends(1);
    assert!(
        run.err.contains("did you mean") && run.err.contains("young"),
        "{}",
        run.err
    );
}

#[test]
fn a_question_that_nothing_can_match_says_so() {
    let case = case();
    for (query, words) in [
        (
            "SELECT * { ?c ng:standing \"denied\" }",
            "`?c ng:standing \"denied\"`",
        ),
        (
            "SELECT * { ?a ng:stance ng:denied }",
            "`?a ng:stance ng:denied`",
        ),
        ("SELECT * { entity:nobody ?p ?o }", "`entity:nobody ?p ?o`"),
        ("DESCRIBE entity:nobody", "`entity:nobody`"),
        ("SELECT * { ?c a ng:claim }", "ng:claim`"),
        (
            "SELECT * { VALUES ?s { ng:denyed } ?c ng:standing ?s }",
            "`ng:denyed`",
        ),
        (
            "SELECT * { ?c ng:standing ?s FILTER(?s = ng:denyed) }",
            "`ng:denyed`",
        ),
        (
            "SELECT * { ?c ng:standing ?s FILTER(?s IN (ng:denyed)) }",
            "`ng:denyed`",
        ),
    ] {
        let run = case.run("query", &["-e", query]).ends(0);
        assert!(
            run.err.contains("nothing in this edition matches") && run.err.contains(words),
            "{query}: {}",
            run.err
        );
    }
    let run = case
        .run("query", &["by-relation", "-p", "relation=own"])
        .ends(2);
    assert!(
        run.err
            .contains("no claim in this edition uses the relation `own`"),
        "{}",
        run.err
    );
    let met = Case::first()
        .run("query", &["by-relation", "-p", "relation=met", "-o", "csv"])
        .ends(0)
        .out;
    assert_eq!(
        met.matches("witkoff-team-denies-meeting").count(),
        2,
        "{met}"
    );
}

#[test]
fn background_cannot_say_who_a_row_is_or_what_it_claims() {
    let case = case();
    let base = "https://w3id.org/nutgraf/case/";
    let background = |triple: &str| {
        fs::write(case.file("nutgraf.toml"), "background = [\"b.ttl\"]\n").expect("written");
        fs::write(case.file("b.ttl"), format!("{triple}\n")).expect("written");
        case.run("check", &[])
    };
    for triple in [
        format!("<{base}entity/ann> <http://www.w3.org/2000/01/rdf-schema#label> \"Al\" ."),
        format!(
            "<{base}claim/top> <http://www.w3.org/1999/02/22-rdf-syntax-ns#object> <{base}entity/bank> ."
        ),
    ] {
        let run = background(&triple).ends(3);
        assert!(run.out.contains("rdf-reserved"), "{}", run.out);
    }
    background(&format!(
        "<{base}entity/ann> <https://example.org/born> \"1970\" ."
    ))
    .ends(0);
}

#[test]
fn two_placeholders_of_the_same_words_are_told_apart() {
    let case = Case::of(&[
        (
            "people.csv",
            "id,name,named\none,a lawyer,no\ntwo,a lawyer,no\nbo,Bo Ray,\n",
        ),
        ("sources.csv", "id,kind,name\npaper,publication,The Paper\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\na,one,associate-of,bo,paper,They are close.\n\
             b,two,associate-of,bo,paper,They are close too.\n",
        ),
    ]);
    let text = case.run("path", &["one", "two"]).ends(0).out;
    assert!(
        text.contains("[a lawyer] (one) → [a lawyer] (two)"),
        "{text}"
    );
    assert!(
        !text.contains("[Bo Ray") && text.contains("Bo Ray"),
        "{text}"
    );
}

#[test]
fn a_meeting_that_both_are_expected_at_is_a_plan() {
    let case = Case::of(&[
        ("people.csv", "id,name\ndan,Dan Poe\neve,Eve Dee\n"),
        ("sources.csv", "id,kind,name\npaper,publication,The Paper\n"),
        (
            "meetings.csv",
            "id,participants,sources,text,mode\nsoon,dan;eve,paper,They are to meet.,projected\n",
        ),
    ]);
    let answer = case
        .run("path", &["dan", "eve", "-o", "json"])
        .ends(1)
        .json();
    let plans: Vec<&Value> = answer["plans"]
        .as_array()
        .expect("plans")
        .iter()
        .map(|plan| &plan["id"])
        .collect();
    assert_eq!(plans, ["soon.dan", "soon.eve"]);
}

#[test]
fn a_plan_is_found_among_thousands_of_claims_of_either_end() {
    // Thirty are expected at each of many meetings, of which only one has both:
    // as the first and the last of its claims, with others' names around it.
    let mut people = "id,name\n".to_owned();
    for at in 0..100 {
        people += &format!("p{at:02},Person {at:02}\n");
    }
    let mut meetings = "id,participants,sources,text,mode\n".to_owned();
    let mut add = |id: &str, participants: &[String], mode: &str| {
        let participants = participants.join(";");
        meetings += &format!("{id},{participants},paper,They are to meet.,{mode}\n");
    };
    let among = |ends: &[&str]| -> Vec<String> {
        let others = (10..40 - ends.len()).map(|at| format!("p{at}"));
        ends.iter()
            .map(|end| (*end).to_owned())
            .chain(others)
            .collect()
    };
    add("soon", &among(&["p00", "p99"]), "projected");
    for at in 0..40 {
        add(&format!("soon-{at}"), &among(&["p00"]), "projected");
        add(&format!("soon{at}"), &among(&["p99"]), "projected");
    }
    let mut relationships = "id,subject,relation,object,sources,text,mode\n".to_owned();
    for at in 0..600 {
        for end in ["p00", "p99"] {
            relationships += &format!(
                "{end}-{at},{end},associate-of,p{:02},paper,They are close.,\n",
                if end == "p00" { 1 } else { 98 }
            );
        }
    }
    relationships += "to-be,p99,associate-of,p00,paper,They are to be close.,projected\n";
    let case = Case::of(&[
        ("people.csv", people.as_str()),
        ("sources.csv", "id,kind,name\npaper,publication,The Paper\n"),
        ("meetings.csv", meetings.as_str()),
        ("relationships.csv", relationships.as_str()),
    ]);
    let plans = |from: &str, to: &str, code: i32| -> Vec<String> {
        let answer = case
            .run("path", &[from, to, "-o", "json"])
            .ends(code)
            .json();
        let plans = answer["plans"].as_array().expect("plans").iter();
        plans
            .map(|plan| plan["id"].as_str().expect("an id").to_owned())
            .collect()
    };
    assert_eq!(plans("p00", "p99", 1), ["soon.p00", "soon.p99", "to-be"]);
    assert_eq!(plans("p99", "p00", 1), ["soon.p00", "soon.p99", "to-be"]);
    // With itself somebody is expected wherever it is.
    assert_eq!(plans("p00", "p00", 0).len(), 41);
    assert!(plans("p01", "p98", 1).is_empty());
}

#[test]
fn a_denial_is_shown_with_the_summaries_it_contests_and_says_what_it_names() {
    let case = case();
    let shown = case.run("show", &["no", "-o", "json"]).ends(0).json();
    let with: Vec<&Value> = shown["answer"]["shown_with"]
        .as_array()
        .expect("claims")
        .iter()
        .map(|claim| &claim["id"])
        .collect();
    assert_eq!(with, ["middle", "old-owns", "top"]);
    fs::write(
        case.file("denials.csv"),
        "id,of,stance,scope,by\nboth,young-owns;paper,denied,whole,young\n",
    )
    .expect("written");
    let named = case.run("show", &["young-owns"]).ends(0).out;
    assert!(named.contains("also of The Paper"), "{named}");
}

#[test]
fn a_case_cannot_lend_background_about_another() {
    let settings = |name: &str| {
        format!("base = \"https://cases.example/{name}/\"\nbackground = [\"b.ttl\"]\n")
    };
    let (one, other) = (case(), case());
    for (case, name) in [(&one, "one"), (&other, "other")] {
        fs::write(case.file("nutgraf.toml"), settings(name)).expect("written");
    }
    let about = |name: &str| {
        format!("<https://cases.example/{name}/entity/ann> <https://example.org/born> \"1970\" .\n")
    };
    fs::write(one.file("b.ttl"), about("one")).expect("written");
    fs::write(other.file("b.ttl"), about("one")).expect("written");
    let edition = one.file("both.edition");
    let load = [
        "load",
        one.path(),
        other.path(),
        "--edition",
        edition.to_str().expect("plain"),
    ];
    let refused = nutgraf(&load).ends(3);
    assert!(
        refused.err.contains("belongs to another case"),
        "{}",
        refused.err
    );
    fs::write(other.file("b.ttl"), about("other")).expect("written");
    nutgraf(&load).ends(0);
    // Two of one name and one id are told apart by their cases.
    let text = nutgraf(&[
        "path",
        edition.to_str().expect("plain"),
        "https://cases.example/one/entity/ann",
        "https://cases.example/other/entity/ann",
    ])
    .ends(1)
    .out;
    assert!(
        text.contains("Ann Ode (ann, https://cases.example/one/)"),
        "{text}"
    );
}

#[test]
fn a_claim_that_names_both_is_of_its_own_case() {
    let tables = |base: &str| {
        let settings = format!("base = \"https://cases.example/{base}/\"\n");
        Case::of(&[
            ("nutgraf.toml", settings.as_str()),
            ("people.csv", "id,name\nann,Ann\nbo,Bo\ncy,Cy\n"),
            ("sources.csv", "id,kind,name\ndaily,publication,Daily\n"),
            (
                "relationships.csv",
                "id,subject,relation,object,sources,text,concerns\n\
                 ann-bo,ann,associate-of,bo,daily,Ann and Bo about Cy.,cy\n",
            ),
        ])
    };
    let (one, other) = (tables("one"), tables("other"));
    let edition = one.file("both.edition");
    let edition = edition.to_str().expect("a plain name");
    nutgraf(&["load", one.path(), other.path(), "--edition", edition]).ends(0);
    let iri = |base: &str, id: &str| format!("https://cases.example/{base}/entity/{id}");
    let asked = |from: &str, to: &str| {
        let run = nutgraf(&["path", edition, from, to, "-o", "json"]);
        run.ends(1).json()["naming_both_in_all"].clone()
    };
    assert_eq!(asked(&iri("one", "ann"), &iri("one", "cy")), 1);
    assert_eq!(asked(&iri("one", "ann"), &iri("other", "cy")), 0);
}
