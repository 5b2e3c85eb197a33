//! `nutgraf init`: a tiny working case to begin from.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::schema;
use crate::cli::unwritten::{cannot_make, cannot_write};
use crate::render::escape::shell;
use crate::schema::FILE;

/// Make a tiny working case with invented names: every table, one denial, one ambiguous name
///
/// The folder must not exist yet, or be empty.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to make
    folder: PathBuf,
}

macro_rules! example {
    ($($file:literal),* $(,)?) => {
        [$(($file, include_str!(concat!("../../data/example/", $file)))),*]
    };
}

const FILES: [(&str, &str); 14] = example![
    "nutgraf.toml",
    "people.csv",
    "companies.csv",
    "assets.csv",
    "relationships.csv",
    "meetings.csv",
    "transactions.csv",
    "attributes.csv",
    "sources.csv",
    "citations.csv",
    "denials.csv",
    "questions.csv",
    "identities.csv",
    "relations.csv",
];

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let folder = &args.folder;
    let shown = folder.display();
    let file = |error: anyhow::Error| Failure::new(Exit::File, error);
    if folder.exists() {
        let mut entries = fs::read_dir(folder)
            .with_context(|| format!("cannot read `{shown}`"))
            .map_err(file)?;
        if entries.next().is_some() {
            return Err(
                Failure::usage(format!("`{shown}` is not empty; nothing was written"))
                    .hint("name a folder that does not exist yet"),
            );
        }
    }
    fs::create_dir_all(folder).map_err(|error| cannot_make(folder, error))?;
    for (name, text) in FILES {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| cannot_write(&path, error))?;
    }
    let package = schema::text(&schema::of_case(folder, console)?)?;
    let path = folder.join(FILE);
    fs::write(&path, package).map_err(|error| cannot_write(&path, error))?;
    let mut page = crate::render::page::Page::new();
    page.line(format!(
        "made a small case in `{shown}`: {} files, all names invented",
        FILES.len() + 1
    ));
    page.line("try");
    let typed = folder.display().to_string();
    let typed = shell(&typed);
    for line in [
        format!("  nutgraf check {typed}"),
        format!("  nutgraf path {typed} \"Orrin Vale\" \"Port Brindle council\""),
        format!("  nutgraf show {typed} \"J. Penhale\"          (two people have this name)"),
        format!("  nutgraf query {typed} denials"),
    ] {
        page.line(line);
    }
    console.page(&page)?;
    Ok(Exit::Answered)
}
