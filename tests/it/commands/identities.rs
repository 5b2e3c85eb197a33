//! Decisions on identity are said with each of the two, in every form, and
//! nothing is merged by them.

use serde_json::Value;

use crate::program::{Case, nutgraf};

fn case() -> Case {
    Case::of(&[
        (
            "people.csv",
            "id,name,aliases\nold,Jo Marten,\nyoung,Jo Marten,J. M.\nann,Ann Ode,J. M.\n",
        ),
        ("companies.csv", "id,name\nbank,The Bank\n"),
        (
            "sources.csv",
            "id,kind,name,entity\npaper,publication,The Paper,\nown,person,Jo Marten,old\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\n\
             old-owns,old,owns,bank,paper,Jo Marten the elder owns the bank.\n\
             young-advises,young,adviser-to,bank,own,Jo Marten the younger advises the bank.\n",
        ),
        (
            "identities.csv",
            "id,entity,other,same,decided_by,text,recorded\n\
             martens,young,old,no,the desk,\"Their birthdays\u{1b} differ, =1+1.\",2024-05-12\n\
             ode-marten,old,ann,unsure,,,\n",
        ),
    ])
}

#[test]
fn a_decision_is_said_with_each_of_the_two() {
    let case = case();
    let of_old = case.run("show", &["old"]).ends(0).out;
    for line in [
        "held not to be the same as Jo Marten (young), decided by the desk, recorded 2024-05-12: Their birthdays",
        "[martens, identities.csv row 2]",
        "unsure whether it is the same as Ann Ode (ann), by whom is not recorded  [ode-marten, identities.csv row 3]",
    ] {
        assert!(of_old.contains(line), "{line}: {of_old}");
    }
    assert!(!of_old.contains('\u{1b}'), "{of_old:?}");
    // A decision is no source that speaks for him.
    assert!(of_old.contains("\n  own  Jo Marten"), "{of_old}");
    let sources = case.run("show", &["old", "-o", "json"]).json();
    assert_eq!(
        sources["entity"]["sources"].as_array().map(Vec::len),
        Some(1)
    );
    let of_young = case.run("show", &["young"]).ends(0).out;
    assert!(
        of_young.contains("held not to be the same as Jo Marten (old)"),
        "{of_young}"
    );
    assert!(!of_young.contains("ode-marten"), "{of_young}");
    // Nobody inherits a claim.
    assert!(!of_young.contains("old-owns"), "{of_young}");
}

#[test]
fn a_decision_is_shown_and_found_by_itself() {
    let case = case();
    let text = case.run("show", &["martens"]).ends(0).out;
    assert!(
        text.starts_with(
            "Jo Marten (young) is held not to be the same as Jo Marten (old), decided by"
        ),
        "{text}"
    );
    let value = case.run("show", &["ode-marten", "-o", "json"]).json();
    assert_eq!(value["kind"], "identity");
    let decision = &value["identity"];
    assert_eq!(decision["same"], "unsure");
    assert_eq!(decision["entity"]["id"], "old");
    assert_eq!(decision["other"]["id"], "ann");
    for unknown in ["decided_by", "text", "recorded"] {
        assert_eq!(decision[unknown], Value::Null, "{decision}");
    }
    assert_eq!(decision["row"], 3);
    for asked in ["birthdays", "martens"] {
        let found = case.run("find", &[asked, "-o", "json"]).json();
        let kinds: Vec<&Value> = found["found"].as_array().into_iter().flatten().collect();
        let found = kinds.iter().find(|found| found["id"] == "martens");
        let found = found.unwrap_or_else(|| panic!("{asked}: {kinds:?}"));
        assert_eq!(found["kind"], "decision on identity (no)");
    }
    let listed = case.run("find", &["ode-marten"]).ends(0).out;
    assert!(
        listed.contains("decision on identity (unsure): ode-marten"),
        "{listed}"
    );
    let rows = case.run("show", &["martens", "-o", "csv"]).ends(0).out;
    assert!(rows.contains("identities.csv,2"), "{rows}");
    // It is no entity that a path could end at.
    let run = nutgraf(&["path", case.path(), "martens", "bank"]).ends(2);
    assert!(run.err.contains("decision on identity"), "{}", run.err);
}

#[test]
fn a_description_of_an_entity_has_the_decisions_on_it() {
    let case = case();
    let described = case.run("query", &["-e", "DESCRIBE entity:ann", "-o", "nt"]);
    let lines = described.ends(0).out;
    assert!(lines.contains("#same> \"unsure\""), "{lines}");
    assert!(!lines.contains("martens>"), "{lines}");
}

#[test]
fn a_path_says_that_somebody_on_it_may_be_somebody_else() {
    let case = case();
    let said = "identity: unsure whether Jo Marten (old) is the same as Ann Ode (ann), by whom is not recorded  [ode-marten, identities.csv row 3]";
    // As an end, on the way, and where there is no path.
    for (from, to) in [("old", "bank"), ("bank", "young"), ("ann", "bank")] {
        let text = case.run("path", &[from, to]).out;
        assert_eq!(text.contains(said), from != "bank", "{text}");
    }
    let text = case.run("path", &["young", "old"]).ends(0).out;
    assert_eq!(text.matches("identity: ").count(), 2, "{text}");
    let value = case.run("path", &["ann", "bank", "-o", "json"]).json();
    let decisions = value["identities"].as_array().into_iter().flatten();
    let ids: Vec<&Value> = decisions.map(|decision| &decision["id"]).collect();
    assert_eq!(ids, ["ode-marten"]);
    // Whoever draws or exports it takes that along.
    let picture = nutgraf(&["draw", "path", case.path(), "old", "bank"])
        .ends(0)
        .out;
    assert!(picture.contains("unsure whether Jo Marten"), "{picture}");
    let export = nutgraf(&[
        "export",
        "path",
        case.path(),
        "old",
        "bank",
        "-o",
        "graphml",
    ])
    .ends(0);
    assert!(export.err.contains("unsure whether Jo Marten"));
}
