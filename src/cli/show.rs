//! `nutgraf show`: one thing in full.

use std::path::PathBuf;

use crate::answer;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::form::Form;
use crate::cli::known_on::KnownOnDay;
use crate::render::words::{ROWS_WITHHELD, with_rows_withheld};
use crate::render::{json, known_on, rows, text};

/// Show one thing in full, with everything it rests on and every answer
///
/// An entity with all its claims; a claim with its voices, chain, outlet, passages, answers and the
/// rule that decided its standing; a source with what rests on it; a meeting, an answer, a question, a decision
/// on identity. As CSV, TSV or Markdown: the claims, one row each, then decisions on identity,
/// questions and answers of no claim.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// A name, an alias or an id
    name: String,
    #[command(flatten)]
    known: KnownOnDay,
    /// Form of the answer
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    output: Form,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let (known, case) = (args.known, &args.case);
    let graph = match args.output {
        Form::Table => known.open_for_page(case, console)?,
        Form::Json | Form::Jsonl => known.open(case, console)?.without_labels(),
        Form::Csv | Form::Tsv | Form::Md => known.open(case, console)?,
    };
    let shown = match answer::show(&graph, &args.name) {
        Ok(shown) => shown,
        Err(error) => return Err(known.failure(error, case, console)),
    };
    let known = graph.known_on();
    let value = || {
        let value = json::shown(graph.edition().content_id(), &shown);
        known_on::value(known, value)
    };
    match args.output {
        Form::Table => {
            let page = with_rows_withheld(graph.withholds(), text::shown(&shown));
            console.page(&known_on::page(known, page))?;
        }
        Form::Json => json::write(&value(), console.out())?,
        Form::Jsonl => json::write_line(&value(), console.out())?,
        Form::Csv | Form::Tsv | Form::Md => {
            let sheet = known_on::sheet(known, rows::shown(&shown));
            sheet.write_as(args.output.sheet(), console.out())?;
        }
    }
    console.flush()?;
    if graph.withholds() && args.output != Form::Table {
        console.say(&format!("note: {ROWS_WITHHELD}"));
    }
    Ok(Exit::Answered)
}
