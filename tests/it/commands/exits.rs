//! How each command ends, and that a failure leaves standard output empty.

use std::error::Error;
use std::fs;

use crate::program::{Case, nutgraf};

/// Runs `nutgraf` with CASE, EDITION and NEW put in for their paths; the code
/// must be this, and the word must be on standard error (on standard output
/// where the code is 0 or 1).
fn assert_ends(case: &Case, command: &[&str], code: i32, word: &str) {
    let edition = case.file("whole.edition");
    let fresh = case.file("new");
    let arguments: Vec<String> = command
        .iter()
        .map(|part| match *part {
            "CASE" => case.path().to_owned(),
            "EDITION" => edition.display().to_string(),
            "NEW" => fresh.display().to_string(),
            "TABLE" => case.file("people.csv").display().to_string(),
            other => other.to_owned(),
        })
        .collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let run = nutgraf(&arguments).ends(code);
    let shown = match code {
        0 | 1 => format!("{}{}", run.out, run.err),
        _ => run.err,
    };
    assert!(
        shown.contains(word),
        "{command:?} does not say `{word}`: {shown}"
    );
    if code > 1 {
        assert_eq!(run.out, "", "{command:?} failed and answered");
        let begins = if command.is_empty() {
            "Usage"
        } else {
            "error:"
        };
        assert!(shown.contains(begins), "{command:?}: {shown}");
    }
}

