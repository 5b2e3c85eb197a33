//! `nutgraf serve-reload`: loads changed tables for a server, and says what changed.
//!
//! A process of its own, so that its memory is gone when it is done. Prints one
//! line of JSON; when the tables have errors, these on standard error, and ends as
//! any command does.

use std::path::PathBuf;
use std::process::Output;

use serde_json::{Value, json};

use crate::answer::{Graph, find_difference};
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::leave::Leaving;
use crate::cli::serve::opened;
use crate::render::{diff, json as forms};
use crate::web::Reloaded;

/// Changes that are shown one by one; all are counted.
const MOST_CHANGES: usize = 200;
/// Likewise so many bytes of JSON.
const MOST_BYTES: usize = 1 << 20;

/// Load the tables of a case that a server shows
#[derive(Debug, clap::Args)]
pub struct Args {
    case: PathBuf,
    /// The edition that is shown
    shown: PathBuf,
    #[command(flatten)]
    leaving: Leaving,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let Args {
        case,
        shown,
        leaving,
    } = args;
    // Opened first: a load sweeps it away, and what is open stays.
    let old = opened(&shown).map(Graph::new).transpose()?;
    let new = leaving.open(&case, console)?;
    let edition = new.edition().path().to_owned();
    let changes = match old {
        // What is withheld in one of them would be told by what differs.
        Some(old) if old.is_redacted() == new.is_redacted() => changes(&old, &new)?,
        Some(_) | None => Value::Null,
    };
    let told = json!({"edition": edition.to_string_lossy(), "changes": changes});
    forms::write_line(&told, console.out())?;
    Ok(Exit::Answered)
}

/// What `diff` says of the two, without the changes beyond the first so many.
fn changes(old: &Graph, new: &Graph) -> Result<Value, Failure> {
    let difference = find_difference(old, new)?;
    let mut value = diff::json_head(&difference, &[]);
    let mut list = Vec::new();
    let mut is_cut = false;
    let mut bytes = 0;
    let mut all = difference.changes();
    for change in all.by_ref().take(MOST_CHANGES) {
        let change = diff::value(&change?);
        bytes += change.to_string().len();
        if bytes > MOST_BYTES {
            is_cut = true;
            break;
        }
        list.push(change);
    }
    is_cut |= all.next().is_some();
    if is_cut {
        value["complete"] = json!(false);
        value["limit"] = json!(format!("only the first {} changes are listed", list.len()));
    }
    value["changes"] = json!(list);
    value["summary"] = json!(diff::summary(&difference));
    value["notes"] = json!(diff::notes(&difference));
    Ok(value)
}

/// What the process said.
///
/// What is wrong in a table may quote what a redacted server withholds: then it is
/// said where it is wrong, and the rest to whoever started the server.
pub(super) fn read(output: &Output, leaving: Leaving) -> Reloaded {
    let told: Option<Value> = serde_json::from_slice(&output.stdout).ok();
    let edition = told.as_ref().and_then(|told| told["edition"].as_str());
    match (output.status.success(), edition, &told) {
        (true, Some(edition), Some(told)) => Reloaded::Done {
            edition: PathBuf::from(edition),
            changes: told["changes"]
                .is_object()
                .then(|| told["changes"].to_string()),
        },
        _ => {
            let said = String::from_utf8_lossy(&output.stderr);
            if leaving.option().is_some() {
                return Reloaded::Not(said.into_owned());
            }
            Console::new().say(&said);
            Reloaded::Not(places_in(&said))
        }
    }
}

/// The codes and places of what is wrong, without what stands there.
fn places_in(said: &str) -> String {
    // An error without a code may name folders, and what is written there.
    let is_head = |line: &&str| line.starts_with("error[") || line.trim_start().starts_with("--> ");
    let mut told = String::new();
    for line in said.lines().filter(is_head) {
        // `error[code]: what`, of which the code says enough; the place names no cell.
        let shown = match line.split_once("]: ") {
            Some((code, _)) if line.starts_with("error[") => format!("{code}]"),
            Some(_) | None => line.to_owned(),
        };
        told.push_str(&shown);
        told.push('\n');
    }
    if told.is_empty() {
        told.push_str("The tables could not be read.\n");
    }
    told.push_str(
        "What stands there is said where the server was started; `nutgraf check` says it too.",
    );
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_by_code_and_place_alone() {
        let said = "error[bad-date]: `in May` is no date\n --> people.csv:3:4\n  |\n3 | Ann,in May\n\nerror: 1 error in the data: no edition was written\n";
        let told = places_in(said);
        assert!(
            told.starts_with("error[bad-date]\n --> people.csv:3:4\nWhat stands"),
            "{told}"
        );
        // An error without a code names what is there.
        let said = "error: `/case` is not the folder of a case: it has no `sources.csv`, and `from-jane` has one in it\n";
        let told = places_in(said);
        assert!(
            told.starts_with("The tables could not be read.\nWhat stands"),
            "{told}"
        );
    }
}
