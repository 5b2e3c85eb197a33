//! `nutgraf dossier`: one person, organisation or asset on a page.

use std::path::PathBuf;

use crate::answer;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::leave::Leaving;
use crate::render::{dossier, json};

/// Write one person, organisation or asset on a page
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// A name, an alias or an id
    name: String,
    /// Form of the page
    #[arg(short, long, value_name = "FORM", default_value = "html")]
    output: String,
    #[command(flatten)]
    leaving: Leaving,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let graph = args.leaving.open(&args.case, console)?;
    let shown = answer::show(&graph, &args.name)?;
    let mut value = json::shown(graph.edition().content_id(), &shown);
    value["title"] = value["entity"]["name"].clone();
    dossier::html(&value, console.out())?;
    Ok(Exit::Answered)
}
