//! `nutgraf diff`: what became of a case between two editions.

use std::path::PathBuf;

use crate::answer::{Difference, Graph, NamesDiff, find_difference, find_names_diff};
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::form::Form;
use crate::cli::open::open;
use crate::render::long::LongObject;
use crate::render::sheet::{self, Streamed};
use crate::render::{diff, json};

/// Compare two editions of a case: what is new, gone, changed, and why
///
/// Claims with their standing before and now, and by which answer or withdrawal it changed; answers,
/// sources, people, organisations, assets, meetings, questions. Rows that only moved are no
/// difference. Things are the same when their IRIs are; of one case each with different bases, when
/// their ids are. Of paths nothing is said unless names are given (--between). Exit code 0 when
/// there is no difference, 1 when there is one.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file, as it was
    old: PathBuf,
    /// Case folder or edition file, as it is now
    new: PathBuf,
    /// Also: were these two connected before, and are they now; may be given several times
    #[arg(long, num_args = 2, value_names = ["NAME", "NAME"])]
    between: Vec<String>,
    /// Form of the answer
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    output: Form,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let form = args.output;
    let old = form.labelled(open(&args.old, console)?);
    let new = form.labelled(open(&args.new, console)?);
    let between = names(&old, &new, &args.between)?;
    let difference = find_difference(&old, &new)?;
    match form {
        Form::Table => {
            let typed = [args.old.display(), args.new.display()].map(|path| path.to_string());
            page([&typed[0], &typed[1]], &difference, &between, console)?;
        }
        Form::Json => value(&difference, &between, console)?,
        Form::Jsonl => lines(&difference, &between, console)?,
        Form::Csv | Form::Tsv | Form::Md => rows(form, &difference, &between, console)?,
    }
    console.flush()?;
    match form {
        // What is in the answer need not be said again.
        Form::Table | Form::Json => {}
        Form::Jsonl | Form::Csv | Form::Tsv | Form::Md => {
            for note in diff::notes(&difference) {
                console.say(&format!("note: {note}"));
            }
            console.say(&diff::summary(&difference));
        }
    }
    let unfinished = |diff: &NamesDiff| diff.before.is_unfinished() || diff.after.is_unfinished();
    if between.iter().any(unfinished) {
        console.say(
            "NOT COMPLETE: a limit was hit before it was known whether two names are connected",
        );
        return Ok(Exit::Limit);
    }
    Ok(match difference.is_empty() {
        true => Exit::Answered,
        false => Exit::No,
    })
}

fn names(old: &Graph, new: &Graph, typed: &[String]) -> Result<Vec<NamesDiff>, Failure> {
    let pairs = typed.as_chunks::<2>().0.iter();
    pairs
        .map(|pair| Ok(find_names_diff(old, new, pair.clone())?))
        .collect()
}

fn page(
    typed: [&str; 2],
    difference: &Difference,
    between: &[NamesDiff],
    console: &mut Console,
) -> Result<(), Failure> {
    console.page(&diff::head(typed, difference))?;
    for names in between {
        console.page(&diff::names_page(names))?;
    }
    let mut told = None;
    for change in difference.changes() {
        let change = change?;
        console.page(&diff::page(&change, told))?;
        told = Some(diff::group(&change));
    }
    Ok(())
}

fn value(
    difference: &Difference,
    between: &[NamesDiff],
    console: &mut Console,
) -> Result<(), Failure> {
    let head = diff::json_head(difference, between);
    let mut object = LongObject::begin(&head, console.out())?;
    object.list("changes")?;
    for change in difference.changes() {
        object.item(&diff::value(&change?))?;
    }
    Ok(object.end()?)
}

fn lines(
    difference: &Difference,
    between: &[NamesDiff],
    console: &mut Console,
) -> Result<(), Failure> {
    for names in between {
        let mut value = diff::names_value(names);
        value["kind"] = "path".into();
        json::write_line(&value, console.out())?;
    }
    for change in difference.changes() {
        json::write_line(&diff::value(&change?), console.out())?;
    }
    Ok(())
}

fn rows(
    form: Form,
    difference: &Difference,
    between: &[NamesDiff],
    console: &mut Console,
) -> Result<(), Failure> {
    let form = form.sheet().unwrap_or(sheet::Form::Csv);
    let mut sheet = Streamed::new(form, &diff::columns(), None, console.out())?;
    for row in between.iter().flat_map(diff::names_cells) {
        sheet.row(row)?;
    }
    for change in difference.changes() {
        for row in diff::row_cells(&change?) {
            sheet.row(row)?;
        }
    }
    Ok(sheet.finish()?)
}
