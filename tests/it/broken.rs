//! Broken cases as data: each folder of `broken/` is a tiny case that shows
//! one problem, named for its code, with what is printed in `expected.txt`.
//!
//! `NUTGRAF_BLESS=1` rewrites the expectations; a person reads the difference.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use nutgraf::check::{Counts, check_case, redact_case};
use nutgraf::model::{
    Case, Code, Knowledge, Mode, Report, Speaker, Statement, Table, Target, assess, links,
};
use nutgraf::read::{Draft, columns, read_case};
use nutgraf::render::problems::render_problems;
use proptest::prelude::*;

/// The case without any problem: every table, every column.
const GOOD: &str = "no-problem";

/// Every folder, by name.
fn folders() -> Result<BTreeMap<String, PathBuf>, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/broken");
    let mut folders = BTreeMap::new();
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        folders.insert(
            entry.file_name().to_string_lossy().into_owned(),
            entry.path(),
        );
    }
    Ok(folders)
}

/// A case read and checked.
struct Checked {
    draft: Draft,
    case: Case,
    counts: Counts,
    report: Report,
}

fn check(folder: &Path) -> Result<Checked, Box<dyn Error>> {
    let written = tempfile::tempdir()?;
    let (draft, mut report) = read_case(write_out(folder, written.path())?, &mut |_| {})?;
    let (case, counts, found) = check_case(&draft);
    report.extend(found);
    // What would tell of a protected source is a problem of this step only.
    let (_, _, found) = redact_case(&draft, &case);
    report.extend(found);
    report.sort();
    Ok(Checked {
        draft,
        case,
        counts,
        report,
    })
}

/// The folder itself; or, where it has a `<table>.csv.template`, a copy in which
/// each `{{text*times}}` of it is written out.
fn write_out<'p>(folder: &'p Path, copy: &'p Path) -> Result<&'p Path, Box<dyn Error>> {
    let files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    if !files
        .iter()
        .any(|file| file.extension() == Some("template".as_ref()))
    {
        return Ok(folder);
    }
    for file in files {
        let name = file.file_name().unwrap_or_default();
        match Path::new(name).extension() {
            Some(extension) if extension == "template" => {
                let text = fs::read_to_string(&file)?;
                let mut parts = text.split("{{");
                let mut out = parts.next().unwrap_or_default().to_owned();
                for part in parts {
                    let (repeat, rest) = part.split_once("}}").ok_or("`{{` without `}}`")?;
                    let (text, times) = repeat.rsplit_once('*').ok_or("no `*`")?;
                    out += &text.repeat(times.parse()?);
                    out += rest;
                }
                fs::write(copy.join(name).with_extension(""), out)?;
            }
            _ => {
                fs::copy(&file, copy.join(name))?;
            }
        }
    }
    Ok(copy)
}