#[test]
fn every_command_ends_as_the_help_says() {
    let case = Case::first();
    let edition = case.file("whole.edition").display().to_string();
    nutgraf(&["load", case.path(), "--edition", &edition]).ends(0);
    for (command, code, word) in [
        // Answered.
        (&["--version"][..], 0, "nutgraf"),
        (&["--help"], 0, "5 a limit was hit"),
        (&["check", "CASE"], 0, "0 errors"),
        (&["check", "EDITION"], 0, "sound"),
        (&["check", "EDITION", "-o", "json"], 0, "\"sound\": true"),
        (&["load", "CASE"], 0, "edition"),
        (&["find", "CASE", "zhao"], 0, "changpeng-zhao"),
        (&["show", "CASE", "CZ"], 0, "DENIED"),
        (&["path", "CASE", "CZ", "usd1"], 0, "2 hops"),
        (&["path", "CASE", "CZ", "changpeng-zhao"], 0, "0 hops"),
        (&["query", "CASE", "denials"], 0, "wlf-denies"),
        (
            &["query", "CASE", "-e", "SELECT ?a { ?a a rel:nothing }"],
            0,
            "0 rows",
        ),
        (
            &["query", "CASE", "-e", "ASK { ?a reported:met ?b }"],
            0,
            "yes",
        ),
        (&["queries"], 0, "denials"),
        (&["queries", "denials"], 0, "SELECT"),
        (&["export", "CASE", "--format", "nt"], 0, "ns#Claim"),
        (&["explain"], 0, "bad-date"),
        (&["explain", "standing"], 0, "rules"),
        (&["explain", "no-reply"], 0, "asked"),
        (&["replies", "CASE"], 0, "declined"),
        (
            &["audit", "CASE", "--only", "retracted"],
            0,
            "nothing found",
        ),
        // Searched, and the answer is no.
        (&["audit", "CASE"], 1, "single-origin"),
        (&["find", "CASE", "zzzz"], 1, "zzzz"),
        (
            &["path", "CASE", "CZ", "bloomberg"],
            1,
            "no link on record connects",
        ),
        (
            &["path", "CASE", "CZ", "trump-family", "--max-hops", "1"],
            1,
            "the shortest has 2",
        ),
        (
            &["query", "CASE", "-e", "ASK { ?a uncontested:met ?b }"],
            1,
            "no",
        ),
        // Not understood.
        (
            &["audit", "CASE", "--only", "single-orign"],
            2,
            "single-origin",
        ),
        (&["audit", "CASE", "--as-of", "2026"], 2, "YYYY-MM-DD"),
        (&["replies", "CASE", "Nobody At All"], 2, "Nobody At All"),
        (&[], 2, "Usage"),
        (&["nosuch"], 2, "nosuch"),
        (&["find", "CASE"], 2, "TEXT"),
        (&["find", "CASE", " "], 2, "nothing to look for"),
        (&["show", "CASE", "Nobody At All"], 2, "Nobody At All"),
        (&["show", "CASE", "CZ", "-o", "xml"], 2, "xml"),
        (&["path", "CASE", "CZ"], 2, "TO"),
        (&["path", "CASE", "CZ", "usd1", "--max-hops", "0"], 2, "0"),
        (&["path", "CASE", "CZ", "usd1", "-k", "0"], 2, "0"),
        (
            &["path", "CASE", "CZ", "usd1", "-k", "2", "--all-shortest"],
            2,
            "cannot be used with",
        ),
        (&["query", "CASE"], 2, "QUERY"),
        (&["query", "CASE", "denialz"], 2, "did you mean `denials`"),
        (&["query", "CASE", "claims-about"], 2, "entity"),
        (
            &["query", "CASE", "claims-about", "-p", "entity"],
            2,
            "name=value",
        ),
        (
            &["query", "CASE", "claims-about", "-p", "ent=CZ"],
            2,
            "no parameter `ent`",
        ),
        (
            &[
                "query",
                "CASE",
                "claims-about",
                "-p",
                "entity=CZ",
                "-p",
                "entity=usd1",
            ],
            2,
            "given twice",
        ),
        (
            &["query", "CASE", "claims-about", "-p", "entity=Nobody"],
            2,
            "Nobody",
        ),
        (
            &["query", "CASE", "entered-since", "-p", "since=12/11/2024"],
            2,
            "2025-03-31",
        ),
        (
            &["query", "CASE", "-e", "SELECT (<http://a.b/f>(1) AS ?x) {}"],
            2,
            "http://a.b/f",
        ),
        (
            &["query", "CASE", "-e", "SELECT * { ?s ?p }"],
            2,
            "line 1, column",
        ),
        (
            &[
                "query",
                "CASE",
                "-e",
                "SELECT * { SERVICE <http://a.b/> { ?s ?p ?o } }",
            ],
            2,
            "SERVICE <http://a.b/>",
        ),
        (
            &[
                "query",
                "CASE",
                "-e",
                "SELECT * { SERVICE SILENT <http://a.b/> { ?s ?p ?o } }",
            ],
            2,
            "SERVICE",
        ),
        (
            &[
                "query",
                "CASE",
                "-e",
                "SELECT * FROM <http://a.b/> { ?s ?p ?o }",
            ],
            2,
            "FROM",
        ),
        (
            &["query", "CASE", "-e", "SELECT * { GRAPH ?g { ?s ?p ?o } }"],
            2,
            "GRAPH",
        ),
        (&["query", "CASE", "-e", "LOAD <http://a.b/>"], 2, "LOAD"),
        (
            &["query", "CASE", "-e", "INSERT DATA { <a:a> <a:b> <a:c> }"],
            2,
            "INSERT DATA",
        ),
        (
            &["query", "CASE", "-e", "DELETE WHERE { ?s ?p ?o }"],
            2,
            "never changed",
        ),
        (
            &["query", "CASE", "-e", "DESCRIBE entity:usd1", "-o", "csv"],
            2,
            "ttl",
        ),
        (&["query", "CASE", "-e", "ASK {}", "-o", "nt"], 2, "nt"),
        (&["queries", "denialz"], 2, "denials"),
        (&["explain", "bad-dat"], 2, "bad-date"),
        (&["load", "CASE", "CASE"], 2, "--edition"),
        (&["load"], 2, "CASES"),
        (&["init", "CASE"], 2, "not empty"),
        // Not to be read or written.
        (&["check", "NEW"], 4, "new"),
        (&["load", "NEW"], 4, "new"),
        (&["find", "NEW", "a"], 4, "nutgraf init"),
        (&["show", "TABLE", "a"], 4, "folder of tables"),
        (&["check", "TABLE"], 4, "folder of tables"),
        (&["load", "TABLE"], 4, "folder of tables"),
        (&["query", "CASE", "nofile.rq"], 4, "nofile.rq"),
        (
            &["load", "CASE", "--edition", "TABLE"],
            4,
            "not overwritten",
        ),
        (&["init", "TABLE"], 4, "people.csv"),
    ] {
        assert_ends(&case, command, code, word);
    }
}

