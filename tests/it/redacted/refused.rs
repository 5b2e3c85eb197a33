//! Cells that are printed and would tell who a protected source is: refused,
//! or warned of, with their place; and allowed where somebody says so.

use std::fs;

use super::allow_names;
use crate::program::{Case, Run};

/// A claim by a protected source and one by a visible one, with some cells.
fn case(name: &str, text: &str, other: &str) -> Case {
    Case::of(&[
        ("people.csv", "id,name\nann,Ann Lorne\nbo,Bo Penhale\n"),
        (
            "sources.csv",
            &format!(
                "id,kind,name,origin,url,protected\n\
                 dock-call,person,{name},the pier,https://calls.example/77,yes\n\
                 paper,publication,Harbour Paper,,,\n"
            ),
        ),
        (
            "relationships.csv",
            &format!(
                "id,subject,relation,object,sources,text,concern\n\
                 told,ann,associate-of,bo,dock-call,{text},\n\
                 read,bo,adviser-to,ann,paper,{other},\n"
            ),
        ),
    ])
}

fn check(case: &Case) -> Run {
    case.run("check", &["--redacted", "-o", "json"])
}

/// Code, place, and text of each problem.
fn found(run: &Run) -> Vec<(String, String, String)> {
    let problems = run.json()["problems"].clone();
    let problems = problems.as_array().expect("a list").iter();
    problems
        .map(|problem| {
            let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
            let file = text("file");
            let file = file.rsplit('/').next().unwrap_or_default();
            let place = format!(
                "{file}:{}:{} {}",
                problem["line"],
                problem["column"],
                text("cell")
            );
            (text("code"), place, text("message"))
        })
        .collect()
}

#[test]
fn a_text_that_names_the_source_stops_everything_that_leaves_the_desk() {
    let case = case(
        "Pell Anstey",
        "Ann knows Bo.",
        "PELL  ANSTÉY says that Bo advises Ann.",
    );
    case.run("load", &[]).ends(0);
    let checked = case.run("check", &[]).ends(0).out;
    assert!(!checked.contains("names-protected"), "{checked}");
    let refused = check(&case).ends(3);
    let (code, place, message) = found(&refused).remove(0);
    assert_eq!(code, "names-protected");
    assert_eq!(place, "relationships.csv:3:30 F3");
    assert!(
        message.contains("`text` has `Pell Anstey`") && message.contains("`dock-call`"),
        "{message}"
    );
    for leaving in [
        case.run("load", &["--redacted"]),
        case.run(
            "load",
            &[
                "--redacted",
                "--edition",
                &case.file("x").display().to_string(),
            ],
        ),
        case.run("export", &["--format", "nt"]),
    ] {
        let refused = leaving.ends(3);
        assert_eq!(refused.out, "");
        assert!(
            refused.err.contains("relationships.csv:3:30"),
            "{}",
            refused.err
        );
    }
    assert!(!case.file("x").exists());
    assert!(!case.file(".nutgraf/current-redacted").exists());
    // The desk goes on working, and can say that the words are to be printed.
    case.run("show", &["told"]).ends(0);
    allow_names(case.file("").as_path(), &["pell anstey"]);
    case.run("load", &["--redacted"]).ends(0);
}

#[test]
fn every_printed_cell_is_looked_at() {
    for (text, other, column) in [
        ("Ann knows Bo.", "Bo advises Ann (see dock-call).", "text"),
        ("Pell Anstey: Ann knows Bo.", "Bo advises Ann.", "text"),
        ("Ann knows Bo.", "see https://calls.example/77", "text"),
    ] {
        let case = case("Pell Anstey", text, other);
        let found = found(&check(&case).ends(3));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "names-protected");
        assert!(found[0].2.starts_with(&format!("`{column}`")), "{found:?}");
    }
    let words = "Pell Anstey";
    for (table, text, place) in [
        (
            "nutgraf.toml",
            format!("title = \"What {words} knew\""),
            "title",
        ),
        (
            "people.csv",
            format!("id,name,description\nann,Ann Lorne,aunt of {words}\nbo,Bo Penhale,\n"),
            "description",
        ),
        (
            "people.csv",
            format!("id,name,aliases\nann,Ann Lorne,the {words} one\nbo,Bo Penhale,\n"),
            "aliases",
        ),
        (
            "companies.csv",
            format!("id,name\npell-anstey-trust,The Trust\nx,{words} and Sons\n"),
            "id",
        ),
        (
            "assets.csv",
            format!("id,name\nhut,The hut of {words}\n"),
            "name",
        ),
        (
            "meetings.csv",
            format!(
                "id,participants,sources,text,place\ntea,ann;bo,paper,Ann and Bo met.,by {words}\n"
            ),
            "place",
        ),
        (
            "attributes.csv",
            format!(
                "id,subject,attribute,value,sources,text\nage,ann,age,as {words} says,paper,Old.\n"
            ),
            "value",
        ),
        (
            "transactions.csv",
            format!(
                "id,payer,payee,amount,currency,purpose,sources,text\npaid,ann,bo,1,EUR,for {words},paper,Paid.\n"
            ),
            "purpose",
        ),
        (
            "citations.csv",
            format!("claim,source,quote\nread,paper,\"so {words}\"\n"),
            "quote",
        ),
        (
            "denials.csv",
            format!("id,of,stance,scope,by,text\nno,read,denied,whole,ann,{words} lies.\n"),
            "text",
        ),
        (
            "questions.csv",
            format!("id,text\nq,Where is {words}?\n"),
            "text",
        ),
        (
            "identities.csv",
            format!("id,entity,other,same,text\none,ann,bo,no,{words} knows both.\n"),
            "text",
        ),
        (
            "relations.csv",
            format!("id,label,inverse_label,category\nr,asked {words} of,was asked by,other\n"),
            "label",
        ),
    ] {
        let case = case("Pell Anstey", "Ann knows Bo.", "Bo advises Ann.");
        fs::write(case.file(table), text).expect("can be written");
        let run = check(&case).ends(3);
        let found = found(&run);
        let named: Vec<_> = found
            .iter()
            .filter(|(code, ..)| code == "names-protected")
            .collect();
        assert!(
            named
                .iter()
                .any(|(_, _, message)| message.contains(&format!("`{place}`"))),
            "{table} {place}: {found:?}"
        );
    }
}

