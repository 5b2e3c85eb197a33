//! The programs in `docs/notebooks.md`, run as they stand there against a server:
//! each says in its first line which command gives the same rows.

use std::error::Error;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::program::nutgraf;
use crate::rdflib::python;
use crate::serving::Server;

type Outcome = Result<(), Box<dyn Error>>;

const PAGE: &str = "docs/notebooks.md";
const FIRST: &str = "data/binance-usd1";
/// Where the page says that the server is.
const THERE: &str = "http://127.0.0.1:7373/";
const SAME_AS: &str = "the same rows as: nutgraf query CASE ";

/// The blocks of a language, in their order.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let after = text.split(&fence).skip(1);
    after
        .filter_map(|rest| Some(rest.split_once("\n```")?.0.to_owned()))
        .collect()
}

/// The rows of CSV, the header first.
fn rows(text: &str) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        rows.push(row?.iter().map(str::to_owned).collect());
    }
    Ok(rows)
}

/// What the command prints that a block names.
fn printed(block: &str, query: &str) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let first = block.lines().next().unwrap_or_default();
    let (_, asked) = first.split_once(SAME_AS).ok_or("no command is named")?;
    let mut arguments = vec!["query", FIRST];
    match asked.split_once(" --param ") {
        Some((name, value)) => arguments.extend([name, "--param", value]),
        None if asked == "question.rq" => {
            // The program asks for what the page shows.
            assert!(block.contains(query), "{block}");
            arguments.extend(["-e", query]);
        }
        None => arguments.push(asked),
    }
    arguments.extend(["-o", "csv"]);
    let rows = rows(&nutgraf(&arguments).ends(0).out)?;
    assert!(rows.len() > 2, "{asked} has rows");
    Ok(rows)
}

#[test]
fn the_programs_in_python_get_what_the_command_line_prints() -> Outcome {
    let page = fs::read_to_string(PAGE)?;
    let query = blocks(&page, "sparql").remove(0);
    let server = Server::start(FIRST, &[]);
    let programs = blocks(&page, "python");
    assert_eq!(programs.len(), 4);
    for program in programs {
        let expected = printed(&program, &query)?;
        let here = program.replace(THERE, &server.address);
        assert_ne!(here, program);
        let output = Command::new(python()?)
            .args(["-W", "ignore", "-c", &here])
            .env("NO_PROXY", "*")
            .output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}\n{program}");
        let given = String::from_utf8(output.stdout)?;
        assert_eq!(rows(given.trim_end_matches('\n'))?, expected, "{program}");
        if program.contains("Nutgraf-Note") {
            assert!(said.contains("DENIED"), "{said}");
        }
    }
    Ok(())
}

#[test]
fn the_programs_in_javascript_get_what_the_command_line_prints() -> Outcome {
    let page = fs::read_to_string(PAGE)?;
    let query = blocks(&page, "sparql").remove(0);
    let server = Server::start(FIRST, &[]);
    let work = tempfile::tempdir()?;
    let programs = blocks(&page, "js");
    assert_eq!(programs.len(), 1);
    for program in programs {
        let expected = printed(&program, &query)?;
        let here = program.replace(THERE, &server.address);
        assert_ne!(here, program);
        let file = work.path().join("program.mjs");
        fs::write(&file, here)?;
        let output = Command::new("node").arg(&file).output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}\n{program}");
        assert!(said.contains("DENIED"), "{said}");
        let given: Vec<Value> = serde_json::from_slice(&output.stdout)?;
        let names = &expected[0];
        let given: Vec<Vec<String>> = given
            .iter()
            .map(|row| {
                let cell = |name: &String| row[name].as_str().unwrap_or_default().to_owned();
                names.iter().map(cell).collect()
            })
            .collect();
        assert_eq!(given, expected[1..], "{program}");
    }
    Ok(())
}

#[test]
fn a_site_that_was_named_may_ask_the_endpoint_and_read_its_notes() {
    let site = "https://observablehq.com";
    let path = "/sparql?query=SELECT+*+%7B+%3Fc+a+ng%3AClaim+%7D";
    let asked = [
        ("Origin", site),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Mode", "cors"),
    ];
    let server = Server::start(FIRST, &["--allow-origin", site]);
    let reply = server.ask("GET", path, &asked, b"");
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("access-control-allow-origin"), site);
    assert!(
        reply
            .header("access-control-expose-headers")
            .contains("Nutgraf-Note")
    );
    assert!(reply.all("nutgraf-note").concat().contains("DENIED"));
    // The form that `fetch` sends needs no question before; one with a type of its own does.
    let before = [
        ("Origin", site),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type"),
    ];
    let reply = server.ask("OPTIONS", "/sparql", &before, b"");
    assert_eq!(reply.status, 204);
    assert!(
        reply
            .header("access-control-allow-headers")
            .contains("Content-Type")
    );
    let other = Server::start(FIRST, &[]);
    assert_eq!(other.ask("GET", path, &asked, b"").status, 403);
}
