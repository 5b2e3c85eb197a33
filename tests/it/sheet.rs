//! `nutgraf sheet`: the same rows in every form, in the story's order, and the
//! checks of an edited sheet back in the tables with nothing else touched.

mod import;
mod spared;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use nutgraf::answer::{Checking, Graph};
use nutgraf::edition::Edition;
use nutgraf::render::line_by_line::write_xlsx_split;
use serde_json::Value;

use crate::program::Case;
use crate::rdflib::python;

type Outcome = Result<(), Box<dyn Error>>;

/// Rows by the names of their columns.
type Rows = Vec<BTreeMap<String, String>>;

fn csv_rows(text: &str) -> Result<Rows, csv::Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    reader
        .records()
        .map(|row| {
            let row = row?;
            let cells = header.iter().cloned().zip(row.iter().map(str::to_owned));
            Ok(cells.collect())
        })
        .collect()
}

fn column<'r>(rows: &'r Rows, name: &str) -> Vec<&'r str> {
    rows.iter().map(|row| row[name].as_str()).collect()
}

fn csv_of(case: &Case, more: &[&str]) -> Result<Rows, csv::Error> {
    let arguments = [&["-o", "csv"], more].concat();
    csv_rows(&case.run("sheet", &arguments).ends(0).out)
}

/// Our guard taken off by hand, as a second opinion on the one in the program.
fn plain(cell: &str) -> &str {
    let rest = cell.trim_start_matches('\'');
    let number = rest.parse::<f64>().is_ok() && !rest.ends_with('.');
    match cell.strip_prefix('\'') {
        Some(bare) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && !number => bare,
        _ => cell,
    }
}

/// Texts that spreadsheets, XML and pages stumble over.
fn naughty() -> Case {
    let long = "ten thousand ".repeat(800);
    let text = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    Case::of(&[
        ("people.csv", "id,name\nann,=Ann()\nbo,Bo\n"),
        ("companies.csv", "id,name\nacme,Acme\n"),
        (
            "sources.csv",
            "id,kind,name,knowledge,reliability,url,via\np,publication,Paper,,B,https://paper.example/,\nv,anonymous,@voice,secondhand,,,p\n",
        ),
        (
            "relationships.csv",
            &format!(
                "id,subject,relation,object,sources,text,quote,credibility,check,checked_by,concern\n\
                 c1,ann,owns,acme,v,=1+1,{},3,unchecked,,\n\
                 c2,bo,owns,acme,p,{},,,accurate,=cmd,'=quoted\n\
                 c3,bo,works-for,acme,p;v,{},,,,,{}\n\
                 c4,bo,adviser-to,acme,p,+49 30 1234,,,,,-3.5\n",
                text("a \"quote\"\nand \u{7} \u{202e}turned <script>"),
                text(&long),
                text("_x0041_ \u{1b}[2J\ttab\r\nline & <b>"),
                text("|pipe| ' \" ; ,"),
            ),
        ),
        (
            "meetings.csv",
            "id,participants,sources,text,check\nm,ann;bo,v,@met,\n",
        ),
        (
            "denials.csv",
            "id,of,stance,scope,by,quote\nd1,c1,denied,whole,ann,\"=no, \"\"never\"\"\"\nd2,m,denied,part,bo,\n",
        ),
    ])
}

