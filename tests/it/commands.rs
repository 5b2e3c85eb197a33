//! The command line as its users meet it: exit codes, what goes to which
//! stream, every form of every answer, names as people type them.
//!
//! Each file holds one promise. What the first case answers is for
//! `first_case`, what a broken case prints for `broken`.

mod apart;
mod denials;
mod evidence;
mod exits;
mod filtered;
mod hidden;
mod hollow;
mod identities;
mod longer;
mod lost;
mod names;
mod nasty;
mod numbers;
mod places;
mod schemas;
mod stopped;
mod streams;
mod told;
mod typed;
mod written;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::Case;

/// The forms of an answer that `find`, `show` and `path` have.
const FORMS: [&str; 6] = ["table", "csv", "tsv", "json", "jsonl", "md"];

/// The first column of a table of a case.
fn ids(case: &Case, table: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(case.file(table)).expect("the table is there");
    reader
        .records()
        .map(|row| row.expect("the table is sound")[0].to_owned())
        .collect()
}

/// A table of an answer: its header, and its rows.
fn rows(text: &str, delimiter: u8) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let cells = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = cells(reader.headers().expect("there is a header"));
    let rows = reader
        .records()
        .map(|row| cells(&row.expect("every row has as many cells as the header")))
        .collect();
    (header, rows)
}

/// The ids of all objects anywhere in a value that have such a field.
fn ids_with(value: &Value, field: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    match value {
        Value::Object(object) => {
            if object.contains_key(field)
                && let Some(id) = value["id"].as_str()
            {
                found.insert(id.to_owned());
            }
            found.extend(object.values().flat_map(|inner| ids_with(inner, field)));
        }
        Value::Array(list) => found.extend(list.iter().flat_map(|inner| ids_with(inner, field))),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found
}
