//! Taking the checks of an edited sheet back into the tables.
//!
//! Shows each change as a line on standard output and writes them when asked to.
//! What was edited elsewhere in the sheet is not taken back, and said.

mod elsewhere;
mod left;

use std::collections::BTreeMap;
use std::path::Path;

use crate::check::{Refused, SheetEntry, TAKEN_BACK, TakenBack, TakenCell, TakingBack};
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::open;
use crate::cli::stop;
use crate::model::Table;
use crate::pipeline::place_under;
use crate::read::{CellEdit, SheetColumns, SheetRow, each_sheet_row, read_tables, write_edits};
use crate::render::escape::{unguarded, workbook};
use crate::render::line_by_line::COLUMNS;
use crate::render::page::Page;
use crate::render::words::count;

use elsewhere::Elsewhere;
use left::Left;

/// The columns that are taken back, what they were, and the claim, all of which a
/// sheet must have; then the rest.
fn column_names() -> Vec<&'static str> {
    let first = [
        "claim",
        "check",
        "checked_by",
        "concern",
        "check_was",
        "checked_by_was",
        "concern_was",
    ];
    let others = COLUMNS.iter().map(|column| column.name);
    let others = others.filter(|name| !first.contains(name));
    first.into_iter().chain(others).collect()
}

/// How many of [`column_names`] must be there.
const NEEDED: usize = 7;

pub(super) fn run(
    case: &Path,
    sheet: &Path,
    write: bool,
    console: &mut Console,
) -> Result<Exit, Failure> {
    if case.is_file() {
        return Err(Failure::usage(format!(
            "`{}` is a file: checks are taken back into a folder of tables",
            case.display()
        )));
    }
    // Tables with errors are mended first: a row of them may be no claim.
    let graph = open(case, console)?;
    let (draft, mut report) = read_tables(case, &mut |_| {})?;
    place_under(&mut report, Some(case));
    if report.has_errors() {
        return Err(Failure {
            report: Some(report),
            ..Failure::new(Exit::Data, anyhow::Error::msg("the tables have errors"))
        });
    }
    let names = column_names();
    let columns = SheetColumns {
        names: &names,
        needed: NEEDED,
    };
    let mut taking = TakingBack::new(&draft);
    let mut elsewhere = Elsewhere::new(&names);
    let mut left = Left::default();
    let case_names = graph.only_case_names();
    let report = each_sheet_row(sheet, columns, &mut |row| {
        let cell = |column| unguarded(row.cell(column).unwrap_or_default());
        let entry = SheetEntry {
            claim: cell(0).trim(),
            cells: [1, 2, 3].map(|column| (cell(column), cell(column + TAKEN_BACK.len()))),
        };
        let place = |column: Option<usize>| row.place(column.map_or(0, |column| column + 1));
        let named = |name: &str| {
            let column = names.iter().position(|known| *known == name);
            column.map_or("", |column| cell(column).trim())
        };
        // A sentence of the story without a claim, or a note of the checker's own.
        if entry.claim.is_empty() {
            left.without_claim(&entry, named("line"), &place);
            return;
        }
        // Two cases may have claims with the same id.
        let (of, ours) = (named("case"), |our: &String| our.trim().to_owned());
        let is_ours = |our: &String| of == ours(our) || of == ours(&workbook(our).into_owned());
        if let Some(first) = case_names.first()
            && !of.is_empty()
            && !case_names.iter().any(is_ours)
        {
            left.of_another(&entry, of, first, &place);
            return;
        }
        taking.entry(&entry, &place);
        elsewhere.row(row);
    })?;
    let mut back = taking.finish();
    back.report.extend(report);
    stop_at_errors(sheet, &back, console)?;
    // First what was asked for: whoever closes the pipe early has it all the same.
    if write && !back.cells.is_empty() {
        stop::listen();
        for path in write_edits(&draft, &by_table(&back.cells))? {
            console.say(&format!("wrote `{}`", path.display()));
        }
    }
    show(&back, write, console)?;
    if let Some(words) = elsewhere.said(case, &graph, console)? {
        console.say(&words);
    }
    for Refused { line, column, why } in &back.changed {
        console.say(&format!("{}:{line}:{column}: {why}", sheet.display()));
    }
    left.say(sheet, console);
    if !back.also_of.is_empty() {
        console.say(&format!(
            "note: the row of a meeting is also of claims that the sheet does not list: {}",
            back.also_of.join(", ")
        ));
    }
    let mut reasons = left.reasons();
    if let changed @ 1.. = back.changed.len() {
        let words = format!(
            "{} not taken back: the tables say something else than when the sheet was made",
            if changed == 1 {
                "1 edit was".to_owned()
            } else {
                format!("{changed} edits were")
            }
        );
        reasons.insert(
            0,
            (words, "make a new sheet, which shows what they say now"),
        );
    }
    if reasons.is_empty() {
        return Ok(Exit::Answered);
    }
    let words: Vec<&str> = reasons.iter().map(|(words, _)| words.as_str()).collect();
    let failure = Failure::new(Exit::Data, anyhow::Error::msg(words.join("; ")));
    let hints = reasons.iter().map(|(_, hint)| *hint);
    Err(hints.fold(failure, Failure::hint))
}

