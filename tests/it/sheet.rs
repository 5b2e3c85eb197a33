//! `nutgraf sheet`: the same rows in every form, in the story's order, and the
//! checks of an edited sheet back in the tables with nothing else touched.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::program::{Case, Run, nutgraf};
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
        assert_eq!(sheet["filter"], format!("A1:X{last}"));
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
        run.err.contains("1 line asserts something without a claim"),
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
    assert!(html.contains("1 line without a claim"), "{html}");
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

/// Writes a sheet as CSV, lets Python's own reader and writer change cells, and
/// imports it. `changes` is claim, column, value; `dialect` what `csv.writer` takes.
fn edit(
    case: &Case,
    changes: &[(&str, &str, &str)],
    dialect: &str,
) -> Result<String, Box<dyn Error>> {
    let sheet = case.file("sheet.csv.txt");
    let name = sheet.to_str().ok_or("plain")?.to_owned();
    let out = nutgraf_bytes(&["sheet", case.path(), "-o", "csv"])?;
    fs::write(&sheet, out)?;
    let script = format!(
        "import csv, json, sys\n\
         rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))\n\
         at = dict((name, i) for i, name in enumerate(rows[0]))\n\
         for claim, column, value in json.loads(sys.argv[2]):\n\
         \x20   for row in rows[1:]:\n\
         \x20       if row[at['claim']] == claim: row[at[column]] = value\n\
         with open(sys.argv[1], 'w', newline='', encoding='utf-8-sig') as f: csv.writer(f, {dialect}).writerows(rows)\n"
    );
    let changes = serde_json::to_string(changes)?;
    let done = Command::new(python()?)
        .args(["-c", &script, &name, &changes])
        .output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into());
    }
    Ok(name)
}

fn import(case: &Case, sheet: &str, more: &[&str]) -> Run {
    nutgraf(&[&["sheet", case.path(), "--import", sheet], more].concat())
}

fn tables(case: &Case) -> Result<BTreeMap<String, Vec<u8>>, std::io::Error> {
    let mut tables = BTreeMap::new();
    for entry in fs::read_dir(case.path())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".csv") {
            tables.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(tables)
}

#[test]
fn an_edited_sheet_changes_its_cells_and_no_other_byte() -> Outcome {
    for dialect in [
        "dialect='excel'",
        "delimiter=';', quoting=csv.QUOTE_ALL",
        "lineterminator='\\n'",
    ] {
        let case = naughty();
        let before = tables(&case)?;
        let sheet = edit(&case, &[], dialect)?;
        let run = import(&case, &sheet, &["--write"]).ends(0);
        assert_eq!(
            (run.out.as_str(), run.err.lines().last()),
            ("", Some("no change")),
            "{}",
            run.err
        );
        assert_eq!(tables(&case)?, before);
        let concern = "=2+2; \"so\", he\nsaid";
        let changes = [
            ("c1", "check", "accurate"),
            ("c1", "concern", concern),
            ("c2", "checked_by", ""),
            ("m.ann", "check", "needs-attention"),
            ("m.bo", "check", "needs-attention"),
        ];
        let sheet = edit(&case, &changes, dialect)?;
        let run = import(&case, &sheet, &[]).ends(0);
        assert!(run.err.contains("4 changes; add --write"), "{}", run.err);
        assert_eq!(run.out.lines().count(), 4, "{}", run.out);
        assert!(
            run.out
                .contains("meetings.csv row 2, check: empty → “needs-attention”"),
            "{}",
            run.out
        );
        assert_eq!(tables(&case)?, before);
        import(&case, &sheet, &["--write"]).ends(0);
        let mut expected = before.clone();
        let text = String::from_utf8(before["relationships.csv"].clone())?;
        let text = text
            .replace(
                ",3,unchecked,,\n",
                ",3,accurate,,\"=2+2; \"\"so\"\", he\nsaid\"\n",
            )
            .replace(",accurate,=cmd,", ",accurate,,");
        expected.insert("relationships.csv".to_owned(), text.into_bytes());
        expected.insert(
            "meetings.csv".to_owned(),
            b"id,participants,sources,text,check\nm,ann;bo,v,@met,needs-attention\n".to_vec(),
        );
        assert_eq!(tables(&case)?, expected);
        let run = import(&case, &sheet, &["--write"]).ends(0);
        assert!(
            run.err
                .contains("no change; 4 edits are in the tables already"),
            "{}",
            run.err
        );
        assert_eq!(tables(&case)?, expected);
        let row = csv_of(&case, &[])?
            .into_iter()
            .find(|row| row["claim"] == "c1")
            .ok_or("c1")?;
        assert_eq!(plain(&row["concern"]), concern);
    }
    Ok(())
}

#[test]
fn what_is_wrong_with_a_sheet_is_all_said_and_nothing_is_written() -> Outcome {
    let case = naughty();
    let before = tables(&case)?;
    let sheet = edit(
        &case,
        &[
            ("c1", "check", "Accurate"),
            ("c2", "claim", "c22"),
            ("m.ann", "check", "accurate"),
            ("m.ann", "concern", "said"),
            ("m.bo", "concern", "said"),
            ("c3", "check", "accurate"),
        ],
        "dialect='excel'",
    )?;
    let run = import(&case, &sheet, &["--write"]).ends(3);
    for words in [
        "`Accurate` is no value of `check`",
        "did you mean `accurate`?",
        "no claim has the id `c22`",
        "`m.bo` has empty here and `m.ann` has `accurate` on line",
        "meetings.csv has no column `concern`",
        "4 errors in the sheet: nothing was written",
    ] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    assert_eq!(run.out, "");
    assert_eq!(tables(&case)?, before);
    fs::write(&sheet, "claim;check\nc1;accurate\n")?;
    let run = import(&case, &sheet, &["--write"]).ends(3);
    assert!(run.err.contains("no column `check_was`"), "{}", run.err);
    Ok(())
}

#[test]
fn a_row_that_changed_since_is_refused_with_both_values() -> Outcome {
    let case = naughty();
    let sheet = edit(
        &case,
        &[
            ("c2", "check", "needs-attention"),
            ("c2", "concern", "new"),
            ("c3", "check", "accurate"),
        ],
        "dialect='excel'",
    )?;
    let table = case.file("relationships.csv");
    let changed = fs::read_to_string(&table)?.replace("'=quoted", "the editor's");
    fs::write(&table, &changed)?;
    let run = import(&case, &sheet, &["--write"]).ends(3);
    assert!(
        run.err.contains("`concern` of `c2` is `new` in the sheet, where it was `'=quoted`; relationships.csv row 3 now has `the editor's`"),
        "{}",
        run.err
    );
    // The other row is taken back, and of this one nothing.
    let expected = changed.replace("line & <b>\",,,,,", "line & <b>\",,,accurate,,");
    assert_ne!(expected, changed);
    assert_eq!(fs::read_to_string(&table)?, expected);
    Ok(())
}

#[test]
fn edits_in_other_columns_are_said_and_left() -> Outcome {
    let case = naughty();
    let before = tables(&case)?;
    let changes = [
        ("c1", "text", "another"),
        ("c2", "standing", "true"),
        ("c2", "old_wording", "was so"),
    ];
    let sheet = edit(&case, &changes, "delimiter=';'")?;
    let run = import(&case, &sheet, &["--write"]).ends(0);
    assert!(
        run.err.contains(
            "2 rows were edited in columns that are not taken back: standing (row 4), text (row 2)"
        ),
        "{}",
        run.err
    );
    assert_eq!(tables(&case)?, before);
    Ok(())
}
