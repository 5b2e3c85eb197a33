//! Decisions on identity are said with each of the two, in every form, and
//! nothing is merged by them.

use std::fs;

use serde_json::Value;

use crate::program::{Case, nutgraf};
use crate::serving::Server;

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

/// The same with a link past one on whom there is a decision: bank – old – cy – dee.
fn longer() -> Case {
    let case = case();
    let add = |table: &str, rows: &str| {
        let path = case.file(table);
        let before = fs::read_to_string(&path).expect("a table");
        fs::write(path, before + rows).expect("a table");
    };
    add("people.csv", "cy,Cy,\ndee,Dee,\n");
    add(
        "relationships.csv",
        "old-cy,old,associate-of,cy,paper,Jo Marten knows Cy.\n\
         cy-dee,cy,associate-of,dee,paper,Cy knows Dee.\n",
    );
    case
}

#[test]
fn a_path_says_that_somebody_on_it_may_be_somebody_else() {
    let case = longer();
    let said = "identity: unsure whether Jo Marten (old) is the same as Ann Ode (ann), by whom is not recorded  [ode-marten, identities.csv row 3]";
    // As an end, on the way, to be passed, where there is no path, and on one that
    // does not count.
    for (asked, is_on_it) in [
        (&["old", "bank"][..], true),
        (&["bank", "cy"], true),
        (&["dee", "bank"], true),
        (&["ann", "bank"], true),
        (&["dee", "young", "--via", "old"], true),
        (&["dee", "bank", "--max-hops", "2"], false),
        (&["dee", "bank", "--not-relation", "owns"], true),
        (&["cy", "dee"], false),
    ] {
        let text = case.run("path", asked).out;
        assert_eq!(text.contains(said), is_on_it, "{asked:?}: {text}");
    }
    let text = case.run("path", &["young", "old"]).ends(0).out;
    assert_eq!(text.matches("identity: ").count(), 2, "{text}");
    let value = case.run("path", &["dee", "bank", "-o", "json"]).json();
    let decisions = value["identities"].as_array().into_iter().flatten();
    let ids: Vec<&Value> = decisions.map(|decision| &decision["id"]).collect();
    assert_eq!(ids, ["martens", "ode-marten"]);
    // Rows have no room for it, and whoever draws or exports it takes it along.
    let sentence = "nsure whether Jo Marten (old) is the same";
    for form in ["csv", "jsonl", "md"] {
        let rows = case.run("path", &["dee", "bank", "-o", form]).ends(0);
        assert!(rows.err.contains(sentence), "{form}: {}", rows.err);
    }
    let draw = ["draw", "path", case.path(), "dee", "bank"];
    let picture = nutgraf(&draw).ends(0).out;
    assert!(picture.contains("nsure whether Jo Marten"), "{picture}");
    let export = [
        "export",
        "path",
        case.path(),
        "dee",
        "bank",
        "-o",
        "graphml",
    ];
    let said = nutgraf(&export).ends(0).err;
    assert!(said.contains(sentence), "{said}");
    // The beginning of a dossier has only those on whom it is.
    for form in ["md", "html"] {
        let page = case
            .run("dossier", &["dee", "--with", "bank", "-o", form])
            .ends(0)
            .out;
        assert!(page.contains("Identity: "), "{form}: {page}");
    }
    let server = Server::start(case.path(), &[]);
    let page = server.pages("/path?from=dee&to=bank");
    assert!(page.contains(sentence), "{page}");
    let rows = server.get("/path.csv?from=dee&to=bank").is(200);
    let notes = rows.all("nutgraf-note").join(" ");
    assert!(notes.contains(sentence), "{notes}");
}