#[test]
fn an_error_in_the_tables_is_three_everywhere_and_nothing_is_answered() -> Result<(), Box<dyn Error>>
{
    let case = Case::copy("example");
    let text = fs::read_to_string(case.file("relationships.csv"))?;
    fs::write(
        case.file("relationships.csv"),
        text.replace(",orrin-vale,", ",orrin-vael,"),
    )?;
    for command in [
        &["load", "CASE"][..],
        &["find", "CASE", "vale"],
        &["show", "CASE", "orrin-vale"],
        &["path", "CASE", "orrin-vale", "tamsin-quill"],
        &["query", "CASE", "denials"],
        &["export", "CASE", "--format", "nt"],
    ] {
        assert_ends(&case, command, 3, "did you mean `orrin-vale`?");
    }
    // Here the problems are the answer.
    let run = case.run("check", &[]).ends(3);
    assert!(
        run.out.contains("dangling-reference") && run.err.is_empty(),
        "{}",
        run.err
    );
    assert_eq!(
        case.run("check", &["-o", "json"]).ends(3).json()["errors"],
        1
    );
    Ok(())
}

#[test]
fn a_query_file_may_begin_with_a_mark_and_end_lines_as_windows_does() -> Result<(), Box<dyn Error>>
{
    let case = Case::first();
    let file = case.file("own.rq");
    fs::write(
        &file,
        "\u{feff}# mine\r\nSELECT ?c\r\nWHERE { ?c a ng:Meeting }\r\n",
    )?;
    let file = file.display().to_string();
    let run = case.run("query", &[&file, "-o", "csv"]).ends(0);
    assert_eq!(run.out.lines().count(), 2, "{}", run.out);
    // It lies in the case folder, but is no table.
    assert!(!run.err.contains("warning"), "{}", run.err);
    Ok(())
}

#[test]
fn a_workbook_is_refused_with_what_to_do() -> Result<(), Box<dyn Error>> {
    let case = Case::of(&[("book.xlsx", "PK\u{3}\u{4}")]);
    let book = case.file("book.xlsx").display().to_string();
    for verb in ["check", "load"] {
        let run = nutgraf(&[verb, &book]).ends(4);
        assert!(run.err.contains("CSV UTF-8"), "{verb}: {}", run.err);
    }
    let run = nutgraf(&["find", &book, "a"]).ends(4);
    assert!(run.err.contains("CSV UTF-8"), "{}", run.err);
    Ok(())
}

#[test]
fn a_limit_that_was_hit_is_five_in_every_form() {
    // Layers of three, each linked to all of the next: 3^12 shortest paths.
    let layers = 13;
    let mut people = "id,name\n".to_owned();
    let mut links = "id,subject,relation,object,sources,text\n".to_owned();
    for layer in 0..layers {
        for at in 0..3 {
            people.push_str(&format!("p{layer}-{at},Person {layer} {at}\n"));
            for next in 0..3 {
                if layer + 1 < layers {
                    let to = layer + 1;
                    links.push_str(&format!(
                        "l{layer}-{at}-{next},p{layer}-{at},associate-of,p{to}-{next},s,said\n"
                    ));
                }
            }
        }
    }
    let case = Case::of(&[
        ("people.csv", &people),
        ("relationships.csv", &links),
        ("sources.csv", "id,kind,name\ns,publication,Paper\n"),
    ]);
    for form in super::FORMS {
        let run = case
            .run("path", &["p0-0", "p12-2", "--all-shortest", "-o", form])
            .ends(5);
        assert!(run.err.contains("NOT COMPLETE"), "{form}: {}", run.err);
        if form == "json" {
            let value = run.json();
            assert_eq!(value["complete"], false);
            assert_eq!(value["limit"], "listed");
            assert_eq!(value["total"], 177147);
        }
    }
}

#[test]
fn init_makes_a_case_that_answers_and_whose_hints_can_be_typed() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let made = folder.path().join("my first case");
    let made = made.to_str().ok_or("a temporary folder has a plain name")?;
    let run = nutgraf(&["init", made]).ends(0);
    assert!(
        run.out.contains(&format!("nutgraf check \"{made}\"")),
        "{}",
        run.out
    );
    nutgraf(&["check", made]).ends(0);
    nutgraf(&["path", made, "Orrin Vale", "Port Brindle council"]).ends(0);
    nutgraf(&["query", made, "denials"]).ends(0);
    nutgraf(&["init", made]).ends(2);
    Ok(())
}
