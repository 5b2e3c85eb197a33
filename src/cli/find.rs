//! `nutgraf find`: search by name, alias, id, or words of a text.

use std::path::PathBuf;

use crate::answer::{self, Wanted};
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::form::Form;
use crate::cli::open::open;
use crate::render::{json, rows, text};

/// Search people, companies, assets, sources and claims
///
/// By id, name or alias (case, accents and spacing do not matter), by part of a name, or by words
/// of the text. Exit code 1 when nothing is found.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// What to look for
    #[arg(required = true)]
    text: Vec<String>,
    /// Form of the answer
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    output: Form,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let wanted = args.text.join(" ");
    if wanted.trim().is_empty() {
        return Err(Failure::usage("nothing to look for was given"));
    }
    let graph = open(&args.case, console)?;
    let found = answer::find(&graph, &wanted)?;
    let edition = graph.edition().content_id();
    match args.output {
        Form::Table => console.page(&text::found(&found))?,
        Form::Json => json::write(&json::found(edition, &wanted, &found), console.out())?,
        Form::Jsonl => json::write_lines(
            &json::found(edition, &wanted, &found)["found"],
            console.out(),
        )?,
        Form::Csv | Form::Tsv | Form::Md => {
            rows::found(&found).write_as(args.output.sheet(), console.out())?
        }
    }
    if found.is_empty() {
        console.say(&format!(
            "nothing in the case has `{wanted}` in its id, name or text"
        ));
        let near = answer::nearest(&graph, &wanted, Wanted::Anything)?;
        if !near.is_empty() {
            let names: Vec<String> = near.iter().map(|near| near.named.id.clone()).collect();
            console.say(&format!("did you mean {}?", names.join(", ")));
        }
        return Ok(Exit::No);
    }
    Ok(Exit::Answered)
}
