//! The plain tables against the edition: with these every other format is
//! compared a second time.

use std::error::Error;

use serde_json::Value;

use crate::exported::compare::{Attributes, Seen, Ways, against_edition, nothing_wrong};
use crate::exported::readers::in_python;
use crate::exported::{Outcome, Told, cases};

/// The plain tables of each case, in order, without the apostrophes that keep a
/// spreadsheet from running a cell.
pub fn tables(cases: &[Told]) -> Result<Vec<Seen>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut files = Vec::new();
    for told in cases {
        let (path, run) = told.export(folder.path(), &["-o", "csv"])?;
        assert!(!run.err.contains("warning"), "{}: {}", told.name, run.err);
        files.push(path);
    }
    let asked: Vec<_> = files.iter().map(|path| ("tables_csv", &**path)).collect();
    let mut tables = in_python(&asked)?;
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

#[test]
fn the_plain_tables_say_what_the_edition_says() -> Outcome {
    let cases = cases()?;
    for (told, seen) in cases.iter().zip(tables(&cases)?) {
        let wrong = against_edition(&seen, &told.expected, &Ways::PLAIN);
        nothing_wrong(told.name, &wrong);
    }
    Ok(())
}