/// The code that a folder is named for: `<code>` or `<code>-<variant>`.
fn code_of(name: &str) -> Option<Code> {
    let codes = Code::ALL.iter().copied().filter(|code| {
        let rest = name.strip_prefix(code.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    });
    codes.max_by_key(|code| code.as_str().len())
}

#[test]
fn every_broken_case_shows_its_problems() -> Result<(), Box<dyn Error>> {
    let bless = std::env::var_os("NUTGRAF_BLESS").is_some();
    let mut wrong = Vec::new();
    for (name, folder) in folders()? {
        let Checked { report, .. } = check(&folder)?;
        let found = printed(&report)?;
        let file = folder.join("expected.txt");
        if bless {
            fs::write(file, found)?;
        } else if found != fs::read_to_string(file)? {
            wrong.push(format!("{name}:\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn every_code_has_a_broken_case_and_every_broken_case_its_code() -> Result<(), Box<dyn Error>> {
    let mut shown = Vec::new();
    for (name, folder) in folders()? {
        let Checked { report, .. } = check(&folder)?;
        if name == GOOD {
            assert_eq!(report.problems, []);
            continue;
        }
        let code = code_of(&name).ok_or_else(|| format!("`{name}` names no code"))?;
        let codes: Vec<Code> = report.problems.iter().map(|problem| problem.code).collect();
        assert!(codes.contains(&code), "{name} shows {codes:?}");
        shown.push(code);
    }
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !shown.contains(code))
        .map(|code| code.as_str())
        .collect();
    assert!(missing.is_empty(), "no broken case for {missing:?}");
    Ok(())
}

#[test]
fn every_row_that_was_read_is_accepted_or_refused() -> Result<(), Box<dyn Error>> {
    for (name, folder) in folders()? {
        let Checked {
            draft,
            counts,
            report,
            ..
        } = check(&folder)?;
        assert_eq!(draft.tables.len(), counts.tables.len(), "{name}");
        let mut refused = 0;
        for (table, rows) in &counts.tables {
            assert_eq!(rows.read, draft.tables[table].read(), "{name}: {table}");
            assert_eq!(rows.read, rows.accepted + rows.refused, "{name}: {table}");
            refused += rows.refused;
        }
        assert!(refused == 0 || report.has_errors(), "{name}");
    }
    Ok(())
}

#[test]
fn a_problem_says_where_it_is_and_what_was_expected() -> Result<(), Box<dyn Error>> {
    for (name, folder) in folders()? {
        let Checked { report, .. } = check(&folder)?;
        for problem in report.problems {
            assert!(!problem.message.is_empty(), "{name}: {problem:?}");
            assert!(!problem.expected.is_empty(), "{name}: {problem:?}");
            if let Some(place) = &problem.place
                && place.cell.is_some()
                && !place.text.contains('"')
                && !place.line_text.is_empty()
            {
                let at = place.column as usize - 1;
                let rest: String = place.line_text.chars().skip(at).collect();
                let first_line = place.text.lines().next().unwrap_or_default();
                assert!(rest.starts_with(first_line), "{name}: {problem:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn every_code_is_explained() {
    for code in Code::ALL {
        let words = code.explanation().split_whitespace().count();
        assert!(words >= 12, "{}: {words} words", code.as_str());
    }
}

/// Every id that a question may name, with what is said of it, in a line.
fn claim_lines(case: &Case) -> BTreeMap<&str, String> {
    let mut lines = BTreeMap::new();
    for (_, claim) in case.claims.iter() {
        let mut line = claim.text.to_string();
        for citation in claim.citations() {
            line += &format!(" [{}", case.sources[citation.source].id);
            let passage = citation.passage();
            for part in [&passage.quote, &passage.locator].into_iter().flatten() {
                line += &format!(", {part}");
            }
            line += "]";
        }
        for part in &claim.summarises {
            line += &format!(" sums up {}", case.claims[*part].id);
        }
        lines.insert(&claim.id[..], line);
    }
    lines
}

#[test]
fn a_case_without_problems_is_taken_as_it_is_written() -> Result<(), Box<dyn Error>> {
    let folders = folders()?;
    let Checked { case, draft, .. } = check(&folders[GOOD])?;
    assert_eq!(draft.tables.len(), Table::ALL.len(), "every table is there");
    for table in draft.tables.values() {
        for column in columns(table.table()) {
            assert!(
                table.has_column(column.name),
                "{} {}",
                table.table(),
                column.name
            );
        }
    }
    assert_eq!(case.title.as_deref(), Some("Boats of Lake Ammer"));
    assert_eq!(case.base, "https://example.org/boats/");
    assert_eq!((case.entities.len(), case.sources.len()), (9, 7));
    assert!(
        case.relations
            .find("sails-with")
            .is_some_and(|r| case.relations[r].symmetric)
    );
    let claims = claim_lines(&case);
    let said = |id: &str| claims.get(id).map_or("nothing", String::as_str);
    assert_eq!(claims.len(), 13);
    // A source with passages is not cited besides without one.
    assert_eq!(
        said("ann-rows"),
        "Ann Moor rows for Lake Boats. [more-rowers] \
         [two-rowers, She rows, paragraph 3] [two-rowers, She still rows, paragraph 9]"
    );
    // The quote of a meeting's own row is every attendance's.
    assert_eq!(
        said("regatta.bo"),
        "Ann Moor, Bo Lind and the crew met. [two-rowers, Bo was there] \
         [two-rowers, We all met] [two-rowers, They waved., page 2]"
    );
    assert_eq!(
        said("ann-boats"),
        "Ann Moor founded Lake Boats. [editor] sums up ann-rows sums up paid \
         sums up regatta.ann sums up regatta.bo sums up regatta.crew"
    );
    let claim = |id: &str| {
        case.claims
            .find(id)
            .map(|claim| &case.claims[claim])
            .ok_or("no such claim")
    };
    assert_eq!(claim("ali-boats")?.when, None, "unknown is absent");
    assert_eq!(claim("ali-boats")?.credibility, None);
    let source = |id: &str| {
        case.sources
            .find(id)
            .map(|source| &case.sources[source])
            .ok_or("no such source")
    };
    assert_eq!(source("more-rowers")?.voices, None, "unknown is not zero");
    assert_eq!(source("more-rowers")?.knowledge, Some(Knowledge::Unknown));
    assert_eq!(
        source("two-rowers")?.via,
        case.sources.find("herald-report")
    );
    assert!(claim("ali-boats")?.concerns.is_empty());
    assert_eq!(claim("ali-boats")?.mode, Mode::Projected);
    assert!(matches!(
        &claim("secret")?.statement,
        Statement::Transaction {
            payer: None,
            payee: Some(_),
            amount: None,
            ..
        }
    ));
    let Statement::Transaction {
        amount: Some(amount),
        ..
    } = &claim("paid")?.statement
    else {
        return Err("no amount".into());
    };
    assert_eq!(amount.to_string(), "between 5000 and 7000 EUR");
    let Statement::Attribute { value, .. } = &claim("level")?.statement else {
        return Err("no value".into());
    };
    assert_eq!(value.to_string(), "-1.50 metres");
    assert_eq!(value.number, "-1.5".parse().ok());
    let denial = |id: &str| {
        case.denials
            .find(id)
            .map(|denial| &case.denials[denial])
            .ok_or("no answer")
    };
    assert_eq!(denial("ann-denies")?.of.len(), 2);
    assert!(matches!(
        denial("crew-silent")?.by,
        Some(Speaker::Entity(_))
    ));
    assert!(matches!(
        denial("crew-silent")?.of[..],
        [Target::Meeting(_), Target::Question(_), Target::Source(_)]
    ));
    assert_eq!(denial("crew-silent")?.when, None);
    let (_, question) = case.questions.iter().next().ok_or("no question")?;
    assert_eq!(
        (question.about.len(), question.who_could_answer.len()),
        (5, 2)
    );
    assert_eq!(question.answered_by, case.claims.find("regatta.crew"));
    Ok(())
}

#[test]
fn the_order_of_rows_changes_nothing_of_a_case() -> Result<(), Box<dyn Error>> {
    let folder = &folders()?[GOOD];
    let shuffled = tempfile::tempdir()?;
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default();
        let text = fs::read_to_string(&file)?;
        let mut lines: Vec<&str> = text.lines().collect();
        if file.extension() == Some("csv".as_ref()) {
            lines[1..].reverse();
        }
        fs::write(shuffled.path().join(name), lines.join("\n"))?;
    }
    let (before, after) = (check(folder)?.case, check(shuffled.path())?.case);
    assert_eq!(claim_lines(&before), claim_lines(&after));
    let answers = |case: &Case| {
        let answers = case.denials.iter();
        let answers = answers.map(|(_, d)| (d.id.clone(), d.of.clone(), d.by, d.via));
        answers.collect::<Vec<_>>()
    };
    assert_eq!(answers(&before), answers(&after));
    Ok(())
}

/// Cells that are right somewhere and wrong elsewhere.
const CELLS: &[&str] = &[
    "",
    "",
    "a",
    "b",
    "c",
    "m",
    "m.a",
    "m.b",
    "m.zz",
    "s",
    "s2",
    "q",
    "d",
    "t",
    "a;b",
    "a;a",
    ";",
    "b;s;m.a;",
    "unknown",
    "denied",
    "retracted",
    "confirmed",
    "pending",
    "whole",
    "part",
    "between",
    "yes",
    "no",
    "founded",
    "person",
    "publication",
    "company",
    "other",
    "1",
    "5",
    "1E+05",
    "1,000",
    "-3",
    "0.5",
    "99999999999999999999999",
    "2024",
    "2024-05-12",
    "2024/2023",
    "45608",
    "12/11/2024",
    "EUR",
    "$",
    "#REF!",
    "\u{200b}",
    "é\u{202e}",
    "https://a.example",
    "Q42",
    "名前",
    "....",
    "a.b.c",
    "-",
    "\u{fffd}",
    "1.500",
    "ſt",
    "A",
    "F",
    "asserted",
];

fn tables() -> impl Strategy<Value = Vec<(Table, Vec<Vec<usize>>)>> {
    let rows = |table: Table| {
        let cells = proptest::collection::vec(0..CELLS.len(), columns(table).len());
        proptest::collection::vec(cells, 0..5).prop_map(move |rows| (table, rows))
    };
    Table::ALL.map(rows).to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn no_table_makes_checking_fail_or_lose_a_row(tables in tables()) {
        let folder = tempfile::tempdir()?;
        for (table, rows) in &tables {
            let names: Vec<&str> = columns(*table).iter().map(|column| column.name).collect();
            let mut text = names.join(",");
            for row in rows {
                let cells: Vec<String> = row.iter().map(|at| format!("\"{}\"", CELLS[*at])).collect();
                text += &format!("\n{}", cells.join(","));
            }
            fs::write(folder.path().join(table.file()), text)?;
        }
        let (draft, read) = read_case(folder.path(), &mut |_| {})
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        let (case, counts, report) = check_case(&draft);
        for (table, rows) in &tables {
            let counts = counts.tables[table];
            prop_assert_eq!(counts.read as usize, rows.len());
            prop_assert_eq!(counts.read, counts.accepted + counts.refused);
        }
        let refused: u32 = counts.tables.values().map(|rows| rows.refused).sum();
        prop_assert_eq!(refused > 0, read.has_errors() || report.has_errors());
        // What is left is at any rate a case.
        links(&case, &assess(&case));
    }
}

/// The problems as they are printed, without colour.
fn printed(report: &Report) -> Result<String, Box<dyn Error>> {
    let mut out = Vec::new();
    render_problems(report, &mut out, false)?;
    Ok(String::from_utf8(out)?)
}
