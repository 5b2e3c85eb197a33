//! `nutgraf diff` as its users run it.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use serde_json::Value;

use super::Outcome;
use crate::program::{Case, Run, command, nutgraf};

const FORMS: [&str; 6] = ["table", "csv", "tsv", "json", "jsonl", "md"];

const PEOPLE: &str = "id,name\nann,Ann\nbo,Bo\ncy,Cy\n";
const SOURCES: &str = "id,kind,name,protected\npaper,publication,The Paper,\nann-says,statement,Statement by Ann,\nmole,anonymous,A person in the room,yes\n";
const LINKS: &str = "id,subject,relation,object,sources,text,recorded\nc1,ann,friend-of,bo,paper,Ann knows Bo.,2024-01-01\nc2,bo,friend-of,cy,paper,Bo knows Cy.,2024-01-01\n";
const DENIALS: &str = "id,of,stance,scope,by,text\nd1,c1,denied,whole,ann,I do not.\n";

fn case(people: &str, links: &str, denials: &str) -> Case {
    Case::of(&[
        ("people.csv", people),
        ("sources.csv", SOURCES),
        ("relationships.csv", links),
        ("denials.csv", denials),
    ])
}

fn denied() -> (Case, Case) {
    let none = "id,of,stance,scope,by,text\n";
    (case(PEOPLE, LINKS, none), case(PEOPLE, LINKS, DENIALS))
}

fn diff(old: &Case, new: &Case, more: &[&str]) -> Run {
    let mut arguments = vec!["diff", old.path(), new.path()];
    arguments.extend(more);
    nutgraf(&arguments)
}

#[test]
fn a_new_denial_is_told_with_the_standing_it_changed() {
    let (old, new) = denied();
    let run = diff(&old, &new, &[]).ends(1);
    for words in [
        "1 claim has another standing; 1 answer is new",
        "no denial recorded → DENIED",
        "because of a new answer:",
        "answer: DENIED (whole), by Ann  d1, denials.csv row 2",
        "c1, relationships.csv row 2",
    ] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    let json = diff(&old, &new, &["-o", "json"]).ends(1).json();
    assert_eq!(json["schema"], "nutgraf/diff/1");
    assert_eq!(json["counts"]["claim"]["standing_changed"], 1);
    let change = &json["changes"][0];
    assert_eq!(change["before"]["standing"], "uncontested");
    assert_eq!(change["after"]["standing"], "denied");
    assert_eq!(change["because"][0]["reason"], "answer-new");
    assert_eq!(change["because"][0]["answer"]["id"], "d1");
}

#[test]
fn the_same_content_is_no_difference_whatever_its_rows_and_base() -> Outcome {
    let (_, old) = denied();
    let mut lines: Vec<&str> = LINKS.lines().collect();
    lines.swap(1, 2);
    let new = case(PEOPLE, &(lines.join("\n") + "\n"), DENIALS);
    for form in FORMS {
        let run = diff(&old, &new, &["-o", form]).ends(0);
        if form == "table" {
            assert!(run.out.ends_with("No difference\n"), "{}", run.out);
        }
    }
    fs::write(
        new.file("nutgraf.toml"),
        "base = \"https://desk.example/b/\"\n",
    )?;
    let json = diff(&old, &new, &["-o", "json"]).ends(0).json();
    assert_eq!(json["same"], true);
    assert_eq!(json["matched_by"], "id");
    assert!(
        json["notes"][0]
            .as_str()
            .is_some_and(|note| note.contains("bases differ"))
    );
    Ok(())
}

