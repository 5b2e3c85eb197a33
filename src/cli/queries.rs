//! `nutgraf queries`: the library of questions.

use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::form::Form;
use crate::query::Library;
use crate::render::{json, queries};

/// List the library: each question in words, with its parameters and columns
///
/// With a name: the query itself, to be changed and run with `nutgraf query CASE FILE.rq`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the text of this question
    name: Option<String>,
    /// Form of the list
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    output: Form,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    if let Some(name) = &args.name {
        let question = Library::find(name).ok_or_else(|| super::query::unknown_question(name))?;
        console.out().write_all(question.text.as_bytes())?;
        return Ok(Exit::Answered);
    }
    let all = Library::all();
    match args.output {
        Form::Table => console.page(&queries::page(&all))?,
        Form::Json => json::write(&queries::json(&all), console.out())?,
        Form::Jsonl => {
            let lines = all.iter().map(queries::value).collect();
            json::write_lines(&lines, console.out())?
        }
        Form::Csv | Form::Tsv | Form::Md => {
            queries::sheet(&all).write_as(args.output.sheet(), console.out())?
        }
    }
    Ok(Exit::Answered)
}
