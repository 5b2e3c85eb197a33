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
        Some(old) => changes(&old, &new)?,
        None => Value::Null,
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
    for change in difference.changes().take(MOST_CHANGES) {
        list.push(diff::value(&change?));
    }
    value["changes"] = json!(list);
    value["summary"] = json!(diff::summary(&difference));
    value["notes"] = json!(diff::notes(&difference));
    Ok(value)
}

/// What the process said.
pub(super) fn read(output: &Output) -> Reloaded {
    let told: Option<Value> = serde_json::from_slice(&output.stdout).ok();
    let edition = told.as_ref().and_then(|told| told["edition"].as_str());
    match (output.status.success(), edition, &told) {
        (true, Some(edition), Some(told)) => Reloaded::Done {
            edition: PathBuf::from(edition),
            changes: told["changes"]
                .is_object()
                .then(|| told["changes"].to_string()),
        },
        _ => Reloaded::Not(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