/// The ids of everything that is answers in a value.
fn answers(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if object.contains_key("stance") {
                found.extend(value["id"].as_str().map(str::to_owned));
            }
            object.values().for_each(|inner| answers(inner, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| answers(inner, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_form_carries_the_answers_that_the_json_carries() -> Outcome {
    let old = Case::copy("example");
    let new = Case::copy("example");
    for table in ["relationships.csv", "meetings.csv"] {
        let text = fs::read_to_string(new.file(table))?;
        fs::write(
            new.file(table),
            text.replace("had dinner", "dined")
                .replace(",2018,", ",2017,"),
        )?;
    }
    let denials = fs::read_to_string(new.file("denials.csv"))?;
    let mut lines: Vec<&str> = denials.lines().collect();
    let new_one =
        "new-one,vale-owns-gannet,denied,whole,orrin-vale,,,,,2024-02,,Not mine.,2024-02-02";
    lines.push(new_one);
    lines.retain(|line| !line.starts_with("council-declines"));
    fs::write(new.file("denials.csv"), lines.join("\n") + "\n")?;
    let between = ["--between", "orrin-vale", "tamsin-quill"];
    for (old, new) in [(&old, &new), (&new, &old)] {
        let ask = |form| diff(old, new, &[&between[..], &["-o", form]].concat()).ends(1);
        let mut wanted = BTreeSet::new();
        answers(&ask("json").json(), &mut wanted);
        assert_eq!(wanted.len(), 3, "{wanted:?}");
        for form in FORMS {
            let shown = ask(form).out;
            for id in &wanted {
                assert!(shown.contains(id.as_str()), "{form} lacks {id}: {shown}");
            }
            assert!(shown.to_lowercase().contains("denied"), "{form}");
        }
    }
    Ok(())
}

#[test]
fn names_that_come_to_be_connected_are_said_to_be() {
    let (_, new) = denied();
    let links: String = LINKS
        .lines()
        .take(2)
        .map(|line| format!("{line}\n"))
        .collect();
    let old = case("id,name\nann,Ann\nbo,Bo\ndee,Dee\n", &links, DENIALS);
    let ask = |names: [&str; 2], more: &[&str]| {
        diff(
            &old,
            &new,
            &[&["--between", names[0], names[1]], more].concat(),
        )
    };
    let run = ask(["Ann", "Cy"], &[]).ends(1);
    assert!(
        run.out
            .contains("CONNECTED NOW: `Cy` not in the case before, 2 hops now"),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("over links with no denial recorded: no path before, no path now")
    );
    let between = |names, more: &[&str]| -> Value {
        ask(names, &[&["-o", "json"], more].concat()).ends(1).json()["between"].clone()
    };
    let both = between(["Bo", "Ann"], &["--between", "ann", "dee"]);
    assert_eq!(both[0]["change"], "same-length");
    assert_eq!(
        both[0]["after"]["path"]["hops"][0]["claims"][0]["standing"],
        "denied"
    );
    assert_eq!(both[1]["change"], "not-connected");
    assert_eq!(both[1]["after"]["not_in_it"][0], "dee");
    let closed = nutgraf(&["diff", new.path(), old.path(), "--between", "bo", "cy"]).ends(1);
    assert!(
        closed.out.contains("NO LONGER CONNECTED: 1 hop before"),
        "{}",
        closed.out
    );
    // In neither: a mistake. A source is no end of a path.
    for name in ["Zed", "paper"] {
        let run = ask(["Ann", name], &[]).ends(2);
        assert!(run.out.is_empty() && run.err.contains(name), "{}", run.err);
    }
}

#[test]
fn an_ambiguous_name_lists_what_it_can_be() {
    let (old, _) = denied();
    let new = case(&format!("{PEOPLE}bo-2,Bo\n"), LINKS, DENIALS);
    let run = diff(&old, &new, &["--between", "Bo", "Cy"]).ends(2);
    assert!(run.err.contains("bo-2"), "{}", run.err);
}

#[test]
fn a_redacted_edition_beside_a_full_one_is_warned_of() -> Outcome {
    let (old, _) = denied();
    let text = LINKS.replace("c2,bo,friend-of,cy,paper", "c2,bo,friend-of,cy,mole");
    let new = case(PEOPLE, &text, DENIALS);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("redacted.edition");
    let file = file.to_str().ok_or("plain")?;
    nutgraf(&["load", new.path(), "--redacted", "--edition", file]).ends(0);
    let run = nutgraf(&["diff", new.path(), file]).ends(1);
    assert!(
        run.out.contains("what is withheld counts as a difference"),
        "{}",
        run.out
    );
    let run = diff(&old, &new, &[]).ends(1);
    assert!(!run.out.contains("withheld"), "{}", run.out);
    assert!(run.out.contains("(PROTECTED)"), "{}", run.out);
    Ok(())
}

#[test]
fn cases_beside_each_other_are_told_apart_by_their_bases() -> Outcome {
    let (one, other) = denied();
    fs::write(
        one.file("nutgraf.toml"),
        "base = \"https://desk.example/a/\"\n",
    )?;
    fs::write(
        other.file("nutgraf.toml"),
        "base = \"https://desk.example/b/\"\n",
    )?;
    let folder = tempfile::tempdir()?;
    let both = folder.path().join("both.edition");
    let both = both.to_str().ok_or("plain")?;
    nutgraf(&["load", one.path(), other.path(), "--edition", both]).ends(0);
    nutgraf(&["diff", both, both]).ends(0);
    let json = nutgraf(&["diff", one.path(), both, "-o", "json"])
        .ends(1)
        .json();
    assert_eq!(json["counts"]["claim"]["new"], 2);
    assert_eq!(json["counts"]["claim"]["changed"], 0);
    assert_eq!(json["counts"]["case"]["new"], 1);
    let note = json["notes"][0].as_str().unwrap_or_default();
    assert_eq!(
        note,
        "only the newer edition holds the case of the base https://desk.example/b/"
    );
    Ok(())
}

#[test]
fn from_nothing_everything_is_new_and_a_closed_pipe_is_quiet() -> Outcome {
    let empty = Case::of(&[("sources.csv", "id,kind,name\n")]);
    let (_, new) = denied();
    let run = diff(&empty, &new, &[]).ends(1);
    assert!(
        run.out.contains("2 claims are new; 1 answer is new; 3 sources are new; 3 people, organisations or assets are new"),
        "{}",
        run.out
    );
    diff(&empty, &empty, &[]).ends(0);
    let mut child = command(&["diff", empty.path(), new.path(), "-o", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    drop(child.stdout.take());
    let mut said = String::new();
    if let Some(mut err) = child.stderr.take() {
        err.read_to_string(&mut said)?;
    }
    assert!(!said.contains("error"), "{said}");
    assert_eq!(child.wait()?.code(), Some(0));
    Ok(())
}

#[test]
fn a_spreadsheet_runs_no_name() {
    let (old, _) = denied();
    let people = PEOPLE.replace("ann,Ann", "ann,=1+1");
    let new = case(&people, LINKS, DENIALS);
    let csv = diff(&old, &new, &["-o", "csv"]).ends(1).out;
    assert!(csv.contains("'=1+1"), "{csv}");
}

#[test]
fn a_decision_names_the_two_it_is_on() -> Outcome {
    let tables = |same: &str| {
        let decision = format!("id,entity,other,same\nodes,ann,a-ode,{same}\n");
        Case::of(&[
            ("people.csv", "id,name\nann,Ann Ode\na-ode,A. Ode\n"),
            ("sources.csv", "id,kind,name\n"),
            ("identities.csv", &decision),
        ])
    };
    let (old, new) = (tables("no"), tables("yes"));
    for form in ["table", "md", "csv", "json"] {
        let run = nutgraf(&["diff", old.path(), new.path(), "-o", form]).ends(1);
        for told in ["Ann Ode", "A. Ode"] {
            assert!(run.out.contains(told), "{form}: {}", run.out);
        }
    }
    Ok(())
}