fn workbooks(paths: &[&Path]) -> Result<Value, Box<dyn Error>> {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/xlsx_check.py");
    let output = Command::new(python()?).arg(script).args(paths).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// What a workbook shows of a text.
fn in_workbook(cell: &str) -> String {
    let cell = cell.replace("\r\n", "\n");
    let mut shown = String::new();
    for c in cell.chars() {
        match c {
            '\u{7}' | '\u{1b}' | '\u{202e}' => {
                shown.push_str(&format!("\\u{{{:x}}}", u32::from(c)))
            }
            c => shown.push(c),
        }
    }
    shown
}

#[test]
fn a_workbook_read_by_openpyxl_has_the_cells_of_the_csv_and_no_formula() -> Outcome {
    let folder = tempfile::tempdir()?;
    for case in [naughty(), Case::first(), Case::copy("example")] {
        let file = folder.path().join("sheet.xlsx");
        let into = file.to_str().ok_or("plain")?;
        case.run("sheet", &["-o", "xlsx", "-O", into]).ends(0);
        let piped = nutgraf_bytes(&["sheet", case.path(), "-o", "xlsx"])?;
        let second = folder.path().join("piped.xlsx");
        fs::write(&second, piped)?;
        let read = workbooks(&[&file, &second])?;
        assert_eq!(read[0], read[1]);
        let sheet = &read[0][0];
        assert_eq!(read[0].as_array().map(Vec::len), Some(1));
        assert_eq!(sheet["formulas"], serde_json::json!([]));
        assert_eq!(sheet["frozen"], "A2");
        assert_eq!(sheet["wrapped"], true);
        let text = case.run("sheet", &["-o", "csv"]).ends(0).out;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
        let last = rows.len();
        assert_eq!(sheet["filter"], format!("A1:Y{last}"));
        assert_eq!(
            sheet["choices"],
            serde_json::json!([[
                format!("M2:M{last}"),
                "\"unchecked,accurate,needs-attention\""
            ]])
        );
        let cells = sheet["rows"].as_array().ok_or("rows")?;
        assert_eq!(cells.len(), rows.len());
        for (given, row) in cells.iter().zip(&rows) {
            let expected: Vec<String> = row
                .iter()
                .map(|cell| in_workbook(plain(cell)).replace(" | ", "\n"))
                .collect();
            let given: Vec<String> = given
                .as_array()
                .ok_or("cells")?
                .iter()
                .map(|cell| cell.as_str().unwrap_or_default().replace(" | ", "\n"))
                .collect();
            assert_eq!(given, expected);
        }
        let standings = rows
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, row)| &row[10] != "no denial recorded");
        let red: Vec<String> = standings.map(|(at, _)| format!("K{}", at + 1)).collect();
        assert_eq!(sheet["red"], serde_json::json!(red));
        assert!(!red.is_empty());
    }
    Ok(())
}

fn nutgraf_bytes(arguments: &[&str]) -> Result<Vec<u8>, std::io::Error> {
    Ok(crate::program::command(arguments).output()?.stdout)
}

#[test]
fn more_rows_than_a_worksheet_holds_go_on_in_the_next() -> Outcome {
    let case = Case::copy("example");
    let whole = csv_of(&case, &["--with-protected"])?;
    let graph = Graph::new(Edition::open(&case.edition())?)?;
    let checking = Checking::new(&graph, None)?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("split.xlsx");
    write_xlsx_split(&checking, fs::File::create(&file)?, 5)?;
    let read = workbooks(&[&file])?;
    let sheets = read[0].as_array().ok_or("worksheets")?;
    let titles: Vec<&str> = sheets
        .iter()
        .filter_map(|sheet| sheet["title"].as_str())
        .collect();
    assert_eq!(titles, ["claims", "claims (2)", "claims (3)"]);
    let mut claims = Vec::new();
    for sheet in sheets {
        let rows = sheet["rows"].as_array().ok_or("rows")?;
        assert_eq!(sheet["filter"], format!("A1:Y{}", rows.len()));
        assert_eq!(rows[0][2], "claim");
        claims.extend(rows[1..].iter().filter_map(|row| row[2].as_str()));
    }
    assert_eq!(claims, column(&whole, "claim"));
    Ok(())
}

#[test]
fn a_closed_pipe_is_quiet_in_every_form() -> Outcome {
    let case = Case::copy("example");
    case.run("load", &["--redacted"]).ends(0);
    for form in ["html", "csv", "xlsx", "md", "json"] {
        let arguments = ["sheet", case.path(), "-o", form];
        let mut command = crate::program::command(&arguments);
        let (reader, writer) = std::io::pipe()?;
        drop(reader);
        let output = command.stdout(writer).output()?;
        let said = String::from_utf8(output.stderr)?;
        assert!(output.status.success(), "{form}: {said}");
        assert_eq!(
            said.lines()
                .filter(|line| !line.starts_with("note: "))
                .count(),
            0,
            "{said}"
        );
    }
    Ok(())
}