#[test]
fn what_may_tell_is_warned_of_and_stops_nothing() {
    let part = case(
        "Pell Anstey",
        "Anstey is right: Ann knows Bo.",
        "Seen from the pier.",
    );
    let run = check(&part).ends(0);
    let codes: Vec<String> = found(&run).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["may-name-protected", "may-name-protected"]);
    let said = part.run("export", &["--format", "nt"]).ends(0).err;
    assert!(
        said.contains("WARNING: 2 cells may tell who a protected source is: before this leaves the desk, look with `nutgraf check"),
        "{said}"
    );
    assert!(said.contains("--redacted"), "{said}");

    // Somebody visible of the same name: in what is about them there is
    // nothing to hide, elsewhere there may be.
    let shared = case("Ann Lorne", "Ann Lorne knows Bo.", "Bo advises Ann Lorne.");
    assert_eq!(found(&check(&shared).ends(0)), []);
    let people = "id,name\nann,Ann Lorne\nbo,Bo Penhale\ncy,Cy Quill\n";
    fs::write(shared.file("people.csv"), people).expect("can be written");
    let more =
        "id,subject,attribute,value,sources,text\nage,cy,age,40,paper,Cy is 40 says Ann Lorne.\n";
    fs::write(shared.file("attributes.csv"), more).expect("can be written");
    let found = found(&check(&shared).ends(0));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "may-name-protected");
}

#[test]
fn a_source_that_speaks_of_itself_is_pointed_out() {
    let case = case("Pell Anstey", "Ann knows Bo.", "Bo advises Ann.");
    let sources = "id,kind,name,entity,protected\n\
                   dock-call,person,A call,ann,yes\npaper,publication,Harbour Paper,,\n";
    fs::write(case.file("sources.csv"), sources).expect("can be written");
    let denials = "id,of,stance,scope,by,text\nno,read,denied,whole,dock-call,No.\n";
    fs::write(case.file("denials.csv"), denials).expect("can be written");
    let found = found(&check(&case).ends(0));
    let places: Vec<(&str, &str)> = found
        .iter()
        .map(|(code, place, _)| (code.as_str(), place.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            ("protected-party", "denials.csv:2:22 E2"),
            ("protected-party", "relationships.csv:2:26 E2"),
        ]
    );
}

#[test]
fn background_that_names_the_source_stops_it_too() {
    for line in [
        "<https://x.example/1> <https://x.example/knows> \"Pell Anstey\" .",
        "<https://x.example/Pell_Anstey> <https://x.example/is> \"x\" .",
        "<https://w3id.org/nutgraf/case/source/dock-call> <https://x.example/is> \"x\" .",
    ] {
        let case = case("Pell Anstey", "Ann knows Bo.", "Bo advises Ann.");
        fs::write(case.file("more.nt"), line).expect("can be written");
        let file = case.file("more.nt").display().to_string();
        let to = case.file("x").display().to_string();
        let beside = case
            .run("load", &["--redacted", "--edition", &to, "--rdf", &file])
            .ends(3);
        assert!(beside.err.contains("background"), "{}", beside.err);
        fs::write(case.file("nutgraf.toml"), "background = [\"more.nt\"]\n")
            .expect("can be written");
        let inside = case.run("load", &["--redacted"]).ends(3);
        assert!(inside.err.contains("background"), "{}", inside.err);
    }
}
