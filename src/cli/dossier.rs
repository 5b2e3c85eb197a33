//! `nutgraf dossier`: one person, organisation or asset on a page.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::answer::{DossierQuestion, find_dossier};
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::into::IntoFile;
use crate::cli::leave::Leaving;
use crate::render::{dossier, json};

/// Write one person, organisation or asset on a page
///
/// Who it is; what others say of it; what it says itself; what it denies; what else it answered, and
/// what it never did; questions, figures, meetings, a timeline, paths to others, its sources. Each
/// claim stands there once in full, with its number, standing, sources and answers; all else refers to
/// the number. Protected sources are withheld. Exit code 5 when a limit was hit in looking for paths.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// A name, an alias or an id
    name: String,
    /// Show the shortest paths to this one, up to three; can be given several times
    #[arg(long, value_name = "NAME")]
    with: Vec<String>,
    /// Form of what is written
    #[arg(short, long, alias = "format", value_enum, default_value = "html")]
    output: Form,
    #[command(flatten)]
    into: IntoFile,
    #[command(flatten)]
    leaving: Leaving,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A page complete in itself, for screen and paper
    Html,
    /// Markdown, for a CMS
    Md,
    Json,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    args.into.spare(&args.case, &[])?;
    let graph = args.leaving.open(&args.case, console)?;
    let question = DossierQuestion {
        of: args.name,
        with: args.with,
    };
    let found = find_dossier(&graph, &question)?;
    let value = dossier::value(graph.edition().content_id(), &found);
    let mut written = Vec::new();
    match args.output {
        Form::Html => dossier::write_html(&value, &mut written)?,
        Form::Md => dossier::write_markdown(&value, &mut written)?,
        Form::Json => json::write(&value, &mut written)?,
    }
    args.into.write(console, |out| out.write_all(&written))?;
    let limits = dossier::limits(&found);
    for limit in &limits {
        console.say(&format!("NOT COMPLETE: {limit}"));
    }
    Ok(match limits.is_empty() {
        true => Exit::Answered,
        false => Exit::Limit,
    })
}