#[test]
fn a_text_that_no_cell_holds_is_refused_and_not_cut() -> Outcome {
    let folder = tempfile::tempdir()?;
    let into = folder.path().join("sheet.xlsx");
    fs::write(&into, "old")?;
    let long = "x".repeat(32_768);
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
        ("sources.csv", "id,kind,name\np,publication,Paper\n"),
        (
            "relationships.csv",
            &format!("id,subject,relation,object,sources,text\nc1,ann,parent-of,bo,p,{long}\n"),
        ),
    ]);
    let run = case
        .run(
            "sheet",
            &["-o", "xlsx", "-O", into.to_str().ok_or("plain")?],
        )
        .ends(5);
    assert!(run.err.contains("`text` of `c1` has 32768"), "{}", run.err);
    assert_eq!(fs::read(&into)?, b"old");
    assert_eq!(fs::read_dir(folder.path())?.count(), 1);
    assert_eq!(column(&csv_of(&case, &[])?, "text"), [long.as_str()]);
    Ok(())
}

#[test]
fn every_form_shows_every_claim_and_answer() -> Outcome {
    for case in [naughty(), Case::first(), Case::copy("example")] {
        let json = case.run("sheet", &["-o", "json"]).ends(0).json();
        assert_eq!(json["schema"], "nutgraf/sheet/1");
        assert_eq!(json["story"], Value::Null);
        let rows = json["rows"].as_array().ok_or("rows")?;
        assert_eq!(json["claims"], rows.len());
        assert_eq!(json["listed"], rows.len());
        let csv = csv_of(&case, &[])?;
        let html = case.run("sheet", &[]).ends(0).out;
        let md = case.run("sheet", &["-o", "md"]).ends(0).out;
        assert_eq!(md.lines().count(), rows.len() + 2);
        assert_eq!(html.matches("<tr class").count(), rows.len());
        assert!(
            !html.contains("<script>") && html.ends_with("</html>\n") | html.ends_with("</html>")
        );
        for (row, cells) in rows.iter().zip(&csv) {
            let claim = &row["claim"];
            let id = claim["id"].as_str().ok_or("id")?;
            assert_eq!(cells["claim"], id);
            assert_eq!(
                row["grades"].as_array().map(Vec::len),
                claim["sources"].as_array().map(Vec::len)
            );
            // The same claim by itself.
            let shown = case.run("show", &[id, "-o", "json"]).ends(0).json();
            assert_eq!(shown["claim"]["standing"], claim["standing"], "{id}");
            for answer in claim["answers"].as_array().ok_or("answers")? {
                let answer = answer["id"].as_str().ok_or("id")?;
                assert!(cells["answers"].contains(answer), "{cells:?}");
                assert!(html.contains(answer), "{answer}");
                assert!(md.contains(answer), "{answer}");
            }
        }
        // By the subject's name, then by id.
        let order: Vec<(String, &str)> = rows
            .iter()
            .map(|row| {
                (
                    row["claim"]["subject"]["name"]
                        .as_str()
                        .unwrap_or_default()
                        .to_lowercase(),
                    row["claim"]["id"].as_str().unwrap_or_default(),
                )
            })
            .collect();
        assert!(order.is_sorted(), "{order:?}");
    }
    Ok(())
}

#[test]
fn grades_and_hands_are_those_of_the_sources() -> Outcome {
    let rows = csv_of(&naughty(), &[])?;
    let of = |id: &str| {
        rows.iter()
            .find(|row| row["claim"] == id)
            .ok_or("the claim")
    };
    let first = of("c1")?;
    assert_eq!(
        (first["hand"].as_str(), first["grade"].as_str()),
        ("second-hand", "3")
    );
    assert_eq!(first["outlet"], "Paper");
    assert_eq!(first["standing"], "DENIED");
    assert!(
        first["sources"].ends_with("https://paper.example/"),
        "{}",
        first["sources"]
    );
    let third = of("c3")?;
    assert_eq!(third["hand"], "(1) unknown | (2) second-hand");
    // Unknown is left out, not written as if it were known.
    assert_eq!(third["grade"], "(1) B");
    assert_eq!(third["quote"], "");
    Ok(())
}