/// With something wrong in the sheet nothing of it is taken.
fn stop_at_errors(sheet: &Path, back: &TakenBack, console: &mut Console) -> Result<(), Failure> {
    let wrong = back.report.problems.len() + back.refused.len();
    if wrong == 0 {
        return Ok(());
    }
    for Refused { line, column, why } in &back.refused {
        console.say(&format!("{}:{line}:{column}: {why}", sheet.display()));
    }
    let mut report = back.report.clone();
    report.sort();
    Err(Failure {
        report: Some(report),
        ..Failure::new(
            Exit::Data,
            anyhow::Error::msg(format!(
                "{} in the sheet: nothing was written",
                count(wrong, "error")
            )),
        )
    })
}

/// Every change on a line of its own.
fn show(back: &TakenBack, write: bool, console: &mut Console) -> Result<(), Failure> {
    let mut page = Page::new();
    for TakenCell { table, edit, old } in &back.cells {
        let CellEdit { row, column, value } = edit;
        page.line(format!(
            "{table} row {row}, {column}: {} → {}",
            shown(old),
            shown(value)
        ));
    }
    if !back.cells.is_empty() {
        console.page(&page)?;
    }
    console.flush()?;
    let already = match back.already {
        0 => String::new(),
        some => format!(
            "; {} in the tables already",
            if some == 1 {
                "1 edit is".to_owned()
            } else {
                format!("{some} edits are")
            }
        ),
    };
    console.say(&match back.cells.len() {
        0 => format!("no change{already}"),
        changes if write => format!("{}{already}", count(changes, "change")),
        changes => format!(
            "{}; add --write to make {}{already}",
            count(changes, "change"),
            if changes == 1 { "it" } else { "them" }
        ),
    });
    Ok(())
}

fn shown(text: &str) -> String {
    match text {
        "" => "empty".to_owned(),
        text => format!("“{text}”"),
    }
}

fn by_table(cells: &[TakenCell]) -> BTreeMap<Table, Vec<CellEdit>> {
    let mut edits: BTreeMap<Table, Vec<CellEdit>> = BTreeMap::new();
    for TakenCell {
        table,
        edit,
        old: _,
    } in cells
    {
        edits.entry(*table).or_default().push(edit.clone());
    }
    edits
}

/// The cells of a row by the names of their columns.
fn named_cells<'r>(row: &'r SheetRow<'_>, names: &[&'static str]) -> Vec<(&'static str, &'r str)> {
    let cells = names.iter().enumerate();
    cells
        .filter_map(|(at, name)| Some((*name, row.cell(at)?)))
        .collect()
}
