//! The plain tables against the edition: with these every other format is
//! compared a second time.

use std::error::Error;

use serde_json::Value;

use crate::exported::Told;
use crate::exported::compare::{Attributes, Seen, Ways, against_edition};
use crate::exported::readers::in_python;

/// The plain tables of each case, in order, without the apostrophes that keep a
/// spreadsheet from running a cell.
pub fn tables(cases: &[Told]) -> Result<Vec<Seen>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut files = Vec::new();
    for told in cases {
        let (path, run) = told.export(folder.path(), &["-o", "csv"])?;
        assert!(
            !run.err.contains("cannot hold"),
            "{}: {}",
            told.name,
            run.err
        );
        files.push(("tables_csv", path));
    }
    let mut tables = in_python(&files)?;
    for seen in &mut tables {
        let nodes = seen.nodes.iter_mut().map(|(_, attributes)| attributes);
        let edges = seen
            .edges
            .iter_mut()
            .map(|(_, _, _, attributes)| attributes);
        nodes.chain(edges).for_each(unguard);
    }
    Ok(tables)
}

/// Where the tables do not say what the edition says.
pub fn wrong(cases: &[Told], tables: &[Seen]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (Told { name, expected, .. }, seen) in cases.iter().zip(tables) {
        let of_case = against_edition(seen, expected, &Ways::PLAIN);
        wrong.extend(
            of_case
                .iter()
                .map(|line| format!("tables of {name}: {line}")),
        );
    }
    wrong
}

/// Takes off the apostrophes that keep a spreadsheet from running a cell.
pub fn unguard(attributes: &mut Attributes) {
    for value in attributes.values_mut() {
        let runs = |rest: &&str| {
            rest.starts_with([
                '=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}',
                '\u{FF20}',
            ])
        };
        let cell = value.as_str().and_then(|cell| cell.strip_prefix('\''));
        // One is put before an apostrophe that stands before such a cell, too.
        if let Some(rest) = cell.filter(|rest| runs(&rest.trim_start_matches('\''))) {
            *value = Value::from(rest);
        }
    }
}