#[test]
fn rows_follow_the_lines_of_a_story() -> Outcome {
    let case = Case::first();
    let story = case.file("story.md");
    fs::write(
        &story,
        "# USD1\n\nZhao met Witkoff in Abu Dhabi. [zhao-witkoff-abu-dhabi]\nBinance paid fines [binance-paid-fines], [see](https://a.example).\n\nNobody has explained why.\n\nAgain the fines [binance-paid-fines; wlf-launched-usd1].\n",
    )?;
    let more = ["--story", story.to_str().ok_or("plain")?];
    let run = case
        .run("sheet", &[&more[..], &["-o", "csv"]].concat())
        .ends(0);
    assert!(
        run.err.contains(
            "note: 1 sentence asserts something without a claim; 1 heading not looked at; "
        ),
        "{}",
        run.err
    );
    let rows = csv_rows(&run.out)?;
    assert_eq!(column(&rows, "line"), ["3", "3", "4", "6", "8", "8"]);
    assert_eq!(
        column(&rows, "claim"),
        [
            "zhao-witkoff-abu-dhabi.changpeng-zhao",
            "zhao-witkoff-abu-dhabi.steve-witkoff",
            "binance-paid-fines",
            "",
            "binance-paid-fines",
            "wlf-launched-usd1"
        ]
    );
    assert_eq!(rows[3]["standing"], "no claim");
    assert_eq!(rows[3]["story_text"], "Nobody has explained why.");
    assert_eq!(rows[0]["standing"], "DENIED");
    let json = case
        .run("sheet", &[&more[..], &["-o", "json"]].concat())
        .ends(0)
        .json();
    assert_eq!(
        json["unused"].as_u64(),
        json["claims"].as_u64().map(|all| all - 4)
    );
    let html = case.run("sheet", &more).ends(0).out;
    assert!(html.contains("1 sentence without a claim"), "{html}");
    Ok(())
}

#[test]
fn every_mark_that_is_no_claim_is_named_with_its_place() -> Outcome {
    let case = Case::first();
    let story = case.file("story.md");
    fs::write(
        &story,
        "Fines [binance-paid-fine].\nAlso [changpeng-zhao] and [sic].\n",
    )?;
    let name = story.to_str().ok_or("plain")?;
    let run = case.run("sheet", &["--story", name]).ends(3);
    assert_eq!(run.out, "");
    for words in [
        "story.md:1:8",
        "did you mean `binance-paid-fines`",
        "story.md:2:7",
        "`changpeng-zhao` is a person, not a claim",
        "story.md:2:28",
        "written `\\[sic]`",
        "3 marks",
    ] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    Ok(())
}

#[test]
fn a_sheet_that_leaves_the_desk_names_no_protected_source() -> Outcome {
    let case = Case::copy("example");
    for form in ["html", "csv", "md", "json"] {
        let out = case.run("sheet", &["-o", form]).ends(0).out;
        assert!(!out.contains("Anstey"), "{form}");
        let out = case
            .run("sheet", &["-o", form, "--with-protected"])
            .ends(0)
            .out;
        assert!(out.contains("Anstey"), "{form}");
    }
    Ok(())
}

#[test]
fn no_sentence_hides_behind_the_mark_of_another() -> Outcome {
    let case = Case::copy("example");
    let story = case.file("story.md");
    let line = "Vale owns Gannet [vale-owns-gannet]. He bribed the mayor. He beats his wife.";
    fs::write(
        &story,
        format!("{line}\n\nThe Penhales are\ncrooks who\nstole it.\n"),
    )?;
    let more = ["--story", story.to_str().ok_or("plain")?];
    let rows = csv_of(&case, &more)?;
    assert_eq!(column(&rows, "line"), ["1", "1", "1", "3–5"]);
    assert_eq!(
        column(&rows, "story_text"),
        [
            line,
            "He bribed the mayor.",
            "He beats his wife.",
            "The Penhales are crooks who stole it."
        ]
    );
    assert_eq!(column(&rows, "standing")[1..], ["no claim"; 3]);
    let html = case.run("sheet", &more).ends(0).out;
    assert!(html.contains("3 sentences without a claim"), "{html}");
    assert!(html.contains("<strong>3–5</strong>"), "{html}");
    Ok(())
}
